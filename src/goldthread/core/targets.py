"""Is the target met, nearly met, or missed, by the scheme that many boards print?

Source: the scheme of one county's partnership (C33): meeting the target; missing it by up
to 5 %; missing it by more; no target or no figure. The boundary belongs to the milder
side: a miss of exactly 5.0 % is "nearly" (E71).

Not a status: it looks at one figure and knows nothing of chance. It stands beside the
pair that `status` gives, for boards that want it, and is never mixed with it.
"""

from dataclasses import dataclass
from fractions import Fraction

from goldthread.core.units import PER_CENT

MET, NEARLY, MISSED, NOTHING = "met", "nearly", "missed", "nothing"
SCHEME = "within-5-percent"


@dataclass(frozen=True, slots=True)
class AgainstTarget:
    """The verdict of the scheme; `shortfall` is per cent, negative where it is missed."""

    verdict: str
    shortfall: float | None
    sentence: str


def against_target(
    value: float | None, target: float | None, *, better: str, tolerance: str = "5"
) -> AgainstTarget:
    """One figure against its target; `better` is up or down, `tolerance` in per cent."""
    if better not in ("up", "down"):
        return AgainstTarget(
            NOTHING, None, "No verdict: neither direction is the aim of this measure."
        )
    if target is None:
        return AgainstTarget(NOTHING, None, "No verdict: it has no target.")
    if value is None or value != value:
        return AgainstTarget(NOTHING, None, "No verdict: there is no figure.")
    # Fractions of what is printed: 94.9 / 100 in binary would put -5.1 % anywhere.
    have, want = Fraction(repr(float(value))), Fraction(repr(float(target)))
    gap = have - want if better == "up" else want - have
    if want == 0:
        verdict = MET if gap >= 0 else MISSED
        return AgainstTarget(verdict, None, _WORDS[verdict])
    share = gap / abs(want) * 100
    if share >= 0:
        verdict = MET
    elif share >= -Fraction(tolerance):
        verdict = NEARLY
    else:
        verdict = MISSED
    return AgainstTarget(verdict, float(share), _WORDS[verdict])


_WORDS = {
    MET: "The latest figure meets the target.",
    NEARLY: f"The latest figure misses the target by up to 5{PER_CENT}.",
    MISSED: f"The latest figure misses the target by more than 5{PER_CENT}.",
}
