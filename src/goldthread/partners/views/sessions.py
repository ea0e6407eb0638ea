"""Where one is signed in, and signing out."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goldthread.partners import services
from goldthread.partners.models import Person
from goldthread.partners.queries.sessions import open_sessions
from goldthread.partners.session import signed_in

both = require_http_methods(["GET", "HEAD", "POST"])
View = Callable[..., HttpResponse]


@both
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in, and ending it there."""
    person, now = signed_in(request), datetime.now(UTC)
    this = request.session.session_key or ""
    if request.method == "POST":
        ended = _end(person, request.POST.get("session", ""), this, now)
        messages.success(
            request, "Signed out there." if ended else "Nothing was open there."
        )
        return redirect("sessions")
    told = {
        "sessions": open_sessions(
            person,
            this=this,
            now=now,
            idle=timedelta(minutes=settings.IDLE_MINUTES),
        ),
        "most": settings.SESSIONS_PER_PERSON,
        "idle": settings.IDLE_MINUTES,
        "hours": settings.SESSION_HOURS,
    }
    return render(request, "partners/sessions.html", told)


def _end(person: Person, which: str, this: str, now: datetime) -> int:
    if which == "others":
        return services.end_sessions(
            person, why="ended by hand", keep=this, by=person, at=now
        )
    if not (which.isascii() and which.isdigit() and len(which) < 19):
        return 0
    return services.end_session(person, int(which), by=person, at=now)


def clear_after(view: View) -> View:
    """Let the browser forget what it kept, once somebody has signed out."""

    @wraps(view)
    def respond(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response

    return respond
