"""What the data pages show, gathered into frozen values."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from goldthread.documents.numbers import spaced
from goldthread.evidence.forces import force_name
from goldthread.evidence.home import home
from goldthread.evidence.lake import BatchReport, Lake
from goldthread.evidence.reading import NOT_NEEDED
from goldthread.intake.models import Delivery
from goldthread.intake.oddities import title

SUMS = ("rows_read", "accepted", "set_aside", "collapsed", "replaced")
MOST_DIFFERENCES = 40  # of one delivery; the command prints all
# fmt: off
MONTHS = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Sums:
    """Where the rows of a load went; rows_read is the sum of the next three."""

    rows_read: int
    accepted: int
    set_aside: int
    collapsed: int
    replaced: int


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file of a load, as a line of its table."""

    member: str
    supplier: str
    sums: Sums
    place: int  # its number in the batch, for the address of its rows set aside


@dataclass(frozen=True, slots=True)
class Counted:
    """A sentence, and how many files or rows it stands for."""

    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Load:
    """What a load did, or would do."""

    sums: Sums
    files: tuple[FileLine, ...]
    refusals: tuple[Counted, ...]  # of whole files; the count is of files
    remarks: tuple[Counted, ...]  # the count is of files it was said of
    differences: tuple[str, ...]
    differences_left_out: int
    notes: tuple[str, ...]

    @property
    def changes_nothing(self) -> bool:
        """Whether the lake holds all of this already."""
        return not self.sums.accepted and not self.refusals


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One batch in the list of batches."""

    number: int
    at: datetime
    by: str
    what: str
    sums: Sums
    is_taken_back: bool


@dataclass(frozen=True, slots=True)
class BatchPage:
    """One batch, whole."""

    line: BatchLine
    load: Load
    version: str
    can_be_taken_back: bool


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """One month of one source: how much is held, or why nothing is."""

    label: str
    state: str  # held, partial, missing, or "" outside the source's months
    rows: int | None
    words: str


@dataclass(frozen=True, slots=True)
class CoverageTable:
    """The calendar of one source: a line per year, a cell per month."""

    title: str
    held: int
    partial: int
    missing: int
    years: tuple[tuple[int, tuple[CoverageCell, ...]], ...]


@dataclass(frozen=True, slots=True)
class DataPage:
    """The first page of the data: what waits, what came last, what is held."""

    open: tuple[Delivery, ...]
    batches: tuple[BatchLine, ...]
    version: str
    refused: tuple[Delivery, ...]


def data_page() -> DataPage:
    """What needs somebody, then what there is."""
    deliveries = Delivery.objects.select_related("handed_in_by").newest_first()
    lines = batch_lines()
    return DataPage(
        open=tuple(deliveries.open()[:20]),
        refused=tuple(deliveries.filter(state=Delivery.State.REFUSED)[:3]),
        batches=lines[:5],
        version=Lake(home()).version().id if lines else "",
    )


def batch_lines() -> tuple[BatchLine, ...]:
    """Every batch, the newest first."""
    lake = Lake(home())
    gone = lake.taken_back()
    return tuple(_line(report, gone) for report in reversed(lake.batches()))


def batch_page(number: int) -> BatchPage | None:
    """One batch; None where there is no such batch."""
    lake = Lake(home())
    gone = lake.taken_back()
    for report in lake.batches():
        if report.number == number:
            return BatchPage(
                line=_line(report, gone),
                load=load_of(_as_data(report)),
                version=report.version,
                can_be_taken_back=report.act == "add" and number not in gone,
            )
    return None


def load_of(report: Mapping[str, Any]) -> Load:
    """A load from its report as data, whether it happened or was only tried."""
    files = report["files"]
    differences = [
        spaced(each["words"]) for file in files for each in file["differences"]
    ]
    return Load(
        sums=_sums(files),
        files=tuple(
            FileLine(file["member"], _suppliers(file["supplier"]), _sums([file]), place)
            for place, file in enumerate(files)
            if not file["refusal"] and not _is_left_out(file)
        ),
        refusals=tuple(
            Counted(spaced(each.words), each.count) for each in refusals_of(files)
        ),
        remarks=_counted(
            spaced(remark["words"]) for file in files for remark in file["remarks"]
        ),
        differences=tuple(differences[:MOST_DIFFERENCES]),
        differences_left_out=max(0, len(differences) - MOST_DIFFERENCES),
        notes=tuple(map(spaced, report["notes"])),
    )


@dataclass(frozen=True, slots=True)
class OddityGroup:
    """One kind of oddity, and what was said of which file."""

    title: str
    remarks: tuple[Counted, ...]


def remarks_by_oddity() -> tuple[OddityGroup, ...]:
    """Everything odd in what is held, by kind, with the files it was said of."""
    lake = Lake(home())
    gone = lake.taken_back()
    found: dict[str, list[str]] = {}
    for report in lake.batches():
        if report.act != "add" or report.number in gone:
            continue
        for file in report.files:
            for remark in file.remarks:
                found.setdefault(remark.code, []).append(
                    f"{file.member}: {spaced(remark.words)}"
                )
    return tuple(
        OddityGroup(title(code), _counted(words))
        for code, words in sorted(found.items(), key=_by_code)
    )


def coverage_tables() -> tuple[CoverageTable, ...]:
    """The calendar of every source and force, broken where a month is missing."""
    rows = [
        row for row in Lake(home()).coverage().to_pylist() if row["level"] == "force"
    ]
    by_source: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        by_source.setdefault((row["source"], row["area"]), []).append(row)
    return tuple(
        _calendar(source, force, found)
        for (source, force), found in sorted(by_source.items())
    )


def _suppliers(slugs: str) -> str:
    """Forces by their names; a publisher's name stands as it is."""
    return ", ".join(
        force_name(each) if each == each.lower() else each for each in slugs.split(", ")
    )


def _is_left_out(file: Mapping[str, Any]) -> bool:
    return any(remark["code"] == NOT_NEEDED for remark in file["remarks"])


def refusals_of(files: Iterable[Mapping[str, Any]]) -> tuple[Counted, ...]:
    """Why files were not taken, said once for all files it is true of."""
    first: dict[str, str] = {}
    count: Counter[str] = Counter()
    for file in files:
        if file["refusal"]:
            same = file["refusal"].replace(file["member"], "")
            first.setdefault(same, file["refusal"])
            count[same] += 1
    return tuple(Counted(first[same], n) for same, n in count.items())


def _calendar(source: str, force: str, rows: Sequence[dict[str, Any]]) -> CoverageTable:
    # A source that began later than the others is not missing before it began.
    began = min(row["month"] for row in rows if row["state"] != "missing")
    by_month = {row["month"]: row for row in rows if row["month"] >= began}
    states = Counter(row["state"] for row in by_month.values())
    years = range(min(by_month).year, max(by_month).year + 1)
    names = {"offence": "Street-level records", "outcome": "Outcomes"}
    return CoverageTable(
        title=f"{names.get(source, 'Stop and search')}: {force_name(force)}",
        held=states["held"],
        partial=states["partial"],
        missing=states["missing"],
        years=tuple(
            (
                year,
                tuple(_cell(by_month.get(date(year, m, 1)), m) for m in range(1, 13)),
            )
            for year in years
        ),
    )


def _cell(row: dict[str, Any] | None, month: int) -> CoverageCell:
    if row is None:
        return CoverageCell(MONTHS[month - 1], "", None, "")
    return CoverageCell(
        MONTHS[month - 1],
        row["state"],
        row["rows"],
        spaced(row["words"] or row["state"]),
    )


def _line(report: BatchReport, gone: Mapping[int, int]) -> BatchLine:
    number = report.number or 0
    names = list(dict.fromkeys(file.member for file in report.files))
    what = (
        f"took back batch {report.undoes}"
        if report.undoes
        else ", ".join(names[:2])
        + (f" and {len(names) - 2} more" if len(names) > 2 else "")
    )
    return BatchLine(
        number=number,
        at=report.at,
        by=report.by,
        what=what,
        sums=Sums(*(report.total(name) for name in SUMS)),
        is_taken_back=number in gone,
    )


def _as_data(report: BatchReport) -> dict[str, Any]:
    from goldthread.intake.services import report_as_data

    return report_as_data(report)


def _sums(files: Iterable[Mapping[str, Any]]) -> Sums:
    listed = list(files)
    return Sums(*(sum(int(file[name]) for file in listed) for name in SUMS))


def _counted(sentences: Iterable[str]) -> tuple[Counted, ...]:
    return tuple(Counted(words, n) for words, n in Counter(sentences).items())


def _by_code(item: tuple[str, list[str]]) -> tuple[int, str]:
    digits = "".join(sign for sign in item[0] if sign.isdigit())
    return (int(digits or 0), item[0])
