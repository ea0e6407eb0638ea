"""The months an action is judged from, frozen: its place, and the places beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from goldthread.core.arrays import Floats, Months


@dataclass(frozen=True, slots=True)
class Named:
    """One place's months; None where a month is not held."""

    name: str
    counts: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class EffectSeries:
    """Everything a judgement reads. `rule` says how the comparison places were chosen,
    `beside` are places it might have moved crime to, `broken` says in words why the
    series may not be read as one (a recording change), empty where it may.
    """

    months: tuple[date, ...]  # first months of periods that follow each other
    place: Named
    others: tuple[Named, ...] = ()
    beside: tuple[Named, ...] = ()
    rule: str = ""
    source: str = ""
    unit: str = "recorded"
    lake_version: str = ""
    broken: str = ""
    every: int = 1  # months in a period: 3 where the figures are of quarters
    care: str = ""  # what to bear in mind whatever comes of it

    def __post_init__(self) -> None:
        for one in (self.place, *self.others, *self.beside):
            if len(one.counts) != len(self.months):
                raise ValueError(
                    f"{one.name} has {len(one.counts)} months; there are "
                    f"{len(self.months)}. Give one count, or None, for each."
                )

    @property
    def last(self) -> date:
        """The last month that is held."""
        number = self.months[-1].year * 12 + self.months[-1].month + self.every - 2
        return date(number // 12, number % 12 + 1, 1)

    @property
    def axis(self) -> Months:
        """The months as numbers count them."""
        return np.asarray(self.months, dtype="datetime64[M]")


def counted(one: Named) -> Floats:
    """The months as numbers, NaN where none is held."""
    return np.array([np.nan if n is None else n for n in one.counts], dtype=np.float64)


def as_json(series: EffectSeries) -> dict[str, Any]:
    """The series as it is kept."""

    def told(one: Named) -> dict[str, Any]:
        return {"name": one.name, "counts": list(one.counts)}

    return {
        "months": [f"{month:%Y-%m}" for month in series.months],
        "place": told(series.place),
        "others": [told(one) for one in series.others],
        "beside": [told(one) for one in series.beside],
        "rule": series.rule,
        "source": series.source,
        "unit": series.unit,
        "broken": series.broken,
        "every": series.every,
        "care": series.care,
    }


def from_json(kept: Mapping[str, Any], *, lake_version: str = "") -> EffectSeries:
    """The series that `as_json` kept."""

    def read(one: Mapping[str, Any]) -> Named:
        return Named(one["name"], tuple(one["counts"]))

    return EffectSeries(
        months=tuple(date(int(text[:4]), int(text[5:]), 1) for text in kept["months"]),
        place=read(kept["place"]),
        others=tuple(map(read, kept["others"])),
        beside=tuple(map(read, kept["beside"])),
        rule=kept["rule"],
        source=kept["source"],
        unit=kept["unit"],
        lake_version=lake_version,
        broken=kept["broken"],
        every=kept.get("every", 1),  # judgements of version 0.2.0 were of months
        care=kept.get("care", ""),
    )
