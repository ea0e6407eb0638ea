"""The pages of the record: who did and saw what. Reading it is itself recorded."""

import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from goldthread.audit.export import export
from goldthread.audit.holds import standing_holds
from goldthread.audit.keys import keys
from goldthread.audit.models import Event
from goldthread.audit.queries import (
    Asked,
    Line,
    OneAct,
    RecordPage,
    one_act,
    record_page,
)
from goldthread.audit.refusal import Refused
from goldthread.audit.services import Acts, Subject
from goldthread.web.kit import Empty, Link, Row, Status
from goldthread.web.reading import record_read
from goldthread.web.record_form import RecordFilter, said

THE_RECORD = Subject("audit.record", "", "the record of acts")
MOODS = {
    Event.Outcome.DONE: Status("done", "done"),
    Event.Outcome.REFUSED: Status("refused", "refused"),
    Event.Outcome.FAILED: Status("failed", "concern"),
}


@require_GET
def record(request: HttpRequest) -> HttpResponse:
    """Everybody's acts, the newest first."""
    return _list(request, "web/record/record.html", "record.read", "record_event")


@require_GET
def my_record(request: HttpRequest) -> HttpResponse:
    """One's own acts, the newest first."""
    own = _reader(request).as_actor().reference
    return _list(
        request,
        "web/record/my_record.html",
        "record.own_read",
        "my_record_event",
        actor=own,
    )


@require_GET
def record_event(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One act, with everything that is recorded of it."""
    return _one(request, one_act(uuid), Link("The record", reverse("record")))


@require_GET
def my_record_event(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One of one's own acts."""
    own = _reader(request).as_actor().reference
    found = one_act(uuid, actor=own)
    return _one(request, found, Link("What you did here", reverse("my_record")))


@require_GET
def record_export(request: HttpRequest) -> HttpResponse | FileResponse:
    """What the filter shows, as a file that proves itself."""
    form = RecordFilter(request.GET)
    if not form.is_valid():
        return _nothing_exported(request, "Correct the filter of the record first.")
    now, asked = datetime.now(UTC), form.asked()
    reader = _reader(request)
    record_read(
        "record.exported", THE_RECORD, by=reader, at=now, detail={"asked_by": asked.by}
    )
    file = tempfile.TemporaryFile()  # noqa: SIM115 (closed by the response)
    try:
        export(file, asked, keys(), by=reader.as_actor().label, at=now)
    except Refused as refusal:
        file.close()
        return _nothing_exported(request, str(refusal))
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename=f"record-{now:%Y-%m-%d-%H%M}.zip"
    )


def _list(
    request: HttpRequest, template: str, verb: str, each: str, *, actor: str = ""
) -> HttpResponse:
    form = RecordFilter(request.GET or None)
    good = form.is_valid() if form.is_bound else False
    asked = form.asked(actor=actor) if good else Asked(actor=actor)
    page = record_page(asked, after=request.GET.get("after", ""))
    record_read(
        verb,
        THE_RECORD,
        by=_reader(request),
        at=datetime.now(UTC),
        detail={"asked_by": asked.by, "shown": [str(x.uuid) for x in page.lines]},
    )
    told = {name: text for name, text in request.GET.items() if name != "after"}
    return render(
        request,
        template,
        {
            "form": form,
            "page": page,
            "lines": [_shown(line, each) for line in page.lines],
            "is_own": bool(actor),
            "about": asked.reference if asked.kind else "",
            "older": "?" + urlencode(told | {"after": page.older})
            if page.older
            else "",
            "newest": "?" + urlencode(told) if request.GET.get("after") else "",
            "export": reverse("record_export") + "?" + urlencode(told),
            "is_narrowed": bool(asked.by),
            "empty": _empty(narrowed=bool(asked.by), own=bool(actor)),
            "key": _key(page),
            "held": () if actor else standing_holds(at=datetime.now(UTC)),
        },
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the list, in the words of the page."""

    when: str
    href: str
    who: str
    what: str
    about: str
    outcome: Status | None  # None where all went well: only what stands out has a mark


def _shown(line: Line, each: str) -> Shown:
    who = f"{line.who}, {line.agency}" if line.agency else line.who
    href = reverse(each, args=[line.uuid])
    done = line.outcome == Event.Outcome.DONE
    outcome = None if done else MOODS[Event.Outcome(line.outcome)]
    return Shown(moment(line.at), href, who, said(line.verb), line.about, outcome)


def _one(request: HttpRequest, found: OneAct | None, above: Link) -> HttpResponse:
    if found is None:
        raise Http404("No act in the record has this address.")
    event = found.event
    record_read(
        "record.act_read",
        Subject("audit.event", str(event.uuid), "an act in the record"),
        by=_reader(request),
        at=datetime.now(UTC),
    )
    return render(
        request,
        "web/record/event.html",
        {
            "event": event,
            "words": said(event.verb),
            "rows": _rows(found, whole=above.href == reverse("record")),
            "details": _details(event.detail),
            "crumbs": (above,),
        },
    )


def _rows(found: OneAct, *, whole: bool) -> list[Row]:
    event = found.event
    same = urlencode({"kind": event.subject_kind, "reference": event.subject_reference})
    theirs = urlencode({"email": event.actor_email})
    more = Link("All of theirs", f"{reverse('record')}?{theirs}")
    its = Link("All about it", f"{reverse('record')}?{same}")
    rows = [
        Row("When", moment(event.at)),
        Row("Who", event.actor_label, more if whole and event.actor_email else None),
        Row("For which agency", event.agency_label or "not named"),
        Row("Acting as", event.appointment_label or "not named"),
        Row("What", said(event.verb)),
        Row("About", event.subject_label or "not named", its if whole else None),
        Row("Outcome", MOODS[Event.Outcome(event.outcome)]),
        Row("Part of", f"{event.request_id or 'a command'}, cause {event.cause}"),
        Row("Software", event.software or "not named"),
        Row("Seal", _sealed(found)),
    ]
    return rows


def _sealed(found: OneAct) -> str:
    if found.seq is None or found.sealed_at is None:
        return "waits for its seal"
    return f"row {found.seq} of the sealed record, sealed {moment(found.sealed_at)}"


def _details(detail: Any, before: str = "") -> list[Row]:
    """What the act recorded beyond its names, flat: "after: rows" and its value."""
    rows: list[Row] = []
    for key, value in detail.items():
        name = f"{before}{key}".replace("_", " ")
        if isinstance(value, dict):
            rows += _details(value, f"{name}: ")
        elif isinstance(value, list):
            rows.append(Row(name, ", ".join(map(str, value)) or "none"))
        else:
            rows.append(Row(name, "nothing" if value is None else str(value)))
    return rows


def _empty(*, narrowed: bool, own: bool) -> Empty:
    if narrowed:
        here = reverse("my_record" if own else "record")
        words = "No act fits what you asked for."
        return Empty("Nothing found", words, Link("Show everything", here))
    return Empty(
        "Nothing is recorded yet",
        "Signing in, changing something and looking at something restricted each leave a line here.",
    )


def _nothing_exported(request: HttpRequest, why: str) -> HttpResponse:
    crumbs = (Link("The record", reverse("record")),)
    told = {"why": why, "crumbs": crumbs}
    return render(request, "web/record/not_exported.html", told, status=409)


def _key(page: RecordPage) -> str:
    return page.checkpoint.key if page.checkpoint else ""


def moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{local.day} {local:%B %Y, %H:%M:%S}"


def _reader(request: HttpRequest) -> Acts:
    """Whoever is signed in; the floor above knows them as a person."""
    return cast(Acts, request.user)
