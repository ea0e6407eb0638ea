"""A slip of the key is asked about once, before it is a figure that a board reads."""

import re
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.desk.made import now
from tests.make import make_manager
from tests.make_numbers import make_indicator, make_readings
from tests.make_plan import make_police_lead
from tests.partners.people import make_agency, make_installation

from goldthread.desk import services as desk
from goldthread.performance import services
from goldthread.performance.models import Indicator, Reading
from goldthread.performance.periods import later
from goldthread.performance.queries import due_from
from goldthread.performance.return_file import template_rows

pytestmark = pytest.mark.django_db
LAST = later(timezone.localdate().replace(day=1), -1)


@pytest.fixture
def measure() -> Indicator:
    """A count of the police whose last figure is 121."""
    make_installation()
    police = make_agency("Saxonshire Police")
    made = make_indicator("N1", owner=police, comes_from="return", due_days=10)
    make_readings(made, [118, 121], until=later(LAST, -1), at=now())
    return made


def page(answer: Any) -> str:
    return str(answer.content.decode())


def sent(value: str, *yes: str) -> dict[str, Any]:
    return {
        f"N1-{LAST:%Y-%m}": value,
        "token": str(uuid.uuid4()),
        "right": list(yes),
    }


def tick_in(shown: str) -> str:
    return re.findall(r'name="right" value="([^"]+)"', shown)[0]


def newest(measure: Indicator) -> float:
    return float(Reading.objects.filter(indicator=measure).latest("period_start").value)


def test_ten_times_the_last_figure_is_asked_about_and_a_tick_takes_it(
    measure: Indicator, client: Client
) -> None:
    client.force_login(make_police_lead())

    asked = page(client.post("/measures/returns/key/", sent("1190")))

    assert "is 10 times what it was last time (121). Is it right?" in asked
    assert newest(measure) == 121
    client.post("/measures/returns/key/", sent("1190", tick_in(asked)))
    assert newest(measure) == 1190


def test_a_tick_is_good_for_the_figure_that_was_asked_about_alone(
    measure: Indicator, client: Client
) -> None:
    client.force_login(make_police_lead())
    asked = page(client.post("/measures/returns/key/", sent("1190")))

    again = page(client.post("/measures/returns/key/", sent("12", tick_in(asked))))

    assert "is 10 times less than last time (121)" in again and newest(measure) == 121


def test_a_usual_figure_is_taken_without_a_question_and_repeated_with_whom_to_tell(
    measure: Indicator, client: Client
) -> None:
    make_manager()
    client.force_login(make_police_lead())

    shown = page(client.post("/measures/returns/key/", sent("130"), follow=True))

    assert newest(measure) == 130
    assert "What you sent" in shown and "<strong>130 recorded crimes</strong>" in shown
    assert "If a figure is wrong, tell Amar Tolliver" in shown


def test_behind_a_link_it_is_asked_and_repeated_too(
    measure: Indicator, client: Client
) -> None:
    lead = make_police_lead()
    token = desk.issue_return_link(lead, agency=measure.owner, by=None, at=now())

    asked = page(client.post(f"/r/{token}/", sent("1190")))
    assert "Is it right?" in asked and newest(measure) == 121
    shown = page(client.post(f"/r/{token}/", sent("1190", tick_in(asked)), follow=True))

    assert "What you sent" in shown and "1\N{NARROW NO-BREAK SPACE}190" in shown
    stranger = page(client.get(f"/r/{token}/?done={uuid.uuid4()}"))
    assert "What you sent" not in stranger


def test_a_file_is_asked_about_where_it_is_looked_at(
    measure: Indicator, client: Client
) -> None:
    client.force_login(make_police_lead())
    rows = template_rows(due_from(measure.owner, on=timezone.localdate()))
    rows[1][4] = "8"
    file = SimpleUploadedFile("figures.csv", "\n".join(map(";".join, rows)).encode())

    seen = page(client.post("/measures/returns/file/", {"sheet": file}))
    assert "is 15 times less than last time (121)" in seen
    told = {
        name: re.findall(rf'name="{name}" value="([^"]+)"', seen)[0]
        for name in ("figures", "token")
    }
    again = page(client.post("/measures/returns/file/", told))
    assert "Correct it, or tick that it is right" in again and newest(measure) == 121
    client.post("/measures/returns/file/", told | {"right": tick_in(seen)})

    assert newest(measure) == 8


def test_a_figure_by_hand_is_asked_about_too(
    measure: Indicator, client: Client
) -> None:
    client.force_login(make_manager())
    told = {"period_start": LAST.isoformat(), "value": "1190", "evidence": "A table"}

    asked = page(client.post("/measures/N1/record/", told))
    assert "Is it right?" in asked and newest(measure) == 121
    told |= {"right": tick_in(asked), "once": str(uuid.uuid4())}
    client.post("/measures/N1/record/", told)

    assert newest(measure) == 1190


def test_more_than_all_of_them_is_said_with_the_name_of_the_measure() -> None:
    share = make_indicator("T2", name="Visits kept", kind="percent", out_of="Visits")

    with pytest.raises(services.readings.rules.Refused, match="T2 Visits kept: 50 out"):
        make_readings(share, [0], numerator=50, denominator=40)
