"""Who is hit again: offences, their different victims and the repeats, side by side."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests.make import make_manager
from tests.make_numbers import make_indicator, make_readings
from tests.partners.people import NOW

from goldthread.partners.rules import Refused
from goldthread.performance import services
from goldthread.performance.models import Indicator
from goldthread.performance.queries.repeats import repeats_of
from goldthread.performance.services import IndicatorTold

pytestmark = pytest.mark.django_db
SHARE = "46\N{NO-BREAK SPACE}%"


def make_pair(
    offences: list[float | None],
    victims: list[float | None],
    *,
    every: int = 12,
    within: int = 12,
    **how: Any,
) -> Indicator:
    """Burglaries of businesses, and the different businesses that were burgled."""
    hit = make_indicator("B2", every=every, counts="One business, however often.", unit="businesses")  # fmt: skip
    until = date(2025, 4, 1) if every == 12 else date(2026, 7, 1)
    make_readings(hit, victims, until=until)
    made = make_indicator("B1", every=every, victims=hit, victims_within=within, **how)
    make_readings(made, offences, until=until)
    return made


@pytest.mark.covers("S16", "S84", "E60")
def test_offences_victims_and_repeats_stand_side_by_side_on_the_measures_page(
    client: Client,
) -> None:
    measure = make_pair([480, 459], [300, 250], residents=110_000)
    client.force_login(make_manager())

    table = repeats_of(measure)
    page = client.get("/measures/B1/").content.decode()

    assert table is not None
    assert table.rows[0] == ("2025/26", "459", "250", "209", SHARE, "2.3")
    assert [column.title for column in table.columns] == [
        "When",
        "Offences",
        "Different victims",
        "Repeats",
        "Repeats, of all offences",
        "Victims of 1,000 residents",
    ]
    assert "in the same 12 months. One victim: One business, however often." in page
    assert "Who is hit again" in page and ">209<" in page


@pytest.mark.covers("S84")
def test_the_window_is_that_of_the_definition_and_every_period_in_it_is_needed() -> (
    None
):
    measure = make_pair([10, None, 12, 14, 30, 40, 20], [50.0] * 7, every=3)

    table = repeats_of(measure)

    assert table is not None
    assert table.columns[0].title == "The 12 months to the end of"
    told = {row[0]: row[1:] for row in table.rows}
    assert told["Q2 2026/27"] == ("104", "50", "54", "52\N{NO-BREAK SPACE}%")
    assert told["Q3 2025/26"][0] == "not held"  # three periods before it are not held


def test_few_offences_have_no_share_and_impossible_counts_say_so() -> None:
    measure = make_pair([12, 20], [10, 21], residents=110_000)

    table = repeats_of(measure)

    assert table is not None
    wrong, few = table.rows
    assert few == ("2024/25", "12", "10", "2", "too few to say", "0.1")
    assert "more victims (21) than offences (20)" in str(wrong[3])


def test_a_measure_without_a_count_of_victims_shows_none() -> None:
    assert repeats_of(make_indicator()) is None


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"kind": "percent", "out_of": "All"}, "both counts"),
        ({"every": 1}, "counted as often"),
        ({"victims_within": 8}, "multiple of 12 months"),
        ({"victims_within": None}, "multiple of 12 months"),
    ],
)
def test_victims_are_counted_like_their_offences_over_whole_periods(
    how: dict[str, Any], words: str
) -> None:
    measure = make_pair([20], [10])
    told = replace(IndicatorTold.of_standing(measure), **how)

    with pytest.raises(Refused, match=words), transaction.atomic():
        services.change_indicator(measure, told, by=None, at=NOW)


@pytest.mark.parametrize(
    "wrong", [{"victims_within": None}, {"victims": None}, {"victims_within": 0}]
)
def test_the_database_keeps_the_window_with_the_victims(wrong: dict[str, Any]) -> None:
    measure = make_pair([20], [10])

    with pytest.raises(IntegrityError), transaction.atomic():
        Indicator.objects.filter(pk=measure.pk).update(**wrong)


def test_no_measure_counts_its_own_victims() -> None:
    measure = make_pair([20], [10])

    with pytest.raises(IntegrityError), transaction.atomic():
        Indicator.objects.filter(pk=measure.pk).update(victims=measure.pk)
