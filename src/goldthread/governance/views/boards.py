"""The board's first page, its registers, the forward plan and attendance."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.governance import services
from goldthread.governance.forms.meetings import (
    BecauseForm,
    ForwardForm,
    PlaceForm,
    PlanMeetingForm,
    StandingForm,
)
from goldthread.governance.models import ForwardItem
from goldthread.governance.queries import lists
from goldthread.governance.queries.attendance import attendance_page
from goldthread.governance.queries.board import board_page, tabs
from goldthread.governance.rules import CHALLENGE, RISKS, RUN, may
from goldthread.governance.views.common import (
    bodies_run_by,
    crumbs,
    now,
    reader,
    today,
)
from goldthread.partners.models import Body
from goldthread.partners.pages import form_page
from goldthread.partners.session import signed_in
from goldthread.web.kit import Link

both = require_http_methods(["GET", "HEAD", "POST"])
FORWARD = Link("Forward plan", "/board/forward/")


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """What waits for somebody, then the meetings and the newest decisions."""
    page = board_page(reader(request), on=today())
    told = {"page": page, "tabs": tabs("board"), "may_run": _may(request, RUN)}
    return render(request, "governance/board.html", told)


@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """Every decision; those whose effect is due first."""
    asked = request.GET
    found = lists.decisions(
        reader(request), on=today(), page=asked.get("page"), body=asked.get("body", "")
    )
    add = Link("Decide between meetings", reverse("decide_between"))
    return _register(
        request,
        found,
        "decisions",
        "Decisions",
        "What the boards decided, on what evidence, and what came of it.",
        add if _may(request, RUN) else None,
        "No decision yet. It is written down on its item when a meeting was held.",
    )


@require_safe
def action_log(request: HttpRequest) -> HttpResponse:
    """Actions that meetings agreed, read from the plan."""
    found = lists.action_log(reader(request), on=today(), page=request.GET.get("page"))
    return _register(
        request,
        found,
        "action_log",
        "Action log",
        "Actions that meetings agreed. They stand in the plan; this is where they were born.",
        None,
        "No action yet. One that a meeting agrees is put into the plan from its item.",
    )


@require_safe
def asks(request: HttpRequest) -> HttpResponse:
    """What boards asked of partners and others."""
    found = lists.asks(reader(request), on=today(), page=request.GET.get("page"))
    return _register(
        request,
        found,
        "asks",
        "Asks",
        "What the boards asked of partners and of bodies outside, and what was answered.",
        Link("Ask something", reverse("add_ask")) if _may(request, RUN) else None,
        "Nothing was asked yet.",
    )


@require_safe
def challenges(request: HttpRequest) -> HttpResponse:
    """Challenges put to boards."""
    found = lists.challenges(reader(request), page=request.GET.get("page"))
    add = Link("Put a challenge", reverse("add_challenge"))
    return _register(
        request,
        found,
        "challenges",
        "Challenges",
        "What members challenged, the answers, and whether they satisfied.",
        add if _may(request, CHALLENGE) else None,
        "No challenge was put yet. A board that asks nothing hears nothing.",
    )


@require_safe
def risks(request: HttpRequest) -> HttpResponse:
    """The risk register."""
    found = lists.risks(on=today(), page=request.GET.get("page"))
    add = Link("Add a risk", reverse("add_risk"))
    return _register(
        request,
        found,
        "risks",
        "Risks",
        "Likelihood times impact, from 1 to 25, the highest first.",
        add if _may(request, RISKS) else None,
        "No risk stands on the register.",
    )


@require_safe
def forward(request: HttpRequest) -> HttpResponse:
    """What boards have to speak about, by day."""
    person = signed_in(request)
    told = {
        "page": lists.forward_plan(reader(request), on=today()),
        "tabs": tabs("forward_plan"),
        "may_run": may(person, RUN),
        "bodies": bodies_run_by(person, today()) if may(person, RUN) else (),
    }
    return render(request, "governance/forward.html", told)


@require_safe
def attendance(request: HttpRequest) -> HttpResponse:
    """Which seats were filled, meeting by meeting."""
    page = attendance_page(request.GET.get("body", ""))
    told = {"page": page, "tabs": tabs("board_attendance")}
    return render(request, "governance/attendance.html", told)


@both
def plan_meeting(request: HttpRequest) -> HttpResponse:
    """Plan a meeting."""
    by, at = signed_in(request), now()
    bodies = bodies_run_by(by, today())
    only = list(bodies[:2])
    return form_page(
        request,
        PlanMeetingForm(
            request.POST or None,
            bodies=bodies,
            initial={"body": only[0]} if len(only) == 1 else {},
        ),
        title="Plan a meeting",
        button="Plan it",
        act=lambda given: services.plan_meeting(**given, by=by, at=at),
        done=lambda made: f"{made} is planned. Put its items on the agenda.",
        then=lambda made: reverse("meeting", args=[made.pk]),
        crumbs=crumbs(),
    )


@both
def plan_item(request: HttpRequest) -> HttpResponse:
    """Put something on the forward plan."""
    by, at = signed_in(request), now()
    return form_page(
        request,
        ForwardForm(
            request.POST or None, bodies=bodies_run_by(by, today()), on=today()
        ),
        title="Put something on the forward plan",
        button="Plan it",
        act=lambda given: services.plan_item(**given, by=by, at=at),
        done="It stands on the forward plan until it is on an agenda.",
        then=FORWARD.href,
        crumbs=crumbs(None, FORWARD),
    )


@both
def place_item(request: HttpRequest, key: int) -> HttpResponse:
    """Put something of the forward plan on an agenda."""
    planned = get_object_or_404(ForwardItem.objects.select_related("body"), pk=key)
    by, at = signed_in(request), now()
    return form_page(
        request,
        PlaceForm(request.POST or None, planned=planned, on=today()),
        title=f"Put on an agenda: {planned.title}",
        before="Only meetings that are still to come can be chosen. Plan one first if there is none.",
        button="Put it there",
        act=lambda given: services.place_item(planned, **given, by=by, at=at),
        done="It is on the agenda.",
        then=FORWARD.href,
        crumbs=crumbs(None, FORWARD),
    )


@both
def drop_item(request: HttpRequest, key: int) -> HttpResponse:
    """Take something out of the forward plan."""
    planned = get_object_or_404(ForwardItem.objects.select_related("body"), pk=key)
    by, at = signed_in(request), now()
    return form_page(
        request,
        BecauseForm(request.POST or None),
        title=f"Take out: {planned.title}",
        button="Take it out",
        act=lambda given: services.drop_item(planned, **given, by=by, at=at),
        done="It is out of the forward plan.",
        then=FORWARD.href,
        crumbs=crumbs(None, FORWARD),
    )


@both
def standing_items(request: HttpRequest, key: int) -> HttpResponse:
    """Say what stands on every agenda of a board."""
    body = get_object_or_404(Body, pk=key)
    by, at = signed_in(request), now()
    stands = [
        f"{one.title}{'?' if one.purpose == 'decision' else ''}"
        for one in body.standing_items.order_by("number")
    ]
    form = StandingForm(request.POST or None, initial={"items": "\n".join(stands)})
    return form_page(
        request,
        form,
        title=f"On every agenda of {body}",
        button="Save",
        act=lambda given: services.set_standing_items(body, form.told, by=by, at=at),
        done="Saved. New meetings begin with these.",
        then=FORWARD.href,
        crumbs=crumbs(None, FORWARD),
    )


def _may(request: HttpRequest, act: str) -> bool:
    return may(signed_in(request), act)


def _register(
    request: HttpRequest,
    found: lists.Register,
    here: str,
    title: str,
    words: str,
    add: Link | None,
    nothing: str,
) -> HttpResponse:
    told = {
        "register": found,
        "tabs": tabs(here),
        "title": title,
        "words": words,
        "add": add,
        "nothing": nothing,
    }
    return render(request, "governance/register.html", told)
