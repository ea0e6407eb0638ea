"""Did the chosen place change more than places like it?

Source: Wheeler and Ratcliffe (2018), the weighted displacement difference (methods §13):
the change in the target less the change in its comparison, and the same for the places
beside them, with the sum of all counts as variance. Beside it the ratio of two ratios,
which is the Poisson difference-in-differences with one before and one after, and is the
better question where the comparison is much larger or smaller than the target.

Crime comes in bunches, so both limits can be widened by `phi`, the over-dispersion of
the monthly counts (`change.over_dispersion`).

Not for a target whose comparison was on another path before: both methods take it that
the two would have moved alike, the difference by as many crimes, the ratio by as many
per cent. Not for a base under twenty.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist

from goldthread.core.change import SMALLEST_BASE
from goldthread.core.refusal import Refused


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """One place's count before and after; `weight` brings places to one size."""

    before: float
    after: float
    weight: float = 1.0

    def __post_init__(self) -> None:
        if not (self.before >= 0 and self.after >= 0):
            raise ValueError(
                f"counts must be zero or more: found {self.before:g} and {self.after:g}"
            )
        if not self.weight > 0:
            raise ValueError(f"a weight must be above zero: found {self.weight:g}")


NOWHERE = BeforeAfter(0, 0)


@dataclass(frozen=True, slots=True)
class Difference:
    """Crimes more or fewer than the comparison leads one to expect."""

    value: float
    standard_error: float
    z: float
    low: float
    high: float
    distinguishable: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class Relative:
    """The target's ratio of after to before over its comparison's; 0.8 is a fifth fewer.

    `expected` is what the target would have had, had it moved as the comparison did.
    """

    ratio: float
    low: float
    high: float
    expected: float
    distinguishable: bool
    phi: float
    confidence: float

    @property
    def percent(self) -> float:
        """The difference in per cent: -20 is a fifth fewer than expected."""
        return 100 * (self.ratio - 1)


def weighted_difference(
    target: BeforeAfter,
    comparison: BeforeAfter,
    *,
    beside: BeforeAfter = NOWHERE,
    beside_comparison: BeforeAfter = NOWHERE,
    before_weight: float = 1.0,
    after_weight: float = 1.0,
    phi: float = 1.0,
    confidence: float = 0.95,
) -> Difference:
    """The weighted displacement difference, in crimes.

    `beside` is where crime might have gone to, `beside_comparison` what that is compared
    with. The weights of time bring a longer before to the length of the after.
    """
    if not (before_weight > 0 and after_weight > 0):
        raise ValueError("the weights of time must be above zero")
    signed = (
        (target, 1.0),
        (comparison, -1.0),
        (beside, 1.0),
        (beside_comparison, -1.0),
    )
    value = sum(
        sign * (one.after / after_weight - one.before / before_weight) / one.weight
        for one, sign in signed
    )
    variance = sum(
        (one.after / after_weight**2 + one.before / before_weight**2) / one.weight**2
        for one, _ in signed
    )
    error = math.sqrt(max(phi, 1.0) * variance)
    reach = _z(confidence) * error
    return Difference(
        value=value,
        standard_error=error,
        z=value / error if error else 0.0,
        low=value - reach,
        high=value + reach,
        distinguishable=abs(value) > reach,
        confidence=confidence,
    )


def relative_difference(
    target: BeforeAfter,
    comparison: BeforeAfter,
    *,
    phi: float = 1.0,
    confidence: float = 0.95,
) -> Relative | Refused:
    """The target's change over the comparison's, with Poisson or wider limits.

    A half is added to each count where one of them is zero, so that no limit is infinite.
    """
    for called, one in (("the place itself", target), ("its comparison", comparison)):
        if one.before < SMALLEST_BASE:
            return Refused(
                f"Only {one.before:g} were counted before in {called}: from fewer than "
                f"{SMALLEST_BASE} a difference cannot be told from chance."
            )
    counts = [target.after, target.before, comparison.after, comparison.before]
    spare = 0.5 if 0 in counts else 0.0
    ta, tb, ca, cb = (count + spare for count in counts)
    spread = max(phi, 1.0)
    middle = math.log(ta / tb) - math.log(ca / cb)
    reach = _z(confidence) * math.sqrt(spread * (1 / ta + 1 / tb + 1 / ca + 1 / cb))
    low, high = math.exp(middle - reach), math.exp(middle + reach)
    return Relative(
        ratio=math.exp(middle),
        low=low,
        high=high,
        expected=tb * ca / cb,
        distinguishable=low > 1 or high < 1,
        phi=spread,
        confidence=confidence,
    )


def _z(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError(
            f"confidence lies between 0 and 1, such as 0.95: found {confidence:g}"
        )
    return NormalDist().inv_cdf(0.5 + confidence / 2)
