"""What each authority puts in, and how it will measure its success (B5)."""

from collections import defaultdict
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldthread.strategy import queries
from goldthread.strategy.models import Resource
from goldthread.strategy.queries.whole import Whole
from goldthread.strategy.views.page import (
    Part,
    link,
    shown,
    strategy_of,
    writing,
)
from goldthread.web.kit import Cell, Column, Row, Status, Table
from goldthread.web.templatetags.kit import number


@require_safe
def means(request: HttpRequest, key: str) -> HttpResponse:
    """Which authority has not said what it puts in; then all of it, with its sums."""
    strategy = strategy_of(key)
    known = queries.whole(strategy, on=timezone.localdate())
    return shown(
        request,
        strategy,
        title="Resources and measures",
        lead="What each authority allocates, and how it will know that it succeeded.",
        tab="strategy_means",
        parts=(
            _silent(known),
            _resources(request, known),
            _totals(known),
            _measures(request, known),
        ),
        actions=writing(
            request,
            strategy,
            link("Add a resource", "add_resource", strategy),
            link("Add a measure", "add_measure", strategy),
        ),
    )


def _silent(known: Whole) -> Part:
    """Every responsible authority, and whether it has said both."""
    gives = {r.agency_id for r in known.resources}
    measures = {m.agency_id for m in known.measures}
    if not known.authorities:
        return Part(
            "Responsible authorities",
            words="None is named on this day. Name them on the partnership's page.",
        )
    return Part(
        "Responsible authorities",
        table=Table(
            "Responsible authorities",
            (
                Column("Authority"),
                Column("What it allocates"),
                Column("How it measures"),
            ),
            tuple(
                (str(a), _said(a.pk in gives), _said(a.pk in measures))
                for a in sorted(
                    known.authorities,
                    key=lambda a: (a.pk in gives) + (a.pk in measures),
                )
            ),
            caption_is_hidden=True,
        ),
    )


def _said(is_there: bool) -> Status:
    return Status("Said", "done") if is_there else Status("Not said yet", "concern")


def _resources(request: HttpRequest, known: Whole) -> Part:
    strategy = known.strategy
    if not known.resources:
        return Part("What they allocate", words="Nothing is written down yet.")
    rows: list[tuple[Cell, ...]] = [
        (
            link(f"{r.agency}: {r.words}", "change_resource", strategy, r.pk),
            r.get_kind_display(),
            str(r.priority or "All priorities"),
            year_of(r) or "Every year",
            pounds(r.amount_pounds) if r.amount_pounds is not None else "",
        )
        for r in known.resources
    ]
    total = sum((r.amount_pounds or Decimal() for r in known.resources), Decimal())
    rows.append(("Together", "", "", "", pounds(total)))
    table = Table(
        "What they allocate",
        (
            Column("What"),
            Column("Kind"),
            Column("For"),
            Column("Year"),
            Column("Amount", numeric=True),
        ),
        rows,
        caption_is_hidden=True,
    )
    return Part("What they allocate", table=table)


def _totals(known: Whole) -> Part:
    """What each authority puts in altogether, where more than one puts in money."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for each in known.resources:
        sums[str(each.agency)] += each.amount_pounds or 0
    rows = [Row(name, pounds(total)) for name, total in sorted(sums.items()) if total]
    return Part("Money by authority", rows=rows) if len(rows) > 1 else Part()


def pounds(amount: Decimal) -> str:
    """£48 500, with its pence where there are some."""
    is_whole = amount == amount.to_integral_value()
    return f"£{number(float(amount), 0 if is_whole else 2)}"


def year_of(resource: Resource) -> str:
    start = resource.year_start
    return f"{start.year}/{(start.year + 1) % 100:02d}" if start else ""


def _measures(request: HttpRequest, known: Whole) -> Part:
    strategy = known.strategy
    if not known.measures:
        return Part(
            "How they measure their success", words="Nothing is written down yet."
        )
    return Part(
        "How they measure their success",
        rows=[
            Row(
                str(m.agency),
                m.text,
                next(
                    iter(
                        writing(
                            request,
                            strategy,
                            link("Take it out", "remove_measure", strategy, m.pk),
                        )
                    ),
                    None,
                ),
            )
            for m in known.measures
        ],
    )
