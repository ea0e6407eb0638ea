"""What a spreadsheet is asked about: its columns, its words, which action a row is."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from goldthread.delivery import services
from goldthread.delivery.import_forms import (
    ColumnsForm,
    SameForm,
    WordsForm,
    said_of_all,
    what_was_said,
)
from goldthread.delivery.rules import Refused
from goldthread.delivery.sheets import rules
from goldthread.delivery.sheets.asking import questions
from goldthread.delivery.sheets.grid import Unreadable
from goldthread.delivery.sheets.mapping import mapping_from
from goldthread.delivery.sheets.preparing import (
    prepared,
    proposed,
    sheets_of,
    trial_of,
)
from goldthread.delivery.sheets.table import table_of
from goldthread.delivery.views.common import now, today
from goldthread.delivery.views.sheets import State, found_or_404, sheet_crumbs
from goldthread.partners.session import signed_in
from goldthread.web.kit import Link


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, key: int) -> HttpResponse:
    """Which column is which, guessed first; another sheet of the file by its address."""
    found = found_or_404(key)
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
            "crumbs": sheet_crumbs(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest, key: int) -> HttpResponse:
    """What the words mean that nobody and nothing here is called."""
    found = found_or_404(key)
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
        {
            "found": found,
            "form": form,
            "asked": asked,
            "fresh": form.fresh(),
            "said_before": form.said_before(),
            "crumbs": sheet_crumbs(),
        },
    )


@require_POST
def same(request: HttpRequest, key: int) -> HttpResponse:
    """Which action each doubtful row is, one by one or all at once."""
    found = found_or_404(key)
    if refusal := rules.refusal_to_map(found, by=signed_in(request)):
        messages.error(request, refusal)
        return redirect("plan_import", key)
    trial = trial_of(found, prepared(found, on=today()), on=today())
    form = SameForm(request.POST, asked=trial.asked())
    at_once = request.POST.get("all", "")
    try:
        if at_once:
            told = said_of_all(trial, at_once)
        else:
            told = form.same() if form.is_valid() else {0: ""}
        if told or not at_once:
            services.say_which(found, told, by=signed_in(request), at=now())
        if at_once:
            messages.info(request, what_was_said(trial, told))
    except Refused as refusal_:
        messages.error(request, str(refusal_))
    return redirect("plan_import", key)
