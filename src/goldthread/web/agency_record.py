"""The narrower views of the record: an agency's own people, or one workstream, for its lead.

Whoever answers for an agency sees the acts of its people, who leads a workstream what was
done in it, and no more (trust AUD-8). A look at something restricted shows that it was,
and not what: the lead may not be one of those who may see it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from goldthread.audit.models import Event
from goldthread.audit.queries import Asked, Line, record_page
from goldthread.audit.services import Acts, Subject
from goldthread.web.kit import Empty, Link, Status
from goldthread.web.reading import record_read
from goldthread.web.record import MOODS, moment
from goldthread.web.record_form import AgencyFilter, said

DAYS = 90  # shown where nobody asks for a time: three months are found quickly
HIDDEN = "something restricted"
# What every lead may see by its name; of any other room the name stays hidden.
OPEN_ROOMS = ("partners.", "strategy.", "delivery.", "assessment.", "intake.", "audit.")


@dataclass(frozen=True, slots=True)
class Shown:
    """One line, in the words of the page."""

    when: str
    who: str
    what: str
    about: str
    outcome: Status | None


@require_GET
def agency_record(request: HttpRequest) -> HttpResponse:
    """What people did while acting for the reader's own agency, the newest first."""
    agency = cast(Acts, request.user).as_actor().agency
    return part_of_the_record(
        request,
        verb="record.agency_read",
        subject=Subject("audit.record", "", "the record of one's own agency's acts"),
        template="web/record/agency_record.html",
        told={"agency": agency},
        nothing="Nobody has acted for your agency in the last three months.",
        agency=agency,
    )


def part_of_the_record(
    request: HttpRequest,
    *,
    verb: str,
    subject: Subject,
    template: str,
    told: dict[str, Any],
    nothing: str,
    **part: Any,
) -> HttpResponse:
    """One part of the record as a list; reading it is recorded under `verb`."""
    form = AgencyFilter(request.GET or None)
    good = form.is_bound and form.is_valid()
    asked = form.asked(**part) if good else Asked(**part, start=_since())
    page = record_page(asked, after=request.GET.get("after", ""))
    record_read(
        verb,
        subject,
        by=cast(Acts, request.user),
        at=datetime.now(UTC),
        detail={"asked_by": asked.by, "shown": [str(x.uuid) for x in page.lines]},
    )
    given = {name: text for name, text in request.GET.items() if name != "after"}
    older = "?" + urlencode(given | {"after": page.older}) if page.older else ""
    return render(
        request,
        template,
        {
            "form": form,
            "page": page,
            "lines": [_shown(line) for line in page.lines],
            "older": older,
            "newest": "?" + urlencode(given) if request.GET.get("after") else "",
            "is_narrowed": good,
            "empty": _empty(nothing, is_narrowed=good),
            "key": page.checkpoint.key if page.checkpoint else "",
            **told,
        },
    )


def _since() -> datetime:
    first = timezone.localdate() - timedelta(days=DAYS)
    return timezone.make_aware(datetime.combine(first, time.min)).astimezone(UTC)


def _shown(line: Line) -> Shown:
    done = line.outcome == Event.Outcome.DONE
    return Shown(
        when=moment(line.at),
        who=line.who,
        what=said(line.verb),
        about=line.about if is_open(line) else HIDDEN,
        outcome=None if done else MOODS[Event.Outcome(line.outcome)],
    )


def is_open(line: Line) -> bool:
    """Whether the name of what an act was about may be shown: no look, no closed room."""
    end = line.verb.rpartition(".")[2]
    looked = end == "read" or end.endswith("_read")
    return not looked and line.kind.startswith(OPEN_ROOMS)


def _empty(nothing: str, *, is_narrowed: bool) -> Empty:
    if is_narrowed:
        words = "Nothing that was done here fits."
        return Empty("Nothing found", words, Link("Show the last three months", "?"))
    return Empty("Nothing is recorded yet", nothing)
