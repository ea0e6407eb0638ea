"""A strategy begins, and walks the steps that lead from where it stands."""

import pytest
from tests.make import (
    BEGINS,
    ENDS,
    make_manager,
    make_strategy,
)
from tests.partners.people import NOW
from tests.strategy.told import STEP_CALLS, events, start, told

from goldthread.audit.models import Event
from goldthread.partners.rules import Refused
from goldthread.strategy import services
from goldthread.strategy.models import Strategy
from goldthread.strategy.states import STEPS, refusal_of_state

pytestmark = pytest.mark.django_db


@pytest.mark.covers("S3")
def test_a_strategy_begins_as_a_draft_with_its_contents_in_order() -> None:
    strategy = start()

    titles = list(strategy.sections.order_by("number").values_list("title", flat=True))
    assert strategy.state == "draft"
    assert titles[:3] == ["Foreword", "Executive summary", "The partnership"]
    assert len(titles) == 11
    assert events("strategy.started") == 1


@pytest.mark.covers("Z3")
@pytest.mark.parametrize("years", [1, 3, 5])
def test_the_period_is_whatever_the_partnership_decides(years: int) -> None:
    ends = BEGINS.replace(year=BEGINS.year + years)

    assert start(period_end=ends).period_end == ends


def test_a_period_that_runs_backwards_is_refused() -> None:
    with pytest.raises(Refused, match="lies before its first"):
        start(period_end=BEGINS)

    assert not Strategy.objects.exists()


@pytest.mark.covers("S57")
def test_a_retired_label_is_kept_as_what_it_is_today_and_an_unknown_one_refused() -> (
    None
):
    assert start(marking="NOT PROTECTIVELY MARKED").marking == "OFFICIAL"
    with pytest.raises(Refused, match="Expected one of OFFICIAL"):
        start(marking="EYES ONLY")


def test_two_strategies_of_one_title_get_names_of_their_own() -> None:
    assert [start().key, start().key] == ["our-strategy", "our-strategy-2"]
    with pytest.raises(Refused, match="already"):
        services.start_strategy(told(), key="our-strategy", by=None, at=NOW)


NOW_IN_WORDS = {
    "draft": "It is a draft",
    "consulting": "It is out for consultation",
    "proposed": "It is before the boards",
    "agreed": "It is agreed",
    "in_force": "It is in force",
    "closed": "It is closed|It was in force until",
}


@pytest.mark.covers("S30")
@pytest.mark.parametrize(
    "state", ["draft", "consulting", "proposed", "agreed", "in_force", "closed"]
)
def test_every_step_that_does_not_lead_from_here_is_refused_and_changes_nothing(
    state: str,
) -> None:
    strategy = make_strategy(state=state)
    wrong = [v for v in STEP_CALLS if refusal_of_state(v, strategy.state)]
    before = Event.objects.count()

    for verb in wrong:
        with pytest.raises(Refused, match=NOW_IN_WORDS[state]):
            STEP_CALLS[verb](strategy)

    strategy.refresh_from_db()
    assert wrong
    assert strategy.state == state
    assert Event.objects.count() == before


@pytest.mark.covers("S30")
def test_each_step_of_the_table_is_walked_and_recorded() -> None:
    strategy = make_strategy(state="closed")
    services.withdraw_strategy(start(), reason="Enough.", by=make_manager(), at=NOW)
    other = make_strategy("Other")
    for verb in ("consult", "cancel"):
        STEP_CALLS[verb](other)
    next_one = make_strategy(
        "Next", state="agreed", period=(ENDS, ENDS.replace(year=2032))
    )
    services.bring_into_force(next_one, from_on=ENDS, by=None, at=NOW)
    services.close_strategy(next_one, until_on=ENDS.replace(year=2032), by=None, at=NOW)
    for verb in ("reopen", "delay", "revise"):
        STEP_CALLS[verb](next_one)

    assert {s.verb for s in STEPS if not events(f"strategy.{s.verb}")} == set()
    event = Event.objects.filter(verb="strategy.enforce").earliest("pk")
    assert event.detail["before"] == {"state": "agreed"}
    assert event.detail["after"]["state"] == "in_force"
    assert strategy.state == "closed"
