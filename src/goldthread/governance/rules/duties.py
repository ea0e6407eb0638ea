"""Why something about duties, scrutiny and exceptions is not allowed; no queries."""

from collections.abc import Mapping, Sequence
from datetime import date

from goldthread.governance.models import (
    Deadline,
    DutyDone,
    Recovery,
    ScrutinyRequest,
)
from goldthread.governance.rules.common import EVERY_BOARD, may
from goldthread.partners.models import Body, Person
from goldthread.web.templatetags.kit import day

# Which step may follow which; anything else is refused.
NEXT: Mapping[str, tuple[str, ...]] = {
    "raised": ("challenged", "closed"),
    "challenged": ("supported", "closed"),
    "supported": ("recovering", "challenged"),
    "recovering": ("closed", "challenged"),
    "closed": (),
}


def refusal_of_check(effects: Sequence[str], *, mitigation: str) -> str | None:
    """Why a section 17 check does not stand; None when it does."""
    if "worse" in effects and not mitigation.strip():
        return "It makes something worse. Say what is done against that."
    return None


def refusal_to_keep_duties(by: Person | None) -> str | None:
    """Why `by` may not keep the log of duties; None when they may."""
    if may(by, EVERY_BOARD):
        return None
    return "The partnership manager keeps the log of duties and scrutiny."


def refusal_of_clock(
    key: str,
    *,
    days: int,
    are_working: bool,
    known: Mapping[str, int],  # how long each runs by law or custom
    fixed: Sequence[str],
) -> str | None:
    """Why a clock may not run so; None when it may."""
    if key not in known:
        return f"Expected one of the clocks {', '.join(known)}; found {key!r}."
    if not 1 <= days <= 366:
        return f"A clock runs from 1 to 366 days; found {days}."
    if key in fixed and (days > known[key] or are_working):
        return f"The law gives {known[key]} days for this. It may be shorter here, not longer."
    return None


def refusal_to_add_clock(title: str, *, source: str, taken: bool) -> str | None:
    """Why a clock of our own may not be added; None when it may."""
    if not title.strip():
        return "Say what the clock runs for."
    if not source.strip():
        return "Say where it is written, so that it can be looked up."
    if taken:
        return f"There is a clock for “{title.strip()}” already. Change that one."
    return None


def refusal_to_start(about: str, *, began_on: date, today: date) -> str | None:
    """Why a clock may not start to run; None when it may."""
    if not about.strip():
        return "Say what it runs for, without naming anybody."
    if began_on > today:
        return f"{day(began_on)} is still to come."
    return None


def refusal_to_stop(
    deadline: Deadline, *, words: str, on: date, today: date
) -> str | None:
    """Why it may not be said that something is done; None when it may."""
    if deadline.done_on:
        return f"“{deadline}” was done on {day(deadline.done_on)}."
    if not words.strip():
        return "Say in a sentence what was done."
    if not deadline.began_on <= on <= today:
        return f"It was done after it began on {day(deadline.began_on)}, and not in the days to come; found {day(on)}."
    return None


def refusal_of_local_duty(title: str, *, words: str, month: int) -> str | None:
    """Why a duty of our own may not stand so; None when it may."""
    if not title.strip():
        return "Say what is owed once a year."
    if not words.strip():
        return "Say who asks it, and where that is written."
    if not 1 <= month <= 12:
        return f"Expected a month from 1 to 12; found {month}."
    return None


def refusal_to_answer_scrutiny(
    request: ScrutinyRequest, *, reply: str, on: date, today: date
) -> str | None:
    """Why scrutiny may not be answered so; None when it may."""
    if request.replied_on:
        return f"{request.reference} was answered on {day(request.replied_on)}."
    if not reply.strip():
        return "Say what was answered, or where the answer lies."
    if not request.received_on <= on <= today:
        return f"It was answered after it came on {day(request.received_on)}, and not in the days to come; found {day(on)}."
    return None


def refusal_of_duty(kind: str, *, on: date, today: date, came: int) -> str | None:
    """Why a duty may not be written down as done; None when it may."""
    if kind not in DutyDone.Kind.values:
        return f"Expected one of the duties {', '.join(DutyDone.Kind.labels)}; found {kind!r}."
    if on > today:
        return f"{day(on)} is still to come."
    if kind == DutyDone.Kind.PUBLIC_MEETING and not came:
        return "Say who came for each responsible authority, and how senior they are."
    return None


def refusal_of_step(
    recovery: Recovery,
    *,
    to: str,
    words: str,
    on: date,
    last_on: date | None,
    today: date,
    due_on: date | None,
) -> str | None:
    """Why an exception may not go this step; None when it may."""
    labels = dict(Recovery.State.choices)
    if to not in labels:
        return f"Expected one of {', '.join(map(str, labels.values()))}; found {to!r}."
    if to not in NEXT[recovery.state]:
        able = " or ".join(str(labels[each]).lower() for each in NEXT[recovery.state])
        now = str(labels[recovery.state]).lower()
        return f"{recovery.reference} is {now}. It can become {able or 'nothing else'}, not {str(labels[to]).lower()}."
    if not words.strip():
        return "Say what was said or agreed."
    if on > today or (last_on is not None and on < last_on):
        return f"A step comes after the one before it and not in the days to come; found {day(on)}."
    if to == "supported" and due_on is None:
        return "Say by when the support should show."
    return None


def refusal_to_share(lead: Body, supports: Sequence[Body]) -> str | None:
    """Why an issue may not be shared so; None when it may."""
    if not supports:
        return "Name at least one other board that supports, else nothing is shared."
    if lead in supports:
        return f"{lead} leads, so it does not support as well."
    return None
