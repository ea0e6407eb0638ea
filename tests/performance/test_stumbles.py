"""What a fresh pair of eyes stumbled over in the numbers."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.desk.made import now
from tests.make import make_manager
from tests.make_numbers import make_indicator, make_readings
from tests.make_plan import make_police_lead
from tests.partners.people import NOW, make_agency, make_installation

from goldthread.audit.models import Event
from goldthread.performance import services
from goldthread.performance.definition_form import IndicatorForm
from goldthread.performance.models import Indicator
from goldthread.performance.periods import holes, later
from goldthread.performance.queries.due import missing_periods

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client: Client) -> Client:
    make_installation()
    client.force_login(make_manager())
    return client


def page(answer: Any) -> str:
    return str(answer.content.decode())


def test_periods_before_the_only_figure_are_still_told_and_can_be_recorded(
    manager: Client,
) -> None:
    measure = make_indicator(
        "Z1",
        every=3,
        baseline_from=date(2024, 4, 1),
        baseline_until=date(2025, 4, 1),
    )
    make_readings(measure, [40], until=date(2026, 7, 1))

    shown = page(manager.get("/measures/Z1/"))

    assert "9 periods without a figure, the first of them Q1 2024/25." in shown
    assert missing_periods(measure, on=date(2026, 11, 24))[0] == date(2024, 4, 1)


def test_a_gap_in_the_middle_is_named_and_none_is_not_mentioned(
    manager: Client,
) -> None:
    measure = make_indicator()
    make_readings(measure, [100, None, 102])
    whole = make_indicator("V2")
    make_readings(whole)

    assert "1 period without a figure: Sep 2026." in page(manager.get("/measures/V1/"))
    assert "without a figure" not in page(manager.get("/measures/V2/"))
    assert holes([], 1, since=date(2024, 4, 1)) == []


def test_checking_no_file_asks_for_one(manager: Client, client: Client) -> None:
    police = make_agency("Saxonshire Police")
    measure = make_indicator("H1", owner=police, comes_from="return", due_days=10)
    last = later(timezone.localdate().replace(day=1), -3)
    make_readings(measure, [30], until=last, at=now())
    client.force_login(make_police_lead())

    answer = client.post("/measures/returns/file/", {})

    assert answer.status_code == 422 and "Choose a file." in page(answer)


def sent(measure: Indicator, **how: Any) -> dict[str, Any]:
    """The change form as a browser sends it back."""
    form = IndicatorForm(on=timezone.localdate(), strategy=None, area_code="")
    told: dict[str, Any] = {"once": str(uuid.uuid4()), "outcomes": []}
    for name in form.fields:
        value = getattr(measure, name, None) if name != "outcomes" else None
        if isinstance(value, date):
            for part in ("day", "month", "year"):
                told[f"{name}_{part}"] = getattr(value, part)
        elif name in ("owner", "lead", "workstream", "companion", "beside", "victims"):
            told[name] = getattr(value, "pk", "")
        elif value not in (None, {}, []):
            told[name] = value
    return told | how


def test_a_definition_with_figures_is_changed_with_a_reason_that_is_kept(
    manager: Client,
) -> None:
    measure = make_indicator()
    make_readings(measure)

    asked = page(manager.post("/measures/V1/change/", sent(measure, name="Vehicles")))
    assert "Say why it is changed" in asked
    manager.post(
        "/measures/V1/change/",
        sent(measure, name="Vehicles", reason="The old name was too long"),
    )

    measure.refresh_from_db()
    assert measure.name == "Vehicles"
    kept = Event.objects.filter(verb="indicator.changed").latest("pk")
    assert kept.detail["reason"] == "The old name was too long"


def test_without_figures_no_reason_is_asked(manager: Client) -> None:
    measure = make_indicator()

    manager.post("/measures/V1/change/", sent(measure, name="Vehicles"))

    measure.refresh_from_db()
    assert measure.name == "Vehicles"


def test_a_number_out_of_bounds_is_named_by_its_field(manager: Client) -> None:
    measure = make_indicator()

    shown = page(manager.post("/measures/V1/change/", sent(measure, per="0")))

    assert "Ensure this value" not in shown
    assert "expected 1 or more; found 0." in shown


def test_nobody_is_not_called_the_system_account(manager: Client) -> None:
    measure = make_indicator()
    make_readings(measure)
    said = services.write_commentary(measure, what="All quiet.", by=None, at=NOW)
    waits = page(manager.get("/measures/V1/"))
    services.approve_commentary(said, by=make_manager(), at=NOW)

    assert "system account" not in waits + page(manager.get("/measures/V1/"))


def test_where_no_pack_held_a_figure_the_packs_are_one_click_away(
    manager: Client,
) -> None:
    make_readings(make_indicator())

    shown = page(manager.get("/publishing/measure/V1/"))

    assert 'No pack was issued with a figure of this measure yet: <a class="govuk-link" href="/board/packs/">' in shown  # fmt: skip


def opened(shown: str, words: str) -> bool:
    """Whether the fold with these words stands open; it must be there."""
    before = shown[: shown.index(words)]
    return before[before.rindex("<details") :].startswith(
        '<details class="govuk-details" open'
    )


LAKE, SURVEY = "Which question to the lake", "Whom it asks, and how sure"


def test_what_few_need_is_folded_until_it_is_needed(manager: Client) -> None:
    make_indicator()
    make_indicator(
        "T1", basis="survey", kind="percent", unit="%", out_of="Those asked",
        asked="2,400 adults a quarter", interval="reckoned",
    )  # fmt: skip

    define = page(manager.get("/measures/define/"))
    counted = page(manager.get("/measures/V1/change/"))
    asked = page(manager.get("/measures/T1/change/"))

    assert not opened(define, LAKE) and not opened(define, SURVEY)
    assert not opened(counted, SURVEY) and opened(asked, SURVEY)
    assert define.count("<details") == define.count("</details>") == 4


def test_a_fold_with_something_wrong_in_it_is_open(manager: Client) -> None:
    measure = make_indicator()

    wrong = page(manager.post("/measures/V1/change/", sent(measure, only="category")))

    assert "Expected column=value" in wrong and opened(wrong, LAKE)
