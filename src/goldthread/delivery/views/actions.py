"""One action: its page, adding one, changing it, taking it out and back."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from goldthread.delivery import queries, rules, services
from goldthread.delivery.forms import ActionForm, ChangeForm, DeleteForm, KeepDayForm
from goldthread.delivery.models import Action
from goldthread.delivery.published import actions_behind
from goldthread.delivery.queries.listing import (
    other_plans,
    plannable_strategies,
    strategy_for,
)
from goldthread.delivery.queries.undoable import twins_of
from goldthread.delivery.services.fields import in_words
from goldthread.delivery.views.common import action_or_404, crumbs, now, plain, today
from goldthread.delivery.views.notes import about, files_of, talk_of
from goldthread.delivery.words import FIELDS, label
from goldthread.notes.about import About
from goldthread.notes.drafting import drafting_for, finish_draft
from goldthread.notes.panels import binder_for, discussion_for
from goldthread.partners.session import signed_in
from goldthread.web.once import answer_once


@require_GET
def action(request: HttpRequest, reference: str) -> HttpResponse:
    """One action, whole."""
    person = signed_in(request)
    page = queries.action_page(action_or_404(reference), person=person, on=today())
    found = page.action
    # Whoever deleted without a reason is shown the form again, with what is missing.
    lacks = "why" in request.GET and not page.refusal_to_delete
    form = DeleteForm({} if lacks else None)
    return render(
        request,
        "delivery/action.html",
        {
            "page": page,
            "action": page.action,
            "discussion": discussion_for(request, talk_of(request, page.action)),
            "binder": binder_for(request, files_of(request, page.action)),
            "may_restore": rules.may(person, rules.RUN),
            "older": next(iter(actions_behind(page.action)), None)
            if rules.may(person, rules.PUBLISH)
            else None,
            "may_propose": rules.may(person, rules.PROPOSE),
            "twin": twins_of([found]).get(found.pk) if found.deleted_at else None,
            "delete_form": form,
            "keep_form": KeepDayForm(auto_id="keep_%s") if found.asks_due_on else None,
            "asked": queries.asked_for_day(found),
            "form": form if lacks else None,
            "crumbs": crumbs(),
            "on": today(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Put an action into the plan."""
    person, strategies = signed_in(request), plannable_strategies(today())
    asked = queries.filter_from(plain(request))
    strategy = strategy_for(asked, strategies)
    own = rules.agency_of(person)
    form = ActionForm(
        request.POST if request.method == "POST" else None,
        strategy=strategy,
        on=today(),
        initial={"lead_agency": own, "workstream": request.GET.get("workstream")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            return answer_once(request, lambda: _added(request, form), at=now())
        except rules.Refused as refusal:
            form.add_error(None, str(refusal))
    drafting = drafting_for(request, About("delivery.plan", "actions"), form="add")
    return render(
        request,
        "delivery/add.html",
        {
            "form": drafting.filled(form),
            "drafting": drafting,
            "crumbs": crumbs(),
            "strategy": strategy,
            "asked": asked,
            "has_work": form.workstreams.exists(),
            "others": other_plans(strategy, strategies, today()),
        },
    )


def _added(request: HttpRequest, form: ActionForm) -> str:
    told: Any = dict(form.cleaned_data)
    made = services.add_action(
        told.pop("workstream"), by=signed_in(request), at=now(), **told
    )
    finish_draft(request, at=now())
    messages.success(request, f"{made.reference} is in the plan.")
    return reverse("action", args=[made.reference])


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, reference: str) -> HttpResponse:
    """Change what an action says; where somebody was quicker, both versions are shown."""
    found, person = action_or_404(reference), signed_in(request)
    strategy = found.workstream.strategy
    sent = request.POST if request.method == "POST" else None
    initial = _initial(found) | _day_asked_for(request)
    form = ChangeForm(sent, strategy=strategy, on=today(), initial=initial)
    # What stands stays possible, such as a workstream that has closed since.
    form.fields["workstream"].queryset |= type(found.workstream).objects.filter(  # type: ignore[attr-defined]
        pk=found.workstream_id
    )
    theirs: tuple[Any, ...] = ()
    if sent is not None and form.is_valid():
        told: Any = dict(form.cleaned_data)
        seen, reason = told.pop("seen"), told.pop("reason")
        try:
            with transaction.atomic():
                services.change_action(
                    found, seen=seen, reason=reason, by=person, at=now(), **told
                )
                finish_draft(request, at=now())
        except rules.Overtaken as overtaken:
            theirs = _both(found, form, seen)
            form.add_error(None, str(overtaken))
        except rules.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{found.reference} is changed.")
            return redirect("action", found.reference)
    drafting = drafting_for(
        request, about(found), form="change", based_on=found.version
    )
    return render(
        request,
        "delivery/change.html",
        {
            "form": drafting.filled(form),
            "drafting": drafting,
            "action": found,
            "theirs": theirs,
            "newer": queries.latest_change(found, after=_seen(sent)) if theirs else (),
            "refusal": rules.refusal_to_change(found, by=person),
            "crumbs": crumbs(found),
        },
        status=409 if theirs else 200,
    )


def _initial(action: Action) -> dict[str, Any]:
    told = {
        name: getattr(action, name) for name in FIELDS if name in ActionForm.base_fields
    }
    told |= {
        "support_agencies": list(action.support_agencies.all()),
        "areas": list(action.areas.all()),
        "finding": action.finding.reference if action.finding else "",
        "seen": action.version,
    }
    return told


def _day_asked_for(request: HttpRequest) -> dict[str, Any]:
    """The due date that a link to the form brings along, and why it moves."""
    try:
        asked = date.fromisoformat(request.GET.get("due_on", ""))
    except ValueError:
        return {}
    return {"due_on": asked, "reason": "Its owner asked for it."}


def _seen(sent: Any) -> int:
    value = sent.get("seen", "") if sent is not None else ""
    return int(value) if value.isascii() and value.isdigit() else 0


def _both(action: Action, form: ChangeForm, seen: int) -> tuple[Any, ...]:
    """Each field where the form and what stands differ: name, yours, theirs.

    The form builds on the newer version from here on: its writer has seen it.
    """
    action.refresh_from_db()
    newer = {row.field for row in queries.latest_change(action, after=seen)}
    mine = Action(
        **{
            name: value
            for name, value in form.cleaned_data.items()
            if name in FIELDS and name not in ("support_agencies", "areas")
        }
    )
    fields = [name for name in FIELDS if name not in ("support_agencies", "areas")]
    yours, stands = in_words(mine, fields), in_words(action, fields)
    for name in ("support_agencies", "areas"):
        chosen = form.cleaned_data[name]
        yours[name] = ", ".join(sorted(str(each) for each in chosen))
        stands |= in_words(action, [name])
    data: Any = form.data.copy()  # type: ignore[attr-defined]
    data["seen"] = str(action.version)
    form.data = data
    return tuple(
        (label(name), yours[name], stands[name], name in newer)
        for name in FIELDS
        if yours[name] != stands[name]
    )


@require_POST
def delete(request: HttpRequest, reference: str) -> HttpResponse:
    """Take an action out of the plan; the message carries the way back."""
    found, form = action_or_404(reference), DeleteForm(request.POST)
    if not form.is_valid():
        return redirect(f"{reverse('action', args=[found.reference])}?why#id_reason")
    try:
        services.delete_action(
            found,
            reason=form.cleaned_data["reason"],
            by=signed_in(request),
            at=now(),
        )
    except rules.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("action", found.reference)
    messages.success(
        request, f"{found.reference} is deleted. For 30 days it can be restored here."
    )
    return redirect("deleted_actions")


@require_POST
def restore(request: HttpRequest, reference: str) -> HttpResponse:
    """Put a deleted action back."""
    found = action_or_404(reference)
    try:
        services.restore_action(found, by=signed_in(request), at=now())
    except rules.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("deleted_actions")
    messages.success(request, f"{found.reference} is back in the plan.")
    return redirect("action", found.reference)
