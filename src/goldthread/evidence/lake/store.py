"""The lake: supplied files become immutable parts, and a version is a list of parts.

GOLDTHREAD_HOME/lake/
    CURRENT                  names the newest entry of the history, swapped at once
    history/000012.json      who did what when; each entry names the hash of the last
    versions/<sha256>.json   the parts of a version; its name is its hash
    parts/ab/<sha256>.parquet
    set_aside/<sha256>.parquet
    citations/<version>/...  what cites a version, so that it is never pruned
    LOCK, INTENT             one writer at a time; what an interrupted one left
"""

import tempfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from goldthread.evidence.lake import keeping
from goldthread.evidence.lake.allowance import Allowance
from goldthread.evidence.lake.disk import write_whole, writer_lock
from goldthread.evidence.lake.history import (
    Entry,
    first_receipts,
    taken_back,
    version_named,
)
from goldthread.evidence.lake.manifest import read_manifest
from goldthread.evidence.lake.report import (
    BatchReport,
    Fault,
    LakeRefused,
    Progress,
    Receipt,
)
from goldthread.evidence.lake.shelf import Shelf
from goldthread.evidence.lake.state import State, files_held, read_state
from goldthread.evidence.lake.version import LakeVersion


def silent(words: str) -> None:
    """Progress that nobody watches."""


class Lake:
    """Everything the partnership was supplied with, version by version."""

    def __init__(
        self, home: Path, *, wait_s: float = 30.0, within: Allowance | None = None
    ) -> None:
        """`home` is GOLDTHREAD_HOME; a second writer waits `wait_s`, then is told.

        `within` is what reading one file may use, where files come from strangers.
        """
        self.folder = home / "lake"
        self.within = within
        self.wait_s = wait_s

    # --- reading

    @property
    def is_demonstration(self) -> bool:
        """Whether this lake holds the invented demonstration, and nothing real."""
        return self._state().manifest.demonstration

    def version(self, name: str = "current") -> LakeVersion:
        """A version by name: current, an id, a batch number, or the day it held."""
        state = self._state()
        if name == "current" or not state.entries:
            return LakeVersion(self.folder, state.manifest, state.manifest.id)
        stored = (path.stem for path in sorted(self.folder.glob("versions/*.json")))
        version = version_named(name, state.entries, stored)
        manifest = read_manifest(self.folder / "versions" / f"{version}.json")
        return LakeVersion(self.folder, manifest, version)

    def batches(self) -> tuple[BatchReport, ...]:
        """Every load and every taking back, oldest first."""
        return tuple(entry.report for entry in self._state().entries)

    def receipts(self) -> tuple[Receipt, ...]:
        """When each monthly piece first came, as far as it was not taken back."""
        state = self._state()
        return first_receipts(state.entries, taken_back(state.entries))

    def taken_back(self) -> dict[int, int]:
        """Batches that were taken back, with the batch that did it."""
        return taken_back(self._state().entries)

    def coverage(self, area: str | None = None, *, as_of: str = "current") -> pa.Table:
        """What is held month by month; of one area or force, or of everything."""
        held = self.version(as_of).read("coverage")
        if area is None:
            return held
        return held.filter(pc.field("area") == area)

    def set_aside(self, batch: int, member: str | None = None) -> pa.Table:
        """The rows of one file that a batch set aside, and why.

        The file needs no name where the batch set rows of only one file aside.
        """
        return keeping.read_set_aside(self.folder, self._entry(batch), member)

    def set_aside_csv(self, batch: int, member: str | None = None) -> bytes:
        """The same rows as a file to put right and send again."""
        return keeping.set_aside_file(self.folder, self._entry(batch), member)

    def verify(self) -> list[Fault]:
        """Every file that is missing, changed or does not belong; none when all is well."""
        return keeping.faults(self.folder)

    # --- writing

    def mark_demonstration(self) -> None:
        """From now on only invented areas; only a lake that holds nothing yet."""
        if self._state().entries:
            raise LakeRefused(
                "This lake already holds data; only an empty lake can become the"
                " demonstration's."
            )
        write_whole(self.folder / "DEMONSTRATION", b"invented areas only\n")

    def add(
        self,
        paths: Sequence[Path],
        *,
        by: str,
        at: datetime,
        today: date | None = None,
        dry_run: bool = False,
        confirmed: bool = False,
        progress: Progress = silent,
    ) -> BatchReport:
        """Load files as one batch; all of it holds afterwards, or none of it.

        A dry run says what would happen and changes nothing. `confirmed` takes a file
        that looks cut short or misplaced, because a person has looked at it.
        """
        # Readers of every source and shapely, which nobody needs who only asks: 10 MB.
        from goldthread.evidence.lake import writing

        what = writing.Addition(
            tuple(Path(p) for p in paths),
            by,
            at,
            today or at.date(),
            confirmed,
            self.within,
        )
        if dry_run:
            with tempfile.TemporaryDirectory(prefix="goldthread-") as passing:
                shelf = Shelf(self.folder, Path(passing))
                return writing.add(shelf, self._state(), what, progress)
        with writer_lock(self.folder, by=by, wait_s=self.wait_s):
            return writing.add(self._cleared(), self._state(), what, progress)

    def undo(
        self, batch: int, *, by: str, at: datetime, progress: Progress = silent
    ) -> BatchReport:
        """Take a batch back: what it replaced stands again."""
        from goldthread.evidence.lake import writing

        with writer_lock(self.folder, by=by, wait_s=self.wait_s):
            shelf = self._cleared()
            return writing.undo(shelf, self._state(), batch, by, at, progress)

    def cite(self, version: str, reference: str) -> None:
        """Note that something cites a version: it will never be pruned."""
        keeping.cite(self.folder, version, reference)

    def citations(self, version: str) -> list[str]:
        """What cites a version."""
        return keeping.citations(self.folder, version)

    def prune(self, *, by: str, keep: int = 12) -> list[str]:
        """Forget versions that nothing cites, but for the newest `keep` entries' ones."""
        with writer_lock(self.folder, by=by, wait_s=self.wait_s):
            self._cleared()
            return keeping.prune(self.folder, self._state(), keep)

    # --- within

    def _state(self) -> State:
        return read_state(self.folder)

    def _entry(self, batch: int) -> Entry:
        for entry in self._state().entries:
            if entry.number == batch:
                return entry
        raise LakeRefused(
            f"There is no batch {batch}; `goldthread lake batches` lists those there are."
        )

    def _cleared(self) -> Shelf:
        """A shelf without what an interrupted load left."""
        shelf = Shelf(self.folder)
        if shelf.intended():
            shelf.clear_debris(files_held(self._state()))
        return shelf
