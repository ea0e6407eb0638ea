"""What somebody who leaves had to do goes to somebody who stays."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from goldthread.audit.services import record
from goldthread.core.uk_time import local_day
from goldthread.delivery.models import Action
from goldthread.delivery.rules import RUN, may
from goldthread.delivery.services import change_action
from goldthread.desk import rules
from goldthread.desk.models import UpdateLink
from goldthread.desk.queries.leaving import led_by
from goldthread.desk.queries.links import person_acting
from goldthread.desk.services.mail import queue_mail
from goldthread.partners.models import Person
from goldthread.partners.services import Leaving, end_person
from goldthread.strategy.models import Strategy, Workstream, WorkstreamPriority
from goldthread.strategy.rules import refusal_to_keep_workstreams
from goldthread.strategy.services.workstreams import WorkstreamTold, change_workstream


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What went to somebody else, and the workstreams that could not."""

    actions: int
    workstreams: int
    left: tuple[str, ...]

    @property
    def counted(self) -> str:
        """How much went over."""
        kinds = (("action", self.actions), ("workstream", self.workstreams))
        some = [
            each for each in kinds if each[1]
        ] or kinds  # nothing of one is not said
        return " and ".join(f"{n} {one}{'' if n == 1 else 's'}" for one, n in some)

    @property
    def sentence(self) -> str:
        """What the page says about it."""
        left = f" Not handed over: {', '.join(self.left)}." if self.left else ""
        return f"{self.counted} handed over.{left}"


@transaction.atomic
def hand_over_actions(
    person: Person,
    *,
    to: Person,
    on: date,
    by: Person | None,
    at: datetime,
    decided: Person | None = None,
) -> HandedOver:
    """Give every open action, and every workstream led, to somebody else.

    The links of the one who leaves end with it. A workstream of a strategy that may not
    change now stays, and is named. `decided` is who said that it goes there, where the
    system account carries it out.
    """
    to = person_acting(to, on=on)
    if refusal := rules.refusal_to_hand_over(person, to, to_agency=bool(to.acting)):
        raise rules.Refused(refusal)
    reason = _reason(person, to, decided=decided or by)
    actions = list(Action.objects.open().of_person(person).order_by("pk"))
    for action in actions:
        change_action(
            action,
            seen=action.version,
            reason=reason,
            owner=to,
            by=by,
            at=at,
        )
    given, left = _workstreams(person, to, by=by, at=at)
    UpdateLink.objects.filter(person=person, revoked_at__isnull=True).update(
        revoked_at=at
    )
    told = HandedOver(len(actions), given, left)
    _tell(person, to, told, at=at)
    detail = {"to": to.name, "actions": told.actions, "workstreams": given}
    record("person.handed_over", person, by=by, at=at, detail={"after": detail})
    return told


def _reason(person: Person, to: Person, *, decided: Person | None) -> str:
    """Who handed it over, as the log says it: seldom the one who had it."""
    who = decided.name if decided else ""
    if decided == person:
        return f"{who} handed it over"
    if not person.left_on:
        return f"handed over from {person.name}{f' by {who}' if who else ''}"
    return f"{person.name} left; {f'handed over by {who}' if who else f'{to.name} takes over'}"


@dataclass(frozen=True, slots=True)
class SeenOut:
    """Who left, and what went over; nothing where nobody takes over, or not yet."""

    left: Leaving
    over: HandedOver | None


@transaction.atomic
def see_out(
    person: Person, *, hand_to: Person | None, on: date, by: Person, at: datetime
) -> SeenOut:
    """Let somebody leave; what they had to do goes at once to whoever takes over.

    Whoever sees people out need not run the plan: then the system account carries out what
    they decided. Where the heir does not act for an agency, it waits (hand_over_leavers).
    """
    left = end_person(person, hand_to=hand_to, on=on, by=by, at=at)
    if hand_to is None:
        return SeenOut(left, None)
    doer = by if may(by, RUN) else None
    try:
        over = hand_over_actions(
            left.person, to=hand_to, on=on, by=doer, at=at, decided=by
        )
    except rules.Refused:
        return SeenOut(left, None)
    return SeenOut(left, over)


def _tell(person: Person, to: Person, told: HandedOver, *, at: datetime) -> None:
    """Whoever takes over hears of it: how much, not what or from whom."""
    if not told.actions and not told.workstreams:
        return
    body = (
        f"Hello {to.name},\n\n{told.counted} in the partnership's plan were handed over "
        f"to you. They stand on your desk:\n\n{settings.ADDRESS}{reverse('desk')}\n"
    )
    queue_mail(
        to,
        key=f"handed:{person.pk}:{to.pk}:{at.isoformat()}",
        kind="handed",
        subject="Something was handed over to you",
        body=body,
        by=None,
        at=at,
    )


def _workstreams(
    person: Person, to: Person, *, by: Person | None, at: datetime
) -> tuple[int, tuple[str, ...]]:
    led = led_by(person, on=local_day(at))
    left = []
    for each in led:
        if refusal_to_keep_workstreams(each.strategy, on=local_day(at)):
            left.append(each.title)
            continue
        change_workstream(each, _as_it_is(each, lead=to), by=by, at=at)
    return len(led) - len(left), tuple(left)


def _as_it_is(workstream: Workstream, *, lead: Person) -> WorkstreamTold:
    links = list(
        WorkstreamPriority.objects.filter(workstream=workstream)
        .select_related("priority")
        .order_by("pk")
    )
    return WorkstreamTold(
        title=workstream.title,
        priorities=[link.priority for link in links],
        primary=next((link.priority for link in links if link.is_primary), None),
        opened_on=workstream.opened_on,
        purpose=workstream.purpose,
        lead=lead,
        lead_agency=workstream.lead_agency,
        support_agencies=list(workstream.support_agencies.all()),
    )


def hand_over_leavers(*, on: date, at: datetime) -> int:
    """Give what leavers still had to do to whoever takes over; how many actions moved.

    The room of people ends an account and names who takes over; what somebody had to do
    is known up here. Where that one no longer acts for anybody, the work waits and the
    plan shows it.
    """
    moved = 0
    for person in Person.objects.left().filter(handed_to__isnull=False).order_by("pk"):
        if not _still_holds(person, on) or person.handed_to is None:
            continue
        try:
            told = hand_over_actions(person, to=person.handed_to, on=on, by=None, at=at)
        except rules.Refused:
            continue
        moved += told.actions
    return moved


def _still_holds(person: Person, on: date) -> bool:
    if Action.objects.open().of_person(person).exists():
        return True
    led = Workstream.objects.filter(lead=person, closed_on__isnull=True)
    return any(
        each.strategy.stands_on(on) != Strategy.State.CLOSED
        and not refusal_to_keep_workstreams(each.strategy, on=on)
        for each in led.select_related("strategy")
    )
