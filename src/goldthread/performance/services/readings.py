"""Readings recorded and revised: one by one, or many in one act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from goldthread.audit.services import record
from goldthread.core.uk_time import local_day
from goldthread.partners.models import Person
from goldthread.performance import rules
from goldthread.performance.models import Indicator, KeyedReturn, Reading
from goldthread.performance.periods import later
from goldthread.performance.services.checks import locked
from goldthread.performance.services.standings import stand


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as somebody gives it: a value, or a number out of another."""

    period_start: date
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    low: float | None = None  # of a survey: its interval, as whoever made it gave it
    high: float | None = None
    area_code: str = ""  # the measure's own area where it is left out
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Rests:
    """What figures rest on: by hand with evidence, a return, or a version of the lake."""

    comes_from: str = "hand"
    evidence: str = ""
    lake_version: str = ""
    came_with: KeyedReturn | None = None


@transaction.atomic
def record_reading(
    indicator: Indicator,
    figure: Figure,
    *,
    evidence: str,
    by: Person | None,
    at: datetime,
) -> Reading:
    """Record one figure by hand; `evidence` says where it can be checked."""
    return record_readings(indicator, [figure], evidence=evidence, by=by, at=at)[0]


@transaction.atomic
def record_readings(
    indicator: Indicator,
    figures: Sequence[Figure],
    *,
    evidence: str,
    by: Person | None,
    at: datetime,
) -> list[Reading]:
    """Record figures by hand in one act; periods that are held already are refused."""
    kept = locked(indicator)
    if refusal := rules.refusal_to_key(kept, by=by):
        raise rules.Refused(refusal)
    if not evidence.strip() and not all(each.evidence.strip() for each in figures):
        raise rules.Refused(
            "Say what the figures rest on: the report, page or file they were taken from."
        )
    made = put(kept, figures, Rests(evidence=evidence.strip()), by=by, at=at)
    record("reading.recorded", kept, by=by, at=at, detail=told(made))
    return made


@transaction.atomic
def revise_reading(
    reading: Reading,
    figure: Figure,
    *,
    reason: str,
    evidence: str = "",
    by: Person | None,
    at: datetime,
) -> Reading:
    """Put a newer figure in the place of one; the old one stays readable."""
    kept = locked(reading.indicator)
    stood = Reading.objects.select_for_update(of=("self",)).get(pk=reading.pk)
    if refusal := rules.refusal_to_key(kept, by=by) or rules.refusal_to_revise(
        stood, reason=reason
    ):
        raise rules.Refused(refusal)
    rests = Rests(
        comes_from="hand",
        evidence=evidence.strip() or stood.evidence or reason.strip(),
    )
    made = supersede(stood, figure, rests, kept, reason=reason, by=by, at=at)
    stand(kept, [stood.area_code], at=at)
    record(
        "reading.revised",
        kept,
        by=by,
        at=at,
        detail={
            "period": stood.period_start.isoformat(),
            "area": stood.area_code,
            "before": stood.value,
            "after": made.value,
            "reason": reason.strip(),
        },
    )
    return made


def put(
    indicator: Indicator,
    figures: Sequence[Figure],
    rests: Rests,
    *,
    revising: str = "",
    by: Person | None,
    at: datetime,
) -> list[Reading]:
    """Add figures of a held measure inside somebody's act, and derive its standings.

    With `revising` a period that is held already is superseded where the figure differs,
    for that reason; without, it is refused.
    """
    held = {
        (each.area_code, each.period_start): each
        for each in Reading.objects.standing().filter(
            indicator=indicator,
            period_start__in={figure.period_start for figure in figures},
        )
    }
    known = (
        Reading.objects.standing()
        .filter(indicator=indicator)
        .order_by("period_start")
        .values_list("period_start", flat=True)
        .first()
    )
    made: list[Reading] = []
    new: list[Reading] = []
    for figure in figures:
        code = figure.area_code or indicator.area_code
        if refusal := rules.refusal_of_period(
            indicator, figure.period_start, known=known, on=local_day(at)
        ):
            raise rules.Refused(refusal)
        stood = held.get((code, figure.period_start))
        if stood is None:
            new.append(_reading(indicator, code, figure, rests, by=by, at=at))
            known = known or figure.period_start
            held[code, figure.period_start] = new[-1]
            continue
        if not revising:
            raise rules.Refused(
                f"{indicator.code}: there is a figure for {figure.period_start:%B %Y} already. Revise it, and say why."
            )
        fresh = supersede(
            stood, figure, rests, indicator, reason=revising, by=by, at=at
        )
        if fresh.pk != stood.pk:
            made.append(fresh)
    made += Reading.objects.bulk_create(new, batch_size=500)
    if made:
        stand(indicator, {each.area_code for each in made}, at=at)
    return made


def supersede(
    stood: Reading,
    figure: Figure,
    rests: Rests,
    indicator: Indicator,
    *,
    reason: str,
    by: Person | None,
    at: datetime,
) -> Reading:
    """A newer vintage in the place of what stood; the same figure changes nothing."""
    made = _reading(indicator, stood.area_code, figure, rests, by=by, at=at)
    made.period_start, made.period_end = stood.period_start, stood.period_end
    same = ("value", "numerator", "denominator", "low", "high")
    if all(getattr(made, name) == getattr(stood, name) for name in same):
        return stood
    made.vintage, made.reason = stood.vintage + 1, reason.strip()
    stood.superseded_at = at
    stood.save(update_fields=["superseded_at"])
    made.save()
    return made


def _reading(
    indicator: Indicator,
    area_code: str,
    figure: Figure,
    rests: Rests,
    *,
    by: Person | None,
    at: datetime,
) -> Reading:
    if refusal := rules.refusal_of_value(
        indicator, figure.value, figure.numerator, figure.denominator
    ):
        raise rules.Refused(refusal)
    value = figure.value
    if (
        indicator.is_divided
        and figure.numerator is not None
        and figure.denominator is not None
    ):
        value = figure.numerator / figure.denominator * indicator.scale
    assert value is not None  # the rule refused it
    if refusal := rules.refusal_of_limits(indicator, value, figure.low, figure.high):
        raise rules.Refused(refusal)
    return Reading(
        indicator=indicator,
        area_code=area_code,
        period_start=figure.period_start,
        period_end=later(figure.period_start, indicator.every),
        value=value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        low=figure.low,
        high=figure.high,
        comes_from=rests.comes_from,
        evidence=(figure.evidence or rests.evidence)[:300],
        lake_version=rests.lake_version,
        came_with=rests.came_with,
        recorded_at=at,
        recorded_by=by if isinstance(by, Person) else None,
    )


def told(made: Sequence[Reading]) -> dict[str, object]:
    """What the record keeps of many readings: how many, and the first of them."""
    return {
        "readings": len(made),
        "list": [
            f"{each.area_code} {each.period_start} {each.value:g}" for each in made[:60]
        ],
    }
