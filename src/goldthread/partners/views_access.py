"""Coming in and one's own ways in: invitations, sessions, second factor, providers."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.utils import perform_login
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import get_adapter as providers_adapter
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.views import (
    OAuth2CallbackView,
)
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from goldthread.partners import rules, rules_people, services
from goldthread.partners.forms_account import FirstPasswordForm
from goldthread.partners.middleware import role_of
from goldthread.partners.models import Invitation, Person
from goldthread.partners.policy import policy
from goldthread.partners.policy_page import acts_told, roles_told
from goldthread.partners.queries.people import words_of
from goldthread.partners.queries.sessions import open_sessions
from goldthread.partners.second_factor import is_demonstration, is_required, was_given
from goldthread.partners.session import signed_in
from goldthread.partners.single_sign_on import INVITED, Checked
from goldthread.web.access import published

both = require_http_methods(["GET", "HEAD", "POST"])
View = Callable[..., HttpResponse]


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Who may do what, from the file that is the rule."""
    found = policy()
    told = {
        "roles": roles_told(found),
        "acts": acts_told(found),
        "mine": role_of(request),
    }
    return render(request, "partners/roles.html", told)


# ------------------------------------------------------------------- invitations


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
        return _to_provider(request, chosen, AuthProcess.LOGIN)
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


# ---------------------------------------------------------------------- sessions


@both
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in, and ending it there."""
    person, now = signed_in(request), datetime.now(UTC)
    this = request.session.session_key or ""
    if request.method == "POST":
        ended = _end(person, request.POST.get("session", ""), this, now)
        messages.success(
            request, "Signed out there." if ended else "Nothing was open there."
        )
        return redirect("sessions")
    told = {
        "sessions": open_sessions(
            person,
            this=this,
            now=now,
            idle=timedelta(minutes=settings.IDLE_MINUTES),
        ),
        "most": settings.SESSIONS_PER_PERSON,
        "idle": settings.IDLE_MINUTES,
        "hours": settings.SESSION_HOURS,
    }
    return render(request, "partners/sessions.html", told)


def _end(person: Person, which: str, this: str, now: datetime) -> int:
    if which == "others":
        return services.end_sessions(
            person, why="ended by hand", keep=this, by=person, at=now
        )
    if not (which.isascii() and which.isdigit() and len(which) < 19):
        return 0
    return services.end_session(person, int(which), by=person, at=now)


def clear_after(view: View) -> View:
    """Let the browser forget what it kept, once somebody has signed out."""

    @wraps(view)
    def respond(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response

    return respond


# ----------------------------------------------------------------- second factor


@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """One's second factors: what there is, what to set up, and whether one must."""
    person = signed_in(request)
    found = list(
        Authenticator.objects.filter(user_id=person.pk).order_by("created_at", "pk")
    )
    codes = [one for one in found if one.type == Authenticator.Type.RECOVERY_CODES]
    told = {
        "app": next(
            (one for one in found if one.type == Authenticator.Type.TOTP), None
        ),
        "passkeys": [one for one in found if one.type == Authenticator.Type.WEBAUTHN],
        "codes_left": len(codes[0].wrap().get_unused_codes()) if codes else None,
        "must": is_required(person) and not was_given(request),
        "is_required": is_required(person),
        "is_demonstration": is_demonstration(),
    }
    return render(request, "partners/second_factor.html", told)


# ---------------------------------------------------------------- single sign-on


def providers() -> list[SocialApp]:
    """The identity providers that people may sign in with here."""
    found: list[SocialApp] = providers_adapter().list_apps(None)
    return found


@published
@require_POST
def sign_in_at(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go to a provider to sign in there."""
    return _to_provider(request, provider_id, AuthProcess.LOGIN)


@published
@require_safe
def back_from(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from a provider, and be believed only when everything holds."""
    _known(request, provider_id)
    view = OAuth2CallbackView.adapter_view(Checked(request, provider_id))
    response: HttpResponse = view(request)
    return response


@both
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]
def single_sign_on(request: HttpRequest) -> HttpResponse:
    """Link a provider to one's account, or take a link away."""
    person = signed_in(request)
    names = {one.provider_id: one.name for one in providers()}
    held = list(
        SocialAccount.objects.filter(user_id=person.pk).order_by("date_joined", "pk")
    )
    if request.method == "POST" and (key := request.POST.get("unlink")):
        account = next((one for one in held if str(one.pk) == key), None)
        if account is None:
            raise Http404
        return _unlink(request, account, names.get(account.provider, account.provider))
    if request.method == "POST":
        return _to_provider(
            request, request.POST.get("provider", ""), AuthProcess.CONNECT
        )
    linked = [(one, names.get(one.provider, one.provider)) for one in held]
    told = {
        "linked": linked,
        "others": [
            one
            for one in providers()
            if one.provider_id not in {held.provider for held, _ in linked}
        ],
    }
    return render(request, "partners/single_sign_on.html", told)


def _unlink(request: HttpRequest, account: Any, name: str) -> HttpResponse:
    try:
        services.unlink_identity(
            account,
            name=name,
            keep=request.session.session_key or "",
            by=signed_in(request),
            at=datetime.now(UTC),
        )
    except rules.Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"You sign in at {name} no more.")
    return redirect("single_sign_on")


def _to_provider(request: HttpRequest, key: str, process: str) -> HttpResponse:
    response: HttpResponse = _known(request, key).redirect(request, process)
    return response


def _known(request: HttpRequest, key: str) -> Any:
    try:
        return providers_adapter(request).get_provider(request, provider=key)
    except SocialApp.DoesNotExist:
        raise Http404("There is no such provider.") from None
