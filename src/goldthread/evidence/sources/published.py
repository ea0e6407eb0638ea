"""Reads a table that a public body publishes, whichever way its columns are spelt.

The same column comes as `LSOA11CD`, `lsoa11_code`, `LSOA code (2011)` or, from
Nomis, `GEOGRAPHY_CODE`. `open_sheet` gives every cell as text with the number of the
line it stood on, and sets aside the lines that do not fit the header; the readers of
lookups, population and deprivation say what the columns mean.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from goldthread.evidence.containers import Member
from goldthread.evidence.reading import SET_ASIDE, Remark, Unreadable

# The widest published table we know, ages of women and men apart, has 187 columns;
# the longest, small areas by age from Nomis, is about 250 MB.
MOST_COLUMNS = 1_000
MOST_BYTES = 600 * 1024 * 1024
# ONS spreadsheets saved as CSV carry up to a dozen title lines above the header.
TITLE_LINES = 30
LONGEST_SHOWN = 120

PARQUET_MAGIC = b"PAR1"

_NOT_TABLES = (
    (
        b"PK\x03\x04",
        "a spreadsheet or a zip inside a zip; open it and save the sheet as CSV",
    ),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook; open it and save the sheet as CSV"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG", "a PNG picture"),
    (b"%PDF", "a PDF document; ask the publisher for the CSV"),
)


def plain(header: str) -> str:
    """A column's name in one spelling: lower case, words joined by single underscores."""
    return re.sub(r"[^a-z0-9+]+", "_", header.strip().lower()).strip("_")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One published table as text, with where each row stood.

    columns  the cells by plain column name, all text, none null
    spelt    plain name -> the publisher's own spelling
    lines    line number in the file of each row
    header   the file's own header line
    ragged   rows with too few or too many cells, already set aside
    """

    member: str
    columns: dict[str, pa.StringArray]
    spelt: dict[str, str]
    lines: np.ndarray
    header: str
    ragged: pa.Table
    remarks: tuple[Remark, ...] = ()

    def __len__(self) -> int:
        return len(self.lines)


def open_sheet(member: Member, *, header_has: Callable[[list[str]], bool]) -> Sheet:
    """Read a CSV or Parquet file; `header_has` tells its header from title lines."""
    if member.size > MOST_BYTES:
        raise _too_large(member.name)
    with member.open() as stream:
        raw = stream.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise _too_large(member.name)
    if not raw.strip():
        raise Unreadable(
            f"{member.name} is empty; a table with a header line was expected. "
            "Download it again."
        )
    if raw.startswith(PARQUET_MAGIC):
        return _from_parquet(member.name, raw)
    for magic, what in _NOT_TABLES:
        if raw.startswith(magic):
            raise Unreadable(f"{member.name} is {what}; a CSV file was expected.")
    return _from_csv(member.name, raw, header_has)


def header_names(head: bytes) -> list[list[str]]:
    """The plain names on each of the first lines, for guessing what a file is."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head[: len(head) // 2 * 2].decode("utf-16", errors="replace")
    else:
        text = head.decode("utf-8-sig", errors="replace")
    lines = text.splitlines()[:TITLE_LINES]
    return [[plain(cell) for cell in _cells(line)] for line in lines]


def _too_large(name: str) -> Unreadable:
    return Unreadable(
        f"{name} is larger than {MOST_BYTES // 2**20} MB unpacked, more than any "
        "published table of small areas; select fewer columns or areas and try again."
    )


def _delimiter(line: str) -> str:
    return max(",\t;", key=line.count)


def _cells(line: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=_delimiter(line)), [])
    except csv.Error:  # a NUL or a field of megabytes: no header looks like that
        return []


def _as_text(name: str, raw: bytes) -> tuple[str, tuple[Remark, ...]]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return raw.decode("utf-16"), ()
        except UnicodeDecodeError:
            raise Unreadable(
                f"{name} begins as UTF-16 text and breaks off; save it again as "
                "“CSV UTF-8”."
            ) from None
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        # Windows-1252 is what Excel writes for "CSV": Ynys Môn and the like.
        try:
            text = raw.decode("cp1252")
        except UnicodeDecodeError:
            raise Unreadable(
                f"{name} is not text: byte {error.start + 1:,} is neither UTF-8 nor "
                "Windows-1252. Save it again as “CSV UTF-8”."
            ) from None
        words = (
            "The file is not UTF-8; it was read as Windows-1252. Check names with "
            "accents, such as Ynys Môn."
        )
        return text, (Remark("encoding", words, 1),)


def _from_csv(name: str, raw: bytes, header_has: Callable[[list[str]], bool]) -> Sheet:
    text, remarks = _as_text(name, raw)
    if text.count('"') % 2:
        raise Unreadable(
            f"{name} opens a quotation mark that it never closes, so its rows cannot "
            "be told apart. Download it again, or close the quotation mark."
        )
    skipped, header = _find_header(name, text, header_has)
    delimiter = _delimiter(header)
    spelt = _spellings(name, _cells(header))
    start = len("".join(text.splitlines(keepends=True)[: skipped + 1]))
    body = text[start:].encode()
    if not body.strip():
        raise Unreadable(f"{name} has a header and no rows; download it again.")
    ragged: list[tuple[int, int, str]] = []

    def set_aside(row: pa.csv.InvalidRow) -> str:
        ragged.append((skipped + 1 + row.number, row.actual_columns, row.text))
        return "skip"

    names = list(spelt)
    try:
        table = pa.csv.read_csv(
            io.BytesIO(body),
            # One thread, or the numbers of the rows that do not fit are not given.
            read_options=pa.csv.ReadOptions(
                column_names=names, use_threads=False, block_size=16 * 2**20
            ),
            parse_options=pa.csv.ParseOptions(
                delimiter=delimiter,
                invalid_row_handler=set_aside,
                ignore_empty_lines=False,
            ),
            convert_options=pa.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=False,
                null_values=[],
            ),
        )
    except pa.ArrowInvalid as error:
        raise Unreadable(
            f"{name} could not be read as a table of {len(names)} columns "
            f"({str(error).splitlines()[0][:LONGEST_SHOWN]}). Download it again or "
            "save it as “CSV UTF-8”."
        ) from None
    columns = {each: _one(table[each]) for each in names}
    numbers = _line_numbers(columns, [row for row, _, _ in ragged], skipped + 2)
    return _without_blank_lines(
        Sheet(
            member=name,
            columns=columns,
            spelt=spelt,
            lines=numbers,
            header=header,
            ragged=_ragged_rows(ragged, len(names)),
            remarks=remarks,
        )
    )


def _find_header(
    name: str, text: str, header_has: Callable[[list[str]], bool]
) -> tuple[int, str]:
    lines = text[:200_000].splitlines()[:TITLE_LINES]
    for number, line in enumerate(lines):
        if header_has([plain(cell) for cell in _cells(line)]):
            return number, line
    first = next((line for line in lines if line.strip()), "")[:LONGEST_SHOWN]
    raise Unreadable(
        f"{name} has no header line that names an area code column, such as "
        f"“LSOA21CD” or “lsoa21_code”; its first line is “{first}”."
    )


def _spellings(name: str, cells: list[str]) -> dict[str, str]:
    if len(cells) > MOST_COLUMNS:
        raise Unreadable(
            f"{name} has {len(cells):,} columns; no published table of areas has more "
            f"than {MOST_COLUMNS:,}. Is it the right file?"
        )
    spelt: dict[str, str] = {}
    for position, cell in enumerate(cells):
        known = plain(cell) or f"column_{position + 1}"
        if known in spelt:
            known = f"{known}_{position + 1}"
        spelt[known] = cell.strip()
    return spelt


def _one(column: pa.ChunkedArray) -> pa.StringArray:
    trimmed = pc.utf8_trim_whitespace(column.combine_chunks())
    return trimmed.combine_chunks() if isinstance(trimmed, pa.ChunkedArray) else trimmed


def _line_numbers(
    columns: dict[str, pa.StringArray], ragged: list[int], first: int
) -> np.ndarray:
    """The line each kept row began on: ragged rows between and breaks inside cells count."""
    count = len(next(iter(columns.values())))
    numbers = np.arange(first, first + count, dtype=np.int64)
    for row in sorted(ragged):
        numbers[max(row - first, 0) :] += 1
    breaks = np.zeros(count, dtype=np.int64)
    for column in columns.values():
        if pc.any(pc.match_substring(column, "\n")).as_py():
            breaks += pc.count_substring(column, "\n").to_numpy(zero_copy_only=False)
    if breaks.any():
        numbers[1:] += np.cumsum(breaks)[:-1]
    return numbers


def _without_blank_lines(sheet: Sheet) -> Sheet:
    filled = np.zeros(len(sheet), dtype=bool)
    for column in sheet.columns.values():
        filled |= pc.greater(pc.binary_length(column), 0).to_numpy(zero_copy_only=False)
    if filled.all():
        return sheet
    kept = pa.array(filled)
    return Sheet(
        member=sheet.member,
        columns={name: column.filter(kept) for name, column in sheet.columns.items()},
        spelt=sheet.spelt,
        lines=sheet.lines[filled],
        header=sheet.header,
        ragged=sheet.ragged,
        remarks=sheet.remarks,
    )


def _ragged_rows(rows: list[tuple[int, int, str]], width: int) -> pa.Table:
    blank = [(row, cells, text) for row, cells, text in rows if text.strip()]
    return pa.Table.from_pydict(
        {
            "row": [row for row, _, _ in blank],
            "column": ["(whole row)"] * len(blank),
            "expected": [f"{width} cells, as in the header"] * len(blank),
            "found": [f"{cells} cells" for _, cells, _ in blank],
            "line": [text.rstrip("\r\n")[:4000] for _, _, text in blank],
        },
        schema=SET_ASIDE,
    )


def _from_parquet(name: str, raw: bytes) -> Sheet:
    try:
        file = pa.parquet.ParquetFile(io.BytesIO(raw))
        schema = file.schema_arrow
        unpacked = sum(
            file.metadata.row_group(group).total_byte_size
            for group in range(file.metadata.num_row_groups)
        )
    except (pa.ArrowException, OSError) as error:
        raise Unreadable(
            f"{name} is a damaged or encrypted Parquet file "
            f"({str(error).splitlines()[0][:LONGEST_SHOWN]}); download it again."
        ) from None
    if unpacked > MOST_BYTES or file.metadata.num_rows > 10_000_000:
        raise _too_large(name)
    spelt = _spellings(name, list(schema.names))
    odd = [each.name for each in schema if pa.types.is_nested(each.type)]
    if odd:
        raise Unreadable(
            f"{name} has the nested column “{odd[0]}”; plain columns of text and "
            "numbers were expected."
        )
    try:
        table = file.read()
        columns = {
            each: _text_of(table.column(position))
            for position, each in enumerate(spelt)
        }
    except (pa.ArrowException, OSError) as error:
        raise Unreadable(
            f"{name} could not be read to its end "
            f"({str(error).splitlines()[0][:LONGEST_SHOWN]}); download it again."
        ) from None
    return Sheet(
        member=name,
        columns=columns,
        spelt=spelt,
        lines=np.arange(1, table.num_rows + 1, dtype=np.int64),
        header=csv_line(spelt.values()),
        ragged=SET_ASIDE.empty_table(),
    )


def _text_of(column: pa.ChunkedArray) -> pa.StringArray:
    values = column.combine_chunks()
    if isinstance(values, pa.DictionaryArray):
        values = values.dictionary_decode()
    if pa.types.is_floating(values.type):
        whole = pc.all(pc.equal(pc.trunc(values), values)).as_py()
        if whole and len(values) and (pc.max(pc.abs(values)).as_py() or 0) < 2**53:
            values = values.cast(pa.int64())
    text = pc.fill_null(values.cast(pa.string()), "")
    return _one(pa.chunked_array([text], type=pa.string()))


def csv_line(cells: Iterable[str]) -> str:
    """One line of CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(list(cells))
    return out.getvalue()


def stem(name: str) -> str:
    """A file's own name without folders and endings."""
    return PurePosixPath(name.replace("\\", "/")).name.split(".", 1)[0]
