"""The page shown when a form's token does not fit; the others are plain templates."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from goldthread.web.access import published


@published
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere."""
    return render(request, "web/errors/form_expired.html", status=403)
