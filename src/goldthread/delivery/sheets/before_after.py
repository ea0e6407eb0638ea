"""How a row's fields are compared with what stands, and shown before and after."""

from collections.abc import Mapping as Map
from dataclasses import dataclass
from typing import Any

from goldthread.delivery.models import Action
from goldthread.delivery.sheets.grid import cleaned
from goldthread.delivery.sheets.reports import Report
from goldthread.delivery.sheets.standing import stands
from goldthread.delivery.words import label, said

TITLE = 300  # characters that the title of an action may have


@dataclass(frozen=True, slots=True)
class Cell:
    """One field before and after."""

    label: str
    before: str
    after: str


def stands_as_read(action: Action, name: str) -> Any:
    found = stands(action, name)
    if name == "title":
        return " ".join(cleaned(found).split())
    return cleaned(found) if isinstance(found, str) else found


def fit_title(told: dict[str, Any], *, has_detail: bool) -> list[str]:
    """A title too long for a line is cut at a word; the whole stands under it."""
    title = told.get("title", "")
    title = " ".join(title.split())
    if title:
        told["title"] = title
    if len(title) <= TITLE:
        return []
    told["detail"] = "\n\n".join(filter(None, (told["title"], told.get("detail", ""))))
    told["title"] = title[: TITLE - 1].rsplit(" ", 1)[0] + "\N{HORIZONTAL ELLIPSIS}"
    return [
        f"Longer than {TITLE} characters: cut at a word, and whole under “In more words”."
    ]


def cells_of(
    action: Action | None, changed: Map[str, Any], report: Report | None
) -> tuple[Cell, ...]:
    found = []
    for name, value in changed.items():
        before = "" if action is None else _said(name, getattr(action, name))
        after = _said(name, value)
        if before != after or action is not None:
            found.append(Cell(label(name), before, after))
    if report is not None:
        found += [Cell(*each) for each in report.cells()]
    return tuple(found)


def _said(name: str, value: Any) -> str:
    if name == "kind":
        return str(dict(Action.Kind.choices).get(value, ""))
    if hasattr(value, "all"):
        value = list(value.all())
    return said(value)
