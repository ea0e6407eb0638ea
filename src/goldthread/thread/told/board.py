"""Who decided: decisions and asks, as far as their reader may see what was restricted."""

from typing import Any

from django.db.models import QuerySet

from goldthread.governance.models import Ask, Decision
from goldthread.thread.nouns import Knot, Noun, Reader
from goldthread.web.kit import Mood, Status
from goldthread.web.templatetags.kit import day

READ, CLEARED, EVERY_BOARD = (
    "read the board",
    "read restricted items",
    "run every board",
)


def visible(rows: Any, reader: Reader) -> QuerySet[Any]:
    """What came up under an item that this reader may see; nobody in particular sees
    only what came up under none."""
    if not reader.may(READ):
        return rows.none()  # type: ignore[no-any-return]
    if reader.person is None:
        return rows  # type: ignore[no-any-return]
    return rows.visible_to(  # type: ignore[no-any-return]
        reader.person,
        cleared=reader.may(CLEARED),
        runs=reader.may(EVERY_BOARD),
    )


_KINDS: dict[str, Mood] = {
    "approve": "done",
    "note": "quiet",
    "refer": "waiting",
    "defer": "waiting",
    "refuse": "refused",
}


def _decision(row: Any) -> Knot:
    kind = str(Decision.Kind(row.kind).label)
    came = f"what came of it: {row.outcome}" if row.outcome else ""
    by = f"; expected by {day(row.effect_by)}" if row.effect_by else ""
    expected = f"expected: {row.effect}{by}" if row.effect else ""
    taken = f"{row.body__name}, {day(row.decided_on)}"
    return Knot(
        "decision",
        row.pk,
        "Decision",
        row.reference,
        row.title,
        "decision",
        (row.reference,),
        Status(kind, _KINDS[row.kind]),
        tuple(filter(None, (taken, expected, came))),
    )


DECISION = Noun(
    "decision",
    "Decision",
    "Decisions",
    lambda reader: visible(Decision.objects.all(), reader),
    (
        "pk",
        "reference",
        "title",
        "kind",
        "decided_on",
        "effect",
        "effect_by",
        "outcome",
        "body__name",
    ),
    _decision,
    lambda reference: {"reference": reference.upper()},
)

_STATES: dict[str, Mood] = {
    "open": "waiting",
    "replied": "working",
    "closed": "done",
    "withdrawn": "refused",
}


def _ask(row: Any) -> Knot:
    asked = row.outside or row.agency__name
    came = f"what came of it: {row.result}" if row.result else ""
    return Knot(
        "ask",
        row.pk,
        "Ask",
        row.reference,
        row.words,
        "ask",
        (row.reference,),
        Status(str(Ask.State(row.state).label), _STATES[row.state]),
        tuple(filter(None, (f"asked of {asked}, due {day(row.due_on)}", came))),
    )


ASK = Noun(
    "ask",
    "Ask",
    "Asks",
    lambda reader: visible(Ask.objects.all(), reader),
    (
        "pk",
        "reference",
        "words",
        "state",
        "due_on",
        "result",
        "outside",
        "agency__name",
    ),
    _ask,
    lambda reference: {"reference": reference.upper()},
)
