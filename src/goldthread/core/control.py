"""Is the latest month out of the ordinary, and would the target be met by luck?

Source: the XmR chart with the rules of NHS England's "Making Data Count", as its
official tool has them since November 2023 and as the R package NHSRplotthedots has
them (methods §3). The rule set is named and versioned because they differ.

Status comes from the last point only: a stable series of 24 points carries a flag
somewhere in 18 of 100 charts, on its last point in fewer than 2. Not for raw monthly
crime: a harmless season of 15 % flags 89 of 100 stable series, so `chart_of_counts`
takes the season out first. Not for means under 8, where chance is lopsided, nor for
rolling sums.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goldthread.core.arrays import Floats, MonthsLike, as_counts, as_mask, as_months
from goldthread.core.refusal import Refused
from goldthread.core.season import decompose

FEWEST_POINTS = 12
FIRM_POINTS = 13
SMALLEST_MEAN = 8.0
LIMIT, INNER = 2.66, 2.66 * 2 / 3  # 3 and 2 standard deviations over 1.128


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Which runs of points count as special, under a name that never changes meaning."""

    name: str
    words: str
    run_length: int
    trend_length: int
    beyond_limits_counts: bool  # in "two of three near the limit"
    screens_ranges: bool


RULE_SETS = {
    rules.name: rules
    for rules in (
        RuleSet(
            "MDC-Excel-2023",
            "Making Data Count, official tool since November 2023",
            run_length=7,
            trend_length=7,
            beyond_limits_counts=True,
            screens_ranges=False,
        ),
        RuleSet(
            "R-0.2",
            "NHSRplotthedots 0.2: outlying ranges screened, older two-of-three rule",
            run_length=7,
            trend_length=7,
            beyond_limits_counts=False,
            screens_ranges=True,
        ),
    )
}

OUTSIDE, TREND, TWO_OF_THREE, SHIFT = (
    "outside the limits",
    "a trend",
    "two of three near a limit",
    "a shift",
)


@dataclass(frozen=True, slots=True, eq=False)
class ControlChart:
    """The chart, its status as a pair, and the colour that follows from the pair.

    `signals` names the rule that marks each point ("" for none) and `sides` is 1 for
    high or rising, -1 for low or falling. `variation` is "common cause",
    "improvement", "concern" or "change" (where neither direction is good);
    `assurance` is "pass", "fail", "hit or miss" or "no target". `colour` is a word
    (red, amber, green, grey) whose paint the page decides; `sentence` says why.
    """

    values: Floats
    mean: float
    low: float
    high: float
    inner_low: float
    inner_high: float
    signals: tuple[str, ...]
    sides: NDArray[np.int8]
    variation: str
    assurance: str
    target: float | None
    colour: str
    sentence: str
    rules: str
    suppressed: bool
    caveat: str


def control_chart(
    values: ArrayLike,
    *,
    rules: str = "MDC-Excel-2023",
    better: str = "neutral",
    target: float | None = None,
    masked: ArrayLike | None = None,
    baseline: int | None = None,
) -> ControlChart | Refused:
    """An XmR chart of figures that have no season; `better` is up, down or neutral.

    With `baseline` the limits come from that many first points and stay frozen.
    A refusal is shown grey.
    """
    series = np.array(values, dtype=np.float64)
    rule_set = _rule_set(rules)
    if series.ndim != 1:
        raise ValueError("a control chart takes one series")
    if better not in ("up", "down", "neutral"):
        raise ValueError(f'better is "up", "down" or "neutral": found "{better}"')
    series[as_mask(masked, length=series.size)] = np.nan
    if reason := _refusal(series, baseline):
        return Refused(reason)
    mean, reach = _limits(series[:baseline], rule_set)
    signals, sides = _signals(series, mean, reach, rule_set)
    variation = _variation(signals[-1], int(sides[-1]), better)
    assurance = _assurance(target, mean - reach, mean + reach, better)
    colour, why = _colour(variation, assurance)
    points = int(np.sum(~np.isnan(series[:baseline])))
    return ControlChart(
        values=series,
        mean=mean,
        low=mean - reach,
        high=mean + reach,
        inner_low=mean - reach * INNER / LIMIT,
        inner_high=mean + reach * INNER / LIMIT,
        signals=signals,
        sides=sides,
        variation=variation,
        assurance=assurance,
        target=target,
        colour=colour,
        sentence=f"{_last_point_words(signals[-1], int(sides[-1]), rule_set)} {why}",
        rules=rule_set.name,
        suppressed=False,
        caveat=(
            f"Trial limits: they rest on {points} points."
            if points < FIRM_POINTS
            else ""
        ),
    )


def chart_of_counts(
    counts: ArrayLike,
    *,
    months: MonthsLike,
    rules: str = "MDC-Excel-2023",
    better: str = "neutral",
    target: float | None = None,
    masked: ArrayLike | None = None,
    baseline: int | None = None,
) -> ControlChart | Refused:
    """An XmR chart of monthly counts with the season taken out; refused under mean 8."""
    series = as_counts(counts)
    axis = as_months(months, length=series.size)
    hidden = as_mask(masked, length=series.size)
    known = ~np.isnan(series) & ~hidden
    mean = float(series[known].mean()) if known.any() else 0.0
    if known.any() and mean < SMALLEST_MEAN:
        return Refused(
            f"No control chart: {mean:.1f} events a month on average, and under "
            f"{SMALLEST_MEAN:g} its limits are wrong for counts."
        )
    parts = decompose(series, months=axis, masked=hidden)
    if parts.refused[0]:
        return Refused(
            f"No control chart, because the season cannot be taken out. "
            f"{parts.refused[0]}"
        )
    return control_chart(
        parts.deseasonalised[0],
        rules=rules,
        better=better,
        target=target,
        masked=hidden,
        baseline=baseline,
    )


def _rule_set(name: str) -> RuleSet:
    if name not in RULE_SETS:
        raise ValueError(f'the rule sets are {", ".join(RULE_SETS)}: found "{name}"')
    return RULE_SETS[name]


def _refusal(series: Floats, baseline: int | None) -> str:
    if baseline is not None and not FEWEST_POINTS <= baseline <= series.size:
        raise ValueError(
            f"a baseline holds {FEWEST_POINTS} points or more, and no more than the "
            f"series has: found {baseline}"
        )
    points = int(np.sum(~np.isnan(series[:baseline])))
    if points < FEWEST_POINTS:
        return (
            f"No control chart: {points} points that are neither missing nor masked; "
            f"{FEWEST_POINTS} are needed."
        )
    if np.isnan(series[-1]):
        return "No status: the last month is missing or masked."
    return ""


def _limits(series: Floats, rules: RuleSet) -> tuple[float, float]:
    """Mean and half-width; ranges across a gap do not count."""
    ranges = np.abs(np.diff(series))
    ranges = ranges[~np.isnan(ranges)]
    if not ranges.size:
        return float(np.nanmean(series)), float("inf")
    typical = float(ranges.mean())
    if rules.screens_ranges:
        typical = float(ranges[ranges <= 3.267 * typical].mean())
    return float(np.nanmean(series)), LIMIT * typical


def _signals(
    series: Floats, mean: float, reach: float, rules: RuleSet
) -> tuple[tuple[str, ...], NDArray[np.int8]]:
    """The rule that marks each point; the earlier in the list wins."""
    away = np.where(np.isnan(series), 0.0, series - mean)
    side = np.sign(away)
    beyond = (np.abs(away) > reach) * side
    near = (np.abs(away) > reach * INNER / LIMIT) * side
    if not rules.beyond_limits_counts:
        near = near * (beyond == 0)
    rise = np.nan_to_num(np.sign(np.diff(series)))
    marks = (
        (OUTSIDE, beyond),
        (TREND, _trends(rise, rules.trend_length)),
        (TWO_OF_THREE, _two_of_three(near, side)),
        (SHIFT, _runs(side, rules.run_length)),
    )
    labels = np.full(series.size, "", dtype=object)
    sides = np.zeros(series.size, dtype=np.int8)
    for name, mark in reversed(marks):
        labels[mark != 0] = name
        sides[mark != 0] = mark[mark != 0]
    return tuple(labels), sides


def _runs(side: Floats, length: int) -> Floats:
    """The side where `length` or more points in a row lie on it, else 0."""
    marked = np.zeros(side.size)
    for end in range(length, side.size + 1):
        window = side[end - length : end]
        if window[0] and np.all(window == window[0]):
            marked[end - length : end] = window[0]
    return marked


def _trends(rise: Floats, length: int) -> Floats:
    """Runs of rises (falls) mark also the point they start from."""
    runs = _runs(rise, length - 1)
    marked = np.append(runs, 0.0)
    marked[1:] = np.where(runs != 0, runs, marked[1:])
    return marked


def _two_of_three(near: NDArray[Any], side: Floats) -> Floats:
    """Of three in a row on one side two or more lie near the limit: those are marked."""
    marked = np.zeros(side.size)
    for end in range(3, side.size + 1):
        window = slice(end - 3, end)
        one = side[window][0]
        if one and np.all(side[window] == one) and np.sum(near[window] == one) >= 2:
            marked[window] = np.where(near[window] == one, one, marked[window])
    return marked


def _variation(signal: str, side: int, better: str) -> str:
    if not signal:
        return "common cause"
    if better == "neutral":
        return "change"
    return "improvement" if (side > 0) == (better == "up") else "concern"


def _assurance(target: float | None, low: float, high: float, better: str) -> str:
    """What the target would see of a process that stays as it is."""
    if target is None or better == "neutral":
        return "no target"
    if low <= target <= high:
        return "hit or miss"
    return "pass" if (target < low) == (better == "up") else "fail"


def _colour(variation: str, assurance: str) -> tuple[str, str]:
    """The colour and the sentence of the rule that fired (methods §3, honest RAG)."""
    if variation == "concern":
        return "red", "Red: the last point is a signal in the wrong direction."
    improving = variation == "improvement"
    if assurance == "fail":
        if improving:
            return "amber", "Amber: improving, but the target is still out of reach."
        return "red", "Red: as things run, the target will not be met."
    if assurance == "hit or miss":
        if improving:
            return "green", "Green: improving, and the target is within reach."
        return "amber", "Amber: as things run, meeting the target is luck."
    if assurance == "pass":
        return "green", "Green: as things run, the target is met every time."
    if improving:
        return "green", "Green: the last point is a signal in the right direction."
    if variation == "change":
        return "grey", "Grey: a real change, of which neither direction is the aim."
    return "grey", "Grey: no signal and no target."


def _last_point_words(signal: str, side: int, rules: RuleSet) -> str:
    if not signal:
        return "The last point is within what is usual."
    high = side > 0
    words = {
        OUTSIDE: f"The last point lies {'above' if high else 'below'} the limits.",
        TREND: f"The last {rules.trend_length} points {'rose' if high else 'fell'} "
        "one after another.",
        TWO_OF_THREE: "The last point is one of two in three near the "
        f"{'upper' if high else 'lower'} limit.",
        SHIFT: f"The last {rules.run_length} points all lie "
        f"{'above' if high else 'below'} the mean.",
    }
    return words[signal]
