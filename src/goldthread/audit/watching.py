"""The rules run over the record, and what information governance said of what they found.

What was looked into is an act of the record itself: nothing is kept beside it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from goldthread.audit.models import Event
from goldthread.audit.oddities import BASELINE, RULES, Oddity, Off, Seen, oddities
from goldthread.audit.refusal import Refused
from goldthread.audit.roles import reading
from goldthread.audit.services import Actor, Acts, Subject, record
from goldthread.core.uk_time import start_of_day

VERB, KIND = "record.oddity_settled", "audit.oddity"
OUTCOMES = {
    "explained": "Looked into: there is a good reason",
    "passed on": "Looked into: passed on to whoever must act",
}
LONGEST_NOTE = 200
AT_ONCE = 500
_Act = tuple[str, ...]
_LOOKS = (
    Q(verb__endswith=".read")
    | Q(verb__endswith="_read")
    | Q(verb__endswith=".exported")
)


@dataclass(frozen=True, slots=True)
class Settled:
    """What somebody said of an oddity, and when."""

    outcome: str
    note: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Watched:
    """One oddity, and what was said of it; None while it waits."""

    oddity: Oddity
    settled: Settled | None


def watch(start: date, end: date) -> tuple[Watched, ...]:
    """What asks for a look from `start` up to, and without, `end`; what waits comes first."""
    if end <= start:
        raise Refused("The last day is before the first. Swap them.")
    with reading():
        seen = list(_seen(start, end))
        found = oddities(seen, start=start, end=end, off=_bank_holidays(start, end))
        settled = dict(_settled())
    told = [Watched(one, settled.get(one.key)) for one in found]
    return tuple(sorted(told, key=lambda one: one.settled is not None))


def _bank_holidays(start: date, end: date) -> Off:
    """The days off of England and Wales that the rules count as such."""
    import holidays  # 30 ms; only whoever runs the rules pays for it

    years = range((start - BASELINE).year, end.year + 1)
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=years))


@transaction.atomic
def settle_oddity(
    key: str, *, outcome: str, note: str, by: Actor | Acts, at: datetime
) -> None:
    """Write down that an oddity was looked into, and what came of it.

    Raises:
        Refused: the outcome is none, nothing is said, or it is about oneself.
    """
    note = " ".join(note.split())
    if key.partition(":")[0] not in {rule.name for rule in RULES}:
        raise Refused(f"No rule finds {key!r}.")
    if outcome not in OUTCOMES:
        raise Refused(f"Expected one of {', '.join(OUTCOMES)}; found {outcome!r}.")
    if not 0 < len(note) <= LONGEST_NOTE:
        raise Refused(f"Say in up to {LONGEST_NOTE} characters what you found.")
    actor = by if isinstance(by, Actor) else by.as_actor()
    if key.split(":", 1)[-1].startswith(f"{actor.reference}:"):
        raise Refused(
            "Nobody settles what was found about themselves. Ask somebody else who reads the record, or your data protection officer."
        )
    about = Subject(KIND, key, "something the rules found")
    record(VERB, about, by=by, at=at, detail={"outcome": outcome, "note": note})


def _settled() -> Iterator[tuple[str, Settled]]:
    rows = Event.objects.filter(verb=VERB).order_by("at", "pk")
    names = ("subject_reference", "detail", "actor_label", "at")
    for key, detail, by, at in rows.values_list(*names):
        yield key, Settled(detail["outcome"], detail["note"], by, at)


def _seen(start: date, end: date) -> Iterator[Seen]:
    since, until = (
        start_of_day(start) - BASELINE,
        start_of_day(end) + timedelta(hours=6),
    )
    rows = list(
        Event.objects.between(since, until)
        .filter(_LOOKS | Q(outcome=Event.Outcome.REFUSED))
        .values_list(
            "uuid",
            "at",
            "actor_reference",
            "actor_label",
            "verb",
            "subject_kind",
            "subject_reference",
            "outcome",
            "subject_label",
        )
    )
    acts = _acts([row[6] for row in rows if row[5] == "audit.event"])
    for uuid, at, reader, name, verb, kind, reference, outcome, label in rows:
        about, about_name = "", ""
        if kind == "partners.person":
            about, about_name = f"person:{reference}", label
        elif kind == "audit.event":
            about, about_name = _about(acts.get(reference), reader)
        yield Seen(
            uuid, at, reader, name, verb, kind, reference, outcome, about, about_name
        )


def _acts(uuids: list[str]) -> dict[str, _Act]:
    """The acts that were looked at, by their uuid."""
    found = {}
    for begin in range(0, len(uuids), AT_ONCE):
        rows = Event.objects.filter(uuid__in=uuids[begin : begin + AT_ONCE])
        for uuid, *act in rows.values_list(
            "uuid",
            "actor_reference",
            "actor_label",
            "subject_kind",
            "subject_reference",
            "subject_label",
        ):
            found[str(uuid)] = tuple(act)
    return found


def _about(act: _Act | None, reader: str) -> tuple[str, str]:
    """Whom a look at this act is about: the person it was done to, else who did it."""
    if act is None or act[0] == reader:
        return "", ""
    actor, name, kind, reference, label = act
    if kind == "partners.person":
        return f"person:{reference}", label
    return actor, name
