"""Asks and their replies, challenges and whether the answers satisfied."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from tests.make import make_manager
from tests.make_board import (
    TODAY,
    make_ask,
    make_challenge,
    make_item,
    make_meeting,
    on_seat,
)
from tests.partners.people import NOW, make_agency, make_person

from goldthread.audit.models import Event
from goldthread.governance import rules, services
from goldthread.governance.models import Ask, Challenge
from goldthread.partners.rules import Refused

pytestmark = pytest.mark.django_db


@pytest.mark.covers("S32")
def test_a_partner_answers_what_the_board_asked_and_the_board_says_what_came_of_it() -> (
    None
):
    ask, by = make_ask(), make_manager()
    police = make_person(
        "morwenna@example.org",
        role="agency_lead",
        agency=make_agency("Saxonshire Police"),
    )

    services.reply_to_ask(
        ask, answer="partly", reply="Until Christmas", on=TODAY, by=police, at=NOW
    )
    services.close_ask(ask, result="One officer, six weeks", on=TODAY, by=by, at=NOW)

    kept = Ask.objects.get()
    assert (kept.reference, kept.state, kept.answer) == ("Q-001", "closed", "partly")
    assert kept.replied_by == police
    told = Event.objects.filter(verb__startswith="ask.").order_by("pk")
    assert [one.verb for one in told] == ["ask.made", "ask.replied", "ask.closed"]


@pytest.mark.covers("S78")
def test_an_outside_body_is_asked_and_the_money_that_follows_is_kept() -> None:
    by = make_manager()
    ask = make_ask(outside="Regional violence reduction unit")
    assert ask.asked_of == "Regional violence reduction unit"

    with pytest.raises(Refused, match="no partner"):
        services.reply_to_ask(
            ask, answer="yes", reply="Yes", on=TODAY, by=on_seat("Police"), at=NOW
        )
    services.reply_to_ask(ask, answer="yes", reply="A grant", on=TODAY, by=by, at=NOW)
    services.close_ask(
        ask,
        result="A grant for one year",
        pounds=Decimal("40000"),
        fits_need="Fits Marlpit, not Kingsholm",
        on=TODAY,
        by=by,
        at=NOW,
    )

    assert Ask.objects.get().pounds == Decimal("40000")


def test_an_ask_without_a_reply_grows_old() -> None:
    ask = make_ask()

    assert not Ask.objects.overdue(TODAY + timedelta(days=28)).exists()
    assert Ask.objects.overdue(TODAY + timedelta(days=29)).get() == ask


def test_another_agency_does_not_answer_for_the_one_that_was_asked() -> None:
    ask = make_ask()
    lead = make_person("lead@example.org", role="agency_lead", agency=make_agency())

    with pytest.raises(Refused, match="asked of Saxonshire Police"):
        services.reply_to_ask(ask, answer="yes", reply="Yes", on=TODAY, by=lead, at=NOW)


@pytest.mark.parametrize(
    ("answer", "reply", "said"),
    [("", "Yes", "agreed in part"), ("yes", " ", "Say in a sentence")],
)
def test_a_reply_says_yes_or_no_and_what_will_be_done(
    answer: str, reply: str, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        services.reply_to_ask(
            make_ask(), answer=answer, reply=reply, on=TODAY, by=make_manager(), at=NOW
        )


def test_an_ask_is_closed_after_its_answer_or_withdrawn_before_it() -> None:
    by = make_manager()
    how = {"on": TODAY, "by": by, "at": NOW}
    first, second = make_ask(), make_ask()

    with pytest.raises(Refused, match="no answer yet"):
        services.close_ask(first, result="Good", **how)
    with pytest.raises(Refused, match="Say why"):
        services.withdraw_ask(first, because="", **how)
    services.withdraw_ask(first, because="The law did it", **how)
    with pytest.raises(Refused, match="withdrawn"):
        services.reply_to_ask(first, answer="yes", reply="Yes", **how)
    services.reply_to_ask(second, answer="yes", reply="Yes", **how)
    with pytest.raises(Refused, match="answered"):
        services.withdraw_ask(second, because="No", **how)
    with pytest.raises(Refused, match="Say what came"):
        services.close_ask(second, result=" ", **how)
    services.close_ask(second, result="Good", **how)
    with pytest.raises(Refused, match="closed already"):
        services.close_ask(second, result="Good", **how)


def test_an_ask_goes_to_one_and_is_due_after_it_was_asked() -> None:
    with pytest.raises(Refused, match="agency or to somebody outside"):
        make_ask(outside="The unit", agency=make_agency())
    with pytest.raises(Refused, match="due after"):
        make_ask(due_on=TODAY - timedelta(days=1))


@pytest.mark.covers("C47", "S106")
def test_a_resident_asks_the_police_answer_and_the_resident_judges() -> None:
    resident, police = on_seat("Residents"), on_seat("Police")
    challenge = make_challenge(resident)

    services.answer_challenge(
        challenge, answer="Compared with the other ranks", on=TODAY, by=police, at=NOW
    )
    services.judge_answer(
        challenge,
        satisfied=False,
        remark="Which ranks?",
        on=TODAY,
        by=resident,
        at=NOW,
    )
    assert Challenge.objects.unsettled().get() == challenge
    services.answer_challenge(
        challenge, answer="Canal Street and Quay", on=TODAY, by=police, at=NOW
    )
    services.judge_answer(challenge, satisfied=True, on=TODAY, by=resident, at=NOW)

    kept = Challenge.objects.get()
    assert (kept.reference, kept.satisfied) == ("H-001", True)
    assert not Challenge.objects.unsettled().exists()
    with pytest.raises(Refused, match="satisfied"):
        services.answer_challenge(challenge, answer="More", on=TODAY, by=police, at=NOW)


def test_who_holds_no_seat_puts_no_question_and_nobody_puts_one_in_anothers_name() -> (
    None
):
    lead = make_person("lead@example.org", role="lead")
    practitioner = make_person("worker@example.org", role="practitioner")

    with pytest.raises(Refused, match="You hold no seat"):
        make_challenge(lead)
    with pytest.raises(Refused, match="Members of a board"):
        make_challenge(practitioner)
    with pytest.raises(Refused, match="your own challenges"):
        make_challenge(on_seat("Police"), asked_by=on_seat("Residents"))
    written = make_challenge(make_manager(), asked_by=on_seat("Residents"))
    assert written.asked_by == on_seat("Residents")


def test_nobody_judges_their_own_answer_or_what_others_asked() -> None:
    challenge = make_challenge()
    police, manager = on_seat("Police"), make_manager()
    how = {"on": TODAY, "at": NOW}
    with pytest.raises(Refused, match="no answer yet"):
        services.judge_answer(challenge, satisfied=True, by=manager, **how)
    with pytest.raises(Refused, match="was put to Gethin Marsh"):
        services.answer_challenge(
            challenge, answer="I know", by=on_seat("Residents"), **how
        )
    with pytest.raises(Refused, match="Write the answer"):
        services.answer_challenge(challenge, answer=" ", by=police, **how)
    services.answer_challenge(challenge, answer="It fell", by=police, **how)

    with pytest.raises(Refused, match="Who answered does not"):
        services.judge_answer(challenge, satisfied=True, by=police, **how)
    with pytest.raises(Refused, match="Who asked says"):
        stranger = make_person("stranger@example.org", role="board")
        services.judge_answer(challenge, satisfied=True, by=stranger, **how)
    with pytest.raises(Refused, match="what is missing"):
        services.judge_answer(challenge, satisfied=False, by=manager, **how)


@pytest.mark.covers("S122")
def test_what_came_up_under_a_restricted_item_is_not_seen_without_clearance() -> None:
    meeting = make_meeting()
    item = make_item(
        meeting, "Mr Secret", audience="members", restricted_because="A live case"
    )
    hidden = make_ask(item=item)
    make_ask()

    def seen(title: str) -> list[str]:
        reader = rules.reader_of(on_seat(title))
        found = Ask.objects.visible_to(
            reader.person, cleared=reader.cleared, runs=reader.runs
        )
        return [one.reference for one in found.order_by("pk")]

    assert seen("Residents") == ["Q-002"]
    assert seen("Police") == ["Q-001", "Q-002"]
    assert str(hidden) == "Q-001"  # what the record keeps of it


def test_the_database_itself_keeps_asks_and_challenges_whole() -> None:
    ask, challenge = make_ask(), make_challenge()
    for wrong in ({"answer": "yes"}, {"state": "replied"}, {"state": "closed"}, {"agency": None}):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Ask.objects.filter(pk=ask.pk).update(**wrong)
    for wrong in ({"answer": "Yes"}, {"satisfied": True}, {"question": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Challenge.objects.filter(pk=challenge.pk).update(**wrong)
