"""Seats, who takes and leaves them, and what could sway the people on them."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from goldthread.partners import services
from goldthread.partners.forms.structure import (
    EndForm,
    InterestForm,
    SeatForm,
    TakeSeatForm,
)
from goldthread.partners.models import Body, Holding, Interest, Person, Seat
from goldthread.partners.pages import form_page
from goldthread.partners.session import signed_in
from goldthread.partners.views.bodies import crumbs_of
from goldthread.web.kit import Link

both = require_http_methods(["GET", "HEAD", "POST"])


@both
def add_seat(request: HttpRequest, key: int) -> HttpResponse:
    """Add a place at the table."""
    found = get_object_or_404(Body, pk=key)
    by, now = signed_in(request), datetime.now(UTC)
    return form_page(
        request,
        SeatForm(request.POST or None),
        title=f"Add a seat to {found.name}",
        button="Add it",
        act=lambda given: services.add_seat(found, **given, by=by, at=now),
        done="Added. It stands vacant until somebody takes it.",
        then=reverse("body", args=[key]),
        crumbs=crumbs_of(found),
    )


@both
def change_seat(request: HttpRequest, key: int) -> HttpResponse:
    """Correct what is known of a seat."""
    seat = get_object_or_404(Seat.objects.select_related("body"), pk=key)
    by, now = signed_in(request), datetime.now(UTC)
    known = {name: getattr(seat, name) for name in SeatForm.base_fields}
    return form_page(
        request,
        SeatForm(request.POST or None, initial=known),
        title=f"Change the seat: {seat.title}",
        button="Save",
        act=lambda given: services.change_seat(seat, **given, by=by, at=now),
        done="Saved.",
        then=reverse("body", args=[seat.body_id]),
        crumbs=crumbs_of(seat.body),
    )


@both
def end_seat(request: HttpRequest, key: int) -> HttpResponse:
    """Take a seat away from the table."""
    seat = get_object_or_404(Seat.objects.select_related("body"), pk=key)
    by, now = signed_in(request), datetime.now(UTC)
    return form_page(
        request,
        EndForm(request.POST or None),
        title=f"Take away the seat: {seat.title}",
        button="Take it away",
        act=lambda given: services.end_seat(seat, **given, by=by, at=now),
        done="Taken away. The past still shows it.",
        then=reverse("body", args=[seat.body_id]),
        crumbs=crumbs_of(seat.body),
    )


@both
def take_seat(request: HttpRequest, key: int) -> HttpResponse:
    """Seat somebody."""
    seat = get_object_or_404(Seat.objects.select_related("body"), pk=key)
    by, now = signed_in(request), datetime.now(UTC)
    return form_page(
        request,
        TakeSeatForm(request.POST or None),
        title=f"Who takes the seat: {seat.title}",
        before="Somebody who is not on the list yet is invited first, under People.",
        button="Seat them",
        act=lambda given: services.take_seat(seat, **given, by=by, at=now),
        done="Saved.",
        then=reverse("body", args=[seat.body_id]),
        crumbs=crumbs_of(seat.body),
    )


@both
def leave_seat(request: HttpRequest, key: int) -> HttpResponse:
    """Somebody leaves a seat."""
    held = get_object_or_404(
        Holding.objects.select_related("seat__body", "person"), pk=key
    )
    by, now = signed_in(request), datetime.now(UTC)
    return form_page(
        request,
        EndForm(request.POST or None),
        title=f"{held.person.name} leaves: {held.seat.title}",
        button="End it",
        act=lambda given: services.leave_seat(held, **given, by=by, at=now),
        done="Saved.",
        then=reverse("body", args=[held.seat.body_id]),
        crumbs=crumbs_of(held.seat.body),
    )


@both
def declare_interest(request: HttpRequest, key: int) -> HttpResponse:
    """Write down what could sway somebody."""
    person = get_object_or_404(Person, pk=key)
    by, now = signed_in(request), datetime.now(UTC)
    return form_page(
        request,
        InterestForm(request.POST or None, initial={"from_on": timezone.localdate()}),
        title=f"An interest of {person.name}",
        button="Write it down",
        act=lambda given: services.declare_interest(person, **given, by=by, at=now),
        done="Written down.",
        then=reverse("cross_members"),
        crumbs=(Link("Who sits where", "/partnership/who-sits-where/"),),
    )


@both
def end_interest(request: HttpRequest, key: int) -> HttpResponse:
    """An interest is over."""
    interest = get_object_or_404(Interest.objects.select_related("person"), pk=key)
    by, now = signed_in(request), datetime.now(UTC)
    return form_page(
        request,
        EndForm(request.POST or None),
        title=f"No longer an interest of {interest.person.name}",
        before=interest.words,
        button="End it",
        act=lambda given: services.end_interest(interest, **given, by=by, at=now),
        done="Ended. That it was declared stays known.",
        then=reverse("cross_members"),
        crumbs=(Link("Who sits where", "/partnership/who-sits-where/"),),
    )
