"""Which action waits for which; never in a circle."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from goldthread.audit.services import record
from goldthread.delivery import rules
from goldthread.delivery.models import Action, Dependency
from goldthread.delivery.services.checks import check, locked, locked_settings, log
from goldthread.partners.models import Person


@transaction.atomic
def add_dependency(
    action: Action, *, on: Action, words: str = "", by: Person | None, at: datetime
) -> Dependency:
    """Say that an action waits for another one, and perhaps for what.

    Raises:
        Refused: the other one waits for this one already; the sentence names the way.
    """
    locked_settings()  # two who close a circle from both ends meet here
    kept, other = locked(action), locked(on)
    if refusal := rules.refusal_to_change(kept, by=by) or rules.refusal_to_wait(
        path_between(other, kept)
    ):
        raise rules.Refused(refusal)
    if other.deleted_at:
        raise rules.Refused(f"{other.reference} is deleted, so nothing waits for it.")
    found = Dependency.objects.filter(action=kept, on=other).first()
    if found is not None:
        return found
    dependency = Dependency(action=kept, on=other, words=words.strip())
    check(dependency)
    dependency.save()
    log(kept, {"dependency": ("", str(other))}, reason=words.strip(), by=by, at=at)
    kept.save(update_fields=["version"])
    record(
        "action.waits",
        kept,
        by=by,
        at=at,
        detail={"after": {"waits for": other.reference}},
    )
    return dependency


@transaction.atomic
def remove_dependency(
    dependency: Dependency, *, by: Person | None, at: datetime
) -> Action:
    """Say that an action waits for the other one no longer."""
    kept = locked(dependency.action)
    if refusal := rules.refusal_to_change(kept, by=by):
        raise rules.Refused(refusal)
    other = dependency.on
    Dependency.objects.filter(pk=dependency.pk).delete()
    log(kept, {"dependency": (str(other), "")}, reason="", by=by, at=at)
    kept.save(update_fields=["version"])
    record(
        "action.waits_no_longer",
        kept,
        by=by,
        at=at,
        detail={"before": {"waits for": other.reference}},
    )
    return kept


def path_between(start: Action, goal: Action) -> Sequence[str]:
    """How `start` waits for `goal`, by references; empty where it does not."""
    if start.pk == goal.pk:
        return (start.reference,)
    came_from: dict[int, int] = {start.pk: 0}
    edge = [start.pk]
    while edge and goal.pk not in came_from:
        pairs = Dependency.objects.filter(action__in=edge).order_by("pk")
        edge = []
        for here, there in pairs.values_list("action_id", "on_id"):
            if there not in came_from:
                came_from[there] = here
                edge.append(there)
    if goal.pk not in came_from:
        return ()
    keys = [goal.pk]
    while keys[-1] != start.pk:
        keys.append(came_from[keys[-1]])
    named = dict(
        Action.objects.filter(pk__in=keys).values_list("pk", "reference").order_by("pk")
    )
    return tuple(named[key] for key in reversed(keys))
