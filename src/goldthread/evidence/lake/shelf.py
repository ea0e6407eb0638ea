"""Where the parts of the lake lie, and the note that makes an interrupted load harmless.

Parts are written in place before CURRENT names them. Each file that was not there
before is first noted in INTENT; the next writer removes what INTENT lists and no
version holds, so a killed load leaves nothing behind but that note.
"""

import threading
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from goldthread.evidence.lake.disk import sync_file, sync_folder, write_unsynced
from goldthread.evidence.lake.manifest import Manifest, Part
from goldthread.evidence.tables import TABLES


class Shelf:
    """Parts below the lake's folder; a dry run puts its own in a passing folder."""

    def __init__(self, base: Path, passing: Path | None = None) -> None:
        """`passing` takes what a dry run writes; the lake itself is only read then."""
        self.base = base
        self.top = passing or base
        self._touched: set[Path] = set()
        self._guard = threading.Lock()
        # An fsync waits 1 to 20 ms for the disk: done beside the work, all of it is
        # over before CURRENT is swapped.
        self._syncing = ThreadPoolExecutor(4, thread_name_prefix="fsync")
        self._synced: list[Future[None]] = []

    @property
    def _intent(self) -> Path:
        return self.base / "INTENT"

    def path(self, part: Part) -> Path:
        """Where a part lies."""
        passing = self.top / part.file
        return passing if passing.exists() else self.base / part.file

    def put(self, name: str, content: bytes) -> None:
        """Write one file, noted beforehand when it was not there."""
        path = self.top / name
        with self._guard:
            if path.parent not in self._touched:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._touched.add(path.parent)
            if self.top == self.base and not path.exists():
                with self._intent.open("a", encoding="utf-8") as note:
                    note.write(name + "\n")
        write_unsynced(path, content)
        if self.top == self.base:
            self._synced.append(self._syncing.submit(sync_file, path))

    def secure(self, names: Iterable[str]) -> None:
        """Sync files that another process wrote and cannot sync any more."""
        for name in names:
            path = self.top / name
            if self.top == self.base and path.exists():
                self._touched.add(path.parent)
                self._synced.append(self._syncing.submit(sync_file, path))

    def sync(self) -> None:
        """Make every file written so far survive a power cut."""
        for each in self._synced:
            each.result()
        self._synced.clear()
        for folder in sorted(self._touched):
            sync_folder(folder)
        for name in ("parts", "versions", "history", "set_aside"):
            if (self.base / name).is_dir():
                sync_folder(self.base / name)

    def settled(self) -> None:
        """The load is complete: its note has done its work."""
        self._intent.unlink(missing_ok=True)

    def intended(self) -> list[str]:
        """Files that an interrupted (or running) load noted."""
        try:
            return self._intent.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []

    def clear_debris(self, kept: Iterable[str]) -> None:
        """Remove what an interrupted load left: noted, and not part of the lake."""
        noted = self.intended()
        if not noted:
            return
        held = set(kept)
        for name in noted:
            # A note cut short by the kill names no file of ours.
            if name and name not in held and (self.base / name).is_file():
                (self.base / name).unlink()
        for stray in self.base.rglob(".*.part"):
            stray.unlink(missing_ok=True)
        self.settled()

    def read(self, manifest: Manifest, table: str) -> pa.Table:
        """A whole table of a manifest being built."""
        schema = TABLES[table].schema()
        pieces = [
            pq.read_table(self.path(part), use_threads=False)
            .select(schema.names)
            .cast(schema)
            for part in manifest.of(table)
        ]
        return pa.concat_tables(pieces) if pieces else schema.empty_table()
