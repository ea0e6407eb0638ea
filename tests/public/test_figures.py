"""Measures and decisions that anybody may read: frozen, public, and pointing at nobody."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.test import Client
from tests.make import make_manager
from tests.make_board import make_board, make_decision, make_meeting
from tests.make_numbers import make_indicator, make_readings
from tests.partners.people import NOW

from goldthread.governance import services as board
from goldthread.governance.published import PublicMeeting, public_meetings
from goldthread.performance import services
from goldthread.performance.published import FEW, published_measures

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def issue(*readings: object, name: str = "Board pack, November 2026") -> None:
    services.lock_readings(name, list(readings), by=make_manager(), at=NOW)  # type: ignore[arg-type]


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.covers("S118")
def test_a_figure_is_public_once_a_pack_was_issued_with_it(client: Client) -> None:
    rows = make_readings(make_indicator(), range(100, 116))
    assert published_measures(NOW.date()) is None
    assert "No measure is published yet" in page(client, "/public/measures/")
    client.get("/public/measures/")

    issue(*rows)

    kept = published_measures(LATER.date())
    assert kept is not None
    (told,) = kept.measures
    assert (told.value, told.period) == ("115", "October 2026")
    assert told.before == "103"  # October 2025, which the pack held too


def test_a_correction_after_the_pack_stays_inside_until_the_next() -> None:
    measure = make_indicator()
    rows = make_readings(measure)
    issue(*rows)
    services.revise_reading(
        rows[-1],
        services.Figure(date(2026, 10, 1), value=140),
        evidence="Corrected",
        reason="Three weeks had been left out",
        by=None,
        at=LATER,
    )

    kept = published_measures(LATER.date())

    assert kept is not None and kept.measures[0].value == "102"


def test_a_small_count_of_a_partner_is_not_shown_and_the_police_s_is() -> None:
    partner = make_indicator("S1", basis="records")
    police = make_indicator("P1", basis="recorded")
    issue(*make_readings(partner, [3]), *make_readings(police, [3]))

    kept = published_measures(LATER.date())

    assert kept is not None
    assert {one.code: one.value for one in kept.measures} == {"S1": FEW, "P1": "3"}


def test_a_share_of_few_is_not_shown_either() -> None:
    partner = make_indicator(
        "S2", basis="records", kind="percent", out_of="People referred", unit="%"
    )
    rows = services.record_readings(
        partner,
        [services.Figure(date(2026, 10, 1), numerator=2, denominator=40)],
        evidence="Monthly report",
        by=None,
        at=NOW,
    )
    issue(*rows)

    kept = published_measures(LATER.date())

    assert kept is not None and kept.measures[0].value == FEW


def test_what_a_service_counts_of_its_people_stays_with_the_board() -> None:
    issue(*make_readings(make_indicator(about="service")))

    kept = published_measures(LATER.date())

    assert kept is not None and kept.measures == ()


@pytest.mark.covers("B10")
def test_only_what_was_decided_in_public_is_public(client: Client) -> None:
    make_decision(title="Light the underpass", is_public=True)
    before = make_meeting(state="held", held_on=NOW.date() - timedelta(days=30))
    make_decision(before.items.get(number=1), title="Not for everybody")

    shown = page(client, "/public/decisions/")
    rows = list(
        csv.reader(io.StringIO(client.get("/public/decisions.csv").content.decode()))
    )

    assert "Light the underpass" in shown and "Not for everybody" not in shown
    assert "We do not know yet what came of it" in shown
    assert [row[3] for row in rows[1:]] == ["Light the underpass"]


@pytest.mark.covers("B10")
def test_residents_read_where_they_can_come() -> None:
    when = NOW.date() + timedelta(days=100)
    board.plan_meeting(
        make_board(),
        held_on=when,
        kind="public",
        place="The Corn Hall",
        by=make_manager(),
        at=NOW,
    )
    make_meeting(held_on=when + timedelta(days=1))

    assert public_meetings(NOW.date()) == (
        PublicMeeting("Safer Saxonbridge Board", when, "The Corn Hall"),
    )
