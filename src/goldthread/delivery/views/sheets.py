"""The plan's spreadsheet: bring it in, say what it means, look, load, take back, take out."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from goldthread.delivery import queries, services
from goldthread.delivery.import_forms import SameForm, SheetForm
from goldthread.delivery.models import PlanImport
from goldthread.delivery.queries.imports import (
    loaded_before,
    progress_of,
    recent_imports,
)
from goldthread.delivery.queries.listing import plannable_strategies, strategy_for
from goldthread.delivery.rules import Refused
from goldthread.delivery.sheets import rules
from goldthread.delivery.sheets.fields import FIELDS
from goldthread.delivery.sheets.mapping import mapping_from
from goldthread.delivery.sheets.preparing import (
    Prepared,
    prepared,
    trial_of,
)
from goldthread.delivery.sheets.trial_rows import Outcome, Trial
from goldthread.delivery.views.common import crumbs, now, plain, tabs, today
from goldthread.partners.session import signed_in
from goldthread.web.kit import Link
from goldthread.web.once import answer_once

SHOWN = 200  # rows of each kind on the page; a longer list says how many more
State = PlanImport.State


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Bring a spreadsheet in; those brought in before; the plan to take out."""
    sent = request.method == "POST"
    form = SheetForm(request.POST if sent else None, request.FILES if sent else None)
    asked = queries.filter_from(plain(request))
    strategies = plannable_strategies(today())
    strategy = strategy_for(asked, strategies)
    if sent and strategy is not None and form.is_valid():
        file = form.cleaned_data["sheet"]

        def act() -> str:
            found = services.hand_in_plan(
                file.name,
                file.read(),
                strategy=strategy,
                by=signed_in(request),
                at=now(),
            )
            return reverse("plan_import", args=[found.pk])

        try:
            return answer_once(request, act, at=now())
        except Refused as refusal:
            form.add_error("sheet", str(refusal))
    return render(
        request,
        "delivery/imports.html",
        {
            "form": form,
            "strategy": strategy,
            "strategies": strategies,
            "recent": recent_imports(),
            "tabs": tabs("plan_imports", signed_in(request), strategy=asked.strategy),
        },
    )


def found_or_404(key: int) -> PlanImport:
    found: PlanImport = get_object_or_404(
        PlanImport.objects.select_related("strategy", "by", "loaded_by", "undone_by"),
        pk=key,
    )
    return found


def sheet_crumbs() -> tuple[Link, ...]:
    return (*crumbs(), Link("Spreadsheet", reverse("plan_imports")))


@require_GET
def plan_import(request: HttpRequest, key: int) -> HttpResponse:
    """One spreadsheet, at the step where it is."""
    found = found_or_404(key)
    if found.state == State.MAPPING:
        step = "words" if mapping_from(found.mapping).confirmed else "columns"
        return redirect(f"plan_import_{step}", key)
    if found.state == State.READY:
        return _trial_page(request, found)
    if under_way := progress_of(found):
        return render(
            request,
            "delivery/import_under_way.html",
            {"found": found, "progress": under_way, "crumbs": sheet_crumbs()},
        )
    return render(
        request,
        "delivery/import_done.html",
        {
            "found": found,
            "refusal": rules.refusal_to_take_back(found, by=signed_in(request)),
            "added": [each for each in found.touched if each["made"]],
            "restored": [each for each in found.touched if each.get("back")],
            "changed": [
                each
                for each in found.touched
                if not each["made"] and not each.get("back")
            ],
            "crumbs": sheet_crumbs(),
        },
    )


@require_GET
def progress(request: HttpRequest, key: int) -> HttpResponse:
    """How far the worker is: the piece of the page that asks again by itself."""
    shown = progress_of(
        get_object_or_404(
            PlanImport.objects.defer("content", "touched", "set_aside"), pk=key
        )
    )
    answer = render(request, "delivery/import_progress.html", {"progress": shown})
    if shown is None or shown.failed:
        answer["HX-Refresh"] = "true"
    return answer


def _trial_page(request: HttpRequest, found: PlanImport) -> HttpResponse:
    ready = prepared(found, on=today())
    trial = trial_of(found, ready, on=today())
    asked = sorted(trial.asked(), key=lambda each: each.match.action is not None)
    doubtful = sum(each.match.action is None for each in asked)
    return render(
        request,
        "delivery/import_trial.html",
        {
            "found": found,
            "groups": _groups(trial),
            "counts": {name: len(trial.of(name)) for name in _ORDER},
            "does": len(trial.doing()),
            "digest": trial.digest,
            "same_form": SameForm(None, asked=asked[:SHOWN]),
            "doubtful": doubtful,
            "taken": len(asked) - doubtful,
            "more_asked": max(0, len(asked) - SHOWN),
            "gaps": _gaps(trial, ready),
            "remarks": ready.table.remarks,
            "sheet": ready.table.name,
            "same": loaded_before(found),
            "kept_beside": _kept_beside(ready),
            "crumbs": sheet_crumbs(),
        },
    )


_ORDER: tuple[Outcome, ...] = ("aside", "change", "restore", "create", "leave")
_TITLES = {
    "aside": "Set aside",
    "change": "Would change",
    "restore": "Would come back",
    "create": "Would be added",
    "leave": "Would stay as they are",
}


def _groups(trial: Trial) -> list[dict[str, Any]]:
    """What needs mending first, then what would change, then the rest."""
    found = []
    for name in _ORDER:
        rows = trial.of(name)
        if rows:
            more = max(0, len(rows) - SHOWN)
            found.append(
                {
                    "name": name,
                    "title": _TITLES[name],
                    "rows": rows[:SHOWN],
                    "count": len(rows),
                    "more": more,
                }
            )
    return found


def _gaps(trial: Trial, ready: Prepared) -> list[tuple[str, int]]:
    """What the sheet has no column for, and how many rows are set aside for it."""
    held = set(ready.mapping.columns.values())
    counted = Counter(name for row in trial.of("aside") for name in row.lacks)
    return [
        (FIELDS[name].heading, counted[name])
        for name in ("kind", "workstream", "lead_agency")
        if counted[name] and name not in held
    ]


def _kept_beside(ready: Prepared) -> list[str]:
    return [
        column.heading
        for column in ready.table.columns
        if column.place not in ready.mapping.columns
    ]


@require_POST
def load(request: HttpRequest, key: int) -> HttpResponse:
    """Have the worker load what the page showed."""
    found = found_or_404(key)
    # Who asks anew after the work stopped asks for what they had seen.
    seen = request.POST.get("seen", "") or found.seen
    try:
        found = services.ask_to_load(found, seen=seen, by=signed_in(request), at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("plan_import", found.pk)


@require_POST
def undo(request: HttpRequest, key: int) -> HttpResponse:
    """Have the worker take a loaded spreadsheet back, but for what was changed since."""
    found = found_or_404(key)
    try:
        found = services.ask_to_undo(found, by=signed_in(request), at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("plan_import", found.pk)
