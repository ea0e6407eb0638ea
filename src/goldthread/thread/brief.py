"""A priority as somebody would say it on the radio: short, honest, with what is not known."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from goldthread.delivery.models import Action, Effect
from goldthread.delivery.queries.effects import MOODS
from goldthread.performance.queries.lines import Line, lines_of
from goldthread.performance.queries.scorecard import chosen
from goldthread.strategy.models import Priority, Strategy, Workstream
from goldthread.strategy.queries.whole import Whole, whole
from goldthread.thread.broken import broken
from goldthread.thread.nouns import Reader
from goldthread.web.kit import Status

MEASURES, PLAN = "read measures", "read the plan"
MOST_REASONS, MOST_GAPS = 3, 6


@dataclass(frozen=True, slots=True)
class Said:
    """One number with what it says."""

    number: str
    of: str  # "Vehicle crime: recorded crimes, Sep 2026"
    words: str
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """A workstream and how its actions stand, in words."""

    workstream: Workstream
    led_by: str
    stands: str


@dataclass(frozen=True, slots=True)
class Brief:
    """One priority, in brief."""

    priority: Priority
    strategy: Strategy
    paragraph: str
    numbers: tuple[Said, ...]
    reasons: tuple[str, ...]
    work: tuple[Work, ...]
    changed: tuple[tuple[Status, str], ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How the actions of some workstreams stand."""

    total: int
    done: int
    worrying: int
    late: int

    @property
    def words(self) -> str:
        """6 actions: 2 done, 1 at risk or off track, 1 overdue."""
        if not self.total:
            return "no action yet"
        parts = [
            (self.done, "done"),
            (self.worrying, "at risk or off track"),
            (self.late, "overdue"),
        ]
        told = ", ".join(f"{many} {what}" for many, what in parts if many)
        actions = "action" if self.total == 1 else "actions"
        return f"{self.total} {actions}: {told}" if told else f"{self.total} {actions}"


def standings(keys: Sequence[int], *, on: date) -> dict[int, Standing]:
    """How the actions of each of these workstreams stand: one question."""
    rows = (
        Action.objects.standing()
        .filter(workstream__in=keys)
        .values_list("workstream_id", "status", "due_on")
    )
    total, done, worrying, late = (
        Counter[int](),
        Counter[int](),
        Counter[int](),
        Counter[int](),
    )
    for key, status, due_on in rows:
        total[key] += 1
        done[key] += status == Action.Status.COMPLETE
        worrying[key] += status in ("at_risk", "off_track")
        late[key] += bool(due_on and due_on < on and status in Action.OPEN)
    return {
        key: Standing(total[key], done[key], worrying[key], late[key]) for key in keys
    }


def together(some: Sequence[Standing]) -> Standing:
    """The sum of some."""
    return Standing(
        sum(one.total for one in some),
        sum(one.done for one in some),
        sum(one.worrying for one in some),
        sum(one.late for one in some),
    )


def brief(priority: Priority, *, reader: Reader, on: date) -> Brief:
    """One priority as it stands on this day, for whoever reads."""
    known = whole(priority.strategy, on=on)
    streams = known.workstreams_under(priority)
    plan = reader.may(PLAN)
    stands = standings([w.pk for w in streams], on=on) if plan else {}
    lines = measures_of(priority, reader=reader, on=on)
    return Brief(
        priority=priority,
        strategy=priority.strategy,
        paragraph=_paragraph(known, priority, together(list(stands.values())), plan),
        numbers=tuple(_numbers(lines, together(list(stands.values())), plan))[:3],
        reasons=tuple(e.text for e in known.evidence_for(priority)[:MOST_REASONS]),
        work=tuple(
            Work(
                each,
                str(each.lead_agency or ""),
                stands[each.pk].words if plan else "",
            )
            for each in streams
        ),
        changed=(
            *((line.status, _changed(line)) for line in lines if line.reading_key),
            *(_judged([w.pk for w in streams]) if plan else ()),
        ),
        unknown=tuple(_unknown(known, priority, lines, reader, on))[:MOST_GAPS],
    )


def measures_of(priority: Priority, *, reader: Reader, on: date) -> tuple[Line, ...]:
    """The measures of a priority that this reader may see."""
    if not reader.may(MEASURES):
        return ()
    found = chosen("priority", priority.pk, on=on)
    return lines_of(found[0].order_by("code", "pk"), on=on) if found else ()


def _paragraph(known: Whole, priority: Priority, stands: Standing, plan: bool) -> str:
    streams = known.workstreams_under(priority)
    agencies = {w.lead_agency_id for w in streams if w.lead_agency_id}
    agencies |= {a.pk for w in streams for a in w.support_agencies.all()}
    work = "workstream" if len(streams) == 1 else "workstreams"
    many = "agency" if len(agencies) == 1 else "agencies"
    told = f"{len(streams)} {work} of {len(agencies)} {many} work on it"
    did = f", with {stands.words}" if plan and stands.total else ""
    return f"{priority.statement.rstrip('.')}. {told}{did}.".lstrip(". ")


def _numbers(lines: Sequence[Line], stands: Standing, plan: bool) -> list[Said]:
    """What is of concern first, then what is better, then the rest; the plan fills up."""
    order = {"orange": 0, "blue": 1, "grey": 2}
    told = sorted(
        (line for line in lines if line.value is not None),
        key=lambda line: (order[line.colour], line.about != "population", line.code),
    )
    found = [
        Said(
            line.shown,
            f"{line.name}: {line.unit}, {line.period}",
            line.sentence,
            line.status,
        )
        for line in told
    ]
    if plan and stands.total:
        found.append(
            Said(
                f"{stands.done} of {stands.total}",
                "actions are done",
                f"{stands.late} are overdue." if stands.late else "None is overdue.",
            )
        )
    return found


def _changed(line: Line) -> str:
    sentence = line.sentence or "Nothing can be said yet."
    return f"{line.name}: {line.shown} in {line.period}. {sentence}"


def _judged(streams: Sequence[int]) -> list[tuple[Status, str]]:
    """What was judged of the actions of these workstreams, in the judgement's words."""
    rows = (
        Effect.objects.newest()
        .filter(action__workstream__in=streams, action__deleted_at__isnull=True)
        .order_by("action__reference")
        .values_list("action__reference", "action__title", "result", "sentence")
    )
    return [
        (
            Status(str(Effect.Result(result).label), MOODS[result]),
            f"{reference} {title}: {sentence}",
        )
        for reference, title, result, sentence in rows
    ]


def _unknown(
    known: Whole,
    priority: Priority,
    lines: Sequence[Line],
    reader: Reader,
    on: date,
) -> list[str]:
    """What an honest answer would have to leave open."""
    mine = {("priority", priority.pk)}
    mine |= {("outcome", each.pk) for each in known.outcomes.get(priority.pk, ())}
    mine |= {("workstream", each.pk) for each in known.workstreams_under(priority)}
    gaps = [
        each.sentence
        for kind in broken(reader, on=on)
        for each in kind.breaks
        if each.at in mine
    ]
    late = [
        f"{line.name}: the figure for {line.fresh.missing} has not come."
        for line in lines
        if line.fresh.is_late
    ]
    return [*late, *gaps]
