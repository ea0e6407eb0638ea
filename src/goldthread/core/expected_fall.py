"""How much of a fall was to be expected, because the place was chosen when it was high?

A place picked out because it stood high, stood high partly by chance, and falls back
whatever is done (E44). If the true levels of comparable places follow a gamma
distribution and each year's count is Poisson around its own, the best guess of a place's
next count is drawn towards their mean: Robbins (1956), and Morris (1983) for the
estimate from the places themselves. `kept` is the part of the distance that is real.

Not for places whose levels changed for a known reason, and not from fewer than five
places, whose spread cannot be estimated.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from goldthread.core.arrays import as_counts
from goldthread.core.refusal import Refused

FEWEST = 5


@dataclass(frozen=True, slots=True)
class ExpectedFall:
    """What the chosen place would have counted next with nothing done, on average."""

    chosen: float
    expected: float
    fall: float  # how many fewer; below nothing where the place stood low
    kept: float  # the part of the distance from the mean that is real, 0 to 1
    mean: float

    @property
    def percent(self) -> float:
        """The fall in per cent of what was counted."""
        return 100 * self.fall / self.chosen if self.chosen else 0.0


def expected_fall(
    chosen: float, usual: Sequence[float], *, phi: float = 1.0
) -> ExpectedFall | Refused:
    """What to expect next of a place that counted `chosen`, from places' usual counts.

    `usual` are the counts of comparable places, or of the same place in other years, in
    periods of the same length; the chosen count itself is not among them.
    """
    counts = as_counts(list(usual), called="usual counts")
    if not chosen >= 0:
        raise ValueError(f"the chosen count must be zero or more: found {chosen:g}")
    if counts.size < FEWEST:
        return Refused(
            f"Only {counts.size} counts to compare with: the fall to be expected needs "
            f"at least {FEWEST}."
        )
    mean = float(counts.mean())
    spread = float(counts.var(ddof=1))
    by_chance = max(phi, 1.0) * mean
    kept = float(np.clip((spread - by_chance) / spread, 0.0, 1.0)) if spread else 0.0
    expected = mean + kept * (chosen - mean)
    return ExpectedFall(chosen, expected, chosen - expected, kept, mean)
