"""What people do to a measure: figures, words, targets, marks, its end."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from goldthread.partners.session import signed_in
from goldthread.performance import queries, rules, services
from goldthread.performance.charts import latest_chart
from goldthread.performance.forms import (
    CommentaryForm,
    MarkForm,
    ReadingForm,
    RetireForm,
    TargetForm,
)
from goldthread.performance.models import Indicator, Reading
from goldthread.performance.queries.due import missing_periods
from goldthread.performance.services.standings import behind
from goldthread.performance.views.common import (
    crumbs,
    drawn,
    indicator_or_404,
    now,
    today,
)
from goldthread.web.forms import Form
from goldthread.web.once import answer_once


def _form(
    request: HttpRequest,
    indicator: Indicator,
    form: Form,
    heading: str,
    button: str,
    **more: Any,
) -> HttpResponse:
    told = {
        "indicator": indicator,
        "form": form,
        "heading": heading,
        "button": button,
        "crumbs": crumbs(indicator),
    }
    return render(request, "performance/part.html", told | more)


def _kept(
    request: HttpRequest, form: Form, act: Callable[[], object], words: str, code: str
) -> HttpResponse | None:
    """Do it once and go to the measure; a refusal goes into the form."""

    def acted() -> str:
        act()
        messages.success(request, words)
        return reverse("measure", args=[code])

    try:
        return answer_once(request, acted, at=now())
    except rules.Refused as refusal:
        form.add_error(None, str(refusal))
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def record_reading(request: HttpRequest, code: str) -> HttpResponse:
    """Record one figure by hand, with what it rests on."""
    found, person = indicator_or_404(code), signed_in(request)
    periods = missing_periods(found, on=today())
    form = ReadingForm(
        request.POST if request.method == "POST" else None,
        indicator=found,
        periods=periods,
        is_revision=False,
        initial={"evidence": found.source},
    )
    if request.method == "POST" and form.is_valid():
        done = _kept(
            request,
            form,
            lambda: services.record_reading(
                found,
                form.figure(),
                evidence=form.cleaned_data["evidence"],
                by=person,
                at=now(),
            ),
            "The figure is recorded.",
            found.code,
        )
        if done:
            return done
    refusal = rules.refusal_to_key(found, by=person) or (
        ""
        if periods
        else "Every period that is over has its figure. Revise one on its page."
    )
    return _form(
        request,
        found,
        form,
        "Record a figure",
        "Record it",
        refusal=refusal,
        words=found.counts,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def revise_reading(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """Put a newer figure in the place of one."""
    found, person = indicator_or_404(code), signed_in(request)
    one = get_object_or_404(Reading, pk=key, indicator=found)
    form = ReadingForm(
        request.POST if request.method == "POST" else None,
        indicator=found,
        periods=[one.period_start],
        is_revision=True,
        initial={
            "value": one.value,
            "numerator": one.numerator,
            "denominator": one.denominator,
            "low": one.low,
            "high": one.high,
            "period_start": one.period_start.isoformat(),
            "evidence": one.evidence,
        },
    )
    if request.method == "POST" and form.is_valid():
        done = _kept(
            request,
            form,
            lambda: services.revise_reading(
                one,
                form.figure(),
                reason=form.cleaned_data["reason"],
                evidence=form.cleaned_data["evidence"],
                by=person,
                at=now(),
            ),
            "The newer figure stands; the older one stays readable.",
            found.code,
        )
        if done:
            return done
    refusal = rules.refusal_to_key(found, by=person) or (
        "A newer figure stands in its place already." if one.superseded_at else ""
    )
    return _form(
        request, found, form, "Revise a figure", "Put it in its place", refusal=refusal
    )


@require_http_methods(["GET", "HEAD", "POST"])
def write_commentary(request: HttpRequest, code: str) -> HttpResponse:
    """Say what happened, why, so what and what next."""
    found, person = indicator_or_404(code), signed_in(request)
    waiting = found.commentaries.filter(approved_at__isnull=True).first()
    parts = ("what", "why", "so_what", "what_next")
    form = CommentaryForm(
        request.POST if request.method == "POST" else None,
        initial={part: getattr(waiting, part) for part in parts} if waiting else None,
    )
    if request.method == "POST" and form.is_valid():
        done = _kept(
            request,
            form,
            lambda: services.write_commentary(
                found, **form.cleaned_data, by=person, at=now()
            ),
            "It waits for its lead. Sentences that the figures do not support are marked.",
            found.code,
        )
        if done:
            return done
    page = queries.indicator_page(found, person=person, on=today())
    chart = (
        latest_chart(found, behind(found, found.area_code), page.standing)
        if page.standing
        else None
    )
    return render(
        request,
        "performance/say.html",
        {
            "page": page,
            "line": page.line,
            "indicator": found,
            "form": form,
            "chart": drawn(chart, f"The last {len(chart.table.rows)} figures")
            if chart and chart.table
            else "",
            "crumbs": crumbs(found),
        },
    )


@require_POST
def approve_commentary(request: HttpRequest, code: str) -> HttpResponse:
    """Let what was written go on, with its marks."""
    found, person = indicator_or_404(code), signed_in(request)
    waiting = get_object_or_404(found.commentaries, approved_at__isnull=True)
    try:
        services.approve_commentary(waiting, by=person, at=now())
    except rules.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "It is approved and goes on.")
    return redirect("measure", found.code)


@require_http_methods(["GET", "HEAD", "POST"])
def set_target(request: HttpRequest, code: str) -> HttpResponse:
    """Set what a measure should reach."""
    found, person = indicator_or_404(code), signed_in(request)
    stands = found.targets.filter(ended_at__isnull=True).first()
    names = ("kind", "value", "by_on", "words")
    form = TargetForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(stands, name) for name in names} if stands else None,
    )
    if request.method == "POST" and form.is_valid():
        done = _kept(
            request,
            form,
            lambda: services.set_target(
                found, **form.cleaned_data, by=person, at=now()
            ),
            "The target is set.",
            found.code,
        )
        if done:
            return done
    refusal = rules.refusal_to_define(by=person)
    return _form(request, found, form, "Set a target", "Set it", refusal=refusal)


@require_http_methods(["GET", "HEAD", "POST"])
def mark_series(request: HttpRequest, code: str) -> HttpResponse:
    """Say that it is counted differently from a day on, or that a spell is left out."""
    found, person = indicator_or_404(code), signed_in(request)
    form = MarkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = _kept(
            request,
            form,
            lambda: services.mark_series(
                found, **form.cleaned_data, by=person, at=now()
            ),
            "The series is marked, and its status derived again.",
            found.code,
        )
        if done:
            return done
    refusal = rules.refusal_to_define(by=person)
    return _form(
        request, found, form, "Mark a change of counting", "Mark it", refusal=refusal
    )


@require_http_methods(["GET", "HEAD", "POST"])
def retire_indicator(request: HttpRequest, code: str) -> HttpResponse:
    """End a measure."""
    found, person = indicator_or_404(code), signed_in(request)
    form = RetireForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = _kept(
            request,
            form,
            lambda: services.retire_indicator(
                found, **form.cleaned_data, by=person, at=now()
            ),
            f"{found.code} is retired; its series stays.",
            found.code,
        )
        if done:
            return done
    refusal = rules.refusal_to_define(by=person)
    return _form(
        request, found, form, "Retire this measure", "Retire it", refusal=refusal
    )
