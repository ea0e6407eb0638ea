"""How wide the columns of a printed table are, counted in letters."""

from collections.abc import Sequence

from goldthread.documents.model import Column

MARGIN = 3  # letters
_MOST = 40  # letters of a column before the others give way


def widths(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], letters: int
) -> list[float]:
    """Columns at least as wide as their longest word; what is left goes to long texts."""
    texts = [[row[at] for row in rows] for at in range(len(columns))]
    least = [_least(c, mine) for c, mine in zip(columns, texts, strict=True)]
    wanted = [
        max(low, min(max(map(len, mine), default=0) + MARGIN, _MOST))
        for low, mine in zip(least, texts, strict=True)
    ]
    spare, asked = max(letters - sum(least), 0), sum(wanted) - sum(least)
    part = min(1.0, spare / asked) if asked else 0.0
    return [low + (w - low) * part for low, w in zip(least, wanted, strict=True)]


def _least(column: Column, texts: Sequence[str]) -> int:
    """Letters of what must not be broken: a word, and the whole of a number or a date."""
    heads = [*column.heading.split(), *column.unit.split()]
    whole = column.kind != "text"
    held = [part for text in texts for part in ([text] if whole else text.split())]
    return min(max(map(len, [*heads, *held]), default=1) + MARGIN, _MOST)
