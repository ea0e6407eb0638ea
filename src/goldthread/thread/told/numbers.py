"""How it is seen: measures, and the newest figure of each."""

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from goldthread.performance.models import Indicator, Reading, Standing
from goldthread.performance.periods import short_label
from goldthread.performance.queries.lines import MOODS
from goldthread.performance.words import decimals_of, figure
from goldthread.thread.nouns import Knot, Noun, Reader
from goldthread.web.kit import Status

READ = "read measures"


def newest() -> QuerySet[Standing]:
    """How each measure stands where its scorecard shows it, with its newest figure."""
    rows: QuerySet[Standing] = Standing.objects.filter(
        area_code=F("indicator__area_code")
    )
    return rows


def _indicators(reader: Reader) -> QuerySet[Indicator]:
    stands = Standing.objects.filter(
        indicator=OuterRef("pk"), area_code=OuterRef("area_code")
    )
    rows: QuerySet[Indicator] = Indicator.objects.annotate(
        word=Subquery(stands.values("word")[:1]),
        colour=Subquery(stands.values("colour")[:1]),
    )
    return rows if reader.may(READ) else rows.none()


def _indicator(row: Any) -> Knot:
    status = Status(row.word, MOODS[row.colour]) if row.word else None
    if row.retired_on:
        status = Status("No longer measured", "quiet")
    return Knot(
        "indicator",
        row.pk,
        "Measure",
        row.code,
        row.name,
        "measure",
        (row.code,),
        status,
        (f"answered for by {row.owner__name}",),
    )


INDICATOR = Noun(
    "indicator",
    "Measure",
    "Measures",
    _indicators,
    ("pk", "code", "name", "retired_on", "owner__name", "word", "colour"),
    _indicator,
    lambda reference: {"code__iexact": reference},
)


def _readings(reader: Reader) -> QuerySet[Reading]:
    rows: QuerySet[Reading] = Reading.objects.all()
    return rows if reader.may(READ) else rows.none()


def _reading(row: Any) -> Knot:
    is_percent = row.indicator__kind == Indicator.Kind.PERCENT
    value = row.value
    shown = figure(value, decimals_of(row.indicator__kind))
    of = f"{row.numerator:.0f} of {row.denominator:.0f}" if row.denominator else ""
    # A share of few is told as what it is, not as a per cent (E17, E36).
    words = of if is_percent and of and row.denominator < FEWEST_CASES else shown
    return Knot(
        "reading",
        row.pk,
        "Reading",
        f"{row.indicator__code}/{row.pk}",
        f"{words} {row.indicator__unit}",
        "reading",
        (row.indicator__code, row.pk),
        notes=(short_label(row.period_start, row.period_end),),
    )


FEWEST_CASES = 20


def _reading_named(reference: str) -> dict[str, Any] | None:
    code, _, key = reference.rpartition("/")
    if not code or not key.isdigit():
        return None
    return {"indicator__code__iexact": code, "pk": int(key)}


READING = Noun(
    "reading",
    "Reading",
    "Readings",
    _readings,
    (
        "pk",
        "value",
        "numerator",
        "denominator",
        "period_start",
        "period_end",
        "indicator__code",
        "indicator__unit",
        "indicator__kind",
    ),
    _reading,
    _reading_named,
)
