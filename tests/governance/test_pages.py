"""The board's pages without a browser: who gets in, what is sent, what is shown."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.make import make_manager
from tests.make_board import (
    TODAY,
    make_ask,
    make_board,
    make_challenge,
    make_decision,
    make_item,
    make_meeting,
    make_risk,
    on_seat,
)
from tests.make_plan import make_strategy
from tests.partners.people import NOW, PASSWORD, make_agency, make_person

from goldthread.delivery.models import Action
from goldthread.governance import services
from goldthread.governance.forms.packs import PackForm
from goldthread.governance.models import (
    AgendaItem,
    Ask,
    Challenge,
    Decision,
    Declaration,
    ForwardItem,
    Meeting,
    Paper,
    Risk,
    StandingItem,
)
from goldthread.partners.models import Body, Person
from goldthread.strategy.models import Workstream
from goldthread.web.templatetags.kit import day

pytestmark = pytest.mark.django_db


def signed_in(client: Client, person: Person | None = None) -> Person:
    """Somebody signed in; the partnership manager unless another is given."""
    person = person or make_manager()
    assert client.login(email=person.email, password=PASSWORD)
    return person


def text(answer: Any) -> str:
    return str(answer.content.decode())


def boxes(name: str, day: Any) -> dict[str, str]:
    """A day as the three boxes of a form send it."""
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}  # fmt: skip


def sent(client: Client, address: str, **given: Any) -> Any:
    """A form sent and taken: it leads somewhere."""
    answer = client.post(address, given)
    assert answer.status_code == 302, text(answer)
    return answer


EMPTY = (
    "/board/",
    "/board/decisions/",
    "/board/actions/",
    "/board/asks/",
    "/board/challenges/",
    "/board/risks/",
    "/board/forward/",
    "/board/attendance/",
)


@pytest.mark.parametrize("address", EMPTY)
def test_an_empty_page_says_what_to_do_next(client: Client, address: str) -> None:
    signed_in(client)

    answer = client.get(address)

    assert answer.status_code == 200
    assert "gt-empty" in text(answer)


def test_a_meeting_is_walked_from_the_plan_to_agreed_minutes_on_its_pages(
    client: Client,
) -> None:
    signed_in(client)
    board, today = make_board(), timezone.localdate()
    make_strategy(state="in_force")

    sent(client, "/board/meetings/add/", body=board.pk, place="Guildhall", kind="ordinary", starts_at="14:00", **boxes("held_on", today))  # fmt: skip
    meeting = Meeting.objects.get()
    here = f"/board/meetings/{meeting.pk}/"
    item = {"purpose": "decision", "audience": "all", "summary": "The board is asked."}
    sent(client, f"{here}items/add/", title="Marshals", **item)
    sent(client, f"{here}items/add/", title="Cameras", **item)
    sent(client, f"{here}items/2/move/", where="up")
    sent(client, f"{here}items/2/change/", title="Taxi marshals", **item)
    file = SimpleUploadedFile("marshals.txt", b"What was seen.", "text/plain")
    sent(client, f"{here}items/2/papers/add/", title="What was seen", file=file)
    sent(client, f"{here}call/")
    seats = {seat.title: seat for seat in board.seats.all()}
    came = {
        f"seat_{seats['Chair'].pk}": f"present:{on_seat('Chair').pk}",
        f"seat_{seats['Police'].pk}": "deputy:",
        f"name_{seats['Police'].pk}": "Inspector Dunmore",
        f"seat_{seats['Residents'].pk}": "apologies:",
    }
    sent(client, f"{here}attendance/", **came)
    sent(client, f"{here}interests/add/", person=on_seat("Chair").pk, words="A taxi", item=AgendaItem.objects.get(number=2).pk, withdrew="on")  # fmt: skip
    sent(client, f"{here}held/", chair=on_seat("Chair").pk, in_attendance="A clerk")
    sent(client, f"{here}opening/", opening="Nothing arose.", in_attendance="A clerk", seen="1")  # fmt: skip
    sent(client, f"{here}items/2/minute/", discussion="All were for it.", seen="2")
    decided = {
        "kind": "approve",
        "title": "Marshals are paid for",
        "reasons": "It fell.",
        "evidence": "A survey of May\nThe paper 2a",
        "effect": "It stays low",
        "votes": "2, 0, 0",
    } | boxes("effect_by", today + timedelta(days=90))
    sent(client, f"{here}items/2/decide/", **decided)
    stream = make_strategy(state="in_force").workstreams.first()
    sent(client, f"{here}items/2/action/", title="Let the contract", workstream=stream.pk, kind="prevention", lead_agency=make_agency().pk, decision=Decision.objects.get().pk, **boxes("due_on", today))  # fmt: skip
    later = boxes("deferred_to", today + timedelta(days=90))
    sent(client, f"{here}items/1/decide/", kind="defer", title="Later", reasons="No time", **later)  # fmt: skip
    sent(client, f"{here}agreed/", **boxes("agreed_on", today))

    page = text(client.get(here))
    for words in (
        "Taxi marshals",
        "What was seen",
        "All were for it.",
        "D-001 Marshals are paid for",
        "A-001 Let the contract",
        "Inspector Dunmore",
        "left the room",
        "Quorum met",
        "Minutes agreed",
    ):
        assert words in page
    assert Meeting.objects.get().state == "minuted"
    assert Action.objects.get().origin == "board"
    assert Declaration.objects.get().withdrew
    assert ForwardItem.objects.waiting().get().title == "Cameras"
    taken = client.get(f"{here}items/2/papers/a/")
    assert b"".join(taken.streaming_content) == b"What was seen."
    assert Paper.objects.get().letter == "a"


@pytest.mark.covers("S122")
def test_a_restricted_item_shows_its_number_and_nothing_else_to_the_uncleared(
    client: Client,
) -> None:
    meeting = make_meeting()
    item = make_item(
        meeting, "Mr Secret", audience="members", restricted_because="A live case"
    )
    file = SimpleUploadedFile("secret.txt", b"Names.", "text/plain")
    services.add_paper(item, title="Names", file=file, by=make_manager(), at=NOW)
    here = f"/board/meetings/{meeting.pk}/"

    signed_in(client, on_seat("Residents"))
    page = client.get(here)
    assert "Restricted item" in text(page)
    assert "Secret" not in text(page)
    assert "Names" not in text(page)
    for closed in ("items/1/", "items/1/papers/a/"):
        assert client.get(here + closed).status_code == 404

    signed_in(client, on_seat("Police"))
    assert "Mr Secret" in text(client.get(here))
    paper = client.get(f"{here}items/1/papers/a/")
    assert b"".join(paper.streaming_content) == b"Names."


def test_a_refusal_stands_on_the_form_and_changes_nothing(client: Client) -> None:
    signed_in(client)
    meeting = make_meeting(state="held")
    given = {"kind": "approve", "title": "Yes", "reasons": "Well", "votes": "two"}

    wrong = client.post(f"/board/meetings/{meeting.pk}/items/1/decide/", given)
    assert "Expected three numbers" in text(wrong)
    bare = client.post(
        f"/board/meetings/{meeting.pk}/items/1/decide/", given | {"votes": ""}
    )
    assert "had before it" in text(bare)
    assert not Decision.objects.exists()


def test_minutes_written_over_somebody_elses_are_kept_and_not_saved(
    client: Client,
) -> None:
    signed_in(client)
    meeting = make_meeting(state="held")
    item = meeting.items.get()
    services.write_discussion(
        item, discussion="First", seen=1, by=make_manager(), at=NOW
    )
    address = f"/board/meetings/{meeting.pk}/items/1/minute/"

    late = client.post(address, {"discussion": "Second", "seen": "1"})
    assert late.status_code == 409
    assert "Second" in text(late)
    sent(client, address, discussion="Both", seen="2")

    item.refresh_from_db()
    assert item.discussion == "Both"


def test_a_member_reads_and_only_who_runs_the_board_writes(client: Client) -> None:
    meeting = make_meeting()
    signed_in(client, on_seat("Police"))

    assert client.get("/board/").status_code == 200
    assert client.get(f"/board/meetings/{meeting.pk}/").status_code == 200
    assert client.get("/board/meetings/add/").status_code == 403
    assert client.post(f"/board/meetings/{meeting.pk}/call/").status_code == 403


def test_a_partner_answers_and_the_manager_closes_an_ask_on_its_page(
    client: Client,
) -> None:
    signed_in(client)
    board, agency = make_board(), make_agency("Saxonshire Police")
    due = boxes("due_on", timezone.localdate() + timedelta(days=28))
    sent(client, "/board/asks/add/", body=board.pk, words="One officer", agency=agency.pk, outside="", **due)  # fmt: skip
    lead = make_person("morwenna@example.org", role="agency_lead", agency=agency)

    signed_in(client, lead)
    assert "/board/asks/Q-001/reply/" in text(client.get("/board/asks/Q-001/"))
    sent(client, "/board/asks/Q-001/reply/", answer="yes", reply="From Monday")
    signed_in(client)
    sent(client, "/board/asks/Q-001/close/", result="She came", pounds="", fits_need="")
    make_ask()
    sent(client, "/board/asks/Q-002/withdraw/", because="The law did it")

    assert [a.state for a in Ask.objects.order_by("pk")] == ["closed", "withdrawn"]
    assert "She came" in text(client.get("/board/asks/Q-001/"))


@pytest.mark.covers("C47")
def test_a_question_is_put_answered_and_judged_on_its_pages(client: Client) -> None:
    resident, police = on_seat("Residents"), on_seat("Police")
    signed_in(client, resident)
    sent(client, "/board/challenges/add/", body=make_board().pk, question="How do you know?", asked_of=police.pk)  # fmt: skip
    signed_in(client, police)
    sent(client, "/board/challenges/H-001/answer/", answer="By comparison")
    signed_in(client, resident)
    no = client.post("/board/challenges/H-001/judge/", {"satisfied": "no"})
    assert "what is missing" in text(no)
    sent(client, "/board/challenges/H-001/judge/", satisfied="yes", remark="")

    assert Challenge.objects.get().satisfied
    assert "It satisfied" in text(client.get("/board/challenges/H-001/"))


@pytest.mark.covers("C42")
def test_a_risk_is_added_changed_reviewed_and_closed_on_its_pages(
    client: Client,
) -> None:
    signed_in(client)
    today = timezone.localdate()
    told = {
        "body": make_board().pk,
        "title": "The grant ends",
        "cause": "One year only",
        "event": "No follow-on",
        "consequence": "No mentors",
        "category": "financial",
        "appetite": "9",
        "controls": "",
    } | boxes("review_on", today + timedelta(days=30))
    for name, likelihood, impact in (("inherent", 4, 4), ("residual", 3, 4), ("target", 2, 2)):  # fmt: skip
        told |= {f"{name}_likelihood": likelihood, f"{name}_impact": impact}
    sent(client, "/board/risks/add/", **told)
    sent(client, "/board/risks/R-001/change/", **told | {"title": "The grant may end"})
    after = boxes("next_on", today + timedelta(days=60))
    sent(client, "/board/risks/R-001/review/", likelihood=2, impact=4, words="Half is promised", **after)  # fmt: skip
    page = text(client.get("/board/risks/R-001/"))
    assert "12 to 8" in page
    assert "Because one year only, it may happen that no follow-on, so that no mentors." in page  # fmt: skip
    sent(client, "/board/risks/R-001/close/", because="It goes on")

    assert Risk.objects.get().closed_because == "It goes on"


@pytest.mark.covers("C45")
def test_the_forward_plan_is_kept_on_its_pages(client: Client) -> None:
    signed_in(client)
    board, today = make_board(), timezone.localdate()
    later = today + timedelta(days=30)
    for title in ("Priorities", "Money"):
        sent(client, "/board/forward/add/", body=board.pk, title=title, purpose="decision", **boxes("due_on", later))  # fmt: skip
    sent(client, f"/board/forward/standing/{board.pk}/", items="Interests\nMinutes of last time?")  # fmt: skip
    sent(client, "/board/meetings/add/", body=board.pk, place="", kind="ordinary", starts_at="", **boxes("held_on", later))  # fmt: skip
    first, second = ForwardItem.objects.order_by("pk")
    sent(client, f"/board/forward/{first.pk}/place/", meeting=Meeting.objects.get().pk)
    sent(client, f"/board/forward/{second.pk}/drop/", because="The council did it")

    page = text(client.get("/board/forward/"))
    assert "Nothing waits for an agenda" in page
    assert "Priorities" in page
    assert [one.purpose for one in StandingItem.objects.order_by("number")] == ["discussion", "decision"]  # fmt: skip


@pytest.mark.covers("G10")
def test_a_decision_between_meetings_is_written_down_and_reported(
    client: Client,
) -> None:
    signed_in(client)
    board, today = make_board(), timezone.localdate()
    answers = {f"seat_{seat.pk}": "agrees" for seat in board.seats.all()}
    sent(
        client,
        "/board/decisions/between/",
        kind="approve",
        title="We bid",
        reasons="It closes",
        evidence="The call",
        effect="Lamps",
        urgency="It closes on Friday",
        **boxes("effect_by", today),
        **boxes("decided_on", today),
        **answers,
    )
    page = text(client.get("/board/decisions/D-001/"))
    assert "It closes on Friday" in page
    assert "Report it to a meeting" in page
    meeting = services.plan_meeting(
        board, held_on=today + timedelta(days=9), by=make_manager(), at=NOW
    )
    sent(client, "/board/decisions/D-001/report/", meeting=meeting.pk)
    sent(client, "/board/decisions/D-001/outcome/", words="We won it")

    assert Decision.objects.get().outcome == "We won it"
    assert "We bid" in text(client.get(f"/board/meetings/{meeting.pk}/"))


def test_what_is_not_there_is_not_found_in_a_sentence(client: Client) -> None:
    signed_in(client)

    for address in (
        "/board/meetings/99/",
        "/board/decisions/D-999/",
        "/board/asks/Q-999/",
        "/board/challenges/H-999/",
        "/board/risks/R-999/",
    ):
        assert client.get(address).status_code == 404


@pytest.mark.covers("G11", "S106")
def test_overdue_reviews_asks_and_decisions_stand_first_and_on_the_managers_desk(
    client: Client,
) -> None:
    signed_in(client)
    today = timezone.localdate()
    make_risk(review_on=TODAY - timedelta(days=3))
    make_ask(asked_on=TODAY - timedelta(days=60), due_on=TODAY - timedelta(days=30))
    make_decision(effect_by=TODAY)
    make_challenge()
    assert today >= TODAY

    for address in ("/board/", "/desk/"):
        page = text(client.get(address))
        for words in ("R-001", "Q-001", "D-001", "H-001"):
            assert words in page, (address, words)


def test_an_agency_and_a_member_find_on_their_desk_what_was_put_to_them(
    client: Client,
) -> None:
    make_ask()
    police = on_seat("Police")
    make_challenge()
    make_risk(owner=police, review_on=TODAY - timedelta(days=3))

    signed_in(client, police)
    page = text(client.get("/desk/"))

    for words in ("Q-001", "H-001", "R-001"):
        assert words in page


def test_the_lists_ask_the_same_however_long_they_are(client: Client) -> None:
    signed_in(client)
    meeting = make_meeting(state="held")
    item = meeting.items.get()

    def fill() -> None:
        make_decision(item)
        make_ask(item=item)
        make_challenge(item=item)
        make_risk()

    def counted(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    addresses = [*EMPTY, f"/board/meetings/{meeting.pk}/"]
    fill()
    before = {address: counted(address) for address in addresses}
    for _ in range(3):
        fill()
    after = {address: counted(address) for address in addresses}

    assert after == before
    assert max(after.values()) <= 26, after


def test_a_planned_meeting_is_what_one_sees_next(client: Client) -> None:
    signed_in(client)
    day = timezone.localdate() + timedelta(days=30)

    answer = sent(client, "/board/meetings/add/", body=make_board().pk, kind="ordinary", starts_at="2.30pm", **boxes("held_on", day))  # fmt: skip

    meeting = Meeting.objects.get()
    assert answer["Location"] == f"/board/meetings/{meeting.pk}/"
    assert "14:30" in text(client.get(answer["Location"]))


def test_what_is_deferred_says_until_when_wherever_it_stands(client: Client) -> None:
    signed_in(client)
    today = timezone.localdate()
    back = today + timedelta(days=30)
    decision = make_decision(kind="defer", deferred_to=back)
    told, held = f"Deferred to {day(back)}", decision.meeting
    assert held is not None

    for address in ("/board/decisions/", "/board/", f"/board/meetings/{held.pk}/", "/board/decisions/D-001/"):  # fmt: skip
        assert told in text(client.get(address)), address
    assert f"comes back by {day(back)}; on no agenda yet" in text(client.get("/board/decisions/"))  # fmt: skip
    for address in ("/board/", "/"):  # the manager's desk stands on the first page
        page = text(client.get(address, follow=True))
        assert f"deferred as D-001, comes back by {day(back)}" in page, address
    assert "deferred as D-001" in text(client.get("/board/forward/"))

    ahead = make_meeting(held_on=today + timedelta(days=20))
    item = services.place_item(ForwardItem.objects.get(), ahead, by=make_manager(), at=NOW)  # fmt: skip
    for address in (f"/board/meetings/{ahead.pk}/", f"/board/meetings/{ahead.pk}/items/{item.number}/"):  # fmt: skip
        assert "deferred as D-001" in text(client.get(address))
    assert f"back on the agenda of {day(ahead.held_on)}" in text(client.get("/board/decisions/"))  # fmt: skip


def test_the_pack_of_the_last_quarter_that_is_over_is_offered_first() -> None:
    form = PackForm(bodies=Body.objects.none(), on=TODAY)

    words = [words for _, words in form.fields["quarter"].choices]  # type: ignore[attr-defined]

    assert words[0] == "Q2 2026/27, from July to September 2026"
    assert words[-1] == "Q3 2026/27, from October to December 2026, not over yet"
    assert form.fields["quarter"].initial == "2026-07-01"


@pytest.mark.covers("C44")
def test_an_overdue_action_of_a_meeting_says_so_and_by_how_long(client: Client) -> None:
    signed_in(client)
    make_strategy(state="in_force")
    held = make_meeting(state="held")
    due = timezone.localdate() - timedelta(days=3)
    services.put_into_plan(
        held,
        Workstream.objects.get(),
        item=held.items.get(),
        title="Let the contract",
        kind="prevention",
        lead_agency=make_agency(),
        due_on=due,
        by=make_manager(),
        at=NOW,
    )

    for address in ("/board/actions/", f"/board/meetings/{held.pk}/"):
        said = text(client.get(address))
        assert re.search(r"Overdue by [0-3] working days?, not started", said), address
