"""Decisions and asks on the thread: what led to them, and what came of them."""

from datetime import timedelta

import pytest
from tests.make import make_manager
from tests.make_board import make_ask, make_decision, make_meeting, on_seat
from tests.partners.people import NOW
from tests.thread.fabric import TODAY, above, below, make_thread, page_of

from goldthread.governance import services
from goldthread.governance.services import Told
from goldthread.thread.broken import broken
from goldthread.thread.nouns import SYSTEM, reader_in
from goldthread.thread.walk import knot_called

pytestmark = pytest.mark.django_db


def told(on: object = TODAY) -> dict[str, list[str]]:
    """What is broken at the board, by its kind."""
    return {
        one.kind.key: [each.sentence for each in one.breaks]
        for one in broken(SYSTEM, on=on)  # type: ignore[arg-type]
        if one.kind.key.startswith(("decision", "ask"))
    }


@pytest.mark.covers("S44")
def test_from_a_decision_one_comes_up_to_what_the_board_had_before_it() -> None:
    made = make_thread()
    decision = make_decision(
        evidence=(Told(finding=made.finding),),
        workstreams=(made.workstream,),
        priorities=(made.priority,),
    )

    up = above(page_of(decision.reference))

    assert f"finding {made.finding.reference}" in up
    assert f"priority {made.strategy.key}/violence" in up
    assert f"workstream {made.strategy.key}/safer-evenings" in up
    assert f"decision {decision.reference}" in below(page_of(made.finding.reference))


def test_an_ask_stands_under_its_workstream() -> None:
    made = make_thread()
    ask = make_ask(workstream=made.workstream)

    page = page_of(f"workstream/{made.strategy.key}/safer-evenings")

    assert f"ask {ask.reference}" in below(page)


def test_a_decision_under_a_restricted_item_leaves_no_trace() -> None:
    made = make_thread()
    meeting = make_meeting(state="held")
    item = meeting.items.get(number=1)
    decision = make_decision(item, workstreams=(made.workstream,))
    type(item).objects.filter(pk=item.pk).update(
        audience="members", restricted_because="It names a family"
    )
    resident = on_seat("Residents")
    uncleared = reader_in("resident", resident)
    chair = reader_in("chair", on_seat("Chair"))

    page = page_of(f"workstream/{made.strategy.key}/safer-evenings", uncleared)

    assert decision.reference not in str(page) and "decision" not in page.counts
    assert knot_called(decision.reference, uncleared) is None
    late = decision.effect_by + timedelta(days=1)  # type: ignore[operator]
    assert not any(
        decision.reference in each.sentence
        for kind in broken(uncleared, on=late)
        for each in kind.breaks
    )
    assert knot_called(decision.reference, chair) is not None


def test_a_decision_that_nobody_followed_up_is_broken_until_somebody_says() -> None:
    decision = make_decision()
    late = decision.effect_by + timedelta(days=1)  # type: ignore[operator]
    assert told() == {}
    assert told(late)["decision-without-follow-up"][0].startswith(decision.reference)

    services.say_what_came(
        decision, words="It stayed lower", on=TODAY, by=make_manager(), at=NOW
    )

    assert told(late) == {}


def test_an_ask_that_nobody_answered_is_broken_from_its_day_on() -> None:
    ask = make_ask()

    assert told(ask.due_on) == {}
    assert told(ask.due_on + timedelta(days=1))["ask-without-reply"] == [
        f"{ask.reference} was to be answered by 21 December 2026."
    ]
