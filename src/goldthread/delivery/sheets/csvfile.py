"""A CSV file as a sheet, in the encodings and with the separators that are about."""

import csv
import io
from collections import Counter

from goldthread.delivery.sheets.grid import (
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_ROWS,
    Sheet,
    Unreadable,
    cleaned,
)
from goldthread.delivery.sheets.text_cells import as_meant

SEPARATORS = ",;\t|"
_ENCODINGS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def read_csv(content: bytes) -> list[Sheet]:
    """The one sheet of a CSV file.

    Raises:
        Unreadable: it is no table of text.
    """
    text = _decoded(content)
    if len(text) > MOST_CHARACTERS:
        raise Unreadable(
            f"The file holds {len(text):,} characters, and a plan at most {MOST_CHARACTERS:,}. Send the plan alone."
        )
    rows = _rows(text)
    widest = max(map(len, rows), default=0)
    if widest > MOST_COLUMNS:
        raise Unreadable(
            f"The file has {widest:,} columns, and a plan at most {MOST_COLUMNS}. Send the plan alone."
        )
    if len(rows) > MOST_ROWS + 50:
        raise Unreadable(
            f"The file has {len(rows):,} rows, and a plan at most {MOST_ROWS:,}. Send it in parts."
        )
    usual = Counter(map(len, rows)).most_common(1)[0][0] if rows else 0
    ragged = [
        number
        for number, row in enumerate(rows, start=1)
        if row and len(row) != usual and _is_broken(row, usual)
    ]
    return [
        Sheet(
            "CSV",
            tuple(tuple(cleaned(as_meant(cell)) for cell in row) for row in rows),
            ragged=tuple(ragged),
        )
    ]


def _is_broken(row: list[str], usual: int) -> bool:
    """Whether a row has lost its columns: one cell for many, or words beyond the last."""
    holds_others = any(mark in row[0] for mark in SEPARATORS)
    return (len(row) == 1 and holds_others) or any(map(str.strip, row[usual:]))


def _decoded(content: bytes) -> str:
    for mark, encoding in _ENCODINGS:
        if content.startswith(mark):
            return _tried(content, encoding)
    if b"\0" in content:
        raise Unreadable(
            "The file is not text, although its name says CSV. Save the sheet as .xlsx or CSV and send that."
        )
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _tried(content, "cp1252")  # what Excel calls plain CSV in this country


def _tried(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable(
            "The file's letters are in no usual encoding. Save it as “CSV UTF-8” and send that."
        ) from None
    if "\0" in text:
        raise Unreadable(
            "The file holds signs that are no text. Save the sheet as .xlsx and send that."
        )
    return text


def _rows(text: str) -> list[list[str]]:
    csv.field_size_limit(MOST_CHARACTERS)
    separator = max(SEPARATORS, key=lambda mark: _fits(text, mark))
    return _parsed(text, separator)


def _parsed(text: str, separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise Unreadable(
            f"The file is not CSV ({error}). Save the sheet as .xlsx and send that."
        ) from None


def _fits(text: str, separator: str) -> tuple[int, int]:
    """How many of the first lines have the same number of cells, more than one."""
    head = "\n".join(text.splitlines()[:60])
    widths = Counter(len(row) for row in _parsed(head, separator) if len(row) > 1)
    if not widths:
        return 0, 0
    width, count = widths.most_common(1)[0]
    return count, width
