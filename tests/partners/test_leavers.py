"""Somebody leaves: everything they hold ends together, and somebody takes over."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.partners.people import NOW, PASSWORD, make_agency, make_person

from goldthread.audit.models import Event
from goldthread.partners import services
from goldthread.partners.models import Holding, Invitation, Membership, Person
from goldthread.partners.rules import Refused

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def manager() -> Person:
    return make_person(role="manager")


@pytest.fixture
def leaver() -> Person:
    return make_person(
        email="leaver@example.org",
        name="Lorne Quill",
        role="agency_lead",
        agency=make_agency("Saxonshire Police"),
    )


@pytest.fixture
def heir() -> Person:
    return make_person(
        email="heir@example.org",
        name="Hester Vale",
        role="practitioner",
        agency=make_agency("Saxonshire Police"),
    )


def seat_of(person: Person) -> Holding:
    board = services.add_body(
        services.BodyTold(
            name="Safer Saxonbridge Board", level="local", kind="governance"
        ),
        by=None,
        at=NOW,
    )
    seat = services.add_seat(board, title="Police", kind="statutory", by=None, at=NOW)
    return services.take_seat(
        seat, person=person, from_on=date(2025, 1, 1), by=None, at=NOW
    )


def enter(person: Person) -> Client:
    client = Client()
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    return client


def test_everything_ends_together_and_who_takes_over_is_kept(
    leaver: Person, heir: Person, manager: Person
) -> None:
    session = enter(leaver)
    assert session.get("/account/").status_code == 200
    holding = seat_of(leaver)
    membership = Membership.objects.create(
        agency=make_agency("Saxonshire Police"), tier="responsible", facilitator=leaver
    )
    services.invite_person(
        email=leaver.email,
        name=leaver.name,
        agency=make_agency(),
        role="board",
        days=7,
        link=lambda token: token,
        by=manager,
        at=NOW,
    )

    left = services.end_person(leaver, hand_to=heir, on=TODAY, by=manager, at=NOW)

    leaver.refresh_from_db()
    holding.refresh_from_db()
    membership.refresh_from_db()
    assert (left.appointments, left.invitations, len(left.seats)) == (1, 1, 1)
    assert leaver.appointments.get().until_on == TODAY
    assert (leaver.left_on, leaver.handed_to, leaver.is_active) == (TODAY, heir, False)
    assert holding.until_on == TODAY
    assert membership.facilitator == heir
    assert Invitation.objects.get().withdrawn_at == NOW
    assert session.get("/account/").status_code == 302
    assert enter(leaver).get("/account/").status_code == 302
    event = Event.objects.get(verb="person.left")
    assert event.detail["after"]["hands over to"] == "Hester Vale"
    assert list(Person.objects.left()) == [leaver]


def test_what_they_did_stays_under_their_name(leaver: Person, manager: Person) -> None:
    before = Event.objects.count()

    services.end_person(leaver, hand_to=None, on=TODAY, by=manager, at=NOW)

    assert Person.objects.filter(pk=leaver.pk).exists()
    assert Event.objects.count() > before


def test_the_page_sees_them_out(leaver: Person, heir: Person, manager: Person) -> None:
    client = enter(manager)
    path = reverse("end_person", args=[leaver.pk])
    assert "Who takes over" in client.get(path).content.decode()

    answer = client.post(path, {"hand_to": heir.pk}, follow=True)

    page = answer.content.decode()
    assert "Lorne Quill has left" in page
    assert "Hester Vale takes over" in page
    assert "They leave" not in page
    leaver.refresh_from_db()
    assert leaver.left_on == timezone.localdate()


def test_an_appointment_that_began_today_or_begins_later_ends_too(
    leaver: Person, manager: Person
) -> None:
    for start in (TODAY, TODAY + timedelta(days=30)):
        services.appoint(
            leaver, agency=make_agency(), role="board", from_on=start, by=None, at=NOW
        )

    left = services.end_person(leaver, hand_to=None, on=TODAY, by=manager, at=NOW)

    assert left.appointments == 3
    assert not leaver.appointments.filter(until_on__isnull=True).exists()


def test_who_leaves_on_a_day_to_come_is_not_locked_out_today(
    leaver: Person, manager: Person
) -> None:
    with pytest.raises(Refused, match="For a day to come, end the appointments"):
        services.end_person(
            leaver, hand_to=None, on=TODAY + timedelta(days=1), by=manager, at=NOW
        )


def test_nobody_hands_over_to_themselves_or_to_somebody_who_left(
    leaver: Person, heir: Person, manager: Person
) -> None:
    with pytest.raises(Refused, match="Nobody hands over to themselves"):
        services.end_person(leaver, hand_to=leaver, on=TODAY, by=manager, at=NOW)
    services.end_person(heir, hand_to=None, on=TODAY, by=manager, at=NOW)
    heir.refresh_from_db()
    with pytest.raises(Refused, match="Hester Vale has left too"):
        services.end_person(leaver, hand_to=heir, on=TODAY, by=manager, at=NOW)


@pytest.mark.parametrize(
    ("role", "agency", "sentence"),
    [
        (
            "agency_admin",
            "Saxonbridge City Council",
            "people of Saxonbridge City Council only",
        ),
        ("board", "Saxonshire Police", "You do not bring people in"),
    ],
)
def test_who_may_not_bring_them_in_may_not_see_them_out(
    leaver: Person, role: str, agency: str, sentence: str
) -> None:
    by = make_person(role=role, agency=make_agency(agency))

    with pytest.raises(Refused, match=sentence):
        services.end_person(leaver, hand_to=None, on=TODAY, by=by, at=NOW)

    leaver.refresh_from_db()
    assert leaver.is_active


def test_nobody_sees_themselves_out(manager: Person) -> None:
    with pytest.raises(Refused, match="Nobody does this for themselves"):
        services.end_person(manager, hand_to=None, on=TODAY, by=manager, at=NOW)


def test_the_agency_administrator_of_their_own_agency_sees_them_out(
    leaver: Person,
) -> None:
    by = make_person(role="agency_admin", agency=make_agency("Saxonshire Police"))

    services.end_person(leaver, hand_to=None, on=TODAY, by=by, at=NOW)

    leaver.refresh_from_db()
    assert not leaver.is_active


def test_only_who_left_has_handed_over_says_the_database(
    leaver: Person, heir: Person
) -> None:
    for wrong in (
        {"handed_to": heir},
        {"handed_to": leaver, "left_on": TODAY},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.filter(pk=leaver.pk).update(**wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"used_at": NOW},
        {"withdrawn_at": NOW, "used_at": NOW},
        {"role": ""},
        {"expires_at": NOW - timedelta(days=1)},
    ],
)
def test_an_invitation_is_never_half_used_says_the_database(
    manager: Person, wrong: dict[str, Any]
) -> None:
    services.invite_person(
        email="new@example.org",
        name="Noor Ash",
        agency=make_agency(),
        role="board",
        days=7,
        link=lambda token: token,
        by=manager,
        at=NOW,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.update(**wrong)


def test_one_open_invitation_for_one_appointment_says_the_database(
    manager: Person,
) -> None:
    told = {
        "person": manager,
        "agency": make_agency(),
        "role": "board",
        "sent_at": NOW,
        "expires_at": datetime(2027, 1, 1, tzinfo=UTC),
    }
    Invitation.objects.create(token_hash="a", **told)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(token_hash="b", **told)
