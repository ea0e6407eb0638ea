"""Who is signed in, with a type that views can rely on."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from goldthread.partners.models import Person


def signed_in(request: HttpRequest) -> Person:
    """The person whose request this is.

    Raises:
        PermissionDenied: nobody is; pages that need sign-in never come so far.
    """
    if not isinstance(request.user, Person):
        raise PermissionDenied("Sign in first.")
    return request.user
