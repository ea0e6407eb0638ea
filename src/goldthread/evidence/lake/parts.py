"""From rows to one immutable Parquet file whose bytes depend on nothing but the rows.

Fixed row order, sorted dictionaries, no timestamps, one thread per part: the same rows
give the same bytes whoever supplied them, in whatever order, on whatever day.
"""

import hashlib
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from goldthread.evidence.geography import Places, Placing
from goldthread.evidence.lake.manifest import Key, Part
from goldthread.evidence.lake.shelf import Shelf
from goldthread.evidence.tables import TABLES, Table

# Identifiers are all different: a dictionary and statistics of them only cost bytes.
IDENTIFIERS = frozenset({"crime_id", "geometry"})
NO_DICTIONARY = IDENTIFIERS | {"source_row"}
# A row group is what a question can skip inside a part; rows are ordered by area.
ROW_GROUP = 20_000

Ranks = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """A part and how its rows were placed."""

    part: Part
    counts: Mapping[str, int]


class Misread(Exception):
    """A reader gave rows that the table's declaration does not allow: our fault."""


def _one(column: pa.ChunkedArray, field: pa.Field) -> pa.Array:
    """One contiguous array of a column; repeated texts as a sorted dictionary."""
    array = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    if array.null_count and not field.nullable:
        raise Misread(f"{field.name} is empty in {array.null_count} rows")
    if field.type != pa.string() or field.name in IDENTIFIERS:
        return array if array.type == field.type else array.cast(field.type)
    return _sorted_dictionary(array)


def _sorted_dictionary(array: pa.Array) -> pa.DictionaryArray:
    """The same texts, their dictionary sorted and without unused entries."""
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    words = array.dictionary.cast(pa.string())
    if pc.count_distinct(words).as_py() < len(words):
        # Two entries of one word: the bytes would depend on who wrote which.
        return _sorted_dictionary(array.cast(pa.string()))
    indices = array.indices
    at = indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)
    used = np.zeros(len(words) + 1, dtype=bool)  # the last place is for null, -1
    used[at] = True
    order = pc.sort_indices(words).to_numpy()
    order = order[used[order]]
    rank = np.full(len(words) + 1, -1, dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    placed = rank[at]
    return pa.DictionaryArray.from_arrays(
        pa.array(placed, mask=placed < 0), words.take(pa.array(order))
    )


def _ranks(array: pa.Array) -> Ranks:
    """Whole numbers that sort as the values do, nulls last."""
    if pa.types.is_dictionary(array.type):
        at = array.indices.fill_null(len(array.dictionary))
        return np.asarray(at.to_numpy(zero_copy_only=False))
    if pa.types.is_string(array.type):
        return _ranks(_sorted_dictionary(array))
    if pa.types.is_temporal(array.type):
        width = pa.int32() if array.type.bit_width == 32 else pa.int64()
        array = array.view(width)
    return np.asarray(array.to_numpy(zero_copy_only=False))


def _order(arrays: Mapping[str, pa.Array], by: Sequence[str]) -> Ranks:
    """The table's row order, as positions."""
    return np.lexsort([_ranks(arrays[name]) for name in reversed(by)])


def _silent_days(table: Table, arrays: Mapping[str, pa.Array]) -> int | None:
    """Days without a row at the end of the month, for sources that carry days."""
    moments = arrays.get("occurred_at")
    if moments is None or "month" not in table.key or not len(moments):
        return None
    last: datetime = pc.max(moments).as_py()
    return max(0, monthrange(last.year, last.month)[1] - last.day)


def encoded(table: Table, arrays: Mapping[str, pa.Array]) -> bytes:
    """The rows as Parquet bytes, in the table's order."""
    schema = table.schema()
    order = pa.array(_order(arrays, table.order))
    columns = [arrays[field.name].take(order) for field in schema]
    fields = [
        pa.field(f.name, c.type, f.nullable)
        for f, c in zip(schema, columns, strict=True)
    ]
    sink = pa.BufferOutputStream()
    pq.write_table(
        pa.Table.from_arrays(columns, schema=pa.schema(fields)),
        sink,
        row_group_size=ROW_GROUP,
        compression="zstd",
        compression_level=1,
        use_dictionary=[f.name for f in fields if f.name not in NO_DICTIONARY],
        write_statistics=[f.name for f in fields if f.name not in IDENTIFIERS],
        write_page_checksum=True,
        store_schema=False,
    )
    return bytes(sink.getvalue())


class PartWriter:
    """Writes parts on a shelf; knows where records lie."""

    def __init__(self, shelf: Shelf, places: Places) -> None:
        """`places` says where records lie, by the lookups held when this is made."""
        self.shelf = shelf
        self.places = places

    def write(self, table: Table, key: Key, rows: pa.Table) -> Written:
        """Place, order, encode, hash and write one part."""
        placing = self._placing(table, key, rows)
        given = placing.columns if placing else {}
        arrays = {f.name: _one(_column(rows, given, f.name), f) for f in table.schema()}
        content = encoded(table, arrays)
        part = Part(
            table.name,
            key,
            hashlib.sha256(content).hexdigest(),
            len(content),
            rows.num_rows,
            placing.areas if placing else {},
            placing.unsettled if placing else 0,
            _silent_days(table, arrays),
        )
        self.shelf.put(part.file, content)
        return Written(part, placing.counts if placing else {})

    def _placing(self, table: Table, key: Key, rows: pa.Table) -> Placing | None:
        return self.places.place(rows, key[0]) if table.is_placed else None

    def again(self, part: Part) -> Written:
        """Write a part again, its records placed by the lookups held now."""
        return self.write(TABLES[part.table], part.key, self.as_read(part))

    def as_read(self, part: Part) -> pa.Table:
        """A part's rows as its reader gave them, in the order of the file."""
        table = TABLES[part.table]
        rows = pq.read_table(self.shelf.path(part), use_threads=False)
        rows = rows.select([c.name for c in table.columns if not c.placed])
        return rows.sort_by("source_row") if "source_row" in rows.column_names else rows


def _column(
    rows: pa.Table, given: Mapping[str, pa.Array], name: str
) -> pa.ChunkedArray:
    if name in given:
        return pa.chunked_array([given[name]])
    return rows[name]
