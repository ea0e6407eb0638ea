"""Readings that a question to the lake answers, with the version that answered."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from django.db import transaction

from goldthread.audit.services import record
from goldthread.core.uk_time import local_day
from goldthread.evidence.catalogue import questions
from goldthread.evidence.engine import Engine
from goldthread.partners.models import Person
from goldthread.performance import rules
from goldthread.performance.models import Indicator, Reading
from goldthread.performance.periods import later
from goldthread.performance.services.checks import locked
from goldthread.performance.services.readings import Figure, Rests, put, told


@transaction.atomic
def read_lake(
    indicator: Indicator,
    engine: Engine,
    *,
    by: Person | None,
    at: datetime,
) -> list[Reading]:
    """Put the measure's question and keep what is new or differs; each cites the version.

    A month that the lake does not hold has no reading; a month that it holds without a
    row is zero. What a newer version of the lake counts differently is a revision.
    """
    kept = locked(indicator)
    if refusal := rules.refusal_to_define(by=by):
        raise rules.Refused(refusal)
    if kept.comes_from != Indicator.ComesFrom.LAKE:
        raise rules.Refused(f"{kept} does not come from the lake.")
    figures = [
        figure
        for code in (kept.area_code, *kept.peers)
        for figure in _figures(kept, code, engine, on=local_day(at))
    ]
    version = engine.version.id
    made = put(
        kept,
        figures,
        Rests(
            comes_from="lake",
            evidence=f"question {kept.question}",
            lake_version=version,
        ),
        revising=f"The lake's version {version[:12]} counts differently",
        by=by,
        at=at,
    )
    kept.read_version = version
    kept.save(update_fields=["read_version"])
    record(
        "reading.from_lake",
        kept,
        by=by,
        at=at,
        detail={"question": kept.question, "lake": version} | told(made),
    )
    return made


def read_news(engine: Engine, *, by: Person | None, at: datetime) -> int:
    """Read every measure that has not been asked of this version; how many that were."""
    behind = (
        Indicator.objects.in_use(local_day(at))
        .from_lake()
        .exclude(read_version=engine.version.id)
    )
    done = 0
    for indicator in behind.order_by("pk"):
        read_lake(indicator, engine, by=by, at=at)
        done += 1
    return done


def _figures(
    indicator: Indicator, area: str, engine: Engine, *, on: date
) -> list[Figure]:
    """One figure a period, from the months that are held in full."""
    held = _held_months(indicator, area, engine, on=on)
    if not held:
        return []
    known = questions()[indicator.question].parameters
    span = {"area": area, "start": min(held), "end": later(max(held), 1)}
    told_rows = engine.table(
        indicator.question, **{name: span[name] for name in known if name in span}
    ).to_pylist()
    tops, bottoms = _sums(told_rows, indicator), _sums_of(told_rows, indicator)
    found = []
    settled = later(max(held), 1 - indicator.lag_months)  # what is younger is open yet
    for start in _starts(indicator, min(held), max(held)):
        months = [later(start, step) for step in range(indicator.every)]
        if not all(month in held and month < settled for month in months):
            continue
        top = sum(tops.get(month, 0.0) for month in months)
        if not indicator.is_divided:
            found.append(Figure(start, value=top, area_code=area))
            continue
        bottom = sum(bottoms.get(month, 0.0) for month in months)
        if bottom > 0:
            found.append(
                Figure(start, numerator=top, denominator=bottom, area_code=area)
            )
    return found


def _held_months(
    indicator: Indicator, area: str, engine: Engine, *, on: date
) -> set[date]:
    """The months that the lake holds of this area in full."""
    source = _SOURCES.get(indicator.question, "offence")
    rows = engine.table("months_held", area=area, source=source).to_pylist()
    partly = {row["month"] for row in rows if row["state"] != "held"}
    held = {row["month"] for row in rows} - partly
    return {month for month in held if later(month, 1) <= on}


# Which supplier's file must hold a month before a missing row means nothing happened.
_SOURCES = {"stops_by_month": "stop_search", "outcomes_by_month": "offence"}


def _starts(indicator: Indicator, first: date, last: date) -> list[date]:
    start = first
    if indicator.every == 3:
        start = date(first.year, (first.month - 1) // 3 * 3 + 1, 1)
    elif indicator.every == 12:
        start = date(first.year - (first.month < 4), 4, 1)
    found = []
    while start <= last:
        found.append(start)
        start = later(start, indicator.every)
    return found


def _sums(rows: list[dict[str, Any]], indicator: Indicator) -> dict[date, float]:
    return _added(rows, indicator.column, indicator.only)


def _sums_of(rows: list[dict[str, Any]], indicator: Indicator) -> dict[date, float]:
    return _added(rows, indicator.column, indicator.of)


def _added(
    rows: list[dict[str, Any]], column: str, only: dict[str, Any]
) -> dict[date, float]:
    sums: dict[date, float] = defaultdict(float)
    for row in rows:
        if all(_fits(row.get(name), wanted) for name, wanted in only.items()):
            sums[row["month"]] += float(row[column] or 0)
    return sums


def _fits(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, list):
        return str(value) in {str(each) for each in wanted}
    return str(value) == str(wanted)
