"""What changed where a piece replaced another: rows, categories, outcomes (oddity 14)."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from goldthread.evidence.lake.manifest import Part
from goldthread.evidence.lake.report import Difference

_GROUPS = {"offence": "category", "outcome": "outcome", "stop_search": "type"}


def _counts(rows: pa.Table, column: str) -> dict[str, int]:
    counted = pc.value_counts(rows[column].combine_chunks())
    return {each["values"]: each["counts"] for each in counted.to_pylist()}


def _moved(before: pa.Table, after: pa.Table) -> int:
    """Crimes of both files whose outcome differs."""
    old = dict(
        zip(before["crime_id"].to_pylist(), before["outcome"].to_pylist(), strict=True)
    )
    old.pop(None, None)
    now = zip(after["crime_id"].to_pylist(), after["outcome"].to_pylist(), strict=True)
    return sum(1 for each, outcome in now if each in old and old[each] != outcome)


def difference(old: Part, old_file: Path, new: Part, new_file: Path) -> Difference:
    """How a new part differs from the one it replaces."""
    group = _GROUPS.get(new.table)
    if group is None:
        return Difference(new.table, new.key, old.rows, new.rows)
    columns = [group]
    if new.table == "offence":
        columns += ["crime_id", "outcome"]
    before = pq.read_table(old_file, columns=columns, use_threads=False)
    after = pq.read_table(new_file, columns=columns, use_threads=False)
    was, now = _counts(before, group), _counts(after, group)
    changed = {
        each: (was.get(each, 0), now.get(each, 0))
        for each in sorted(was.keys() | now.keys())
        if was.get(each, 0) != now.get(each, 0)
    }
    moved = _moved(before, after) if new.table == "offence" else 0
    return Difference(new.table, new.key, old.rows, new.rows, changed, moved)
