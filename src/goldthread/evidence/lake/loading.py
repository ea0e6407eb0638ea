"""From supplied files to parts: read, check, place, write, and tell, file by file."""

import hashlib
import itertools
import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from goldthread.evidence.containers import Member, members
from goldthread.evidence.forces import key_words
from goldthread.evidence.lake import guard, hands
from goldthread.evidence.lake.comparing import difference
from goldthread.evidence.lake.context import (
    lookups_digest,
    outlines_digest,
    places_of,
)
from goldthread.evidence.lake.hands import Hands
from goldthread.evidence.lake.manifest import Manifest, Name, Part
from goldthread.evidence.lake.orders import Lost, Order, ToRead
from goldthread.evidence.lake.parts import PartWriter
from goldthread.evidence.lake.report import Progress
from goldthread.evidence.lake.shelf import Shelf
from goldthread.evidence.lake.supplied import Supplied
from goldthread.evidence.lake.tally import Taken, Tally, set_aside_file
from goldthread.evidence.reading import Portion, Unneeded, Unreadable
from goldthread.evidence.sources import read_member
from goldthread.evidence.tables import TABLES

# Two: the reading, checking and writing happen in Arrow, outside Python's lock, and
# two files at a time keep two cores busy and the memory of a load small.
READERS = 2


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
        team: Hands | None = None,
    ) -> None:
        """`confirmed`: a person looked at a file that seems cut or misplaced.

        `team` reads for this one; without it small loads are read here, in threads.
        """
        self.shelf = shelf
        self.before = before
        self.today = today
        self.confirmed = confirmed
        self.progress = progress
        self.team = team
        self.writer = PartWriter(shelf, places_of(shelf, before))
        self.placed: set[Name] = set()  # pieces placed by the lookups of this batch
        self.places_digest = ("", "")
        self._opened: dict[Path, dict[str, Member]] = {}
        self._guard = threading.Lock()

    def load(self, files: Sequence[Supplied]) -> list[Taken]:
        """Every file, in the order given; those that place records first."""
        context = [f for f in files if not f.is_event]
        events = [f for f in files if f.is_event]
        read = self._read(context, self.before)
        taken = dict(zip(map(id, context), read, strict=True))
        held = self.before.with_parts(parts_of(taken.values()))
        self.place_by(held)
        taken |= dict(zip(map(id, events), self._read(events, held), strict=True))
        self.placed = {name for f in events for name in taken[id(f)].parts}
        return [taken[id(f)] for f in files]

    def place_by(self, held: Manifest) -> None:
        """From now on, place records by the lookups and boundaries of `held`."""
        self.writer = PartWriter(self.shelf, places_of(self.shelf, held))
        self.places_digest = (lookups_digest(held), outlines_digest(held))

    def _read(self, files: Sequence[Supplied], held: Manifest) -> list[Taken]:
        is_large = sum(f.size for f in files) >= hands.LARGE
        if not files:
            return []
        if self.team is not None:
            return self._read_apart(files, held, self.team, is_large)
        if is_large and files[0].is_event:
            with Hands(None) as team:
                return self._read_apart(files, held, team, is_large)
        return self._read_all(files)

    def _read_all(self, files: Sequence[Supplied]) -> list[Taken]:
        found = []
        with ThreadPoolExecutor(READERS) as pool:
            for done, taken in enumerate(pool.map(self.take, files), 1):
                found.append(taken)
                self.progress(f"read {taken.report.member} ({done} of {len(files)})")
        return found

    def _read_apart(
        self, files: Sequence[Supplied], held: Manifest, team: Hands, is_large: bool
    ) -> list[Taken]:
        """The same in processes of their own, each file alone in its own."""
        self.shelf.sync()  # what this process wrote so far is what the others read
        passing = None if self.shelf.top == self.shelf.base else self.shelf.top
        order = Order(
            self.shelf.base.absolute(), passing and passing.absolute(),
            self.before, held, self.today, self.confirmed,
        )  # fmt: skip
        jobs = [
            ToRead(file.path.absolute(), file.sha256, file.name, file.size)
            for file in files
        ]
        done = itertools.count(1)

        def said(answer: Any) -> None:
            self.progress(f"read {next(done)} of {len(files)} files")

        count = hands.HANDS if is_large else 1
        answers = team.each(jobs, order=order, count=count, said=said)
        for taken in team.settle():
            if isinstance(taken, Taken):
                self.shelf.secure(taken.written)
        return [
            Taken(Tally(file).refused(answer.words))
            if isinstance(answer, Lost)
            else replace(answer, report=replace(answer.report, path=str(file.path)))
            for file, answer in zip(files, answers, strict=True)
        ]

    def take(self, file: Supplied) -> Taken:
        """One file: all of it, or nothing and a sentence."""
        tally = Tally(file)
        for item in read_member(self._member(file), today=self.today):
            if isinstance(item, Unneeded):
                return Taken(tally.left_out(str(item)))
            if isinstance(item, Unreadable):
                return Taken(tally.refused(str(item)))
            refusal = self._refusal(item) or self._write(item, tally)
            if refusal is not None:
                return Taken(tally.refused(refusal))
        report = tally.report()
        if tally.set_aside:
            content = _set_aside_bytes(tally.set_aside, tally.header)
            sha256 = hashlib.sha256(content).hexdigest()
            self.shelf.put(set_aside_file(sha256), content)
            report = replace(report, set_aside_sha256=sha256)
        return Taken(report, tally.parts, tally.counts)

    def _member(self, file: Supplied) -> Member:
        """The file, its archive opened once for all that it holds."""
        with self._guard:
            if file.path not in self._opened:
                found = members(file.path)
                self._opened[file.path] = {
                    each.name: each for each in found if isinstance(each, Member)
                }
            return self._opened[file.path][file.name]

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
                    f"{portion.member} mends rows of {key_words(portion.key)}, and that"
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


def parts_of(taken: Iterable[Taken]) -> dict[Name, Part]:
    """The parts of several files; where two give the same piece, the later stands."""
    merged: dict[Name, Part] = {}
    for each in taken:
        merged |= each.parts
    return merged
