"""What belongs to one action: reports, milestones, dependencies, threads."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from goldthread.delivery import queries, rules, services
from goldthread.delivery.forms import (
    DependencyForm,
    KeepDayForm,
    MilestoneForm,
    ReportForm,
    ThreadForm,
)
from goldthread.delivery.models import Action, Update
from goldthread.delivery.views.common import action_or_404, crumbs, now, today
from goldthread.delivery.views.notes import about
from goldthread.notes.drafting import drafting_for, finish_draft
from goldthread.notes.services import attach_file
from goldthread.partners.models import Person
from goldthread.partners.session import signed_in
from goldthread.strategy.models import Thread
from goldthread.web.once import answer_once


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, reference: str) -> HttpResponse:
    """Report how an action stands."""
    found, person = action_or_404(reference), signed_in(request)
    form, theirs = ReportForm.blank(found), None
    if request.method == "POST":
        form = ReportForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                with transaction.atomic():
                    _report(found, dict(form.cleaned_data), person)
                    finish_draft(request, at=now())
            except rules.Overtaken as overtaken:
                form.add_error(None, str(overtaken))
                theirs = _build_on(found, form)
            except rules.Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(
                    request, f"Thank you. {found.reference} is up to date."
                )
                return redirect("action", found.reference)
    drafting = drafting_for(
        request, about(found), form="report", based_on=found.version
    )
    return render(
        request,
        "delivery/report.html",
        {
            "form": drafting.filled(form),
            "drafting": drafting,
            "action": found,
            "theirs": theirs,
            "last": queries.latest_update(found),
            "refusal": _refusal_to_report(found, person),
            "crumbs": crumbs(found),
        },
        status=409 if theirs else 200,
    )


def _report(action: Action, told: dict[str, Any], person: Person) -> None:
    """A report with its files; the same form sent again attaches them once (F26)."""
    files, at = told.pop("photos"), now()
    is_sent = Update.objects.filter(token=told["token"]).exists()
    services.report_progress(action, by=person, at=at, **told)
    for file in () if is_sent else files:
        attach_file(about(action), file, by=person, at=at)


@require_POST
def keep_day(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer that the due date stays, where its owner asked for another."""
    found, form = action_or_404(reference), KeepDayForm(request.POST)
    why = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        services.keep_due_date(found, reason=why, by=signed_in(request), at=now())
    except rules.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{found.reference} stays due as it was.")
    return redirect("action", found.reference)


def _build_on(action: Action, form: ReportForm) -> Any:
    """The newer report; from here on the form builds on it."""
    action.refresh_from_db()
    data: Any = form.data.copy()  # type: ignore[attr-defined]
    data["seen"] = str(action.version)
    form.data = data
    return queries.latest_update(action)


def _refusal_to_report(action: Action, person: Person) -> str | None:
    supports = rules.agency_of(person) in list(action.support_agencies.all())
    return rules.refusal_to_report(action, by=person, supports=supports)


@require_http_methods(["GET", "HEAD", "POST"])
def milestone(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a milestone."""
    found, form = action_or_404(reference), MilestoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return answer_once(
                request, lambda: _milestone(request, found, form), at=now()
            )
        except rules.Refused as refusal:
            form.add_error(None, str(refusal))
    return _form(request, found, form, "Add a milestone", "Add it")


def _milestone(request: HttpRequest, action: Action, form: MilestoneForm) -> str:
    services.add_milestone(action, by=signed_in(request), at=now(), **form.cleaned_data)
    messages.success(request, "The milestone is added.")
    return reverse("action", args=[action.reference])


@require_POST
def finish_milestone(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Say that a milestone is done today."""
    found = action_or_404(reference)
    step = get_object_or_404(found.milestones, number=number)
    return _done(
        request,
        found,
        lambda: services.finish_milestone(
            step, on=today(), by=signed_in(request), at=now()
        ),
        f"{step.title}: done.",
    )


@require_POST
def remove_milestone(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Take a milestone out."""
    found = action_or_404(reference)
    step = get_object_or_404(found.milestones, number=number)
    return _done(
        request,
        found,
        lambda: services.remove_milestone(step, by=signed_in(request), at=now()),
        f"{step.title} is taken out.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def dependency(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what an action waits for."""
    found, form = action_or_404(reference), DependencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        other = queries.action_named(form.cleaned_data["on"])
        if other is None:
            form.add_error("on", f"There is no action {form.cleaned_data['on']}.")
        else:
            try:
                services.add_dependency(
                    found,
                    on=other,
                    words=form.cleaned_data["words"],
                    by=signed_in(request),
                    at=now(),
                )
            except rules.Refused as refusal:
                form.add_error("on", str(refusal))
            else:
                messages.success(request, f"It waits for {other.reference} now.")
                return redirect("action", found.reference)
    return _form(request, found, form, "What it waits for", "Add it")


@require_POST
def remove_dependency(request: HttpRequest, reference: str, key: int) -> HttpResponse:
    """Say that an action waits for another one no longer."""
    found = action_or_404(reference)
    waits = get_object_or_404(found.waits.select_related("on"), pk=key)
    return _done(
        request,
        found,
        lambda: services.remove_dependency(waits, by=signed_in(request), at=now()),
        f"It waits for {waits.on.reference} no longer.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Say how an action answers a golden thread."""
    found = action_or_404(reference)
    asked = get_object_or_404(
        Thread, strategy=found.workstream.strategy_id, number=number
    )
    standing = found.threads.filter(thread=asked).first()
    form = ThreadForm(
        request.POST if request.method == "POST" else None,
        initial={"text": standing.text if standing else ""},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.answer_thread(
                found, asked, by=signed_in(request), at=now(), **form.cleaned_data
            )
        except rules.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect("action", found.reference)
    return _form(request, found, form, f"Golden thread: {asked}", "Save", asked.meaning)


def _form(
    request: HttpRequest,
    action: Action,
    form: Any,
    heading: str,
    button: str,
    words: str = "",
) -> HttpResponse:
    """One small form on an action."""
    if action.deleted_at:
        raise Http404("The action is deleted.")
    said = rules.refusal_to_change(action, by=signed_in(request))
    return render(
        request,
        "delivery/part.html",
        {
            "form": form,
            "action": action,
            "heading": heading,
            "button": button,
            "words": words,
            "refusal": said,
            "crumbs": crumbs(action),
        },
    )


def _done(request: HttpRequest, action: Action, act: Any, words: str) -> HttpResponse:
    try:
        act()
    except rules.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("action", action.reference)
