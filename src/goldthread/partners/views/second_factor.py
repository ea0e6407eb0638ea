"""One's second factors."""

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldthread.partners.second_factor import is_demonstration, is_required, was_given
from goldthread.partners.session import signed_in


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
