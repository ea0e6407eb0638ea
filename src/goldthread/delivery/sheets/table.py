"""The table inside a sheet: its headings, its rows, and what stands between them."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from goldthread.delivery.sheets.fields import FIELDS
from goldthread.delivery.sheets.grid import Sheet, Unreadable
from goldthread.delivery.sheets.plain_words import plainly

SEARCHED = 30  # rows in which the headings are looked for
_NAMES = sorted({name for each in FIELDS.values() for name in each.names})
# What our own sheets of rows set aside add; never a column of the plan.
ROW, PROBLEM = "Row in the file", "What is wrong"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its place, its heading, and the first different things in it."""

    place: int
    heading: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row under the headings, by its number in the file."""

    number: int
    cells: tuple[str, ...]
    heading: str = ""  # the words of a row that only parts the others
    is_ragged: bool = False

    def cell(self, place: int) -> str:
        return self.cells[place] if place < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class PlanTable:
    """What a sheet says as a table."""

    name: str
    heading_row: int
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    remarks: tuple[str, ...]
    above: str = ""  # what stands over the headings


def table_of(sheet: Sheet) -> PlanTable:
    """Find the headings and cut the sheet into columns and rows.

    Raises:
        Unreadable: no row holds headings.
    """
    at = _heading_row(sheet)
    heads = sheet.rows[at]
    below = sheet.rows[at + 1 :]
    width = max([len(heads), *map(len, below)])
    columns = tuple(
        _column(place, heads[place] if place < len(heads) else "", below)
        for place in range(width)
    )
    columns = tuple(
        each
        for each in columns
        if (each.heading or each.examples) and each.heading not in (ROW, PROBLEM)
    )
    rows = tuple(
        _row(number, cells, sheet, len(columns))
        for number, cells in enumerate(below, start=at + 2)
        if any(cells) and cells != heads  # some repeat the headings on each page
    )
    above = " ".join(cell for row in sheet.rows[:at] for cell in row if cell)
    told_apart = _told_apart(columns)
    return PlanTable(sheet.name, at + 1, told_apart, rows, sheet.remarks, above)


def _heading_row(sheet: Sheet) -> int:
    best, found = 1, -1
    for at, row in enumerate(sheet.rows[:SEARCHED]):
        known = {name for cell in row if (name := _known(cell))}
        if len(known) > best:
            best, found = len(known), at
    if found < 0:
        first = next((row for row in sheet.rows if any(row)), ())
        shown = ", ".join(cell[:30] for cell in first if cell)[:120]
        raise Unreadable(
            f"The sheet {sheet.name} has no row of headings. Expected names such as Action, Lead agency, Due and Status in one of its first {SEARCHED} rows; found {shown or 'nothing'}."
        )
    return found


def _known(cell: str) -> str:
    """The usual name that a heading is close to."""
    plain = plainly(cell)
    if not plain or len(plain) > 60:
        return ""
    found = process.extractOne(plain, _NAMES, scorer=fuzz.token_sort_ratio)
    return found[0] if found and found[1] >= 85 else ""


def _column(place: int, heading: str, below: Sequence[Sequence[str]]) -> Column:
    seen: list[str] = []
    for row in below:
        cell = row[place] if place < len(row) else ""
        if cell and cell not in seen:
            seen.append(cell)
        if len(seen) == 40:
            break
    return Column(place, " ".join(heading.split())[:200], tuple(seen))


def _told_apart(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Two columns of one heading, and those of none, get names of their own."""
    seen: dict[str, int] = {}
    found = []
    for each in columns:
        heading = each.heading or f"Column {each.place + 1}"
        seen[heading] = seen.get(heading, 0) + 1
        if seen[heading] > 1:
            heading = f"{heading} ({seen[heading]})"
        found.append(Column(each.place, heading, each.examples))
    return tuple(found)


def _row(number: int, cells: tuple[str, ...], sheet: Sheet, width: int) -> TableRow:
    filled = [cell for cell in cells if cell]
    is_heading = (
        width > 2
        and number not in sheet.ragged
        and len(set(filled)) == 1
        and (len(filled) > 1 or bool(cells[0]) or number in sheet.wide)
    )
    return TableRow(
        number,
        cells,
        heading=filled[0] if is_heading else "",
        is_ragged=number in sheet.ragged,
    )
