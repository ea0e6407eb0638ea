"""Nothing is agreed until every named board agrees, and the law has what it asks for."""

import pytest
from django.db import IntegrityError, transaction
from tests.make import (
    BEGINS,
    ENDS,
    TODAY,
    make_body,
    make_chair,
    make_manager,
    make_strategy,
    make_workstream,
)
from tests.partners.people import NOW
from tests.strategy.told import A_DAY, STEP_CALLS, events, start, told

from goldthread.audit.models import Event
from goldthread.partners.rules import Refused
from goldthread.strategy import queries, services
from goldthread.strategy.models import Approval, Strategy

pytestmark = pytest.mark.django_db


def test_what_is_before_the_boards_stands_still() -> None:
    strategy = make_strategy(state="proposed")

    with pytest.raises(Refused, match="must not change under their hands"):
        services.change_strategy(strategy, told(title="Other"), by=None, at=NOW)
    with pytest.raises(Refused, match="Take it back to draft"):
        make_workstream(strategy, "One more", [strategy.priorities.first()])


@pytest.mark.covers("S48", "Z9", "G2")
def test_a_strategy_is_agreed_only_when_all_named_boards_agree() -> None:
    strategy = make_strategy(state="revised", is_complete=True)
    by = make_manager()
    joint = strategy.workstreams.first()
    services.name_body(
        strategy,
        make_body("Health and Wellbeing Together"),
        workstream=joint,
        by=by,
        at=NOW,
    )
    services.propose_strategy(strategy, on=TODAY, by=by, at=NOW)
    first, second, third = strategy.approvals.order_by("pk")

    for approval, state in (
        (first, "proposed"),
        (second, "proposed"),
        (third, "agreed"),
    ):
        services.record_decision(
            approval, decision="agreed", decided_on=TODAY, by=by, at=NOW
        )
        strategy.refresh_from_db()
        assert strategy.state == state

    assert strategy.agreed_at == NOW
    assert third.workstream == joint
    assert events("strategy.agree") == 1


@pytest.mark.covers("S48")
def test_a_board_that_does_not_agree_says_why_and_is_asked_anew_after_a_revision() -> (
    None
):
    strategy = make_strategy(state="proposed")
    by = make_manager()
    one, other = strategy.approvals.order_by("pk")
    services.record_decision(other, decision="agreed", decided_on=TODAY, by=by, at=NOW)

    with pytest.raises(Refused, match="Say why"):
        services.record_decision(
            one, decision="refused", decided_on=TODAY, by=by, at=NOW
        )
    services.record_decision(
        one, decision="refused", decided_on=TODAY, note="Nothing on ASB.", by=by, at=NOW
    )
    with pytest.raises(Refused, match="Say why it goes back"):
        services.revise_strategy(strategy, on=TODAY, by=by, at=NOW)
    services.revise_strategy(strategy, reason="ASB added.", on=TODAY, by=by, at=NOW)
    kept = strategy.earlier_decisions.order_by("pk")
    assert [(each.decision, each.note) for each in kept] == [
        ("refused", "Nothing on ASB."),
        ("agreed", ""),
    ]
    assert {each.revised_because for each in kept} == {"ASB added."}

    assert not Approval.objects.exclude(decision="").exists()
    kept = Event.objects.filter(verb="strategy.revise").latest("pk").detail["after"]
    assert sorted(kept["decided"].values()) == ["agreed", "refused"]


def test_a_chair_records_their_own_boards_decision_and_the_manager_on_its_behalf() -> (
    None
):
    strategy = make_strategy(state="proposed")
    one, other = strategy.approvals.select_related("body").order_by("pk")
    chair = make_chair(one.body)

    by_chair = services.record_decision(
        one, decision="agreed", decided_on=TODAY, by=chair, at=NOW
    )
    with pytest.raises(Refused, match="The chair of Safeguarding Together records"):
        services.record_decision(
            other, decision="agreed", decided_on=TODAY, by=chair, at=NOW
        )
    assert services.chaired_by(chair, on=TODAY) == {one.body_id}
    by_manager = services.record_decision(
        other, decision="agreed", decided_on=TODAY, by=make_manager(), at=NOW
    )

    assert (by_chair.on_behalf, by_manager.on_behalf) == (False, True)
    assert by_chair.version_label == "0.1"
    said = [
        e.detail["after"]["recorded"]
        for e in Event.objects.filter(verb="approval.decided")
    ]
    assert said == ["by its chair", "on behalf of Safeguarding Together"]


@pytest.mark.covers("S48")
def test_no_decision_is_recorded_before_its_day_or_before_the_boards_have_it() -> None:
    strategy = make_strategy(state="proposed")
    approval = strategy.approvals.first()

    with pytest.raises(Refused, match="still to come"):
        services.record_decision(
            approval,
            decision="agreed",
            decided_on=TODAY + A_DAY,
            by=make_manager(),
            at=NOW,
        )
    with pytest.raises(Refused, match="is before 23 November 2026, when it was put"):
        services.record_decision(
            approval,
            decision="agreed",
            decided_on=TODAY - A_DAY,
            by=make_manager(),
            at=NOW,
        )
    with pytest.raises(Refused, match="agreed or did not agree"):
        services.record_decision(
            approval, decision="", decided_on=TODAY, by=make_manager(), at=NOW
        )
    draft = make_strategy("Another", period=(ENDS, ENDS.replace(year=2032)))
    with pytest.raises(Refused, match="once it is put before them"):
        services.record_decision(
            draft.approvals.first(),
            decision="agreed",
            decided_on=TODAY,
            by=make_manager(),
            at=NOW,
        )


def test_a_body_is_asked_once_and_stays_once_it_has_decided() -> None:
    strategy = make_strategy()

    with pytest.raises(Refused, match="asked already"):
        services.name_body(
            strategy, make_body("Safeguarding Together"), by=None, at=NOW
        )
    other = make_strategy("Another", period=(ENDS, ENDS.replace(year=2032)))
    with pytest.raises(Refused, match="another strategy"):
        services.name_body(
            strategy,
            make_body("A third board"),
            workstream=other.workstreams.first(),
            by=None,
            at=NOW,
        )


@pytest.mark.covers("B2", "B5", "Z2", "G7")
def test_what_the_law_asks_for_blocks_adoption_until_it_is_met_or_waived() -> None:
    strategy = make_strategy(state="agreed", is_complete=False)

    with pytest.raises(Refused, match="No priority answers to “reoffending”"):
        STEP_CALLS["enforce"](strategy)
    for key in ("head-reoffending", "priorities", "resources", "measures"):
        services.waive_requirement(
            strategy, requirement=key, reason="Agreed so.", on=TODAY, by=None, at=NOW
        )
    STEP_CALLS["enforce"](strategy)

    strategy.refresh_from_db()
    assert strategy.state == "in_force"


@pytest.mark.covers("S1")
def test_several_are_written_at_once_and_one_is_in_force_on_any_day() -> None:
    first = make_strategy(state="in_force")
    drafts = [start(title="Next"), start(title="Other next")]
    second = make_strategy(
        "Next one",
        state="agreed",
        period=(ENDS, ENDS.replace(year=2032)),
        follows=first,
    )

    assert {d.state for d in drafts} == {"draft"}
    services.close_strategy(first, until_on=ENDS, by=None, at=NOW)
    with pytest.raises(Refused, match="Only one is in force on any day"):
        services.bring_into_force(second, from_on=ENDS - A_DAY, by=None, at=NOW)
    services.bring_into_force(second, from_on=ENDS, by=None, at=NOW)

    assert queries.in_force(ENDS - A_DAY) == first
    assert queries.in_force(ENDS) == second
    assert queries.in_force(BEGINS - A_DAY) is None


@pytest.mark.covers("S1")
def test_the_database_itself_holds_one_strategy_in_force() -> None:
    make_strategy(state="in_force")
    other = make_strategy("Other", period=(ENDS, ENDS.replace(year=2032)))

    with pytest.raises(IntegrityError), transaction.atomic():
        Strategy.objects.filter(pk=other.pk).update(
            state="in_force", in_force_from=ENDS, agreed_at=NOW
        )
