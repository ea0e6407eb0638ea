"""Boards, groups and networks: their terms of reference, legal roles and lines."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.partners import services
from goldthread.partners.forms.structure import (
    BodyForm,
    EndForm,
    LegalRoleForm,
    ReportingForm,
)
from goldthread.partners.models import (
    Body,
    LegalRole,
    Reporting,
)
from goldthread.partners.pages import form_page
from goldthread.partners.queries.bodies import body_page
from goldthread.partners.queries.partnership import (
    bodies_with_seats,
    terms_over,
    vacancies,
)
from goldthread.partners.services import BodyTold
from goldthread.partners.session import signed_in
from goldthread.partners.views.partnership import day_asked, tabs
from goldthread.web.kit import Link

BODIES = Link("Bodies and seats", "/partnership/bodies/")
both = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    """Vacant seats first, then our bodies, then those we are linked to."""
    form, on = day_asked(request)
    ours = bodies_with_seats(on)
    told = {
        "ours": ours,
        "linked": Body.objects.on(on).filter(is_ours=False).order_by("level", "name"),
        "vacancies": vacancies(ours, on),
        "terms_over": terms_over(ours, on),
        "on": on,
        "form": form,
        "tabs": tabs("bodies"),
    }
    return render(request, "partners/bodies.html", told)


@require_safe
def body(request: HttpRequest, key: int) -> HttpResponse:
    """One body on a day."""
    form, on = day_asked(request)
    found = get_object_or_404(Body.objects.select_related("host"), pk=key)
    told = {"page": body_page(found, on), "form": form, "crumbs": (BODIES,)}
    return render(request, "partners/body.html", told)


@both
def add_body(request: HttpRequest) -> HttpResponse:
    """Add a board, a group or a linked body."""
    by, now = signed_in(request), datetime.now(UTC)
    return form_page(
        request,
        BodyForm(request.POST or None),
        title="Add a body",
        button="Add it",
        act=lambda given: services.add_body(BodyTold(**given), by=by, at=now),
        done="Added. Give it its seats and its lines to others.",
        then=BODIES.href,
        crumbs=(BODIES,),
    )


@both
def change_body(request: HttpRequest, key: int) -> HttpResponse:
    """Correct a body, its terms of reference, its dates."""
    found = get_object_or_404(Body, pk=key)
    by, now = signed_in(request), datetime.now(UTC)
    known = {name: getattr(found, name) for name in BodyForm.base_fields}
    return form_page(
        request,
        BodyForm(request.POST or None, initial=known),
        title=f"Change {found.name}",
        button="Save",
        act=lambda given: services.change_body(found, BodyTold(**given), by=by, at=now),
        done="Saved.",
        then=reverse("body", args=[key]),
        crumbs=crumbs_of(found),
    )


@both
def add_legal_role(request: HttpRequest, key: int) -> HttpResponse:
    """Say what a body is in law."""
    found = get_object_or_404(Body, pk=key)
    by, now = signed_in(request), datetime.now(UTC)
    return form_page(
        request,
        LegalRoleForm(request.POST or None),
        title=f"What {found.name} is in law",
        button="Save",
        act=lambda given: services.add_legal_role(found, **given, by=by, at=now),
        done="Saved.",
        then=reverse("body", args=[key]),
        crumbs=crumbs_of(found),
    )


@both
def end_legal_role(request: HttpRequest, key: int) -> HttpResponse:
    """A body stops being something in law."""
    role = get_object_or_404(LegalRole.objects.select_related("body"), pk=key)
    by, now = signed_in(request), datetime.now(UTC)
    return form_page(
        request,
        EndForm(request.POST or None),
        title=f"{role.body.name} is no longer: {role.name}",
        button="End it",
        act=lambda given: services.end_legal_role(role, **given, by=by, at=now),
        done="Ended. The past still shows it.",
        then=reverse("body", args=[role.body_id]),
        crumbs=crumbs_of(role.body),
    )


@both
def add_reporting(request: HttpRequest, key: int) -> HttpResponse:
    """Draw a line to another body."""
    found = get_object_or_404(Body, pk=key)
    by, now = signed_in(request), datetime.now(UTC)
    return form_page(
        request,
        ReportingForm(request.POST or None, of=found),
        title=f"A line from {found.name}",
        button="Draw it",
        act=lambda given: services.add_reporting(found, **given, by=by, at=now),
        done="Saved. It stands in the structure.",
        then=reverse("body", args=[key]),
        crumbs=crumbs_of(found),
    )


@both
def end_reporting(request: HttpRequest, key: int) -> HttpResponse:
    """End a line between two bodies."""
    line = get_object_or_404(Reporting.objects.select_related("body", "to"), pk=key)
    by, now = signed_in(request), datetime.now(UTC)
    return form_page(
        request,
        EndForm(request.POST or None),
        title=f"No longer: {line.body.name} {line.get_kind_display()} {line.to.name}",
        button="End the line",
        act=lambda given: services.end_reporting(line, **given, by=by, at=now),
        done="Ended. The past still shows it.",
        then=reverse("body", args=[line.body_id]),
        crumbs=crumbs_of(line.body),
    )


def crumbs_of(found: Body) -> tuple[Link, ...]:
    return (BODIES, Link(str(found), reverse("body", args=[found.pk])))
