"""A form that is sent twice is done once; the second sender sees the first one's answer.

A double click, an impatient reload, a phone that repeats a request: the same form comes
again. Its page carries a mark (`{% once %}` inside the form), and the mark is written
down in the transaction of the act:

    @require_POST
    def say(request, reference):
        thing = ...
        try:
            return answer_once(request, lambda: _said(request, thing), at=now)
        except Refused as refusal:
            ...

where `_said` calls the service and returns the address to go to. A refusal undoes the
mark too, so the corrected form may be sent with the same one.

Put `autocomplete="off"` on the form. Otherwise a browser that goes back fills the new
page, which has a new mark, with the old words (seen in Chromium 156), and sending those
is another act.
"""

import uuid
from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from goldthread.web.models import Submission

FIELD = "once"


def answer_once(
    request: HttpRequest, act: Callable[[], str], *, at: datetime
) -> HttpResponse:
    """Do `act` unless this very form was done before; go where it leads.

    Ten at once: nine wait at the unique row until the first has committed, then read
    where it led. If the first failed, the next one acts.

    Raises:
        BadRequest: the form carries no mark; its template forgot `{% once %}`.
    """
    mark = _mark(request)
    with transaction.atomic():
        sent, is_first = Submission.objects.get_or_create(
            sender=str(request.user.pk or ""),
            address=request.path[:500],
            mark=mark,
            defaults={"at": at, "led_to": request.path[:500]},
        )
        if is_first:
            sent.led_to = act()
            sent.save(update_fields=["led_to"])
    return redirect(sent.led_to)


def forget_submissions(*, before: datetime) -> int:
    """Forget forms sent long ago: nobody sends one again after a month."""
    return Submission.objects.filter(at__lt=before).delete()[0]


def _mark(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get(FIELD, ""))
    except ValueError:
        raise BadRequest(
            "The form came without its mark against double sending."
        ) from None
