"""The pages of the numbers, as people open them."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.make import make_manager
from tests.make_numbers import QUIET, make_indicator, make_readings, make_stream
from tests.partners.people import make_agency, make_installation, make_person

from goldthread.audit.models import Event
from goldthread.partners.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    make_installation()
    person = Person.objects.filter(email="amar@example.org").first() or make_person()
    client = Client()
    client.force_login(person)
    return client


def body(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_an_empty_scorecard_says_what_a_measure_is(client: Client) -> None:
    assert "No measure yet" in body(client, "/measures/")


@pytest.mark.covers("C32", "C33", "S51")
def test_a_scorecard_says_first_what_needs_somebody(client: Client) -> None:
    feel = make_indicator(
        "P1",
        name="Feel safe after dark",
        kind="percent",
        out_of="Those asked",
        basis="survey",
        polarity="up",
    )
    make_indicator("V2", name="Fires set", about="service")
    worse = make_indicator("V1", beside=feel)
    make_readings(worse, [*QUIET, 150])
    make_readings(feel, [61.5], numerator=None)

    page = body(client, "/measures/")

    assert page.index("Needs somebody") < page.index("How people in the area are")
    assert "Getting worse" in page
    assert "What people say" in page and "61.5\N{NO-BREAK SPACE}%" in page
    assert "How those whom a service reaches fare" in page
    assert "No reading" not in page.split("Needs somebody")[0]


def test_a_scorecard_asks_the_same_however_many_measures(client: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            body(client, "/measures/")
        return len(caught)

    make_readings(make_indicator("A1"))
    asked()
    one = asked()
    for n in range(2, 7):
        make_readings(make_indicator(f"A{n}"), [5, 6])

    assert asked() == one <= 20


def test_scorecards_by_agency_and_workstream(client: Client) -> None:
    stream = make_stream()
    police = make_agency("Saxonshire Police")
    make_indicator("A1", name="Ours", workstream=stream)
    make_indicator("A2", name="Theirs", owner=police)
    priority = stream.links.get(is_primary=True).priority

    by_agency = body(client, f"/measures/?by=agency&key={police.pk}")
    by_stream = body(client, f"/measures/?by=workstream&key={stream.pk}")
    by_priority = body(client, f"/measures/?by=priority&key={priority.pk}")

    assert "Theirs" in by_agency and "A1 Ours" not in by_agency
    assert "A1 Ours" in by_stream and "A2 Theirs" not in by_stream
    assert "A1 Ours" in by_priority and "A2 Theirs" not in by_priority
    body(client, "/measures/?by=board&key=999", 404)
    body(client, "/measures/?by=agency", 404)
    body(client, "/measures/?by=moon&key=1", 404)


@pytest.mark.slow
def test_a_measure_shows_figure_picture_definition_and_readings(
    client: Client,
) -> None:
    made = make_indicator(caveat="Recording improved in 2025.")
    make_readings(made, [*QUIET, 150])

    page = body(client, "/measures/v1/")

    assert "<svg" in page and "Along time" in page
    assert "Getting worse" in page
    assert "One recorded crime, in the month" in page
    assert "Recording improved in 2025." in page
    assert "Monthly report" in page
    body(client, "/measures/nothing/", 404)


@pytest.mark.covers("S64", "E46")
def test_a_lagged_measure_prints_its_cohort(client: Client) -> None:
    made = make_indicator(
        every=3, lag_months=18, cohort="Adults released in the quarter"
    )
    make_readings(made, [10, 12], until=date(2024, 10, 1))

    assert "cohort of Q3 2024/25" in body(client, "/measures/")
    assert "Adults released in the quarter" in body(client, "/measures/V1/")


@pytest.mark.covers("E17", "E36")
def test_a_share_of_too_few_is_not_printed_as_a_per_cent(client: Client) -> None:
    survey = make_indicator(
        "P1", kind="percent", out_of="Asked", basis="survey", polarity="up"
    )
    cases = make_indicator(
        "P2", kind="percent", out_of="Cases", basis="records", polarity="up"
    )
    make_readings(survey, [0], numerator=20, denominator=49)
    make_readings(cases, [0], numerator=3, denominator=12)

    page = body(client, "/measures/")

    assert "not shown: 49 answers" in page and "40.8" not in page
    assert "3 of 12" in page and "25.0" not in page


def test_readings_are_taken_away_and_the_look_is_recorded(client: Client) -> None:
    made = make_indicator()
    make_readings(made, [5, 6])

    text = body(client, "/measures/V1/readings.csv")

    assert text.splitlines()[1].startswith("V1,X22000001,2026-09-01,2026-10-01,5.0")
    assert Event.objects.filter(verb="measure.exported").count() == 1


def test_a_reading_has_a_page_with_every_vintage(client: Client) -> None:
    last = make_readings(make_indicator(), [5, 6])[-1]

    page = body(client, f"/measures/V1/{last.pk}/")

    assert "October 2026" in page.replace("Oct 2026", "October 2026")
    assert "no pack" in page
    body(client, "/measures/V1/999999/", 404)


def test_empty_pages_say_what_would_be_there(client: Client) -> None:
    assert "No agency has counted yet" in body(client, "/measures/early/")
    assert "Nothing to time yet" in body(client, "/measures/flow/")


@pytest.mark.covers("C32")
def test_a_definition_s_form_asks_for_the_baseline_under_a_heading_of_its_own(
    client: Client,
) -> None:
    make_indicator("V1", baseline_from=None, baseline_until=None)
    client.force_login(make_manager())

    form = body(client, "/measures/V1/change/")
    page = body(client, "/measures/V1/")

    order = [
        form.index(words)
        for words in (
            "What it is</h2>",
            "How it is read</h2>",
            "What it was before</h2>",
            "Without it nobody can say that anything changed.",
            "First day of the baseline",
            "The day after its last",
            "Where its figures come from</h2>",
            "Whose it is, and what it is for</h2>",
        )
    ]
    assert order == sorted(order)
    # The page names what is missing, and its links lead to the box.
    assert "No baseline: nothing says what it was before." in page
    assert 'href="/measures/V1/change/#id_baseline_from-asked"' in page
    assert 'id="id_baseline_from-asked"' in form
