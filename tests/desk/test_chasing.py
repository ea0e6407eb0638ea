"""Silence goes to the owner, then the lead, then the chair: once, and never on holidays."""

from datetime import date, timedelta
from typing import Any

import pytest
from tests.desk.made import colleague, link_in, make_owner, owned
from tests.make import make_manager
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
from goldthread.partners.services import end_appointment

pytestmark = pytest.mark.django_db


def after(days: int) -> dict[str, Any]:
    """The day and the moment so many days from now."""
    return {"on": TODAY + timedelta(days=days), "at": NOW + timedelta(days=days)}


def told() -> list[tuple[str, str]]:
    """Who got which subject, in order."""
    return [
        (mail.to.split("@")[0], mail.subject)
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
    assert "- 1 overdue\n- 1 due in the next two weeks\n" in mail.body
    assert mail.key == f"digest:{noor.pk}:2026-W48"


def test_who_left_is_told_nothing() -> None:
    noor = make_owner()
    owned(noor, "Late", due_on=TODAY - timedelta(days=1), at=days_ago(90))
    assert noor.acting is not None
    end_appointment(noor.acting, on=date(2026, 11, 1), by=None, at=NOW)

    assert services.send_digests(on=TODAY, at=NOW) == 0
