"""A version of the lake: the exact list of parts it is made of, and nothing else.

The version's id is the SHA-256 of the manifest's bytes, so the id cannot lie about
the content, and two lakes built from the same files have the same id whoever loaded
them and whenever. Who, when and from which file is in the history beside it.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from goldthread.evidence.forces import key_words
from goldthread.evidence.lake.disk import canonical
from goldthread.evidence.lake.report import LakeDamaged
from goldthread.evidence.tables import SCHEMA_VERSION

Key = tuple[str, ...]
Name = tuple[str, Key]  # table and key: what is replaced whole


@dataclass(frozen=True, slots=True)
class Part:
    """One immutable Parquet file: what it holds, its hash, and the areas it touches."""

    table: str
    key: Key
    sha256: str
    size: int
    rows: int
    # Rows by local authority and partnership area, so that one area's question opens
    # few parts and coverage is read without opening any.
    areas: Mapping[str, int] = field(default_factory=dict)
    # Rows that boundaries could still place more exactly: a part with none is left
    # alone when boundaries arrive.
    unsettled: int = 0
    # Days of the month without a row at its end, for sources that carry days.
    silent_days: int | None = None

    @property
    def name(self) -> Name:
        """Table and key."""
        return self.table, self.key

    @property
    def file(self) -> str:
        """Path of the part below the lake's folder."""
        return f"parts/{self.sha256[:2]}/{self.sha256}.parquet"

    @property
    def words(self) -> str:
        """How an error message names the part."""
        return f"{self.table} {key_words(self.key)}".strip()

    def as_json(self) -> dict[str, Any]:
        """The part as the manifest spells it."""
        return {
            "table": self.table,
            "key": list(self.key),
            "file": self.file,
            "sha256": self.sha256,
            "bytes": self.size,
            "rows": self.rows,
            "areas": dict(self.areas),
            "unsettled": self.unsettled,
            "silent_days": self.silent_days,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Part":
        """The part a manifest spells."""
        return cls(
            value["table"],
            tuple(value["key"]),
            value["sha256"],
            value["bytes"],
            value["rows"],
            value["areas"],
            value["unsettled"],
            value["silent_days"],
        )


@dataclass(frozen=True, slots=True)
class Manifest:
    """Every part of one version, by table and key."""

    parts: Mapping[Name, Part]
    demonstration: bool = False

    def of(self, table: str) -> Iterator[Part]:
        """The parts of one table, in key order."""
        for name in sorted(self.parts):
            if name[0] == table:
                yield self.parts[name]

    def with_parts(self, changed: Mapping[Name, Part | None]) -> "Manifest":
        """This manifest with some parts put in, replaced or (None) taken out."""
        merged: dict[Name, Part | None] = {**self.parts, **changed}
        kept = {name: part for name, part in merged.items() if part is not None}
        return Manifest(kept, self.demonstration)

    def digest_of(self, tables: Iterable[str]) -> str:
        """A hash that changes when any part of these tables does."""
        names = sorted(n for n in self.parts if n[0] in set(tables))
        lines = "".join(f"{n} {self.parts[n].sha256}\n" for n in names)
        return hashlib.sha256(lines.encode()).hexdigest()

    def content(self) -> bytes:
        """The manifest's bytes; their hash is the version's id."""
        return canonical(
            {
                "schema_version": SCHEMA_VERSION,
                "demonstration": self.demonstration,
                "parts": [self.parts[name].as_json() for name in sorted(self.parts)],
            }
        )

    @property
    def id(self) -> str:
        """The version's id."""
        return hashlib.sha256(self.content()).hexdigest()


def read_manifest(path: Path) -> Manifest:
    """The manifest at `path`, refused when its bytes are not what its name says."""
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise LakeDamaged(
            f"The lake's version {path.stem[:12]} is named but its manifest is not"
            " there; restore it from a backup or build the lake again.",
            f"versions/{path.name}",
        ) from error
    found = hashlib.sha256(content).hexdigest()
    if found != path.stem:
        raise LakeDamaged(
            f"The manifest of version {path.stem[:12]} is not what was written (its"
            f" hash is now {found[:12]}); restore it from a backup.",
            f"versions/{path.name}",
        )
    value = json.loads(content)
    parts = [Part.from_json(each) for each in value["parts"]]
    return Manifest({part.name: part for part in parts}, value["demonstration"])
