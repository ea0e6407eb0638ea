"""A spreadsheet as rows of text: all that leaves the process that opened the file."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MOST_ROWS = 1_000  # actions of one partnership are tens to hundreds
MOST_COLUMNS = 100
MOST_SHEETS = 20
MOST_CHARACTERS = 2_000_000
EMPTY_ROWS = 500  # after so many the sheet is taken to be over


class Unreadable(Exception):
    """A file that is not opened; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: every row from the first on, and what is odd about it.

    wide    rows in which one cell spans several columns: headings between the actions
    ragged  rows of a CSV file that have one cell where the others have many
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    remarks: tuple[str, ...] = ()
    wide: tuple[int, ...] = ()
    ragged: tuple[int, ...] = ()

    def plain(self) -> dict[str, Any]:
        """The sheet as JSON holds it."""
        return {
            "name": self.name,
            "rows": [list(row) for row in self.rows],
            "remarks": list(self.remarks),
            "wide": list(self.wide),
            "ragged": list(self.ragged),
        }


def sheet_from(plain: Mapping[str, Any]) -> Sheet:
    """The sheet that JSON held."""
    return Sheet(
        plain["name"],
        tuple(tuple(row) for row in plain["rows"]),
        tuple(plain["remarks"]),
        tuple(plain["wide"]),
        tuple(plain["ragged"]),
    )


_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def cleaned(text: str) -> str:
    """Text as the plan keeps it: composed, one kind of line end, nothing invisible."""
    text = text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text)).strip()


def numbers(rows: list[int]) -> str:
    """Row numbers as people read them: "3, 4 and 9", and how many more."""
    shown = [str(row) for row in rows[:12]]
    if len(rows) > 12:
        return f"{', '.join(shown)} and {len(rows) - 12} more"
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
