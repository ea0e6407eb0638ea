"""The next meetings of somebody: when, what is decided there, what of it is theirs."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from goldthread.desk.queries.board_errands import Boards
from goldthread.governance.models import AgendaItem, Meeting
from goldthread.governance.queries.reading import meeting_status, visible
from goldthread.partners.models import Holding
from goldthread.web.kit import Status
from goldthread.web.templatetags.kit import day

MOST = 3


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """A meeting to come, as far as this reader may see its agenda."""

    body: str
    when: str
    href: str
    status: Status
    agenda: str  # how much is on it, in words
    mine: tuple[str, ...]  # what this reader presents


def next_meetings(boards: Boards) -> tuple[NextMeeting, ...]:
    """The next meetings of the boards one sits on, presents to or runs."""
    person, on = boards.reader.person, boards.on
    coming = Meeting.objects.ahead(on)
    if not boards.reader.runs:
        sits = Holding.objects.on(on).filter(person=person).values("seat__body")
        presents = AgendaItem.objects.filter(presenter=person).values("meeting")
        coming = coming.filter(Q(body__in=sits) | Q(pk__in=presents))
    meetings = list(coming.select_related("body")[:MOST])
    if not meetings:
        return ()
    items = visible(AgendaItem.objects.filter(meeting__in=meetings), boards.reader)
    rows = list(
        items.annotate(sheets=Count("papers"))
        .order_by("number", "pk")
        .values_list("meeting", "number", "title", "purpose", "presenter", "sheets")
    )
    return tuple(
        _told(one, [row[1:] for row in rows if row[0] == one.pk], person.pk)
        for one in meetings
    )


Item = tuple[int, str, str, int | None, int]


def _told(meeting: Meeting, items: list[Item], me: int) -> NextMeeting:
    time = f" at {meeting.starts_at:%H:%M}" if meeting.starts_at else ""
    place = f", {meeting.place}" if meeting.place else ""
    decided = sum(purpose == "decision" for _, _, purpose, _, _ in items)
    papers = sum(sheets for *_, sheets in items)
    counts = (
        _many(len(items), "item"),
        f"{decided} for decision" if decided else "none for decision",
        _many(papers, "paper") if papers else "no paper yet",
    )
    return NextMeeting(
        body=str(meeting.body),
        when=f"{day(meeting.held_on)}{time}{place}",
        href=reverse("meeting", args=[meeting.pk]),
        status=meeting_status(meeting),
        agenda=", ".join(counts) if items else "Nothing is on its agenda yet",
        mine=tuple(
            f"You present {number}. {title}"
            for number, title, _, presenter, _ in items
            if presenter == me
        ),
    )


def _many(count: int, words: str) -> str:
    return f"{count} {words}{'' if count == 1 else 's'}"
