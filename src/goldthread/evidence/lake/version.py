"""One version of the lake, as a question sees it: verified files, and areas by name."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from goldthread.evidence.lake.disk import sha256_of
from goldthread.evidence.lake.manifest import Manifest, Part
from goldthread.evidence.lake.naming import area_named
from goldthread.evidence.lake.report import Area, LakeDamaged
from goldthread.evidence.tables import TABLES

# Hashing is 0.7 ms a megabyte: once per process and file is enough, as long as the
# file's size, time and inode stay what they were.
_verified: dict[Path, tuple[str, int, int, int]] = {}


def verified(folder: Path, part: Part) -> Path:
    """The part's file, refused when its bytes are not what the manifest says."""
    path = folder / part.file
    try:
        stat = path.stat()
    except FileNotFoundError as error:
        raise LakeDamaged(
            f"The lake's part {part.words} ({part.file}) is missing; restore it from a"
            " backup or load its file again."
        ) from error
    seen = (part.sha256, stat.st_size, stat.st_mtime_ns, stat.st_ino)
    if _verified.get(path) == seen:
        return path
    if stat.st_size != part.size or sha256_of(path) != part.sha256:
        raise LakeDamaged(
            f"The lake's part {part.words} ({part.file}) is not what was written;"
            " nothing is computed from it. Restore it from a backup or load its file"
            " again; `goldthread lake verify` lists every such file."
        )
    _verified[path] = seen
    return path


def _month_of(part: Part) -> date | None:
    """The month of a part that is keyed by force and month."""
    if "month" not in TABLES[part.table].key:
        return None
    return date.fromisoformat(f"{part.key[-1]}-01")


class LakeVersion:
    """The lake as it stood at one version: what every question is put to."""

    def __init__(self, folder: Path, manifest: Manifest, version: str) -> None:
        """`Lake.version()` makes these; nothing else needs to."""
        self.folder = folder
        self.manifest = manifest
        self.id = version

    def parts(
        self,
        table: str,
        *,
        area: str | None = None,
        start: date | None = None,
        end: date | None = None,
        force: str | None = None,
    ) -> list[Part]:
        """The parts that can hold a row of this area, months from start up to end."""
        found = list(self._of_table.get(table, ()))
        if not TABLES[table].is_placed:
            return found
        if force is not None:
            found = [p for p in found if p.key[0] == force]
        if start is not None:
            found = [p for p in found if (m := _month_of(p)) is None or m >= start]
        if end is not None:
            found = [p for p in found if (m := _month_of(p)) is None or m < end]
        if area is not None and (touched := self.areas_touched(area)) is not None:
            found = [p for p in found if not touched.isdisjoint(p.areas)]
        return found

    def files(
        self,
        table: str,
        *,
        area: str | None = None,
        start: date | None = None,
        end: date | None = None,
        force: str | None = None,
    ) -> list[Path]:
        """The files of `parts`, each verified against the manifest before first use."""
        chosen = self.parts(table, area=area, start=start, end=end, force=force)
        return [verified(self.folder, part) for part in chosen]

    def read(self, table: str, columns: Sequence[str] | None = None) -> pa.Table:
        """A whole table (or some columns) as Arrow; for the small ones."""
        wanted = list(columns) if columns is not None else None
        schema = TABLES[table].schema()
        if wanted is not None:
            schema = pa.schema([schema.field(name) for name in wanted])
        pieces = [
            pq.read_table(path, columns=wanted, use_threads=False)
            .select(schema.names)
            .cast(schema)
            for path in self.files(table)
        ]
        return pa.concat_tables(pieces) if pieces else schema.empty_table()

    def resolve_area(self, text: str) -> Area:
        """The area a person means by a code or an unambiguous name."""
        return area_named(text, self._areas)

    def area(self, code: str) -> Area | None:
        """The area with this code, if the lake can name it."""
        return self._area_by_code.get(code)

    def areas(self, level: str) -> list[Area]:
        """Every area of one level, in code order."""
        return [each for each in self._areas if each.level == level]

    def areas_touched(self, code: str) -> set[str] | None:
        """Codes that a part must touch to hold rows of an area; None when any may."""
        area = self._area_by_code.get(code)
        if area is None or area.level == "force":
            return None
        if area.level in ("csp", "local_authority"):
            return {code}
        member = self._member
        small = pc.unique(member.filter(pc.field("area_code") == code)["lsoa_code"])
        authorities = member.filter(
            (pc.field("level") == "local_authority")
            & pc.field("lsoa_code").isin(small.to_pylist())
        )
        return set(pc.unique(authorities["area_code"]).to_pylist()) or None

    @cached_property
    def _of_table(self) -> dict[str, list[Part]]:
        by_table: dict[str, list[Part]] = {}
        for name in sorted(self.manifest.parts):
            by_table.setdefault(name[0], []).append(self.manifest.parts[name])
        return by_table

    @cached_property
    def _areas(self) -> tuple[Area, ...]:
        rows = self.read("area").to_pylist()
        return tuple(
            Area(r["code"], r["name"], r["level"], r["within"] or "") for r in rows
        )

    @cached_property
    def _area_by_code(self) -> dict[str, Area]:
        return {each.code: each for each in self._areas}

    @cached_property
    def _member(self) -> pa.Table:
        return self.read("area_member", ["area_code", "level", "lsoa_code"])
