"""Which further numbers must be hidden, so that the totals do not give a small one away?

Secondary suppression (methods §16): beside a printed total a hidden cell is one
subtraction away, and beside two it is a small sum. `protect_with_totals` hides the
cheapest further cells until an attacker who knows every number shown, every total and
that no count is below nought cannot narrow any small cell to fewer than `threshold`
steps. The attack itself is run to make sure: for each cell the least and the most it can
be (Fischetti and Salazar 2001; a linear programme, exact for a table with two margins).

The cells are chosen one rectangle at a time, the cheapest first, and what turns out not
to be needed is shown again: near the least that must be hidden, not proven to be it.
Not for tables that share cells with another table (months and quarters, wards and the
city): their union has to be attacked, and two releases can be subtracted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from goldthread.core.arrays import Flags, Floats, as_counts
from goldthread.core.disclosure import protect
from goldthread.core.refusal import Refused

Place = tuple[int, int]
TRIED = 60  # of the cheapest ways to protect one cell, before it is given up


@dataclass(frozen=True, slots=True, eq=False)
class WithTotals:
    """What may be printed beside its totals; NaN where hidden.

    `low` and `high` are what an attacker can find of each hidden cell.
    """

    values: Floats
    primary: Flags  # small themselves
    suppressed: Flags  # these and what protects them
    low: Floats
    high: Floats
    threshold: int
    caveat: str


def protect_with_totals(
    counts: ArrayLike, *, threshold: int = 5
) -> WithTotals | Refused:
    """A table (rows x columns, both with totals) or a list with one total, made safe."""
    given = as_counts(counts)
    table = np.atleast_2d(given)
    if np.isnan(table).any():
        return Refused(
            "A table with missing cells has no totals to print; fill or leave them out."
        )
    if np.any(table != np.round(table)):
        raise ValueError("counts are whole numbers")
    primary = protect(table, threshold=threshold).suppressed
    hidden = primary.copy()
    while exposed := _exposed(table, primary, hidden, threshold):
        if not _cover(table, hidden, exposed[0], threshold):
            return Refused(
                "The small numbers of this table cannot be hidden beside its totals; "
                "leave the totals out, or join rows."
            )
    _show_again(table, primary, hidden, threshold)
    return _result(table, primary, hidden, threshold, given.shape)


def attack(counts: ArrayLike, hidden: ArrayLike) -> tuple[Floats, Floats]:
    """The least and the most that each hidden cell can be; NaN where it is shown."""
    table, flags = np.atleast_2d(as_counts(counts)), np.atleast_2d(hidden)
    low, high = np.full(table.shape, np.nan), np.full(table.shape, np.nan)
    for place in _places(flags):
        low[place], high[place] = _reach(table, flags, place)
    return low.reshape(np.shape(counts)), high.reshape(np.shape(counts))


def narrowed_by_sums(
    found: WithTotals, counts: ArrayLike, groups: Sequence[ArrayLike]
) -> Flags:
    """Small cells of a list that sums over some of its cells give away, beside its total.

    `groups` marks the cells of each sum that is known too: a share printed beside the
    list is such a sum.
    """
    from scipy.optimize import linprog

    values = as_counts(counts)
    places = np.flatnonzero(found.suppressed)
    exposed = np.zeros(values.size, dtype=np.bool_)
    known = [np.ones(values.size, dtype=np.bool_)]
    known += [np.array(group, dtype=np.bool_) for group in groups]
    sums = np.array([group[places] for group in known], dtype=np.float64)
    totals = sums @ values[places]
    for place in np.flatnonzero(found.primary):
        goal = (places == place).astype(np.float64)
        low, high = (
            sign * linprog(sign * goal, A_eq=sums, b_eq=totals, bounds=(0, None)).fun
            for sign in (1, -1)
        )
        exposed[place] = high - low < found.threshold - 1e-6
    return exposed


def _places(flags: Flags) -> Iterator[Place]:
    for row, column in np.argwhere(flags):
        yield int(row), int(column)


def _reach(table: Floats, hidden: Flags, place: Place) -> tuple[float, float]:
    """How far one hidden cell can lie, given every total and every number shown."""
    from scipy.optimize import linprog

    places = list(_places(hidden))
    goal = np.array([float(one == place) for one in places])
    sums, totals = _equations(table, hidden, places)
    ends = []
    for sign in (1, -1):
        found = linprog(sign * goal, A_eq=sums, b_eq=totals, bounds=(0, None))
        ends.append(sign * float(found.fun))
    return ends[0], ends[1]


def _equations(
    table: Floats, hidden: Flags, places: list[Place]
) -> tuple[Floats, Floats]:
    """What is left of each total once the shown numbers are taken away.

    A list has one total only: its columns are the cells themselves.
    """
    sums, totals = [], []
    for axis in (0, 1) if table.shape[0] > 1 else (0,):
        for number in sorted({place[axis] for place in places}):
            inside = np.array([float(place[axis] == number) for place in places])
            sums.append(inside)
            totals.append(sum(table[p] for p in places if p[axis] == number))
    return np.array(sums), np.array(totals)


def _exposed(
    table: Floats, primary: Flags, hidden: Flags, threshold: int
) -> list[Place]:
    """Small cells that can be narrowed to fewer than `threshold` steps."""
    found = []
    for place in _places(primary):
        low, high = _reach(table, hidden, place)
        if high - low < threshold - 1e-6:
            found.append(place)
    return found


def _cover(table: Floats, hidden: Flags, place: Place, threshold: int) -> bool:
    """Hide the cheapest cells that make one small cell safe; false where none do."""
    ways = sorted(
        (sum(table[one] for one in way), way) for way in _ways(table, hidden, place)
    )
    for _, way in ways[:TRIED]:
        tried = hidden.copy()
        for one in way:
            tried[one] = True
        low, high = _reach(table, tried, place)
        if high - low >= threshold - 1e-6:
            hidden[:] = tried
            return True
    return _everything(hidden)


def _ways(table: Floats, hidden: Flags, place: Place) -> Iterator[tuple[Place, ...]]:
    """Sets of cells that close a rectangle with it; in a list, one other cell."""
    row, column = place
    rows, columns = table.shape
    for other in range(columns):
        if other == column:
            continue
        if rows == 1:
            way: tuple[Place, ...] = ((0, other),)
            yield tuple(one for one in way if not hidden[one])
            continue
        for under in range(rows):
            if under != row:
                way = ((row, other), (under, column), (under, other))
                yield tuple(one for one in way if not hidden[one])


def _everything(hidden: Flags) -> bool:
    """The last resort: the whole table, of which what can be is shown again after."""
    is_left = bool((~hidden).any())
    hidden[:] = True
    return is_left


def _show_again(table: Floats, primary: Flags, hidden: Flags, threshold: int) -> None:
    """Show what need not be hidden, the largest first."""
    added = sorted(_places(hidden & ~primary), key=lambda p: (-table[p], p))
    for place in added:
        hidden[place] = False
        if _exposed(table, primary, hidden, threshold):
            hidden[place] = True


def _result(
    table: Floats,
    primary: Flags,
    hidden: Flags,
    threshold: int,
    shape: tuple[int, ...],
) -> WithTotals:
    low, high = attack(table, hidden)
    small, further = int(primary.sum()), int((hidden & ~primary).sum())
    caveat = ""
    if small:
        caveat = (
            f"{small} small {'number is' if small == 1 else 'numbers are'} not shown"
        )
        if further:
            caveat += (
                f", and {further} more, so that the totals do not give "
                f"{'it' if small == 1 else 'them'} away"
            )
        caveat += "."
    return WithTotals(
        values=np.where(hidden, np.nan, table).reshape(shape),
        primary=primary.reshape(shape),
        suppressed=hidden.reshape(shape),
        low=low.reshape(shape),
        high=high.reshape(shape),
        threshold=threshold,
        caveat=caveat,
    )
