"""Recording breaks that the partnership knows of itself, kept in a plain file.

The breaks every analyst in the country must know are in `core.breaks`. A partnership
adds its own in `recording-breaks.csv` in GOLDTHREAD_HOME:

    force,category,month,words
    saxonshire,public-order,2024-07,"Some anti-social behaviour is now public order."

An empty force means every force, an empty category means every category.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from goldthread.core.breaks import KNOWN, Break

FILE_NAME = "recording-breaks.csv"


def local_breaks(home: Path) -> tuple[Break, ...]:
    """The breaks the partnership wrote down itself; none where there is no file.

    Raises:
        ValueError: a line is not understood; the sentence names it.
    """
    path = home / FILE_NAME
    if not path.exists():
        return ()
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return tuple(_read(row, number) for number, row in enumerate(rows, start=2))


def _read(row: dict[str, str | None], number: int) -> Break:
    month, words = (row.get("month") or "").strip(), (row.get("words") or "").strip()
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])(-01)?", month) or not words:
        raise ValueError(
            f"Line {number} of {FILE_NAME}: expected a month like 2024-07 and words; "
            f"found {month!r} and {words!r}. Put the line right and try again."
        )
    return recording_break(
        date(int(month[:4]), int(month[5:7]), 1),
        words,
        category=(row.get("category") or "").strip(),
        force=(row.get("force") or "").strip(),
    )


def recording_break(
    start: date, words: str, *, category: str = "", force: str = ""
) -> Break:
    """A step in how one category of one force is counted, as a partnership tells it."""
    return Break(
        name=f"Local recording change {start:%Y-%m} {category}".strip(),
        start=start,
        end=None,
        categories=frozenset({category} if category else ()),
        forces=frozenset({force} if force else ()),
        masks=False,
        words=words,
        checked=True,
    )


def write_local_breaks(home: Path, breaks: Iterable[Break]) -> Path:
    """Write the partnership's own breaks where `local_breaks` finds them."""
    path = home / FILE_NAME
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("force", "category", "month", "words"))
        for entry in breaks:
            for force in sorted(entry.forces) or [""]:
                for category in sorted(entry.categories) or [""]:
                    writer.writerow(
                        (force, category, f"{entry.start:%Y-%m}", entry.words)
                    )
    return path


def breaks_for(
    force: str, local: Sequence[Break], *, invented: bool
) -> tuple[Break, ...]:
    """The breaks of one force, its own first; an invented force has no real history."""
    national = () if invented else KNOWN
    return tuple(b for b in (*local, *national) if not b.forces or force in b.forces)
