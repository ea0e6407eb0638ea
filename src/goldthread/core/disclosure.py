"""May this number be published, or does it point at somebody?

Source: the primary rule of statistical disclosure control (methods §16): counts of 1 to
4 are not shown, nor anything they can be read back from: a percentage of or with such a
count, or one whose remainder is such a count.

Not enough by itself where totals are printed: `exposed_by_totals` marks the cells that
a reader can subtract her way to. Hiding further cells for that (secondary suppression)
is a method of its own. Open police counts are public already: this is for partners'
data and for joins of the two.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from goldthread.core.arrays import Flags, Floats, as_counts

THRESHOLDS = (3, 5, 10)


@dataclass(frozen=True, slots=True, eq=False)
class Protected:
    """Figures that may be shown; NaN where suppressed (`suppressed`) or missing."""

    values: Floats
    suppressed: Flags
    threshold: int
    caveat: str


def protect(counts: ArrayLike, *, threshold: int = 5) -> Protected:
    """Counts from 1 up to, not including, `threshold` suppressed; zeros stay."""
    values = as_counts(counts)
    return _hidden(values, _small(values, threshold), threshold)


def protected_shares(
    parts: ArrayLike, wholes: ArrayLike, *, threshold: int = 5
) -> Protected:
    """Per cent of the whole, suppressed where part, whole or remainder is small."""
    part, whole = as_counts(parts), as_counts(wholes)
    if np.any(part > whole):
        raise ValueError("a part cannot be more than its whole")
    hidden = (
        _small(part, threshold)
        | _small(whole, threshold)
        | _small(whole - part, threshold)
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(whole > 0, 100 * part / whole, np.nan)
    return _hidden(share, hidden, threshold)


def protect_derived(values: ArrayLike, *sources: Protected) -> Protected:
    """Rates, changes or percentages made of protected counts: hidden where any is."""
    if not sources:
        raise ValueError("name the protected counts that the figures were made of")
    figures = np.array(values, dtype=np.float64)
    hidden = np.zeros(figures.shape, dtype=np.bool_)
    for source in sources:
        hidden |= source.suppressed
    return _hidden(figures, hidden, max(source.threshold for source in sources))


def exposed_by_totals(protected: Protected) -> Flags:
    """Suppressed cells that stand alone in their row or column of a printed table.

    With the totals beside it such a cell is one subtraction away: leave the totals out.
    """
    hidden = np.atleast_2d(protected.suppressed)
    in_row = hidden.sum(axis=1, keepdims=True) == 1
    in_column = hidden.sum(axis=0, keepdims=True) == 1
    tall = hidden.shape[0] > 1
    exposed: Flags = hidden & (in_row | (in_column & tall))
    return exposed.reshape(protected.suppressed.shape)


def words_for_suppressed(threshold: int = 5) -> str:
    """What stands in a table in place of a suppressed count."""
    _check(threshold)
    return f"1 to {threshold - 1}"


def _small(values: Floats, threshold: int) -> Flags:
    _check(threshold)
    return (values > 0) & (values < threshold)


def _hidden(values: Floats, hidden: Flags, threshold: int) -> Protected:
    shown = np.where(hidden, np.nan, values)
    cells = int(hidden.sum())
    caveat = (
        f"{cells} {'figure is' if cells == 1 else 'figures are'} not shown, because "
        f"{'it rests' if cells == 1 else 'they rest'} on fewer than {threshold} people "
        "or events."
        if cells
        else ""
    )
    return Protected(shown, hidden, threshold, caveat)


def _check(threshold: int) -> None:
    if threshold not in THRESHOLDS:
        raise ValueError(
            f"the threshold is one of {', '.join(map(str, THRESHOLDS))}: "
            f"found {threshold}"
        )
