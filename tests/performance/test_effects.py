"""An action judged by a measure's own readings."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from tests.make import make_manager
from tests.make_numbers import AREA, make_indicator, make_readings
from tests.make_plan import TODAY, make_action
from tests.partners.people import NOW, PASSWORD

from goldthread.audit.models import Event
from goldthread.core.refusal import Refused as NotGiven
from goldthread.delivery.models import Action, Change, Effect, ExpectedEffect
from goldthread.performance import services
from goldthread.performance.effect_series import series_by_measure
from goldthread.performance.models import Indicator
from goldthread.performance.rules import Refused

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2024, 3, 1, 9, tzinfo=UTC)
BEGAN = date(2025, 1, 1)
FROM, UNTIL = date(2025, 4, 1), date(2026, 4, 1)
OTHERS = ["X22000002", "X22000003", "X22000004"]


def measure(**how: Any) -> Indicator:
    return make_indicator("V1", **{"peers": OTHERS} | how)


def fill(
    made: Indicator, before: int = 100, after: int = 100, area: str = AREA
) -> None:
    """Five years of months that stray a little, the last of them March 2026."""
    values = [before + n % 5 - 2 for n in range(48)] + [
        after + n % 5 - 2 for n in range(12)
    ]
    make_readings(made, values, until=date(2026, 3, 1), area_code=area)


def whole(after: int = 60) -> Indicator:
    made = measure()
    fill(made, after=after)
    for area in OTHERS:
        fill(made, area=area)
    return made


def state(made: Indicator, title: str = "Steering locks", **how: Any) -> Action:
    action = make_action(title, start_on=BEGAN, due_on=date(2026, 3, 31))
    told: dict[str, Any] = {
        "direction": "down",
        "percent": 20,
        "window_from": FROM,
        "window_until": UNTIL,
        "by": None,
        "at": LONG_AGO,
    }
    services.state_effect_by_measure(action, made, **told | how)
    return action


@pytest.mark.covers("E12", "C36")
def test_a_measures_readings_judge_an_action_beside_its_similar_areas() -> None:
    made = whole()
    action = state(made)

    (effect,) = services.judge_due_by_measure(on=TODAY, at=NOW)

    assert (effect.result, effect.level) == ("worked", 3)
    assert effect.sentence.startswith("It worked: 717 recorded crimes in ")
    assert len(effect.series["others"]) == 3
    assert "measured by V1, compared with X22000002" in effect.expected
    assert action.expected_effect.comparison == OTHERS
    event = Event.objects.get(verb="indicator.effect_stated")
    assert event.detail == {"action": action.reference, "beside": OTHERS}
    assert Event.objects.get(verb="action.effect_judged").detail["result"] == "worked"
    assert services.judge_due_by_measure(on=TODAY, at=NOW) == []


def test_similar_areas_are_called_as_they_were_when_the_effect_was_stated() -> None:
    names = {OTHERS[0]: "Ashmere", "X22000009": "Not one of them"}
    action = state(whole(), names=names)

    services.judge_due_by_measure(on=TODAY, at=NOW)

    assert action.expected_effect.names == {OTHERS[0]: "Ashmere"}
    effect = Effect.objects.get(action=action)
    assert f"compared with Ashmere, {OTHERS[1]}" in effect.expected
    assert [one["name"] for one in effect.series["others"]] == ["Ashmere", *OTHERS[1:]]
    logged = Change.objects.get(field="effect").after
    assert "Ashmere" in logged and OTHERS[0] not in logged


def test_similar_areas_chosen_later_do_not_change_what_it_is_compared_with() -> None:
    made = whole()
    action = state(made)
    made.refresh_from_db()
    Indicator.objects.filter(pk=made.pk).update(peers=OTHERS[:1])

    services.judge_due_by_measure(on=TODAY, at=NOW)

    effect = Effect.objects.get(action=action)
    assert len(effect.series["others"]) == 3


def test_what_is_not_reached_yet_waits_and_nothing_at_all_is_said() -> None:
    made = measure(opened_on=date(2023, 4, 1))
    state(made)

    assert services.judge_due_by_measure(on=TODAY, at=NOW) == []
    found = series_by_measure(ExpectedEffect.objects.get(), began=BEGAN)
    assert isinstance(found, NotGiven) and "has no figure yet" in str(found)
    make_readings(made, [100] * 40, until=date(2026, 1, 1))
    assert services.judge_due_by_measure(on=TODAY, at=NOW) == []


@pytest.mark.covers("E32")
def test_a_change_of_counting_in_between_gives_no_answer_an_old_one_a_shorter_past() -> (
    None
):
    made = whole()
    action = state(made)
    services.mark_series(
        made, kind="break", from_on=date(2021, 10, 1), words="Old", by=None, at=NOW
    )

    expected = ExpectedEffect.objects.get(action=action)
    shorter = series_by_measure(expected, began=BEGAN)
    services.mark_series(
        made,
        kind="break",
        from_on=date(2024, 10, 1),
        words="New rules.",
        by=None,
        at=NOW,
    )
    broken = series_by_measure(expected, began=BEGAN)

    assert not isinstance(shorter, NotGiven) and not isinstance(broken, NotGiven)
    assert shorter.months[0] == date(2021, 10, 1)
    assert broken.broken == "the counting changed in between. New rules."


def test_a_share_is_judged_by_its_numbers_brought_to_one_size() -> None:
    made = measure(kind="percent", out_of="Every case", unit="% of cases", peers=[])
    for n in range(60):
        month = date(2021 + (n + 3) // 12, (n + 3) % 12 + 1, 1)
        services.record_reading(
            made,
            services.Figure(
                month,
                numerator=(60 if month >= FROM else 100) * (1 + n % 2),
                denominator=200 * (1 + n % 2),
            ),
            evidence="Register",
            by=None,
            at=NOW,
        )
    action = state(made)

    found = series_by_measure(ExpectedEffect.objects.get(action=action), began=BEGAN)

    assert not isinstance(found, NotGiven)
    assert found.place.counts[0] == found.place.counts[1] == 150
    assert found.unit == "counted (out of about 300 each month)"


def test_what_cannot_be_judged_fairly_cannot_be_stated() -> None:
    quarters = make_indicator("Q1", every=3)
    yearly = make_indicator("Y1", every=12)
    days = make_indicator("D1", kind="days", unit="days")

    with pytest.raises(Refused, match=r"one figure a year.*Choose a measure that has"):
        state(yearly, "Yearly")
    with pytest.raises(Refused, match="no count and no share"):
        state(days, "Days")
    with pytest.raises(Refused, match="first of January, April"):
        state(quarters, "Crooked", window_from=date(2025, 5, 1))
    with pytest.raises(Refused, match="first of a month"):
        state(quarters, "Odd", window_from=date(2025, 5, 2))
    services.retire_indicator(
        quarters, on=date(2024, 5, 1), reason="Replaced", by=None, at=NOW
    )
    with pytest.raises(Refused, match="is retired"):
        state(
            quarters,
            "Retired",
            at=NOW,
            window_from=date(2028, 4, 1),
            window_until=date(2029, 4, 1),
        )


def test_shares_without_numbers_and_numbers_too_unlike_are_refused_in_words() -> None:
    made = measure(
        kind="percent", out_of="Every case", peers=[], opened_on=date(2023, 4, 1)
    )
    action = state(made)
    make_readings(made, [50, 50], until=date(2026, 3, 1))
    expected = ExpectedEffect.objects.get(action=action)

    bare = series_by_measure(expected, began=BEGAN)
    with pytest.raises(Refused, match="holds only shares"):
        services.judge_by_measure(action, by=None, at=NOW)

    assert "not the numbers behind them" in str(bare)
    ExpectedEffect.objects.update(indicator="GONE")
    assert "no measure GONE any more" in str(
        series_by_measure(ExpectedEffect.objects.get(), began=BEGAN)
    )
    with pytest.raises(Refused, match="stated no effect by a measure"):
        services.judge_by_measure(make_action("Other"), by=None, at=NOW)


@pytest.mark.slow
def test_it_is_stated_and_judged_on_the_pages(client: Client) -> None:
    made = whole()
    action = state(made)
    new = make_action("Lights on the path", start_on=TODAY)
    manager = make_manager()
    assert client.login(email=manager.email, password=PASSWORD)
    told = {
        "indicator": str(made.pk),
        "direction": "down",
        "percent": "10",
        "window_from_day": "1", "window_from_month": "4", "window_from_year": "2090",
        "window_until_day": "1", "window_until_month": "4", "window_until_year": "2091",
    }  # fmt: skip

    make_indicator("Y1", every=12)
    form = client.get(f"/plan/{new.reference}/effect/measure/").content.decode()
    sent = client.post(f"/plan/{new.reference}/effect/measure/", told)
    fixed = client.get(f"/plan/{action.reference}/effect/measure/").content.decode()
    judged = client.post(
        f"/plan/{action.reference}/effect/measure/judge/", follow=True
    ).content.decode()

    assert "V1 Vehicle crimes recorded" in form
    assert "Measures that cannot judge an effect" in form
    assert "Y1 Vehicle crimes recorded has one figure a year" in form
    assert f'href="/plan/{new.reference}/effect/by-hand/"' in form
    assert sent.status_code == 302
    assert ExpectedEffect.objects.get(action=new).indicator == "V1"
    assert "stands as it was stated" in fixed
    assert "It worked: 717 recorded crimes" in judged
    assert f"/plan/{action.reference}/effect/measure/judge/" in judged
    page = client.get("/measures/V1/").content.decode()
    assert "Actions that it judges" in page and "Steering locks" in page
    assert 'href="/measures/V1/"' in judged
    yearly = client.get("/measures/Y1/").content.decode()
    assert "Judges effects" in yearly and "has one figure a year" in yearly
