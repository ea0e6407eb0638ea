"""Why something about a meeting is not allowed: sentences for whoever asked; no queries."""

from collections.abc import Iterable, Mapping
from datetime import date

from goldthread.governance.models import AgendaItem, Attendance, ForwardItem, Meeting
from goldthread.partners.models import Body, Seat
from goldthread.web.templatetags.kit import day


def refusal_to_meet(
    body: Body, held_on: date, *, on: date, already: bool
) -> str | None:
    """Why a board may not be called together for this day; None when it may."""
    if not body.is_ours:
        return f"{body} is governed elsewhere. Its meetings are not planned here."
    if not body.is_true_on(held_on):
        return f"{body} does not stand on {day(held_on)}. Choose another day."
    if already:
        return f"{body} meets on {day(held_on)} already. Put the item on that agenda."
    if abs((held_on - on).days) > 3 * 366:
        return f"Expected a day within three years of today; found {day(held_on)}."
    return None


def refusal_to_change_meeting(meeting: Meeting) -> str | None:
    """Why what a meeting says may not change; None when it may."""
    if meeting.state in Meeting.TOOK_PLACE:
        return f"{meeting} was held. What belongs to it is written in its minutes."
    if meeting.state == Meeting.State.CANCELLED:
        return f"{meeting} is cancelled. Plan another one."
    return None


def refusal_to_call(meeting: Meeting, *, items: int, on: date) -> str | None:
    """Why the agenda may not be sent; None when it may."""
    if meeting.state != Meeting.State.PLANNED:
        return f"{meeting} stands as “{meeting.get_state_display().lower()}”. An agenda is sent once; late items are added to it."
    if not items:
        return "The agenda is empty. Put an item on it first."
    if meeting.held_on < on:
        return f"{day(meeting.held_on)} is past. Move the meeting to a day to come."
    return None


def refusal_to_cancel(meeting: Meeting, *, because: str) -> str | None:
    """Why a meeting may not be cancelled; None when it may."""
    if refusal := refusal_to_change_meeting(meeting):
        return refusal
    if not because.strip():
        return "Say why it is cancelled, for those who kept the day free."
    return None


def refusal_to_hold(
    meeting: Meeting, *, on: date, filled: int, sits: bool
) -> str | None:
    """Why a meeting may not be written down as held; None when it may."""
    if meeting.state != Meeting.State.CALLED:
        return f"{meeting} stands as “{meeting.get_state_display().lower()}”. A meeting is held once its agenda was sent."
    if meeting.held_on > on:
        return f"{day(meeting.held_on)} is still to come."
    if not filled:
        return "Write down first who came, seat by seat."
    if not sits:
        return "Choose as chair somebody who came."
    return None


def refusal_to_minute(meeting: Meeting) -> str | None:
    """Why minutes may not be written; None when they may."""
    if meeting.state == Meeting.State.MINUTED:
        return f"The minutes of {meeting} are agreed. A correction is an item of the next meeting."
    if meeting.state != Meeting.State.HELD:
        return f"{meeting} has not been held. Its minutes are written afterwards."
    return None


def refusal_to_agree_minutes(
    meeting: Meeting, *, agreed_on: date, today: date, undecided: Iterable[AgendaItem]
) -> str | None:
    """Why minutes may not be agreed; None when they may."""
    if refusal := refusal_to_minute(meeting):
        return refusal
    left = list(undecided)
    if left:
        named = ", ".join(f"{item.number}" for item in left)
        return f"Nothing is written down as decided on item {named}. Defer what was not reached."
    if not meeting.held_on <= agreed_on <= today:
        return f"Minutes are agreed after the meeting of {day(meeting.held_on)} and not in the days to come; found {day(agreed_on)}."
    return None


def refusal_to_place(meeting: Meeting) -> str | None:
    """Why nothing may be put on this agenda; None when it may."""
    return refusal_to_change_meeting(meeting)


def refusal_to_take_off(item: AgendaItem) -> str | None:
    """Why an item may not be taken off or moved; None when it may."""
    if refusal := refusal_to_change_meeting(item.meeting):
        return refusal
    if item.meeting.state == Meeting.State.CALLED:
        return "The agenda was sent, so its numbers stand. Defer the item at the meeting instead."
    return None


def refusal_of_audience(audience: str, *, because: str, readers: int) -> str | None:
    """Why an item may not be restricted so; None when it may."""
    if audience == AgendaItem.Audience.ALL:
        return None
    if not because.strip():
        return "Say why not everybody may read it, so that it can be opened later."
    if audience == AgendaItem.Audience.NAMED and not readers:
        return "Name the people who may read it, or choose another audience."
    return None


def refusal_to_drop(item: ForwardItem, *, because: str) -> str | None:
    """Why something may not leave the forward plan; None when it may."""
    if item.item_id:
        return f"“{item}” is on an agenda already."
    if not because.strip():
        return "Say why the board need not speak about it any more."
    return None


def refusal_of_attendance(
    told: Mapping[int, str], *, seats: Mapping[int, Seat], named: Iterable[int]
) -> str | None:
    """Why attendance may not stand so; None when it may. Keys are seats."""
    named = set(named)
    for key, state in told.items():
        if key not in seats:
            return "One of the seats does not stand at this table on that day. Load the page again."
        if state in Attendance.FILLED and key not in named:
            return f"Say who came for the seat “{seats[key].title}”."
    return None


def refusal_to_say_who_came(meeting: Meeting, *, on: date) -> str | None:
    """Why nobody may write down yet who came; None when they may."""
    if refusal := refusal_to_take_attendance(meeting):
        return refusal
    if meeting.held_on > on:
        return f"{day(meeting.held_on)} is still to come. Write down who came on the day itself."
    return None


def refusal_to_take_attendance(meeting: Meeting) -> str | None:
    """Why attendance may not be taken; None when it may."""
    if meeting.state == Meeting.State.MINUTED:
        return refusal_to_minute(meeting)
    if meeting.state == Meeting.State.CALLED or meeting.state == Meeting.State.HELD:
        return None
    return f"{meeting} stands as “{meeting.get_state_display().lower()}”. Attendance is taken once the agenda was sent."


def is_quorate(quorum: int | None, *, filled: int, seats: int) -> bool:
    """Whether enough seats were filled; more than half where the terms name no number."""
    return filled >= (quorum or seats // 2 + 1)
