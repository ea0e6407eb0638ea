"""A count that could point at somebody is hidden from residents, whoever published it."""

from datetime import date, timedelta

import pytest
from django.test import Client
from tests.make import make_manager
from tests.make_numbers import make_indicator, make_readings
from tests.make_public import issue, public_measure, publish
from tests.partners.people import NOW

from goldthread.core.suppression import attack
from goldthread.notes.models import Publication
from goldthread.notes.publishing import make_public
from goldthread.performance.ageing import measures_behind
from goldthread.performance.freezing import FEW
from goldthread.performance.published import PublishedMeasure, about, published_measures

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def only() -> PublishedMeasure:
    kept = published_measures(LATER.date())
    assert kept is not None
    (told,) = kept.measures
    return told


def page(client: Client, address: str) -> str:
    return str(client.get(address).content.decode())


@pytest.mark.covers("S118")
@pytest.mark.parametrize(
    "how",
    [
        {"hidden_crime": "Modern slavery", "polarity": "up", "counts": "One referral."},
        {"counts": "One young person, once."},
    ],
    ids=["hidden crime", "people"],
)
def test_few_people_of_an_official_figure_are_not_shown_on_our_pages(
    client: Client, how: dict[str, str]
) -> None:
    measure = make_indicator("H7", basis="official", every=3, **how)
    issue(*make_readings(measure, [8, 7, 9, 6, 7, 3], until=date(2026, 7, 1)))
    publish(measure)

    assert only().value == FEW
    assert f"<strong>{FEW}</strong>" in page(client, "/public/measures/")
    text = page(client, "/public/measures/H7.csv")
    assert FEW in text and ",3\r\n" not in text


def test_small_counts_that_stand_say_that_they_were_public_before(
    client: Client,
) -> None:
    public_measure(values=[9, 3, 8])

    assert only().value == "8"
    assert "Their source made them public before" in page(
        client, "/public/measures/V1/"
    )
    assert "made public before and count no people" in page(client, "/public/measures/")


def test_a_hidden_month_is_too_few_in_the_table_as_in_the_file(client: Client) -> None:
    public_measure("Y2", [9, 8, 3, 7], basis="records")

    shown = page(client, "/public/measures/Y2/")

    assert FEW in shown and "not held" not in shown.lower()


def test_two_hidden_months_of_a_year_of_116_leave_each_its_five_steps() -> None:
    """A year's total tells what both are together (8) and not how they share it."""
    year = [10, 8, 9, 9, 14, 17, 11, 5, 10, 11, 3, 9]
    measure = make_indicator("Y2", basis="records", counts="One young person, once.")
    issue(*make_readings(measure, year, until=date(2026, 3, 1)))

    publish(measure)

    told = only()
    assert told.years == (("2025/26", "116"),)
    hidden = [one.value is None for one in told.points]
    assert [n for n, gone in enumerate(hidden) if gone] == [7, 10]
    low, high = attack(year, hidden)
    assert (low[10], high[10]) == (0, 8)


def test_a_hidden_crime_with_nothing_beside_it_says_so_in_one_sentence(
    client: Client,
) -> None:
    public_measure(hidden_crime="Modern slavery", polarity="up")

    shown = page(client, "/public/measures/V1/")

    assert "so we do not call a change good or bad.</p>" in shown
    assert "Read it with this: No" not in shown and "bad.." not in shown


def test_a_second_pack_with_the_same_figures_makes_no_copy_older(
    client: Client,
) -> None:
    measure = make_indicator()
    rows = make_readings(measure)
    few = make_indicator("Y2", basis="records")
    hidden = make_readings(few, [9, 8, 3])
    issue(*rows, *hidden)
    publish(measure)
    publish(few)

    issue(*rows, *hidden, name="The same, printed again", at=LATER)

    assert measures_behind(at=LATER) == ()
    newer = make_readings(
        few, [12], until=date(2026, 11, 1), at=NOW + timedelta(days=10)
    )
    issue(*newer, name="December", at=NOW + timedelta(days=10))
    (one,) = measures_behind(at=NOW + timedelta(days=10))
    assert one.reference == "Y2" and "newer figures, which a board has had" in one.parts


def test_a_copy_of_before_the_rule_hides_its_few_at_once_and_waits_to_be_renewed(
    client: Client,
) -> None:
    measure = make_indicator("H7", hidden_crime="Modern slavery", polarity="up")
    issue(*make_readings(measure, [8, 3, 9], until=date(2026, 3, 1)))
    publish(measure)
    copy = Publication.objects.get()
    points = [
        [
            period,
            start,
            3.0 if value is None else value,
            "3" if value is None else words,
        ]
        for period, start, value, words in copy.content["points"]
    ]
    old = copy.content | {"points": points, "small": "", "years": [["2025/26", "20"]]}
    Publication.objects.filter(pk=copy.pk).delete()
    make_public(
        about(measure), old, thing=measure, of_version=1, by=make_manager(), at=NOW
    )

    shown = page(client, "/public/measures/H7/")

    assert [one.shown for one in only().points] == ["8", FEW, "9"]
    assert ">20<" not in shown and "could point to somebody" in shown
    (behind,) = measures_behind(at=LATER)
    assert "its figures" in behind.parts
