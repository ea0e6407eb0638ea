"""One meeting: its page, and each step of its life."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from goldthread.governance import rules, services
from goldthread.governance.about import about_meeting
from goldthread.governance.forms.meetings import (
    AgreeMinutesForm,
    AttendanceForm,
    BecauseForm,
    DeclareForm,
    HoldForm,
    MeetingForm,
    OpeningForm,
)
from goldthread.governance.models import Meeting
from goldthread.governance.queries.meeting import meeting_page
from goldthread.governance.views.common import (
    crumbs,
    meeting_or_404,
    now,
    reader,
    today,
)
from goldthread.governance.views.minutes import minute_page
from goldthread.partners.models import Person
from goldthread.partners.pages import form_page
from goldthread.partners.session import signed_in
from goldthread.web.forms import Form

both = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def meeting(request: HttpRequest, key: int) -> HttpResponse:
    """A meeting: its agenda before, its minutes after."""
    found, who = meeting_or_404(key), reader(request)
    runs = services.runs(found.body, who.person, at=now())
    page = meeting_page(found, who, runs=runs, on=today())
    told = {"page": page, "meeting": found, "crumbs": crumbs(), "on": today()}
    return render(request, "governance/meeting.html", told)


@both
def change_meeting(request: HttpRequest, key: int) -> HttpResponse:
    """Move a meeting, or say where it is."""
    found = meeting_or_404(key)
    by, at = signed_in(request), now()
    known = {name: getattr(found, name) for name in MeetingForm.base_fields}
    return _step(
        request,
        found,
        MeetingForm(request.POST or None, initial=known),
        title="Change the meeting",
        button="Save",
        act=lambda given: services.change_meeting(found, **given, by=by, at=at),
        done="Saved.",
    )


@require_POST
def call_meeting(request: HttpRequest, key: int) -> HttpResponse:
    """Send the agenda."""
    found = meeting_or_404(key)
    return _done(
        request,
        found,
        lambda: services.call_meeting(found, by=signed_in(request), at=now()),
        "The agenda is sent: its numbers stand from now on.",
    )


@both
def cancel_meeting(request: HttpRequest, key: int) -> HttpResponse:
    """Cancel a meeting."""
    found = meeting_or_404(key)
    by, at = signed_in(request), now()
    return _step(
        request,
        found,
        BecauseForm(request.POST or None),
        title="Cancel the meeting",
        button="Cancel it",
        act=lambda given: services.cancel_meeting(found, **given, by=by, at=at),
        done="Cancelled. What was planned for it is back on the forward plan.",
    )


@both
def take_attendance(request: HttpRequest, key: int) -> HttpResponse:
    """Write down who came, seat by seat."""
    found = meeting_or_404(key)
    by, at = signed_in(request), now()
    form = AttendanceForm(
        request.POST or None, meeting=found, everybody="everybody" in request.GET
    )
    return _step(
        request,
        found,
        form,
        title="Who came",
        button="Save",
        act=lambda given: services.take_attendance(found, form.came, by=by, at=at),
        done="Saved.",
    )


@both
def hold_meeting(request: HttpRequest, key: int) -> HttpResponse:
    """Write down that a meeting was held."""
    found = meeting_or_404(key)
    by, at = signed_in(request), now()
    keys = found.attendance.filter(person__isnull=False).values("person")
    came = Person.objects.filter(pk__in=keys).order_by("name", "pk")
    return _step(
        request,
        found,
        HoldForm(request.POST or None, came=came),
        title="The meeting was held",
        button="Save",
        act=lambda given: services.hold_meeting(found, **given, by=by, at=at),
        done="Saved. Now decisions, actions and minutes can be written down.",
    )


@both
def declare_at_meeting(request: HttpRequest, key: int) -> HttpResponse:
    """Write down a declared interest."""
    found = meeting_or_404(key)
    by, at = signed_in(request), now()
    return _step(
        request,
        found,
        DeclareForm(request.POST or None, meeting=found),
        title="An interest was declared",
        button="Write it down",
        act=lambda given: services.declare(found, **given, by=by, at=at),
        done="Written down.",
    )


@both
def write_opening(request: HttpRequest, key: int) -> HttpResponse:
    """Write what was said before the first item."""
    found = meeting_or_404(key)
    by = signed_in(request)
    form = OpeningForm(
        request.POST or None,
        initial={
            "opening": found.opening,
            "in_attendance": found.in_attendance,
            "seen": found.version,
        },
    )
    return minute_page(
        request,
        found,
        form,
        name="opening",
        about=about_meeting(found),
        title="Opening and matters arising",
        act=lambda given: services.write_opening(found, **given, by=by, at=now()),
        refusal=rules.refusal_to_minute(found) or "",
    )


@both
def agree_minutes(request: HttpRequest, key: int) -> HttpResponse:
    """Say that the board agreed its minutes."""
    found = meeting_or_404(key)
    by, at = signed_in(request), now()
    return _step(
        request,
        found,
        AgreeMinutesForm(request.POST or None, initial={"agreed_on": today()}),
        title="The minutes are agreed",
        button="Save",
        act=lambda given: services.agree_minutes(found, **given, by=by, at=at),
        done="The minutes are agreed. Nothing in them changes any more.",
        before="From then on nothing in them changes; a correction is an item of the next meeting.",
    )


def _step(
    request: HttpRequest,
    found: Meeting,
    form: Form,
    *,
    title: str,
    button: str,
    act: Callable[[dict[str, Any]], object],
    done: str,
    before: str = "",
) -> HttpResponse:
    return form_page(
        request,
        form,
        title=title,
        button=button,
        act=act,
        done=done,
        then=reverse("meeting", args=[found.pk]),
        crumbs=crumbs(found),
        before=before,
    )


def _done(
    request: HttpRequest, found: Meeting, act: Callable[[], object], words: str
) -> HttpResponse:
    try:
        act()
    except rules.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("meeting", found.pk)
