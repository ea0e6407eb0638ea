"""The plan's spreadsheet: bring it in, say what it means, look, load, take back, take out."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from goldthread.delivery import queries, services
from goldthread.delivery.import_forms import ColumnsForm, SheetForm, WordsForm
from goldthread.delivery.models import PlanImport
from goldthread.delivery.queries.imports import (
    loaded_before,
    progress_of,
    recent_imports,
)
from goldthread.delivery.queries.listing import plannable_strategies, strategy_for
from goldthread.delivery.rules import Refused
from goldthread.delivery.sheets import rules
from goldthread.delivery.sheets.asking import questions
from goldthread.delivery.sheets.grid import Unreadable
from goldthread.delivery.sheets.mapping import mapping_from
from goldthread.delivery.sheets.preparing import (
    Prepared,
    prepared,
    proposed,
    sheets_of,
    trial_of,
)
from goldthread.delivery.sheets.table import table_of
from goldthread.delivery.sheets.trial import Outcome, Trial
from goldthread.delivery.views.common import crumbs, now, plain, today
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
            "crumbs": crumbs(),
        },
    )


def _found(key: int) -> PlanImport:
    found: PlanImport = get_object_or_404(
        PlanImport.objects.select_related("strategy", "by", "loaded_by", "undone_by"),
        pk=key,
    )
    return found


def _crumbs() -> tuple[Link, ...]:
    return (*crumbs(), Link("Spreadsheet", reverse("plan_imports")))


@require_GET
def plan_import(request: HttpRequest, key: int) -> HttpResponse:
    """One spreadsheet, at the step where it is."""
    found = _found(key)
    if found.state == State.MAPPING:
        step = "words" if mapping_from(found.mapping).confirmed else "columns"
        return redirect(f"plan_import_{step}", key)
    if found.state == State.READY:
        return _trial_page(request, found)
    if under_way := progress_of(found):
        return render(
            request,
            "delivery/import_under_way.html",
            {"found": found, "progress": under_way, "crumbs": _crumbs()},
        )
    return render(
        request,
        "delivery/import_done.html",
        {
            "found": found,
            "refusal": rules.refusal_to_take_back(found, by=signed_in(request)),
            "added": [each for each in found.touched if each["made"]],
            "changed": [each for each in found.touched if not each["made"]],
            "crumbs": _crumbs(),
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
    return render(
        request,
        "delivery/import_trial.html",
        {
            "found": found,
            "groups": _groups(trial),
            "counts": {name: len(trial.of(name)) for name in _ORDER},
            "does": len(trial.of("create")) + len(trial.of("change")),
            "digest": trial.digest,
            "remarks": ready.table.remarks,
            "sheet": ready.table.name,
            "same": loaded_before(found),
            "kept_beside": _kept_beside(ready),
            "crumbs": _crumbs(),
        },
    )


_ORDER: tuple[Outcome, ...] = ("aside", "change", "create", "leave")
_TITLES = {
    "aside": "Set aside",
    "change": "Would change",
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


def _kept_beside(ready: Prepared) -> list[str]:
    return [
        column.heading
        for column in ready.table.columns
        if column.place not in ready.mapping.columns
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, key: int) -> HttpResponse:
    """Which column is which, guessed first; another sheet of the file by its address."""
    found = _found(key)
    if refusal := rules.refusal_to_map(found, by=signed_in(request)):
        messages.error(request, refusal)
        return redirect("plan_import", key)
    sheets = sheets_of(found)
    mapping = mapping_from(found.mapping)
    chosen = request.GET.get("sheet", "")
    try:
        if chosen.isdigit() and len(chosen) < 4 and int(chosen) != mapping.sheet:
            if int(chosen) >= len(sheets):
                raise Http404("The file has no such sheet.")
            mapping, _ = proposed(sheets, int(chosen), found.strategy)
        table = table_of(sheets[mapping.sheet])
    except Unreadable as why:
        messages.error(request, str(why))
        return redirect("plan_import_columns", key)
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        table=table,
        mapping=mapping,
        strategy=found.strategy,
        on=today(),
    )
    if request.method == "POST" and form.is_valid():
        try:
            found = services.confirm_columns(
                found, form.mapping(), by=signed_in(request), at=now()
            )
        except Refused as refusal_:
            form.add_error(None, str(refusal_))
        else:
            is_asked = found.state == State.MAPPING
            return redirect("plan_import_words" if is_asked else "plan_import", key)
    return render(
        request,
        "delivery/import_columns.html",
        {
            "found": found,
            "form": form,
            "table": table,
            "sheets": [
                Link(each.name, f"?sheet={at}", at == mapping.sheet)
                for at, each in enumerate(sheets)
            ],
            "crumbs": _crumbs(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest, key: int) -> HttpResponse:
    """What the words mean that nobody and nothing here is called."""
    found = _found(key)
    if refusal := rules.refusal_to_map(found, by=signed_in(request)):
        messages.error(request, refusal)
        return redirect("plan_import", key)
    ready = prepared(found, on=today())
    # What was answered before stands in the form too, so that it can be answered anew.
    unsaid = replace(ready.mapping, words={})
    asked = questions(ready.table, unsaid, ready.known)
    form = WordsForm(
        request.POST if request.method == "POST" else None,
        asked=asked,
        said=ready.mapping.words,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.confirm_words(found, form.words(), by=signed_in(request), at=now())
        except Refused as refusal_:
            form.add_error(None, str(refusal_))
        else:
            return redirect("plan_import", key)
    return render(
        request,
        "delivery/import_words.html",
        {"found": found, "form": form, "asked": asked, "crumbs": _crumbs()},
    )


@require_POST
def load(request: HttpRequest, key: int) -> HttpResponse:
    """Have the worker load what the page showed."""
    found = _found(key)
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
    found = _found(key)
    try:
        found = services.ask_to_undo(found, by=signed_in(request), at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("plan_import", found.pk)
