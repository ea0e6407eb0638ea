"""What happened to the lake, entry by entry: who loaded or took back what, and when.

Entry n names the hash of entry n-1, and CURRENT names the newest entry and its hash,
so the chain cannot be changed without `verify` seeing it. CURRENT is the one file that
is swapped: an entry above it is debris of an interrupted load.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from goldthread.evidence.lake.disk import canonical, read_json
from goldthread.evidence.lake.manifest import Name
from goldthread.evidence.lake.report import (
    BatchReport,
    Difference,
    FileReport,
    LakeDamaged,
    LakeRefused,
    Receipt,
)
from goldthread.evidence.reading import Remark


@dataclass(frozen=True, slots=True)
class Change:
    """One supplied piece that a batch put in, replaced or took out."""

    name: Name
    before: str | None  # SHA-256 of the part, None where nothing stood
    after: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the lake's history."""

    report: BatchReport
    changes: tuple[Change, ...]
    previous: str  # SHA-256 of the entry before; empty for the first

    @property
    def number(self) -> int:
        """The batch's number, from 1."""
        assert self.report.number is not None
        return self.report.number

    def content(self) -> bytes:
        """The entry's bytes."""
        value = asdict(self.report)
        value["at"] = self.report.at.astimezone(UTC).isoformat()
        return canonical(
            {
                "previous": self.previous,
                "report": value,
                "changes": [
                    [c.name[0], list(c.name[1]), c.before, c.after]
                    for c in self.changes
                ],
            }
        )

    @property
    def sha256(self) -> str:
        """The entry's hash."""
        return hashlib.sha256(self.content()).hexdigest()


def _file(value: Mapping[str, Any]) -> FileReport:
    fields = dict(value)
    fields["remarks"] = tuple(Remark(**r) for r in value["remarks"])
    fields["differences"] = tuple(
        Difference(
            d["table"],
            tuple(d["key"]),
            d["rows_before"],
            d["rows_after"],
            {k: (b, a) for k, (b, a) in d["by_category"].items()},
            d["outcomes_moved"],
        )
        for d in value["differences"]
    )
    return FileReport(**fields)


def _entry(value: Mapping[str, Any]) -> Entry:
    fields = dict(value["report"])
    fields["at"] = datetime.fromisoformat(fields["at"])
    fields["files"] = tuple(_file(f) for f in fields["files"])
    fields["notes"] = tuple(fields["notes"])
    changes = (Change((t, tuple(k)), b, a) for t, k, b, a in value["changes"])
    return Entry(BatchReport(**fields), tuple(changes), value["previous"])


def entry_path(folder: Path, number: int) -> Path:
    """Where entry `number` lies."""
    return folder / "history" / f"{number:06d}.json"


def set_aside_files(entry: Entry) -> Iterator[str]:
    """Files of rows that a batch set aside, below the lake's folder."""
    for file in entry.report.files:
        if file.set_aside_sha256:
            yield f"set_aside/{file.set_aside_sha256}.parquet"


def read_history(folder: Path, newest: int, newest_sha256: str) -> tuple[Entry, ...]:
    """Every entry up to `newest`, oldest first, the chain checked link by link."""
    entries: list[Entry] = []
    expected = newest_sha256
    for number in range(newest, 0, -1):
        path = entry_path(folder, number)
        value = read_json(path)
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found != expected:
            raise LakeDamaged(
                f"The lake's history entry {number} is not what was written; restore"
                f" {path.name} from a backup.",
                f"history/{path.name}",
            )
        entries.append(_entry(value))
        expected = value["previous"]
    return tuple(reversed(entries))


def supplied_by(entries: Sequence[Entry]) -> dict[Name, list[tuple[int, str | None]]]:
    """For every piece, the batches that supplied it, newest last, with the part's hash.

    Taking a batch back uncovers the one below it.
    """
    stacks: dict[Name, list[tuple[int, str | None]]] = {}
    for entry in entries:
        for change in entry.changes:
            stack = stacks.setdefault(change.name, [])
            if entry.report.act == "undo":
                stack.pop()
            else:
                stack.append((entry.number, change.after))
    return stacks


def taken_back(entries: Sequence[Entry]) -> dict[int, int]:
    """Batches that were taken back, with the batch that did it."""
    return {
        entry.report.undoes: entry.number
        for entry in entries
        if entry.report.undoes is not None
    }


def version_named(name: str, entries: Sequence[Entry], versions: Iterator[str]) -> str:
    """The version id that a person means: current, an id, a batch number or a date."""
    if name == "current":
        return entries[-1].report.version
    if name.isdigit() and len(name) <= 6:
        return _by_number(int(name), entries)
    try:
        day = date.fromisoformat(name)
    except ValueError:
        pass
    else:
        return _by_date(day, entries)
    found = [each for each in versions if len(name) >= 6 and each.startswith(name)]
    if len(found) == 1:
        return found[0]
    if found:
        raise LakeRefused(f"Several versions begin with {name}; give more of the id.")
    raise LakeRefused(
        f"No version is called {name}; expected current, a batch number, a date such"
        " as 2026-01-15, or at least six characters of a version's id."
    )


def _by_number(number: int, entries: Sequence[Entry]) -> str:
    for entry in entries:
        if entry.number == number:
            return entry.report.version
    raise LakeRefused(
        f"There is no batch {number}; the newest is {len(entries)}. `goldthread lake"
        " batches` lists them."
    )


def _by_date(day: date, entries: Sequence[Entry]) -> str:
    held = [e for e in entries if e.report.at.astimezone(UTC).date() <= day]
    if not held:
        first = entries[0].report.at.astimezone(UTC).date() if entries else None
        began = f"its first batch is of {first}" if first else "it is empty"
        raise LakeRefused(f"The lake held nothing on {day}; {began}.")
    return held[-1].report.version


def first_receipts(
    entries: Sequence[Entry], gone: Mapping[int, int]
) -> tuple[Receipt, ...]:
    """The first time that each supplier's month came, of what was not taken back."""
    found: dict[Name, Receipt] = {}
    for entry in entries:
        if entry.report.act != "add" or entry.number in gone:
            continue
        for change in entry.changes:
            table, key = change.name
            month = _month(key)
            if month is not None and change.name not in found:
                found[change.name] = Receipt(table, key[0], month, entry.report.at)
    return tuple(found.values())


def _month(key: tuple[str, ...]) -> date | None:
    """The month of a key such as ("saxonshire", "2026-03"); None where it has none."""
    if len(key) != 2 or not _MONTHLY.fullmatch(key[1]):
        return None
    return date(int(key[1][:4]), int(key[1][5:]), 1)


_MONTHLY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])", re.ASCII)
