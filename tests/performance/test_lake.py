"""Readings that the lake answers: what is held counts, what is missing is no zero."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.make_numbers import make_indicator
from tests.make_plan import make_police_lead
from tests.partners.people import NOW

from goldthread.evidence.engine import DuckEngine
from goldthread.evidence.lake import Lake
from goldthread.performance import services
from goldthread.performance.models import Indicator, Reading
from goldthread.performance.periods import later
from goldthread.performance.rules import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def engine(saxonbridge_home: Path) -> DuckEngine:
    return DuckEngine(Lake(saxonbridge_home).version())


def from_lake(saxonbridge_files: Any, **how: Any) -> Indicator:
    told = {
        "area_code": saxonbridge_files.partnership,
        "comes_from": "lake",
        "question": "monthly_by_category",
        "column": "offences",
        "only": {"category": ["vehicle-crime"]},
    }
    return make_indicator("V1", **told | how)


@pytest.mark.covers("C32", "S64")
def test_the_lake_answers_month_by_month_and_is_cited(
    engine: DuckEngine, saxonbridge_files: Any
) -> None:
    made = from_lake(saxonbridge_files)

    services.read_lake(made, engine, by=None, at=NOW)

    rows = engine.table(
        "monthly_by_category",
        area=made.area_code,
        start=date(2021, 4, 1),
        end=date(2026, 4, 1),
    ).to_pylist()
    plainly = {
        row["month"]: row["offences"]
        for row in rows
        if row["category"] == "vehicle-crime"
    }
    kept = {each.period_start: each for each in Reading.objects.all()}
    held = {
        row["month"]
        for row in engine.table(
            "months_held", area=made.area_code, source="offence"
        ).to_pylist()
        if row["state"] == "held"
    }
    assert {day: each.value for day, each in kept.items()} == {
        day: plainly.get(day, 0) for day in held
    }
    assert {each.lake_version for each in kept.values()} == {engine.version.id}


def test_reading_again_changes_nothing_and_another_count_is_a_revision(
    engine: DuckEngine, saxonbridge_files: Any
) -> None:
    made = from_lake(saxonbridge_files)
    services.read_lake(made, engine, by=None, at=NOW)
    count = Reading.objects.count()
    assert services.read_lake(made, engine, by=None, at=NOW) == []
    wrong = Reading.objects.order_by("period_start").last()
    assert wrong is not None
    Reading.objects.filter(pk=wrong.pk).update(value=wrong.value + 5)

    (newer,) = services.read_lake(made, engine, by=None, at=NOW)

    assert (newer.vintage, newer.value) == (2, wrong.value)
    assert "counts differently" in newer.reason
    assert Reading.objects.count() == count + 1


def test_every_night_only_what_the_lake_newly_holds_is_read(
    engine: DuckEngine, saxonbridge_files: Any
) -> None:
    from_lake(saxonbridge_files)

    assert services.read_news(engine, by=None, at=NOW) == 1
    assert Reading.objects.exists()
    assert services.read_news(engine, by=None, at=NOW) == 0


@pytest.mark.covers("E15")
def test_a_share_that_settles_late_is_read_late(
    engine: DuckEngine, saxonbridge_files: Any
) -> None:
    made = from_lake(
        saxonbridge_files,
        kind="percent",
        out_of="Every crime of the month",
        question="outcomes_by_month",
        column="crimes",
        only={"outcome": ["Investigation complete; no suspect identified"]},
        lag_months=6,
        cohort="Crimes of the month",
        every=3,
    )

    kept = services.read_lake(made, engine, by=None, at=NOW)

    newest = max(each.period_end for each in kept)
    assert newest <= later(date(2026, 4, 1), -6)
    assert all(0 < each.value < 100 and each.denominator for each in kept)


def test_only_a_measure_of_the_lake_is_read_and_not_by_everybody(
    engine: DuckEngine, saxonbridge_files: Any
) -> None:
    with pytest.raises(Refused, match="does not come from the lake"):
        services.read_lake(make_indicator("H1"), engine, by=None, at=NOW)
    with pytest.raises(Refused, match="analyst and the partnership manager"):
        services.read_lake(
            from_lake(saxonbridge_files), engine, by=make_police_lead(), at=NOW
        )
