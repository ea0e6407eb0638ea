"""Milestones, dependencies, golden threads and the expected effect of an action."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.make import make_manager
from tests.make_plan import (
    TODAY,
    make_action,
    make_area,
    make_police_lead,
    make_strategy,
    make_workstream,
)
from tests.partners.people import NOW, make_person

from goldthread.audit.models import Event
from goldthread.delivery import services
from goldthread.delivery.models import (
    ActionThread,
    Change,
    Dependency,
    ExpectedEffect,
    Milestone,
)
from goldthread.partners.rules import Refused

pytestmark = pytest.mark.django_db
BY_ALL: dict[str, Any] = {"by": None, "at": NOW}


@pytest.mark.covers("C40")
def test_milestones_are_added_in_order_done_on_a_day_and_kept_in_the_log() -> None:
    action = make_action()
    due = date(2027, 1, 31)
    first = services.add_milestone(action, title="Staff hired", due_on=due, **BY_ALL)
    second = services.add_milestone(action, title="First night", due_on=None, **BY_ALL)

    services.finish_milestone(first, on=TODAY, **BY_ALL)
    services.remove_milestone(second, **BY_ALL)

    kept = Milestone.objects.get()
    assert (kept.number, kept.done_on) == (1, TODAY)
    assert second.number == 2
    assert [(row.before, row.after) for row in Change.objects.order_by("pk")] == [
        ("", "Staff hired, due 31 January 2027"),
        ("", "First night"),
        ("Staff hired", "Staff hired, done 23 November 2026"),
        ("First night", ""),
    ]
    action.refresh_from_db()
    assert action.version == 5


def test_a_milestone_is_not_done_tomorrow_and_not_twice() -> None:
    step = services.add_milestone(make_action(), title="Hired", due_on=None, **BY_ALL)

    with pytest.raises(Refused, match="which is to come"):
        services.finish_milestone(step, on=TODAY + timedelta(days=1), **BY_ALL)
    services.finish_milestone(step, on=TODAY - timedelta(days=3), **BY_ALL)
    services.finish_milestone(step, on=TODAY, **BY_ALL)

    assert Milestone.objects.get().done_on == TODAY - timedelta(days=3)
    assert Event.objects.filter(verb="action.milestone_done").count() == 1


def test_a_practitioner_of_the_agency_says_a_milestone_is_done_but_adds_none() -> None:
    action = make_action()
    step = services.add_milestone(action, title="Hired", due_on=None, **BY_ALL)
    practitioner = make_person("p@example.org", role="practitioner")
    other = make_police_lead()

    services.finish_milestone(step, on=TODAY, by=practitioner, at=NOW)

    with pytest.raises(Refused, match="change it"):
        services.add_milestone(
            action, title="More", due_on=None, by=practitioner, at=NOW
        )
    with pytest.raises(Refused, match="report on it"):
        services.finish_milestone(step, on=TODAY, by=other, at=NOW)
    with pytest.raises(Refused, match="change it"):
        services.remove_milestone(step, by=other, at=NOW)


def test_a_milestone_says_something() -> None:
    action = make_action()

    with pytest.raises(Refused, match="cannot be blank"):
        services.add_milestone(action, title=" ", due_on=None, **BY_ALL)
    services.add_milestone(action, title="Hired", due_on=None, **BY_ALL)
    with pytest.raises(IntegrityError, match="what_is_seen"), transaction.atomic():
        Milestone.objects.update(title="")


def test_actions_never_wait_for_each_other_in_a_circle_and_the_way_is_named() -> None:
    first, second, third = (make_action(title) for title in ("One", "Two", "Three"))
    services.add_dependency(second, on=first, words="staff", **BY_ALL)
    services.add_dependency(third, on=second, **BY_ALL)

    with pytest.raises(Refused) as refusal:
        services.add_dependency(first, on=third, **BY_ALL)

    assert str(refusal.value) == (
        "A-001 cannot wait for A-003: A-003 waits for A-002, which waits for A-001."
    )
    with pytest.raises(Refused, match="A-001 cannot wait for itself"):
        services.add_dependency(first, on=first, **BY_ALL)
    assert Dependency.objects.count() == 2


def test_a_dependency_is_told_once_and_taken_out_again() -> None:
    first, second = make_action("One"), make_action("Two")
    told = services.add_dependency(second, on=first, **BY_ALL)
    assert services.add_dependency(second, on=first, **BY_ALL) == told

    services.remove_dependency(told, **BY_ALL)
    services.add_dependency(first, on=second, **BY_ALL)

    assert Dependency.objects.get().action == first
    verbs = list(Event.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs[-3:] == ["action.waits", "action.waits_no_longer", "action.waits"]


def test_nothing_waits_for_what_is_deleted_and_strangers_change_nothing() -> None:
    manager = make_manager()
    first, second = make_action("One"), make_action("Two")
    told = services.add_dependency(second, on=first, **BY_ALL)
    gone = services.delete_action(
        make_action("Three"), reason="Twice", by=manager, at=NOW
    )
    stranger = make_police_lead()

    with pytest.raises(Refused, match="nothing waits for it"):
        services.add_dependency(second, on=gone, **BY_ALL)
    with pytest.raises(Refused, match="change it"):
        services.add_dependency(first, on=second, by=stranger, at=NOW)
    with pytest.raises(Refused, match="change it"):
        services.remove_dependency(told, by=stranger, at=NOW)


def test_an_action_answers_a_golden_thread_in_words_and_may_stop_to() -> None:
    action = make_action()
    thread = action.workstream.strategy.threads.get(number=1)

    services.answer_thread(action, thread, text="Marshals call for help", **BY_ALL)
    services.answer_thread(action, thread, text="Marshals call for help", **BY_ALL)
    assert ActionThread.objects.get().text == "Marshals call for help"
    services.answer_thread(action, thread, text=" ", **BY_ALL)

    assert not ActionThread.objects.exists()
    assert [(row.before, row.after) for row in Change.objects.order_by("pk")] == [
        ("", "Marshals call for help"),
        ("Marshals call for help", ""),
    ]


def test_a_thread_of_another_strategy_and_other_peoples_actions_are_left_alone() -> (
    None
):
    action = make_action(workstream=make_workstream())
    other = make_strategy(
        title="Safer Saxonbridge 2029 to 2032", state="draft"
    ).threads.get(number=1)
    own = action.workstream.strategy.threads.get(number=1)

    with pytest.raises(Refused, match="another strategy"):
        services.answer_thread(action, other, text="x", **BY_ALL)
    with pytest.raises(Refused, match="change it"):
        services.answer_thread(action, own, text="x", by=make_police_lead(), at=NOW)


EFFECT: dict[str, Any] = {
    "measure": "Violence with injury between 20:00 and 04:00",
    "direction": "down",
    "percent": 15,
    "window_from": date(2027, 1, 1),
    "window_until": date(2027, 7, 1),
    "by": None,
    "at": NOW,
}


@pytest.mark.covers("E12")
def test_what_an_action_will_change_is_stated_before_it_can_be_seen() -> None:
    action = make_action()

    services.state_effect(
        action,
        question="monthly_by_category",
        area=make_area(),
        parameters={},
        **EFFECT,
    )

    kept = ExpectedEffect.objects.get()
    assert kept.parameters["area"] == "X22000011"
    said = Change.objects.get(field="effect").after
    assert said.startswith(
        "Violence with injury between 20:00 and 04:00: fewer or less by 15 per cent "
        "in Castle, from 1 January 2027 up to 1 July 2027, measured by the police’s "
        "monthly records"
    )
    assert Event.objects.get(verb="action.effect_stated").detail["after"] == said


@pytest.mark.covers("E12", "E44")
def test_once_its_window_has_begun_nobody_moves_the_goal() -> None:
    action = make_action()
    services.state_effect(action, **EFFECT)
    easier = EFFECT | {"percent": 2, "at": NOW + timedelta(days=60)}
    later = easier | {
        "window_from": date(2027, 3, 1),
        "window_until": date(2027, 9, 1),
    }

    for told in (easier, later):
        with pytest.raises(Refused, match="judged from 1 January 2027 on"):
            services.state_effect(action, reason="It will not come", **told)

    assert ExpectedEffect.objects.get().percent == 15


@pytest.mark.covers("E44")
def test_before_its_window_it_is_stated_anew_with_a_reason_that_is_logged() -> None:
    action = make_action()
    services.state_effect(action, **EFFECT)

    with pytest.raises(Refused, match="Say in a few words why"):
        services.state_effect(action, **EFFECT | {"percent": 10})
    services.state_effect(
        action, reason="Only one rank this winter", **EFFECT | {"percent": 10}
    )

    assert ExpectedEffect.objects.get().percent == 10
    row = Change.objects.filter(field="effect").order_by("-pk")[0]
    assert "by 15 per cent" in row.before
    assert "by 10 per cent" in row.after
    assert row.reason == "Only one rank this winter"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"window_from": TODAY}, "has to begin after 23 November 2026"),
        ({"window_until": date(2026, 12, 1)}, "window ends after it starts"),
        ({"measure": " "}, "cannot be blank"),
        ({"question": "how_are_you"}, "no question 'how_are_you'"),
        (
            {"question": "monthly_by_category", "parameters": {"colour": "red"}},
            "found colour",
        ),
        ({"question": "monthly_by_category"}, "also needs area"),
        ({"question": "wards_of", "parameters": {"area": "X1"}}, "judged by a measure"),
        (
            {
                "question": "monthly_by_category",
                "parameters": {"area": "X1", "category": "violence"},
            },
            "no kind of crime called 'violence'",
        ),
        ({"percent": 0}, "larger than nothing"),
    ],
)
def test_an_effect_that_nobody_could_judge_is_refused(
    wrong: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        services.state_effect(make_action(), **EFFECT | wrong)

    assert not ExpectedEffect.objects.exists()


def test_others_state_no_effect_of_an_action_that_is_not_theirs() -> None:
    with pytest.raises(Refused, match="change it"):
        services.state_effect(make_action(), **EFFECT | {"by": make_police_lead()})


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"window_until": date(2026, 12, 1)}, "an_effect_window_ends_after_it_starts"),
        ({"measure": ""}, "an_effect_names_its_measure"),
        ({"percent": 0}, "an_effect_is_larger_than_nothing"),
    ],
)
def test_the_database_refuses_effects_that_cannot_be(
    wrong: dict[str, Any], constraint: str
) -> None:
    services.state_effect(make_action(), **EFFECT)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ExpectedEffect.objects.update(**wrong)
