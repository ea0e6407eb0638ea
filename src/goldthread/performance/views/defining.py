"""Definitions: the form, the file, and reading the lake."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from goldthread.evidence.engine import DuckEngine
from goldthread.evidence.home import home
from goldthread.evidence.lake import Lake
from goldthread.partners.models import Installation
from goldthread.partners.session import signed_in
from goldthread.performance import rules, services
from goldthread.performance.definition_form import IndicatorForm
from goldthread.performance.file import Unreadable
from goldthread.performance.file.loading import load
from goldthread.performance.file.telling import dump
from goldthread.performance.forms import MeasuresFileForm
from goldthread.performance.models import Indicator
from goldthread.performance.views.common import crumbs, indicator_or_404, now, today
from goldthread.strategy.queries import current
from goldthread.web.once import answer_once


@require_http_methods(["GET", "HEAD", "POST"])
def define(request: HttpRequest) -> HttpResponse:
    """Define a measure."""
    form = _form_of(request, None)
    if request.method == "POST" and form.is_valid():
        try:
            return answer_once(request, lambda: _defined(request, form), at=now())
        except rules.Refused as refusal:
            form.add_error(None, str(refusal))
    return _page(request, form, None)


def _defined(request: HttpRequest, form: IndicatorForm) -> str:
    made = services.define_indicator(form.told(None), by=signed_in(request), at=now())
    messages.success(request, f"{made} is defined. Record its first figures.")
    return reverse("measure", args=[made.code])


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Change a definition; its status is derived again."""
    found = indicator_or_404(code)
    form = _form_of(request, found)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                services.change_indicator(
                    found,
                    form.told(found),
                    reason=form.cleaned_data.get("reason", ""),
                    by=signed_in(request),
                    at=now(),
                )
        except rules.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The definition is changed.")
            return redirect("measure", form.cleaned_data["code"])
    return _page(request, form, found)


def _form_of(request: HttpRequest, standing: Indicator | None) -> IndicatorForm:
    installation = Installation.objects.select_related("area").first()
    return IndicatorForm(
        request.POST if request.method == "POST" else None,
        on=today(),
        strategy=current(today()),
        area_code=installation.area.code if installation else "",
        has_figures=standing is not None and standing.readings.exists(),
        initial=_initial(standing)
        if standing
        else {"opened_on": today(), "quality": "medium"},
    )


def _initial(standing: Indicator) -> dict[str, Any]:
    told = {name: getattr(standing, name) for name in IndicatorForm.base_fields}
    told["outcomes"] = list(standing.outcomes.values_list("pk", flat=True))
    told["peers"] = "; ".join(standing.peers)
    told["only"] = "; ".join(
        f"{column}={value}"
        for column, values in standing.only.items()
        for value in (values if isinstance(values, list) else [values])
    )
    return told


def _page(
    request: HttpRequest, form: IndicatorForm, standing: Indicator | None
) -> HttpResponse:
    return render(
        request,
        "performance/part.html",
        {
            "form": form,
            "indicator": standing,
            "heading": "Change the definition" if standing else "Define a measure",
            "button": "Save it" if standing else "Define it",
            "refusal": rules.refusal_to_define(by=signed_in(request)),
            "crumbs": crumbs(standing),
        },
    )


@require_GET
def as_file(request: HttpRequest) -> HttpResponse:
    """Every measure in use, as the file that can be loaded again."""
    strategy = current(today())
    if strategy is None:
        raise Http404("There is no strategy whose outcomes the measures could name.")
    answer = HttpResponse(
        dump(strategy, on=today()), content_type="text/plain; charset=utf-8"
    )
    if "download" in request.GET:
        answer["Content-Disposition"] = 'attachment; filename="measures.md"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def load_file(request: HttpRequest) -> HttpResponse:
    """Take a file of measures, whole or not at all; every fault is named by its line."""
    form = MeasuresFileForm(
        request.POST if request.method == "POST" else None, request.FILES or None
    )
    faults: tuple[Any, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            kept = load(form.whole(), by=signed_in(request), at=now())
        except Unreadable as unreadable:
            faults = unreadable.faults
        else:
            messages.success(request, f"{len(kept)} measures stand as the file says.")
            return redirect("measures")
    return render(
        request,
        "performance/load.html",
        {"form": form, "faults": faults, "crumbs": crumbs()},
        status=422 if faults else 200,
    )


@require_POST
def read_lake(request: HttpRequest, code: str) -> HttpResponse:
    """Put the measure's question to the lake now."""
    found = indicator_or_404(code)
    if not (home() / "lake").exists():
        messages.error(request, "There is no lake yet. Load files under Data first.")
        return redirect("measure", found.code)
    try:
        made = services.read_lake(
            found, DuckEngine(Lake(home()).version()), by=signed_in(request), at=now()
        )
    except rules.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        count = len(made)
        words = (
            "No figure is new or differs"
            if not count
            else f"{count} figures are new or differ"
        )
        messages.success(request, f"{words} from what stood.")
    return redirect("measure", found.code)
