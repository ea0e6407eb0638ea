"""People are asked before the boards are: consultations and waivers."""

import pytest
from tests.make import (
    ENDS,
    TODAY,
    make_manager,
    make_strategy,
)
from tests.partners.people import NOW
from tests.strategy.told import A_DAY, STEP_CALLS, events, start

from goldthread.audit.models import Event
from goldthread.partners.rules import Refused
from goldthread.strategy import services

pytestmark = pytest.mark.django_db


def test_a_consultation_asks_about_something_and_closes_after_it_opens() -> None:
    strategy = start()

    with pytest.raises(Refused, match="closes after it opens"):
        services.open_consultation(
            strategy, opens_on=TODAY, closes_on=TODAY, by=None, at=NOW
        )
    with pytest.raises(Refused, match="Add at least one priority"):
        STEP_CALLS["consult"](strategy)


@pytest.mark.covers("S24")
def test_a_consultation_that_closes_early_keeps_the_days_it_ran_and_says_why() -> None:
    strategy = make_strategy()
    services.open_consultation(
        strategy, opens_on=TODAY, closes_on=TODAY + 5 * A_DAY, by=None, at=NOW
    )

    with pytest.raises(Refused, match=r"answer until 27 November 2026\. Say why"):
        services.close_consultation(strategy, on=TODAY, by=None, at=NOW)
    back = services.close_consultation(
        strategy, reason="A fault in the form.", on=TODAY, by=None, at=NOW
    )

    assert back.state == "draft"
    assert (back.consultation_opens_on, back.consultation_closes_on) == (
        TODAY,
        TODAY + A_DAY,
    )
    assert back.has_consulted_by(TODAY)
    assert not back.has_consulted_by(TODAY - A_DAY)
    detail = Event.objects.get(verb="strategy.end").detail["after"]
    assert detail["reason"] == "A fault in the form."


@pytest.mark.covers("S24")
def test_on_its_last_day_a_consultation_closes_without_a_reason() -> None:
    strategy = make_strategy()
    STEP_CALLS["consult"](strategy)

    back = services.close_consultation(strategy, on=TODAY, by=None, at=NOW)

    assert back.has_consulted_by(TODAY)


def test_a_cancelled_consultation_leaves_no_days_and_people_count_as_not_asked() -> (
    None
):
    strategy = make_strategy()
    services.open_consultation(
        strategy, opens_on=TODAY + A_DAY, closes_on=ENDS, by=None, at=NOW
    )

    with pytest.raises(Refused, match=r"no day of it can be kept\. Cancel it"):
        services.close_consultation(strategy, on=TODAY, by=None, at=NOW)
    with pytest.raises(Refused, match="Say why the consultation is cancelled"):
        services.cancel_consultation(strategy, reason=" ", on=TODAY, by=None, at=NOW)
    back = services.cancel_consultation(
        strategy, reason="Too early.", on=TODAY, by=None, at=NOW
    )

    assert back.state == "draft"
    assert back.consultation_opens_on is None
    assert back.consultation_closes_on is None
    assert not back.has_consulted_by(ENDS)
    after = Event.objects.get(verb="strategy.cancel").detail["after"]
    assert after["days"] == f"{TODAY + A_DAY} to {ENDS}"


def test_nothing_is_put_before_the_boards_without_a_board_a_priority_and_peoples_views() -> (
    None
):
    empty = start()
    with pytest.raises(Refused, match="nothing to agree yet"):
        STEP_CALLS["propose"](empty)

    strategy = make_strategy()
    with pytest.raises(Refused, match="People were not asked yet"):
        STEP_CALLS["propose"](strategy)
    for approval in strategy.approvals.all():
        services.drop_body(approval, by=None, at=NOW)
    with pytest.raises(Refused, match="No body is named"):
        STEP_CALLS["propose"](strategy)


@pytest.mark.covers("Z2")
def test_a_waiver_with_its_reason_lets_a_strategy_go_on_without_a_consultation() -> (
    None
):
    strategy = make_strategy()
    by = make_manager()

    with pytest.raises(Refused, match="waived with a reason"):
        services.waive_requirement(
            strategy, requirement="engagement", reason=" ", on=TODAY, by=by, at=NOW
        )
    services.waive_requirement(
        strategy,
        requirement="engagement",
        reason="Consulted on by the county in 2025.",
        on=TODAY,
        by=by,
        at=NOW,
    )
    STEP_CALLS["propose"](strategy)

    assert strategy.waivers.get().reason.startswith("Consulted on")
    assert events("requirement.waived") == 1


def test_only_what_the_law_asks_for_and_lacks_can_be_waived() -> None:
    strategy = make_strategy()

    for requirement, said in (
        ("threads-answered", "Only what the law asks"),
        ("strategy", "is met"),
    ):
        with pytest.raises(Refused, match=said):
            services.waive_requirement(
                strategy,
                requirement=requirement,
                reason="So.",
                on=TODAY,
                by=None,
                at=NOW,
            )
