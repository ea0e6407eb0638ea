"""What was confirmed of a spreadsheet: its columns, its words, and what fills gaps."""

from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from typing import Any

from goldthread.delivery.sheets.plain_words import plainly

ASIDE, NOTHING, COMMUNITY = "", "none", "community"  # instead of somebody's key


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a sheet is read.

    columns   place of the column -> field; a column left out is not there
    clears    whether an empty cell empties what stands; else it changes nothing
    defaults  what a new action gets where the sheet does not say: field -> key
    confirmed whether a person said so for this file, or for all its headings before
    same      row of the file -> the action that it is, or "new", as a person said
    words     field -> word -> key; "" sets the row aside, "none" leaves it empty
    """

    sheet: int = 0
    columns: Map[int, str] = field(default_factory=dict)
    clears: bool = False
    defaults: Map[str, str] = field(default_factory=dict)
    words: Map[str, Map[str, str]] = field(default_factory=dict)
    confirmed: bool = False
    same: Map[int, str] = field(default_factory=dict)

    def place_of(self, name: str) -> int | None:
        return next((at for at, each in self.columns.items() if each == name), None)

    def plain(self) -> dict[str, Any]:
        """The mapping as JSON holds it."""
        return {
            "sheet": self.sheet,
            "columns": {str(at): name for at, name in self.columns.items()},
            "clears": self.clears,
            "defaults": dict(self.defaults),
            "words": {name: dict(told) for name, told in self.words.items()},
            "confirmed": self.confirmed,
            "same": {str(row): said for row, said in self.same.items()},
        }


def mapping_from(plain: Map[str, Any]) -> Mapping:
    """The mapping that JSON held."""
    if not plain:
        return Mapping()
    return Mapping(
        plain["sheet"],
        {int(at): name for at, name in plain["columns"].items()},
        plain["clears"],
        plain["defaults"],
        plain["words"],
        plain["confirmed"],
        {int(row): said for row, said in plain.get("same", {}).items()},
    )


def remembered_as(heading: str) -> str:
    """How a heading is known again next quarter."""
    return plainly(heading)
