"""Judged where nothing was planted, almost nothing seems to work: no wolf is cried."""

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from goldthread.delivery.effect_judged import Judged, judged
from goldthread.delivery.effect_lake import EVERY, RULE, series_from_lake
from goldthread.delivery.effect_series import EffectSeries
from goldthread.delivery.models import ExpectedEffect
from goldthread.evidence import places
from goldthread.evidence.engine import DuckEngine
from goldthread.evidence.lake import Lake
from goldthread.evidence.lake.version import LakeVersion
from goldthread.saxonbridge import Generated, Truth

pytestmark = pytest.mark.slow  # loads 750,000 rows, once for all tests
BEGAN = date(2025, 1, 1)


class Remembers(DuckEngine):
    """Answers a question once: the same neighbours are asked for fifty times here."""

    def __init__(self, version: LakeVersion) -> None:
        super().__init__(version)
        self.answers: dict[str, pa.Table] = {}

    def table(self, question: str, **parameters: Any) -> pa.Table:
        asked = repr((question, sorted(parameters.items())))
        if asked not in self.answers:
            self.answers[asked] = super().table(question, **parameters)
        return self.answers[asked]


@pytest.fixture(scope="module")
def engine(saxonbridge_months: Path) -> DuckEngine:
    return Remembers(Lake(saxonbridge_months).version())


def asked(ward: str, category: str) -> ExpectedEffect:
    """A quarter fewer in the newest year, as somebody might have stated it."""
    return ExpectedEffect(
        measure="Recorded in the ward",
        question="monthly_by_category",
        parameters={"area": ward, "category": category},
        direction="down",
        percent=25,
        window_from=date(2025, 4, 1),
        window_until=date(2026, 4, 1),
    )


def answer(
    engine: DuckEngine, generated: Generated, ward: str, category: str
) -> tuple[EffectSeries, Judged]:
    expected = asked(ward, category)
    series = series_from_lake(
        expected,
        engine,
        partnership=generated.partnership,
        began=BEGAN,
        invented=True,
    )
    assert isinstance(series, EffectSeries)
    return series, judged(expected, series, began=BEGAN)


@pytest.mark.covers("E12")
def test_the_planted_fall_is_found_and_elsewhere_hardly_anything_seems_to_work(
    engine: DuckEngine, generated: Generated, truths: dict[str, Truth]
) -> None:
    rows = places.wards_of(engine, area=generated.partnership).to_pylist()
    wards = sorted({row["ward"] for row in rows if row["ward_year"] == 2024})
    found = {
        (ward, category): answer(engine, generated, ward, category)[1].result
        for category in ("shoplifting", "other-crime", "criminal-damage-arson")
        for ward in wards
    }
    quiet = [r for (_, kind), r in found.items() if kind != "criminal-damage-arson"]
    damage = [r for (_, kind), r in found.items() if kind == "criminal-damage-arson"]

    assert len(quiet) == 2 * len(wards) >= 30
    assert quiet.count("worked") <= 0.06 * len(quiet)
    assert damage.count("worked") == 1


def test_comparison_places_follow_the_rule_and_leave_out_those_that_touch(
    engine: DuckEngine, generated: Generated
) -> None:
    rows = places.wards_of(engine, area=generated.partnership).to_pylist()
    wards = sorted({row["ward"] for row in rows if row["ward_year"] == 2024})

    series, _ = answer(engine, generated, wards[0], "shoplifting")

    assert series.rule in (RULE.format("wards"), EVERY.format("wards"))
    names = {one.name for one in series.others}
    assert series.place.name not in names
    assert not names & {one.name for one in series.beside}
    assert series.beside
    assert series.months[0] == date(2021, 4, 1)
    assert series.lake_version == engine.version.id


@pytest.mark.covers("E12")
def test_a_small_area_is_compared_with_small_areas_and_the_city_with_its_own_past(
    engine: DuckEngine, generated: Generated
) -> None:
    rows = places.wards_of(engine, area=generated.partnership).to_pylist()
    area = min(r["small_area"] for r in rows if r["vintage"] == "2021")

    small, _ = answer(engine, generated, area, "all-crime")
    alone, _ = answer(engine, generated, area, "shoplifting")
    city, told = answer(engine, generated, generated.partnership, "all-crime")

    assert small.rule in (RULE.format("small areas"), EVERY.format("small areas"))
    assert len(small.others) >= 3 and small.beside
    assert small.unit == "recorded crimes"
    assert alone.others == () and city.others == ()
    assert told.level in (0, 2)
