"""Writing minutes: kept while they are typed, never over somebody else's words."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from goldthread.governance import rules
from goldthread.governance.models import Meeting
from goldthread.governance.views.common import crumbs, now
from goldthread.notes.about import About
from goldthread.notes.drafting import drafting_for, finish_draft
from goldthread.web.forms import Form


def minute_page(
    request: HttpRequest,
    meeting: Meeting,
    form: Form,
    *,
    name: str,
    about: About,
    title: str,
    act: Callable[[dict[str, Any]], object],
    refusal: str,
) -> HttpResponse:
    """One part of the minutes on a page, saved as a draft every few seconds."""
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                act(form.cleaned_data)
                finish_draft(request, at=now())
        except rules.Overtaken as overtaken:
            form.add_error(None, str(overtaken))
            form.data = _built_on(form, meeting)
            status = 409
        except rules.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Saved.")
            return redirect("meeting", meeting.pk)
    drafting = drafting_for(request, about, form=name, based_on=meeting.version)
    told = {
        "form": drafting.filled(form),
        "drafting": drafting,
        "meeting": meeting,
        "title": title,
        "refusal": refusal,
        "crumbs": crumbs(meeting),
    }
    return render(request, "governance/minute.html", told, status=status)


def _built_on(form: Form, meeting: Meeting) -> Any:
    """What was sent, built on the newest version from here on."""
    meeting.refresh_from_db()
    given: Any = form.data.copy()  # type: ignore[attr-defined]
    given["seen"] = str(meeting.version)
    return given
