"""What became of one file: where its rows went, in figures and in words."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pyarrow as pa

from goldthread.evidence.lake.manifest import Name, Part
from goldthread.evidence.lake.report import Difference, FileReport
from goldthread.evidence.lake.supplied import Supplied
from goldthread.evidence.reading import NOT_NEEDED, Portion, Remark
from goldthread.evidence.tables import TABLES


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file: its report and the parts made of it."""

    report: FileReport
    parts: dict[Name, Part] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def written(self) -> list[str]:
        """The files it put into the lake."""
        aside = self.report.set_aside_sha256
        return [part.file for part in self.parts.values()] + (
            [set_aside_file(aside)] if aside else []
        )


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
            str(self.file.path), self.file.name, self.file.sha256,
            "", 0, 0, 0, 0, 0, refusal=refusal,
        )  # fmt: skip

    def left_out(self, why: str) -> FileReport:
        """The report of a file that is known and not needed."""
        return replace(self.refused(""), remarks=(Remark(NOT_NEEDED, why, 1),))

    def report(self) -> FileReport:
        """The report of a file that was taken."""
        return FileReport(
            str(self.file.path),
            self.file.name,
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


def set_aside_file(sha256: str) -> str:
    """Where rows set aside lie, below the lake's folder."""
    return f"set_aside/{sha256}.parquet"
