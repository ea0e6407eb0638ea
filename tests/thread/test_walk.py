"""From anything one comes up to why and down to what it changed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.make_plan import make_action, make_workstream
from tests.thread.fabric import TODAY, above, below, make_thread, page_of, state_effect

from goldthread.delivery.services import delete_action
from goldthread.strategy import services as steering
from goldthread.thread.nouns import SYSTEM, reader_in
from goldthread.thread.queries import as_data, thread_page
from goldthread.thread.spine import NOUNS, STRANDS
from goldthread.thread.walk import knot_called, knot_of

pytestmark = pytest.mark.django_db
QUESTIONS = 50  # two a noun and one a strand at most, and what is broken


def test_strands_lead_from_earlier_nouns_to_later_ones_so_that_the_walk_ends() -> None:
    order = [noun.key for noun in NOUNS]

    assert len(set(order)) == len(order)
    for strand in STRANDS:
        assert order.index(strand.upper) < order.index(strand.lower)


@pytest.mark.covers("S44", "S47")
def test_from_an_action_one_comes_up_to_the_finding_and_down_to_its_effect() -> None:
    made = make_thread()
    key = made.strategy.key

    page = page_of("A-001")

    assert above(page) == [
        f"finding {made.finding.reference}",
        f"evidence {key}/1",
        f"priority {key}/violence",
        f"outcome {key}/violence/1",
        f"workstream {key}/safer-evenings",
    ]
    assert below(page) == ["effect A-001"]
    assert {each.at[0] for each in page.breaks} <= {"workstream", "priority", "outcome"}


def test_from_a_finding_one_comes_down_to_every_action_and_effect() -> None:
    made = make_thread()
    key = made.strategy.key

    page = page_of(made.finding.reference)

    assert above(page) == []
    assert below(page) == [
        f"evidence {key}/1",
        f"priority {key}/violence",
        f"outcome {key}/violence/1",
        f"workstream {key}/safer-evenings",
        "action A-001",
        "effect A-001",
    ]
    assert page.counts == (
        "1 evidence, 1 priority, 1 outcome, 1 workstream, 1 action, 1 effect"
    )


def test_an_action_hangs_from_its_workstream_and_is_named_at_its_outcome() -> None:
    make_thread()

    page = page_of("priority/violence")

    named = [line.knot.reference for line in page.lines if line.is_told_elsewhere]
    assert named == ["A-001"]
    outcome, mention, *_ = page.lines
    assert outcome.knot.noun == "outcome"
    assert mention.opens and mention.is_told_elsewhere and len(mention.closes) == 1


@pytest.mark.parametrize(
    "noun",
    [n.key for n in NOUNS if n.key not in ("indicator", "reading", "decision", "ask")],
)
def test_every_noun_has_its_thread(noun: str) -> None:
    made = make_thread()
    references = {
        k.noun: k.reference
        for k in [knot for step in page_of("A-001").steps for knot in step.knots]
    } | {"action": "A-001", "effect": "A-001"}

    knot = knot_of(noun, references[noun], SYSTEM)

    assert knot is not None
    told = as_data(thread_page(knot, reader=SYSTEM, on=TODAY))
    assert told["noun"] == noun
    assert told["why"] or told["below"]
    assert made.finding.reference in str(told)


def test_a_workstream_under_two_priorities_is_reached_from_both() -> None:
    made = make_thread()
    make_workstream("Young people", priority=2, also=1)

    for name in ("violence", "neighbourhood-crime"):
        page = page_of(f"priority/{made.strategy.key}/{name}")
        assert f"workstream {made.strategy.key}/young-people" in below(page)
    up = above(page_of(f"workstream/{made.strategy.key}/young-people"))
    assert [each for each in up if each.startswith("priority")] == [
        f"priority {made.strategy.key}/violence",
        f"priority {made.strategy.key}/neighbourhood-crime",
    ]


def test_a_deleted_action_is_on_no_thread() -> None:
    made = make_thread()
    delete_action(
        made.action,
        reason="Twice in the plan",
        by=made.action.owner,
        at=made.action.added_at,
    )

    assert knot_called("A-001", SYSTEM) is None
    assert "action A-001" not in below(page_of("priority/violence"))


def test_a_finding_that_a_reader_may_not_see_leaves_no_trace() -> None:
    made = make_thread(published=False)
    everything, resident = page_of("A-001"), reader_in("agency_admin", None)

    page = page_of("A-001", resident)

    assert f"finding {made.finding.reference}" in above(everything)
    assert made.finding.reference not in str(page)
    assert not [step for step in page.steps if "Finding" in step.words]
    assert knot_called(made.finding.reference, resident) is None


def test_who_may_not_read_the_plan_sees_and_counts_no_action() -> None:
    made = make_thread()
    steering_only = reader_in("visitor", None)
    made.strategy.refresh_from_db()

    assert knot_called("A-001", steering_only) is None
    assert knot_called("violence", steering_only) is None  # a draft
    assert knot_called(made.finding.reference, steering_only) is not None
    page = page_of(made.finding.reference, steering_only)
    assert page.counts == "" and page.lines == () and not page.breaks


def test_the_way_ends_at_what_may_not_be_seen() -> None:
    """Nothing behind a hidden thing is reached through it."""
    make_thread()
    planners = reader_in("agency_admin", None)  # reads the plan, not a draft strategy

    page = page_of("A-001", planners)

    assert [each.split()[0] for each in above(page)] == ["finding"]
    assert below(page) == ["effect A-001"]


def test_the_questions_stay_as_many_however_much_hangs_from_it() -> None:
    made = make_thread()

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page_of("priority/violence")
        return len(asked)

    few = asked()
    for number in range(12):
        work = make_workstream(f"Work {number}")
        for _ in range(3):
            action = make_action(
                f"Do {number}",
                workstream=work,
                outcome=made.priority.outcomes.get(),
                owner=made.action.owner,
            )
            state_effect(action)

    assert asked() == few <= QUESTIONS


def test_a_strategy_that_follows_has_names_of_its_own() -> None:
    """Two strategies may hold one key: the whole reference tells them apart."""
    made = make_thread()
    steering.write_outcomes(
        made.priority,
        ["Fewer are hurt", "More tell us"],
        by=made.action.owner,
        at=made.action.added_at,
    )

    page = page_of(f"outcome/{made.strategy.key}/violence/2")

    assert page.knot.title == "More tell us"
    assert page.lines == ()


def test_the_address_of_a_thread_is_the_site_s_own() -> None:
    make_thread()

    for step in page_of("A-001").steps:
        for knot in step.knots:
            assert knot.thread == reverse("thread", args=[knot.noun, knot.reference])
