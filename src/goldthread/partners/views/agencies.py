"""One agency: what it is, whom it followed, what it is in the partnership."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.partners import services
from goldthread.partners.forms.structure import (
    AgencyForm,
    EndForm,
    FacilitatorForm,
    MembershipForm,
    SuccessorForm,
)
from goldthread.partners.models import Agency, Membership
from goldthread.partners.pages import form_page
from goldthread.partners.session import signed_in
from goldthread.web.kit import Link

MEMBERS = Link("Members", "/partnership/")
both = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def agency(request: HttpRequest, key: int) -> HttpResponse:
    """What is known of one agency."""
    found = get_object_or_404(Agency, pk=key)
    told = {
        "agency": found,
        "memberships": found.memberships.select_related("facilitator").order_by(
            "-from_on", "-pk"
        ),
        "follows": found.follows.select_related("predecessor").order_by("on", "pk"),
        "followed_by": found.followed_by.select_related("successor").order_by(
            "on", "pk"
        ),
        "seats": found.seats.on(timezone.localdate())
        .select_related("body")
        .order_by("body__name", "number", "pk"),
        "crumbs": (MEMBERS,),
        "today": timezone.localdate(),
    }
    return render(request, "partners/agency.html", told)


@both
def add(request: HttpRequest) -> HttpResponse:
    """Add an organisation."""
    by, now = signed_in(request), datetime.now(UTC)
    return form_page(
        request,
        AgencyForm(request.POST or None),
        title="Add an organisation",
        button="Add it",
        act=lambda given: services.add_agency(**given, by=by, at=now),
        done="Added. Say now what it is in the partnership.",
        then=reverse("partnership"),
        crumbs=(MEMBERS,),
    )


@both
def change(request: HttpRequest, key: int) -> HttpResponse:
    """Correct what is known of an organisation."""
    found = get_object_or_404(Agency, pk=key)
    by, now = signed_in(request), datetime.now(UTC)
    fields = AgencyForm.base_fields
    return form_page(
        request,
        AgencyForm(
            request.POST or None,
            initial={name: getattr(found, name) for name in fields},
        ),
        title=f"Change {found.name}",
        button="Save",
        act=lambda given: services.change_agency(found, **given, by=by, at=now),
        done="Saved.",
        then=reverse("agency", args=[key]),
        crumbs=_crumbs(found),
    )


@both
def join(request: HttpRequest, key: int) -> HttpResponse:
    """Say what an organisation is in the partnership."""
    found = get_object_or_404(Agency, pk=key)
    by, now = signed_in(request), datetime.now(UTC)
    return form_page(
        request,
        MembershipForm(request.POST or None),
        title=f"{found.name} in the partnership",
        button="Save",
        act=lambda given: services.add_membership(found, **given, by=by, at=now),
        done="Saved.",
        then=reverse("agency", args=[key]),
        crumbs=_crumbs(found),
    )


@both
def leave(request: HttpRequest, key: int) -> HttpResponse:
    """End what an organisation is in the partnership."""
    held = get_object_or_404(Membership.objects.select_related("agency"), pk=key)
    by, now = signed_in(request), datetime.now(UTC)
    return form_page(
        request,
        EndForm(request.POST or None),
        title=f"{held.agency.name} leaves",
        button="End its membership",
        act=lambda given: services.end_membership(held, **given, by=by, at=now),
        done="Ended. The past still shows it.",
        then=reverse("agency", args=[held.agency_id]),
        crumbs=_crumbs(held.agency),
    )


@both
def successor(request: HttpRequest, key: int) -> HttpResponse:
    """Say who took over from an organisation."""
    found = get_object_or_404(Agency, pk=key)
    by, now = signed_in(request), datetime.now(UTC)
    return form_page(
        request,
        SuccessorForm(request.POST or None, of=found),
        title=f"Who took over from {found.name}",
        before="It ends on that day, and the organisation that took over becomes what it was in the partnership.",
        button="Save",
        act=lambda given: services.succeed(found, **given, by=by, at=now),
        done="Saved. A page about an earlier day still shows the older one.",
        then=reverse("agency", args=[key]),
        crumbs=_crumbs(found),
    )


@both
def facilitator(request: HttpRequest, key: int) -> HttpResponse:
    """Name who makes information flow for an authority."""
    held = get_object_or_404(Membership.objects.select_related("agency"), pk=key)
    by, now = signed_in(request), datetime.now(UTC)
    return form_page(
        request,
        FacilitatorForm(request.POST or None, initial={"person": held.facilitator_id}),
        title=f"Information flow at {held.agency.name}",
        before="The law asks every responsible authority to name somebody who makes the sharing of information work.",
        button="Save",
        act=lambda given: services.nominate_facilitator(held, **given, by=by, at=now),
        done="Saved.",
        then=reverse("agency", args=[held.agency_id]),
        crumbs=_crumbs(held.agency),
    )


def _crumbs(found: Agency) -> tuple[Link, ...]:
    return (MEMBERS, Link(str(found), reverse("agency", args=[found.pk])))
