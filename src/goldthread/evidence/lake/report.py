"""What a load did, in figures and in words: the record an analyst reads and keeps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from goldthread.evidence.forces import key_words
from goldthread.evidence.reading import NOT_NEEDED, Remark

Progress = Callable[[str], None]  # told what is being done, in words


class LakeRefused(Exception):
    """The lake will not do what was asked; `str()` is one sentence that says why."""


class LakeDamaged(LakeRefused):
    """A file of the lake is missing or is not what was written; the sentence names it."""

    def __init__(self, words: str, path: str = "") -> None:
        """`path` is the file, below the lake's folder."""
        super().__init__(words)
        self.path = path


class LakeBusy(LakeRefused):
    """Another writer holds the lake; the sentence says who and since when."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How one replaced piece differs from what stood in its place (oddity 14).

    Worked shape: offence, ("leicestershire", "2021-02"), 8,102 rows before, 8,115 after,
    by_category {"burglary": (410, 412)}, 96 outcomes moved.
    """

    table: str
    key: tuple[str, ...]
    rows_before: int
    rows_after: int
    by_category: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    outcomes_moved: int = 0  # same crime id, another outcome than before

    @property
    def words(self) -> str:
        """The difference as one sentence."""
        place = key_words(self.key) or self.table
        change = self.rows_after - self.rows_before
        text = (
            f"{place}: {self.rows_before:,} rows before, {self.rows_after:,} now"
            f" ({change:+,})"
        )
        moved = [f"{k} {b:,} to {a:,}" for k, (b, a) in self.by_category.items()]
        if moved:
            text += "; " + ", ".join(moved)
        if self.outcomes_moved:
            text += f"; {self.outcomes_moved:,} crimes have another outcome"
        return text + "."


@dataclass(frozen=True, slots=True)
class FileReport:
    """One supplied file: what it is, and where each of its rows went."""

    path: str
    member: str  # the file inside an archive; the file's own name otherwise
    sha256: str
    supplier: str
    rows_read: int
    accepted: int
    set_aside: int
    collapsed: int
    replaced: int  # rows that stood where this file's rows stand now
    remarks: tuple[Remark, ...] = ()
    differences: tuple[Difference, ...] = ()
    refusal: str = ""  # why nothing of this file was taken; empty when it was
    set_aside_sha256: str = ""  # names the stored rows that were set aside

    @property
    def is_left_out(self) -> bool:
        """Whether it is a known file that is deliberately not loaded."""
        return any(remark.code == NOT_NEEDED for remark in self.remarks)


@dataclass(frozen=True, slots=True)
class BatchReport:
    """One load, or what it would be (`number` is None for a dry run or no change)."""

    number: int | None
    act: str  # "add" or "undo"
    by: str
    at: datetime
    version: str  # the version that holds after this batch
    version_before: str
    files: tuple[FileReport, ...]
    notes: tuple[str, ...] = ()  # placing, coverage, unchanged files, in words
    undoes: int | None = None  # the batch that this one took back

    @property
    def changed(self) -> bool:
        """Whether the lake holds anything else than before."""
        return self.version != self.version_before

    @property
    def refused(self) -> bool:
        """Whether any file was not taken."""
        return any(f.refusal for f in self.files)

    def total(self, what: str) -> int:
        """Sum of one of the counts over the files: `rows_read`, `accepted`, ..."""
        return sum(int(getattr(f, what)) for f in self.files)


@dataclass(frozen=True, slots=True)
class Receipt:
    """When a supplier's piece of one month first came to stay."""

    table: str
    supplier: str
    month: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Area:
    """An area the lake can name: code, name and level."""

    code: str
    name: str
    level: str  # csp, local_authority, ward, small_area, force
    within: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing `verify` found: which file, and what is wrong with it."""

    path: str
    words: str
