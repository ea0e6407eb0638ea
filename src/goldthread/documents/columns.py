"""How wide the columns of a printed table are, counted in letters, and how deep it runs."""

import math
from collections.abc import Sequence

from goldthread.documents import numbers
from goldthread.documents.model import Column, Table

MARGIN = 3  # letters
_MOST = 40  # letters of a word before the other columns give way
ACROSS = 100  # letters of a table's usual type across a printed page
SHORT = 14  # rows that print keeps on one page
SHALLOW = 24  # lines, where some of these rows take several


def widths(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], letters: int
) -> list[float]:
    """Columns in which no text takes more lines than it must, nor breaks a word.

    The room that one column needs for its longest text to stand in so many lines is
    counted for one line, for two, and so on until all columns fit: shared out by length
    alone, the words of short columns left a name in six lines.
    """
    texts = [[row[at] for row in rows] for at in range(len(columns))]
    least = [_least(c, mine) for c, mine in zip(columns, texts, strict=True)]
    # A heading may stand in two lines where all else stands in one.
    longest = [
        max([len(c.heading) // 2, *map(len, mine)])
        for c, mine in zip(columns, texts, strict=True)
    ]
    wanted = list(least)
    for deep in range(1, max(longest, default=0) + 1):
        wanted = [
            max(low, math.ceil(long / deep) + MARGIN)
            for low, long in zip(least, longest, strict=True)
        ]
        if sum(wanted) <= letters:
            break
    return _spread(wanted, longest, letters)


def _spread(wanted: list[int], longest: list[int], letters: int) -> list[float]:
    """What is left goes to the columns whose texts would still break."""
    short = [max(0, long + MARGIN - w) for w, long in zip(wanted, longest, strict=True)]
    spare = max(0, letters - sum(wanted))
    part = min(1.0, spare / sum(short)) if any(short) else 0.0
    return [w + lack * part for w, lack in zip(wanted, short, strict=True)]


def _least(column: Column, texts: Sequence[str]) -> int:
    """Letters of what must not be broken: a word, and the whole of a number or a date."""
    heads = [*column.heading.split(), *column.unit.split()]
    whole = column.kind != "text"
    held = [part for text in texts for part in ([text] if whole else text.split())]
    return min(max(map(len, [*heads, *held]), default=1) + MARGIN, _MOST)


def is_short(table: Table) -> bool:
    """Whether print keeps it on one page; kept whole, a deep one left a page half empty."""
    if len(table.rows) > SHORT:
        return False
    written = numbers.written(table)
    wide = widths(table.columns, written, ACROSS)
    deep = sum(
        max(
            math.ceil(len(text) / max(1.0, room - MARGIN))
            for text, room in zip(row, wide, strict=True)
        )
        for row in written
    )
    return deep <= SHALLOW
