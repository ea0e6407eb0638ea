"""Tables of a Word file: a head that repeats, rows that hold together, numbers right."""

from collections.abc import Sequence
from typing import Any

from goldthread.documents import columns, numbers
from goldthread.documents.model import Column, Suppressed, Table
from goldthread.documents.word import fields, styles

WIDE = 9638  # 170 mm in twentieths of a point, as Word counts
LETTERS = 86  # of the widest typeface that may stand in, across the page
MANY = 7  # columns; with more a name stood in six lines at the usual size
SMALLER = 9 / 8  # so many more letters across it then


def add(file: Any, one: Table) -> None:
    """The rows of a table as the house writes them; an empty one says so."""
    written = numbers.written(one)
    made = grid(file, 1 + max(1, len(written)), len(one.columns))
    is_crowded = len(one.columns) > MANY
    _widths(made, one.columns, written, LETTERS * (SMALLER if is_crowded else 1))
    _head(made.rows[0], one.columns, is_crowded=is_crowded)
    if not written:
        merged = made.rows[1].cells[0].merge(made.rows[1].cells[-1])
        _fill(merged, "Nothing to show.", styles.CELL)
    for row, values, texts in zip(made.rows[1:], one.rows, written, strict=False):
        _keep_whole(row)
        for cell, value, text, column in zip(
            row.cells, values, texts, one.columns, strict=True
        ):
            style = styles.NUMBER if column.is_numeric else styles.CELL
            style = styles.CROWDED[style] if is_crowded else style
            missing = value is None or isinstance(value, Suppressed)
            _fill(cell, text, style, missing=missing)
    if columns.is_short(one):
        _keep_together(made)


def grid(file: Any, rows: int, columns: int) -> Any:
    """An empty table across the page in the house's style."""
    made = file.add_table(rows, columns)
    made.style = styles.TABLE
    made.autofit = False
    look = made._tbl.tblPr.find(fields.element("w:tblLook").tag)
    if look is None:
        look = fields.element("w:tblLook")
        made._tbl.tblPr.append(look)
    for name in list(look.attrib):
        del look.attrib[name]
    for name, value in {
        "val": "0620",
        "firstRow": "1",
        "lastRow": "0",
        "firstColumn": "0",
        "lastColumn": "0",
        "noHBand": "1",
        "noVBand": "1",
    }.items():
        look.set(look.tag.replace("tblLook", name), value)
    return made


def _head(row: Any, heads: Sequence[Column], *, is_crowded: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(fields.element("w:cantSplit"))
    properties.append(fields.element("w:tblHeader"))
    for cell, column in zip(row.cells, heads, strict=True):
        style = styles.HEAD_NUMBER if column.is_numeric else styles.HEAD
        style = styles.CROWDED[style] if is_crowded else style
        _fill(cell, column.heading, style)
        if column.unit:
            unit = cell.paragraphs[0].add_run(f"\n{fields.clean(column.unit)}")
            unit.bold = False


def _fill(cell: Any, text: str, style: str, *, missing: bool = False) -> None:
    line = cell.paragraphs[0]
    line.style = style
    line.add_run(fields.clean(text), style=styles.NOT_HELD if missing else None)


def _keep_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(fields.element("w:cantSplit"))


def _keep_together(made: Any) -> None:
    """No short table is cut by a page: every row but the last keeps to the next."""
    for row in made.rows[:-1]:
        for cell in row.cells:
            for line in cell.paragraphs:
                line.paragraph_format.keep_with_next = True


def _widths(
    made: Any, heads: Sequence[Column], rows: list[list[str]], across: float
) -> None:
    from docx.shared import Twips

    letters = columns.widths(heads, rows, int(across))
    narrow = len(heads) <= 2 and heads[-1].is_numeric
    room = WIDE * 0.55 if narrow else WIDE
    for at, share in enumerate(letters):
        width = Twips(int(room * share / sum(letters)))
        made.columns[at].width = width
        for cell in made.columns[at].cells:
            cell.width = width
