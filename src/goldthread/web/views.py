"""What the pages' own script asks: how long the session lasts, and that it goes on."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_POST, require_safe

from goldthread.web import lasting
from goldthread.web.access import published


@published
@require_safe
def session_left(request: HttpRequest) -> HttpResponse:
    """Who is signed in here and for how long; asking does not make it longer."""
    if not request.user.is_authenticated:
        return JsonResponse({"person": "", "seconds": 0})
    return _what_is_left(request, now=datetime.now(UTC))


@require_POST
def session_stay(request: HttpRequest) -> HttpResponse:
    """Stay signed in: the idle time begins again."""
    now = datetime.now(UTC)
    lasting.stay(request.session, now=now)
    return _what_is_left(request, now=now)


def _what_is_left(request: HttpRequest, *, now: datetime) -> HttpResponse:
    left = lasting.left_of(request.session, now=now)
    return JsonResponse(
        {
            "person": str(request.user.pk),
            "seconds": left.seconds,
            "may_be_extended": left.may_be_extended,
            # Signing in again gives forms a new token; a page that was left open takes it
            # over, so that what was typed in it can still be sent.
            "token": get_token(request),
        }
    )
