"""What waits stands on the desk of whoever owes it and of whoever waits, one click away."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from tests.desk.made import colleague, make_owner, owned
from tests.make import make_manager
from tests.make_board import (
    TODAY,
    make_ask,
    make_board,
    make_challenge,
    make_decision,
    make_item,
    make_meeting,
    make_risk,
    on_seat,
)
from tests.make_numbers import make_indicator
from tests.make_plan import make_action, make_report, make_workstream
from tests.partners.people import NOW, make_agency, make_person

from goldthread.delivery.queries import PlanFilter, filter_from, plan_settings, selected
from goldthread.desk.queries.desk import DeskPage, desk_page
from goldthread.governance import services
from goldthread.governance.models import Meeting
from goldthread.governance.services import CheckTold
from goldthread.partners.models import Person
from goldthread.performance.queries.due import owed_by_all
from goldthread.strategy import services as steering

pytestmark = pytest.mark.django_db
POLICE = "Saxonshire Police"


def desk(person: Person, on: Any = TODAY) -> DeskPage:
    return desk_page(person, on=on, at=NOW, since=None)


def told(person: Person, on: Any = TODAY) -> dict[str, str]:
    """What waits for somebody: its words, and where the click leads."""
    return {each.words: each.href for each in desk(person, on).errands}


def awaited(person: Person) -> dict[str, str]:
    return {each.words: each.href for each in desk(person).waiting}


def lead_of(agency: str, **how: Any) -> Person:
    return make_person(
        "morwen@example.org",
        name="Morwen Adair",
        role="agency_lead",
        agency=make_agency(agency),
        **how,
    )


# -------------------------------------------------------------------- one's own actions


def test_an_action_that_is_off_track_is_on_its_owners_desk_before_it_is_late() -> None:
    noor = make_owner()
    (action,) = owned(noor, "Open the gate", due_on=TODAY + timedelta(days=200))
    make_report(action, status="off_track", by=noor)

    (pile,) = desk(noor).piles

    assert pile.title == "Off track or at risk"
    assert [line.reference for line in pile.lines] == [action.reference]
    assert pile.href.endswith("needs=at_risk")


def test_what_is_late_in_an_older_strategy_is_asked_for_there() -> None:
    noor, stream = make_owner(), make_workstream("Safer evenings")
    owned(noor, "Old", workstream=stream, due_on=TODAY - timedelta(days=3))
    newer = make_other_strategy()

    (pile,) = desk(noor).piles

    assert pile.href.endswith(f"&strategy={stream.strategy_id}")
    assert newer.pk != stream.strategy_id


def make_other_strategy() -> Any:
    """A later draft, which the plan's list would show by itself."""
    first = make_workstream("Safer evenings").strategy
    strategy = steering.start_strategy(
        steering.StrategyTold(
            title="The next one",
            partnership="Safer Saxonbridge Partnership",
            period_start=first.period_end,
            period_end=first.period_end + timedelta(days=1095),
        ),
        by=make_manager(),
        at=NOW,
    )
    steering.add_priority(
        strategy, steering.PriorityTold("Less harm", ""), by=make_manager(), at=NOW
    )
    make_workstream("Next year's work", strategy=strategy)
    return strategy


@pytest.mark.covers("S4")
def test_the_author_of_a_foreword_writes_it_and_whoever_may_then_signs_it() -> None:
    odette = make_person("odette@example.org", role="chair", name="Odette Farrow")
    odette.acting = odette.appointments.get()
    strategy = make_other_strategy()
    foreword = steering.change_section(
        strategy.sections.get(key="foreword"),
        title="Foreword",
        gate="signed",
        author=odette,
        by=None,
        at=NOW,
    )
    place = reverse("strategy_section", args=[strategy.key, "foreword"])
    assert told(odette)["Write “Foreword”"] == place

    steering.write_section(foreword, text="Dear all.", on=TODAY, by=odette, at=NOW)

    assert told(odette)["Sign “Foreword”"] == f"{place}sign/"
    odette.acting.role = "resident"  # who writes it, and signs nothing
    assert told(odette)["Write “Foreword”"] == place


# ------------------------------------------------------------------- in others' hands


@pytest.mark.covers("S49", "G19")
@pytest.mark.parametrize("role", ["agency_lead", "lead", "manager", "chair"])
def test_late_and_worrying_actions_come_up_to_whoever_answers_for_them(
    role: str,
) -> None:
    odile = make_person("odile@example.org", role=role, name="Odile Marsh")
    stream = make_workstream("Safer homes", lead=odile if role == "lead" else None)
    noor, late = make_owner(), TODAY - timedelta(days=3)
    first, _ = owned(noor, "One", "Two", workstream=stream, due_on=late)
    make_report(first, by=noor, status="at_risk", text="No key")

    waits = told(odile)

    whose = {
        "agency_lead": " that Saxonbridge City Council leads",
        "lead": " of “Safer homes”",
    }.get(role, "")
    assert f"See why 2 actions{whose} are overdue" in waits
    assert f"See what would bring 1 action{whose} back on track" in waits


def test_the_click_shows_as_many_as_the_desk_counted() -> None:
    odile = make_person("odile@example.org", role="agency_lead", name="Odile Marsh")
    late = TODAY - timedelta(days=3)
    owned(make_owner(), "One", "Two", due_on=late)
    owned(odile, "Three", due_on=late)
    make_action("Theirs", lead_agency=make_agency(POLICE), due_on=late)

    (href,) = (href for words, href in told(odile).items() if "overdue" in words)

    query = dict(part.split("=") for part in href.partition("?")[2].split("&"))
    asked = filter_from(query)
    assert asked == PlanFilter(agency=make_agency().pk, needs="overdue")
    found = selected(asked, on=TODAY, settings=plan_settings())
    assert found.count() == 3
    assert any("3 actions" in words and "overdue" in words for words in told(odile))


def test_what_is_all_ones_own_is_not_told_twice() -> None:
    odile = make_person("odile@example.org", role="agency_lead", name="Odile Marsh")
    owned(odile, "Mine", due_on=TODAY - timedelta(days=3))

    assert not [words for words in told(odile) if "overdue" in words]


# -------------------------------------------------------------------------- the boards


@pytest.mark.covers("B8", "Z15")
def test_what_scrutiny_asks_is_answered_by_one_and_awaited_by_others() -> None:
    amar = make_manager()
    asked = services.record_scrutiny(
        committee="Crime and disorder committee",
        kind="report",
        asked="Tell residents what changed",
        received_on=TODAY - timedelta(days=12),
        by=amar,
        at=NOW,
    )
    make_board()

    words = f"Answer scrutiny {asked.reference}: Tell residents what changed"
    assert told(amar)[words] == reverse("answer_scrutiny", args=[asked.reference])
    reply = f"The reply to {asked.reference}: Tell residents what changed"
    for role in ("chair", "scrutiny"):
        other = make_person(f"{role}@example.org", role=role, name=f"A {role}")
        assert awaited(other)[reply] == reverse("scrutiny", args=[asked.reference])
    assert reply not in awaited(make_owner())

    services.answer_scrutiny(asked, reply="Done.", on=TODAY, by=amar, at=NOW)
    assert words not in told(amar)


@pytest.mark.covers("S32")
def test_an_ask_is_answered_by_its_agency_and_awaited_by_the_chair() -> None:
    ask = make_ask()
    words = f"Answer {ask.reference}: {ask.words}"

    assert told(on_seat("Police"))[words] == reverse(
        "reply_to_ask", args=[ask.reference]
    )
    assert f"The answer to {ask.reference}: {ask.words}" in awaited(on_seat("Chair"))
    later = ask.due_on + timedelta(days=1)
    assert f"Get the answer to {ask.reference}: {ask.words}" in told(
        make_manager(), later
    )


def test_a_question_a_risk_and_a_check_wait_for_the_one_they_name() -> None:
    gethin = make_board() and on_seat("Police")
    challenge = make_challenge()
    risk = make_risk(owner=gethin, review_on=TODAY + timedelta(days=1))
    check = services.check_section_17(
        CheckTold(
            subject="Lamps are dimmed",
            crime="none",
            substance="none",
            reoffending="none",
            violence="none",
            reasons="Darker streets",
            owner=gethin,
            follow_up_on=TODAY + timedelta(days=1),
        ),
        on=TODAY,
        by=make_manager(),
        at=NOW,
    )

    waits = told(gethin, TODAY + timedelta(days=2))

    assert waits[f"Answer {challenge.reference}: {challenge.question}"] == reverse(
        "answer_challenge", args=[challenge.reference]
    )
    assert waits[f"Review {risk.reference}: {risk.title}"] == reverse(
        "review_risk", args=[risk.reference]
    )
    assert f"Say what came of {check.reference}: {check.subject}" in waits
    assert not told(on_seat("Residents"), TODAY + timedelta(days=2))


def test_a_chair_has_the_business_of_the_board_they_chair_and_a_member_has_not() -> (
    None
):
    decision = make_decision()
    meeting = Meeting.objects.get()
    after = decision.effect_by + timedelta(days=1)

    chair, member = told(on_seat("Chair"), after), told(on_seat("Police"), after)

    came = f"Say what came of {decision.reference}: {decision.title}"
    assert chair[came] == reverse("decision_outcome", args=[decision.reference])
    assert f"Write and agree the minutes: {meeting}" in chair
    assert came not in member and not [w for w in member if "minutes" in w]


def test_the_manager_is_told_which_meeting_lacks_what() -> None:
    soon = make_meeting(held_on=TODAY + timedelta(days=10))
    assert f"Send the agenda: {soon}" in told(make_manager())
    late = TODAY + timedelta(days=11)
    words = f"Write down who came and that it was held: {soon}"
    assert words in told(make_manager(), late)


def test_what_a_board_has_to_speak_about_soon_is_to_be_put_on_an_agenda() -> None:
    board, amar = make_board(), make_manager()
    planned = services.plan_item(
        board,
        title="The yearly review",
        purpose="decision",
        due_on=TODAY + timedelta(days=5),
        by=amar,
        at=NOW,
    )
    assert told(amar)["Put on an agenda: The yearly review"] == reverse(
        "place_item", args=[planned.pk]
    )


@pytest.mark.covers("C43")
def test_the_next_meeting_says_what_is_decided_there_and_what_i_present() -> None:
    meeting = make_meeting(held_on=TODAY + timedelta(days=10))
    gethin = on_seat("Police")
    make_item(meeting, "A second year of marshals", presenter=gethin)
    make_item(
        meeting,
        "A family",
        audience="members",
        restricted_because="Names a family",
        purpose="discussion",
    )

    (mine,) = desk(gethin).meetings
    (theirs,) = desk(on_seat("Residents")).meetings

    assert mine.body == "Safer Saxonbridge Board"
    assert mine.when == "3 December 2026, Guildhall, room 4"
    assert mine.agenda == "2 items, 1 for decision, no paper yet"
    assert mine.mine == ("You present 1. A second year of marshals",)
    assert theirs.agenda.startswith("1 item, "), "what is restricted is not counted"
    assert not desk(colleague()).meetings, "who does not sit there is not bidden"
    assert len(desk(make_manager()).meetings) == 1
    words = "Send the chair the paper to item 1: A second year of marshals"
    assert told(gethin)[words] == reverse("agenda_item", args=[meeting.pk, 1])


# ------------------------------------------------------------------------- the figures


@pytest.mark.covers("G11")
def test_figures_stand_with_who_owes_who_asks_and_who_waits_for_them() -> None:
    police = make_agency(POLICE)
    odile = make_person("odile@example.org", role="lead", name="Odile Marsh")
    keyed = make_indicator("V1", owner=police, comes_from="return", lead=odile)
    by_hand = make_indicator("V2", owner=police)
    lead = lead_of(POLICE)

    waits = told(lead)

    enter = next(words for words in waits if words.startswith("Enter "))
    assert waits[enter] == reverse("key_return")
    assert enter.endswith("figures that are late")
    assert waits[f"Record the figure of {by_hand}"] == reverse(
        "record_reading", args=["V2"]
    )
    # As many as the agency's own desk and the returns count, not one a measure.
    many = enter.removeprefix("Enter ").removesuffix(" figures that are late")
    ask = f"Ask {police} for {many} late figures of 1 measure"
    assert told(make_manager())[ask] == f"{reverse('returns')}#a{police.pk}"
    owing = next(one for one in owed_by_all(on=TODAY) if one.agency == police)
    assert int(many) == owing.late > 1
    assert awaited(odile)[f"The figure of {keyed}"] == reverse("measure", args=["V1"])
    assert f"The figure of {by_hand}" not in awaited(odile)
    assert ask not in told(lead)


def test_a_figure_that_is_not_late_yet_says_by_when() -> None:
    make_indicator(
        "V1",
        owner=make_agency(POLICE),
        comes_from="return",
        opened_on=TODAY.replace(month=10, day=1),
        due_days=45,
    )

    assert "Enter 1 figure by 16 December 2026" in told(lead_of(POLICE))


def test_who_acts_for_nobody_has_an_empty_desk() -> None:
    idle = make_person("idle@example.org", role=None, name="Ida Lull")

    page = desk(idle)

    assert page.is_clear and not page.waiting and not page.meetings
