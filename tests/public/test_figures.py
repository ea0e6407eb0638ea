"""Measures and decisions that anybody may read: frozen, public, and pointing at nobody."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.test import Client
from tests.make import make_manager, make_public
from tests.make_board import TODAY, make_board, make_decision, make_meeting
from tests.make_numbers import AREA, make_indicator, make_readings
from tests.make_public import issue, public_measure, publish
from tests.partners.people import NOW, make_agency

from goldthread.audit.models import Event
from goldthread.core.suppression import attack
from goldthread.governance import services as board
from goldthread.governance.published import PublicMeeting, public_meetings
from goldthread.governance.rules import Refused
from goldthread.notes.models import Publication
from goldthread.partners.services import add_area
from goldthread.performance import services
from goldthread.performance.freezing import FEW, HIDDEN
from goldthread.performance.models import Indicator
from goldthread.performance.periods import later
from goldthread.performance.published import PublishedMeasure, published_measures

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
APRIL = date(2025, 4, 1)
RISING = (*[100, 104, 97, 102, 99, 103, 98, 101, 100, 103, 97, 102], 131, 139, 142, 150)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def rows_of(client: Client, address: str) -> list[list[str]]:
    text = client.get(address).content.decode()
    return list(csv.reader(io.StringIO(text)))


def only() -> PublishedMeasure:
    kept = published_measures(LATER.date())
    assert kept is not None
    (told,) = kept.measures
    return told


@pytest.mark.covers("S118")
def test_a_figure_is_public_once_a_pack_held_it_and_a_manager_opened_it(
    client: Client,
) -> None:
    measure = make_indicator()
    rows = make_readings(measure, range(100, 116))
    assert "No measure is published yet" in page(client, "/public/measures/")
    with pytest.raises(services.publishing.rules.Refused, match="No pack was issued"):
        publish(measure)

    issue(*rows)
    assert published_measures(NOW.date()) is None
    publish(measure)

    told = only()
    assert (told.value, told.period) == ("115", "October 2026")
    assert told.before == "103"  # October 2025
    assert "<strong>115\N{NO-BREAK SPACE}recorded crimes</strong>" in page(
        client, "/public/measures/"
    )
    kept = Event.objects.get(verb="public.made")
    assert (kept.subject_label, kept.actor_label) == (str(measure), "Amar Tolliver")
    assert kept.detail["copy"] == 1 and len(kept.detail["sha256"]) == 64


@pytest.mark.covers("S118")
@pytest.mark.parametrize(
    ("values", "polarity", "status"),
    [
        (RISING, "down", "Getting worse"),
        (RISING, "up", "Getting better"),
        (RISING, "context", "Changed"),
        ((), "down", "No clear change"),
        ((100, 101, 102), "down", "Too early to say"),
        ((1, 2, 1, 0, 1, 2, 1, 1, 0, 1, 2, 1, 2), "down", "Cannot tell"),
    ],
)
def test_how_it_stands_is_said_in_plain_words_that_follow_from_the_rule(
    client: Client, values: tuple[int, ...], polarity: str, status: str
) -> None:
    public_measure(values=values, polarity=polarity)

    assert only().status == status
    for address in ("/public/measures/", "/public/measures/V1/"):
        assert status in page(client, address)
    assert rows_of(client, "/public/measures.csv")[1][1] == status


@pytest.mark.covers("S118", "Z8")
def test_more_reports_of_a_hidden_crime_stand_with_their_caveat_and_their_companion(
    client: Client,
) -> None:
    beside = make_indicator("B1", name="People who were hurt again", polarity="down")
    make_readings(beside)
    measure = make_indicator(
        polarity="up", hidden_crime="domestic abuse", companion=beside
    )
    issue(*make_readings(measure, RISING))
    publish(measure)

    told = only()

    assert told.status == "Getting better"
    assert told.companion == "People who were hurt again: no clear change"
    shown = page(client, "/public/measures/V1/")
    assert "More reports do not mean more crime." in shown
    assert "People who were hurt again: no clear change" in shown
    assert "do not mean more crime" in rows_of(client, "/public/measures.csv")[1][8]


def test_without_a_companion_a_rise_is_not_called_good() -> None:
    public_measure(values=RISING, polarity="up", hidden_crime="stalking")

    told = only()

    assert (told.status, told.mood) == ("Cannot tell", "quiet")
    assert "do not call a change good or bad" in told.companion


def test_a_correction_after_the_pack_stays_inside_until_the_next(
    client: Client,
) -> None:
    measure = make_indicator()
    rows = make_readings(measure)
    issue(*rows)
    publish(measure)
    revised = services.revise_reading(
        rows[-1],
        services.Figure(date(2026, 10, 1), value=140),
        evidence="Corrected",
        reason="Three weeks had been left out",
        by=None,
        at=LATER,
    )

    assert only().value == "102"
    with pytest.raises(services.publishing.rules.Refused, match="word for word"):
        publish(measure, at=LATER)  # the pack still holds what it held

    issue(revised, name="The next pack", at=LATER)
    publish(measure, at=LATER)

    assert only().value == "140"
    assert "102" in str(Publication.objects.get(number=1).content["points"][-1])


def test_a_taken_back_measure_is_gone_from_every_page(client: Client) -> None:
    measure = public_measure()
    page(client, "/public/measures/V1/")

    services.take_back_measure(measure, by=make_manager(), at=LATER)

    assert published_measures(LATER.date()) is None
    assert client.get("/public/measures/V1/").status_code == 404
    assert client.get("/public/measures/V1.csv").status_code == 404
    assert Event.objects.filter(verb="public.taken_back").count() == 1
    with pytest.raises(Refused, match="nothing to take back"):
        services.take_back_measure(measure, by=make_manager(), at=LATER)


def test_a_small_count_of_a_partner_is_not_shown_and_the_police_s_is() -> None:
    public_measure("S1", [3], basis="records")
    public_measure("P1", [3], basis="recorded")

    kept = published_measures(LATER.date())

    assert kept is not None
    assert {one.code: one.value for one in kept.measures} == {"S1": FEW, "P1": "3"}


def test_a_share_of_few_is_not_shown_either() -> None:
    measure = make_indicator(
        "S2", basis="records", kind="percent", out_of="People referred", unit="%"
    )
    rows = services.record_readings(
        measure,
        [services.Figure(date(2026, 10, 1), numerator=2, denominator=40)],
        evidence="Monthly report",
        by=None,
        at=NOW,
    )
    issue(*rows)
    publish(measure)

    assert only().value == FEW


def test_what_a_service_counts_of_its_people_stays_with_the_board() -> None:
    measure = make_indicator(about="service")
    issue(*make_readings(measure))

    with pytest.raises(services.publishing.rules.Refused, match="stays with the board"):
        publish(measure)

    assert published_measures(LATER.date()) is None


def of_a_year(values: list[int]) -> Indicator:
    """A partner's count of each month of 2025/26 and what came after."""
    measure = make_indicator("S1", basis="records", unit="people helped")
    issue(*make_readings(measure, values, until=later(APRIL, len(values) - 1)))
    return measure


def test_a_month_cannot_be_had_from_the_total_of_its_year(client: Client) -> None:
    counts = [30, 22, 3, 27, 9, 31, 25, 28, 24, 33, 29, 26]
    publish(of_a_year(counts))

    rows = rows_of(client, "/public/measures/S1.csv")
    shown = {when: figure for _, when, figure in rows[1:]}

    # The attacker has the file alone, and subtracts.
    assert shown["Whole year 2025/26"] == str(sum(counts))
    hidden = [shown[f] == FEW for f in list(shown)[:12]]
    assert hidden == [n in (3, 9) for n in counts]
    low, high = attack(counts, hidden)
    assert high[2] - low[2] >= 5


def test_a_month_cannot_be_had_from_a_total_that_comes_after_the_others(
    client: Client,
) -> None:
    counts = [30, 22, 3, 27, 9, 31, 25, 28, 24, 33, 29, 26]
    measure = of_a_year(counts[:11])
    publish(measure)
    first = [row[2] for row in rows_of(client, "/public/measures/S1.csv")[1:]]
    assert first.count(FEW) == 1  # eleven months, no total yet: nine was shown

    last = make_readings(measure, counts[11:], until=later(APRIL, 11), at=LATER)
    issue(*last, name="The next pack", at=LATER)
    publish(measure, at=LATER)
    second = rows_of(client, "/public/measures/S1.csv")[1:]

    # With the total the two releases together would give 3: so there is none.
    assert second[-1][1:] == ["Whole year 2025/26", HIDDEN]
    assert [row[2] for row in second[:11]] == first


def test_an_area_cannot_be_had_from_the_figure_of_all_areas(client: Client) -> None:
    measure = make_indicator("S1", basis="records", unit="people helped")
    for code, name in (("W1", "Marlpit"), ("W2", "Kingsholm"), ("W3", "Wharf")):
        add_area(code=code, name=name, kind="ward", by=None, at=NOW)
    month = date(2026, 10, 1)
    counts = {AREA: 60, "W1": 4, "W2": 21, "W3": 35}
    rows = services.record_readings(
        measure,
        [services.Figure(month, value=n, area_code=code) for code, n in counts.items()],
        evidence="Monthly report",
        by=None,
        at=NOW,
    )
    issue(*rows)
    publish(measure)

    places = dict(only().places)

    assert places == {"Marlpit": HIDDEN, "Kingsholm": HIDDEN, "Wharf": "35"}
    shown = page(client, "/public/measures/S1/")
    assert ">21<" not in shown and ">4<" not in shown
    low, high = attack([4, 21, 35], [True, True, False])
    assert high[0] - low[0] >= 5


def test_areas_that_nothing_protects_are_left_out() -> None:
    measure = make_indicator("S1", basis="records")
    for code, name in (("W1", "Marlpit"), ("W2", "Kingsholm")):
        add_area(code=code, name=name, kind="ward", by=None, at=NOW)
    counts = {AREA: 4, "W1": 4, "W2": 0}
    rows = services.record_readings(
        measure,
        [
            services.Figure(date(2026, 10, 1), value=n, area_code=code)
            for code, n in counts.items()
        ],
        evidence="Monthly report",
        by=None,
        at=NOW,
    )
    issue(*rows)
    publish(measure)

    assert only().places == ()


@pytest.mark.parametrize(
    ("every", "until", "told"),
    [
        (1, date(2026, 9, 1), "September 2026"),
        (3, date(2026, 4, 1), "April to June 2026"),
        (12, date(2025, 4, 1), "April 2025 to March 2026"),
    ],
)
def test_residents_read_a_period_by_its_months(
    client: Client, every: int, until: date, told: str
) -> None:
    measure = make_indicator(every=every)
    issue(*make_readings(measure, [104.0, 99.0], until=until))
    publish(measure)

    assert f"{told}: <strong>99" in page(client, "/public/measures/V1/")


@pytest.mark.covers("B10")
def test_only_what_was_decided_in_public_is_public(client: Client) -> None:
    make_decision(title="Light the underpass", is_public=True)
    before = make_meeting(state="held", held_on=NOW.date() - timedelta(days=30))
    make_decision(before.items.get(number=1), title="Not for everybody")

    shown = page(client, "/public/decisions/")
    rows = rows_of(client, "/public/decisions.csv")

    assert "Light the underpass" in shown and "Not for everybody" not in shown
    assert "We do not know yet what came of it" in shown
    assert [row[3] for row in rows[1:]] == ["Light the underpass"]


def test_what_came_of_a_decision_is_public_when_it_is_made_public_again(
    client: Client,
) -> None:
    decision = make_decision(title="Light the underpass", is_public=True)
    by = make_manager()
    board.say_what_came(decision, words="It is lit.", on=TODAY, by=by, at=NOW)
    assert "It is lit." not in page(client, "/public/decisions/")

    board.publish_decision(decision, by=by, at=LATER)
    assert "It is lit." in page(client, "/public/decisions/")

    board.take_back_decision(decision, by=by, at=LATER)
    decision.refresh_from_db()
    assert not decision.is_public
    assert "Light the underpass" not in page(client, "/public/decisions/")


def test_what_came_up_restricted_or_names_somebody_is_not_for_residents() -> None:
    from tests.make_board import make_item

    make_manager()
    meeting = make_meeting()
    closed = make_item(
        meeting, audience="members", restricted_because="It would name a family"
    )
    held = make_meeting(state="held", held_on=NOW.date() - timedelta(days=30))

    with pytest.raises(Refused, match="This names Amar Tolliver"):
        make_decision(
            held.items.get(number=1), title="Amar Tolliver leads it", is_public=True
        )
    decision = make_decision(held.items.get(number=1), title="Noted, closed")
    decision.item = closed

    assert "restricted item" in (
        board.publishing.rules.refusal_to_publish_decision(decision) or ""
    )


@pytest.mark.covers("B10")
def test_residents_read_where_they_can_come_and_who_came(client: Client) -> None:
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
    board.record_duty(
        "public_meeting",
        on=NOW.date() - timedelta(days=200),
        words="Notes that are not for the public",
        presences=[(make_agency("Saxonshire Police"), "Chief superintendent")],
        by=make_manager(),
        at=NOW,
    )

    assert public_meetings(NOW.date()) == (
        PublicMeeting("Safer Saxonbridge Board", when, "The Corn Hall"),
    )
    make_public()
    shown = page(client, "/public/get-involved/")
    assert "These came: Saxonshire Police." in shown
    assert "not for the public" not in shown
