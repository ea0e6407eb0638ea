"""What the public pages tell, and the same as tables to take away."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from goldthread.core.units import NO_BREAK
from goldthread.delivery.published import PublishedAction, PublishedEffect
from goldthread.performance.published import PublishedMeasure
from goldthread.public import keeping
from goldthread.public.reading import Reading
from goldthread.web.kit import Column, Link, Mood, Status, Table
from goldthread.web.templatetags.kit import day

MOODS: dict[str, Mood] = {
    "not_started": "waiting",
    "on_track": "working",
    "at_risk": "concern",
    "off_track": "concern",
    "complete": "done",
    "stopped": "refused",
}
FOUND: dict[str, Mood] = {
    "It worked": "good",
    "It made no difference": "quiet",
    "It got worse": "concern",
    "We cannot tell": "quiet",
    "Too early to tell": "waiting",
}


@dataclass(frozen=True, slots=True)
class ToldAction:
    """One action as a list tells it."""

    reference: str
    words: str
    status: Status
    where: str
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class ToldEffect:
    """What one action changed, or when we shall know."""

    reference: str
    words: str
    status: Status
    hoped: str
    found: str
    sure: str


@dataclass(frozen=True, slots=True)
class ToldMeasure:
    """One measure as a list tells it: how it stands before what it is."""

    one: PublishedMeasure
    status: Status
    figure: str
    href: str
    csv: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How many measures stand one way, in words."""

    words: str
    status: Status


@dataclass(frozen=True, slots=True)
class Group:
    """What is done for one priority."""

    title: str
    href: str
    actions: tuple[ToldAction, ...]


def told_actions(
    actions: Iterable[PublishedAction], on: date
) -> tuple[ToldAction, ...]:
    """Actions in plain words: how they stand, where, by whom, by when."""
    return tuple(
        ToldAction(
            reference=one.reference,
            words=one.words,
            status=Status(
                one.standing(on), "concern" if one.is_late(on) else MOODS[one.state]
            ),
            where=", ".join(one.areas) or "The whole area",
            who=_who(one),
            when=day(one.due_on) if one.due_on else "No date is set",
        )
        for one in actions
    )


def _who(one: PublishedAction) -> str:
    helped = f", with {' and '.join(one.helped_by)}" if one.helped_by else ""
    return f"{one.led_by}{helped}"


def told_effects(
    actions: Iterable[PublishedAction], on: date
) -> tuple[ToldEffect, ...]:
    """What actions changed: judged ones first, also those of which nobody can tell."""
    told = [
        (one, one.effect)
        for one in actions
        if one.effect is not None and (one.effect.result or one.effect.until > on)
    ]
    told.sort(key=lambda pair: (not pair[1].result, pair[0].reference))
    return tuple(
        ToldEffect(
            reference=one.reference,
            words=one.words,
            status=Status(
                effect.result or "Too early to tell",
                FOUND[effect.result or "Too early to tell"],
            ),
            hoped=f"{effect.measure}: {effect.hoped}",
            found=_found(effect),
            sure=effect.sure,
        )
        for one, effect in told
    )


def _found(effect: PublishedEffect) -> str:
    if not effect.result:
        return f"We look at it after {day(effect.until)}, when enough months are over."
    size = f" It is {effect.size}." if effect.size else ""
    return f"{effect.words}{size}"


def told_measures(measures: Iterable[PublishedMeasure]) -> tuple[ToldMeasure, ...]:
    """Measures with how they stand, and the figure with what it is a count of."""
    return tuple(
        ToldMeasure(
            one=one,
            status=Status(one.status, one.mood),
            figure=f"{one.value}{NO_BREAK}{one.of_what}".strip(),
            href=reverse("public_measure", args=[one.code]),
            csv=reverse("public_measure_csv", args=[one.code]),
        )
        for one in measures
    )


def how_it_goes(reading: Reading) -> tuple[Counted, ...]:
    """How many measures got better, worse, neither: what is asked first."""
    kept = reading.measures.measures if reading.measures else ()
    found: dict[str, int] = {}
    for one in kept:
        found[one.status] = found.get(one.status, 0) + 1
    moods = {one.status: one.mood for one in kept}
    return tuple(
        Counted(f"{n} measure{'' if n == 1 else 's'}", Status(words, moods[words]))
        for words, n in found.items()
    )


def by_priority(reading: Reading) -> tuple[Group, ...]:
    """Every public action once, under the first priority it serves."""
    groups: dict[str, list[PublishedAction]] = {p.key: [] for p in reading.priorities}
    rest: list[PublishedAction] = []
    for one in reading.actions:
        first = next((key for key in one.priorities if key in groups), None)
        (rest if first is None else groups[first]).append(one)
    told = [
        Group(
            p.title,
            reverse("public_priority", args=[p.key]),
            told_actions(groups[p.key], reading.on),
        )
        for p in reading.priorities
    ]
    if rest:
        told.append(Group("Other work", "", told_actions(rest, reading.on)))
    return tuple(group for group in told if group.actions)


def priorities(reading: Reading) -> Table:
    """Every priority with what people should see and what is done for it."""
    return Table(
        "What we chose to work on",
        (
            Column("Priority"),
            Column("What you should see"),
            Column("What is done"),
        ),
        tuple(
            (
                Link(one.title, reverse("public_priority", args=[one.key])),
                "; ".join(one.outcomes),
                "; ".join(one.workstreams),
            )
            for one in reading.priorities
        ),
        caption_is_hidden=True,
    )


def members(reading: Reading) -> Table:
    """Every agency that belongs, and why."""
    return Table(
        "Who belongs to the partnership",
        (Column("Agency"), Column("Why it is here")),
        tuple((one.name, one.standing) for one in reading.partnership.members),
        caption_is_hidden=True,
    )


def actions(reading: Reading) -> Table:
    """Everything that is being done, as far as it is public."""
    titles = {p.key: p.title for p in reading.priorities}
    effects = {one.reference: one for one in told_effects(reading.actions, reading.on)}
    return Table(
        "What we do",
        tuple(
            Column(words)
            for words in (
                "Reference",
                "What is done",
                "For which priority",
                "Where",
                "Who leads it",
                "By when",
                "How it stands",
                "What it changed",
            )
        ),
        tuple(
            (
                told.reference,
                told.words,
                "; ".join(titles[key] for key in one.priorities if key in titles),
                told.where,
                told.who,
                told.when,
                told.status.words,
                effects[told.reference].status.words
                if told.reference in effects
                else "",
            )
            for one, told in zip(
                reading.actions, told_actions(reading.actions, reading.on), strict=True
            )
        ),
    )


def measures(reading: Reading) -> Table:
    """Every measure that is public, as its page shows it."""
    kept = reading.measures.measures if reading.measures else ()
    return Table(
        "What we count",
        tuple(
            Column(words)
            for words in (
                "Measure",
                "How it stands",
                "Why we say so",
                "What is counted",
                "Unit",
                "When",
                "Figure",
                "A year before",
                "Read with care",
                "Source",
            )
        ),
        tuple(
            (
                one.name,
                one.status,
                one.sentence,
                one.counts,
                one.unit,
                one.period,
                one.value,
                one.before,
                _care(one),
                one.source,
            )
            for one in kept
        ),
    )


def _care(one: PublishedMeasure) -> str:
    """What must be read with a figure, in a file too (Z8)."""
    return " ".join(
        filter(None, (one.sure, one.hidden_crime, one.beside, one.caveat, one.small))
    )


def one_measure(reading: Reading, code: str) -> Table:
    """Every figure of one measure, the oldest first; totals of years and places below."""
    kept = reading.measures.measures if reading.measures else ()
    one: PublishedMeasure = keeping.found(
        next((m for m in kept if m.code == code), None)
    )
    rows: list[Sequence[str]] = [
        ("All", point.period, point.shown) for point in one.points
    ]
    rows += [("All", f"Whole year {year}", total) for year, total in one.years]
    rows += [(place, one.period, shown) for place, shown in one.places]
    return Table(
        one.name,
        (Column("Where"), Column("When"), Column(one.unit)),
        tuple(rows),
    )


def decisions(reading: Reading) -> Table:
    """Every decision that is open to everybody."""
    return Table(
        "What was decided",
        (
            Column("Decision"),
            Column("Board"),
            Column("Day"),
            Column("What"),
            Column("Why"),
            Column("What was hoped for"),
            Column("What came of it"),
        ),
        tuple(
            (
                one.reference,
                one.board,
                day(one.decided_on),
                one.words,
                one.reasons,
                one.effect,
                one.outcome,
            )
            for one in reading.decisions
        ),
    )
