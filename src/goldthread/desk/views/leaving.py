"""Somebody leaves: what they have to do is listed first, then goes to somebody who stays."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from goldthread.desk import services
from goldthread.desk.forms import HandOverForm, LeaveForm
from goldthread.desk.queries.leaving import handed_over_by, left_behind_by
from goldthread.partners.models import Person
from goldthread.partners.pages import form_page
from goldthread.partners.queries.people import agency_of, who_is_seen_by
from goldthread.partners.session import signed_in
from goldthread.web.kit import Link

both = require_http_methods(["GET", "HEAD", "POST"])


@both
def end_person(request: HttpRequest, key: int) -> HttpResponse:
    """Somebody leaves: everything they hold ends now, and somebody takes over."""
    by, at, today = signed_in(request), datetime.now(UTC), timezone.localdate()
    seen = who_is_seen_by(by, on=today)
    person: Person = get_object_or_404(seen, pk=key)
    others = seen.filter(is_active=True).exclude(pk=person.pk)
    held = (*handed_over_by(person, on=today), *left_behind_by(person, on=today))
    home = reverse("person", args=[person.pk])

    def act(given: dict[str, Any]) -> services.SeenOut:
        heir = given["hand_to"]
        return services.see_out(person, hand_to=heir, on=today, by=by, at=at)

    return form_page(
        request,
        LeaveForm(request.POST or None, people=others.order_by("name", "pk")),
        title=f"{person} leaves",
        before="They are signed out everywhere and cannot sign in again. Their appointments, seats and invitations end today; what they did stays in the record under their name.",
        button="End their access",
        act=act,
        done=_said_of,
        then=reverse("people") if agency_of(by) else home,
        crumbs=(Link("People", reverse("people")), Link(person.name, home)),
        template="desk/held.html",
        told={"held": held},
    )


def _said_of(gone: services.SeenOut) -> str:
    left, over = gone.left, gone.over
    seats = f" Vacant now: {', '.join(left.seats)}." if left.seats else ""
    said = f"{left.person} has left.{seats}"
    if left.handed_to is None:
        return f"{said} Nobody takes over what they had to do yet: hand it over on their page."
    if over is None:
        return f"{said} {left.handed_to} takes over once they act for an agency here."
    return f"{said} {left.handed_to} takes over: {over.sentence}"


@both
def hand_over(request: HttpRequest, key: int) -> HttpResponse:
    """Give what somebody who leaves had to do to somebody who stays."""
    person = get_object_or_404(Person, pk=key)
    by, now, today = signed_in(request), datetime.now(UTC), timezone.localdate()
    return form_page(
        request,
        HandOverForm(
            request.POST or None, of=person, initial={"to": person.handed_to_id}
        ),
        title=f"Hand over what {person.name} had to do",
        crumbs=[Link(person.name, reverse("person", args=[person.pk]))],
        button="Hand over",
        act=lambda given: services.hand_over_actions(
            person, **given, on=today, by=by, at=now
        ),
        done=lambda told: told.sentence,
        then=reverse("plan"),
        template="desk/held.html",
        told={"held": handed_over_by(person, on=today)},
    )
