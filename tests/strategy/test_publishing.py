"""Versions are saved, and what is published is frozen."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.make import (
    BEGINS,
    TODAY,
    make_manager,
    make_public,
    make_strategy,
    make_workstream,
)
from tests.partners.people import NOW
from tests.strategy.told import STEP_CALLS, events, start

from goldthread.audit.models import Event
from goldthread.documents import stored
from goldthread.documents.model import blocks_of
from goldthread.partners.rules import Refused
from goldthread.strategy import queries, requirements, services
from goldthread.strategy.models import Strategy

pytestmark = pytest.mark.django_db

CONSTRAINTS: list[tuple[str, dict[str, Any]]] = [
    ("a_strategy_period_ends_after_it_starts", {"period_end": BEGINS}),
    (
        "a_consultation_closes_after_it_opens",
        {"consultation_opens_on": TODAY, "consultation_closes_on": TODAY},
    ),
    ("a_strategy_out_for_consultation_has_both_days", {"state": "consulting"}),
    ("an_agreed_strategy_says_when_it_was_agreed", {"state": "agreed"}),
    ("a_withdrawn_strategy_says_why", {"state": "withdrawn"}),
    (
        "a_strategy_is_in_force_for_a_day_at_least",
        {"in_force_from": TODAY, "in_force_until": TODAY},
    ),
    ("a_strategy_is_in_force_for_a_day_at_least", {"in_force_until": TODAY}),
    ("a_strategy_in_force_has_its_first_day", {"state": "in_force", "agreed_at": NOW}),
    (
        "a_closed_strategy_has_its_last_day",
        {"state": "closed", "agreed_at": NOW, "in_force_from": TODAY},
    ),
    ("a_strategy_is_published_whole_or_not_at_all", {"published_at": NOW}),
]


@pytest.mark.parametrize(
    ("name", "values"), CONSTRAINTS, ids=lambda v: v if isinstance(v, str) else None
)
def test_what_must_never_be_true_of_a_strategy_the_database_refuses(
    name: str, values: dict[str, Any]
) -> None:
    strategy = start()

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Strategy.objects.filter(pk=strategy.pk).update(**values)


def test_a_strategy_closes_after_it_began_and_a_withdrawn_one_says_why() -> None:
    strategy = make_strategy(state="in_force")

    with pytest.raises(Refused, match="Close it on a later day"):
        services.close_strategy(strategy, until_on=BEGINS, by=None, at=NOW)
    with pytest.raises(Refused, match="Say why it is withdrawn"):
        services.withdraw_strategy(start(), reason=" ", by=None, at=NOW)


@pytest.mark.covers("S58")
def test_a_version_is_saved_when_it_goes_before_the_boards_and_numbers_rise() -> None:
    strategy = make_strategy(state="proposed")
    by = make_manager()

    version = strategy.versions.get()
    services.save_version(strategy, note="As shown to the cabinet", by=by, at=NOW)
    services.save_version(strategy, label="1.9", by=by, at=NOW)
    services.save_version(strategy, by=by, at=NOW)
    with pytest.raises(Refused, match=r"Numbers rise: 1.9 is not after 1.10"):
        services.save_version(strategy, label="1.9", by=by, at=NOW)
    with pytest.raises(Refused, match=r"numbered like 1.10"):
        services.save_version(strategy, label="final", by=by, at=NOW)

    assert version.note == "Put before the boards"
    assert strategy.title in version.text
    labels = list(
        strategy.versions.order_by("revision").values_list("label", flat=True)
    )
    assert labels == ["0.1", "0.2", "1.9", "1.10"]
    assert events("strategy.version_saved") == 4


@pytest.mark.covers("S56", "Z10", "S4")
def test_nothing_is_published_with_a_blank_an_unnamed_thread_or_an_unsigned_foreword() -> (
    None
):
    strategy = make_strategy(state="revised", is_complete=True)
    by = make_manager()
    services.add_thread(strategy, by=by, at=NOW)
    foreword = strategy.sections.get(key="foreword")
    services.write_section(foreword, text="New words.", on=TODAY, by=by, at=NOW)
    strategy = _agree(strategy)
    owed = requirements.open_ones(
        requirements.for_publication(queries.whole(strategy, on=TODAY))
    )

    with pytest.raises(Refused, match=r"no name yet.* And 3 more\. Mend it first"):
        services.publish_strategy(strategy, on=TODAY, by=by, at=NOW)

    assert [each.key for each in owed] == [
        "threads-named",
        "threads-answered",
        "sections",
        "signed",
    ]
    assert not any(each.can_be_waived for each in owed)
    assert not strategy.is_published


def _agree(strategy: Strategy) -> Strategy:
    by = make_manager()
    services.propose_strategy(strategy, on=TODAY, by=by, at=NOW)
    for approval in strategy.approvals.all():
        services.record_decision(
            approval, decision="agreed", decided_on=TODAY, by=by, at=NOW
        )
    return Strategy.objects.get(pk=strategy.pk)


@pytest.mark.covers("S118")
def test_a_published_strategy_is_frozen_and_published_again_only_when_it_changed() -> (
    None
):
    strategy = make_public()
    frozen = strategy.published_document
    by = make_manager()
    assert strategy.version_label == "1.0"

    with pytest.raises(Refused, match="Nothing has changed since"):
        services.publish_strategy(strategy, on=TODAY, by=by, at=NOW)
    make_workstream(
        strategy, "Cuckooing", [strategy.priorities.first()], opened_on=date(2027, 4, 1)
    )
    strategy.refresh_from_db()
    assert strategy.published_document == frozen
    services.publish_strategy(strategy, on=TODAY, by=by, at=NOW)

    strategy.refresh_from_db()
    text = str(list(blocks_of(stored.from_json(strategy.published_document))))
    assert "Cuckooing" in text
    assert strategy.version_label == "1.1"
    assert strategy.versions.filter(note="Published").count() == 2
    assert events("strategy.published") == 2


def test_what_is_published_is_not_taken_back_to_draft_and_a_draft_not_published() -> (
    None
):
    strategy = make_strategy(state="agreed")
    services.publish_strategy(strategy, on=TODAY, by=make_manager(), at=NOW)

    with pytest.raises(Refused, match="Start a new strategy that follows it"):
        STEP_CALLS["revise"](strategy)
    STEP_CALLS["enforce"](strategy)  # a step of its life, and no change of its text
    with pytest.raises(Refused, match="Nothing has changed since"):
        services.publish_strategy(strategy, on=TODAY, by=make_manager(), at=NOW)
    with pytest.raises(Refused, match="one is published once every board has agreed"):
        services.publish_strategy(start(), on=TODAY, by=make_manager(), at=NOW)


def test_everything_a_strategy_says_raises_its_revision() -> None:
    strategy = make_strategy()
    before = strategy.revision
    strategy.refresh_from_db()

    services.save_version(strategy, by=None, at=NOW)
    after = Strategy.objects.get(pk=strategy.pk).revision

    assert after == strategy.revision + 1
    assert strategy.revision > before


def test_what_is_written_names_the_person_their_agency_and_the_strategy() -> None:
    strategy = make_strategy()

    event = Event.objects.filter(verb="priority.added").first()

    assert event is not None
    assert event.actor_label == "Amar Tolliver"
    assert event.agency_label == "Saxonbridge City Council"
    assert event.detail["strategy"] == strategy.key
