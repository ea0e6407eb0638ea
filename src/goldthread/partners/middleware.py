"""At every request: which appointment a person acts in, and whether this page is theirs."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils import timezone

from goldthread.partners.models import Appointment, Person
from goldthread.partners.policy import NOBODY, VISITOR, policy
from goldthread.partners.second_factor import second_factor_first
from goldthread.web.access import is_published

Next = Callable[[HttpRequest], HttpResponse]
CHOSEN = "acting"  # the session's key: the appointment a person chose


def acting(get_response: Next) -> Next:
    """Find the appointment this person acts in; asked anew at every request.

    So an appointment that ended this morning gives nothing this morning.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        person = request.user
        if isinstance(person, Person) or getattr(person, "is_authenticated", False):
            held = appointments_of(request.user, on=timezone.localdate())
            chosen = request.session.get(CHOSEN)
            request.user.acting = next(  # type: ignore[union-attr]
                (one for one in held if one.pk == chosen), held[0] if held else None
            )
            request.appointments = held  # type: ignore[attr-defined]
        return get_response(request)

    return respond


def appointments_of(person: Any, *, on: date) -> list[Appointment]:
    """What somebody is appointed to on this day, the oldest first."""
    return list(
        Appointment.objects.on(on)
        .filter(person_id=person.pk)
        .select_related("agency")
        .order_by("from_on", "pk")
    )


def role_of(request: HttpRequest) -> str:
    """The role in which this request is made."""
    if not request.user.is_authenticated:
        return VISITOR
    held: Appointment | None = getattr(request.user, "acting", None)
    return held.role if held else NOBODY


class Gatekeeper:
    """Let a request through to a page only where the file of roles says so."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        gate = policy().gates.get(match.url_name or "") if match else None
        if gate is None:
            # An address that the file does not know is closed: the site would not have
            # started with it, so only static files and tests come here.
            return None if is_published(view) else self._refused(request, "")
        act = gate.asks(request.method or "GET")
        if act is None:
            return HttpResponseNotAllowed(gate.methods)
        if policy().may(role_of(request), act):
            return second_factor_first(request, act)
        if not request.user.is_authenticated:
            # A view that is marked published, where the file says it is not.
            return redirect_to_login(request.get_full_path())
        return self._refused(request, act)

    def _refused(self, request: HttpRequest, act: str) -> HttpResponse:
        found = policy()
        told = {
            "role": found.roles[role_of(request)].words,
            "act": found.acts.get(act, ""),
            "who": [role.words for role in found.who_may(act)] if act else [],
        }
        return render(request, "partners/not_yours.html", told, status=403)
