"""Silence goes to the owner, then the lead, then the chair: once, and never on holidays."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from tests.desk.made import colleague, link_in, make_owner, owned
from tests.make import make_manager
from tests.make_numbers import make_indicator, make_readings
from tests.make_plan import (
    TODAY,
    days_ago,
    make_action,
    make_police_lead,
    make_report,
    make_workstream,
)
from tests.partners.people import NOW, make_agency, make_person

from goldthread.audit.models import Event
from goldthread.delivery.models import Chase
from goldthread.desk import services
from goldthread.desk.models import OutgoingMail, UpdateLink
from goldthread.desk.queries.piles import piles_of
from goldthread.partners.models import Agency, Person
from goldthread.partners.rules import Refused
from goldthread.partners.services import end_appointment
from goldthread.performance import services as numbers
from goldthread.performance.models import FigureChase, Indicator
from goldthread.performance.queries.flow import flow_page
from goldthread.performance.services import Figure

pytestmark = pytest.mark.django_db


def after(days: int) -> dict[str, Any]:
    """The day and the moment so many days from now."""
    return {"on": TODAY + timedelta(days=days), "at": NOW + timedelta(days=days)}


def told() -> list[tuple[str, str]]:
    """Who got which subject, in order."""
    return [
        (mail.to.split("@")[0], mail.subject.removeprefix("Goldthread: "))
        for mail in OutgoingMail.objects.order_by("pk")
    ]


@pytest.mark.covers("C41", "G11", "G19")
def test_silence_climbs_from_the_owner_to_the_lead_to_the_chair() -> None:
    noor, amar = make_owner(), make_manager()
    lead = make_person("lead@example.org", role="lead", name="Odile Marsh")
    chair = make_person("chair@example.org", role="chair", name="Odette Farrow")
    owned(noor, "Train", workstream=make_workstream("Safer homes", lead=lead), at=NOW)

    days = {day: services.chase_silent(**after(day)) for day in range(75)}

    sent = {day: mails for day, mails in days.items() if mails}
    assert sent == {30: 1, 45: 1, 60: 2}, "once at each level, and never again"
    words = "1 action waiting for a word"
    assert told() == [("noor", words), ("lead", words)] + [
        (who.email.split("@")[0], words)
        for who in sorted((chair, amar), key=lambda one: one.pk)
    ]
    assert list(Chase.objects.order_by("pk").values_list("level", flat=True)) == [
        "owner",
        "lead",
        "chair",
    ]
    assert Event.objects.filter(verb="action.chased").count() == 3
    first, second = OutgoingMail.objects.order_by("pk")[:2]
    assert link_in(first) and "/u/" not in second.body
    assert "/plan/silent/" in second.body


@pytest.mark.covers("C41")
def test_nobody_is_asked_before_the_workstream_opens() -> None:
    noor, opens = make_owner(), (date(2027, 4, 1) - TODAY).days
    stream = make_workstream("Next spring", opened_on=date(2027, 4, 1))
    owned(noor, "Train", workstream=stream, at=NOW)

    def piles(days: int) -> list[str]:
        return [pile.name for pile in piles_of(noor, TODAY + timedelta(days=days))[0]]

    for days in (30, 60, opens, opens + 29):
        assert services.chase_silent(**after(days)) == 0
        assert piles(days) == []
    assert services.chase_silent(**after(opens + 30)) == 1
    assert piles(opens + 30) == ["silent"]


@pytest.mark.covers("C41")
def test_a_word_ends_a_silence_and_the_next_one_is_told_anew() -> None:
    noor = make_owner()
    (action,) = owned(noor, "Train", at=NOW)
    assert services.chase_silent(**after(30)) == 1
    make_report(action, by=noor, at=NOW + timedelta(days=31))
    assert Chase.objects.get().answered_at == NOW + timedelta(days=31)

    assert services.chase_silent(**after(60)) == 0
    assert services.chase_silent(**after(61)) == 1


def test_one_mail_a_day_however_many_actions_are_silent_and_however_often_it_runs() -> (
    None
):
    noor = make_owner()
    owned(noor, *(f"Action {n}" for n in range(7)), at=NOW)
    services.chase_silent(**after(30))
    owned(noor, "One more", at=NOW)
    services.chase_silent(**after(30))

    assert told() == [("noor", "7 actions waiting for a word")]
    assert UpdateLink.objects.get().actions.count() == 7
    services.chase_silent(**after(31))
    assert told()[1] == ("noor", "1 action waiting for a word"), "told the next day"


def test_somebody_who_owns_and_leads_gets_one_mail() -> None:
    lead = make_person("lead@example.org", role="lead", name="Odile Marsh")
    stream = make_workstream("Safer homes", lead=lead)
    owned(lead, "Mine", workstream=stream, at=NOW)
    owned(make_owner(), "Of another", workstream=stream, at=days_ago(15))

    services.chase_silent(**after(30))

    (mail,) = OutgoingMail.objects.filter(person=lead)
    assert "1 action had no word from you" in mail.body
    assert "1 action went silent and came up to you" in mail.body


def test_what_nobody_owns_goes_to_its_agencys_lead_else_to_the_chair() -> None:
    make_manager()
    police = make_police_lead()
    make_action("Patrol", lead_agency=make_agency("Saxonshire Police"), at=NOW)
    services.chase_silent(**after(30))
    assert told() == [("morwenna", "1 action waiting for a word")]
    assert UpdateLink.objects.get().person == police

    make_action("Orphan", at=NOW + timedelta(days=1))
    services.chase_silent(**after(31))
    assert told()[1][0] == "amar"
    assert "/u/" not in OutgoingMail.objects.order_by("-pk")[0].body


@pytest.mark.covers("C41")
def test_the_weekly_word_is_sent_once_and_only_where_something_is_due() -> None:
    noor, other = make_owner(), colleague()
    owned(noor, "Late", due_on=TODAY - timedelta(days=1), at=NOW)
    owned(noor, "Soon", due_on=TODAY + timedelta(days=9), at=NOW)
    owned(other, "Fine", due_on=TODAY + timedelta(days=90), at=NOW)

    assert services.send_digests(on=TODAY, at=NOW) == 1
    assert services.send_digests(on=TODAY + timedelta(days=3), at=NOW) == 0
    assert services.send_digests(**after(7)) == 1

    assert {who for who, _ in told()} == {"noor"}
    mail = OutgoingMail.objects.order_by("pk")[0]
    assert "- 1 action past the day that was agreed\n" in mail.body
    assert "- 1 action due in the next two weeks\n" in mail.body
    assert mail.key == f"digest:{noor.pk}:2026-W48"


@pytest.mark.covers("C41")
def test_the_manager_asks_an_owner_now_and_once_a_day() -> None:
    noor, amar = make_owner(), make_manager()
    [action] = owned(noor, "Train", at=days_ago(40))
    [other] = owned(noor, "Hide", at=NOW)

    assert services.ask_after_action(action, by=amar, at=NOW) == [noor]

    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.kind) == ("noor@example.org", "asked")
    link = UpdateLink.objects.get()
    assert set(link.actions.all()) == {action, other} and "/u/" in link_in(mail)
    for verb in ("mail.queued", "action.asked"):
        assert Event.objects.get(verb=verb).actor_email == amar.email
    with pytest.raises(Refused, match="Noor Ashby was asked about A-001 today already"):
        services.ask_after_action(action, by=amar, at=NOW + timedelta(hours=1))
    assert OutgoingMail.objects.count() == 1
    services.ask_after_action(action, by=amar, at=NOW + timedelta(days=1))
    assert OutgoingMail.objects.count() == 2
    kept = Chase.objects.get(level="asked")
    assert (kept.at, kept.answered_at) == (NOW + timedelta(days=1), None)
    make_report(action, by=noor, at=NOW + timedelta(days=2))
    kept.refresh_from_db()
    assert kept.answered_at == NOW + timedelta(days=2)


def test_nobody_is_asked_where_nobody_owns_an_action() -> None:
    action = make_action("Alone", lead_agency=make_agency("Empty"), at=days_ago(40))

    with pytest.raises(Refused, match="Give it an owner, or invite somebody"):
        services.ask_after_action(action, by=make_manager(), at=NOW)
    assert not OutgoingMail.objects.exists() and not UpdateLink.objects.exists()


def test_the_list_of_silent_actions_says_who_was_told_and_asks(client: Any) -> None:
    noor, amar = make_owner(), make_manager()
    owned(noor, "Train", at=days_ago(40))
    services.chase_silent(on=TODAY, at=NOW)
    client.force_login(amar)
    page = client.get("/plan/silent/").content.decode()
    assert "Told: the owner on 23 November 2026." in page

    answer = client.post(
        "/plan/A-001/ask/", {"once": str(uuid.uuid4())}, follow=True
    ).content.decode()

    assert "A link is on its way to Noor Ashby." in answer
    assert "the owner on 23 November 2026, the owner (by hand) on" in answer
    assert OutgoingMail.objects.filter(kind="asked", person=noor).count() == 1
    client.force_login(noor)
    assert "Ask now" not in client.get("/plan/silent/").content.decode()
    assert client.post("/plan/A-001/ask/").status_code == 403


def test_who_left_is_told_nothing() -> None:
    noor = make_owner()
    owned(noor, "Late", due_on=TODAY - timedelta(days=1), at=days_ago(90))
    assert noor.acting is not None
    end_appointment(noor.acting, on=date(2026, 11, 1), by=None, at=NOW)

    assert services.send_digests(on=TODAY, at=NOW) == 0


def owing(**how: Any) -> tuple[Agency, Person]:
    """The police, whose figure of June fell due on 10 July, and who gives it."""
    lead = make_police_lead()
    police = Agency.objects.get(name="Saxonshire Police")
    made = make_indicator("H1", owner=police, comes_from="return", due_days=9, **how)
    make_readings(made, [30, 31], until=date(2026, 5, 1))
    return police, lead


def chased(day: date) -> int:
    return services.chase_silent(on=day, at=NOW.replace(month=day.month, day=day.day))


@pytest.mark.covers("C41", "S13")
def test_owed_figures_climb_the_same_chain_and_an_answer_ends_it() -> None:
    measured_by = make_person("lena@example.org", role="lead", name="Lena Moor")
    manager = make_manager()
    police, giver = owing(lead=measured_by)
    first = date(2026, 6, 26)  # June is owed when it is over, on 1 July

    days = {n: chased(first + timedelta(days=n)) for n in range(-2, 47)}

    assert {n: mails for n, mails in days.items() if mails} == {
        5: 1,
        15: 1,
        30: 1,
        45: 1,
    }
    assert [who for who, _ in told()] == [
        giver.email.split("@")[0],
        giver.email.split("@")[0],
        "lena",
        manager.email.split("@")[0],
    ]
    assert [words for _, words in told()] == [
        "1 figure waiting for you",
        "1 figure waiting for you",
        "Figures that have not come",
        "Figures that have not come",
    ]
    first_mail = OutgoingMail.objects.order_by("pk").first()
    assert first_mail is not None and "/r/" in first_mail.body
    assert "Vehicle crimes" not in first_mail.body  # never what, only that
    assert list(FigureChase.objects.order_by("pk").values_list("level", flat=True)) == [
        "asked",
        "owner",
        "lead",
        "chair",
    ]
    assert Event.objects.filter(verb="return.chased").count() == 4

    measure = Indicator.objects.get()
    at = NOW.replace(month=8, day=20)
    numbers.key_return(
        police,
        {measure: [Figure(date(2026, 6, 1), value=5)]},
        token=uuid.uuid4(),
        by=giver,
        at=at,
    )

    assert not FigureChase.objects.filter(answered_at__isnull=True).exists()
    (row,) = flow_page(on=date(2026, 9, 1)).replies
    assert (row.agency, row.count, row.open) == ("Saxonshire Police", 4, 0)


def test_one_mail_tells_of_actions_and_of_figures() -> None:
    police, giver = owing()
    make_person("pc@example.org", role="practitioner", agency=police, name="Pia Cole")
    owned(giver, "Train", at=NOW.replace(month=6, day=11))

    assert chased(date(2026, 7, 11)) == 1

    (_, subject), *others = told()
    assert subject == "1 action and 1 figure waiting for a word"
    assert others == []
    mail = OutgoingMail.objects.get()
    assert "/u/" in mail.body and "/r/" in mail.body


def test_figures_that_nobody_can_be_asked_for_come_to_the_chair() -> None:
    chair = make_person("chair@example.org", role="chair", name="Odette Farrow")
    police, giver = owing()
    end_appointment(giver.appointments.get(), on=date(2026, 6, 1), by=None, at=NOW)

    chased(date(2026, 7, 1))

    assert [who for who, _ in told()] == [chair.email.split("@")[0]]
    with pytest.raises(Refused, match="does not owe figures for so long"):
        numbers.note_figure_chase(
            police,
            level="chair",
            owed_since=date(2026, 7, 10),
            figures=1,
            on=date(2026, 7, 11),
            by=None,
            at=NOW,
        )
