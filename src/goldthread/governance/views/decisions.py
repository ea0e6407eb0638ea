"""Decisions: their page, those between meetings, what came of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.governance import services
from goldthread.governance.forms.decisions import BetweenForm, OutcomeForm
from goldthread.governance.forms.meetings import PlaceForm
from goldthread.governance.models import Decision, ForwardItem, Meeting
from goldthread.governance.published import decisions_behind
from goldthread.governance.queries.things import decision_page
from goldthread.governance.rules import EVERY_BOARD, PUBLISH, may
from goldthread.governance.views.common import (
    bodies_run_by,
    crumbs,
    now,
    seen_or_404,
    today,
)
from goldthread.partners.models import Body
from goldthread.partners.pages import form_page
from goldthread.partners.session import signed_in
from goldthread.web.kit import Link

both = require_http_methods(["GET", "HEAD", "POST"])
DECISIONS = Link("Decisions", "/board/decisions/")


@require_safe
def decision(request: HttpRequest, reference: str) -> HttpResponse:
    """A decision: on what evidence, why, what is expected, what came of it."""
    found = seen_or_404(request, Decision.objects, reference)
    page = decision_page(found, on=today())
    publishes = may(signed_in(request), PUBLISH)
    told = {
        "page": page,
        "decision": found,
        "runs": services.runs(found.body, signed_in(request), at=now()),
        "older": next(iter(decisions_behind(found)), None) if publishes else None,
        "may_check": page.may_be_checked and may(signed_in(request), EVERY_BOARD),
        "crumbs": crumbs(None, DECISIONS),
    }
    return render(request, "governance/decision.html", told)


@both
def decide_between(request: HttpRequest) -> HttpResponse:
    """Write down what a board decided between two meetings."""
    by, at = signed_in(request), now()
    bodies = bodies_run_by(by, today())
    asked = request.GET.get("body", "")
    body: Body | None = (
        get_object_or_404(bodies, pk=int(asked)) if asked.isdigit() else bodies.first()
    )
    if body is None:
        told = {"bodies": bodies, "crumbs": crumbs(None, DECISIONS)}
        return render(request, "governance/no_board.html", told)
    form = BetweenForm(request.POST or None, body=body, on=today())
    return form_page(
        request,
        form,
        title=f"{body} decided between meetings",
        before="Every seat is asked in writing. It stands when enough have answered and more agree than not, and the next meeting hears of it.",
        button="Write it down",
        act=lambda given: services.decide_between_meetings(
            body,
            form.told,
            urgency=given["urgency"],
            decided_on=given["decided_on"],
            answers=form.answers,
            by=by,
            at=at,
        ),
        done=lambda made: f"Written down as {made.reference}.",
        then=DECISIONS.href,
        crumbs=crumbs(None, DECISIONS),
    )


@both
def report_decision(request: HttpRequest, reference: str) -> HttpResponse:
    """Tell a meeting of a decision that was taken between meetings."""
    found = seen_or_404(request, Decision.objects, reference)
    by, at = signed_in(request), now()
    form = PlaceForm(
        request.POST or None, planned=ForwardItem(body=found.body), on=found.decided_on
    )
    meetings = Meeting.objects.standing().of(found.body)
    form.fields["meeting"].queryset = meetings.filter(  # type: ignore[attr-defined]
        held_on__gte=found.decided_on
    ).select_related("body")
    return form_page(
        request,
        form,
        title=f"Which meeting heard of {found.reference}",
        button="Save",
        act=lambda given: services.report_decision(
            found, given["meeting"], by=by, at=at
        ),
        done="Saved.",
        then=reverse("decision", args=[found.reference]),
        crumbs=crumbs(None, DECISIONS, _here(found)),
    )


@both
def decision_outcome(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what came of a decision."""
    found = seen_or_404(request, Decision.objects, reference)
    by, at = signed_in(request), now()
    expected = f"Expected was: {found.effect}" if found.effect else found.title
    return form_page(
        request,
        OutcomeForm(request.POST or None, initial={"words": found.outcome}),
        title=f"What came of {found.reference}",
        before=expected,
        button="Save",
        act=lambda given: services.say_what_came(
            found, **given, on=today(), by=by, at=at
        ),
        done="Saved.",
        then=reverse("decision", args=[found.reference]),
        crumbs=crumbs(None, DECISIONS, _here(found)),
    )


def _here(found: Decision) -> Link:
    return Link(found.reference, reverse("decision", args=[found.reference]))
