"""The board's forms say what to enter, where, and all of it at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.make import make_manager
from tests.make_board import (
    TODAY,
    come,
    make_ask,
    make_board,
    make_meeting,
    on_seat,
    told,
)
from tests.partners.people import NOW, PASSWORD, make_agency, make_person

from goldthread.governance import services
from goldthread.governance.forms.decisions import BetweenForm, DecisionForm
from goldthread.governance.forms.meetings import AttendanceForm
from goldthread.governance.models import Ask, Attendance, Decision
from goldthread.partners import services as partners
from goldthread.partners.models import Person
from goldthread.partners.rules import Refused

pytestmark = pytest.mark.django_db


def enter(client: Client, person: Person) -> Client:
    assert client.login(email=person.email, password=PASSWORD)
    return client


def typed(form: Any, **how: Any) -> dict[str, Any]:
    given = {"title": "Lamps are bought", "reasons": "It is dark", "votes": ""}
    return given | how


# ------------------------------------------------------------------------- decisions


def test_everything_that_a_decision_between_meetings_lacks_is_said_at_once_by_field() -> (
    None
):
    board = make_board()
    answers = {f"seat_{seat.pk}": "silent" for seat in board.seats.all()}
    given = {"kind": "approve", "title": "Lamps", "reasons": "Dark"} | answers

    form = BetweenForm(given, body=board, on=TODAY)

    assert not form.is_valid()
    first = board.seats.order_by("number").first()
    assert set(form.errors) == {"evidence", "effect", "effect_by", "urgency", "decided_on", f"seat_{first.pk}"}  # fmt: skip
    assert "0 of 3 seats answered" in str(form.errors[f"seat_{first.pk}"])


@pytest.mark.parametrize(
    ("kind", "field", "said"),
    [
        ("refer", "referred_to", "Choose the body it is referred to."),
        ("defer", "deferred_to", "Enter the day by which it comes back"),
    ],
)
def test_what_is_referred_or_deferred_says_what_to_enter(
    kind: str, field: str, said: str
) -> None:
    form = DecisionForm(
        {"kind": kind, "title": "Lamps", "reasons": "Dark"}, body=make_board(), on=TODAY
    )

    assert said in str(form.errors[field])


def test_the_service_says_the_same_in_one_answer() -> None:
    item = make_meeting(state="held").items.get()
    lacks = services.DecisionTold(kind="approve", title="Lamps", reasons="")

    with pytest.raises(Refused, match=r"Say why.*had before it.*expected.*the day"):
        services.take_decision(item, lacks, by=make_manager(), at=NOW)


def test_an_approval_may_say_that_nothing_is_expected_and_then_waits_for_nothing() -> (
    None
):
    item = make_meeting(state="held").items.get()
    nothing = told(effect="", effect_by=None, expects_nothing=True)

    made = services.take_decision(item, nothing, by=make_manager(), at=NOW)

    assert Decision.objects.get().expects_nothing
    assert made not in Decision.objects.due(TODAY + timedelta(days=900))
    both = told(expects_nothing=True)
    with pytest.raises(Refused, match="An effect is named as well"):
        services.take_decision(item, both, by=make_manager(), at=NOW)


# ------------------------------------------------------------------------ attendance


def test_nobody_writes_down_who_came_before_the_day(client: Client) -> None:
    ahead = make_meeting(state="called", held_on=TODAY + timedelta(days=400))

    with pytest.raises(Refused, match="is still to come"):
        come(ahead)

    page = enter(client, make_manager()).get(f"/board/meetings/{ahead.pk}/")
    said = page.content.decode()
    assert "It was held" not in said and "Who came" not in said
    assert "No quorum" not in said
    assert not Attendance.objects.exists()


def test_everybody_came_is_a_start_and_a_vacant_seat_needs_no_answer(
    client: Client,
) -> None:
    meeting = make_meeting(state="called")
    vacant = partners.add_seat(meeting.body, title="Health", kind="statutory", agency=make_agency("Health"), by=None, at=NOW)  # fmt: skip

    start = AttendanceForm(meeting=meeting, everybody=True)
    plain = AttendanceForm(meeting=meeting)

    seat = meeting.body.seats.get(title="Police")
    assert start.fields[f"seat_{seat.pk}"].initial.startswith("present:")
    assert plain.fields[f"seat_{seat.pk}"].initial == ""
    assert start.fields[f"seat_{vacant.pk}"].initial == "absent:"
    assert plain.fields[f"seat_{vacant.pk}"].label == "Health (vacant)"
    here = f"/board/meetings/{meeting.pk}/"
    assert "attendance/?everybody" in enter(client, make_manager()).get(here).content.decode()  # fmt: skip


# ------------------------------------------------------------------------------ asks


def test_what_an_outside_body_answered_says_who_and_when(client: Client) -> None:
    ask = make_ask(outside="The Home Office", asked_on=TODAY - timedelta(days=9))
    day = TODAY - timedelta(days=2)
    enter(client, on_seat("Chair"))
    here = f"/board/asks/{ask.reference}/reply/"
    given = {"answer": "yes", "reply": "A grant", "answered_by": "The grants team", "on_day": day.day, "on_month": day.month, "on_year": day.year}  # fmt: skip

    page = client.get(here).content.decode()
    said = client.post(here, given, follow=True).content.decode()

    assert "What The Home Office answered" in page
    assert "Written down as the answer of The Home Office." in said
    assert "The board sees your answer" not in said
    kept = Ask.objects.get()
    assert (kept.answered_by, kept.replied_on) == ("The grants team", day)
    assert "The grants team for The Home Office, 21 November 2026; written down by Odette Farrow" in said  # fmt: skip


def test_the_agency_itself_is_thanked_and_not_asked_who_it_is(client: Client) -> None:
    ask = make_ask()
    lead = make_person("morwen@example.org", name="Morwen Adair", role="agency_lead", agency=make_agency("Saxonshire Police"))  # fmt: skip
    enter(client, lead)
    here = f"/board/asks/{ask.reference}/reply/"

    assert "Who answered" not in client.get(here).content.decode()
    said = client.post(here, {"answer": "yes", "reply": "Done"}, follow=True)
    assert "Thank you. The board sees your answer." in said.content.decode()


def test_an_answer_did_not_come_before_it_was_asked_for() -> None:
    ask, by = make_ask(outside="The Home Office"), make_manager()
    how: dict[str, Any] = {"answer": "yes", "reply": "Yes", "by": by, "at": NOW}

    with pytest.raises(Refused, match="was asked on"):
        services.reply_to_ask(ask, on=TODAY - timedelta(days=3), **how)
    with pytest.raises(Refused, match="still to come"):
        services.reply_to_ask(ask, on=TODAY + timedelta(days=3), **how)
