"""Whether an action worked: judged by what was stated, kept for good, shown with doubts."""

import dataclasses
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.make import make_manager
from tests.make_effects import BEGAN, MONTHS, judge, place, series, stated
from tests.make_plan import TODAY, make_action, make_police_lead
from tests.partners.people import NOW, PASSWORD

from goldthread.audit.models import Event
from goldthread.delivery import queries, services
from goldthread.delivery.effect_judged import judged
from goldthread.delivery.effect_series import EffectSeries, Named, as_json, from_json
from goldthread.delivery.models import Effect, ExpectedEffect
from goldthread.partners.rules import Refused

pytestmark = pytest.mark.django_db


@pytest.mark.covers("E12", "S50")
def test_a_fall_beyond_its_comparison_worked_and_everything_it_rests_on_is_kept() -> (
    None
):
    action = stated()

    effect = judge(action, series(30, 15))

    assert effect.result == "worked"
    assert effect.level == 3
    assert effect.strength.startswith("moderate")
    assert effect.sentence == (
        "It worked: 180 recorded in Wharf in April 2025 to March 2026, where 5 comparison "
        "places lead one to expect about 360. That is 50 per cent fewer (95 per cent "
        "limits 59 per cent fewer to 40 per cent fewer). 20 per cent fewer had been promised."
    )
    assert effect.found["target"] == [360, 180]
    assert effect.found["before"] == ["2023-04", "2024-03"]
    assert effect.found["crimes"][0] == -180
    assert effect.found["step"][0] < 0.6
    assert effect.method == "effect 2"
    assert effect.lake_version == "v7"
    assert "from 1 April 2025" in effect.expected
    assert from_json(effect.series, lake_version="v7") == series(30, 15)
    event = Event.objects.get(verb="action.effect_judged")
    assert event.detail["result"] == "worked"


def test_no_effect_and_cannot_tell_and_too_early_are_answers_too() -> None:
    action = stated()
    expected = action.expected_effect

    none = judged(expected, series(90, 90), began=BEGAN)
    few = judged(expected, series(1, 1), began=BEGAN)
    within = judged(expected, series(6, 5), began=BEGAN)
    early = dataclasses.replace(series(30, 15))
    cut = EffectSeries(
        MONTHS[:-2],
        Named("Wharf", early.place.counts[:-2]),
        tuple(Named(o.name, o.counts[:-2]) for o in early.others),
    )
    soon = judged(expected, cut, began=BEGAN)

    assert none.result == "no effect"
    assert few.result == "cannot tell"
    assert few.level == 0
    assert few.sentence.startswith("Cannot tell: only 12 were counted before")
    assert within.result == "cannot tell"
    assert soon.result == "too early"
    assert soon.sentence == (
        "Too early: its window ends in March 2026, and the figures reach to January 2026."
    )


@pytest.mark.covers("E32")
def test_no_answer_is_given_across_a_change_of_counting_or_over_missing_months() -> (
    None
):
    expected = stated().expected_effect
    broken = dataclasses.replace(
        series(30, 15), broken="the counting changed in between. New rules."
    )
    whole = series(30, 15)
    gone = tuple(
        None if month >= date(2025, 10, 1) else count
        for month, count in zip(MONTHS, whole.place.counts, strict=True)
    )
    missing = dataclasses.replace(whole, place=Named("Wharf", gone))
    short = EffectSeries(
        MONTHS[-20:],
        Named("Wharf", whole.place.counts[-20:]),
        tuple(Named(o.name, o.counts[-20:]) for o in whole.others),
    )

    assert judged(expected, broken, began=BEGAN).sentence == (
        "Cannot tell: the counting changed in between. New rules."
    )
    found = judged(expected, missing, began=BEGAN)
    assert found.sentence == "Cannot tell: 6 of the 12 months are missing on one side."
    assert "do not reach back" in judged(expected, short, began=BEGAN).sentence


def test_one_missing_month_is_left_out_on_both_sides() -> None:
    expected = stated().expected_effect
    whole = series(30, 15)
    counts = list(whole.place.counts)
    counts[MONTHS.index(date(2025, 8, 1))] = None
    with_gap = dataclasses.replace(whole, place=Named("Wharf", tuple(counts)))

    found = judged(expected, with_gap, began=BEGAN).found

    assert found["months"] == 11
    assert found["target"][0] == pytest.approx(330, abs=2)


@pytest.mark.covers("E44")
def test_a_ward_chosen_in_its_worst_year_has_the_fall_of_chance_taken_off() -> None:
    spike = tuple(
        50.0 if date(2023, 4, 1) <= month < date(2024, 4, 1) else 30.0 + n % 3 - 1
        for n, month in enumerate(MONTHS)
    )
    action = stated()

    effect = judge(
        action, dataclasses.replace(series(30, 30, 8), place=Named("Wharf", spike))
    )

    assert effect.result == "no effect"
    assert effect.found["fall"] == pytest.approx(40, abs=3)
    assert effect.doubts[1] == "Without that it would have looked as if it had worked."


def test_a_place_beside_it_that_rose_is_named_and_alone_it_is_weak_evidence() -> None:
    expected = stated().expected_effect
    beside = dataclasses.replace(
        series(30, 15), beside=(place("Quay", 20, 45), place("Hill", 30, 30))
    )

    moved = judged(expected, beside, began=BEGAN)
    alone = judged(expected, series(30, 15, 0), began=BEGAN)

    assert moved.doubts == (
        "Quay, beside it, rose from 240 to 540: some of it may only have moved there.",
    )
    assert alone.result == "worked"
    assert alone.level == 2
    assert "the year before leads one to expect" in alone.sentence


def test_many_comparison_places_rank_it_among_places_where_nothing_was_done() -> None:
    expected = stated().expected_effect

    found = judged(expected, series(30, 15, 12), began=BEGAN)

    assert found.found["placebo"][:2] == [0, 12]
    assert found.result == "worked"


def test_judged_again_it_says_why_and_the_earlier_judgement_stays() -> None:
    action = stated()
    judge(action, series(30, 15))

    with pytest.raises(Refused, match="Say in a few words why"):
        judge(action, series(30, 28))
    judge(action, series(30, 28), reason="A batch was taken back")

    first, second = Effect.objects.order_by("number")
    assert (first.result, second.number) == ("worked", 2)
    assert second.reason == "A batch was taken back"
    assert list(Effect.objects.newest()) == [second]


@pytest.mark.covers("E12")
def test_nothing_in_the_database_changes_what_was_judged_or_stated_before_it() -> None:
    action = stated()
    ExpectedEffect.objects.filter(action=action).update(percent=25)  # not judged yet
    judge(action, series(30, 15))

    for table, column in (
        ("delivery_effect", "level"),
        ("delivery_expectedeffect", "percent"),
    ):
        with (
            pytest.raises(DatabaseError, match="never changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE {table} SET {column} = 3")
    action.refresh_from_db()
    assert action.expected_effect.percent == 25


def test_the_database_refuses_an_answer_without_a_comparison() -> None:
    action = stated()
    kept: dict[str, Any] = {
        "action": action,
        "number": 1,
        "sentence": "It worked.",
        "strength": "none",
        "expected": "x",
        "method": "m",
        "series": {},
        "found": {},
        "judged_at": NOW,
    }
    for wrong in (
        {"result": "worked", "level": 0},
        {"result": "splendid", "level": 3},
        {"result": "worked", "level": 3, "sentence": ""},
        {"result": "worked", "level": 3, "number": 2},
        {"result": "worked", "level": 5},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Effect.objects.create(**kept | wrong)


def test_who_may_have_it_judged_and_when_not() -> None:
    action = stated()
    police = make_police_lead()

    with pytest.raises(Refused, match="partnership manager or the workstream's lead"):
        judge(action, series(30, 15), by=police)
    with pytest.raises(Refused, match="stated no effect in advance"):
        judge(make_action("Another"), series(30, 15))
    manager = make_manager()
    assert judge(action, series(30, 15), by=manager).judged_by == manager
    services.delete_action(action, reason="Doubled", by=manager, at=NOW)
    with pytest.raises(Refused, match="is deleted"):
        judge(action, series(30, 15), reason="Again")


def test_only_what_is_over_asked_of_the_lake_and_not_yet_answered_is_due() -> None:
    asked = {
        "question": "monthly_by_category",
        "parameters": {"area": "X1", "category": "burglary"},
    }
    over = stated("Over", **asked)
    stated("In words only")
    stated("To come", **asked, window_until=date(2027, 4, 1))

    assert [one.action for one in services.due_to_judge(on=TODAY)] == [over]
    judge(over, series(30, 15))
    assert services.due_to_judge(on=TODAY) == []


def test_what_was_kept_reads_back_the_same_and_a_short_place_is_refused() -> None:
    whole = series(30, 15)

    assert from_json(as_json(whole), lake_version="v7") == whole
    with pytest.raises(ValueError, match="Give one count"):
        EffectSeries(MONTHS, Named("Wharf", (1.0,)))


def test_the_list_says_what_worked_first_and_asks_little_of_the_database(
    client: Client,
) -> None:
    for n in range(6):
        action = stated(f"Action {n}")
        if n < 4:
            judge(action, series(30, 15 if n % 2 else 30))
    manager = make_manager()
    assert client.login(email=manager.email, password=PASSWORD)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = queries.what_worked(result="", on=TODAY)
    assert len(asked) == 2
    assert [line.status.words for line in page.lines[:2]] == ["It worked"] * 2
    assert page.lines[-1].status.words == "Not judged yet"

    every = client.get("/plan/worked/").content.decode()
    assert "Not judged yet (2)" in every and "Too early (0)" in every
    waits = client.get("/plan/worked/?result=not judged yet").content.decode()
    assert "Action 4" in waits and "Action 0" not in waits

    shown = client.get("/plan/worked/?result=worked").content.decode()
    assert shown.count("It worked: 180 recorded") == 2
    assert "Action 0" not in shown
    assert (
        "No action has this answer"
        in client.get("/plan/worked/?result=worse").content.decode()
    )


@pytest.mark.slow
def test_the_page_shows_answer_strength_doubts_chart_and_what_stood_before(
    client: Client,
) -> None:
    action = stated()
    services.state_effect(
        action,
        measure="Criminal damage in the ward",
        direction="down",
        percent=30,
        window_from=date(2025, 4, 1),
        window_until=date(2026, 4, 1),
        reason="The group thinks more is possible",
        by=None,
        at=datetime(2024, 4, 1, 9, tzinfo=UTC),
    )
    judge(action, series(30, 15))
    manager = make_manager()
    assert client.login(email=manager.email, password=PASSWORD)

    shown = client.get(f"/plan/{action.reference}/effect/worked/").content.decode()

    for words in (
        "It worked: 180 recorded",
        "moderate: before and after beside comparison places",
        "by 20 per cent",  # what stood before it was stated anew
        "The group thinks more is possible",
        "All of its size: Ward 0",
        "<svg",
        "January 2026",
    ):
        assert words in shown
    plain = client.get(f"/plan/{action.reference}/").content.decode()
    assert f"/plan/{action.reference}/effect/worked/" in plain
    assert (
        client.get(f"/plan/{make_action('None').reference}/effect/worked/").status_code
        == 404
    )


def test_judging_by_hand_without_a_lake_says_why_not(client: Client) -> None:
    action = stated()
    manager = make_manager()
    assert client.login(email=manager.email, password=PASSWORD)

    answer = client.post(f"/plan/{action.reference}/effect/judge/", follow=True)

    assert "There is nothing to judge it from" in answer.content.decode() or (
        "in words only" in answer.content.decode()
    )
    assert not Effect.objects.exists()
