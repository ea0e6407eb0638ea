"""A return as a file: the form's boxes as rows, given out filled in and read back.

    Code  Measure         Period    First month  How many  Out of how many
    H1    Repeat victims  Q2 26/27  July 2026    31        120

A row without a figure is left for later. Whatever else is odd is said with its row, and
then nothing of the file is kept.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from goldthread.delivery.sheets.plain_words import plainly
from goldthread.delivery.sheets.text_cells import as_text
from goldthread.delivery.sheets.values import Wrong, date_of
from goldthread.performance import rules
from goldthread.performance.boxes import boxes_of
from goldthread.performance.models import Indicator
from goldthread.performance.queries.due import DueFigure
from goldthread.performance.services import Figure
from goldthread.performance.words import counted, shown, shown_reading

CODE, MONTH, VALUE, OUT_OF = "Code", "First month", "How many", "Out of how many"
LOW, HIGH = "Interval from", "Interval to"
COLUMNS = (CODE, "Measure", "Period", MONTH, VALUE, OUT_OF)
ENDS = (LOW, HIGH)  # only where a survey is due whose maker gives its interval
NEEDED = (CODE, MONTH, VALUE)
LEAVE = "leave empty"
Cells = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class TriedLine:
    """One row that would be kept."""

    measure: str
    period: str
    shown: str
    told: str  # "410 of 900", where that is what the file says
    before: str  # the figure before it


@dataclass(frozen=True, slots=True)
class Trial:
    """What a file would do: its figures, or everything that is wrong with it."""

    lines: tuple[TriedLine, ...]
    figures: Mapping[Indicator, Sequence[Figure]]
    faults: tuple[str, ...]


def template_rows(due: Sequence[DueFigure]) -> list[list[str]]:
    """The headings, and one row for every figure that is due."""
    ends = ENDS if any(_names(each.indicator) >= {"low"} for each in due) else ()
    return [[*COLUMNS, *ends], *(_template_row(each, len(ends)) for each in due)]


def _template_row(each: DueFigure, ends: int) -> list[str]:
    names = _names(each.indicator)
    itself = "value" in names and each.indicator.is_divided
    unit = f"{each.indicator.unit}{': the share itself' if itself else ''}"
    return [
        each.indicator.code,
        f"{each.indicator.name} ({unit})",
        each.period,
        f"{each.period_start:%B %Y}",
        "",
        "" if "denominator" in names else LEAVE,
        *(["" if "low" in names else LEAVE] * ends),
    ]


def _names(indicator: Indicator) -> set[str]:
    return {box.name for box in boxes_of(indicator)}


def as_csv(due: Sequence[DueFigure]) -> bytes:
    """The template as CSV that Excel opens."""
    text = io.StringIO()
    writer = csv.writer(text)
    for row in template_rows(due):
        writer.writerow([as_text(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(due: Sequence[DueFigure]) -> bytes:
    """The template as a workbook."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Figures"
    for row in template_rows(due):
        sheet.append([as_text(cell) for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for letter, width in zip("ABCDEF", (12, 60, 16, 18, 14, 18), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


@dataclass(slots=True)
class _Reading:
    """A file while it is read."""

    due: Mapping[tuple[str, date], DueFigure]
    places: Mapping[str, int]
    lines: list[TriedLine] = field(default_factory=list)
    figures: dict[Indicator, list[Figure]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    seen: set[tuple[str, date]] = field(default_factory=set)

    def cell(self, row: Sequence[str], name: str) -> str:
        at = self.places.get(name)
        found = row[at].strip() if at is not None and at < len(row) else ""
        return "" if plainly(found) == LEAVE else found

    def take(self, row: Sequence[str]) -> None:
        """Take one row, or raise what is wrong with it."""
        cells = {name: self.cell(row, name) for name in (VALUE, OUT_OF, LOW, HIGH)}
        if not any(cells.values()):
            return
        each = self._due(self.cell(row, CODE), self.cell(row, MONTH))
        indicator = each.indicator
        figure = _figure(indicator, each.period_start, cells)
        key = (indicator.code.lower(), each.period_start)
        if key in self.seen:
            raise rules.Refused(
                f"{indicator.code} for {each.period} is in the file twice. Keep one row."
            )
        self.seen.add(key)
        self.figures.setdefault(indicator, []).append(figure)
        told = (
            figure.value
            if figure.value is not None
            else (figure.numerator or 0) / (figure.denominator or 1) * indicator.scale
        )
        self.lines.append(
            TriedLine(
                str(indicator),
                each.period,
                f"{shown(indicator, told)} {counted(indicator)}",
                _as_told(figure),
                shown_reading(indicator, each.newest) if each.newest else "",
            )
        )

    def _due(self, code: str, month: str) -> DueFigure:
        codes = sorted({each.indicator.code for each in self.due.values()})
        own = [e for e in self.due.values() if e.indicator.code.lower() == code.lower()]
        if not own:
            raise rules.Refused(
                f"expected the code of a measure that is due ({_listed(codes)}); found {code!r}."
            )
        try:
            start = date_of(month)
        except Wrong:
            start = None
        if start is None:
            raise rules.Refused(
                f"expected the first month of a period, such as July 2026; found {month!r}."
            )
        each = self.due.get((code.lower(), start.replace(day=1)))
        if each is None:
            periods = _listed([f"{e.period_start:%B %Y}" for e in own])
            raise rules.Refused(
                f"{own[0].indicator.code} is due for the period from {periods}; found {start:%B %Y}. If a figure that you sent before was wrong, say so in the note and the partnership corrects it."
            )
        return each


def read_return(rows: Cells, due: Sequence[DueFigure]) -> Trial:
    """The rows of a file held against what is due; every fault in a sentence."""
    filled = [(n, r) for n, r in enumerate(rows, start=1) if any(map(str.strip, r))]
    head = {plainly(name): at for at, name in enumerate(filled[0][1])} if filled else {}
    places = {
        name: head[plainly(name)] for name in (*COLUMNS, *ENDS) if plainly(name) in head
    }
    if missing := [name for name in NEEDED if name not in places]:
        return Trial(
            (),
            {},
            (
                f"The first row has no column {_listed(missing)}. Download the file from this page and fill that in.",
            ),
        )
    reading = _Reading(
        {(e.indicator.code.lower(), e.period_start): e for e in due}, places
    )
    for number, row in filled[1:]:
        try:
            reading.take(row)
        except rules.Refused as refusal:
            reading.faults.append(f"Row {number}: {refusal}")
    if not reading.faults and not reading.figures:
        reading.faults.append("There is no figure in the file yet. Fill in “How many”.")
    return Trial(tuple(reading.lines), reading.figures, tuple(reading.faults))


def _figure(indicator: Indicator, start: date, cells: Mapping[str, str]) -> Figure:
    boxes = boxes_of(indicator)
    names = {box.name for box in boxes}
    columns = {
        "value" if "value" in names else "numerator": VALUE,
        "denominator": OUT_OF,
        "low": LOW,
        "high": HIGH,
    }
    given: dict[str, Any] = {}
    for name, column in columns.items():
        if name not in names and cells[column]:
            raise rules.Refused(
                f"{indicator.code} needs no “{column}”, so leave that empty; found {cells[column]!r}."
            )
        is_needed = any(box.name == name and box.is_needed for box in boxes)
        if name in names and (cells[column] or is_needed):
            given[name] = _number(cells[column], column)
    figure = Figure(start, **given)
    if refusal := rules.refusal_of_value(
        indicator, figure.value, figure.numerator, figure.denominator
    ) or rules.refusal_of_limits(
        indicator, figure.value or 0.0, figure.low, figure.high
    ):
        raise rules.Refused(refusal)
    return figure


def _as_told(figure: Figure) -> str:
    """The two numbers of a share, as the file gives them: who checks it knows these."""
    if figure.numerator is None or figure.denominator is None:
        return ""
    return f"{figure.numerator:g} of {figure.denominator:g}"


def _number(text: str, column: str) -> float:
    plain = (
        text.replace(",", "")
        .replace("\N{NARROW NO-BREAK SPACE}", "")
        .replace("\N{NO-BREAK SPACE}", "")
        .replace(" ", "")
    )
    try:
        found = float(plain)
    except ValueError:
        found = float("nan")
    if not plain.isascii() or found != found or not 0 <= found < 1e12:
        raise rules.Refused(
            f"expected a number in “{column}”, nought or more, such as 12; found {text!r}."
        )
    return found


def _listed(names: Sequence[str]) -> str:
    shown_names = list(names[:8])
    if len(names) > 8:
        shown_names.append(f"{len(names) - 8} more")
    return " and ".join(filter(None, (", ".join(shown_names[:-1]), shown_names[-1])))


def packed(trial: Trial) -> dict[str, Any]:
    """The figures of a trial, small enough to travel in a form that confirms them."""
    return {
        indicator.code: [
            [
                f.period_start.isoformat(),
                *(f.value, f.numerator, f.denominator, f.low, f.high),
            ]
            for f in own
        ]
        for indicator, own in trial.figures.items()
    }


def unpacked(
    told: Mapping[str, Any], due: Sequence[DueFigure]
) -> dict[Indicator, list[Figure]]:
    """The same figures again; what came in the meantime is no longer due."""
    known = {each.indicator.code: each.indicator for each in due}
    if gone := sorted(set(told) - set(known)):
        raise rules.Refused(
            f"{_listed(gone)} is not due any more. Choose the file again and check it."
        )
    return {
        known[code]: [
            Figure(date.fromisoformat(start), *numbers) for start, *numbers in own
        ]
        for code, own in told.items()
    }
