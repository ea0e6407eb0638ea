"""Coming in by an invitation, with a password, by a provider, or as who one is."""

from datetime import UTC, datetime

from allauth.account.utils import perform_login
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from goldthread.partners import rules, rules_people, services
from goldthread.partners.forms.second_factor import FirstPasswordForm
from goldthread.partners.models import Invitation
from goldthread.partners.queries.people import words_of
from goldthread.partners.session import signed_in
from goldthread.partners.single_sign_on import INVITED
from goldthread.partners.views.providers import providers, to_provider
from goldthread.web.access import published

both = require_http_methods(["GET", "HEAD", "POST"])


@published
@both
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """An appointment offered by mail: accept it with a password, or as who one is."""
    invitation, now = services.invitation_for(token), datetime.now(UTC)
    refusal = rules_people.refusal_to_accept(invitation, at=now)
    if refusal or invitation is None:
        return render(
            request, "partners/invitation_over.html", {"words": refusal}, status=410
        )
    if request.user.is_authenticated:
        return _accept_signed_in(request, invitation, now)
    if services.has_a_way_in(invitation.person):
        return render(
            request,
            "partners/invitation_sign_in.html",
            {"invitation": invitation, "words": words_of(invitation)},
        )
    return _accept_anew(request, invitation, now)


def _accept_signed_in(
    request: HttpRequest, invitation: Invitation, now: datetime
) -> HttpResponse:
    person = signed_in(request)
    if request.method == "POST":
        try:
            services.accept_as_known(invitation, by=person, at=now)
        except rules.Refused as refused:
            messages.error(request, str(refused))
            return redirect("account")
        messages.success(request, f"Accepted: {words_of(invitation)}.")
        return redirect("account")
    told = {
        "invitation": invitation,
        "words": words_of(invitation),
        "is_theirs": invitation.person_id == person.pk,
    }
    return render(request, "partners/invitation_known.html", told)


def _accept_anew(
    request: HttpRequest, invitation: Invitation, now: datetime
) -> HttpResponse:
    chosen = request.POST.get("provider") if request.method == "POST" else None
    if chosen:
        request.session[INVITED] = invitation.token_hash
        return to_provider(request, chosen, AuthProcess.LOGIN)
    form = FirstPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = services.accept_with_password(
                invitation, password=form.cleaned_data["password"], at=now
            )
        except rules.Refused as refused:
            form.add_error(None, str(refused))
        else:
            response: HttpResponse = perform_login(
                request, person, email_verification="none"
            )
            return response
    told = {
        "form": form,
        "invitation": invitation,
        "words": words_of(invitation),
        "providers": providers(),
    }
    return render(request, "partners/invitation.html", told)


@require_POST
def accept_appointment(request: HttpRequest, key: int) -> HttpResponse:
    """Take up an appointment one is offered, from one's own account."""
    person = signed_in(request)
    invitation = get_object_or_404(Invitation.objects.open(), pk=key, person=person)
    try:
        services.accept_as_known(invitation, by=person, at=datetime.now(UTC))
    except rules.Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Accepted: {words_of(invitation)}.")
    return redirect("account")
