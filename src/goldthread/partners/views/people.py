"""People: who is here, inviting, appointing, seeing out, and letting in again."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from goldthread.partners import rules, services
from goldthread.partners.forms.people import (
    EndForm,
    InviteForm,
    UntilForm,
)
from goldthread.partners.models import Appointment, Invitation, Person
from goldthread.partners.pages import form_page
from goldthread.partners.queries.people import (
    agency_of,
    people_page,
    person_page,
    who_is_seen_by,
    words_of,
)
from goldthread.partners.session import signed_in
from goldthread.web.forms import Form
from goldthread.web.kit import Link

both = require_http_methods(["GET", "HEAD", "POST"])


def _crumbs(person: Person | None = None) -> tuple[Link, ...]:
    people = Link("People", reverse("people"))
    if person is None:
        return (people,)
    return (people, Link(person.name, reverse("person", args=[person.pk])))


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody here, what waits for whoever brings people in first."""
    page = people_page(
        signed_in(request),
        number=request.GET.get("page", "1"),
        now=datetime.now(UTC),
        today=timezone.localdate(),
        days=settings.DORMANT_DAYS,
    )
    return render(request, "partners/people.html", {"page": page})


@require_safe
def person(request: HttpRequest, key: int) -> HttpResponse:
    """One person, what they hold, and what can be done."""
    found = _seen(request, key)
    told = person_page(
        found,
        signed_in(request),
        now=datetime.now(UTC),
        today=timezone.localdate(),
        days=settings.DORMANT_DAYS,
    )
    return render(request, "partners/person.html", {"page": told, "crumbs": _crumbs()})


@both
def invite(request: HttpRequest) -> HttpResponse:
    """Offer somebody an appointment by mail."""
    by, now = signed_in(request), datetime.now(UTC)

    def act(given: dict[str, Any]) -> object:
        last = given.pop("last_day")
        return services.invite_person(
            **given,
            until_on=_day_after(last),
            days=settings.INVITATION_DAYS,
            link=_link(request),
            by=by,
            at=now,
        )

    return form_page(
        request,
        InviteForm(request.POST or None, by=by, today=timezone.localdate()),
        title="Invite somebody",
        button="Send the invitation",
        before=f"They get a mail with a link that works once, for {settings.INVITATION_DAYS} days. Their appointment begins when they accept it.",
        act=act,
        done="The invitation is on its way.",
        then=reverse("people"),
        crumbs=_crumbs(),
    )


@require_POST
def resend_invitation(request: HttpRequest, key: int) -> HttpResponse:
    """Send an invitation again; the old link stops working."""
    invitation = _offered(request, key)
    return _done(
        request,
        invitation.person,
        "Sent again. The link of the first mail does not work any more.",
        lambda by, now: services.resend_invitation(
            invitation,
            days=settings.INVITATION_DAYS,
            link=_link(request),
            by=by,
            at=now,
        ),
    )


@require_POST
def withdraw_invitation(request: HttpRequest, key: int) -> HttpResponse:
    """Take an invitation back."""
    invitation = _offered(request, key)
    return _done(
        request,
        invitation.person,
        "Withdrawn. Its link does not work any more.",
        lambda by, now: services.withdraw_invitation(invitation, by=by, at=now),
    )


@both
def extend_appointment(request: HttpRequest, key: int) -> HttpResponse:
    """Let an appointment run until another day."""
    held, by, now = _held(request, key), signed_in(request), datetime.now(UTC)
    last = held.until_on - timedelta(days=1) if held.until_on else None
    return form_page(
        request,
        UntilForm(request.POST or None, initial={"last_day": last}),
        title=f"How long {held.person} acts in this appointment",
        before=words_of(held),
        button="Keep this day",
        act=lambda given: services.extend_appointment(
            held, until_on=_day_after(given["last_day"]), by=by, at=now
        ),
        done="Kept.",
        then=reverse("person", args=[held.person_id]),
        crumbs=_crumbs(held.person),
    )


@both
def end_appointment(request: HttpRequest, key: int) -> HttpResponse:
    """End an appointment on a day."""
    held, by, now = _held(request, key), signed_in(request), datetime.now(UTC)
    today = timezone.localdate()
    return form_page(
        request,
        EndForm(request.POST or None, initial={"last_day": today}),
        title=f"End an appointment of {held.person}",
        before=words_of(held),
        button="End it",
        act=lambda given: services.end_appointment(
            held, on=_day_after(given["last_day"]) or today, by=by, at=now
        ),
        done="Ended. From the day after that it gives no access.",
        then=reverse("person", args=[held.person_id]),
        crumbs=_crumbs(held.person),
    )


@require_POST
def wake_person(request: HttpRequest, key: int) -> HttpResponse:
    """Wake an account that nobody used for long."""
    found = _seen(request, key)
    return _done(
        request,
        found,
        "Awake. They can sign in again.",
        lambda by, now: services.wake_person(found, by=by, at=now),
    )


@both
def reset_second_factor(request: HttpRequest, key: int) -> HttpResponse:
    """Let somebody in again who lost their second factor."""
    found, by, now = _seen(request, key), signed_in(request), datetime.now(UTC)
    return form_page(
        request,
        Form(request.POST if request.method == "POST" else None),
        title=f"Take away the second factor of {found}",
        before="Do this only when you have spoken to them in person or on a number you know: a thief asks by mail. They are signed out everywhere, get a mail about it, and set up a new one when they next sign in.",
        button="Take it away",
        act=lambda _: services.reset_second_factor(found, by=by, at=now),
        done="Taken away. They sign in with their password and set up a new one.",
        then=reverse("person", args=[found.pk]),
        crumbs=_crumbs(found),
    )


def _seen(request: HttpRequest, key: int) -> Person:
    by = signed_in(request)
    found = who_is_seen_by(by, on=timezone.localdate())
    person: Person = get_object_or_404(found, pk=key)
    return person


def _held(request: HttpRequest, key: int) -> Appointment:
    held: Appointment = get_object_or_404(
        Appointment.objects.select_related("person", "agency"), pk=key
    )
    _refuse_other_agencies(request, held)
    return held


def _offered(request: HttpRequest, key: int) -> Invitation:
    found: Invitation = get_object_or_404(
        Invitation.objects.select_related("person", "agency"), pk=key
    )
    _refuse_other_agencies(request, found)
    return found


def _refuse_other_agencies(
    request: HttpRequest, thing: Appointment | Invitation
) -> None:
    own = agency_of(signed_in(request))
    if own is not None and thing.agency_id != own.pk:
        raise Http404("This belongs to another agency.")


def _day_after(last: date | None) -> date | None:
    return last + timedelta(days=1) if last else None


def _link(request: HttpRequest) -> Callable[[str], str]:
    def address(token: str) -> str:
        return request.build_absolute_uri(reverse("accept_invitation", args=[token]))

    return address


def _done(
    request: HttpRequest,
    person: Person,
    words: str,
    act: Callable[[Person, datetime], object],
) -> HttpResponse:
    try:
        act(signed_in(request), datetime.now(UTC))
    except rules.Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, words)
    return redirect("person", person.pk)
