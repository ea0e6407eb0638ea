"""An effect is stated by a measure that can tell it, in the direction that is meant."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.make import make_manager
from tests.make_numbers import make_indicator, make_readings, told
from tests.make_plan import TODAY, make_action
from tests.partners.people import NOW, PASSWORD

from goldthread.delivery.models import ExpectedEffect
from goldthread.performance import services
from goldthread.performance.models import Indicator
from goldthread.performance.rules import Refused

pytestmark = pytest.mark.django_db
WINDOW = {"window_from": date(2027, 1, 1), "window_until": date(2028, 1, 1)}


def state(measure: Indicator, direction: str = "down") -> ExpectedEffect:
    return services.state_effect_by_measure(
        make_action("Mentors", start_on=TODAY, due_on=date(2027, 12, 31)),
        measure,
        direction=direction,
        percent=20,
        by=None,
        at=NOW,
        **WINDOW,
    )


@pytest.mark.covers("E12")
def test_one_figure_is_no_past_to_judge_an_effect_from() -> None:
    measure = make_indicator("Z1", every=3)
    make_readings(measure, [40], until=date(2026, 7, 1))

    with pytest.raises(
        Refused, match=r"holds 1 figure and 1 more to come.*It takes 12 quarters"
    ):
        state(measure)

    assert not ExpectedEffect.objects.exists()


def test_figures_that_come_before_the_window_count_as_held() -> None:
    measure = make_indicator(opened_on=date(2024, 4, 1))
    make_readings(measure, [100] * 21, until=date(2026, 9, 1))  # and three to come

    assert state(measure).indicator == "V1"


def test_an_effect_against_the_aim_is_stated_and_said(client: Client) -> None:
    measure = make_indicator(polarity="up")
    make_readings(measure, [100] * 30)
    action = make_action("Mentors", start_on=TODAY)
    manager = make_manager()
    assert client.login(email=manager.email, password=PASSWORD)
    sent: dict[str, Any] = {
        "indicator": str(measure.pk), "direction": "down", "percent": "10",
        "window_from_day": "1", "window_from_month": "4", "window_from_year": "2090",
        "window_until_day": "1", "window_until_month": "4", "window_until_year": "2091",
    }  # fmt: skip

    address = f"/plan/{action.reference}/effect/measure/"
    shown = client.post(address, sent, follow=True).content.decode()

    assert "The aim of V1 Vehicle crimes recorded is more" in shown
    assert "this effect is stated as fewer" in shown
    assert ExpectedEffect.objects.get().direction == "down"


def test_how_often_it_is_counted_stays_while_an_effect_rests_on_it() -> None:
    measure = make_indicator()
    make_readings(measure, [100] * 30)
    action = state(measure).action

    with pytest.raises(Refused, match=f"{action.reference} is judged by it so"):
        services.change_indicator(
            measure, told(code="V1", every=12), reason="Rarer", by=None, at=NOW
        )

    measure.refresh_from_db()
    assert (measure.every, measure.version) == (1, 1)
    services.change_indicator(
        measure, told(code="V1", name="Vehicles"), reason="Shorter", by=None, at=NOW
    )
