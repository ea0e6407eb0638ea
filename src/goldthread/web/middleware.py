"""What every response carries, and how long a session lasts."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from goldthread.audit.act import Act, current_act
from goldthread.web import lasting

Next = Callable[[HttpRequest], HttpResponse]

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
PERMISSIONS = ", ".join(
    f"{power}=()"
    for power in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "payment",
        "usb",
    )
)


def headers(get_response: Next) -> Next:
    """Every response says what a browser may do with it: nothing from elsewhere."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return respond


def request_identity(get_response: Next) -> Next:
    """Give each request an id, so that what it did can be found in the record."""

    def respond(request: HttpRequest) -> HttpResponse:
        token = current_act.set(Act(request_id=uuid.uuid4().hex))
        try:
            return get_response(request)
        finally:
            current_act.reset(token)

    return respond


def session_limits(get_response: Next) -> Next:
    """Sign a person out after an idle hour, and after half a day in any case."""
    asking = reverse("session_left")

    def respond(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            # Asking how long is left is no sign that somebody is there.
            _end_or_extend(
                request, now=datetime.now(UTC), is_seen=request.path != asking
            )
        return get_response(request)

    return respond


def _end_or_extend(request: HttpRequest, *, now: datetime, is_seen: bool) -> None:
    if lasting.left_of(request.session, now=now).seconds <= 0:
        logout(request)
        return
    if is_seen:
        lasting.see(request.session, now=now)
