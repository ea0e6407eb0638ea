"""What was changed at one stroke and can be taken back, and where each change came from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models.functions import Lower
from django.urls import reverse

from goldthread.delivery import rules
from goldthread.delivery.models import Action, BulkEdit, PlanImport
from goldthread.partners.models import Person
from goldthread.strategy.models import Workstream

MOST = 50


@dataclass(frozen=True, slots=True)
class Undoable:
    """One change of many actions that may be taken back."""

    words: str
    reason: str
    who: str
    at: datetime
    href: str


def undoable(person: Person) -> tuple[Undoable, ...]:
    """What this person may undo, the newest first."""
    runs = rules.may(person, rules.RUN)
    edits = BulkEdit.objects.filter(undone_at__isnull=True)
    if not runs:
        edits = edits.filter(by=person)
    rows = edits.order_by("-at", "-pk").values_list(
        "words", "reason", "by__name", "at", "pk"
    )
    found = [
        Undoable(words, reason, who or "", at, reverse("bulk_edit_done", args=[key]))
        for words, reason, who, at, key in rows[:MOST]
    ]
    if runs:
        found += _loaded()
    return tuple(sorted(found, key=lambda each: each.at, reverse=True))


def _loaded() -> Iterable[Undoable]:
    loaded = PlanImport.objects.filter(state=PlanImport.State.LOADED)
    rows = loaded.order_by("-loaded_at", "-pk").values_list(
        "file_name", "loaded_by__name", "loaded_at", "pk"
    )
    for name, who, at, key in rows[:MOST]:
        assert at is not None  # a loaded one says when
        href = reverse("plan_import", args=[key])
        yield Undoable(f"Loaded: {name}", "", who or "", at, href)


def edits_of(action: Action, moments: Iterable[datetime]) -> dict[datetime, str]:
    """The pages of the bulk edits that changed an action at these moments."""
    at = set(moments)
    if not at:
        return {}
    edits = BulkEdit.objects.filter(at__in=at).values_list("at", "pk", "rows")
    return {
        moment: reverse("bulk_edit_done", args=[key])
        for moment, key, rows in edits
        if any(row["action"] == action.pk for row in rows)
    }


def twins_of(deleted: Iterable[Action]) -> dict[int, str]:
    """For each deleted action the one that stands and says the same, where there is one.

    A spreadsheet that was taken back and loaded again leaves one of each.
    """
    gone = list(deleted)
    streams = Workstream.objects.filter(actions__in=gone).values("strategy")
    standing = (
        Action.objects.standing()
        .annotate(plain=Lower("title"))
        .filter(
            plain__in={each.title.lower() for each in gone},
            workstream__strategy__in=streams,
        )
        .order_by("-pk")
    )
    named = {
        (strategy, title.lower()): reference
        for strategy, title, reference in standing.values_list(
            "workstream__strategy", "title", "reference"
        )
    }
    keys = ((each, (each.workstream.strategy_id, each.title.lower())) for each in gone)
    return {each.pk: named[key] for each, key in keys if key in named}
