"""Reads text with commas into columns, one row for every line, and loses no line.

The published files never hold a line break inside a cell, so here a line is a row:
a cell with a line break, or a quotation mark that is never closed, spoils its own
line and not the rest of the file. pyarrow does the work at about 1.9 million rows a
second of one core; only a file with broken quotation marks is taken line by line.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from goldthread.evidence.reading import Remark, Unreadable
from goldthread.evidence.set_aside import LINE, PROBLEM, without_apostrophes

LONGEST_HEADER = 65_536
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright bars"}

TEXT = pa.string()
LABEL = pa.dictionary(pa.int32(), pa.string())
NUMBER = pa.float64()

WHOLE_LINE = "(whole line)"


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that could not be cut into the right number of cells."""

    line: int
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The first line of a file: its cells, what separates them, where the rows begin."""

    cells: tuple[str, ...]
    delimiter: str
    text: str
    end: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file cut into columns: `line[i]` is the line in the file that row i stood on."""

    member: str
    heading: Heading
    columns: pa.Table
    line: npt.NDArray[np.int64]
    source_row: npt.NDArray[np.int64]
    faults: tuple[Fault, ...]
    text: bytes
    remarks: tuple[Remark, ...] = ()
    mends: bool = False
    _starts: list[npt.NDArray[np.int64]] = field(default_factory=list)

    def raw_line(self, number: int) -> str:
        """The file's own line, without its line end; line 1 is the header."""
        if not self._starts:
            breaks = np.flatnonzero(np.frombuffer(self.text, np.uint8) == 10)
            self._starts.append(np.concatenate(([0], breaks + 1, [len(self.text) + 1])))
        starts = self._starts[0]
        line = self.text[starts[number - 1] : starts[number] - 1]
        return line.decode("utf-8").rstrip("\r")


def heading_of(text: bytes, name: str) -> Heading:
    """The header line, whatever separates its cells."""
    end = text.find(b"\n", 0, LONGEST_HEADER)
    if end < 0:
        end = len(text)
    if end >= LONGEST_HEADER:
        raise Unreadable(
            f"{name} has a first line of more than {LONGEST_HEADER:,} characters; "
            "expected a header line with the names of the columns. Send the file as "
            "the supplier published it."
        )
    line = text[:end].decode("utf-8", errors="replace").rstrip("\r")
    delimiter = max(DELIMITERS, key=line.count)
    cells = tuple(cell.strip() for cell in cells_of(line, delimiter) or [line])
    return Heading(cells, delimiter, line, min(end + 1, len(text)))


def cells_of(line: str, delimiter: str = ",") -> list[str] | None:
    """The cells of one line by itself; None when its quotation marks do not pair up."""
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None


def sheet_of(
    text: bytes,
    name: str,
    wanted: dict[str, pa.DataType],
    optional: Sequence[str] = (),
    remarks: tuple[Remark, ...] = (),
) -> Sheet:
    """Cut `text` into the `wanted` columns; says which are missing when some are."""
    text = _with_line_feeds(text)
    heading = heading_of(text, name)
    names = _canonical(heading, name, wanted, optional)
    _refuse_header_only(text, heading, name)
    types = {n: wanted[n] for n in names if n in wanted}
    if heading.delimiter != ",":
        words = f"Cells are separated by {DELIMITERS[heading.delimiter]}, not commas."
        remarks += (Remark("delimiter", words, 1),)
    if PROBLEM in heading.cells:
        return _mended(text, name, heading, names, types, remarks)
    body = memoryview(text)[heading.end :]
    return _cut(text, body, name, heading, names, types, remarks)


def _with_line_feeds(text: bytes) -> bytes:
    """Files from old Macs end their lines with a bare carriage return."""
    return text if b"\n" in text else text.replace(b"\r", b"\n")


def _refuse_header_only(text: bytes, heading: Heading, name: str) -> None:
    nothing, start = b"\r\n\t ,;|", heading.end
    if not text[start : start + 4096].strip(nothing) and not text[start:].strip(
        nothing
    ):
        raise Unreadable(
            f"{name} holds a header line and no rows; a month without rows is missing, "
            "not zero, so nothing was loaded. Ask for the file again."
        )


def _canonical(
    heading: Heading, name: str, wanted: dict[str, pa.DataType], optional: Sequence[str]
) -> list[str]:
    """Our spelling for every column the file has; its own for those we do not read."""
    ours = {column.casefold(): column for column in wanted}
    names = [ours.get(cell.casefold(), cell) for cell in heading.cells]
    missing = [c for c in wanted if c not in names and c not in optional]
    if missing:
        raise Unreadable(
            f"{name} lacks the column{'s' * (len(missing) > 1)} {_listed(missing)}; "
            f"expected {_listed(list(wanted))}, found {_listed(heading.cells)}. "
            "Send the file as the supplier published it."
        )
    twice = sorted({n for n in names if n in wanted and names.count(n) > 1})
    if twice:
        raise Unreadable(
            f"{name} has the column {_listed(twice)} twice; remove the copy that is "
            "wrong and send the file again."
        )
    # Columns nobody reads need distinct names only so that pyarrow keeps them apart.
    return [n if n in wanted else f"{n}\x00{i}" for i, n in enumerate(names)]


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(repr(n[:40]) for n in names[:12])
    return shown + (f" and {len(names) - 12:,} more" if len(names) > 12 else "")


def _cut(
    text: bytes,
    body: memoryview,
    name: str,
    heading: Heading,
    names: list[str],
    types: dict[str, pa.DataType],
    remarks: tuple[Remark, ...],
) -> Sheet:
    lines = text.count(b"\n", heading.end) + (not text.endswith(b"\n"))
    faults: list[Fault] = []
    columns = None
    # A bare carriage return makes a row too many, an open quotation mark a row too few;
    # only where both can be is the number of rows no proof that every line is one.
    if b'"' not in text or not _has_bare_returns(text):
        columns = _parsed(body, heading.delimiter, names, types, faults)
    if columns is not None and columns.num_rows + len(faults) == lines:
        spoilt = np.fromiter((f.line - 2 for f in faults), np.int64, len(faults))
        line = np.delete(np.arange(2, lines + 2, dtype=np.int64), spoilt)
    else:
        faults, good, line = _line_by_line(
            text[heading.end :], heading.delimiter, len(names)
        )
        columns = _parsed(memoryview(good), ",", names, types, [])
        if columns is None or columns.num_rows != len(line):
            raise AssertionError(f"{name}: a line was lost while it was read by itself")
    columns, line = _without_blank_rows(columns, line)
    return Sheet(name, heading, columns, line, line, tuple(faults), text, remarks)


def _has_bare_returns(text: bytes) -> bool:
    """Whether a carriage return stands anywhere but before a line feed."""
    letters = np.frombuffer(text, np.uint8)
    returns = np.flatnonzero(letters[:-1] == 13)
    return text.endswith(b"\r") or bool((letters[returns + 1] != 10).any())


def _parsed(
    body: memoryview,
    delimiter: str,
    names: list[str],
    types: dict[str, pa.DataType],
    faults: list[Fault],
) -> pa.Table | None:
    """The columns; None when a cell runs over its line so that lines cannot be counted."""

    def spoilt(row: pacsv.InvalidRow) -> str:
        found = f"{row.actual_columns} cells"
        faults.append(Fault(row.number + 1, f"{row.expected_columns} cells", found))
        return "skip"

    if not len(body):
        return pa.table({n: pa.array([], t) for n, t in types.items()})
    read = pacsv.ReadOptions(
        use_threads=False, block_size=len(body) + 1, column_names=names
    )
    parse = pacsv.ParseOptions(
        delimiter=delimiter, ignore_empty_lines=False, invalid_row_handler=spoilt
    )
    # Numbers come as text and are cast afterwards: one cell that is no number costs
    # its column a second look, not the whole file a second reading (37 % of a load).
    convert = pacsv.ConvertOptions(
        column_types={n: TEXT if t == NUMBER else t for n, t in types.items()},
        include_columns=list(types),
        strings_can_be_null=True,
        null_values=[""],
    )
    try:
        columns = pacsv.read_csv(
            pa.BufferReader(pa.py_buffer(body)), read, parse, convert
        ).combine_chunks()
    except pa.ArrowInvalid:
        return None
    for place, (name, kind) in enumerate(types.items()):
        if kind == NUMBER:
            try:
                columns = columns.set_column(place, name, columns[name].cast(NUMBER))
            except pa.ArrowInvalid:
                continue  # stays text: whoever reads it says which cells are none
    return columns


def _line_by_line(
    raw: bytes, delimiter: str, width: int
) -> tuple[list[Fault], bytes, npt.NDArray[np.int64]]:
    """Every line by itself: the faulty ones, the good ones as text, and their numbers."""
    faults: list[Fault] = []
    numbers: list[int] = []
    good = io.StringIO()
    write = csv.writer(good, lineterminator="\n").writerow
    lines = raw.decode("utf-8").removesuffix("\n").split("\n")
    for number, line in enumerate(lines, start=2):
        cells = cells_of(line.rstrip("\r"), delimiter)
        if cells is None:
            faults.append(Fault(number, "quotation marks in pairs", line[:200]))
        elif not cells:
            continue
        elif len(cells) != width:
            faults.append(Fault(number, f"{width} cells", f"{len(cells)} cells"))
        else:
            write(cells)
            numbers.append(number)
    return faults, good.getvalue().encode("utf-8"), np.array(numbers, np.int64)


def _without_blank_rows(
    columns: pa.Table, line: npt.NDArray[np.int64]
) -> tuple[pa.Table, npt.NDArray[np.int64]]:
    """Spreadsheets leave lines of nothing but commas at the end; those are not rows."""
    blank: npt.NDArray[np.bool_] = np.ones(columns.num_rows, bool)
    for column in columns.columns:
        if column.null_count == 0:
            return columns, line
        blank &= pc.is_null(column).to_numpy()
    return (
        (columns.filter(pa.array(~blank)), line[~blank])
        if blank.any()
        else (columns, line)
    )


def _mended(
    text: bytes,
    name: str,
    heading: Heading,
    names: list[str],
    types: dict[str, pa.DataType],
    remarks: tuple[Remark, ...],
) -> Sheet:
    """A file of rows that were set aside, put right and sent again."""
    at_line = heading.cells.index(LINE) if LINE in heading.cells else None
    body = text[heading.end :]
    faults, good, line = _line_by_line(body, heading.delimiter, len(names))
    rows = [without_apostrophes(row) for row in csv.reader(io.StringIO(good.decode()))]
    plain = io.StringIO()
    csv.writer(plain, lineterminator="\n").writerows(rows)
    columns = _parsed(memoryview(plain.getvalue().encode()), ",", names, types, [])
    if columns is None or columns.num_rows != len(line):
        raise AssertionError(f"{name}: a line was lost while it was read again")
    source = np.fromiter(_original_lines(rows, line, at_line), np.int64, len(line))
    return Sheet(
        name, heading, columns, line, source, tuple(faults), text, remarks, True
    )


def _original_lines(
    rows: list[list[str]], line: npt.NDArray[np.int64], at: int | None
) -> Iterator[int]:
    for row, number in zip(rows, line, strict=True):
        original = row[at] if at is not None else ""
        short = original.isascii() and original.isdigit() and len(original) < 10
        yield int(original) if short else int(number)
