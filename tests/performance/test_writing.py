"""A measure is defined, filled, spoken of and ended on its pages."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.make import make_manager
from tests.make_numbers import make_indicator, make_readings
from tests.make_plan import make_police_lead
from tests.partners.people import make_agency, make_installation, make_person

from goldthread.partners.models import Person
from goldthread.performance.models import Commentary, Indicator, Reading, Standing
from goldthread.performance.periods import later

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    make_installation()
    client = Client()
    client.force_login(make_manager())
    return client


def send(client: Client, address: str, **boxes: Any) -> Any:
    return client.post(address, boxes | {"once": str(uuid.uuid4())})


def last_month() -> date:
    return later(timezone.localdate().replace(day=1), -1)


def day(value: date, name: str) -> dict[str, str]:
    return {
        f"{name}_day": str(value.day),
        f"{name}_month": str(value.month),
        f"{name}_year": str(value.year),
    }


def definition(**changed: str) -> dict[str, str]:
    return (
        {
            "code": "V1",
            "name": "Vehicle crimes",
            "definition": "Thefts of and from vehicles.",
            "counts": "One crime.",
            "unit": "crimes",
            "kind": "count",
            "per": "1",
            "polarity": "down",
            "about": "population",
            "basis": "recorded",
            "source": "Police",
            "comes_from": "hand",
            "every": "1",
            "due_days": "45",
            "lag_months": "0",
            "quality": "medium",
            "owner": str(make_agency().pk),
        }
        | day(date(2024, 4, 1), "opened_on")
        | changed
    )


@pytest.mark.covers("C32", "G10")
def test_a_measure_is_defined_and_changed_on_a_page(client: Client) -> None:
    assert send(client, "/measures/define/", **definition()).status_code == 302
    made = Indicator.objects.get()
    assert made.area_code == "X22000001"

    answer = send(client, "/measures/V1/change/", **definition(name="Thefts of vans"))

    assert answer.status_code == 302
    made.refresh_from_db()
    assert (made.name, made.version) == ("Thefts of vans", 2)
    assert "Thefts of vans" in client.get("/measures/V1/").content.decode()


@pytest.mark.covers("G10")
def test_a_definition_with_a_hole_says_which(client: Client) -> None:
    empty = send(client, "/measures/define/", **definition(counts=""))
    share = send(client, "/measures/define/", **definition(kind="rate"))
    taken = send(client, "/measures/define/", **definition(code="early"))

    assert "Enter what counts as one." in empty.content.decode()
    assert "of what it is a share" in share.content.decode()
    assert "address of another page" in taken.content.decode()
    assert not Indicator.objects.exists()


def test_a_figure_is_recorded_and_revised(client: Client) -> None:
    made = make_indicator()
    start = last_month().isoformat()

    send(
        client,
        "/measures/V1/record/",
        period_start=start,
        value="30",
        evidence="Report",
    )
    one = Reading.objects.get(indicator=made)
    refused = send(
        client,
        f"/measures/V1/{one.pk}/revise/",
        period_start=start,
        value="31",
        evidence="R",
        reason="",
    )
    send(
        client,
        f"/measures/V1/{one.pk}/revise/",
        period_start=start,
        value="31",
        evidence="Report",
        reason="One was late",
    )

    assert "Enter why it is revised." in refused.content.decode()
    assert [
        (each.value, each.vintage) for each in Reading.objects.order_by("vintage")
    ] == [(30, 1), (31, 2)]
    assert "One was late" in client.get(f"/measures/V1/{one.pk}/").content.decode()


def test_words_wait_for_the_lead_with_their_marks(client: Client) -> None:
    make_readings(make_indicator(), [100 + n % 3 for n in range(15)])

    send(client, "/measures/V1/say/", what="It fell sharply.", why="New lamps.")
    shown = client.get("/measures/V1/").content.decode()
    own = client.post("/measures/V1/approve/", follow=True).content.decode()
    other = make_person("other@example.org", role="manager", name="Ola Frost")
    client.force_login(other)
    client.post("/measures/V1/approve/")

    assert "You wrote a sentence that says more than the figures do" in own
    assert "Waits for its lead" in shown and "The test finds no real change." in shown
    assert Commentary.objects.get().unsupported == ["It fell sharply."]
    assert client.post("/measures/V1/approve/").status_code == 404


def test_a_target_a_break_and_an_end(client: Client) -> None:
    made = make_indicator()
    make_readings(made, [100 + n % 3 for n in range(15)])

    send(client, "/measures/V1/target/", kind="absolute", value="50")
    assert Standing.objects.get().word == "Short of target"
    bare = send(client, "/measures/V1/target/", kind="absolute")
    assert "figure has one" in bare.content.decode()
    send(
        client,
        "/measures/V1/mark/",
        kind="break",
        words="New form",
        **day(date(2026, 1, 1), "from_on"),
    )
    assert Standing.objects.get().word == "Not enough to say"
    send(
        client,
        "/measures/V1/retire/",
        reason="Replaced",
        **day(date(2026, 10, 1), "on"),
    )

    made.refresh_from_db()
    assert made.retired_because == "Replaced"


def test_the_file_comes_out_and_goes_in_with_its_faults_by_line(client: Client) -> None:
    assert client.get("/measures/file/").status_code == 404  # no strategy is in force
    text = "# Measures\nstrategy: nowhere\n\n## Measure: Bare\n"

    answer = client.post("/measures/load/", {"text": text})

    assert answer.status_code == 422
    assert "Line 4" in answer.content.decode()
    assert not Indicator.objects.exists()


def test_who_may_not_is_told_so_and_sees_no_button(client: Client) -> None:
    make_readings(make_indicator(), [5])
    lead = Client()
    lead.force_login(make_police_lead())

    shown = lead.get("/measures/V1/").content.decode()

    assert "Record a figure" not in shown and "Retire" not in shown
    assert (
        "You act for Saxonshire Police"
        in lead.get("/measures/V1/record/").content.decode()
    )
    assert lead.get("/measures/define/").status_code == 403
    assert Person.objects.count() >= 2


def test_the_lake_is_read_on_a_page_or_it_is_said_why_not(
    client: Client, settings: Any, tmp_path: Any, monkeypatch: Any
) -> None:
    monkeypatch.setenv("GOLDTHREAD_HOME", str(tmp_path))
    make_indicator()

    answer = client.post("/measures/V1/lake/", follow=True)

    assert "There is no lake yet" in answer.content.decode()
