"""Cuts one file into the portions it holds: one for every force and month.

The archive has one force's month in a file, but a custom download or a merged file
may hold several; each is a portion of its own, replaced by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Self, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from goldthread.evidence.reading import Portion, Remark, nothing_set_aside
from goldthread.evidence.sources.faults import Mask, Rules, counted
from goldthread.evidence.sources.police_columns import Labels, Months, Numbers, label


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one force's month as columns; `choose` takes some of all of them."""

    source_row: npt.NDArray[np.int64]

    def choose(self, rows: Mask) -> Self:
        """The same columns for some of the rows."""
        chosen: dict[str, Any] = {}
        for column in fields(self):
            value = getattr(self, column.name)
            if isinstance(value, Labels):
                chosen[column.name] = value.choose(rows)
            elif isinstance(value, np.ndarray):
                chosen[column.name] = value[rows]
            else:
                chosen[column.name] = value.filter(pa.array(rows))
        return replace(self, **chosen)

    def __len__(self) -> int:
        return len(self.source_row)


@dataclass(frozen=True, slots=True)
class Located(Rows):
    """What street and outcome records share: who reported what, and where."""

    crime_id: pa.Array
    reported_by: Labels
    falls_within: Labels
    longitude: Numbers
    latitude: Numbers
    street: Labels
    lsoa: Labels

    @property
    def located(self) -> Mask:
        """Rows that have a map point."""
        found: Mask = ~np.isnan(self.longitude)
        return found


AnyRows = TypeVar("AnyRows", bound=Rows)


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one force's month; `None` for all rows of the file."""

    force: str
    month: date
    rows: Mask | None
    size: int

    @property
    def key(self) -> tuple[str, str]:
        """What is replaced whole."""
        return (self.force, label(self.month))

    def of(self, rows: AnyRows) -> AnyRows:
        """This group's rows among all rows of the file."""
        return rows if self.rows is None else rows.choose(self.rows)


def as_read(schema: pa.Schema, columns: dict[str, pa.Array]) -> pa.Table:
    """The columns in the declared order; words that repeat stay dictionary-coded.

    The lake casts when it writes; decoded here, they would be coded again there.
    """
    for column in schema:
        found = columns[column.name].type
        coded = pa.types.is_dictionary(found) and found.value_type == column.type
        if found != column.type and not coded:
            raise AssertionError(
                f"{column.name} was read as {found}, not {column.type}"
            )
    return pa.table({name: columns[name] for name in schema.names})


def same(word: str, size: int) -> pa.DictionaryArray:
    """A column that says the same in every row."""
    return pa.DictionaryArray.from_arrays(
        pa.array(np.zeros(size, np.int32)), pa.array([word], pa.string())
    )


def groups(rules: Rules, when: Months, slugs: Labels) -> list[Group]:
    """Every force's month in the file, in order of force and month."""
    good = ~rules.broken
    names = sorted({s for s in slugs.values if s})
    place = np.array([names.index(s) if s else -1 for s in slugs.values], np.int64)
    key = place[slugs.codes[good]] * len(when.values) + when.codes[good]
    found, counts = np.unique(key, return_counts=True)
    if len(found) == 1 and good.all():
        force, month = divmod(int(found[0]), len(when.values))
        return [Group(names[force], when.values[month], None, len(good))]
    whole = np.full(len(good), -1, np.int64)
    whole[good] = key
    made = []
    for each, count in zip(found, counts, strict=True):
        force, month = divmod(int(each), len(when.values))
        rows = whole == each
        made.append(Group(names[force], when.values[month], rows, int(count)))
    return sorted(made, key=lambda group: group.key)


@dataclass(frozen=True, slots=True)
class Read:
    """What was made of one group: lake rows, how many merged, what to tell."""

    rows: pa.Table
    collapsed: int
    remarks: tuple[Remark, ...]


def portions(
    table: str,
    rules: Rules,
    made: list[tuple[Group, Read]],
    merged: Mapping[str, int] = MappingProxyType({}),
) -> Iterator[Portion]:
    """The portions, with the rows set aside given to the one that has most rows.

    `merged` counts, by month, copies that were left out before the rows were looked at.
    """
    held = {group.key[1] for group, _ in made}
    elsewhere = sum(count for month, count in merged.items() if month not in held)
    sheet, set_aside = rules.sheet, rules.set_aside()
    largest = max(range(len(made)), key=lambda i: (made[i][0].size, -i))
    for i, (group, read) in enumerate(made):
        mine = set_aside if i == largest else nothing_set_aside()
        copies = merged.get(group.key[1], 0) + (elsewhere if i == largest else 0)
        remarks = (sheet.remarks if i == largest else ()) + read.remarks
        if mine.num_rows:
            remarks = (_set_aside_remark(mine, sheet.member), *remarks)
        yield Portion(
            table=table,
            key=group.key,
            rows=read.rows,
            set_aside=mine,
            rows_read=group.size + mine.num_rows + copies,
            collapsed=read.collapsed + copies,
            remarks=remarks,
            member=sheet.member,
            header=sheet.heading.text,
            mends=sheet.mends,
        )


def _set_aside_remark(rows: pa.Table, member: str) -> Remark:
    first = rows.slice(0, 1).to_pylist()[0]
    words = (
        f"{counted(rows.num_rows)} of {member} were set aside; the first is line "
        f"{first['row']:,}: {first['column']}, expected {first['expected']}, found "
        f"{first['found']}. Download what was set aside, correct it and send it again."
    )
    return Remark("set-aside", words, rows.num_rows)
