"""Reads generated files back with nothing but the csv module, and counts."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from goldthread.saxonbridge import Generated, Truth


@dataclass
class Street:
    """Every good row of every street file, counted where a truth can look it up."""

    # (force, month, area code or "", category label) -> records
    counts: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    rows: Counter[tuple[str, str]] = field(default_factory=Counter)  # (force, month)
    points: Counter[tuple[str, str]] = field(default_factory=Counter)

    def total(
        self, category: str | None, areas: set[str], months: set[str], force: str = ""
    ) -> int:
        """Records of a category in areas and months, reported by a force or by all."""
        return sum(
            n
            for (by, month, area, kind), n in self.counts.items()
            if month in months
            and area in areas
            and category in (None, kind)
            and force in ("", by)
        )

    def by_area(self, category: str, areas: set[str], months: set[str]) -> Counter[str]:
        """Records of a category in each area over the months."""
        found: Counter[str] = Counter()
        for (_, month, area, kind), n in self.counts.items():
            if month in months and area in areas and kind == category:
                found[area] += n
        return found


@dataclass
class Country:
    """The lookups, read back."""

    ward_of: dict[str, str] = field(default_factory=dict)  # both vintages
    authority_of: dict[str, str] = field(default_factory=dict)
    partnership_of: dict[str, set[str]] = field(default_factory=dict)
    changes: list[dict[str, str]] = field(default_factory=list)
    areas: dict[str, list[str]] = field(default_factory=dict)  # by vintage

    def codes_of(self, truth: Truth) -> set[str]:
        """The small-area codes, of both vintages, that a truth is about."""
        if not truth.areas:
            return {a for a, lad in self.authority_of.items() if lad == "X06000001"}
        if truth.areas[0].startswith("X05"):
            return {a for a, ward in self.ward_of.items() if ward in truth.areas}
        return self.both_vintages(set(truth.areas))

    def both_vintages(self, codes: set[str]) -> set[str]:
        """These 2021 areas and the 2011 areas that they came from."""
        old = {c["LSOA11CD"] for c in self.changes if c["LSOA21CD"] in codes}
        return codes | old


def read_rows(path: Path) -> list[dict[str, str]]:
    """A small CSV file as it stands."""
    with path.open(newline="", encoding="ascii") as file:
        return list(csv.DictReader(file))


def street_files(generated: Generated) -> Iterator[Path]:
    """The street files among what was delivered."""
    return (p for p in generated.police if p.name.endswith("-street.csv"))


def months(first: date, count: int) -> set[str]:
    """`count` months from `first`, as files name them."""
    start = first.year * 12 + first.month - 1
    return {f"{n // 12}-{n % 12 + 1:02d}" for n in range(start, start + count)}
