"""How figures of a measure are written: every one of them with as many decimals."""

import math

from goldthread.core.units import PER_CENT
from goldthread.performance.models import Indicator, Reading

THIN, DASH, MINUS = "\N{NARROW NO-BREAK SPACE}", "\N{EN DASH}", "\N{MINUS SIGN}"


def shown(indicator: Indicator, value: float | None) -> str:
    """A figure as it is read: whole where it counts, one place where it is a share."""
    if value is None or value != value:
        return DASH
    text = figure(value, decimals_of(indicator.kind))
    if 0 < value < 0.5 and indicator.kind == Indicator.Kind.COUNT:
        text = "under 1"  # a mean of counts: something happened, and less than once
    if indicator.kind == Indicator.Kind.PERCENT:
        return f"{text}{PER_CENT}"
    return f"£{text}" if indicator.kind == Indicator.Kind.POUNDS else text


def counted(indicator: Indicator) -> str:
    """What a figure counts, to stand after it: recorded crimes, of those asked."""
    unit = indicator.unit
    return unit.removeprefix("%").strip() if indicator.kind == "percent" else unit


FEWEST_ANSWERS, FEWEST_CASES = 50, 20


def shown_reading(indicator: Indicator, reading: Reading | None) -> str:
    """A reading as it is read: a share of too few is not printed as a per cent (E17, E36)."""
    if reading is None:
        return DASH
    base = reading.denominator
    if indicator.kind == Indicator.Kind.PERCENT and base is not None:
        if indicator.basis == Indicator.Basis.SURVEY and base < FEWEST_ANSWERS:
            return f"not shown: {base:.0f} answers"
        if base < FEWEST_CASES and reading.numerator is not None:
            return f"{reading.numerator:.0f} of {base:.0f}"
    return shown(indicator, reading.value)


def decimals_of(kind: str) -> int:
    """How many decimals a measure has: what is counted is whole, also its mean."""
    return 0 if kind in (Indicator.Kind.COUNT, Indicator.Kind.POUNDS) else 1


def aimed(indicator: Indicator, target: float | None) -> float | None:
    """A target as it is written: of what is counted, the whole number that reaches it."""
    if target is None or indicator.kind != Indicator.Kind.COUNT:
        return target
    if indicator.better == "down":
        return float(math.floor(target))
    return float(math.ceil(target) if indicator.better == "up" else round(target))


def figure(value: float, decimals: int) -> str:
    """1 234.5 with thin spaces and a true minus."""
    text = f"{abs(value):,.{decimals}f}".replace(",", THIN)
    return f"{MINUS}{text}" if value < 0 else text
