"""What every page of the board begins with."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from goldthread.documents import html
from goldthread.documents.drawing import draw_all
from goldthread.documents.model import Document, pictures_of
from goldthread.evidence.home import home
from goldthread.governance.models import AgendaItem, Meeting
from goldthread.governance.pack.files import FORMATS
from goldthread.governance.queries.reading import visible
from goldthread.governance.rules import EVERY_BOARD, Reader, may, reader_of
from goldthread.governance.services import runs
from goldthread.partners.models import Body, Holding, Person, Seat
from goldthread.partners.session import signed_in
from goldthread.web.kit import Link

BOARD = Link("Board", "/board/")


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    """The day in London."""
    return timezone.localdate()


def reader(request: HttpRequest) -> Reader:
    """Who reads this page, and how much is open to them."""
    return reader_of(signed_in(request))


def meeting_or_404(key: int) -> Meeting:
    found = Meeting.objects.select_related("body", "chair").filter(pk=key).first()
    if found is None:
        raise Http404("There is no such meeting.")
    return found


def reader_at(request: HttpRequest, body: Body) -> Reader:
    """The same at one board: its chair sees everything of it."""
    found = reader(request)
    if runs(body, found.person, at=now()):
        return Reader(found.person, cleared=True, runs=True)
    return found


def item_or_404(request: HttpRequest, key: int, number: int) -> AgendaItem:
    """An item that this reader may see; any other is not there for them."""
    meeting = meeting_or_404(key)
    rows = visible(meeting.items, reader_at(request, meeting.body))
    item: AgendaItem | None = (
        rows.select_related("presenter").filter(number=number).first()
    )
    if item is None:
        raise Http404("There is no such item on this agenda, or it is not open to you.")
    item.meeting = meeting
    return item


def seen_or_404(request: HttpRequest, rows: Any, reference: str) -> Any:
    """A row of a register by its reference, where this reader may see it."""
    found = rows.filter(reference=reference.upper()).select_related("body").first()
    if found is None:
        raise Http404(f"There is no {reference} here, or it is not open to you.")
    mine = rows.model.objects.filter(pk=found.pk)
    if not visible(mine, reader_at(request, found.body)).exists():
        raise Http404(f"There is no {reference} here, or it is not open to you.")
    return found


def crumbs(meeting: Meeting | None = None, *more: Link) -> tuple[Link, ...]:
    """The way back."""
    if meeting is None:
        return BOARD, *more
    here = Link(str(meeting), reverse("meeting", args=[meeting.pk]))
    return BOARD, here, *more


def bodies_run_by(person: Person, on: date) -> Any:
    """The boards whose business somebody runs: all of ours, or those they chair."""
    ours = Body.objects.on(on).filter(is_ours=True)
    if not may(person, EVERY_BOARD):
        chairs = Seat.objects.on(on).filter(kind__in=("chair", "deputy_chair"))
        held = Holding.objects.on(on).filter(person=person, seat__in=chairs)
        ours = ours.filter(pk__in=held.values("seat__body"))
    return ours.order_by("name", "pk")


def seated(meeting: Meeting) -> Any:
    """The people with a seat at this table on the day of the meeting."""
    held = Holding.objects.on(meeting.held_on).filter(seat__body=meeting.body)
    return Person.objects.filter(pk__in=held.values("person")).order_by("name", "pk")


def as_markup(document: Document) -> SafeString:
    """A document as markup with its pictures set in; the writer escapes what is data."""
    drawn = draw_all(pictures_of(document), cache=home() / "drawn")
    pictures = {key: svg.decode() for (key, _), svg in drawn.items()}
    return mark_safe(html.sections(document, html.Setting(pictures=pictures)))


def file_of(files: Mapping[str, Path], ending: str) -> FileResponse:
    """A file that the worker wrote; one that is not written yet is not there."""
    path = files.get(ending)
    if path is None:
        raise Http404("This file is not written yet. Load the page before it again.")
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=path.name,
        content_type=FORMATS[ending].mime,
    )
