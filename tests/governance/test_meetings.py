"""A meeting from the forward plan to agreed minutes, by those who may."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from tests.make import make_manager
from tests.make_board import (
    TODAY,
    come,
    make_board,
    make_body,
    make_decision,
    make_item,
    make_meeting,
    on_seat,
)
from tests.partners.people import NOW, make_person

from goldthread.audit.models import Event
from goldthread.governance import rules, services
from goldthread.governance.models import (
    AgendaItem,
    Attendance,
    ForwardItem,
    Meeting,
)
from goldthread.notes.models import Attachment
from goldthread.partners import services as partners
from goldthread.partners.rules import Refused

pytestmark = pytest.mark.django_db


@pytest.mark.covers("C43", "S106")
def test_a_meeting_is_planned_called_held_and_minuted_and_each_step_is_recorded() -> (
    None
):
    meeting = make_meeting(state="minuted")

    assert meeting.state == "minuted"
    assert meeting.chair == on_seat("Chair")
    assert meeting.quorum_asked == 2
    walked = Event.objects.filter(verb__startswith="meeting.").order_by("pk")
    assert [event.verb for event in walked] == [
        "meeting.planned",
        "meeting.called",
        "meeting.held",
        "meeting.minuted",
    ]


def test_what_stands_on_every_agenda_is_on_a_new_one_at_once() -> None:
    board, by = make_board(), make_manager()
    standing = [("Apologies and interests", "information"), ("Risks", "discussion")]
    services.set_standing_items(board, standing, by=by, at=NOW)

    meeting = make_meeting()

    assert [str(item) for item in meeting.items.order_by("number")] == [
        "1. Apologies and interests",
        "2. Risks",
    ]


@pytest.mark.covers("C45")
def test_the_forward_plan_puts_an_item_on_an_agenda_and_gets_it_back_when_cancelled() -> (
    None
):
    meeting, by = make_meeting(), make_manager()
    planned = services.plan_item(
        meeting.body,
        title="Choose next year's priorities",
        purpose="decision",
        due_on=TODAY + timedelta(days=20),
        step="C9",
        by=by,
        at=NOW,
    )

    item = services.place_item(planned, meeting, by=by, at=NOW)
    with pytest.raises(Refused, match="does not wait"):
        services.place_item(planned, meeting, by=by, at=NOW)
    services.cancel_meeting(meeting, because="Snow", by=by, at=NOW)

    assert item.title == "Choose next year's priorities"
    assert ForwardItem.objects.waiting().get() == planned
    assert Meeting.objects.get().cancelled_because == "Snow"


def test_what_need_not_be_spoken_about_leaves_the_forward_plan_with_a_reason() -> None:
    by = make_manager()
    planned = services.plan_item(
        make_board(),
        title="Fireworks",
        purpose="information",
        due_on=TODAY,
        by=by,
        at=NOW,
    )

    with pytest.raises(Refused, match="Say why"):
        services.drop_item(planned, because=" ", by=by, at=NOW)
    services.drop_item(planned, because="The law did it", by=by, at=NOW)

    assert not ForwardItem.objects.waiting().exists()


def test_what_is_on_an_agenda_is_not_dropped_from_the_forward_plan() -> None:
    by, meeting = make_manager(), make_meeting()
    planned = services.plan_item(
        meeting.body,
        title="Fireworks",
        purpose="information",
        due_on=TODAY,
        by=by,
        at=NOW,
    )
    services.place_item(planned, meeting, by=by, at=NOW)

    with pytest.raises(Refused, match="on an agenda already"):
        services.drop_item(planned, because="No", by=by, at=NOW)


def test_a_board_does_not_meet_twice_on_a_day_nor_for_a_board_governed_elsewhere() -> (
    None
):
    meeting, by = make_meeting(), make_manager()
    linked = partners.add_body(
        partners.BodyTold(
            name="Health board", kind="governance", level="local", is_ours=False
        ),
        by=None,
        at=NOW,
    )

    with pytest.raises(Refused, match="already"):
        services.plan_meeting(meeting.body, held_on=TODAY, by=by, at=NOW)
    with pytest.raises(Refused, match="governed elsewhere"):
        services.plan_meeting(linked, held_on=TODAY, by=by, at=NOW)
    with pytest.raises(Refused, match="three years"):
        far = TODAY + timedelta(days=2000)
        services.plan_meeting(meeting.body, held_on=far, by=by, at=NOW)


def test_a_meeting_is_not_planned_for_a_day_on_which_its_board_does_not_stand() -> None:
    by = make_manager()
    ended = partners.add_body(
        partners.BodyTold(
            name="Old board", kind="governance", level="local", until_on=TODAY
        ),
        by=None,
        at=NOW,
    )

    with pytest.raises(Refused, match="does not stand"):
        services.plan_meeting(ended, held_on=TODAY, by=by, at=NOW)


def test_a_chair_runs_the_board_they_chair_and_no_other() -> None:
    chair = on_seat("Chair")
    other = make_body("Youth board")

    services.plan_meeting(make_board(), held_on=TODAY, by=chair, at=NOW)
    with pytest.raises(Refused, match="chair of Youth board"):
        services.plan_meeting(other, held_on=TODAY, by=chair, at=NOW)
    with pytest.raises(Refused, match="chair of Safer Saxonbridge Board"):
        services.plan_meeting(
            make_board(), held_on=TODAY + timedelta(1), by=on_seat("Police"), at=NOW
        )


def test_a_meeting_moves_while_it_is_to_come_and_not_afterwards() -> None:
    meeting, by = make_meeting(), make_manager()
    how = {
        "starts_at": None,
        "place": "Online",
        "kind": "ordinary",
        "by": by,
        "at": NOW,
    }

    moved = services.change_meeting(meeting, held_on=TODAY + timedelta(days=7), **how)
    assert (moved.held_on, moved.place) == (TODAY + timedelta(days=7), "Online")

    held = make_meeting(state="held", held_on=TODAY - timedelta(days=1))
    with pytest.raises(Refused, match="was held"):
        services.change_meeting(held, held_on=TODAY, **how)
    cancelled = services.cancel_meeting(meeting, because="Snow", by=by, at=NOW)
    with pytest.raises(Refused, match="is cancelled"):
        services.change_meeting(cancelled, held_on=TODAY, **how)
    again = make_meeting(held_on=TODAY + timedelta(days=9))
    with pytest.raises(Refused, match="Say why"):
        services.cancel_meeting(again, because="", by=by, at=NOW)


def test_an_empty_agenda_is_not_sent_nor_one_of_a_past_day_nor_one_twice() -> None:
    by = make_manager()
    empty = make_meeting()
    with pytest.raises(Refused, match="empty"):
        services.call_meeting(empty, by=by, at=NOW)
    make_item(empty)
    with pytest.raises(Refused, match="past"):
        services.call_meeting(empty, by=by, at=NOW + timedelta(days=2))
    called = services.call_meeting(empty, by=by, at=NOW)
    with pytest.raises(Refused, match="sent once"):
        services.call_meeting(called, by=by, at=NOW)


def test_numbers_stand_once_the_agenda_is_sent_and_what_comes_later_says_so() -> None:
    meeting, by = make_meeting(), make_manager()
    first, second = make_item(meeting, "One"), make_item(meeting, "Two")
    services.move_item(second, up=True, by=by, at=NOW)
    services.move_item(second, up=True, by=by, at=NOW)  # is first: nothing happens
    third = make_item(meeting, "Three")
    services.take_off(first, by=by, at=NOW)
    assert [str(i) for i in meeting.items.order_by("number")] == ["1. Two", "2. Three"]

    services.call_meeting(meeting, by=by, at=NOW)
    third.refresh_from_db()
    with pytest.raises(Refused, match="numbers stand"):
        services.take_off(third, by=by, at=NOW)
    with pytest.raises(Refused, match="numbers stand"):
        services.move_item(third, up=True, by=by, at=NOW)
    meeting.refresh_from_db()
    late = make_item(meeting, "Four")

    assert (late.number, late.is_late) == (3, True)


def test_a_paper_has_a_letter_for_good_and_its_file_lies_with_the_notes() -> None:
    meeting, by = make_meeting(), make_manager()
    item = make_item(meeting)
    file = SimpleUploadedFile("marshals.txt", b"What the marshals saw.", "text/plain")

    paper = services.add_paper(item, title="What was seen", file=file, by=by, at=NOW)

    assert str(paper) == "Paper 1a: What was seen"
    kept = Attachment.objects.get(about_kind="governance.paper")
    assert kept.about_reference == str(paper.pk)
    assert Event.objects.filter(verb="paper.added").exists()


def test_a_late_paper_says_that_it_is_late_and_a_held_meeting_takes_none() -> None:
    meeting, by = make_meeting(state="called"), make_manager()
    item = meeting.items.get()

    def file() -> SimpleUploadedFile:
        return SimpleUploadedFile("marshals.txt", b"What was seen.", "text/plain")

    late = services.add_paper(item, title="More", file=file(), by=by, at=NOW)
    assert late.is_late
    come(meeting)
    services.hold_meeting(meeting, chair=on_seat("Chair"), by=by, at=NOW)
    with pytest.raises(Refused, match="was held"):
        services.add_paper(item, title="Too late", file=file(), by=by, at=NOW)


@pytest.mark.covers("S122")
def test_a_restricted_item_is_seen_by_those_who_are_cleared_or_named() -> None:
    meeting = make_meeting()
    resident, police, manager = on_seat("Residents"), on_seat("Police"), make_manager()
    make_item(meeting, "Open")
    make_item(meeting, "Members", audience="members", restricted_because="A live case")
    make_item(
        meeting,
        "Named",
        audience="named",
        restricted_because="A contract",
        readers=(resident,),
    )

    def seen(person: object) -> list[str]:
        reader = rules.reader_of(person)  # type: ignore[arg-type]
        found = AgendaItem.objects.visible_to(
            reader.person, cleared=reader.cleared, runs=reader.runs
        )
        return [item.title for item in found.in_order()]

    assert seen(resident) == ["Open", "Named"]
    assert seen(police) == ["Open", "Members"]
    assert seen(manager) == ["Open", "Members", "Named"]


def test_the_record_keeps_no_word_of_what_is_restricted() -> None:
    meeting = make_meeting()
    make_item(
        meeting, "Mr Secret", audience="members", restricted_because="A live case"
    )

    for event in Event.objects.all():
        assert "Secret" not in event.subject_label
        assert "Secret" not in str(event.detail)


def test_an_item_is_restricted_for_a_reason_and_named_readers_have_names() -> None:
    meeting = make_meeting()

    with pytest.raises(Refused, match="Say why not everybody"):
        make_item(meeting, audience="members")
    with pytest.raises(Refused, match="Name the people"):
        make_item(meeting, audience="named", restricted_because="A contract")


def test_an_item_changes_until_the_meeting_was_held() -> None:
    meeting, by = make_meeting(), make_manager()
    item = make_item(meeting)
    changed = services.change_item(
        item, services.ItemTold("Marshals, year two", "discussion"), by=by, at=NOW
    )
    assert (changed.title, changed.purpose) == ("Marshals, year two", "discussion")

    held = make_meeting(state="held", held_on=TODAY - timedelta(days=1))
    with pytest.raises(Refused, match="was held"):
        services.change_item(held.items.get(), services.ItemTold("New"), by=by, at=NOW)


@pytest.mark.covers("S103")
def test_attendance_is_taken_by_seat_with_deputies_and_apologies() -> None:
    meeting, by = make_meeting(state="called"), make_manager()
    seats = {seat.title: seat for seat in meeting.body.seats.all()}
    came = [
        services.Came(seats["Chair"], "present", on_seat("Chair")),
        services.Came(seats["Police"], "deputy", words="Inspector Dunmore"),
        services.Came(seats["Residents"], "apologies", on_seat("Residents")),
    ]

    services.take_attendance(meeting, came, by=by, at=NOW)
    services.take_attendance(meeting, came, by=by, at=NOW)  # said again: the same

    kept = Attendance.objects.order_by("seat__number")
    assert [str(one) for one in kept] == [
        "Chair: present",
        "Police: deputy came",
        "Residents: sent apologies",
    ]
    assert kept[2].person is None
    assert services.is_quorate(meeting)


def test_attendance_names_who_came_and_knows_the_seats_of_the_day() -> None:
    meeting, by = make_meeting(state="called"), make_manager()
    seat = meeting.body.seats.first()
    strange = partners.add_seat(
        make_body("Youth board"), title="Chair", kind="chair", by=None, at=NOW
    )

    with pytest.raises(Refused, match="Say who came"):
        services.take_attendance(
            meeting, [services.Came(seat, "present")], by=by, at=NOW
        )
    with pytest.raises(Refused, match="does not stand at this table"):
        services.take_attendance(
            meeting, [services.Came(strange, "absent")], by=by, at=NOW
        )
    planned = make_meeting(held_on=TODAY + timedelta(days=3))
    with pytest.raises(Refused, match="once the agenda was sent"):
        come(planned)
    minuted = make_meeting(state="minuted", held_on=TODAY - timedelta(days=3))
    with pytest.raises(Refused, match="are agreed"):
        come(minuted)


def test_a_meeting_is_held_by_those_who_came_on_its_day() -> None:
    meeting, by = make_meeting(state="called"), make_manager()
    chair = on_seat("Chair")

    with pytest.raises(Refused, match="who came, seat by seat"):
        services.hold_meeting(meeting, chair=chair, by=by, at=NOW)
    come(meeting)
    with pytest.raises(Refused, match="somebody who came"):
        services.hold_meeting(meeting, chair=on_seat("Residents"), by=by, at=NOW)
    with pytest.raises(Refused, match="still to come"):
        services.hold_meeting(meeting, chair=chair, by=by, at=NOW - timedelta(days=1))
    services.hold_meeting(meeting, chair=chair, by=by, at=NOW)
    with pytest.raises(Refused, match="once its agenda was sent"):
        services.hold_meeting(meeting, chair=chair, by=by, at=NOW)


def test_more_than_half_of_the_votes_are_a_quorum_where_no_number_is_written_down() -> (
    None
):
    assert rules.is_quorate(None, filled=2, seats=3)
    assert not rules.is_quorate(None, filled=2, seats=4)
    assert not rules.is_quorate(5, filled=4, seats=6)


@pytest.mark.covers("S36")
def test_an_interest_is_declared_and_its_holder_leaves_for_the_item() -> None:
    meeting, by = make_meeting(state="called"), make_manager()
    police, item = on_seat("Police"), meeting.items.get()
    interest = partners.declare_interest(
        police, words="Married to a taxi owner", from_on=TODAY, by=None, at=NOW
    )

    declared = services.declare(
        meeting,
        person=police,
        words="",
        item=item,
        interest=interest,
        withdrew=True,
        by=by,
        at=NOW,
    )

    assert str(declared) == "Gethin Marsh: Married to a taxi owner"
    with pytest.raises(Refused, match="cannot be blank"):
        services.declare(meeting, person=police, words=" ", by=by, at=NOW)
    with pytest.raises(Refused, match="withdraws from an item"):
        services.declare(
            meeting, person=police, words="A shop", withdrew=True, by=by, at=NOW
        )


def test_minutes_are_written_after_the_meeting_and_not_over_somebody_elses() -> None:
    meeting, by = make_meeting(state="called"), make_manager()
    item = meeting.items.get()
    how = {"by": by, "at": NOW}
    with pytest.raises(Refused, match="written afterwards"):
        services.write_discussion(item, discussion="Said", seen=1, **how)
    come(meeting)
    services.hold_meeting(meeting, chair=on_seat("Chair"), by=by, at=NOW)

    services.write_discussion(item, discussion="All were for it.", seen=1, **how)
    services.write_opening(
        meeting, opening="Nothing arose.", in_attendance="A clerk", seen=2, **how
    )

    with pytest.raises(rules.Overtaken):
        services.write_discussion(item, discussion="Other words", seen=1, **how)
    with pytest.raises(rules.Overtaken):
        services.write_opening(
            meeting, opening="Other", in_attendance="", seen=1, **how
        )
    item.refresh_from_db()
    meeting.refresh_from_db()
    assert (item.discussion, meeting.opening, meeting.version) == (
        "All were for it.",
        "Nothing arose.",
        3,
    )


def test_minutes_are_agreed_once_every_item_for_decision_is_decided() -> None:
    meeting, by = make_meeting(state="held"), make_manager()
    with pytest.raises(Refused, match="item 1"):
        services.agree_minutes(meeting, agreed_on=TODAY, by=by, at=NOW)
    make_decision(meeting.items.get())
    with pytest.raises(Refused, match="not in the days to come"):
        tomorrow = TODAY + timedelta(days=1)
        services.agree_minutes(meeting, agreed_on=tomorrow, by=by, at=NOW)

    services.agree_minutes(meeting, agreed_on=TODAY, by=by, at=NOW)

    item = meeting.items.get()
    with pytest.raises(Refused, match="are agreed"):
        services.write_discussion(item, discussion="More", seen=1, by=by, at=NOW)


def test_the_database_itself_keeps_minutes_whole() -> None:
    meeting = make_meeting(state="held")
    for wrong in (
        {"state": "minuted"},
        {"minutes_agreed_on": TODAY},
        {"chair": None},
        {"state": "cancelled"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Meeting.objects.filter(pk=meeting.pk).update(**wrong)


def test_somebody_without_a_role_runs_nothing() -> None:
    nobody = make_person("nobody@example.org", role=None)

    with pytest.raises(Refused, match="chair of"):
        services.plan_meeting(make_board(), held_on=TODAY, by=nobody, at=NOW)
