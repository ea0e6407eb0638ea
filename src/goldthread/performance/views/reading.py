"""The numbers to read: scorecards, a measure, one reading, and what can be taken away."""

import csv
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET

from goldthread.partners.models import Agency
from goldthread.partners.session import signed_in
from goldthread.performance import queries, rules
from goldthread.performance.ageing import measures_behind
from goldthread.performance.charts import chart_of
from goldthread.performance.models import Indicator, Reading, Standing
from goldthread.performance.queries.choosing import choices
from goldthread.performance.queries.indicator_page import rests_on
from goldthread.performance.queries.lines import period_of
from goldthread.performance.services.standings import behind
from goldthread.performance.sureness import limits_of, sure_of
from goldthread.performance.views.common import (
    crumbs,
    drawn,
    indicator_or_404,
    now,
    tabs,
    today,
    whole,
)
from goldthread.performance.words import counted, shown_reading
from goldthread.web.reading import record_read


@require_GET
def scorecard(request: HttpRequest) -> HttpResponse:
    """What needs somebody, then every measure of a board, priority, workstream or agency."""
    by = request.GET.get("by", "all")
    found = queries.scorecard(by=by, key=whole(request, "key"), on=today())
    if found is None:
        raise Http404("There is no such scorecard.")
    person = signed_in(request)
    return render(
        request,
        "performance/scorecard.html",
        {
            "card": found,
            "choices": choices(found.by, found.key, on=today()),
            "tabs": tabs("measures"),
            "may_define": rules.may(person, rules.DEFINE),
            "may_key": rules.may(person, rules.KEY),
            "on": today(),
        },
    )


@require_GET
def measure(request: HttpRequest, code: str) -> HttpResponse:
    """One measure, whole."""
    found, person = indicator_or_404(code), signed_in(request)
    page = queries.indicator_page(found, person=person, on=today())
    return render(
        request,
        "performance/measure.html",
        {
            "page": page,
            "indicator": found,
            "older": next(iter(measures_behind(at=now(), only=found)), None)
            if rules.may(person, rules.PUBLISH)
            else None,
            "chart": _chart(found, page.standing),
            "crumbs": crumbs(),
        },
    )


def _chart(indicator: Indicator, standing: Standing | None) -> SafeString:
    """The picture with its table; the writer escapes everything that comes from data."""
    if standing is None:
        return mark_safe("")
    chart = chart_of(indicator, behind(indicator, indicator.area_code), standing)
    if chart is None:
        return mark_safe("")
    return drawn(replace(chart, caveats=()), "Along time")  # said above the picture


@require_GET
def reading(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """One reading: what it rests on, and every vintage of the same period."""
    found = indicator_or_404(code)
    one = get_object_or_404(
        Reading.objects.select_related("indicator", "recorded_by", "came_with__agency"),
        pk=key,
        indicator=found,
    )
    vintages = (
        Reading.objects.filter(
            indicator=found, area_code=one.area_code, period_start=one.period_start
        )
        .select_related("indicator", "recorded_by", "came_with__agency")
        .prefetch_related("locks")
        .order_by("-vintage", "-pk")
    )
    return render(
        request,
        "performance/reading.html",
        {
            "indicator": found,
            "reading": one,
            "shown": shown_reading(found, one),
            "sure": sure_of(found, one),
            "counted": counted(found),
            "period": period_of(found, one),
            "vintages": [
                (each, shown_reading(found, each), rests_on(each)) for each in vintages
            ],
            "refusal": rules.refusal_to_key(found, by=signed_in(request)),
            "crumbs": crumbs(found),
        },
    )


@require_GET
def readings_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Every standing reading of a measure, all areas, as CSV; the look is recorded."""
    found = indicator_or_404(code)
    rows = (
        Reading.objects.standing()
        .filter(indicator=found)
        .select_related("indicator", "came_with__agency")
        .order_by("area_code", "period_start", "pk")
    )
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.code}.csv"'
    writer = csv.writer(answer)
    writer.writerow(
        [
            "code",
            "area",
            "from",
            "until",
            "value",
            "numerator",
            "denominator",
            "low",
            "high",
            "vintage",
            "recorded",
            "rests_on",
        ]
    )
    count = 0
    for each in rows.iterator(chunk_size=2000):
        writer.writerow(
            [
                found.code,
                each.area_code,
                each.period_start,
                each.period_end,
                each.value,
                *("" if v is None else v for v in (each.numerator, each.denominator)),
                *("" if v is None else v for v in limits_of(found, each)),
                each.vintage,
                each.recorded_at.isoformat(),
                _plain(rests_on(each)),
            ]
        )
        count += 1
    record_read(
        "measure.exported",
        found,
        by=signed_in(request),
        at=now(),
        detail={"readings": count},
    )
    return answer


def _plain(text: str) -> str:
    """A cell that a spreadsheet would run is quoted as text."""
    return f"'{text}" if text[:1] in "=+-@\t\r\n" else text


@require_GET
def earliness(request: HttpRequest) -> HttpResponse:
    """How early people are found and helped."""
    key = whole(request, "agency")
    agency = get_object_or_404(Agency, pk=key) if key else None
    person = signed_in(request)
    return render(
        request,
        "performance/earliness.html",
        {
            "page": queries.early_page(agency=agency),
            "tabs": tabs("earliness"),
            "may_key": rules.may(person, rules.KEY),
            "address": reverse("earliness"),
        },
    )


@require_GET
def information_flow(request: HttpRequest) -> HttpResponse:
    """How quickly information flows, by agency."""
    return render(
        request,
        "performance/flow.html",
        {"page": queries.flow_page(on=today()), "tabs": tabs("information_flow")},
    )
