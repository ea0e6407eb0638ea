"""What every page knows about the product itself."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from goldthread import __version__
from goldthread.web.lasting import WARNED_BEFORE, left_of


def product(request: HttpRequest) -> dict[str, Any]:
    return {"software_version": __version__}


def session(request: HttpRequest) -> dict[str, Any]:
    """How long the person reading this page stays signed in, for the warning."""
    if not request.user.is_authenticated:
        return {}
    return {
        "session_left": left_of(request.session, now=datetime.now(UTC)),
        "session_hours": settings.SESSION_HOURS,
        "warned_before": WARNED_BEFORE,
    }
