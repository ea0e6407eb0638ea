"""The plan as a spreadsheet: the columns that came in, values and nothing else (FIL-7)."""

import csv
import io
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from goldthread.delivery.models import Action, PlanImport
from goldthread.delivery.sheets.fields import CANONICAL, FIELDS
from goldthread.delivery.sheets.grid import cleaned
from goldthread.delivery.sheets.mapping import mapping_from
from goldthread.delivery.sheets.own_words import OwnWords, called_alike, own_words
from goldthread.delivery.sheets.parts import (
    EFFECT,
    effect_of,
    steps_of,
    waits_of,
)
from goldthread.delivery.sheets.plain_words import plainly
from goldthread.delivery.sheets.standing import Standing
from goldthread.delivery.sheets.table import PROBLEM, ROW
from goldthread.delivery.sheets.text_cells import as_text, looks_run
from goldthread.delivery.words import day
from goldthread.strategy.models import Strategy


@dataclass(frozen=True, slots=True)
class Share:
    """A number of hundredths, written as people read it: 40%."""

    percent: int


Value = str | int | float | date | Share | None
LARGE = 32_000  # Excel holds 32,767 characters in a cell


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a sheet in their order: the heading, and the field if it has one."""

    columns: tuple[tuple[str, str], ...]
    own: OwnWords = field(default_factory=OwnWords)


def canonical() -> Layout:
    """Our own columns, in the order of an action's page."""
    return Layout(tuple((FIELDS[name].heading, name) for name in CANONICAL))


def layout_of(found: PlanImport | None) -> Layout:
    """The columns as they came in; a reference is added where there was none."""
    if found is None:
        return canonical()
    mapping = mapping_from(found.mapping)
    columns = [(heading, mapping.columns.get(at, "")) for at, heading in found.headings]
    if "reference" not in mapping.columns.values():
        columns.append((FIELDS["reference"].heading, "reference"))
    return Layout(tuple(columns), own_words(found))


def lines(
    actions: Iterable[Action], layout: Layout, standing: Standing
) -> list[list[Value]]:
    """The actions as rows under these columns."""
    said = _Said(standing, layout, _shared(standing), called_alike())
    return [
        [_value(action, heading, name, said) for heading, name in layout.columns]
        for action in actions
    ]


@dataclass(frozen=True, slots=True)
class _Said:
    """How things are called on their way out."""

    standing: Standing
    layout: Layout
    shared: Set[str]  # titles of two workstreams
    alike: Set[str]  # names of two people

    def has(self, name: str) -> bool:
        return any(name == each for _, each in self.layout.columns)


def _shared(standing: Standing) -> Set[str]:
    """Titles that two workstreams have: their keys are written instead."""
    streams: dict[str, set[int]] = {}
    for action in standing.actions:
        stream = action.workstream
        streams.setdefault(plainly(stream.title), set()).add(stream.pk)
    return {name for name, keys in streams.items() if len(keys) > 1}


def _reference(action: Action, standing: Standing) -> str:
    """The name by which the row finds its action again: their own, else ours.

    Nothing, where ours is what another action is called in their sheet; the title
    finds it then.
    """
    own = standing.own_reference(action)
    if own and len(standing.by_own[plainly(own)]) == 1:
        return own
    taken = standing.by_own.get(plainly(action.reference), [action])
    return action.reference if taken == [action] else ""


def _value(action: Action, heading: str, name: str, said: _Said) -> Value:
    standing = said.standing
    if not name:
        row = standing.sheet_rows.get(action.pk)
        return str(row.cells.get(heading, "")) if row else ""
    if name == "reference":
        return _reference(action, standing)
    if name == "milestones":
        return "\n".join(map(str, steps_of(action)))
    if name == "waits_for":
        return "\n".join(map(str, waits_of(action, standing)))
    if name in EFFECT:
        value = effect_of(action, name)
        if name == "effect_percent":
            return Share(value) if value else None
        return _named(value, "areas") if name == "effect_area" and value else value
    if name in ("status", "rag", "percent", "text", "next_step"):
        return _reported(action, heading, name, said)
    if name in ("support_agencies", "areas"):
        many = getattr(action, name).all()
        return "; ".join(sorted(_named(each, name) for each in many))
    value = getattr(action, name)
    if name == "lead_agency" and value is None and not said.has("community_owner"):
        return action.community_owner
    if name == "owner" and value is not None:
        by_mail = heading in said.layout.own.by_mail
        return str(
            value.email if by_mail or plainly(value.name) in said.alike else value.name
        )
    if name == "workstream" and plainly(value.title) in said.shared:
        return str(value.key)
    if name == "kind":
        return action.get_kind_display()
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    if value is None or isinstance(value, date):
        return value
    return _named(value, name) if hasattr(value, "pk") else cleaned(value)


def _named(value: Any, name: str) -> str:
    if name == "areas":
        return f"{value.name} ({value.code})"
    if name in ("lead_agency", "support_agencies"):
        return str(value.name)
    return str(value.text if name == "outcome" else value)


def _reported(action: Action, heading: str, name: str, said: _Said) -> Value:
    if name == "percent":
        return Share(action.percent)
    if name == "text":
        report = said.standing.report(action)
        return cleaned(report.text) if report else ""
    if name == "next_step":
        return cleaned(action.next_step)
    words = str(action.get_status_display())
    if name == "rag" and said.has("status"):
        words = ""  # the column beside it says what has no colour
    return said.layout.own.colours.get(heading, {}).get(action.status, words)


def cover(strategy: Strategy, *, on: date, count: int) -> str:
    """The line above the headings: marking, what it is, from which day."""
    handling = f" {strategy.handling}" if strategy.handling else ""
    counted = "1 action" if count == 1 else f"{count} actions"
    return f"{strategy.marking}{handling}. {_named_plan(strategy)}{counted}, {day(on)}"


def went_out(above: str, strategy: Strategy) -> bool:
    """Whether a sheet with these words over its headings was taken out of this plan."""
    return _named_plan(strategy) in above


def _named_plan(strategy: Strategy) -> str:
    return f"{strategy.title}: the action plan, "


def as_xlsx(
    title: str, layout: Layout, rows: Sequence[Sequence[Value]], *, at: datetime
) -> bytes:
    """One flat sheet under a line with the marking: no formula, nothing hidden, no author."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.properties.creator = "Goldthread"
    book.properties.created = book.properties.modified = at.replace(tzinfo=None)
    sheet = book.active
    assert sheet is not None
    sheet.title = "Plan"
    heads = [heading for heading, _ in layout.columns]
    _put(sheet, 1, [title])
    _put(sheet, 3, heads)
    for number, row in enumerate(rows, start=4):
        _put(sheet, number, row)
    sheet["A1"].font = Font(bold=True)
    for at_, (heading, name) in enumerate(layout.columns, start=1):
        sheet.cell(3, at_).font = Font(bold=True)
        is_wide = name in ("title", "detail", "why", "intended", "text", "measure")
        width = 48 if is_wide else max(12, min(26, len(heading) + 4))
        sheet.column_dimensions[get_column_letter(at_)].width = width
    sheet.freeze_panes = "A4"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _put(sheet: Any, number: int, row: Sequence[Value]) -> None:
    from openpyxl.styles import Alignment

    for at, value in enumerate(row, start=1):
        if value is None or value == "":
            continue
        cell = sheet.cell(number, at)
        if isinstance(value, str):
            # Said to be text, so that nothing in it is ever run; and it stays text when
            # somebody edits the cell.
            cell.value, cell.data_type = cleaned(value)[:LARGE], "s"
            if looks_run(value):
                cell.quotePrefix = True
        elif isinstance(value, Share):
            cell.value, cell.number_format = value.percent / 100, "0%"
        else:
            cell.value = value
            if isinstance(value, date):
                cell.number_format = "dd/mm/yyyy"
        cell.alignment = Alignment(wrap_text=number > 1, vertical="top")


def as_csv(title: str, layout: Layout, rows: Sequence[Sequence[Value]]) -> bytes:
    """The same as CSV, in the encoding that Excel opens rightly."""
    text = io.StringIO()
    write = csv.writer(text, lineterminator="\r\n").writerow
    write([as_text(title)])
    write([])
    write([as_text(heading) for heading, _ in layout.columns])
    for row in rows:
        write([_in_csv(value) for value in row])
    return text.getvalue().encode("utf-8-sig")


def _in_csv(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, Share):
        return f"{value.percent}%"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return as_text(value) if isinstance(value, str) else str(value)


def set_aside_xlsx(found: PlanImport, *, at: datetime) -> bytes:
    """The rows set aside, each with what is wrong with it, to mend and bring in again."""
    heads = [heading for _, heading in found.headings]
    layout = Layout(tuple((heading, "") for heading in (*heads, ROW, PROBLEM)))
    rows: list[list[Value]] = [
        [
            *(
                each["cells"][place] if place < len(each["cells"]) else ""
                for place, _ in found.headings
            ),
            each["row"],
            " ".join(each["why"]),
        ]
        for each in found.set_aside
    ]
    title = f"Rows set aside from {found.file_name}: mend them here and bring this file in. Leave the last two columns as they are."
    return as_xlsx(title, layout, rows, at=at)
