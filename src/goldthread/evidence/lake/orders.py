"""What a load tells the processes that read for it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from goldthread.evidence.lake.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Order:
    """Against which version the next files are read."""

    base: Path
    passing: Path | None
    before: Manifest
    held: Manifest
    today: date
    confirmed: bool


@dataclass(frozen=True, slots=True)
class ToList:
    """Say which files lie inside this one."""

    path: Path
    size: int

    @property
    def name(self) -> str:
        """What a sentence calls it."""
        return self.path.name


@dataclass(frozen=True, slots=True)
class ToRead:
    """Read this file and write its parts."""

    path: Path
    sha256: str
    name: str
    size: int


Job = ToList | ToRead
SETTLE = "settle"


@dataclass(frozen=True, slots=True)
class Lost:
    """A process that ended over a file; `words` is the sentence for its sender."""

    words: str
