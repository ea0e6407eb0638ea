"""How often would a place where nothing was done look as if it had worked?

Every comparison place is taken in turn for the target and compared with the rest; the
target's place among those answers is the p-value (methods §13, the placebo rank of
synthetic control; Abadie, Diamond and Hainmueller 2010). It needs no belief about how
counts vary, only that the target could have been any of them.

Not with fewer than ten comparison places: the smallest possible p is one in eleven even
then, and with fewer the rank says nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from goldthread.core.refusal import Refused

FEWEST = 10


@dataclass(frozen=True, slots=True)
class Placebo:
    """The target's rank among places where nothing was done."""

    p_value: float
    places: int
    as_far: int  # comparison places whose difference is as far from nothing


def placebo(target: float, others: Sequence[float]) -> Placebo | Refused:
    """Rank of the target's log ratio among those of its comparison places, either way."""
    if len(others) < FEWEST:
        return Refused(
            f"Only {len(others)} comparison places: under {FEWEST} their spread cannot "
            "be used to judge one."
        )
    as_far = sum(abs(other) >= abs(target) for other in others)
    return Placebo((1 + as_far) / (1 + len(others)), len(others), as_far)
