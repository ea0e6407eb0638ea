"""The shapes core works on, checked once and with a sentence.

A table of counts is (series x months), float64, missing is NaN and never zero.
Months are numpy `datetime64[M]`.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
Months = NDArray[np.datetime64]
MonthsLike = Months | Sequence[date] | Sequence[str]


def as_counts(values: ArrayLike, *, called: str = "counts") -> Floats:
    """A float copy of `values`; raises where a count is negative or infinite."""
    counts = np.array(values, dtype=np.float64)
    if np.any(counts < 0) or np.any(np.isinf(counts)):
        raise ValueError(
            f"{called} must be zero or more (NaN where missing): "
            f"found {counts[(counts < 0) | np.isinf(counts)][0]:g}"
        )
    return counts


def as_table(values: ArrayLike, *, called: str = "counts") -> Floats:
    """`values` as (series x months); one series alone becomes a table of one row."""
    counts = as_counts(values, called=called)
    if counts.ndim not in (1, 2):
        raise ValueError(
            f"{called} must be one series or a table (series x months): "
            f"found {counts.ndim} dimensions"
        )
    return np.atleast_2d(counts)


def as_months(months: MonthsLike, *, length: int) -> Months:
    """The month axis as `datetime64[M]`, consecutive and as long as the series."""
    axis: Months = np.asarray(months, dtype="datetime64[M]")
    if axis.shape != (length,):
        raise ValueError(
            f"there must be one month for each of the {length} values: "
            f"found {axis.size} months"
        )
    if length > 1 and np.any(np.diff(axis).astype(np.int64) != 1):
        raise ValueError(
            "months must follow each other without gaps: put NaN where a month is missing"
        )
    return axis


def calendar_month(months: Months) -> Whole:
    """0 for January to 11 for December."""
    return months.astype(np.int64) % 12


def as_mask(mask: Any, *, length: int) -> Flags:
    """The mask as one flag per month; None means nothing is masked."""
    if mask is None:
        return np.zeros(length, dtype=np.bool_)
    flags: Flags = np.asarray(mask, dtype=np.bool_)
    if flags.shape != (length,):
        raise ValueError(
            f"the mask must have one flag for each of the {length} months: "
            f"found {flags.size}"
        )
    return flags
