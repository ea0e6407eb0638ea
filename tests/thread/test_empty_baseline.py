"""A baseline that holds no figure is no baseline."""

from datetime import date

import pytest
from tests.make_numbers import make_indicator, make_readings
from tests.thread.fabric import TODAY

from goldthread.thread.broken import broken
from goldthread.thread.nouns import SYSTEM

pytestmark = pytest.mark.django_db
SPELL = {"baseline_from": date(2025, 4, 1), "baseline_until": date(2026, 4, 1)}


def said() -> list[str]:
    return [
        each.sentence
        for group in broken(SYSTEM, on=TODAY)
        for each in group.breaks
        if "baseline" in each.sentence
    ]


def test_a_baseline_without_a_figure_in_it_is_broken_until_one_is_recorded() -> None:
    measure = make_indicator(**SPELL)
    make_readings(measure, [40])

    assert said() == [
        "V1 holds no figure from April 2025 on, where its baseline should be."
    ]
    make_readings(measure, [38], until=date(2025, 6, 1))
    assert said() == []
