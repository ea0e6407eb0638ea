"""Who may do what here, as the file that is the rule says it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldthread.partners.middleware import role_of
from goldthread.partners.policy import policy
from goldthread.partners.policy_page import acts_told, roles_told


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
