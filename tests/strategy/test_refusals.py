"""Refusals of a strategy that no other story meets; each in a sentence, nothing changed."""

from typing import Any

import pytest
from tests.make import TODAY, make_body, make_manager, make_priority, make_strategy
from tests.partners.people import NOW, make_agency

from goldthread.audit.models import Event
from goldthread.partners.rules import Refused
from goldthread.strategy import services
from goldthread.strategy.models import Crosswalk, Evidence, Strategy
from goldthread.strategy.services import EvidenceTold, ResourceTold

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"by": None, "at": NOW}


@pytest.fixture
def strategy() -> Strategy:
    """A draft that follows another."""
    return make_strategy("The next one", follows=make_strategy("The last one"))


def waives(
    strategy: Strategy, requirement: str, reason: str = "The board knows"
) -> Any:
    return services.waive_requirement(
        strategy, requirement=requirement, reason=reason, on=TODAY, **BY
    )


def test_what_is_met_is_not_waived_and_nothing_is_once_all_is_over(
    strategy: Strategy,
) -> None:
    with pytest.raises(Refused, match="nothing to waive"):
        waives(strategy, "head-crime")
    services.withdraw_strategy(strategy, reason="Another one", **BY)

    with pytest.raises(Refused, match="nothing waits for a waiver"):
        waives(strategy, "engagement")

    assert not strategy.waivers.exists()


def test_a_waiver_is_said_again_with_a_better_reason_and_names_who_said_it(
    strategy: Strategy,
) -> None:
    amar = make_manager()
    waives(strategy, "engagement")
    told = {"requirement": "engagement", "on": TODAY, "by": amar, "at": NOW}

    services.waive_requirement(strategy, reason="Asked in the county survey", **told)

    (waiver,) = strategy.waivers.all()
    assert (waiver.reason, waiver.by) == ("Asked in the county survey", amar)
    assert Event.objects.filter(verb="requirement.waived").count() == 2


def test_evidence_says_what_it_shows(strategy: Strategy) -> None:
    told = EvidenceTold(" ", "qualitative", "concerns", source="Notes", strength="fair")

    with pytest.raises(Refused, match="Say what the evidence shows"):
        services.add_evidence(strategy, told, **BY)

    assert not Evidence.objects.exists()


def test_a_resource_belongs_to_a_priority_of_its_own_strategy(
    strategy: Strategy,
) -> None:
    strange = make_priority(make_strategy("Another"), "Elsewhere", heads=[])
    told = ResourceTold(make_agency(), "people", "One officer", priority=strange)

    with pytest.raises(Refused, match="of another strategy"):
        services.add_resource(strategy, told, **BY)


@pytest.mark.parametrize(
    ("old_of", "new_of", "kind", "words"),
    [
        ("own", "own", "continues", "not a priority of the strategy before this one"),
        ("last", "last", "continues", "of another strategy"),
        ("last", None, "continues", "A priority that ends goes nowhere"),
        ("last", "own", "ends", "A priority that ends goes nowhere"),
    ],
)
def test_a_crossing_leads_from_the_last_strategy_into_this_one(
    strategy: Strategy, old_of: str, new_of: str | None, kind: str, words: str
) -> None:
    assert strategy.follows is not None
    first = {
        "own": strategy.priorities.get(number=1),
        "last": strategy.follows.priorities.get(number=1),
        None: None,
    }

    with pytest.raises(Refused, match=words):
        services.write_crossing(strategy, first[old_of], first[new_of], kind=kind, **BY)

    assert not Crosswalk.objects.exists()


def test_a_crossing_is_said_once_and_an_end_is_not_a_way_on(strategy: Strategy) -> None:
    assert strategy.follows is not None
    old, new = (
        strategy.follows.priorities.get(number=1),
        strategy.priorities.get(number=1),
    )
    services.write_crossing(strategy, old, new, kind="continues", **BY)

    with pytest.raises(Refused, match="already said"):
        services.write_crossing(strategy, old, new, kind="part", **BY)
    with pytest.raises(Refused, match="goes on as something else"):
        services.write_crossing(strategy, old, None, kind="ends", **BY)

    services.remove_crossing(Crosswalk.objects.get(), **BY)
    services.write_crossing(strategy, old, None, kind="ends", **BY)
    with pytest.raises(Refused, match=r"It is said that .* ends"):
        services.write_crossing(strategy, old, new, kind="continues", **BY)


def test_a_board_is_not_asked_about_a_workstream_of_another_strategy(
    strategy: Strategy,
) -> None:
    strange = make_strategy("Another").workstreams.order_by("pk")[0]

    with pytest.raises(Refused, match="of another strategy"):
        services.name_body(
            strategy, make_body("A third board"), workstream=strange, **BY
        )


def test_whom_a_strategy_follows_is_settled_once_something_was_said_of_it(
    strategy: Strategy,
) -> None:
    last = strategy.follows
    assert last is not None
    services.follow_strategy(strategy, None, **BY)
    services.follow_strategy(strategy, last, **BY)
    old, new = last.priorities.get(number=1), strategy.priorities.get(number=1)
    services.write_crossing(strategy, old, new, kind="continues", **BY)

    with pytest.raises(Refused, match="Take that back first"):
        services.follow_strategy(strategy, None, **BY)

    assert Strategy.objects.get(pk=strategy.pk).follows == last
