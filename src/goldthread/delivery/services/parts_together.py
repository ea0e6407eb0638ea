"""Milestones, dependencies and expected effects of many actions, written together."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from goldthread.delivery import rules
from goldthread.delivery.models import (
    Action,
    Dependency,
    ExpectedEffect,
    Milestone,
)
from goldthread.delivery.services.dependencies import path_between
from goldthread.delivery.sheets.parts import Parts, Step, Wait
from goldthread.delivery.sheets.plain_words import plainly
from goldthread.partners.models import Area, Person

if TYPE_CHECKING:
    from goldthread.delivery.services.together import Draft

Told = Sequence[tuple[Action, Parts]]
_EFFECT = ["measure", "question", "parameters", "area", "direction", "percent",
           "window_from", "window_until", "stated_by", "stated_at",
           "indicator", "comparison", "names"]  # fmt: skip


def logged_as(parts: Parts) -> Iterable[tuple[str, str, str]]:
    """Each as the change log calls it, with what stood and what stands."""
    names = {"Milestones": "milestone", "Waits for": "dependency"}
    for heading, before, after in parts.cells:
        yield names.get(heading, "effect"), before, after


def write_parts(
    told: Told, named: "Mapping[str, Draft]", *, by: Person | None, at: datetime
) -> None:
    """Write them for actions that are saved; the caller holds the transaction."""
    _steps([(action, parts.steps) for action, parts in told if parts.steps is not None])
    _waits(
        [(action, parts.waits) for action, parts in told if parts.waits is not None],
        {plainly(name): draft.action.pk for name, draft in named.items()},
    )
    effects = []
    for action, parts in told:
        if parts.effect is not None:
            parts.effect.action = action
            parts.effect.stated_by, parts.effect.stated_at = by, at
            effects.append(parts.effect)
    ExpectedEffect.objects.bulk_create(
        effects, update_conflicts=True, unique_fields=["action"], update_fields=_EFFECT
    )


def _steps(told: Sequence[tuple[Action, Sequence[Step]]]) -> None:
    """The milestones as told, in the order of their lines."""
    Milestone.objects.filter(action__in=[action for action, _ in told]).delete()
    Milestone.objects.bulk_create(
        Milestone(
            action=action,
            number=number,
            title=step.title,
            due_on=step.due_on,
            done_on=step.done_on,
        )
        for action, steps in told
        for number, step in enumerate(steps, start=1)
    )


def _waits(
    told: Sequence[tuple[Action, Sequence[Wait]]], named: Mapping[str, int]
) -> None:
    """The dependencies as told.

    Raises:
        Refused: they would go in a circle, or name what is not there.
    """
    Dependency.objects.filter(action__in=[action for action, _ in told]).delete()
    rows = {}
    for action, waits in told:
        for wait in waits:
            on = wait.on or named.get(plainly(wait.reference))
            if on is None:
                raise rules.Refused(
                    f"{action.reference} waits for {wait.reference}, whose row is set aside. Mend that row first."
                )
            rows[action.pk, on] = Dependency(action=action, on_id=on, words=wait.words)
    for row in rows.values():
        if row.on_id == row.action_id:
            raise rules.Refused(rules.refusal_to_wait((row.action.reference,)) or "")
    Dependency.objects.bulk_create(rows.values())
    for row in rows.values():
        path = path_between(Action(pk=row.on_id), row.action)
        if refusal := rules.refusal_to_wait(path):
            raise rules.Refused(refusal)


def plain_parts(action: Action, parts: Parts) -> dict[str, Any]:
    """What stood of those that a row tells anew, as JSON holds it."""
    stood: dict[str, Any] = {}
    if parts.steps is not None:
        stood["steps"] = [
            [each.title, _iso(each.due_on), _iso(each.done_on)]
            for each in action.milestones.order_by("number")
        ]
    if parts.waits is not None:
        stood["waits"] = [[each.on_id, each.words] for each in action.waits.all()]
    if parts.effect is not None:
        effect = ExpectedEffect.objects.filter(action=action).first()
        stood["effect"] = effect and {
            name: _iso(getattr(effect, name))
            for name in (
                *_EFFECT[:3],
                "area_id",
                *_EFFECT[4:8],
                *_EFFECT[10:],
                "stated_by_id",
                "stated_at",
            )
        }
    return stood


def _iso(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def restore_parts(
    stood: Mapping[int, Mapping[str, Any]],
) -> None:
    """Put back what stood of actions before: action -> what `plain_parts` kept."""
    for key, told in stood.items():
        action = Action(pk=key)
        if "steps" in told:
            Milestone.objects.filter(action=key).delete()
            Milestone.objects.bulk_create(
                Milestone(
                    action=action,
                    number=number,
                    title=title,
                    due_on=due and date.fromisoformat(due),
                    done_on=done and date.fromisoformat(done),
                )
                for number, (title, due, done) in enumerate(told["steps"], start=1)
            )
        if "waits" in told:
            Dependency.objects.filter(action=key).delete()
            there = set(
                Action.objects.filter(
                    pk__in=[on for on, _ in told["waits"]]
                ).values_list("pk", flat=True)
            )
            Dependency.objects.bulk_create(
                Dependency(action=action, on_id=on, words=words)
                for on, words in told["waits"]
                if on in there
            )
        if "effect" in told:
            _restore_effect(key, told["effect"])


def _restore_effect(key: int, told: Mapping[str, Any] | None) -> None:
    if not told:
        ExpectedEffect.objects.filter(action=key).delete()
        return
    area = told["area_id"]
    there = Area.objects.filter(pk=area).exists()
    ExpectedEffect.objects.update_or_create(
        action_id=key, defaults={**told, "area_id": area if there else None}
    )
