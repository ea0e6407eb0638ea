"""A strategy's life: every step, every refusal, and what the record keeps of it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.make import (
    BEGINS,
    ENDS,
    TODAY,
    make_body,
    make_chair,
    make_manager,
    make_public,
    make_strategy,
    make_workstream,
)
from tests.partners.people import NOW

from goldthread.audit.models import Event
from goldthread.documents import stored
from goldthread.documents.model import blocks_of
from goldthread.partners.rules import Refused
from goldthread.strategy import queries, requirements, services
from goldthread.strategy.models import Approval, Strategy
from goldthread.strategy.states import STEPS, refusal_of_state

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


def told(**how: Any) -> services.StrategyTold:
    known: dict[str, Any] = {
        "title": "Our strategy",
        "partnership": "Safer Saxonbridge Partnership",
        "period_start": BEGINS,
        "period_end": ENDS,
    }
    return services.StrategyTold(**(known | how))


def start(**how: Any) -> Strategy:
    return services.start_strategy(told(**how), by=make_manager(), at=NOW)


def events(verb: str) -> int:
    return Event.objects.filter(verb=verb).count()


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


STEP_CALLS: dict[str, Callable[[Strategy], object]] = {
    "consult": lambda s: services.open_consultation(
        s, opens_on=TODAY, closes_on=TODAY + A_DAY, by=None, at=NOW
    ),
    "end": lambda s: services.close_consultation(
        s, reason="All have answered.", on=TODAY, by=None, at=NOW
    ),
    "cancel": lambda s: services.cancel_consultation(
        s, reason="Held next year.", on=TODAY, by=None, at=NOW
    ),
    "revise": lambda s: services.revise_strategy(
        s, reason="It changed.", on=TODAY, by=None, at=NOW
    ),
    "propose": lambda s: services.propose_strategy(s, on=TODAY, by=None, at=NOW),
    "enforce": lambda s: services.bring_into_force(s, from_on=BEGINS, by=None, at=NOW),
    "close": lambda s: services.close_strategy(s, until_on=ENDS, by=None, at=NOW),
    "delay": lambda s: services.delay_strategy(s, by=None, at=NOW),
    "reopen": lambda s: services.reopen_strategy(s, by=None, at=NOW),
    "withdraw": lambda s: services.withdraw_strategy(
        s, reason="The county does it.", by=None, at=NOW
    ),
}


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
