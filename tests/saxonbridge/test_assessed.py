"""The assessment finds each planted truth, and cries no wolf.

Read from the results of the findings, not from their words: what is distinguishable
there is what the sentences say. Truths that wait for a chapter (comparison,
concentration) are proven in the files by `test_truths.py`.
"""

from datetime import date
from pathlib import Path

import pytest

from goldthread.assessment.breaks import recording_break
from goldthread.assessment.produce import Assessed, produce
from goldthread.core.periods import statutory_year
from goldthread.evidence.engine import DuckEngine
from goldthread.evidence.lake import Lake
from goldthread.saxonbridge import Generated, Truth, oddities, rates

pytestmark = pytest.mark.slow  # loads 750,000 rows, once for all tests

NAMES = rates.calendar(date(2026, 3, 1)).names
ALL_CRIME = "all-crime"


@pytest.fixture(scope="module")
def assessed(generated: Generated, saxonbridge_months: Path) -> Assessed:
    """The demonstration partnership's newest statutory year."""
    return produce(
        DuckEngine(Lake(saxonbridge_months).version()),
        area=generated.partnership,
        period=statutory_year(2025),
        on=date(2026, 5, 20),
        comparison=generated.comparison,
        local_breaks=[
            recording_break(b.month, b.words, category=b.category, force=b.force)
            for b in generated.breaks
        ],
        invented=True,
    )


def test_the_wards_that_moved_are_the_planted_ones_and_no_others(
    assessed: Assessed, truths: dict[str, Truth]
) -> None:
    moves = {
        (m.category, m.ward): m.now / m.before
        for m in assessed.finding("neighbourhoods-wards").result.moves
    }
    vehicle = truths["vehicle-crime-rises-in-two-wards"]
    damage = [
        ratio for (kind, _), ratio in moves.items() if kind == "criminal-damage-arson"
    ]

    assert {w for kind, w in moves if kind == "vehicle-crime"} == set(vehicle.areas)
    assert all(moves["vehicle-crime", w] > 1.5 for w in vehicle.areas)
    assert max(damage) > 1.5  # where it went
    assert min(damage) < 0.67  # where it came from
    assert {kind for kind, _ in moves} == {"vehicle-crime", "criminal-damage-arson"}


def test_no_category_is_said_to_change_that_was_not_planted(assessed: Assessed) -> None:
    moved = assessed.finding("change-by-category").result.moved
    found = {m.category for m in moved if m.direction in ("higher", "lower")}

    assert found <= {"vehicle-crime", "shoplifting"}
    assert len(moved) >= 15  # all were looked at


def test_robbery_is_not_said_to_rise(assessed: Assessed) -> None:
    robbery = next(
        m
        for m in assessed.finding("change-by-category").result.moved
        if m.category == "robbery"
    )
    drift = next(
        d
        for d in assessed.finding("trend-by-category").result.drifts
        if d.category == "robbery"
    )

    assert robbery.direction == "not distinguishable"
    assert drift.trend is None or drift.trend.direction not in ("rising", "falling")


def test_the_only_trend_is_that_of_shoplifting(
    assessed: Assessed, truths: dict[str, Truth]
) -> None:
    drifts = assessed.finding("trend-by-category").result.drifts
    found = {d.category: d.trend for d in drifts if d.trend}
    moving = {c for c, t in found.items() if t.direction in ("rising", "falling")}
    shop = found["shoplifting"]

    # All crime together carries the recording step of violence, a third of it.
    assert moving - {ALL_CRIME} == {"shoplifting"}
    assert shop.direction == "rising"
    # 8 % of about 260 a month.
    assert 15 < shop.per_year < 30
    assert truths["shoplifting-rises-steadily"].size == pytest.approx(
        1 + shop.per_year / 262, abs=0.03
    )


@pytest.mark.covers("E32")
def test_violence_has_no_trend_across_its_recording_change(assessed: Assessed) -> None:
    violence = next(
        d
        for d in assessed.finding("trend-by-category").result.drifts
        if d.category == "violent-crime"
    )

    assert violence.since == date(2023, 4, 1)
    assert violence.trend is None or violence.trend.direction not in (
        "rising",
        "falling",
    )


def test_the_seasons_are_the_planted_ones(assessed: Assessed) -> None:
    seasons = assessed.finding("season-by-category").result.seasons
    told = {s.category: s for s in seasons if s.distinguishable}

    # All crime together is higher in long months, by their length.
    assert set(told) - {ALL_CRIME} == {"bicycle-theft", "anti-social-behaviour"}
    assert all(told[c].peak in (6, 7, 8) for c in set(told) - {ALL_CRIME})


@pytest.mark.covers("E37")
def test_the_centre_leads_and_is_told_apart(
    assessed: Assessed, truths: dict[str, Truth]
) -> None:
    centres = assessed.finding("neighbourhoods-small-areas").result.centres

    assert {c.code for c in centres} == set(truths["the-centre-dominates"].areas)


@pytest.mark.covers("E35")
def test_the_truncated_month_is_left_out_and_no_other(assessed: Assessed) -> None:
    held = {f"{m:%Y-%m}" for m in assessed.scope.held}

    assert set(NAMES) - held == {NAMES[oddities.TRUNCATED]}
