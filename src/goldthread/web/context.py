"""What every page knows about the product itself."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from goldthread import __version__
from goldthread.web.lasting import WARNED_BEFORE, left_of


def product(request: HttpRequest) -> dict[str, Any]:
    return {"software_version": __version__, "read_at": datetime.now(UTC)}


def session(request: HttpRequest) -> dict[str, Any]:
    """How long the person reading this page stays signed in, for the warning."""
    user = getattr(
        request, "user", None
    )  # none where a request was refused at the door
    if user is None or not user.is_authenticated:
        return {}
    return {
        "session_left": left_of(request.session, now=datetime.now(UTC)),
        "session_hours": settings.SESSION_HOURS,
        "warned_before": WARNED_BEFORE,
    }
