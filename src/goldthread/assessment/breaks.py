"""Months that must not be compared as if nothing had happened: breaks and masks.

A **break** is a month from which the same thing was counted differently; a series is
never joined across it without a label (E32). A **mask** is a stretch in which life was
not ordinary; its months build no baseline (E34). Both are data: they are argued over,
dated, and printed with the figure.

A partnership adds its own breaks in `recording-breaks.csv` in GOLDTHREAD_HOME:

    force,category,month,words
    saxonshire,public-order,2024-07,"Some anti-social behaviour is now recorded as public order."

An empty force means every force, an empty category means every category.
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

FILE_NAME = "recording-breaks.csv"


@dataclass(frozen=True, slots=True)
class Break:
    """From `month` on, `category` was counted differently (empty: every one)."""

    month: date
    words: str
    category: str = ""
    force: str = ""


@dataclass(frozen=True, slots=True)
class Mask:
    """Months from `start` up to `end` in which no ordinary level can be learned."""

    start: date
    end: date
    words: str


PANDEMIC = Mask(
    date(2020, 3, 1),
    date(2021, 8, 1),
    "pandemic restrictions, March 2020 to July 2021: theft fell, and reports of "
    "breaches raised anti-social behaviour",
)
MASKS = (PANDEMIC,)

# Dates and effects as analysts know them (domain E32); the publisher's own two changes
# of category are certain, because the files show them.
KNOWN = (
    Break(
        date(2011, 9, 1),
        "The publisher went from six categories to eleven: five new ones were cut out "
        "of “other crime”.",
    ),
    Break(
        date(2013, 5, 1),
        "The publisher went from eleven categories to fourteen: violence and sexual "
        "offences, public order, weapons and two kinds of theft were redrawn.",
    ),
    Break(
        date(2014, 11, 1),
        "Inspections of crime recording began: for some years more of what was "
        "reported was recorded.",
        "violent-crime",
    ),
    Break(
        date(2017, 4, 1),
        "Burglary of a dwelling now includes sheds and garages within its bounds.",
        "burglary",
    ),
    Break(
        date(2023, 5, 1),
        "Where one offender's course of conduct holds several crimes, fewer of them "
        "are counted.",
        "violent-crime",
    ),
)


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
    return Break(
        date(int(month[:4]), int(month[5:7]), 1),
        words,
        (row.get("category") or "").strip(),
        (row.get("force") or "").strip(),
    )


def write_local_breaks(home: Path, breaks: Iterable[Break]) -> Path:
    """Write the partnership's own breaks where `local_breaks` finds them."""
    path = home / FILE_NAME
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("force", "category", "month", "words"))
        for b in breaks:
            writer.writerow((b.force, b.category, f"{b.month:%Y-%m}", b.words))
    return path
