"""Did it work: one action's judgement with what it rests on, and all of them together."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.urls import reverse

from goldthread.delivery import rules
from goldthread.delivery.effect_series import EffectSeries, counted, from_json
from goldthread.delivery.models import (
    Action,
    Change,
    Effect,
    ExpectedEffect,
    GivenFigures,
)
from goldthread.delivery.words import day, effect_in_words
from goldthread.documents import charts, numbers
from goldthread.documents.model import Chart, Column, Table
from goldthread.partners.models import Person
from goldthread.web.kit import Column as Head
from goldthread.web.kit import Link, Mood, Status
from goldthread.web.kit import Table as Sheet

WAITS = "not judged yet"  # its window is over
MOODS: dict[str, Mood] = {
    "worked": "good",
    "no effect": "quiet",
    "worse": "concern",
    "cannot tell": "quiet",
    "too early": "waiting",
}


@dataclass(frozen=True, slots=True)
class EffectPage:
    """Whether one action worked, with everything the answer rests on."""

    action: Action
    expected: str
    stated: str
    effect: Effect | None
    status: Status
    sentence: str
    crimes: str  # the weighted displacement difference in words
    rule: str  # how the comparison places were chosen; nothing where there are none
    others: tuple[str, ...]  # their names
    sides: Sheet | None
    earlier: tuple[Effect, ...]
    restated: tuple[Change, ...]
    refusal_to_judge: str
    by_hand: bool  # its figures are given by hand
    by_measure: str  # the code of the measure that judges it
    given: tuple[GivenFigures, ...]
    refusal_to_give: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether one action worked, as its own page says it."""

    status: Status
    sentence: str
    strength: str  # of the evidence, in words; nothing before it is judged


@dataclass(frozen=True, slots=True)
class Worked:
    """One line of the list of what worked."""

    name: Link
    status: Status
    sentence: str
    strength: str
    window: str


@dataclass(frozen=True, slots=True)
class WorkedPage:
    """What worked, what did not, and what is still open."""

    lines: tuple[Worked, ...]
    choices: tuple[Link, ...]
    asked: str
    stated: int


def effect_page(action: Action, *, person: Person, on: date) -> EffectPage | None:
    """The answer for one action; None where no effect was stated."""
    expected = getattr(action, "expected_effect", None)
    if expected is None:
        return None
    judged = list(action.effects.select_related("judged_by").order_by("-number"))
    effect = judged[0] if judged else None
    return EffectPage(
        action=action,
        expected=effect_in_words(expected),
        stated=day(expected.stated_at.date()),
        effect=effect,
        status=_status(effect, expected, on),
        sentence=effect.sentence if effect else _not_yet(expected, on),
        crimes=_crimes(effect) if effect else "",
        rule=effect.series["rule"] if effect and effect.series["others"] else "",
        others=tuple(one["name"] for one in effect.series["others"]) if effect else (),
        sides=_sides(effect) if effect else None,
        earlier=tuple(judged[1:]),
        restated=tuple(
            Change.objects.filter(action=action, field="effect")
            .exclude(before="")
            .select_related("by")
            .order_by("-at", "-pk")
        ),
        refusal_to_judge=rules.refusal_to_judge(action, expected, by=person) or "",
        by_hand=expected.is_by_hand,
        by_measure=expected.indicator,
        given=tuple(action.given_figures.select_related("given_by").order_by("-number"))
        if expected.is_by_hand
        else (),
        refusal_to_give=rules.refusal_to_give_figures(
            action, expected, source="x", reason="x", is_first=False, by=person
        )
        or "",
    )


def answer_for(expected: ExpectedEffect, *, on: date) -> Answer:
    """The newest answer for the action that stated this effect, or why there is none."""
    effect = Effect.objects.newest().filter(action=expected.action_id).first()
    return Answer(
        _status(effect, expected, on),
        effect.sentence if effect else _not_yet(expected, on),
        effect.strength if effect and effect.level else "",
    )


def what_worked(*, result: str, on: date) -> WorkedPage:
    """Every action that stated an effect: judged ones first, the clearest above."""
    stated = list(
        ExpectedEffect.objects.filter(action__deleted_at=None)
        .select_related("action", "area")
        .order_by("action__reference", "pk")
    )
    latest = {
        one.action_id: one
        for one in Effect.objects.newest().filter(
            action__in=[s.action_id for s in stated]
        )
    }
    found = [(one, latest.get(one.action_id)) for one in stated]
    counts = Counter(_result(one, effect, on) for one, effect in found)
    rank = {value: at for at, value in enumerate((*MOODS, WAITS))}
    found.sort(
        key=lambda pair: (rank[_result(pair[0], pair[1], on)], pair[0].action.reference)
    )
    address = reverse("what_worked")
    choices = [Link("All", address, not result, len(found))]
    choices += [
        Link(label, f"{address}?result={value}", result == value, counts[value])
        for value, label in (*Effect.Result.choices, (WAITS, "Not judged yet"))
    ]
    return WorkedPage(
        lines=tuple(
            _line(one, effect, on)
            for one, effect in found
            if not result or _result(one, effect, on) == result
        ),
        choices=tuple(choices),
        asked=result,
        stated=len(found),
    )


def _result(expected: ExpectedEffect, effect: Effect | None, on: date) -> str:
    if effect is not None:
        return effect.result
    return WAITS if expected.window_until <= on else Effect.Result.TOO_EARLY


def _line(one: ExpectedEffect, effect: Effect | None, on: date) -> Worked:
    action = one.action
    return Worked(
        name=Link(str(action), reverse("effect", args=[action.reference])),
        status=_status(effect, one, on),
        sentence=effect.sentence if effect else _not_yet(one, on),
        strength=effect.strength if effect and effect.level else "",
        window=f"{day(one.window_from)} up to {day(one.window_until)}",
    )


def _status(effect: Effect | None, expected: ExpectedEffect, on: date) -> Status:
    if effect is not None:
        return Status(effect.get_result_display(), MOODS[effect.result])
    return Status(
        "Not judged yet" if expected.window_until <= on else "Too early", "waiting"
    )


def _not_yet(expected: ExpectedEffect, on: date) -> str:
    if expected.window_until > on:
        return (
            f"Too early: it is judged after {day(expected.window_until)}, when its "
            "window is over."
        )
    if expected.is_by_hand:
        return "Its window is over; it is judged from figures given by hand, once they reach its end."
    return "Its window is over; it is judged as soon as its last month is held."


def _crimes(effect: Effect) -> str:
    found = effect.found.get("crimes")
    if not found:
        return ""
    value, low, high = map(_fewer, found)
    return (
        f"In numbers: {value} than if it had moved as its comparison places did (95 per "
        f"cent limits: {low} to {high}). This is called the weighted displacement "
        "difference."
    )


def _fewer(change: float) -> str:
    """A change in numbers as people say it: 296 fewer."""
    return f"{numbers.count(abs(round(change)))} {'fewer' if change < 0 else 'more'}"


def _sides(effect: Effect) -> Sheet | None:
    """The counts on both sides of the work, for the place and its comparison."""
    if not effect.found:
        return None
    target, comparison = effect.found["target"], effect.found["comparison"]
    rows = [(_first_capital(effect.series["place"]["name"]), *target)]
    if effect.series["others"]:
        rows.append((f"{len(effect.series['others'])} comparison places", *comparison))
    return Sheet(
        "Before and after",
        (Head("Where"), Head("Before", True), Head("After", True)),
        [(name, int(before), int(after)) for name, before, after in rows],
        note=(
            f"Before is {_span(effect, 'before')}, after {_span(effect, 'after')}; "
            f"{effect.found['months']} months of each are held on both sides."
        ),
    )


def _span(effect: Effect, side: str) -> str:
    first, last = effect.found[side]
    return numbers.months_between(_day(first), _day(last))


def chart_of(effect: Effect) -> Chart:
    """The months the judgement rests on, with both sides marked."""
    series = from_json(effect.series)
    months, place = list(series.months), counted(series.place)
    brought = _brought(effect, series)
    spans = [
        charts.Span(_day(first), _day(last), words)
        for key, words in (("before", "compared with"), ("after", "judged"))
        if effect.found
        for first, last in [effect.found[key]]
    ]
    rows = tuple(
        (month, _held(place[at]), _held(brought[at])) for at, month in enumerate(months)
    )
    table = Table(
        "The months",
        (
            Column("Month", "month"),
            Column(series.place.name, "number"),
            Column("Comparison places, brought to its size", "number", decimals=1),
        ),
        rows,
        source=series.source,
    )
    return Chart(
        "effect-months",
        f"{_first_capital(series.place.name)} month by month, beside places like it."
        if series.others
        else f"{_first_capital(series.place.name)} month by month.",
        charts.monthly_line(
            months,
            [_held(n) for n in (brought if series.others else place)],
            unit="a month; thin: comparison places brought to its size"
            if series.others
            else "a month",
            smooth=[_held(n) for n in place] if series.others else None,
            smooth_label=series.place.name if series.others else "",
            spans=spans,
        ),
        table,
        series.source or "Given by hand",
        f"Months of {series.place.name}, with its window marked.",
    )


def _first_capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _brought(effect: Effect, series: EffectSeries) -> Sequence[float]:
    if not series.others or not effect.found or not effect.found["comparison"][0]:
        return [float("nan")] * len(series.months)
    share = effect.found["target"][0] / effect.found["comparison"][0]
    summed = np.sum([counted(one) for one in series.others], axis=0)
    return [float(n) * share for n in summed]


def _held(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 3)


def _day(text: str) -> date:
    return date(int(text[:4]), int(text[5:]), 1)
