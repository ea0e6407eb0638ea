"""Measures, their readings and the scorecard, as their pages show them."""

from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from goldthread.api import shapes
from goldthread.api.door import Key, Refusal
from goldthread.api.endpoints.plan import Limit, Offset
from goldthread.performance.models import Indicator
from goldthread.performance.queries.lines import Line
from goldthread.performance.queries.scorecard import scorecard as card
from goldthread.performance.queries.series import series_of
from goldthread.performance.sureness import limits_of

router = Router(tags=["measures"], auth=Key("measures"))
By = Literal["all", "board", "priority", "workstream", "agency"]
Whose = Annotated[
    int | None,
    Query(ge=1, le=2**31, description="The number in the address of its scorecard"),
]


@router.get(
    "/indicators", response={200: shapes.Page[shapes.Indicator], **shapes.FAULTS}
)
def indicators(
    request: HttpRequest, limit: Limit = 100, offset: Offset = 0
) -> shapes.Page[shapes.Indicator]:
    """Every measure in use, with its definition."""
    rows = Indicator.objects.in_use(timezone.localdate()).order_by("code", "pk")
    count = rows.count()
    found = list(rows.select_related("owner")[offset : offset + limit])
    more = offset + len(found)
    return shapes.Page[shapes.Indicator](
        items=[_defined(each) for each in found],
        count=count,
        next_offset=more if found and more < count else None,
    )


@router.get(
    "/indicators/{code}/readings",
    response={200: shapes.Page[shapes.Reading], **shapes.FAULTS},
)
def readings(
    request: HttpRequest, code: str, limit: Limit = 100, offset: Offset = 0
) -> shapes.Page[shapes.Reading]:
    """The standing figure of every period of a measure, the oldest first."""
    found = Indicator.objects.filter(code__iexact=code).first()
    if found is None:
        raise Refusal(404, f"No measure is called {code}.")
    rows = series_of(found)
    some = rows[offset : offset + limit]
    more = offset + len(some)
    return shapes.Page[shapes.Reading](
        items=[
            shapes.Reading(
                period_start=each.period_start,
                period_end=each.period_end,
                value=each.value,
                numerator=each.numerator,
                denominator=each.denominator,
                low=limits_of(found, each)[0],
                high=limits_of(found, each)[1],
                vintage=each.vintage,
                recorded_at=each.recorded_at,
            )
            for each in some
        ],
        count=len(rows),
        next_offset=more if some and more < len(rows) else None,
    )


@router.get("/scorecard", response={200: shapes.Scorecard, **shapes.FAULTS})
def scorecard(
    request: HttpRequest, by: By = "all", key: Whose = None
) -> shapes.Scorecard:
    """How every measure stands today: of all, a board, priority, workstream or agency."""
    found = card(by=by, key=key, on=timezone.localdate())
    if found is None:
        raise Refusal(404, "There is no such scorecard. Give `key` with `by`.")
    return shapes.Scorecard(
        title=found.title, on=found.on, lines=[_line(each) for each in found.lines]
    )


def _defined(one: Indicator) -> shapes.Indicator:
    return shapes.Indicator(
        code=one.code,
        name=one.name,
        definition=one.definition,
        counts=one.counts,
        out_of=one.out_of,
        unit=one.unit,
        kind=one.kind,
        polarity=one.polarity,
        every_months=one.every,
        source=one.source,
        caveat=one.caveat,
        answers_for_it=str(one.owner),
    )


def _line(one: Line) -> shapes.Line:
    return shapes.Line(
        code=one.code,
        name=one.name,
        unit=one.unit,
        answers_for_it=one.owner,
        value=one.value,
        shown=one.shown,
        period=one.period,
        period_start=one.period_start,
        status=one.status.words,
        colour=one.colour,
        variation=one.variation,
        assurance=one.assurance,
        sentence=one.sentence,
        caveat=one.caveat,
        previous=one.previous,
        year_ago=one.year_ago,
        target=one.target,
        days_late=one.fresh.days_late,
    )
