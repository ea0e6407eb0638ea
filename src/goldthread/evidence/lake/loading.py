"""From supplied files to parts: read, check, place, write, and tell, file by file."""

import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from goldthread.evidence.containers import Member, members
from goldthread.evidence.lake import guard, hands
from goldthread.evidence.lake.comparing import difference
from goldthread.evidence.lake.context import (
    lookups_digest,
    outlines_digest,
    places_of,
)
from goldthread.evidence.lake.disk import sha256_of
from goldthread.evidence.lake.manifest import Manifest, Name, Part
from goldthread.evidence.lake.parts import PartWriter
from goldthread.evidence.lake.report import Difference, FileReport
from goldthread.evidence.lake.shelf import Shelf
from goldthread.evidence.reading import Portion, Remark, Unreadable
from goldthread.evidence.sources import read_member
from goldthread.evidence.tables import TABLES

# Two: the reading, checking and writing happen in Arrow, outside Python's lock, and
# two files at a time keep two cores busy and the memory of a load small.
READERS = 2
# Files placed by lookups; everything else is read first, so that lookups that arrive
# in the same load are known by then.
_EVENTS = re.compile(r"(street|outcomes|stop-and-search)\.csv$|\.jsonl$")

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Supplied:
    """One file inside one path that was given."""

    path: Path
    sha256: str
    member: Member

    @property
    def is_event(self) -> bool:
        """Whether its rows will be placed by lookups."""
        return _EVENTS.search(self.member.name) is not None


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file: its report and the parts made of it."""

    report: FileReport
    parts: dict[Name, Part] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)


class Loader:
    """Reads one batch of files against the version that holds now."""

    def __init__(
        self,
        shelf: Shelf,
        before: Manifest,
        *,
        today: date,
        confirmed: bool,
        progress: Progress,
    ) -> None:
        """`confirmed`: a person looked at a file that seems cut or misplaced."""
        self.shelf = shelf
        self.before = before
        self.today = today
        self.confirmed = confirmed
        self.progress = progress
        self.writer = PartWriter(shelf, places_of(shelf, before))
        self.placed: set[Name] = set()  # pieces placed by the lookups of this batch
        self.places_digest = ("", "")

    def load(self, files: Sequence[Supplied]) -> list[Taken]:
        """Every file, in the order given; those that place records first."""
        context = [f for f in files if not f.is_event]
        events = [f for f in files if f.is_event]
        taken = dict(zip(map(id, context), self._read_all(context), strict=True))
        held = self.before.with_parts(parts_of(taken.values()))
        self.place_by(held)
        is_large = sum(f.member.size for f in events) >= hands.LARGE
        read = self._read_apart(events, held) if is_large else self._read_all(events)
        taken |= dict(zip(map(id, events), read, strict=True))
        self.placed = {name for f in events for name in taken[id(f)].parts}
        return [taken[id(f)] for f in files]

    def place_by(self, held: Manifest) -> None:
        """From now on, place records by the lookups and boundaries of `held`."""
        self.writer = PartWriter(self.shelf, places_of(self.shelf, held))
        self.places_digest = (lookups_digest(held), outlines_digest(held))

    def _read_all(self, files: Sequence[Supplied]) -> list[Taken]:
        found = []
        with ThreadPoolExecutor(READERS) as pool:
            for done, taken in enumerate(pool.map(self.take, files), 1):
                found.append(taken)
                self.progress(f"read {taken.report.member} ({done} of {len(files)})")
        return found

    def _read_apart(self, files: Sequence[Supplied], held: Manifest) -> list[Taken]:
        """The same in processes of their own, for loads that take a while."""
        self.shelf.sync()  # what this process wrote so far is what the others read
        listed = [
            (place, file.path.absolute(), file.sha256, file.member.name)
            for place, file in enumerate(files)
        ]
        orders = [
            hands.Order(
                self.shelf.base.absolute(),
                None
                if self.shelf.top == self.shelf.base
                else self.shelf.top.absolute(),
                self.before,
                held,
                self.today,
                self.confirmed,
                tuple(listed[hand :: hands.HANDS]),
            )
            for hand in range(hands.HANDS)
        ]
        done = itertools.count(1)

        def said(taken: Taken) -> None:
            name = taken.report.member
            self.progress(f"read {name} ({next(done)} of {len(files)})")

        found = hands.read_apart(orders, said)
        return [
            replace(
                found[place], report=replace(found[place].report, path=str(file.path))
            )
            for place, file in enumerate(files)
        ]

    def take(self, file: Supplied) -> Taken:
        """One file: all of it, or nothing and a sentence."""
        tally = Tally(file)
        for item in read_member(file.member, today=self.today):
            if isinstance(item, Unreadable):
                return Taken(tally.refused(str(item)))
            refusal = self._refusal(item) or self._write(item, tally)
            if refusal is not None:
                return Taken(tally.refused(refusal))
        report = tally.report()
        if tally.set_aside:
            content = _set_aside_bytes(tally.set_aside, tally.header)
            sha256 = hashlib.sha256(content).hexdigest()
            self.shelf.put(f"set_aside/{sha256}.parquet", content)
            report = replace(report, set_aside_sha256=sha256)
        return Taken(report, tally.parts, tally.counts)

    def _refusal(self, portion: Portion) -> str | None:
        """Why a portion is not taken, before anything is written."""
        held = self.before.parts.get((portion.table, portion.key))
        refusal = (
            guard.refusal_of_month(portion, self.today)
            or guard.refusal_of_rubbish(portion)
            or guard.refusal_of_codes(portion, demonstration=self.before.demonstration)
        )
        if refusal or self.confirmed or held is None:
            return refusal
        return guard.refusal_of_shrinking(portion, held.rows)

    def _write(self, portion: Portion, tally: "Tally") -> str | None:
        """Write a portion and enter it in the tally, or say why not."""
        table = TABLES[portion.table]
        old = self.before.parts.get((portion.table, portion.key))
        rows = portion.rows
        if portion.mends:
            if old is None:
                return (
                    f"{portion.member} mends rows of {' '.join(portion.key)}, and that"
                    " month is not held; load the month's own file first."
                )
            rows = _mended(self.writer.as_read(old), rows)
        written = self.writer.write(table, portion.key, rows)
        if "lsoa_published" in rows.column_names and not self.confirmed:
            coded = rows.num_rows - rows["lsoa_published"].null_count
            unknown = written.counts.get("unknown_code", 0)
            if any(self.writer.places.known("2021")) and (
                refusal := guard.refusal_of_unknown(portion, unknown, coded)
            ):
                return refusal
        tally.enter(portion, written.part, written.counts)
        if old is not None and old.sha256 != written.part.sha256:
            tally.replaced += old.rows
            tally.differences.append(
                difference(
                    old,
                    self.shelf.path(old),
                    written.part,
                    self.shelf.path(written.part),
                )
            )
        return None


class Tally:
    """Where the rows of one file went, counted while it is read."""

    def __init__(self, file: Supplied) -> None:
        """Nothing is counted yet."""
        self.file = file
        self.suppliers: list[str] = []
        self.read = self.accepted = self.collapsed = self.replaced = 0
        self.set_aside: list[pa.Table] = []
        self.header = ""
        self.remarks: list[Remark] = []
        self.differences: list[Difference] = []
        self.parts: dict[Name, Part] = {}
        self.counts: Counter[str] = Counter()

    def enter(self, portion: Portion, part: Part, counts: Mapping[str, int]) -> None:
        """Count one portion that was written."""
        table = TABLES[portion.table]
        supplier = portion.key[0] if table.is_placed else table.steward
        if supplier not in self.suppliers:
            self.suppliers.append(supplier)
        self.read += portion.rows_read
        self.accepted += portion.rows.num_rows
        self.collapsed += portion.collapsed
        if portion.set_aside.num_rows:
            self.set_aside.append(portion.set_aside)
        self.header = self.header or portion.header
        self.remarks += portion.remarks
        self.remarks += placing_remarks(portion, counts)
        self.parts[part.name] = part
        self.counts.update(counts)

    def refused(self, refusal: str) -> FileReport:
        """The report of a file of which nothing was taken."""
        return FileReport(
            str(self.file.path), self.file.member.name, self.file.sha256,
            "", 0, 0, 0, 0, 0, refusal=refusal,
        )  # fmt: skip

    def report(self) -> FileReport:
        """The report of a file that was taken."""
        return FileReport(
            str(self.file.path),
            self.file.member.name,
            self.file.sha256,
            ", ".join(self.suppliers),
            self.read,
            self.accepted,
            sum(rows.num_rows for rows in self.set_aside),
            self.collapsed,
            self.replaced,
            tuple(self.remarks),
            tuple(self.differences),
        )


_PLACING_WORDS = {
    "unknown_code": (
        "oddity-9",
        "{n} rows carry small-area codes that no lookup held knows; they are in no area.",
    ),
    "other_vintage_unknown": (
        "oddity-9",
        "{n} rows lie in small areas that were split or merged between 2011 and 2021, and"
        " no boundaries are held to tell which; that vintage stays empty for them.",
    ),
    "other_vintage_by_point": (
        "oddity-9",
        "{n} rows lie in small areas that were split or merged between 2011 and 2021;"
        " their map point told which.",
    ),
    "placed_by_point": (
        "oddity-1",
        "{n} rows without a small-area code were placed by their map point.",
    ),
    "in_no_outline": (
        "oddity-1",
        "{n} rows have a map point, no small-area code, and lie in no boundary held;"
        " they are in no area.",
    ),
    "outside_force_area": (
        "oddity-7",
        "{n} rows lie outside the area of their force; they count where they lie.",
    ),
    "several_partnerships": (
        "oddity-8",
        "{n} rows lie in a local authority with several partnerships and it cannot be"
        " told which; they are in no partnership.",
    ),
}


def placing_remarks(portion: Portion, counts: Mapping[str, int]) -> list[Remark]:
    """What placing found, in words."""
    return [
        Remark(code, words.format(n=f"{counts[name]:,}"), counts[name])
        for name, (code, words) in _PLACING_WORDS.items()
        if counts.get(name)
    ]


def _mended(held: pa.Table, rows: pa.Table) -> pa.Table:
    """The rows held, with the mended ones added or in the place of their line."""
    lines = rows["source_row"].combine_chunks()
    kept = held.filter(pc.invert(pc.is_in(held["source_row"], value_set=lines)))
    plain = rows.cast(kept.schema)
    return pa.concat_tables([kept, plain]).sort_by("source_row")


def _set_aside_bytes(pieces: Sequence[pa.Table], header: str) -> bytes:
    """Rows set aside, with the file's own header so that they can be sent again."""
    rows = pa.concat_tables(pieces).replace_schema_metadata({"header": header})
    sink = pa.BufferOutputStream()
    pq.write_table(rows, sink, compression="zstd")
    return bytes(sink.getvalue())


def members_named(wanted: Sequence[tuple[Path, str]]) -> dict[tuple[Path, str], Member]:
    """The members of those names, each archive opened once."""
    found = {}
    for path in dict.fromkeys(path for path, _ in wanted):
        for member in members(path):
            if isinstance(member, Member):
                found[path, member.name] = member
    return found


def supplied(path: Path) -> Iterator[Supplied | FileReport]:
    """Every file inside a path, with its hash; one that cannot be opened says why."""
    if not path.exists():
        words = f"{path.name} is not there; check the name and try again."
        yield unopened(path, "", words)
        return
    for each in _files_in(path):
        sha256 = sha256_of(each)
        try:
            for member in members(each):
                if isinstance(member, Unreadable):
                    yield unopened(each, sha256, str(member))
                else:
                    yield Supplied(each, sha256, member)
        except Unreadable as refusal:
            yield unopened(each, sha256, str(refusal))


def _files_in(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(p for p in path.rglob("*") if p.is_file() and p.name[0] != ".")


def unopened(path: Path, sha256: str, refusal: str) -> FileReport:
    """The report of a file that could not even be opened."""
    return FileReport(str(path), path.name, sha256, "", 0, 0, 0, 0, 0, refusal=refusal)


def parts_of(taken: Iterable[Taken]) -> dict[Name, Part]:
    """The parts of several files; where two give the same piece, the later stands."""
    merged: dict[Name, Part] = {}
    for each in taken:
        merged |= each.parts
    return merged
