"""Tells the rows that hold from the rows to set aside, with the first reason for each."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldthread.evidence.reading import SET_ASIDE
from goldthread.evidence.sources.areas import CODE_EXAMPLES, CODE_PATTERNS, Level
from goldthread.evidence.sources.published import LONGEST_SHOWN, Sheet, csv_line


@dataclass(slots=True)
class Sieve:
    """Keeps the rows that hold, and for each row that does not, the first reason why."""

    sheet: Sheet
    _bad: np.ndarray = field(init=False)
    _reasons: list[tuple[int, str, str, str]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self._bad = np.zeros(len(self.sheet), dtype=bool)

    def refuse(self, wrong: object, column: str, expected: str) -> None:
        """Set aside the rows where `wrong` is true, unless they already are."""
        mask = np.asarray(wrong, dtype=bool) & ~self._bad
        if not mask.any():
            return
        self._bad |= mask
        cells = self.sheet.columns[column]
        spelt = self.sheet.spelt[column]
        for position in np.flatnonzero(mask):
            found = cells[int(position)].as_py()[:LONGEST_SHOWN]
            self._reasons.append((int(position), spelt, expected, found or "(nothing)"))

    def refuse_codes(self, column: str | None, level: Level) -> None:
        """Set aside the rows whose code is not of this level."""
        if column is not None:
            wrong = is_not(self.sheet.columns[column], CODE_PATTERNS[level])
            self.refuse(wrong, column, CODE_EXAMPLES[level])

    def refuse_names(self, column: str | None) -> None:
        """Set aside names that are missing, endless or hold control characters."""
        if column is not None:
            wrong = is_not(self.sheet.columns[column], r"[^\x00-\x1f\x7f]{1,120}")
            self.refuse(wrong, column, "a name of at most 120 characters")

    def refuse_contradictions(self, key: str, says: str, expected: str) -> None:
        """A code that comes back saying something else: the first is kept."""
        keys, values = self.sheet.columns[key], self.sheet.columns[says]
        kept = self.kept  # a row already refused must not count as the first
        if not len(kept):
            return
        known = pc.unique(keys.take(pa.array(kept)))
        which = pc.index_in(keys.take(pa.array(kept)), value_set=known).to_numpy()
        firsts = kept[np.unique(which, return_index=True)[1]][which]
        differs = pc.not_equal(
            values.take(pa.array(kept)), values.take(pa.array(firsts))
        )
        wrong = np.zeros(len(self.sheet), dtype=bool)
        wrong[kept] = differs.to_numpy(zero_copy_only=False)
        self.refuse(wrong, says, expected)

    @property
    def kept(self) -> np.ndarray:
        """Positions of the rows that hold, in the file's order."""
        return np.flatnonzero(~self._bad)

    def take(self, column: str) -> pa.StringArray:
        """The cells of one column in the rows that hold."""
        return self.sheet.columns[column].take(pa.array(self.kept))

    def none_good(self) -> str:
        """The sentence for a file in which not one row could be used."""
        first = self.set_aside().slice(0, 1).to_pylist()
        if not first:
            return f"{self.sheet.member} has a header and no rows; download it again."
        rows = len(self.sheet) + self.sheet.ragged.num_rows
        return (
            f"None of the {rows:,} rows of {self.sheet.member} can be used. "
            f"In line {first[0]['row']}, column “{first[0]['column']}”: expected "
            f"{first[0]['expected']}, found “{first[0]['found']}”. Are columns swapped?"
        )

    def set_aside(self) -> pa.Table:
        """Every row set aside, by line, those that did not fit the header among them."""
        return pa.concat_tables([self.refused(), self.sheet.ragged]).sort_by("row")

    def refused(self) -> pa.Table:
        """The rows that `refuse` set aside, by line."""
        columns = list(self.sheet.columns.values())
        reasons = sorted(self._reasons)
        return pa.Table.from_pydict(
            {
                "row": [int(self.sheet.lines[at]) for at, _, _, _ in reasons],
                "column": [column for _, column, _, _ in reasons],
                "expected": [expected for _, _, expected, _ in reasons],
                "found": [found for _, _, _, found in reasons],
                "line": [
                    csv_line(cells[at].as_py()[:4000] for cells in columns)
                    for at, _, _, _ in reasons
                ],
            },
            schema=SET_ASIDE,
        )


def is_not(cells: pa.StringArray, pattern: str) -> np.ndarray:
    """Which cells do not match `pattern` as a whole."""
    matched = pc.match_substring_regex(cells, f"^(?:{pattern})$")
    found: np.ndarray = ~matched.to_numpy(zero_copy_only=False)
    return found


def repeats(*columns: pa.StringArray) -> np.ndarray:
    """Which rows repeat an earlier row's values in these columns."""
    joined = columns[0]
    if len(columns) > 1:
        joined = pc.binary_join_element_wise(*columns, "\x1f")
    order = pc.index_in(joined, value_set=pc.unique(joined)).to_numpy()
    first = np.zeros(len(joined), dtype=bool)
    first[np.unique(order, return_index=True)[1]] = True
    return ~first


def numbers(cells: pa.StringArray) -> tuple[np.ndarray, np.ndarray]:
    """The cells as numbers (0 where they are none), and which are none.

    Spreadsheets write 1,954 for 1954: commas between thousands are accepted.
    """
    try:
        values = cells.cast(pa.float64())
    except pa.ArrowInvalid:
        clean = pc.replace_substring_regex(cells, r"(\d),(\d{3})", r"\1\2")
        shape = r"^[-+]?\d{1,12}(\.\d{1,12})?([eE][-+]?\d{1,2})?$"
        good = pc.match_substring_regex(clean, shape)
        values = pc.if_else(good, clean, pa.scalar(None, pa.string())).cast(
            pa.float64()
        )
    found = values.to_numpy(zero_copy_only=False)
    wrong = ~np.isfinite(found)
    return np.where(wrong, 0.0, found), wrong
