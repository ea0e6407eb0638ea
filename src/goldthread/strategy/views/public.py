"""The strategy as it reads: published for anybody, a draft for those who may see it."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from goldthread.documents import html, one_page
from goldthread.documents.html import Setting
from goldthread.strategy import files, queries
from goldthread.strategy.models import Strategy
from goldthread.strategy.one_page import GoldThread, Knot
from goldthread.strategy.tasks import write_files
from goldthread.strategy.views.page import ALL, home_of, may, strategy_of
from goldthread.web.access import published
from goldthread.web.kit import Download, Step

READ = "read the strategy"
View = Callable[..., HttpResponseBase]


def readable(view: View) -> View:
    """Give the view the strategy of its key; a draft asks strangers to sign in.

    While people are asked about it, strangers read what they are asked instead.
    """

    @wraps(view)
    def checked(request: HttpRequest, key: str, **rest: str) -> HttpResponseBase:
        strategy = strategy_of(key)
        if not strategy.is_published and not may(request, READ):
            if strategy.asks_on(timezone.localdate()):
                return redirect("strategy_consultation", key)
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            return redirect("strategy", key)  # whose gate says why
        return view(request, strategy, **rest)

    return checked


@published
@require_safe
def front(request: HttpRequest) -> HttpResponseBase:
    """The strategy in force, as it was published."""
    strategy = queries.current(timezone.localdate())
    if strategy is None:
        raise Http404("No strategy is published yet.")
    return redirect("published_strategy", strategy.key)


@published
@require_safe
@readable
def as_it_reads(request: HttpRequest, strategy: Strategy) -> HttpResponseBase:
    """The whole text with its contents, the gold thread, and the files to take away."""
    reading = files.reading_of(strategy, on=timezone.localdate())
    document = reading.document
    folder = files.folder_of(strategy, reading)
    return render(
        request,
        "strategy/public.html",
        {
            "strategy": strategy,
            "stands": strategy.stands_on(timezone.localdate()),
            "document": document,
            "chapters": document.sections,
            "body": mark_safe(html.sections(document, Setting())),
            "threads": [(t, _steps(t)) for t in reading.threads],
            "downloads": downloads(strategy, folder),
            "why_not": files.why_not_in(folder),
            "has_sheet": reading.sheet is not None,
            "crumbs": (ALL, home_of(strategy)) if may(request, READ) else (),
        },
    )


def downloads(strategy: Strategy, folder: Path) -> list[Download]:
    """What is written and can be taken away."""
    lie = files.files_in(strategy, folder)
    return [
        Download(
            kind.words,
            reverse("strategy_file", args=[strategy.key, kind.name]),
            kind.label,
            lie[kind.name].stat().st_size,
        )
        for kind in files.KINDS
        if kind.name in lie
    ]


def _steps(thread: GoldThread) -> list[Step]:
    return [
        *(_knot(knot) for knot in thread.evidence),
        Step("Priority", thread.priority, f"#priority-{thread.key}"),
        *(Step("Outcome", outcome) for outcome in thread.outcomes),
        *(Step("Workstream", workstream) for workstream in thread.workstreams),
    ]


def _knot(knot: Knot) -> Step:
    if not knot.finding:
        return Step("Evidence", knot.words, notes=(knot.source,) if knot.source else ())
    key, _, ref = knot.finding.partition("-")
    href = reverse("finding", args=[int(key[1:]), ref])
    return Step("Evidence", knot.words, href, (f"Finding {knot.finding}: how we know",))


@published
@require_safe
@readable
def on_a_page(request: HttpRequest, strategy: Strategy) -> HttpResponseBase:
    """The strategy on a page."""
    reading = files.reading_of(strategy, on=timezone.localdate())
    if reading.sheet is None:
        raise Http404(
            "A page holds one to six priorities; this strategy has none, or more."
        )
    return render(
        request,
        "strategy/on_a_page.html",
        {
            "strategy": strategy,
            "document": reading.document,
            "body": mark_safe(one_page.fragment(reading.sheet)),
            "crumbs": (ALL, home_of(strategy)) if may(request, READ) else (),
        },
    )


@published
@require_safe
@readable
def file(request: HttpRequest, strategy: Strategy, kind: str) -> HttpResponseBase:
    """The strategy as PDF, Word, page or sheet, as the worker wrote it."""
    wanted = next((each for each in files.KINDS if each.name == kind), None)
    reading = files.reading_of(strategy, on=timezone.localdate())
    lie = files.files_in(strategy, files.folder_of(strategy, reading))
    if wanted is None or kind not in lie:
        raise Http404(
            "This file is not written yet. Ask for it on the strategy's page."
        )
    return FileResponse(
        lie[kind].open("rb"),
        as_attachment=True,
        filename=lie[kind].name,
        content_type=wanted.mime,
    )


@require_POST
def export(request: HttpRequest, key: str) -> HttpResponse:
    """Ask the worker for the files of a strategy as it reads now."""
    strategy = strategy_of(key)
    write_files.enqueue(strategy.pk)
    messages.success(
        request,
        "The files are being written. Look again in a minute; a draft says so on every page.",
    )
    return redirect("published_strategy", key)
