"""An Excel file as sheets of text; runs only in the process that may come to harm.

openpyxl reads the values in its streaming mode. What that mode does not tell (merged
cells, hidden rows and columns) is read beside it from the same sheet by defusedxml.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse, parse
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries

from goldthread.delivery.sheets.grid import (
    EMPTY_ROWS,
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SHEETS,
    Sheet,
    Unreadable,
    cleaned,
    numbers,
)

MOST_ENTRIES, MOST_RATIO, MOST_UNPACKED = 1_000, 100, 60_000_000
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_workbook(content: bytes) -> list[Sheet]:
    """Every visible sheet of an .xlsx file, in its order.

    Raises:
        Unreadable: it is not one, or holds what is not let in.
    """
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            "The file is locked with a password or in Excel's old format. Save it as .xlsx without a password and send that."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check(archive)
            shapes = _shapes(archive)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return _sheets(book, shapes)
    except DefusedXmlException:
        raise Unreadable(
            "The file defines entities of its own, as files made to do harm do; it was not opened. Save it anew in Excel."
        ) from None
    except (Unreadable, MemoryError):
        raise
    except Exception:  # openpyxl raises whatever a broken part makes it raise
        raise Unreadable(
            "The file is not a whole .xlsx workbook. Open it in Excel, save it as .xlsx and send that."
        ) from None


def _check(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    low = [name.lower() for name in names]
    if any(name.endswith("vbaproject.bin") or "macrosheets/" in name for name in low):
        raise Unreadable(
            "The workbook holds macros. Save it as “Excel workbook (.xlsx)”, which has none, and send that."
        )
    if any("/externallinks/" in name for name in low):
        raise Unreadable(
            "The workbook is linked to other files. In Excel choose Data, Edit links, Break link; save it and send that."
        )
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    is_bomb = unpacked > MOST_UNPACKED or unpacked > max(
        10_000_000, MOST_RATIO * packed
    )
    if len(entries) > MOST_ENTRIES or len(set(names)) < len(names) or is_bomb:
        raise Unreadable(
            "The workbook unpacks to far more than a plan holds, as files made to fill a disk do; it was not opened. Copy the plan into a new workbook."
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(
            "The file is locked with a password. Save it without one and send that."
        )
    if "xl/workbook.xml" not in names:
        raise Unreadable(
            "The file is not an .xlsx workbook, although its name says so. Save it as .xlsx and send that."
        )


@dataclass(slots=True)
class _Shape:
    """What the streaming mode of openpyxl does not tell of one sheet."""

    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[str] = field(default_factory=list)
    formulas: bool = False


def _shapes(archive: zipfile.ZipFile) -> dict[str, _Shape]:
    """For each sheet by its name, its merged and hidden cells."""
    links = {
        link.get("Id"): link.get("Target", "")
        for link in _tree(archive, "xl/_rels/workbook.xml.rels")
    }
    found: dict[str, _Shape] = {}
    for sheet in _tree(archive, "xl/workbook.xml").iter(f"{_MAIN}sheet"):
        target = links.get(sheet.get(_LINK), "")
        part = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
        if part in archive.namelist() and len(found) < MOST_SHEETS:
            with archive.open(part) as stream:
                found[sheet.get("name", "")] = _shape(stream)
    return found


def _tree(archive: zipfile.ZipFile, part: str) -> Any:
    with archive.open(part) as stream:
        return parse(stream, forbid_dtd=True).getroot()


def _shape(stream: Any) -> _Shape:
    shape = _Shape()
    for _, node in iterparse(stream, forbid_dtd=True):
        tag = node.tag.removeprefix(_MAIN)
        if tag == "mergeCell":
            shape.merged.append(range_boundaries(node.get("ref")))
        elif tag == "f":
            shape.formulas = True
        elif tag == "row":
            if _is_on(node.get("hidden")) and len(node):
                shape.hidden_rows.append(int(node.get("r", "0")))
            node.clear()
        elif tag == "col" and _is_on(node.get("hidden")):
            first, last = int(node.get("min", "1")), int(node.get("max", "1"))
            shape.hidden_columns += [
                get_column_letter(each)
                for each in range(first, min(last, MOST_COLUMNS) + 1)
            ]
    return shape


def _is_on(value: str | None) -> bool:
    return value in ("1", "true")


def _sheets(book: Any, shapes: dict[str, _Shape]) -> list[Sheet]:
    hidden = [each.title for each in book.worksheets if each.sheet_state != "visible"]
    shown = [each for each in book.worksheets if each.sheet_state == "visible"]
    if len(shown) > MOST_SHEETS:
        raise Unreadable(
            f"The workbook has {len(shown)} sheets, and at most {MOST_SHEETS} are read. Copy the plan into a new workbook."
        )
    about = []
    if hidden:
        about.append(f"Hidden and not read: the sheet {', the sheet '.join(hidden)}.")
    found, left = [], MOST_CHARACTERS
    for each in shown:
        sheet, used = _sheet(each, shapes.get(each.title, _Shape()), about, left)
        left -= used
        found.append(sheet)
    return found


def _sheet(
    source: Any, shape: _Shape, about: list[str], left: int
) -> tuple[Sheet, int]:
    rows: list[list[str]] = []
    remarks = list(about)
    used = 0
    for number, row in _rows(source, remarks):
        rows += [[] for _ in range(number - len(rows) - 1)]
        rows.append(row)
        used += sum(map(len, row))
        if used > left:
            raise Unreadable(
                f"The workbook holds more than {MOST_CHARACTERS:,} characters of text. Send the plan alone."
            )
    _fill_merged(rows, shape)
    held = [row for row in shape.hidden_rows if row <= len(rows) and any(rows[row - 1])]
    if held:
        remarks.append(
            f"Hidden in the sheet, and read like the others: row {numbers(held)}."
        )
    if shape.hidden_columns:
        remarks.append(
            f"Hidden in the sheet, and read like the others: column {', '.join(shape.hidden_columns)}."
        )
    if shape.formulas:
        remarks.append("Of formulas the result last saved in the file is read.")
    wide = sorted({top for left_, top, right, _ in shape.merged if right > left_})
    return (
        Sheet(
            source.title,
            tuple(map(tuple, rows)),
            tuple(remarks),
            tuple(row for row in wide if row <= len(rows)),
        ),
        used,
    )


def _rows(source: Any, remarks: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Each filled row with its number, up to a long stretch of nothing."""
    filled = last = 0
    for number, cells in enumerate(source.iter_rows(max_col=MOST_COLUMNS), start=1):
        row = [_text(cell) for cell in cells]
        while row and not row[-1]:
            row.pop()
        if row:
            filled, last = filled + 1, number
            if filled > MOST_ROWS + 50:
                raise Unreadable(
                    f"The sheet {source.title} has more than {MOST_ROWS:,} rows. Send it in parts."
                )
            yield number, row
        elif number - last > EMPTY_ROWS:
            remarks.append(
                f"Reading stopped after {EMPTY_ROWS} empty rows, at row {number}."
            )
            return


def _fill_merged(rows: list[list[str]], shape: _Shape) -> None:
    """A cell merged over several rows says the same of each of them."""
    for left, top, right, bottom in shape.merged:
        if left != right or top == bottom or top > len(rows):
            continue
        first = rows[top - 1]
        value = first[left - 1] if left <= len(first) else ""
        for row in rows[top : min(bottom, len(rows))]:
            if value and any(row):
                row += [""] * (left - len(row))
                row[left - 1] = row[left - 1] or value


_FORMAT_WORDS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return cleaned(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    is_share = "%" in _FORMAT_WORDS.sub("", cell.number_format or "")
    return f"{_number(value * 100)}%" if is_share else _number(value)


def _number(value: float) -> str:
    """A number as it was typed: 12 for 12.0, 0.3 for 0.30000000000000004."""
    text = f"{value:.10f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
