"""Sign-in is asked for, and what was typed into the form is not lost over it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from goldthread.notes.drafting import keep_typed, page_with
from goldthread.web.access import published
from goldthread.web.errors import csrf_failure


class SignInRequired(LoginRequiredMiddleware):
    """Every page asks for sign-in; a form that comes without one is kept as a draft.

    After sign-in its writer is led back to the form, with the words in it. Somebody else
    who signs in there finds the form empty: drafts belong to their writers.
    """

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseRedirect:
        if request.method == "POST":
            sheet = keep_typed(request, at=datetime.now(UTC))
            if sheet:
                return redirect_to_login(page_with(sheet))
        return super().handle_no_permission(request, view_func)


@published
def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token does not fit changes nothing; what was typed in it is kept.

    The slip is proof of its own: nobody but the page's own reader has it, so a form
    forged on another site carries none and leaves nothing behind.
    """
    sheet = keep_typed(request, at=datetime.now(UTC))
    if sheet is None:
        return csrf_failure(request, reason)
    context = {"href": page_with(sheet)}
    return render(request, "notes/form_expired.html", context, status=403)
