"""Is it getting better, worse or neither, and would the target be met by more than luck?

Source: the pair (variation, assurance) of NHS England's "Making Data Count" (methods §3),
judged on the last point of a series without its season, since the last change of
counting, without masked periods. Colour, word and sentence follow from the pair and
cannot be typed. For crimes that few report a rise in reports is coloured only beside a
companion measure (Z8, E30, E64).

Not for fewer than 12 points, counts under 8 a period, or percentages of fewer than 20:
those are grey and say why. It says nothing about causes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import ArrayLike

from goldthread.core.arrays import Flags, Floats, as_mask
from goldthread.core.control import (
    FEWEST_POINTS,
    OUTSIDE,
    RULE_SETS,
    SHIFT,
    SMALLEST_MEAN,
    TREND,
    TWO_OF_THREE,
    ControlChart,
    control_chart,
)
from goldthread.core.ratio_season import without_season
from goldthread.core.refusal import Refused
from goldthread.core.season import decompose

IMPROVEMENT, CONCERN, CHANGE, USUAL, UNKNOWN = (
    "improvement",
    "concern",
    "change",
    "common cause",
    "unknown",
)
BLUE, ORANGE, GREY = "blue", "orange", "grey"


@dataclass(frozen=True, slots=True)
class StatusRules:
    """The rules that a status was derived by, under a name that never changes meaning."""

    name: str
    control: str  # a rule set of `control`
    smallest_base: int  # people or cases behind a percentage
    smallest_survey: int  # answers behind a survey's percentage


STATUS_RULES = {
    rules.name: rules
    for rules in (
        StatusRules(
            "goldthread-1", "MDC-Excel-2023", smallest_base=20, smallest_survey=50
        ),
    )
}
CURRENT = "goldthread-1"


@dataclass(frozen=True, slots=True)
class Series:
    """One measure along time: `values` in order without gaps, NaN where missing.

    `bases` are the people, cases or answers behind each value where there are such;
    `masked` marks periods that do not count; `since` is the first period counted the
    way it is counted now.
    """

    values: ArrayLike
    starts: Sequence[date]
    every: int  # months: 1, 3 or 12
    better: str  # up, down or neutral
    is_count: bool = False
    is_seasonal: bool = False
    is_survey: bool = False
    target: float | None = None
    bases: ArrayLike | None = None
    masked: ArrayLike | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The pair, and the colour, word and sentence that follow from it.

    `reason` says why nothing can be said; "" where something can. `low`, `mean` and
    `high` are the limits of the usual, on the series without its season.
    """

    variation: str
    assurance: str
    colour: str
    word: str
    sentence: str
    rules: str
    reason: str = ""
    caveat: str = ""
    low: float | None = None
    mean: float | None = None
    high: float | None = None
    signal: str = ""

    @property
    def is_known(self) -> bool:
        """Whether there was enough to judge."""
        return self.variation != UNKNOWN


def standing(series: Series, *, rules: str = CURRENT) -> Standing:
    """How a measure stands by its last point; grey with the reason where nobody can say."""
    if rules not in STATUS_RULES:
        raise ValueError(
            f'the rules of status are {", ".join(STATUS_RULES)}: found "{rules}"'
        )
    applied = STATUS_RULES[rules]
    values, masked = _prepared(series)
    if reason := _refusal(series, values, masked, applied):
        return unknown(reason, rules=rules)
    flat = _without_season(series, values, masked)
    if isinstance(flat, Refused):
        return unknown(flat.reason, rules=rules)
    chart = control_chart(
        flat,
        rules=applied.control,
        better=series.better,
        target=series.target,
        masked=masked,
    )
    if isinstance(chart, Refused):
        return unknown(chart.reason.replace("No control chart: ", ""), rules=rules)
    return _told(chart, series, rules)


def flattened(series: Series) -> Floats | Refused:
    """The series that is judged: without its season, masked periods missing."""
    values, masked = _prepared(series)
    flat = _without_season(series, values, masked)
    if isinstance(flat, Refused):
        return flat
    shown: Floats = np.where(masked, np.nan, flat)
    return shown


def unknown(reason: str, *, rules: str = CURRENT) -> Standing:
    """Grey, because nobody can say; `reason` is a sentence."""
    words = f"{reason[:1].upper()}{reason[1:]}"
    return Standing(UNKNOWN, UNKNOWN, GREY, "Not enough to say", words, rules, words)


def guarded(own: Standing, companion: Standing | None, *, name: str = "") -> Standing:
    """The standing of reports of a hidden crime, beside its companion measure.

    A rise is good news only where the companion does not say that the harm rose too; a
    fall is bad news only where the companion does not say that the harm fell.
    """
    caveat = f"{HIDDEN_CAVEAT} {own.caveat}".strip()
    if own.colour == GREY:
        return replace(own, caveat=caveat)
    if companion is None:
        return _open(own, "it has no companion measure", caveat)
    called = f"its companion ({name})" if name else "its companion"
    if not companion.is_known:
        return _open(own, f"{called} has too little to say", caveat)
    if own.colour == BLUE and companion.variation == CONCERN:
        return _open(own, f"{called} got worse at the same time", caveat)
    if own.colour == ORANGE and companion.variation == IMPROVEMENT:
        return _open(own, f"{called} got better at the same time", caveat)
    said = f"{own.sentence} Read beside {called}: {companion.word.lower()}."
    return replace(own, sentence=said, caveat=caveat)


HIDDEN_CAVEAT = (
    "Few who suffer this tell anybody. More reports are the aim, and more reports do not "
    "mean more crime."
)


def _open(own: Standing, why: str, caveat: str) -> Standing:
    fact = own.sentence.partition(". ")[0].rstrip(".")
    said = f"{fact}. Not coloured, because {why}."
    return replace(
        own, colour=GREY, word="Cannot tell", sentence=said, reason=said, caveat=caveat
    )


def _prepared(series: Series) -> tuple[Floats, Flags]:
    values = np.array(series.values, dtype=np.float64)
    if values.ndim != 1 or len(series.starts) != values.size:
        raise ValueError(
            f"there must be one first day for each of the {values.size} values: "
            f"found {len(series.starts)}"
        )
    if series.every not in (1, 3, 12):
        raise ValueError(f"a period has 1, 3 or 12 months: found {series.every}")
    masked = as_mask(series.masked, length=values.size).copy()
    if series.since is not None:
        older = [start < series.since for start in series.starts]
        masked |= np.array(older, dtype=np.bool_)
    return values, masked


def _refusal(
    series: Series, values: Floats, masked: Flags, rules: StatusRules
) -> str | None:
    if not values.size or np.all(np.isnan(values)):
        return "there is no reading yet."
    if masked[-1]:
        return "the latest period is masked or counted in an older way."
    used = values[~masked & ~np.isnan(values)]
    if used.size < FEWEST_POINTS:
        since = (
            f" since it is counted as it is now ({_month(series.since)})"
            if series.since and any(start < series.since for start in series.starts)
            else ""
        )
        points = "1 point" if used.size == 1 else f"{used.size} points"
        return f"{points}{since}; {FEWEST_POINTS} are needed before a change can be told from chance."
    if series.is_count and used.mean() < SMALLEST_MEAN:
        return f"the counts are too small: {used.mean():.1f} a period on average, and under {SMALLEST_MEAN:g} chance looks like change."
    return _small_base(series, rules)


def _small_base(series: Series, rules: StatusRules) -> str | None:
    if series.bases is None or series.is_count:
        return None
    base = np.array(series.bases, dtype=np.float64)[-1]
    floor = rules.smallest_survey if series.is_survey else rules.smallest_base
    if np.isnan(base) or base >= floor:
        return None
    what = "answers" if series.is_survey else "cases"
    return (
        f"the latest figure rests on {base:.0f} {what}; under {floor} it is not judged."
    )


def _without_season(series: Series, values: Floats, masked: Flags) -> Floats | Refused:
    """Older than the last change of counting stays as it is: it is masked anyway."""
    if not series.is_seasonal or series.every == 12:
        return values
    first = 0
    if series.since is not None:
        first = sum(start < series.since for start in series.starts)
    part, starts, hidden = values[first:], series.starts[first:], masked[first:]
    if series.is_count and series.every == 1:
        months = np.array(starts, dtype="datetime64[M]")
        parts = decompose(part, months=months, masked=hidden)
        if parts.refused[0]:
            return Refused(parts.refused[0])
        return np.concatenate([values[:first], parts.deseasonalised[0]])
    flat = without_season(
        np.where(hidden, np.nan, part),
        per_year=12 // series.every,
        first_place=(starts[0].month - 1) // series.every,
    )
    if isinstance(flat, Refused):
        return flat
    return np.concatenate([values[:first], flat])


def _told(chart: ControlChart, series: Series, rules: str) -> Standing:
    colour, word, why = _VERDICTS[chart.variation, chart.assurance]
    fact = _fact(chart, STATUS_RULES[rules].control)
    floor = 0.0 if np.nanmin(chart.values) >= 0 else -np.inf
    told = [float(chart.values[-1]), max(chart.low, floor), chart.high]
    last, low, high = _numbers(told, whole=series.is_count)
    # The figure that people know has its season in it; the one judged has not.
    judged = f"{last} without its season, " if series.is_seasonal else ""
    limits = f"{judged}usual: {low} to {high}"
    return Standing(
        variation=chart.variation,
        assurance=chart.assurance,
        colour=colour,
        word=word,
        sentence=f"{fact} ({limits}). {why}",
        rules=rules,
        caveat=chart.caveat,
        low=chart.low,
        mean=chart.mean,
        high=chart.high,
        signal=chart.signals[-1],
    )


_PASS, _FAIL, _LUCK, _NONE = "pass", "fail", "hit or miss", "no target"
_WORSE = (ORANGE, "Getting worse", "That is a real change, and not the one hoped for.")
_BETTER = (BLUE, "Improving", "That is a real change for the better.")
_VERDICTS: dict[tuple[str, str], tuple[str, str, str]] = {
    **{(CONCERN, each): _WORSE for each in (_PASS, _FAIL, _LUCK, _NONE)},
    **{(IMPROVEMENT, each): _BETTER for each in (_PASS, _LUCK, _NONE)},
    (IMPROVEMENT, _FAIL): (
        BLUE,
        "Improving, short of target",
        "That is a real change for the better; as things run, the target is still out of reach.",
    ),
    (USUAL, _FAIL): (
        ORANGE,
        "Short of target",
        "Nothing has really changed, and as things run the target will not be met.",
    ),
    (USUAL, _PASS): (
        BLUE,
        "Target held",
        "Nothing has really changed, and as things run the target is met every time.",
    ),
    (USUAL, _LUCK): (
        GREY,
        "No real change",
        "Nothing has really changed; the target lies within what is usual, so whether a figure meets it is luck.",
    ),
    (USUAL, _NONE): (GREY, "No real change", "Nothing has really changed."),
    (CHANGE, _NONE): (
        GREY,
        "Changed",
        "That is a real change; neither direction is the aim.",
    ),
}


def _fact(chart: ControlChart, control: str) -> str:
    signal, high = chart.signals[-1], chart.sides[-1] > 0
    rules = RULE_SETS[control]
    words = {
        "": "The latest figure is within what is usual",
        OUTSIDE: f"The latest figure lies {'above' if high else 'below'} all that is usual",
        TREND: f"The last {rules.trend_length} figures {'rose' if high else 'fell'} one after another",
        TWO_OF_THREE: f"Two of the last three figures lie near the {'upper' if high else 'lower'} end of the usual",
        SHIFT: f"The last {rules.run_length} figures all lie {'above' if high else 'below'} the average",
    }
    return words[signal]


def _numbers(values: Sequence[float], *, whole: bool) -> list[str]:
    """Numbers that stand together, all with as many decimals.

    A limit rounded further than the figure beside it can seem to contradict it.
    """
    enough = all(abs(each) >= 20 or float(each).is_integer() for each in values)
    return [_number(each, 0 if whole and enough else 1) for each in values]


def _number(value: float, places: int) -> str:
    text = f"{abs(value):,.{places}f}".replace(",", "\N{NARROW NO-BREAK SPACE}")
    return f"\N{MINUS SIGN}{text}" if value < 0 else text


def _month(day: date | None) -> str:
    return f"{day:%B %Y}" if day else ""
