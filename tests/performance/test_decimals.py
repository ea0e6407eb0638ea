"""A column has one number of decimals, and the measure says how many."""

import re
from datetime import date

import pytest
from django.test import Client
from tests.make import make_manager
from tests.make_numbers import make_indicator, make_readings
from tests.make_public import issue, publish
from tests.partners.people import NOW

from goldthread.governance.pack import measures as pack
from goldthread.notes.publishing import copies_of
from goldthread.performance import services
from goldthread.performance.models import Indicator
from goldthread.performance.published import KIND, read
from goldthread.performance.queries.lines import lines_of
from goldthread.performance.words import aimed, shown

pytestmark = pytest.mark.django_db
UNEVEN = (9, 11, 14, 8, 12, 10, 13, 9, 11, 15, 8, 12, 10, 9, 11, 13)


def numbers_of(client: Client, indicator: Indicator) -> list[str]:
    """The figures of the table “In numbers”, as the page writes them."""
    page = client.get(f"/measures/{indicator.code}/").content.decode()
    part = page.partition('id="in-numbers"')[2].partition("</section>")[0]
    told = re.findall(r"__value\">\s*([^<]*)", part)
    return [n for each in told for n in re.findall(r"\d+(?:\.\d+)?(?= %|,|\s|$)", each)]


@pytest.mark.parametrize(
    ("how", "places"),
    [
        ({}, 0),
        ({"kind": "days", "unit": "days"}, 1),
        ({"kind": "percent", "unit": "% of those asked", "out_of": "All"}, 1),
    ],
)
def test_what_is_counted_is_whole_everywhere_and_a_share_has_one_decimal(
    client: Client, how: dict[str, str], places: int
) -> None:
    client.force_login(make_manager())
    measure = make_indicator(
        baseline_from=date(2025, 7, 1), baseline_until=date(2026, 7, 1), **how
    )
    make_readings(measure, UNEVEN)
    services.set_target(measure, kind="change", value=-10, by=None, at=NOW)

    told = numbers_of(client, measure)

    decimals = {len(each.partition(".")[2]) for each in told if each != "2026"}
    assert len(told) > 5 and decimals == {places}, told


def test_the_target_of_a_count_is_the_whole_number_that_reaches_it() -> None:
    down, up = make_indicator(), make_indicator("V2", polarity="up")
    share = make_indicator("V3", kind="percent", unit="% of all", out_of="All")

    assert [aimed(each, 9.6) for each in (down, up, share)] == [9.0, 10.0, 9.6]
    assert aimed(up, None) is None
    assert shown(down, 0.2) == "under 1" and shown(down, 0.0) == "0"


def test_a_share_that_happens_to_be_whole_stays_among_the_shares_of_a_pack() -> None:
    share = make_indicator("V3", kind="percent", unit="% of all", out_of="All")
    make_readings(share, [58.0])
    make_readings(make_indicator("V4"), [58.0])

    shares, counts = lines_of(Indicator.objects.order_by("code"), on=NOW.date())

    assert (shares.decimals, counts.decimals) == (1, 0)
    for line, wanted in ((shares, 1), (counts, 0)):
        table = pack._table("", "", [line], line.decimals)
        told = {column.decimals for column in table.columns if column.kind == "number"}
        assert told == {wanted}


def test_residents_read_counts_as_whole_numbers_behind_the_picture() -> None:
    for code, how in (
        ("V1", {}),
        ("V2", {"kind": "days", "unit": "days"}),
    ):
        measure = make_indicator(code, **how)
        issue(*make_readings(measure), name=code)
        publish(measure)

    told = [read(copy) for copy in copies_of(KIND).values()]

    assert [one.chart().table.columns[1].decimals for one in told] == [0, 1]
