"""Addresses of people, invitations, second factors and single sign-on.

Allauth's views are named one by one; what is not listed (trusting a browser, removing a
name, its own list of providers) does not exist here.
"""

from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkey
from django.urls import URLPattern, path, reverse_lazy

from goldthread.partners.second_factor import recorded
from goldthread.partners.views import (
    invitations,
    people,
    providers,
    reviews,
    roles,
    second_factor,
    sessions,
)

ADDED, REMOVED = "person.second_factor_added", "person.second_factor_removed"
remove_passkey = passkey.RemoveWebAuthnView.as_view(
    success_url=reverse_lazy("mfa_index")
)

urlpatterns: list[URLPattern] = [
    path("roles/", roles.roles, name="roles"),
    path(
        "invitation/<str:token>/",
        invitations.accept_invitation,
        name="accept_invitation",
    ),
    path(
        "account/appointments/<int:key>/accept/",
        invitations.accept_appointment,
        name="accept_appointment",
    ),
    path("account/sessions/", sessions.sessions, name="sessions"),
    # The second factor.
    path("account/second-factor/", second_factor.second_factor, name="mfa_index"),
    path("account/second-step/", factor.authenticate, name="mfa_authenticate"),
    path("account/prove/code/", factor.reauthenticate, name="mfa_reauthenticate"),
    path(
        "account/prove/passkey/",
        passkey.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "account/second-factor/app/",
        recorded(totp.activate_totp, ADDED, "totp"),
        name="mfa_activate_totp",
    ),
    path(
        "account/second-factor/app/remove/",
        recorded(totp.deactivate_totp, REMOVED, "totp"),
        name="mfa_deactivate_totp",
    ),
    path(
        "account/second-factor/passkeys/add/",
        recorded(passkey.add_webauthn, ADDED, "webauthn"),
        name="mfa_add_webauthn",
    ),
    path(
        "account/second-factor/passkeys/<int:pk>/remove/",
        recorded(remove_passkey, REMOVED, "webauthn"),
        name="mfa_remove_webauthn",
    ),
    path(
        "account/second-factor/recovery-codes/",
        codes.view_recovery_codes,
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/second-factor/recovery-codes/new/",
        recorded(
            codes.generate_recovery_codes,
            "person.recovery_codes_made",
            "recovery_codes",
        ),
        name="mfa_generate_recovery_codes",
    ),
    # Single sign-on.
    path("account/providers/", providers.single_sign_on, name="single_sign_on"),
    path(
        "account/with/<slug:provider_id>/",
        providers.sign_in_at,
        name="openid_connect_login",
    ),
    path(
        "account/with/<slug:provider_id>/back/",
        providers.back_from,
        name="openid_connect_callback",
    ),
    # People.
    path("people/", people.people, name="people"),
    path("people/review/", reviews.access_review, name="access_review"),
    path("people/invite/", people.invite, name="invite"),
    path("people/<int:key>/", people.person, name="person"),
    path("people/<int:key>/wake/", people.wake_person, name="wake_person"),
    path(
        "people/<int:key>/second-factor/",
        people.reset_second_factor,
        name="reset_second_factor",
    ),
    path(
        "people/invitations/<int:key>/send/",
        people.resend_invitation,
        name="resend_invitation",
    ),
    path(
        "people/invitations/<int:key>/withdraw/",
        people.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path(
        "people/appointments/<int:key>/extend/",
        people.extend_appointment,
        name="extend_appointment",
    ),
    path(
        "people/appointments/<int:key>/end/",
        people.end_appointment,
        name="end_appointment",
    ),
]
