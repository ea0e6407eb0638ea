"""The smallest pieces of a page: escaped words, numbers that do not break, tables."""

import html
import re
from datetime import date

from goldthread.core.units import tied
from goldthread.documents import columns, numbers
from goldthread.documents.model import (
    Cell,
    Column,
    CrossReference,
    Figure,
    Interval,
    Status,
    Strong,
    Suppressed,
    Table,
    Text,
    plain,
    runs,
)

_GROUPED = re.compile(r"\d{1,3}(?:\u202f\d{3})+(?:\.\d+)?")
NARROW = 2  # columns that do not need the whole width
WHOLE = 14  # letters of a reading, the last column, that print keeps on one line
# The words of a status say it; the shape says it again without colour.
_SHAPES = {
    "improving": '<path d="M1 2h10L6 11z"/>',
    "concern": '<path d="M6 0l6 6-6 6-6-6z"/>',
    "unclear": '<circle cx="6" cy="6" r="5"/>',
}


def escaped(text: str) -> str:
    """Words as markup; thousands keep together and a little apart, units stay with theirs."""
    return _GROUPED.sub(_grouped, html.escape(tied(text))).replace(
        numbers.THIN, "\u00a0"
    )


def _grouped(found: re.Match[str]) -> str:
    # The house's narrow space is missing from its typeface, so a no-break space stands
    # in and the style sheet narrows it.
    number = found.group().replace(numbers.THIN, "\u00a0")
    return f'<span class="gt-thousands">{number}</span>'


def sentence(text: Text) -> str:
    """A sentence as markup; each figure carries its value for a machine to read."""
    parts = []
    for run in runs(text):
        if isinstance(run, str):
            parts.append(escaped(run))
        elif isinstance(run, Strong):
            parts.append(f"<strong>{escaped(run.text)}</strong>")
        elif isinstance(run, CrossReference):
            parts.append(
                f'<a class="govuk-link" href="#{html.escape(run.to)}">'
                f"{escaped(run.text)}</a>"
            )
        else:
            parts.append(figure(run))
    return "".join(parts)


def figure(one: Figure) -> str:
    """A number with its value beside it."""
    ref = f' data-ref="{html.escape(one.ref)}"' if one.ref else ""
    return (
        f'<data class="gt-number" value="{html.escape(machine_value(one.value))}"{ref}>'
        f"{escaped(one.display)}</data>"
    )


def machine_value(value: Cell) -> str:
    """A value as a machine reads it; empty where nothing is held."""
    if value is None:
        return ""
    if isinstance(value, Suppressed):
        return f"<{value.under}" if value.under else "suppressed"
    if isinstance(value, Interval):
        return f"{value.low!r}/{value.high!r}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def status(one: Status) -> str:
    """What a movement means: a shape, then words; colour is only the third sign."""
    return (
        f'<span class="gt-status gt-status--{one.kind}">'
        '<svg class="gt-status__shape" width="12" height="12" viewBox="0 0 12 12" '
        f'aria-hidden="true" focusable="false" fill="currentColor">{_SHAPES[one.kind]}'
        f"</svg> {escaped(one.words)}</span>"
    )


def table(one: Table, anchor: str = "") -> str:
    """A table that a screen reader can walk and a page break can cut."""
    identity = f' id="{html.escape(anchor or one.id)}"' if anchor or one.id else ""
    head = "".join(_heading(column) for column in one.columns)
    body = "\n".join(_row(row, one.columns) for row in one.rows)
    if not one.rows:
        body = (
            f'<tr class="govuk-table__row"><td class="govuk-table__cell" '
            f'colspan="{len(one.columns)}">Nothing to show.</td></tr>'
        )
    shape = " gt-table--short" if columns.is_short(one) else ""
    # Across a whole page the eye loses the line between a name and its one number.
    is_narrow = len(one.columns) <= NARROW and one.columns[-1].is_numeric
    shape += " gt-table--narrow" if is_narrow else ""
    name = html.escape(plain(one.caption).replace(numbers.THIN, " "))
    return (
        f'<div class="gt-table{shape}"{identity}>'
        f'<div class="gt-scroll" role="group" aria-label="{name}" tabindex="0">'
        '<table class="govuk-table">'
        '<caption class="govuk-table__caption govuk-table__caption--s">'
        f"{sentence(one.caption)}</caption>"
        f'<thead class="govuk-table__head"><tr class="govuk-table__row">{head}</tr></thead>'
        f'\n<tbody class="govuk-table__body">\n{body}\n</tbody></table></div>'
        f"{notes(one.notes)}{source(one.source, one.ref)}</div>\n"
    )


def _heading(column: Column) -> str:
    unit = (
        f' <span class="gt-unit">{escaped(column.unit)}</span>' if column.unit else ""
    )
    kind = " govuk-table__header--numeric" if column.is_numeric else ""
    return (
        f'<th scope="col" class="govuk-table__header{kind}">'
        f"{escaped(column.heading)}{unit}</th>"
    )


def _row(row: tuple[Cell, ...], columns: tuple[Column, ...]) -> str:
    cells = [
        _cell(value, column, is_name=at == 0, is_last=at == len(columns) - 1)
        for at, (value, column) in enumerate(zip(row, columns, strict=True))
    ]
    return f'<tr class="govuk-table__row">{"".join(cells)}</tr>'


def _cell(value: Cell, column: Column, *, is_name: bool, is_last: bool) -> str:
    written = escaped(numbers.cell(value, column))
    if value is None or isinstance(value, Suppressed):
        written = f'<span class="gt-missing">{written}</span>'
    kind = " govuk-table__cell--numeric" if column.is_numeric else ""
    if is_name and not column.is_numeric:
        return f'<th scope="row" class="govuk-table__header">{written}</th>'
    # A column of "not judged", each on two lines, made a page of two of every table.
    if is_last and isinstance(value, str) and 0 < len(value) <= WHOLE:
        kind += " gt-whole"
    return f'<td class="govuk-table__cell{kind}">{written}</td>'


def notes(texts: tuple[Text, ...], kind: str = "gt-notes") -> str:
    """What has to be known to read a table or a picture rightly."""
    if not texts:
        return ""
    items = "".join(f"<li>{sentence(text)}</li>" for text in texts)
    return f'<ul class="{kind}">{items}</ul>'


def source(words: str, ref: str = "") -> str:
    """Where the numbers come from, and the reference that finds them again."""
    if not words and not ref:
        return ""
    parts = [
        f"Source: {escaped(words)}" if words else "",
        f'<span class="gt-ref">{html.escape(ref)}</span>' if ref else "",
    ]
    return f'<p class="gt-source">{" · ".join(filter(None, parts))}</p>\n'
