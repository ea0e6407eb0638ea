"""The thread of anything, and where it is broken: as the page and the command say it."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from goldthread.api import shapes
from goldthread.api.door import Key, Refusal
from goldthread.thread.broken import broken
from goldthread.thread.nouns import Reader
from goldthread.thread.queries import as_data, thread_page
from goldthread.thread.walk import knot_of

router = Router(tags=["thread"], auth=Key("thread"))


@router.get("/broken-threads", response={200: list[shapes.Break], **shapes.FAULTS})
def broken_threads(request: HttpRequest) -> list[dict[str, Any]]:
    """Every place where the thread is broken, with the form that mends it."""
    return [
        {
            "kind": one.kind.key,
            "what": each.called,
            "sentence": each.sentence,
            "mend": each.mend.href,
        }
        for one in broken(_reader(request), on=timezone.localdate())
        for each in one.breaks
    ]


@router.get(
    "/threads/{noun}/{path:reference}",
    response={200: shapes.Thread, **shapes.FAULTS},
)
def thread(request: HttpRequest, noun: str, reference: str) -> dict[str, Any]:
    """One thing, up to every reason for it and down to everything it led to."""
    reader = _reader(request)
    knot = knot_of(noun, reference, reader)
    if knot is None:
        raise Refusal(404, "There is nothing of that name that this key may see.")
    return as_data(thread_page(knot, reader=reader, on=timezone.localdate()))


def _reader(request: HttpRequest) -> Reader:
    found: Reader = request.auth  # type: ignore[attr-defined]
    return found
