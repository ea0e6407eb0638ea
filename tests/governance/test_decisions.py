"""What a board decides: whole, with evidence and an expected effect, and followed up."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.make import make_finding, make_manager
from tests.make_board import (
    TODAY,
    come,
    make_board,
    make_body,
    make_decision,
    make_meeting,
    on_seat,
    told,
)
from tests.make_plan import make_strategy, make_workstream
from tests.partners.people import NOW, make_agency

from goldthread.audit.models import Event
from goldthread.delivery.models import Action
from goldthread.governance import services
from goldthread.governance.models import (
    Arising,
    Consent,
    Decision,
    ForwardItem,
    Meeting,
)
from goldthread.partners.rules import Refused
from goldthread.strategy import services as steering
from goldthread.strategy.models import Approval

pytestmark = pytest.mark.django_db


@pytest.mark.covers("C43")
def test_a_decision_keeps_its_evidence_its_reasons_and_what_is_expected_by_when() -> (
    None
):
    finding = make_finding()
    decision = make_decision(
        evidence=(services.Told(finding=finding), services.Told(words="A survey")),
        votes=(2, 0, 1),
    )

    kept = Decision.objects.get(pk=decision.pk)
    assert str(kept) == "D-001 A second year of taxi marshals is paid for"
    assert [str(one.finding or one.words) for one in kept.evidence.order_by("pk")] == [
        str(finding),
        "A survey",
    ]
    assert kept.effect_by == TODAY + timedelta(days=365)
    assert (kept.votes_for, kept.votes_against, kept.abstained) == (2, 0, 1)
    event = Event.objects.get(verb="decision.taken")
    assert event.detail == {"kind": "approve", "evidence": 2}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"reasons": " "}, "Say why"),
        ({"evidence": ()}, "had before it"),
        ({"effect": ""}, "expected to change"),
        ({"effect_by": None}, "day by which the effect"),
        ({"effect_by": TODAY - timedelta(days=1)}, "after the decision"),
    ],
)
def test_a_decision_that_is_not_whole_is_refused_in_a_sentence(
    wrong: dict[str, object], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        make_decision(**wrong)
    assert not Decision.objects.exists()


def test_nothing_is_decided_without_a_quorum_but_it_may_be_noted() -> None:
    meeting, by = make_meeting(state="called"), make_manager()
    come(meeting, "Chair")
    services.hold_meeting(meeting, chair=on_seat("Chair"), by=by, at=NOW)
    item = meeting.items.get()

    with pytest.raises(Refused, match="no quorum"):
        make_decision(item)
    noted = make_decision(item, "note")

    assert noted.kind == "note"


def test_nothing_is_decided_before_a_meeting_or_after_its_minutes_are_agreed() -> None:
    called = make_meeting(state="called")
    with pytest.raises(Refused, match="has not been held"):
        make_decision(called.items.get())
    minuted = make_meeting(state="minuted", held_on=TODAY - timedelta(days=1))
    with pytest.raises(Refused, match="are agreed"):
        make_decision(minuted.items.get())


def test_what_is_deferred_comes_back_on_the_forward_plan() -> None:
    decision = make_decision(kind="defer")

    waiting = ForwardItem.objects.waiting().get()

    assert waiting.title == "A second year of taxi marshals"
    assert waiting.due_on == decision.deferred_to


def test_what_is_referred_goes_to_another_body() -> None:
    other = make_body("Youth board")
    with pytest.raises(Refused, match="Choose the body"):
        make_decision(kind="refer")

    item = Meeting.objects.get().items.get()
    decision = make_decision(item, "refer", referred_to=other)

    assert decision.referred_to == other
    with pytest.raises(Refused, match="refers to itself"):
        make_decision(item, "refer", referred_to=make_board())


@pytest.mark.covers("G10")
def test_a_board_decides_between_meetings_seat_by_seat_and_the_next_one_hears_of_it() -> (
    None
):
    board, by = make_board(), make_manager()
    chair, police, resident = board.seats.order_by("number")
    answers = [(chair, "agrees"), (police, "agrees"), (resident, "silent")]

    decision = services.decide_between_meetings(
        board,
        told(),
        urgency="The grant closes on Friday",
        decided_on=TODAY,
        answers=answers,
        by=by,
        at=NOW,
    )

    assert Decision.objects.unreported().get() == decision
    assert Consent.objects.filter(decision=decision).count() == 3
    later = make_meeting(held_on=TODAY + timedelta(days=30))
    services.report_decision(decision, later, by=by, at=NOW)
    assert not Decision.objects.unreported().exists()


def test_too_few_answers_or_too_few_who_agree_decide_nothing() -> None:
    board, by = make_board(), make_manager()
    chair, police, resident = board.seats.order_by("number")
    how = {"urgency": "Friday", "decided_on": TODAY, "by": by, "at": NOW}
    few = [(chair, "agrees"), (police, "silent"), (resident, "silent")]
    split = [(chair, "agrees"), (police, "against"), (resident, "silent")]

    with pytest.raises(Refused, match="1 of 3 seats answered; 2 are needed"):
        services.decide_between_meetings(board, told(), answers=few, **how)
    with pytest.raises(Refused, match="1 agree and 1 do not"):
        services.decide_between_meetings(board, told(), answers=split, **how)
    with pytest.raises(Refused, match="could not wait"):
        both = [(chair, "agrees"), (police, "agrees")]
        services.decide_between_meetings(
            board, told(), answers=both, **how | {"urgency": ""}
        )
    with pytest.raises(Refused, match="once it is taken"):
        services.decide_between_meetings(
            board, told(), answers=few, **how | {"decided_on": TODAY + timedelta(1)}
        )


def test_a_decision_is_reported_to_a_later_meeting_of_its_own_board() -> None:
    board, by = make_board(), make_manager()
    in_meeting = make_decision()
    seats = [(seat, "agrees") for seat in board.seats.all()]
    how = {"urgency": "Friday", "decided_on": TODAY, "by": by, "at": NOW}
    between = services.decide_between_meetings(board, told(), answers=seats, **how)
    meeting = in_meeting.meeting
    earlier = make_meeting(held_on=TODAY - timedelta(days=5))
    elsewhere = make_meeting(body=make_body("Youth board"))

    for decision, told_to, said in (
        (in_meeting, meeting, "in a meeting"),
        (between, earlier, "after this meeting"),
        (between, elsewhere, "meeting of Youth board"),
    ):
        with pytest.raises(Refused, match=said):
            services.report_decision(decision, told_to, by=by, at=NOW)


@pytest.mark.covers("C44")
def test_an_action_born_in_a_meeting_is_in_the_plan_at_once_under_the_same_cause() -> (
    None
):
    decision = make_decision()
    stream = make_workstream()

    action = services.put_into_plan(
        decision.meeting,
        stream,
        decision=decision,
        title="Let the marshals' contract again",
        kind="prevention",
        lead_agency=make_agency(),
        due_on=TODAY + timedelta(days=60),
        by=make_manager(),
        at=NOW,
    )

    kept = Action.objects.get()
    assert kept == action
    assert kept.origin == "board"
    assert kept.why.startswith("D-001, Safer Saxonbridge Board, 23 November 2026")
    assert Arising.objects.open().get().decision == decision
    added = Event.objects.get(verb="action.added")
    born = Event.objects.get(verb="action.born_in_meeting")
    assert added.cause == born.cause


def test_an_action_is_born_in_a_meeting_that_was_held_by_its_own_decision() -> None:
    stream, by = make_workstream(), make_manager()
    called = make_meeting(state="called")
    how = {
        "title": "Ring the bell",
        "kind": "enabling",
        "lead_agency": make_agency(),
        "by": by,
        "at": NOW,
    }
    with pytest.raises(Refused, match="has not been held"):
        services.put_into_plan(called, stream, **how)
    decision = make_decision(
        make_meeting(state="held", held_on=TODAY - timedelta(days=1)).items.get()
    )
    other = make_meeting(state="held", held_on=TODAY - timedelta(days=2))
    with pytest.raises(Refused, match="not taken in this meeting"):
        services.put_into_plan(other, stream, decision=decision, **how)
    assert not Action.objects.exists()


def test_an_action_keeps_the_reason_it_brings() -> None:
    action = services.put_into_plan(
        make_decision().meeting,
        make_workstream(),
        title="Ring the bell",
        kind="enabling",
        lead_agency=make_agency(),
        why="Asked for by residents in May",
        by=make_manager(),
        at=NOW,
    )

    assert action.why == "Asked for by residents in May"


def test_what_came_of_a_decision_is_said_and_until_then_it_waits() -> None:
    decision, by = make_decision(effect_by=TODAY), make_manager()
    assert Decision.objects.due(TODAY).get() == decision

    with pytest.raises(Refused, match="Say in a sentence"):
        services.say_what_came(decision, words="", on=TODAY, by=by, at=NOW)
    services.say_what_came(
        decision, words="Violence stayed low", on=TODAY, by=by, at=NOW
    )

    assert not Decision.objects.due(TODAY).exists()
    noted = make_decision(decision.item, "note")
    with pytest.raises(Refused, match="Nothing was expected"):
        services.say_what_came(noted, words="Well", on=TODAY, by=by, at=NOW)


@pytest.mark.covers("S48", "Z9")
def test_each_named_board_agrees_to_a_workstream_on_its_own_and_none_for_another() -> (
    None
):
    strategy = make_strategy(state="in_force")
    stream = strategy.workstreams.first()
    board, other, by = make_board(), make_body("Safeguarding Together"), make_manager()
    ours = steering.name_body(strategy, board, workstream=stream, by=by, at=NOW)
    theirs = steering.name_body(strategy, other, workstream=stream, by=by, at=NOW)
    item = make_meeting(state="held").items.get()

    with pytest.raises(Refused, match="agrees for itself"):
        make_decision(item, approval=theirs)
    with pytest.raises(Refused, match="approves or does not"):
        make_decision(item, "note", approval=ours)
    decision = make_decision(item, approval=ours)

    ours.refresh_from_db()
    theirs.refresh_from_db()
    assert (ours.decision, theirs.decision) == ("agreed", "")
    assert ours.note.startswith(decision.reference)
    assert Approval.objects.filter(workstream=stream, decision="").get() == theirs
    taken = Event.objects.get(verb="decision.taken")
    assert Event.objects.get(verb="approval.decided", cause=taken.cause)


def test_the_database_itself_keeps_decisions_whole() -> None:
    decision = make_decision()
    for wrong in (
        {"reasons": ""},
        {"effect": ""},
        {"meeting": None},
        {"kind": "refer"},
        {"kind": "defer"},
        {"votes_for": 3},
        {"outcome": "Good"},
        {"reported_to": decision.meeting},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.filter(pk=decision.pk).update(**wrong)
