"""A look at something restricted is recorded before the page leaves; else it does not.

    def case(request, reference):
        found = get_object_or_404(Case.objects.visible_to(person), reference=reference)
        record_read("case.read", found, by=person, at=now, detail={"level": "summary"})
        return render(...)

The row is committed when `record_read` returns. A process killed between then and the
answer leaves a look that did not happen; a look without its row cannot happen.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from goldthread.audit.services import Actor, Acts, Subject, record

Next = Callable[[HttpRequest], HttpResponse]

log = logging.getLogger(__name__)


class ReadNotRecorded(Exception):
    """The look could not be written down, so nothing may be shown."""


def record_read(
    verb: str,
    subject: Subject | Model,
    *,
    by: Actor | Acts,
    at: datetime,
    detail: dict[str, Any] | None = None,
) -> None:
    """Write down that somebody is about to see something, and commit it.

    Call it before the answer is made, outside any transaction. `detail` says at which
    level and which numbers were shown, never what was searched for or found.

    Raises:
        ReadNotRecorded: the record does not take it; the page answers 503.
    """
    try:
        with transaction.atomic(durable=True):
            record(verb, subject, by=by, at=at, detail=detail)
    except DatabaseError as error:
        raise ReadNotRecorded(f"{verb} could not be recorded") from error


def no_page_without_its_record(get_response: Next) -> Next:
    """Answer 503, and no data, where a look could not be recorded."""

    def respond(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(
        request: HttpRequest, error: Exception
    ) -> HttpResponse | None:
        if not isinstance(error, ReadNotRecorded):
            return None
        log.error("%s: %s", error, error.__cause__)
        # A page that asks the database nothing: it may be what is down.
        page = render_to_string("web/errors/not_recorded.html")
        return HttpResponse(page, status=503, headers={"Retry-After": "60"})

    respond.process_exception = process_exception  # type: ignore[attr-defined]
    return respond
