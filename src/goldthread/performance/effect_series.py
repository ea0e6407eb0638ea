"""A measure's readings as the series that an action's stated effect is judged from.

Only months and quarters, and only what is counted: a count, or a share whose numbers are
held. A share is judged by its numerators, each brought to one usual denominator, so
that more people asked are not more people harmed.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from statistics import fmean

from goldthread.core.refusal import Refused
from goldthread.delivery.effect_series import EffectSeries, Named
from goldthread.delivery.models import ExpectedEffect
from goldthread.partners.models import Area
from goldthread.performance.models import Indicator, Mark, Reading
from goldthread.performance.periods import calendar, later

FULL_YEARS_BEFORE = 3  # a break longer ago than these only makes the series shorter
MOST_APART = 2.0  # the largest number it is out of over the smallest
Held = Mapping[date, Reading]


def series_by_measure(
    expected: ExpectedEffect, *, began: date
) -> EffectSeries | Refused:
    """The readings that judge this effect; refused in a sentence where there are none."""
    indicator = Indicator.objects.filter(code=expected.indicator).first()
    if indicator is None:
        return Refused(f"There is no measure {expected.indicator} any more.")
    if refusal := refusal_of_measure(indicator):
        return Refused(refusal)
    codes = [indicator.area_code, *expected.comparison]
    held = _held(indicator, codes)
    starts = calendar([s for own in held.values() for s in own], indicator.every)
    marks = list(indicator.marks.order_by("from_on", "pk"))
    starts, broken = _from_the_last_break(starts, marks, began)
    if not starts or not held[indicator.area_code]:
        return Refused(f"{indicator} has no figure yet.")
    names = {**expected.names, **_names_of(codes)}
    named = [
        _named(names.get(code, code), held[code], starts, indicator, marks)
        for code in codes
    ]
    if odd := next((one for one in named if isinstance(one, Refused)), None):
        return odd
    told = [one for one in named if isinstance(one, Named)]
    return EffectSeries(
        months=tuple(starts),
        place=told[0],
        others=tuple(told[1:]),
        rule="The similar areas that the measure named when the effect was stated"
        if told[1:]
        else "",
        source=f"{indicator}, {indicator.source}"[:300],
        unit=_unit(indicator, held[indicator.area_code]),
        broken=broken,
        every=indicator.every,
    )


def refusal_of_measure(indicator: Indicator) -> str | None:
    """Why no effect can be judged by this measure; None when one can."""
    if indicator.every not in (1, 3):
        return (
            f"{indicator} has one figure a year: one before and one after cannot be told "
            "from chance, and how far it strays of itself would be known after a dozen "
            "years. Choose a measure that has months or quarters, what the police record "
            f"in a place, or figures given by hand; {indicator.code} may be read beside it."
        )
    if indicator.kind not in ("count", "rate", "percent"):
        return f"{indicator} is no count and no share of a count, so how far it strays by chance is not known. Choose one that counts, or is a share of what is counted."
    return None


def _held(indicator: Indicator, codes: Sequence[str]) -> dict[str, dict[date, Reading]]:
    found: dict[str, dict[date, Reading]] = {code: {} for code in codes}
    rows = Reading.objects.standing().filter(indicator=indicator, area_code__in=codes)
    for row in rows.along_time():
        found[row.area_code][row.period_start] = row
    return found


def _from_the_last_break(
    starts: list[date], marks: Sequence[Mark], began: date
) -> tuple[list[date], str]:
    """The periods since the counting changed; in words where it changed too lately."""
    early = later(began.replace(day=1), -12 * FULL_YEARS_BEFORE)
    for mark in marks:
        if mark.kind != Mark.Kind.BREAK or not starts or mark.from_on > starts[-1]:
            continue
        if mark.from_on > early:
            return starts, f"the counting changed in between. {mark.words}"
        starts = [start for start in starts if start >= mark.from_on]
    return starts, ""


def _names_of(codes: Sequence[str]) -> dict[str, str]:
    return dict(Area.objects.filter(code__in=codes).values_list("code", "name"))


def _named(
    name: str,
    held: Held,
    starts: Sequence[date],
    indicator: Indicator,
    marks: Sequence[Mark],
) -> Named | Refused:
    bases = [row.denominator for row in held.values() if row.denominator]
    if indicator.is_divided:
        if len(bases) < len(held) or any(r.numerator is None for r in held.values()):
            return Refused(
                f"{indicator} holds only shares for {name}, not the numbers behind them, "
                "so how far they stray by chance is not known."
            )
        if bases and max(bases) > MOST_APART * min(bases):
            return Refused(
                f"What {indicator} is out of changed in {name} from {min(bases):,.0f} to "
                f"{max(bases):,.0f}; figures so unlike are not compared."
            )
    usual = fmean(bases) if bases else 1.0
    counts = [
        None if row is None or _left_out(start, marks) else _count(row, usual)
        for start in starts
        for row in [held.get(start)]
    ]
    return Named(name, tuple(counts))


def _count(row: Reading, usual: float) -> float:
    if row.numerator is None or not row.denominator:
        return float(row.value)
    return round(row.numerator * usual / row.denominator, 3)


def _left_out(start: date, marks: Sequence[Mark]) -> bool:
    return any(
        mark.until_on is not None and mark.from_on <= start < mark.until_on
        for mark in marks
    )


def _unit(indicator: Indicator, held: Held) -> str:
    if not indicator.is_divided:
        return indicator.unit
    usual = fmean(row.denominator or 0 for row in held.values())
    each = "month" if indicator.every == 1 else "quarter"
    return f"counted (out of about {usual:,.0f} each {each})"
