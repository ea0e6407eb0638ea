"""The plan as a calendar: due dates and milestones, without names of people."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from goldthread.delivery.models import Action, CalendarFeed, Milestone
from goldthread.delivery.models.actions import Actions
from goldthread.delivery.services.feeds import hashed
from goldthread.partners.models import Appointment
from goldthread.partners.policy import policy

if TYPE_CHECKING:
    import icalendar

READ = "read the plan"


def open_feed_of(secret: str, *, on: date) -> CalendarFeed | None:
    """The feed that a secret opens today; None where it opens nothing.

    It ends with the person's account and with their last appointment that lets them
    read the plan.
    """
    feed: CalendarFeed | None = (
        CalendarFeed.objects.select_related("person")
        .filter(
            token_hash=hashed(secret), revoked_at__isnull=True, person__is_active=True
        )
        .first()
    )
    if feed is None:
        return None
    held = Appointment.objects.on(on).filter(person=feed.person)
    roles = held.values_list("role", flat=True)
    return feed if any(policy().may(role, READ) for role in roles) else None


def calendar_of(feed: CalendarFeed, *, base: str, at: datetime) -> bytes:
    """The calendar as calendars read it (RFC 5545); every event is a whole day."""
    import icalendar

    made = icalendar.Calendar()
    made.add("prodid", "-//Goldthread//Plan//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", f"Plan: {feed.get_scope_display().lower()}")
    actions = _actions(feed)
    for event in (*_due(actions, base, at), *_milestones(actions, base, at)):
        made.add_component(event)
    written: bytes = made.to_ical()
    return written


def _actions(feed: CalendarFeed) -> Actions:
    found: Actions = Action.objects.open()
    return found.of_person(feed.person) if feed.scope == "mine" else found


def _due(actions: Actions, base: str, at: datetime) -> Iterator["icalendar.Event"]:
    rows = actions.filter(due_on__isnull=False).order_by("due_on", "pk")
    for key, reference, title, due in rows.values_list(
        "pk", "reference", "title", "due_on"
    ):
        yield _event(
            f"action-{key}", f"{reference} due: {title}", due, reference, base, at
        )


def _milestones(
    actions: Actions, base: str, at: datetime
) -> Iterator["icalendar.Event"]:
    rows = Milestone.objects.filter(
        Q(due_on__isnull=False, done_on__isnull=True), action__in=actions
    ).order_by("due_on", "pk")
    for key, reference, title, due in rows.values_list(
        "pk", "action__reference", "title", "due_on"
    ):
        words = f"{reference} milestone: {title}"
        yield _event(f"milestone-{key}", words, due, reference, base, at)


def _event(
    uid: str, words: str, day: date | None, reference: str, base: str, at: datetime
) -> "icalendar.Event":
    assert day is not None  # only what has a date was asked for
    import icalendar

    event = icalendar.Event()
    event.add("uid", f"{uid}@{base.partition('://')[2]}")
    event.add("dtstamp", at)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", words)
    event.add("url", f"{base}{reverse('action', args=[reference])}")
    event.add("transp", "TRANSPARENT")  # a due date keeps nobody from a meeting
    return event
