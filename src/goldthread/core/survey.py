"""How far may the share that a sample gave be from what everybody would say?

Source: Wilson (1927), the interval that Newcombe (1998) found fit for small samples and
for shares near none and all; weights make a sample worth fewer answers (Kish's design
effect, methods §17).

Not for whoever chose to answer by themselves: no interval says how far they are from
those who did not, and `share_limits` cannot know it. Whoever calls it must.
"""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist


@dataclass(frozen=True, slots=True)
class ShareLimits:
    """Where the share of everybody most likely lies, as fractions of one."""

    low: float
    high: float
    effective: float  # how many answers of a plain random sample it is worth


def share_limits(
    part: float, of: float, *, design_effect: float = 1.0, confidence: float = 0.95
) -> ShareLimits:
    """Wilson's limits of `part` out of `of` answers of a random sample."""
    if not of > 0:
        raise ValueError(
            f"a share needs answers: expected more than none, found {of:g}"
        )
    if not 0 <= part <= of:
        raise ValueError(
            f"expected between 0 and {of:g} of the answers: found {part:g}"
        )
    if not design_effect >= 1:
        raise ValueError(
            f"weights make no sample surer: expected a design effect from 1, found {design_effect:g}"
        )
    if not 0 < confidence < 1:
        raise ValueError(f"confidence lies between 0 and 1: found {confidence:g}")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    n, share = of / design_effect, part / of
    centre = share + z * z / (2 * n)
    spread = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    whole = 1 + z * z / n
    return ShareLimits(
        # At none and all the two terms are equal, and rounding must not pass them.
        0.0 if part == 0 else max(0.0, (centre - spread) / whole),
        1.0 if part == of else min(1.0, (centre + spread) / whole),
        n,
    )
