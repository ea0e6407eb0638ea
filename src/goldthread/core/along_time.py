"""Which months may be printed beside the year's total, now that others were printed before?

A month and its year share cells: beside a printed total of the year a hidden month is one
subtraction away. And two releases can be subtracted: a month that was shown last quarter
is known for good, so it protects nothing (methods §16, differencing). `protect_along_time`
hides, year by year, what `suppression` asks for; then the attack is run again by somebody
who kept every earlier release. Where a small month could still be narrowed, the total of
its year is left out.

For counts of one place. Where a year is not over its total is never printed: printed
twice, the two would differ by one month.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from goldthread.core.arrays import Flags, Floats, as_counts
from goldthread.core.disclosure import protect
from goldthread.core.refusal import Refused
from goldthread.core.suppression import WithTotals, attack, protect_with_totals


@dataclass(frozen=True, slots=True, eq=False)
class AlongTime:
    """A series that may be printed with the totals of its whole years.

    `values` are NaN where hidden or missing; a total is None where it would give a
    hidden month away.
    """

    values: Floats
    primary: Flags  # small themselves
    suppressed: Flags  # these and what protects them
    totals: dict[str, float | None]
    threshold: int


def protect_along_time(
    counts: ArrayLike,
    years: Sequence[str],
    *,
    whole: Collection[str],
    shown_before: ArrayLike | None = None,
    hidden_before: ArrayLike | None = None,
    threshold: int = 5,
) -> AlongTime:
    """Months and the totals of the years in `whole`, made safe against every release.

    `years` says for each month which year it belongs to. `shown_before` marks months
    that some earlier release showed, `hidden_before` those that the newest one hid: what
    was hidden once stays hidden.
    """
    values = as_counts(counts)
    if values.ndim != 1 or len(years) != values.size:
        raise ValueError(
            f"each of the {values.size} counts needs its year: found {len(years)}"
        )
    known = _flags(shown_before, values.size)
    primary = protect(values, threshold=threshold).suppressed
    hidden = primary | (_flags(hidden_before, values.size) & ~np.isnan(values))
    totals: dict[str, float | None] = {}
    for name in dict.fromkeys(years):
        if name not in whole:
            continue
        inside = np.array([year == name for year in years], dtype=np.bool_)
        if np.isnan(values[inside]).any():
            continue  # no total of what is not whole
        added = _beside_total(
            values[inside], hidden[inside], known[inside], threshold=threshold
        )
        if added is not None:
            hidden[inside] = added
        totals[name] = None if added is None else float(values[inside].sum())
    return AlongTime(
        np.where(hidden, np.nan, values), primary, hidden, totals, threshold
    )


def _beside_total(
    part: Floats, hidden: Flags, known: Flags, *, threshold: int
) -> Flags | None:
    """What of a year is hidden beside its total; None where no total may stand there."""
    if not hidden.any():
        return hidden
    found = protect_with_totals(part, threshold=threshold)
    if isinstance(found, Refused):
        return None
    assert isinstance(found, WithTotals)
    tried: Flags = hidden | found.suppressed
    low, high = attack(part, tried & ~known)
    small = found.primary
    # A small month that was shown once has no width at all: NaN is not wide enough.
    safe = (high[small] - low[small]) >= threshold - 1e-6
    return tried if bool(np.all(safe)) else None


def _flags(given: ArrayLike | None, size: int) -> Flags:
    if given is None:
        return np.zeros(size, dtype=np.bool_)
    found = np.array(given, dtype=np.bool_)
    if found.shape != (size,):
        raise ValueError(f"there must be one mark for each of the {size} counts")
    return found
