"""What templates may say beyond Django's own words; loaded everywhere."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django import forms, template
from django.core.paginator import Page
from django.forms.boundfield import BoundField, BoundWidget
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from goldthread.core import units
from goldthread.web.fields import DateBoxes
from goldthread.web.forms import Fold, Heading
from goldthread.web.kit import (
    Cell,
    Column,
    Download,
    Empty,
    Link,
    Progress,
    Row,
    Status,
    Step,
    Table,
)

register = template.Library()

THIN = "\N{NARROW NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


@register.filter
def number(value: float | None, places: int | None = None) -> str:
    """1234567.5 as "1 234 567.5" with thin spaces; nothing known is a dash."""
    if value is None or value != value:
        return "\N{EN DASH}"
    if places is None:
        places = 0 if float(value).is_integer() else 1
    text = f"{abs(value):,.{places}f}".replace(",", THIN)
    return f"{MINUS}{text}" if value < 0 else text


@register.filter
def tied(words: str) -> str:
    """A sentence whose numbers stand on one line with their per cent."""
    return units.tied(words)


@register.filter
def day(value: date | datetime | None) -> str:
    """23 November 2026."""
    if value is None:
        return "not known"
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return f"{value.day} {value:%B %Y}"


@register.filter
def moment(value: datetime | None) -> str:
    """23 November 2026 at 14:32."""
    if value is None:
        return "not known"
    return f"{day(value)} at {timezone.localtime(value):%H:%M}"


@register.filter
def month(value: date) -> str:
    """November 2026."""
    return f"{value:%B %Y}"


@register.filter
def size(value: int | None) -> str:
    """How large a file is, as people say it."""
    if value is None:
        return ""
    if value < 1_000_000:
        return f"{max(1, round(value / 1000))} kB"
    return f"{value / 1_000_000:.1f} MB"


# Icons repeat what the word says: shape first, colour second, never colour alone.
_ICONS = {
    "good": "triangle",
    "concern": "diamond",
    "quiet": "circle",
    "done": "tick",
    "working": "half",
    "waiting": "clock",
    "refused": "cross",
}


@register.inclusion_tag("web/kit/status.html")
def status(value: Status) -> dict[str, Any]:
    return {"status": value, "icon": f"web/icons/{_ICONS[value.mood]}.svg"}


@register.inclusion_tag("web/kit/summary.html")
def summary(rows: Sequence[Row]) -> dict[str, Any]:
    return {"rows": rows, "has_actions": any(row.action for row in rows)}


@register.inclusion_tag("web/kit/table.html")
def data_table(table: Table) -> dict[str, Any]:
    return {"table": table, "rows": _rows(table)}


def _rows(table: Table) -> SafeString:
    """The rows as they are sent: a template takes 12 ms for 250 cells, this takes 0.6."""
    put = [_FIRST, *(_cell(column, table) for column in table.columns[1:])]
    if any(len(row) != len(put) for row in table.rows):
        raise ValueError(f"a row of {table.caption!r} has not {len(put)} cells")
    return mark_safe(
        "".join(
            '<tr class="govuk-table__row">'
            + "".join([cell % drawn(v) for cell, v in zip(put, row, strict=True)])
            + "</tr>\n"
            for row in table.rows
        )
    )


_FIRST = '<th scope="row" class="govuk-table__header">%s</th>'


def _cell(column: Column, table: Table) -> str:
    """A cell with a place for its value; on a card it says which column it is of."""
    kind = " govuk-table__cell--numeric" if column.numeric else ""
    name = conditional_escape(column.title).replace("%", "%%")
    of = f' data-of="{name}"' if table.is_of_steps else ""
    return f'<td class="govuk-table__cell{kind}"{of}>%s</td>'


@register.filter
def drawn(value: Cell) -> SafeString:
    """A value of a table or of a list: a status, a link, a number or words."""
    if isinstance(value, Status):
        return drawn_status(value)
    if isinstance(value, Link):
        return format_html(
            '<a class="govuk-link" href="{}">{}</a>', value.href, value.words
        )
    if isinstance(value, int | float) or value is None:
        return conditional_escape(number(value))
    return conditional_escape(value)


@lru_cache(maxsize=128)
def drawn_status(value: Status) -> SafeString:
    """A status as it is sent; pages show the same few again and again."""
    return render_to_string("web/kit/status.html", status(value))


@register.inclusion_tag("web/kit/downloads.html")
def downloads(items: Sequence[Download]) -> dict[str, Any]:
    return {"items": items}


@register.inclusion_tag("web/kit/progress.html")
def progress(value: Progress) -> dict[str, Any]:
    return {"progress": value}


@register.inclusion_tag("web/kit/thread.html")
def thread(steps: Sequence[Step]) -> dict[str, Any]:
    return {"steps": steps}


@register.inclusion_tag("web/kit/empty.html")
def empty(value: Empty) -> dict[str, Any]:
    return {"empty": value}


@register.inclusion_tag("web/kit/tabs.html")
def page_tabs(
    links: Sequence[Link], label: str = "Parts of this page"
) -> dict[str, Any]:
    """Tabs that are pages: they work without JavaScript and can be linked to."""
    return {"links": links, "label": label}


@register.inclusion_tag("web/kit/breadcrumbs.html")
def breadcrumbs(links: Sequence[Link]) -> dict[str, Any]:
    return {"links": links}


@register.inclusion_tag("web/kit/pages.html", takes_context=True)
def pages(context: dict[str, Any], page: Page[Any]) -> dict[str, Any]:
    """Links to the other pages of a list; what is asked for in the address stays."""
    asked = {k: v for k, v in context["request"].GET.items() if k != "page"}
    numbers = page.paginator.get_elided_page_range(
        page.number, on_each_side=1, on_ends=1
    )
    links = [
        {
            "words": n,
            "href": "?" + urlencode({**asked, "page": n}),
            "gap": not isinstance(n, int),  # the dots are lazy words, no str
        }
        for n in numbers
    ]
    before = (
        urlencode({**asked, "page": page.number - 1}) if page.has_previous() else ""
    )
    after = urlencode({**asked, "page": page.number + 1}) if page.has_next() else ""
    return {"page": page, "links": links, "before": before, "after": after}


@register.simple_tag
def once() -> SafeString:
    """The mark inside a form that lets it be done once only; see web/once.py."""
    # Without autocomplete=off a browser may put an old mark back when one goes back.
    return format_html(
        '<input type="hidden" name="once" value="{}" autocomplete="off">', uuid.uuid4()
    )


_KINDS: tuple[tuple[type[forms.Widget], str, str], ...] = (
    (DateBoxes, "date", ""),
    # Before RadioSelect, which it inherits from.
    (forms.CheckboxSelectMultiple, "checkboxes", "govuk-checkboxes__input"),
    (forms.RadioSelect, "radios", "govuk-radios__input"),
    (forms.CheckboxInput, "checkbox", "govuk-checkboxes__input"),
    (forms.Select, "select", "govuk-select"),
    (forms.Textarea, "textarea", "govuk-textarea"),
    (forms.FileInput, "file", "govuk-file-upload"),
    (
        forms.PasswordInput,
        "password",
        "govuk-input govuk-password-input__input govuk-js-password-input-input",
    ),
    (forms.Widget, "text", "govuk-input"),
)


def _kind(widget: forms.Widget) -> tuple[str, str]:
    return next((kind, css) for cls, kind, css in _KINDS if isinstance(widget, cls))


@register.inclusion_tag("web/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    return {"field": bound}


@register.filter
def heading(bound: BoundField) -> Heading | None:
    """What stands above this field, where a part of the form begins with it."""
    parts: Mapping[str, Heading] = getattr(bound.form, "headings", {})
    return parts.get(bound.name)


_SAYS_NOTHING = (
    "",
    "None",
    "0",
    "1",
    "1.0",
    "[]",
)  # as good as empty in a folded field


@register.filter
def opens_fold(bound: BoundField) -> Fold | None:
    """The fold that begins with this field."""
    folds: Sequence[Fold] = getattr(bound.form, "folds", ())
    return next((fold for fold in folds if fold.fields[0] == bound.name), None)


@register.filter
def closes_fold(bound: BoundField) -> bool:
    """Whether a fold ends with this field."""
    folds: Sequence[Fold] = getattr(bound.form, "folds", ())
    return any(fold.fields[-1] == bound.name for fold in folds)


@register.filter
def is_open(fold: Fold, form: forms.BaseForm) -> bool:
    """Whether somebody has to see what is folded: it is filled, wrong or needed."""
    if any(form[name].errors for name in fold.fields):
        return True
    name, value = fold.when
    if name and str(form[name].value()) == value:
        return True
    return any(str(form[name].value()) not in _SAYS_NOTHING for name in fold.fields)


@register.filter
def drawn_as(bound: BoundField) -> str:
    """Which of GOV.UK Frontend's components this field is."""
    return _kind(bound.field.widget)[0]


@register.filter
def described_by(bound: BoundField) -> str:
    """The ids of the hint and the error, for assistive technology."""
    return " ".join(
        f"{bound.auto_id}-{part}"
        for part, there in (("hint", bound.help_text), ("error", bound.errors))
        if there
    )


@register.filter
def control(bound: BoundField) -> SafeString:
    """The field's own input, with GOV.UK Frontend's classes and the right description."""
    kind, css = _kind(bound.field.widget)
    attrs: dict[str, Any] = {}
    if css:
        own = bound.field.widget.attrs.get("class", "")
        wrong = (
            f"{css.split()[0]}--error" if bound.errors and kind != "checkbox" else ""
        )
        attrs["class"] = " ".join(filter(None, (css, own, wrong)))
    if said := described_by(bound):
        attrs["aria-describedby"] = said
    if kind == "password":
        attrs |= {"autocapitalize": "none", "spellcheck": "false"}
    return bound.as_widget(attrs=attrs)


@register.filter
def options(bound: BoundField) -> list[BoundWidget]:
    """The radios or checkboxes of a field, one by one, each with its class."""
    css = _kind(bound.field.widget)[1]
    for option in bound.subwidgets:
        option.data["attrs"]["class"] = css
        option.data["attrs"].pop("aria-describedby", None)
    return list(bound.subwidgets)


@register.filter
def boxes(bound: BoundField) -> list[dict[str, Any]]:
    """The three boxes of a date, with their words, widths and values."""
    widget = bound.field.widget
    value = bound.value()
    parts = value if isinstance(value, list) else widget.decompress(value)
    wrong = " govuk-input--error" if bound.errors else ""
    return [
        {
            "id": f"{bound.auto_id}_{name}",
            "name": f"{bound.html_name}_{name}",
            "label": name.capitalize(),
            "value": "" if part is None else part,
            "css": f"govuk-input govuk-date-input__input govuk-input--width-{width}{wrong}",
        }
        for name, part, width in zip(
            ("day", "month", "year"), parts, (2, 2, 4), strict=True
        )
    ]


@register.filter
def complaints(form: forms.BaseForm) -> list[dict[str, str]]:
    """Every error of a form with the id of the box it belongs to, in page order."""
    found = [{"words": str(said), "id": ""} for said in form.non_field_errors()]
    for bound in form:
        target = bound.auto_id
        if drawn_as(bound) in ("radios", "checkboxes"):
            target = f"{bound.auto_id}_0"
        if drawn_as(bound) == "date":
            target = f"{bound.auto_id}_day"
        found += [{"words": str(said), "id": target or ""} for said in bound.errors]
    return found
