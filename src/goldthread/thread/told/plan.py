"""What is done: actions, the effect that each is expected to have, and what it had."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from goldthread.delivery.models import Action, Effect, ExpectedEffect
from goldthread.delivery.queries.effects import MOODS
from goldthread.delivery.queries.lines import STATUSES
from goldthread.thread.nouns import Knot, Noun, Reader
from goldthread.web.kit import Status
from goldthread.web.templatetags.kit import day

READ = "read the plan"


def _actions(reader: Reader) -> QuerySet[Action]:
    rows: QuerySet[Action] = Action.objects.standing()
    return rows if reader.may(READ) else rows.none()


def _action(row: Any) -> Knot:
    leader = row.community_owner or row.lead_agency__short_name or row.lead_agency__name
    due = f"{leader}, due {day(row.due_on)}" if row.due_on else leader
    return Knot(
        "action",
        row.pk,
        "Action",
        row.reference,
        row.title,
        "action",
        (row.reference,),
        STATUSES[row.status],
        (due,),
    )


ACTION = Noun(
    "action",
    "Action",
    "Actions",
    _actions,
    (
        "pk",
        "reference",
        "title",
        "status",
        "due_on",
        "community_owner",
        "lead_agency__short_name",
        "lead_agency__name",
    ),
    _action,
    lambda reference: {"reference": reference.upper()},
)


def _effects(reader: Reader) -> QuerySet[ExpectedEffect]:
    judged = Effect.objects.newest().filter(action=OuterRef("action"))
    rows = ExpectedEffect.objects.filter(action__deleted_at__isnull=True).annotate(
        result=Subquery(judged.values("result")[:1]),
        sentence=Subquery(judged.values("sentence")[:1]),
        strength=Subquery(judged.values("strength")[:1]),
    )
    return rows if reader.may(READ) else rows.none()


def _effect(row: Any) -> Knot:
    change = ExpectedEffect.Direction(row.direction).label
    if row.percent:
        change = (
            f"{row.percent} per cent {'fewer' if row.direction == 'down' else 'more'}"
        )
    where = f" in {row.area__name}" if row.area__name else ""
    action = f"expected of {row.action__reference} {row.action__title}"
    window = f"from {day(row.window_from)} up to {day(row.window_until)}"
    judged = (row.sentence, f"strength: {row.strength}") if row.result else ()
    status = (
        Status(str(Effect.Result(row.result).label), MOODS[row.result])
        if row.result
        else Status("Not judged yet", "waiting")
    )
    return Knot(
        "effect",
        row.pk,
        "Effect",
        row.action__reference,
        f"{change}: {row.measure}{where}",
        "effect",
        (row.action__reference,),
        status,
        (action, window, *judged),
    )


EFFECT = Noun(
    "effect",
    "Effect",
    "Effects",
    _effects,
    (
        "pk",
        "measure",
        "direction",
        "percent",
        "window_from",
        "window_until",
        "area__name",
        "action__reference",
        "action__title",
        "result",
        "sentence",
        "strength",
    ),
    _effect,
    lambda reference: {"action__reference": reference.upper()},
)
