"""Whose actions, what is due from them, what has gone silent: for the desk and the chair.

All of it is public to the rooms above.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count
from django.db.models.functions import Greatest

from goldthread.delivery.models import Action, Chase, PlanSettings
from goldthread.delivery.models.actions import Actions, silent_before
from goldthread.delivery.rules import default_settings
from goldthread.delivery.silence import CHAIR, Silence, silence, silent_if_before
from goldthread.partners.models import Person


def plan_settings() -> PlanSettings:
    """The plan's settings; the defaults where nobody has set any."""
    found: PlanSettings | None = PlanSettings.objects.first()
    return found or default_settings()


def actions_of(person: Person) -> Actions:
    """The open actions that somebody owns, what is due first; `whole` rows."""
    found: Actions = whole(Action.objects.open().of_person(person))
    return found.order_by("due_on", "pk")


def overdue_for(person: Person, *, on: date) -> Actions:
    """What somebody owns and is late with."""
    return actions_of(person).overdue(on)


def due_for(person: Person, *, start: date, end: date) -> Actions:
    """What somebody owns that is due from `start` up to, not including, `end`."""
    return actions_of(person).due_between(start, end)


def silent_for(person: Person, *, on: date) -> Actions:
    """What somebody owns and has not said a word about for too long."""
    return actions_of(person).silent_since(
        silent_if_before(on, plan_settings().owner_days)
    )


@dataclass(frozen=True, slots=True)
class SilentAction:
    """One silent action with how silent it is, and who was told of this silence when."""

    action: Action
    silence: Silence
    told: Sequence[Chase] = ()


def silent_actions(*, on: date, level: str = "owner") -> Sequence[SilentAction]:
    """Every action silent for so long that `level` is told, the longest first."""
    settings = plan_settings()
    days = getattr(settings, f"{level}_days")
    found = whole(Action.objects.silent_since(silent_if_before(on, days)))
    told = [SilentAction(each, silence(each, on, settings)) for each in found]
    return tuple(sorted(told, key=lambda each: (each.silence.since, each.action.pk)))


_LINE = (
    "reference",
    "title",
    "status",
    "heard_on",
    "workstream__opened_on",
    "deleted_at",
    "community_owner",
    "lead_agency__name",
    "lead_agency__short_name",
    "owner__name",
)


@dataclass(frozen=True, slots=True)
class Moved:
    """What other reminder days would take off the chair's list, or put on it."""

    off: Sequence[Action]
    on: Sequence[Action]

    def __bool__(self) -> bool:
        return bool(self.off or self.on)


def moved_by(chair_days: int, *, on: date) -> Moved:
    """The actions that enter or leave the chair's list with so many days."""
    now_, then = (
        silent_if_before(on, days) for days in (plan_settings().chair_days, chair_days)
    )
    listed = Action.objects.silent_since(max(now_, then))
    found = listed.exclude(silent_before(min(now_, then)))
    between = list(found.order_by("heard_on", "pk").only("reference", "title"))
    return Moved(between, ()) if then < now_ else Moved((), between)


@dataclass(frozen=True, slots=True)
class Silences:
    """What is silent: how much of it, and the longest of it."""

    chair: Sequence[SilentAction]
    others: Sequence[SilentAction]
    chair_count: int
    others_count: int
    settings: PlanSettings


def silences(*, on: date, most: int) -> Silences:
    """The `most` longest silences on the chair's list, and on the way there."""
    settings = plan_settings()
    silent = Action.objects.silent_since(silent_if_before(on, settings.owner_days))
    asked = silent_before(silent_if_before(on, settings.chair_days))
    counts = silent.aggregate(chair=Count("pk", filter=asked), whole=Count("pk"))
    chair, others = (
        [
            SilentAction(each, silence(each, on, settings))
            for each in found.select_related("workstream", "lead_agency", "owner")
            .only(*_LINE)
            .order_by(Greatest("heard_on", "workstream__opened_on"), "pk")[:most]
        ]
        for found in (silent.filter(asked), silent.exclude(asked))
    )
    told = _told([one.action for one in (*chair, *others)])
    chair, others = (
        [replace(one, told=told[one.action.pk]) for one in found]
        for found in (chair, others)
    )
    return Silences(
        chair, others, counts["chair"], counts["whole"] - counts["chair"], settings
    )


def _told(actions: Sequence[Action]) -> dict[int, list[Chase]]:
    """Who was told of each action's present silence, in order."""
    since = {one.pk: one.silent_from for one in actions}
    told: dict[int, list[Chase]] = defaultdict(list)
    for chase in Chase.objects.filter(action__in=list(since)).order_by("at", "pk"):
        if chase.silent_since == since[chase.action_id]:
            told[chase.action_id].append(chase)
    return told


def chairs_list(*, on: date) -> Sequence[SilentAction]:
    """What has been silent so long that the chair is to ask (C41, G19)."""
    return silent_actions(on=on, level=CHAIR)


def whole(found: Actions) -> Actions:
    """With workstream, lead agency and owner: what a line of any list shows."""
    return found.select_related("workstream", "lead_agency", "owner")
