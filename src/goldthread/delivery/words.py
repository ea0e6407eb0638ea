"""How the plan's fields are called and written, in changes, histories and sheets."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model

from goldthread.delivery.effect_counted import asked_in_words
from goldthread.delivery.effect_places import name_of
from goldthread.delivery.models import ExpectedEffect

# Every field of an action that a person may change, in the order of its page (C40).
FIELDS = {
    "title": "Action",
    "detail": "In more words",
    "workstream": "Workstream",
    "kind": "Kind",
    "finding": "Finding it answers",
    "why": "Why",
    "outcome": "Outcome it serves",
    "intended": "What will be different",
    "measure": "How that will be seen",
    "owner": "Owner",
    "lead_agency": "Lead agency",
    "community_owner": "Community group that leads it",
    "support_agencies": "Supporting agencies",
    "areas": "Areas",
    "start_on": "Starts",
    "due_on": "Due",
    "cost_pounds": "Cost in pounds",
    "funder": "Funded by",
}
OTHERS = {
    "status": "Status",
    "percent": "Per cent",
    "next_step": "Next step",
    "milestone": "Milestone",
    "dependency": "Waits for",
    "thread": "Golden thread",
    "effect": "Expected effect",
    "deleted": "Deleted",
    "asks_due_on": "Another due date, asked for",
}
MANY = ("support_agencies", "areas")
CHOSEN = ("kind", "status")
ASKS_FOR_DAY = "Asks for a new due date: {}"  # stands in the report that asks


def label(field: str) -> str:
    """What people call a field."""
    return FIELDS.get(field) or OTHERS.get(field, field)


def day(value: date) -> str:
    """23 November 2026."""
    return f"{value.day} {value:%B %Y}"


def said(value: Any) -> str:
    """A field's value as the change log keeps it; nothing is nothing."""
    if value is None:
        return ""
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal):
        return f"{value:,.2f}".replace(",", " ").removesuffix(".00")
    if isinstance(value, str | int | Model):
        return str(value)
    if isinstance(value, Iterable):
        return ", ".join(sorted(str(each) for each in value))
    return str(value)


def _place_by_code(effect: ExpectedEffect) -> str:
    """Until version 0.3 a place of the lake was stated by its code alone."""
    code = str(effect.parameters.get("area", ""))
    if not code:
        return ""
    name = name_of(code, on=effect.window_from)
    return name or f"{code} (a code that no list of areas names here)"


def effect_in_words(effect: ExpectedEffect) -> str:
    """What an action is expected to change, in one sentence."""
    size = f" by {effect.percent} per cent" if effect.percent else ""
    place = str(effect.area) if effect.area else _place_by_code(effect)
    where = f" in {place}" if place else ""
    asked = ""
    if effect.question:
        told = asked_in_words(effect.question, effect.parameters)
        asked = f", measured by {told}"
    if effect.indicator:
        asked = f", measured by {effect.indicator}"
    if effect.comparison:
        asked += f", compared with {', '.join(effect.compared_with)}"
    return (
        f"{effect.measure}: {effect.get_direction_display().lower()}{size}{where}, "
        f"from {day(effect.window_from)} up to {day(effect.window_until)}{asked}"
    )
