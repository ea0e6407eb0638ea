"""Is the latest figure the highest, or the lowest, of all that are held?

"More than in any month before" is a claim about every month held, and one earlier month
that is as high undoes it: the comparison is strict. Of longer spells, "than in any quarter
before" of a monthly series, the last spell of that length is held against every whole
spell before it, counted backwards from the latest figure.

Not a test of change: a record in a long series comes by chance too.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True)
class OnRecord:
    """Where the last spell stands among those before it.

    `above` is the place of the highest earlier spell, counted backwards (1 is the one
    just before), and `below` that of the lowest.
    """

    last: float
    spells: int  # earlier ones that are whole
    highest: bool
    lowest: bool
    above: int
    most: float
    below: int
    least: float


def on_record(values: ArrayLike, *, length: int = 1) -> OnRecord | None:
    """The last spell of `length` figures against the earlier ones; None without any."""
    if length < 1:
        raise ValueError(f"a spell is one figure or more: found {length}")
    series = np.array(values, dtype=np.float64)[::-1]
    whole = series[: series.size // length * length].reshape(-1, length).sum(axis=1)
    if whole.size < 2 or np.isnan(whole[0]) or np.isnan(whole[1:]).all():
        return None
    last, before = float(whole[0]), whole[1:]
    above, below = int(np.nanargmax(before)), int(np.nanargmin(before))
    return OnRecord(
        last=last,
        spells=int(np.sum(~np.isnan(before))),
        highest=last > float(before[above]),
        lowest=last < float(before[below]),
        above=above + 1,
        most=float(before[above]),
        below=below + 1,
        least=float(before[below]),
    )
