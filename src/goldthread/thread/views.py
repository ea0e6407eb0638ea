"""The thread of anything, and every place where the thread is broken."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from goldthread.documents.diagrams import strands
from goldthread.documents.drawing import NotDrawn, draw
from goldthread.evidence.home import home
from goldthread.partners.middleware import role_of
from goldthread.partners.session import signed_in
from goldthread.strategy.models import Priority
from goldthread.thread.brief import brief
from goldthread.thread.broken import KINDS, broken, with_those_over
from goldthread.thread.live import live_strategy
from goldthread.thread.nouns import Reader, reader_in
from goldthread.thread.queries import ThreadPage, thread_page
from goldthread.thread.walk import knot_of
from goldthread.web.kit import Link

MOST = 10  # of each kind; its own page shows all
ALL = Link("The thread", "/thread/")


def reader_of(request: HttpRequest) -> Reader:
    """Whoever looks, in the role they act in."""
    return reader_in(role_of(request), signed_in(request))


@require_safe
def thread(request: HttpRequest, noun: str, reference: str) -> HttpResponse:
    """One thing: up to every reason for it, down to everything it led to."""
    reader = reader_of(request)
    knot = knot_of(noun, reference, reader)
    if knot is None:
        raise Http404("There is nothing of that name.")
    page = thread_page(knot, reader=reader, on=timezone.localdate())
    return render(
        request,
        "thread/thread.html",
        {"page": page, "drawing": drawn(page), "crumbs": (ALL,)},
    )


def drawn(page: ThreadPage) -> SafeString:
    """The drawing beside the list; a thread of one thing needs none."""
    if len(page.levels) < 2:
        return mark_safe("")
    try:
        spec = strands.specification(page.levels, page.ties)
        # Our own drawing of escaped names; the list above it says the same.
        return mark_safe(draw(spec, cache=home() / "drawn").decode())
    except NotDrawn:  # the list is whole without it
        return mark_safe("")


@require_safe
def broken_threads(request: HttpRequest) -> HttpResponse:
    """Every place where the thread is broken, with the one click that mends it."""
    reader = reader_of(request)
    today = timezone.localdate()
    found = with_those_over(broken(reader, on=today), on=today)
    told = [
        {
            "kind": one.kind,
            "breaks": one.breaks[:MOST],
            "over": one.over,
            "total": len(one.breaks),
            "more": max(0, len(one.breaks) - MOST),
        }
        for one in found
    ]
    whole = [
        kind.words
        for kind in KINDS
        if reader.may(kind.act) and kind not in [one.kind for one in found]
    ]
    total = sum(len(one.breaks) for one in found)
    return render(
        request,
        "thread/broken.html",
        {"found": told, "total": total, "whole": whole},
    )


@require_safe
def broken_kind(request: HttpRequest, kind: str) -> HttpResponse:
    """All that is broken in one way."""
    reader = reader_of(request)
    wanted = next((k for k in KINDS if k.key == kind and reader.may(k.act)), None)
    if wanted is None:
        raise Http404("The thread does not break in such a way.")
    today = timezone.localdate()
    every = broken(reader, on=today)
    found = with_those_over(tuple(o for o in every if o.kind is wanted), on=today)
    breaks = [each for one in found for each in one.breaks]
    return render(
        request,
        "thread/broken_kind.html",
        {
            "kind": wanted,
            "breaks": breaks,
            "over": sum(one.over for one in found),
            "crumbs": (ALL, Link("Where it is broken", reverse("broken_threads"))),
        },
    )


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The strategy in force on one sheet, with how everything stands today."""
    page = live_strategy(reader=reader_of(request), on=timezone.localdate())
    return render(request, "thread/live.html", {"page": page, "crumbs": (ALL,)})


@require_safe
def in_brief(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """One priority as somebody would say it on the radio."""
    priority = get_object_or_404(
        Priority.objects.select_related("strategy"), strategy__key=key, key=name
    )
    page = brief(priority, reader=reader_of(request), on=timezone.localdate())
    return render(request, "thread/brief.html", {"page": page, "crumbs": (ALL,)})
