"""From frozen months to one answer: what was fixed in advance meets what came.

Nothing is asked and nothing is chosen here: area, measure, window and size were stated
before anything could be seen. Limits bear that months vary more than chance and echo
each other (`core.echo`), from the months before the work; how often an answer is wrong
all the same is measured in the tests and told in docs/explanation/did-it-work.md.
"""

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from goldthread.core.change import SMALLEST_BASE, Change, change
from goldthread.core.difference import (
    BeforeAfter,
    Difference,
    Relative,
    relative_difference,
    weighted_difference,
)
from goldthread.core.echo import FEWEST as FEWEST_BEFORE
from goldthread.core.echo import Echo, echo
from goldthread.core.effect import STRENGTHS, Evidence, Verdict, verdict
from goldthread.core.expected_fall import ExpectedFall, expected_fall
from goldthread.core.interrupted import Step, interrupted
from goldthread.core.periods import Period, inside, month, months_between
from goldthread.core.placebo import FEWEST, Placebo, placebo
from goldthread.core.refusal import Refused
from goldthread.delivery.effect_series import EffectSeries, Named, counted
from goldthread.delivery.effect_spans import (
    MOST_MISSING,
    Spans,
    first_of,
    last_month,
    shifted,
    spans_of,
    together,
)
from goldthread.delivery.models import ExpectedEffect
from goldthread.documents.numbers import count

METHOD = "effect 2"  # raise it when the same months may give another answer


@dataclass(frozen=True, slots=True)
class Judged:
    """The answer in words, its strength, its doubts, and the numbers behind it."""

    result: str
    level: int
    strength: str
    sentence: str
    doubts: tuple[str, ...]
    found: dict[str, Any]


def judged(expected: ExpectedEffect, series: EffectSeries, *, began: date) -> Judged:
    """Whether it worked, judged by what had been stated before."""
    after = months_between(expected.window_from, last_month(expected.window_until))
    if series.last < first_of(after.last_day):
        held = month(series.last).label
        return _unclear(
            "too early",
            f"Too early: its window ends in {month(after.last_day).label}, "
            f"and the figures reach to {held}.",
        )
    if series.broken:
        return _unclear("cannot tell", f"Cannot tell: {series.broken}")
    spans = spans_of(series, after, began)
    if isinstance(spans, Refused):
        return _unclear("cannot tell", f"Cannot tell: {spans}")
    return _compared(expected, series, spans)


def _unclear(result: str, sentence: str) -> Judged:
    return Judged(result, 0, STRENGTHS[0], sentence, (), {})


def _strays(series: EffectSeries, spans: Spans) -> Echo | None:
    """How far the place strays from its comparison when nothing is done.

    From the periods before the work; None where they are too few to know it. The year it
    is compared with is left out where enough others are held: a place chosen because it
    stood high then would seem to stray far of itself.
    """
    wanted = series.axis < np.datetime64(spans.begins.start, "M")
    place, others = counted(series.place), None
    if series.others:
        others = np.sum([counted(one) for one in series.others], axis=0)[wanted]
    if (wanted & ~spans.on_before).sum() >= FEWEST_BEFORE[series.every]:
        place[spans.on_before] = np.nan
    return echo(
        place[wanted], months=series.axis[wanted], every=series.every, beside=others
    )


def _compared(expected: ExpectedEffect, series: EffectSeries, spans: Spans) -> Judged:
    strays = _strays(series, spans)
    if strays is None and spans.of(series.place).before >= SMALLEST_BASE:
        fewest = FEWEST_BEFORE[series.every]
        called = "months" if series.every == 1 else "quarters"
        return _unclear(
            "cannot tell",
            f"Cannot tell: fewer than {fewest} {called} are held from before the work, "
            "so nobody knows how far the figures stray of themselves.",
        )
    phi = strays.of_sum(int(spans.on_after.sum())) if strays else 1.0
    target, comparison = spans.of(series.place), together(series.others, spans)
    # Without comparison places the before itself says what to expect.
    beside = comparison if series.others else BeforeAfter(1e12, 1e12)
    against = relative_difference(target, beside, phi=phi)
    if isinstance(against, Refused):
        return _unclear("cannot tell", f"Cannot tell: {_small(str(against))}")
    evidence = Evidence(
        wanted="up" if expected.direction == "up" else "down",
        promised_percent=expected.percent,
        against=against,
        has_comparison=bool(series.others),
        step=_step(series, spans),
        placebo=_rank(series, spans, against),
        # Without the echo it stands out sooner: the fall of chance is rather taken off.
        fall=_fall(series, spans, max(1.0, strays.phi) if strays else 1.0),
    )
    answer = verdict(evidence)
    wdd = _crimes(target, comparison, phi) if series.others else None
    moved = _moved(series, spans) if answer.result == "worked" else []
    doubts = [*filter(None, [series.care]), *answer.doubts, *moved]
    return Judged(
        result=answer.result,
        level=answer.level,
        strength=answer.strength,
        sentence=_sentence(expected, series, spans, target, answer),
        doubts=tuple(doubts),
        found=_found(spans, target, comparison, answer, evidence, wdd),
    )


def _crimes(target: BeforeAfter, comparison: BeforeAfter, phi: float) -> Difference:
    """The difference in crimes, the comparison brought to the place's own size."""
    brought = BeforeAfter(
        comparison.before, comparison.after, comparison.before / target.before
    )
    return weighted_difference(target, brought, phi=phi)


def _small(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _step(series: EffectSeries, spans: Spans) -> Step | None:
    """The step in the place's own series; none where it is too short or too small."""
    if series.every > 1:
        return None
    found = interrupted(
        counted(series.place),
        months=series.axis,
        begins=spans.begins,
        after=spans.after,
    )
    return None if isinstance(found, Refused) else found


def _rank(series: EffectSeries, spans: Spans, against: Relative) -> Placebo | None:
    """Where the place stands among comparison places taken for it in turn."""
    whole = together(series.others, spans)
    rest = []
    for one in series.others:
        mine = spans.of(one)
        found = relative_difference(
            mine, BeforeAfter(whole.before - mine.before, whole.after - mine.after)
        )
        if isinstance(found, Relative):
            rest.append(math.log(found.ratio))
    if len(rest) < FEWEST:
        return None
    ranked = placebo(math.log(against.ratio), rest)
    return None if isinstance(ranked, Refused) else ranked


def _fall(series: EffectSeries, spans: Spans, phi: float) -> ExpectedFall | None:
    """What chance would have taken back, where the place stood out before (E44).

    It stood out where the before is beyond chance above its own earlier years. The other
    places' before, each brought to this place's earlier level, say how far a count
    strays from its own past when nothing is done.
    """
    earlier = [
        shifted(spans.before, years)
        for years in (1, 2, 3)
        if np.datetime64(shifted(spans.before, years).start, "M") >= series.axis[0]
    ]
    if not earlier:
        return None
    mine = _usual(series.place, series, earlier, spans)
    before = spans.of(series.place).before
    if mine is None:
        return None
    stood: Change = change(
        before, mine * len(earlier), before_exposure=len(earlier), phi=phi
    )
    if stood.direction != "higher":
        return None
    usual = []
    for one in series.others:
        own = _usual(one, series, earlier, spans)
        if own:
            usual.append(spans.of(one).before * mine / own)
    found = expected_fall(before, usual or [mine], phi=phi)
    if isinstance(found, Refused):  # too few places: its own past is all there is
        found = ExpectedFall(before, mine, before - mine, 0.0, mine)
    return found


def _usual(
    one: Named, series: EffectSeries, earlier: list[Period], spans: Spans
) -> float | None:
    """A place's count in the same months of earlier years, a year on average."""
    wanted = spans.on_before[inside(series.axis, spans.before)]
    totals = []
    for period in earlier:
        counts = counted(one)[inside(series.axis, period)][wanted]
        held = counts[~np.isnan(counts)]
        if held.size < (1 - MOST_MISSING) * counts.size:
            return None
        totals.append(float(held.mean()) * counts.size)
    return float(np.mean(totals))


def _moved(series: EffectSeries, spans: Spans) -> list[str]:
    """Places beside it that rose beyond chance: it may only have moved there."""
    said = []
    whole = together(series.others, spans)
    for one in series.beside:
        found = relative_difference(spans.of(one), whole) if series.others else None
        if isinstance(found, Relative) and found.low > 1:
            counts = spans.of(one)
            said.append(
                f"{one.name}, beside it, rose from {count(counts.before)} to "
                f"{count(counts.after)}: some of it may only have moved there."
            )
    return said


def _sentence(
    expected: ExpectedEffect,
    series: EffectSeries,
    spans: Spans,
    target: BeforeAfter,
    answer: Verdict,
) -> str:
    """The answer as a board reads it: what came, what was to be expected, the promise."""
    led = (
        f"{len(series.others)} comparison places lead one to expect"
        if series.others
        else "the year before leads one to expect"
    )
    usual = target.after / answer.ratio if answer.ratio else target.before
    said = {
        "worked": "It worked",
        "no effect": "No effect",
        "worse": "It got worse",
        "cannot tell": "Cannot tell",
    }[answer.result]
    limits = f"95 per cent limits {_percent(answer.low)} to {_percent(answer.high)}"
    promise = (
        f" {expected.percent} per cent {'fewer' if expected.direction == 'down' else 'more'} "
        "had been promised."
        if expected.percent
        else ""
    )
    return (
        f"{said}: {count(target.after)} {series.unit} in {series.place.name} in "
        f"{spans.after.label}, where {led} about {count(usual)}. That is "
        f"{_percent(answer.ratio)} ({limits}).{promise}"
    )


def _percent(ratio: float) -> str:
    """A ratio as people say it: 12 per cent fewer."""
    part = 100 * (ratio - 1)
    if abs(part) < 0.5:
        return "no difference"
    return f"{abs(part):.0f} per cent {'fewer' if part < 0 else 'more'}"


def _found(
    spans: Spans,
    target: BeforeAfter,
    comparison: BeforeAfter,
    answer: Verdict,
    evidence: Evidence,
    wdd: Difference | None,
) -> dict[str, Any]:
    """Every number the sentence rests on, rounded as far as it can matter."""
    step, rank, fall = evidence.step, evidence.placebo, evidence.fall
    return {
        "before": [f"{spans.before.start:%Y-%m}", f"{spans.before.last_day:%Y-%m}"],
        "after": [f"{spans.after.start:%Y-%m}", f"{spans.after.last_day:%Y-%m}"],
        "target": [target.before, target.after],
        "comparison": [comparison.before, comparison.after],
        "months": int(spans.on_after.sum()),
        "ratio": round(answer.ratio, 6),
        "low": round(answer.low, 6),
        "high": round(answer.high, 6),
        "phi": round(evidence.against.phi, 6),
        "crimes": [round(n, 3) for n in (wdd.value, wdd.low, wdd.high)]
        if wdd
        else None,
        "step": [round(n, 6) for n in (step.ratio, step.low, step.high)]
        if step
        else None,
        "placebo": [rank.as_far, rank.places, round(rank.p_value, 6)] if rank else None,
        "fall": round(fall.percent, 3) if fall else None,
    }
