"""Public pages are drawn once, kept for five minutes, and told apart by their content.

A page is the same for everybody: it is drawn without the request, so that nothing of who
asks can come into it, and no session is ever opened.
"""

import csv
import hashlib
import io
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from goldthread import __version__
from goldthread.core.uk_time import local_day, start_of_day
from goldthread.public.reading import Reading, reading_on
from goldthread.web.access import published
from goldthread.web.kit import Link, Status, Table

SECONDS = 300
A_DAY = timedelta(days=1)
PAGES = (
    ("Summary", "public_summary"),
    ("Priorities", "public_priorities"),
    ("What we do", "public_doing"),
    ("How it is going", "public_measures"),
    ("Decisions", "public_decisions"),
    ("The plan", "public_strategy"),
    ("Who we are", "public_structure"),
    ("Get involved", "public_involved"),
)

Told = dict[str, Any]
Teller = Callable[..., tuple[str, Told]]  # the template, and what it says


def page(teller: Teller) -> Callable[..., HttpResponse]:
    """A public page: `teller(reading, ...)` names its template and what it says."""

    @published
    @require_safe
    @wraps(teller)
    def view(request: HttpRequest, **asked: str) -> HttpResponse:
        reading = reading_on(timezone.localdate())

        def drawn() -> str:
            template, told = teller(reading, **asked)
            return render_to_string(template, _frame(request, reading) | told)

        return _answer(request, reading, drawn, "text/html; charset=utf-8")

    return view


def table(teller: Callable[..., Table]) -> Callable[..., HttpResponse]:
    """The same table as CSV, as the page shows it, to take away."""

    @published
    @require_safe
    @wraps(teller)
    def view(request: HttpRequest, **asked: str) -> HttpResponse:
        reading = reading_on(timezone.localdate())

        def drawn() -> str:
            return as_csv(teller(reading, **asked))

        answer = _answer(request, reading, drawn, "text/csv; charset=utf-8")
        name = request.path.rstrip("/").rpartition("/")[2]
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer

    return view


def as_csv(told: Table) -> str:
    """A table as CSV; a cell that a spreadsheet would run is quoted as text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.title for column in told.columns])
    for row in told.rows:
        writer.writerow([_cell(value) for value in row])
    return out.getvalue()


def _cell(value: object) -> object:
    words = value.words if isinstance(value, Link | Status) else value
    if isinstance(words, str) and words[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{words}"
    return "" if words is None else words


def _answer(
    request: HttpRequest, reading: Reading, drawn: Callable[[], str], kind: str
) -> HttpResponse:
    key = hashlib.sha256(
        f"{__version__} {reading.mark} {request.path} {request.get_host()}".encode()
    ).hexdigest()
    body = cache.get(f"public-{key}")
    if body is None:
        body = drawn().encode()
        cache.set(f"public-{key}", body, SECONDS)
    mark = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    answer: HttpResponse = (
        HttpResponseNotModified()
        if mark in parse_etags(request.headers.get("If-None-Match", ""))
        else HttpResponse(body, content_type=kind)
    )
    answer["ETag"] = mark
    answer["Cache-Control"] = f"public, max-age={kept_for(timezone.localtime())}"
    return answer


def kept_for(moment: datetime) -> int:
    """For how many seconds a page may be shown again unasked: never into the next day.

    What a page offers until a last day, such as a consultation, is over at midnight.
    """
    midnight = start_of_day(local_day(moment) + A_DAY)
    return min(SECONDS, int((midnight - moment).total_seconds()))


def address_of(path: str) -> str:
    """Where partners' site shows this page to anybody; "" where nobody said where it is."""
    if not settings.PUBLIC_ONLY:
        return path
    is_said = settings.ADDRESS != settings.USUAL_ADDRESS
    return f"{settings.ADDRESS}{path}" if is_said else ""


def _frame(request: HttpRequest, reading: Reading) -> Told:
    """What every public page has around it."""
    return {
        "reading": reading,
        "navigation": [
            Link(words, reverse(name), reverse(name) == request.path)
            for words, name in PAGES
        ],
        "software_version": __version__,
        "partners_door": "" if settings.PUBLIC_ONLY else reverse("start"),
        "address": request.get_host(),
    }


@published
def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is no such page: what there is, and how to go on."""
    reading = reading_on(timezone.localdate())
    body = render_to_string("public/missing.html", _frame(request, reading))
    return HttpResponse(body, status=404)


@published
def failed(request: HttpRequest) -> HttpResponse:
    """Something went wrong here; asks nothing of the database."""
    return HttpResponse(render_to_string("public/failed.html"), status=500)


def found(thing: Any) -> Any:
    """The thing, or a page that says there is none."""
    if thing is None:
        raise Http404("Nothing of that name is published.")
    return thing
