"""Figures that the domain book holds for true, as the pages of the numbers print them."""

import uuid
from datetime import date

import pytest
from tests.make_numbers import make_indicator, make_readings
from tests.partners.people import NOW, make_agency

from goldthread.performance import queries, services
from goldthread.performance.early import BANDS
from goldthread.performance.models import Indicator
from goldthread.performance.queries.lines import Line, lines_of
from goldthread.performance.services import Figure

pytestmark = pytest.mark.django_db


def line(indicator: Indicator) -> Line:
    found = Indicator.objects.filter(pk=indicator.pk)
    return lines_of(found, on=date(2026, 11, 23))[0]


@pytest.mark.covers("E65")
def test_a_count_may_rise_while_the_share_falls_and_both_are_said() -> None:
    referrals = make_indicator("M1", every=12, unit="referrals")
    make_readings(referrals, [3679, 4707], until=date(2025, 4, 1))
    men = make_indicator("M2", every=12, kind="percent", out_of="All referrals")
    for start, male, of in ((2024, 195, 3679), (2025, 215, 4707)):
        services.record_reading(
            men,
            Figure(date(start, 4, 1), numerator=male, denominator=of),
            evidence="Yearly return",
            by=None,
            at=NOW,
        )
    rose, fell = line(referrals), line(men)

    assert rose.value is not None and rose.previous is not None
    assert f"{100 * (rose.value / rose.previous - 1):.1f}" == "27.9"
    assert (fell.shown, fell.previous_shown) == (
        "4.6\N{NO-BREAK SPACE}%",
        "5.3\N{NO-BREAK SPACE}%",
    )
    reading = queries.series_of(referrals)[-1]
    told = queries.claims_on(
        "Referrals were 27.9 % above the year before. They were 28.9 % above it.",
        referrals,
        reading,
        referrals.standings.get(),
    )
    assert "none of this measure" not in told[0].why
    assert "28.9\N{NO-BREAK SPACE}% is none of this measure's figures" in told[1].why


@pytest.mark.covers("E67")
def test_a_yearly_return_of_asb_reviews_prints_its_share() -> None:
    council = make_agency()
    reviews = make_indicator(
        "R1",
        every=12,
        kind="percent",
        out_of="Every request for a review",
        unit="% of requests",
        comes_from="return",
        owner=council,
    )
    services.key_return(
        council,
        {reviews: [Figure(date(2025, 4, 1), numerator=6, denominator=41)]},
        token=uuid.uuid4(),
        by=None,
        at=NOW,
    )

    shown = line(reviews)

    assert (shown.shown, shown.counted, shown.period) == (
        "14.6\N{NO-BREAK SPACE}%",
        "of requests",
        "2025/26",
    )
    assert shown.colour == "grey"  # one year says nothing of a change


@pytest.mark.covers("S74", "S92")
def test_who_found_them_and_how_soon_they_were_helped_is_told_quarter_by_quarter() -> (
    None
):
    health = make_agency("Saxonshire Integrated Care Board")
    for start, found, waited in (
        (date(2026, 4, 1), (60, 5, 15, 10, 10, 0, 0), (10, 20, 30, 25, 15)),
        (date(2026, 7, 1), (30, 30, 20, 10, 10, 0, 0), (30, 40, 20, 6, 4)),
    ):
        parts = (("source", found), ("days", waited))
        services.record_early_counts(
            health,
            period_start=start,
            counts={
                (dimension, band): people
                for dimension, told in parts
                for (band, _), people in zip(BANDS[dimension], told, strict=True)
            },
            token=uuid.uuid4(),
            by=None,
            at=NOW,
        )

    page = queries.early_page()
    tables = {table.title: table for table in page.tables}
    sources = dict(tables["Who found them"].rows)

    assert [each.shown for each in page.by_others] == [
        "40\N{NO-BREAK SPACE}%",
        "70\N{NO-BREAK SPACE}%",
    ]
    assert [each.shown for each in page.soon] == [
        "30\N{NO-BREAK SPACE}%",
        "70\N{NO-BREAK SPACE}%",
    ]
    assert list(sources.values())[2] == ("15", "20")  # a sector, quarter by quarter
    assert tables["Who found them"].columns == ("Q1 2026/27", "Q2 2026/27")
