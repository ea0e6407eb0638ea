"""How long things take here, what runs against it, and duties of our own."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.governance import services
from goldthread.governance.forms.clocks import (
    ChangeDutyForm,
    ClockForm,
    LocalDutyForm,
    NewClockForm,
    StartForm,
    StopForm,
)
from goldthread.governance.models import Clock, Deadline, LocalDuty
from goldthread.governance.queries.clocks import clocks_page
from goldthread.governance.rules import EVERY_BOARD, may
from goldthread.governance.views.common import crumbs, now, today
from goldthread.governance.views.duties import DUTIES
from goldthread.partners.pages import form_page
from goldthread.partners.session import signed_in
from goldthread.web.kit import Link

both = require_http_methods(["GET", "HEAD", "POST"])
CLOCKS = Link("Clocks", "/board/duties/clocks/")


@require_safe
def clocks(request: HttpRequest) -> HttpResponse:
    """Every clock, and what runs against it."""
    keep = may(signed_in(request), EVERY_BOARD)
    told = {
        "page": clocks_page(may_keep=keep, on=today()),
        "may_keep": keep,
        "crumbs": crumbs(None, DUTIES),
    }
    return render(request, "governance/clocks.html", told)


@both
def add_clock(request: HttpRequest) -> HttpResponse:
    """Add a clock of our own."""
    by, at = signed_in(request), now()
    return form_page(
        request,
        NewClockForm(request.POST or None),
        title="Add a clock",
        before="For anything that takes so many days here, because somebody wrote it down.",
        button="Add it",
        act=lambda given: services.add_clock(**given, by=by, at=at),
        done="Added. It can run now.",
        then=CLOCKS.href,
        crumbs=crumbs(None, DUTIES, CLOCKS),
    )


@both
def change_clock(request: HttpRequest, key: str) -> HttpResponse:
    """Change how long something takes here."""
    own = Clock.objects.filter(key=key).first()
    name = key if own else key.replace("-", " ")
    if own is None and name not in services.CLOCKS:
        raise Http404("There is no such clock.")
    by, at = signed_in(request), now()
    days, working = services.runs_for(name)
    known = {"days": days, "are_working": "yes" if working else "no"}
    return form_page(
        request,
        ClockForm(request.POST or None, initial=known),
        title=own.title if own and own.title else services.CLOCKS[name].title,
        before="What began before keeps the day that it was given.",
        button="Save",
        act=lambda given: services.set_clock(name, **given, by=by, at=at),
        done="Saved. It counts for what begins from now on.",
        then=CLOCKS.href,
        crumbs=crumbs(None, DUTIES, CLOCKS),
    )


@both
def start_clock(request: HttpRequest) -> HttpResponse:
    """Let a clock of our own run."""
    by, at = signed_in(request), now()
    return form_page(
        request,
        StartForm(request.POST or None, initial={"began_on": today()}),
        title="Something begins to run",
        button="Start it",
        act=lambda given: services.start_clock(**given, by=by, at=at),
        done=lambda made: f"It is due on {made.due_on:%d %B %Y}.".replace(" 0", " "),
        then=CLOCKS.href,
        crumbs=crumbs(None, DUTIES, CLOCKS),
    )


@both
def stop_clock(request: HttpRequest, key: int) -> HttpResponse:
    """Say that what ran is done."""
    found = get_object_or_404(Deadline.objects.select_related("clock"), pk=key)
    by, at = signed_in(request), now()
    return form_page(
        request,
        StopForm(request.POST or None, initial={"on": today()}),
        title=f"Done: {found.about}",
        before=f"{found.clock}.",
        button="Save",
        act=lambda given: services.stop_clock(found, **given, by=by, at=at),
        done="Saved.",
        then=CLOCKS.href,
        crumbs=crumbs(None, DUTIES, CLOCKS),
    )


@both
def add_local_duty(request: HttpRequest) -> HttpResponse:
    """Say that something is owed here once a year."""
    by, at = signed_in(request), now()
    return form_page(
        request,
        LocalDutyForm(request.POST or None),
        title="A duty of our own",
        before="Something that is owed here every year, beside what the law asks everywhere.",
        button="Add it",
        act=lambda given: services.set_local_duty(**given, by=by, at=at),
        done="Added. It stands among the duties of the year.",
        then=DUTIES.href,
        crumbs=crumbs(None, DUTIES),
    )


@both
def change_local_duty(request: HttpRequest, key: int) -> HttpResponse:
    """Change a duty of our own, or say that it is asked no longer."""
    found = get_object_or_404(LocalDuty, pk=key)
    by, at = signed_in(request), now()
    known = {name: getattr(found, name) for name in ChangeDutyForm.base_fields}
    return form_page(
        request,
        ChangeDutyForm(request.POST or None, initial=known),
        title="Change a duty of our own",
        button="Save",
        act=lambda given: services.set_local_duty(**given, duty=found, by=by, at=at),
        done="Saved.",
        then=DUTIES.href,
        crumbs=crumbs(None, DUTIES),
    )
