"""A long narrow table as paper shows it: in two or three strips beside each other.

The months behind a chart, one under the other, made ten pages of a board's pack of 27;
folded they are read down the first strip and on at the head of the next.
"""

from dataclasses import replace

from goldthread.documents import columns, numbers
from goldthread.documents.model import Cell, Table

LONG = 24  # rows of a table that is worth folding
_MOST = 3  # strips


def folded(table: Table) -> Table:
    """The same rows in as many strips as the page has room for; a short table as it is."""
    strips = _strips(table)
    if strips < 2:
        return table
    deep = -(-len(table.rows) // strips)
    nothing: tuple[Cell, ...] = ("",) * len(table.columns)
    rows = tuple(
        tuple(
            cell
            for strip in range(strips)
            for cell in _at(table, strip * deep + line) or nothing
        )
        for line in range(deep)
    )
    return replace(table, columns=table.columns * strips, rows=rows)


def _at(table: Table, number: int) -> tuple[Cell, ...]:
    return table.rows[number] if number < len(table.rows) else ()


def _strips(table: Table) -> int:
    if len(table.rows) <= LONG:
        return 1
    written = numbers.written(table)
    heads = [len(c.heading) + len(c.unit) for c in table.columns]
    texts = [max(len(row[at]) for row in written) for at in range(len(heads))]
    # A heading may stand in two lines; a text of the rows may not.
    wide = sum(
        max(head // 2, text) + columns.MARGIN
        for head, text in zip(heads, texts, strict=True)
    )
    return min(_MOST, columns.ACROSS // wide)
