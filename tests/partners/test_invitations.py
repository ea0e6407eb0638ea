"""Nobody signs themselves up: people are invited, once, for a time, by who may."""

import re
import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.partners.people import (
    NOW,
    PASSWORD,
    make_agency,
    make_installation,
    make_person,
)

from goldthread.audit.models import Event
from goldthread.partners import services
from goldthread.partners.models import Invitation, Person
from goldthread.partners.rules import Refused

pytestmark = pytest.mark.django_db
LINK = re.compile(r"http://testserver(/invitation/\S+)")
CHOSEN = "eleven kites above the gasworks"


def signed_in(person: Person) -> Client:
    client = Client()
    assert client.login(email=person.email, password=PASSWORD)
    return client


@pytest.fixture
def manager() -> Person:
    make_installation()
    return make_person(role="manager", agency=make_agency())


def answers(**other: Any) -> dict[str, Any]:
    return {
        "name": "Bettina Okonjo",
        "email": "bettina@example.org",
        "agency": make_agency("Saxonshire Police").pk,
        "role": "agency_lead",
        "title": "Superintendent",
    } | other


@pytest.fixture
def invite(manager: Person, django_capture_on_commit_callbacks: Any) -> Any:
    """Invites somebody through the page; the path in the mail's link."""

    def done(**other: Any) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            answer = signed_in(manager).post(reverse("invite"), answers(**other))
        assert answer.status_code == 302, answer.content.decode()
        found = LINK.search(str(mail.outbox[-1].body))
        assert found
        return found.group(1)

    return done


def offered(by: Person | None, **other: Any) -> Invitation:
    return services.invite_person(
        **{
            "email": "bettina@example.org",
            "name": "Bettina Okonjo",
            "agency": make_agency("Saxonshire Police"),
            "role": "agency_lead",
            "days": 7,
            "link": lambda token: token,
            "by": by,
            "at": datetime.now(UTC),
        }
        | other
    )


def test_somebody_invited_accepts_with_a_password_and_is_in(invite: Any) -> None:
    path = invite()
    client = Client()
    page = client.get(path).content.decode()
    assert "Superintendent, Saxonshire Police" in page
    assert not Invitation.objects.get().used_at

    answer = client.post(path, {"password": CHOSEN})

    assert answer["Location"] == "/start/"
    bettina = Person.objects.get(email="bettina@example.org")
    held = bettina.appointments.get()
    assert (held.role, held.title) == ("agency_lead", "Superintendent")
    assert held.from_on == timezone.localdate()
    assert (
        "Superintendent, Saxonshire Police" in client.get("/account/").content.decode()
    )
    assert {"person.invited", "person.appointed", "person.invitation_accepted"} <= set(
        Event.objects.values_list("verb", flat=True)
    )


def test_an_invitation_works_once(invite: Any) -> None:
    path = invite()
    Client().post(path, {"password": CHOSEN})

    again = Client().post(path, {"password": "another one that is long enough"})

    assert again.status_code == 410
    assert Person.objects.get(email="bettina@example.org").check_password(CHOSEN)
    assert "does not work any more" in again.content.decode()


def test_an_invitation_lapses_after_its_days(invite: Any) -> None:
    path = invite()
    Invitation.objects.update(
        sent_at=NOW - timedelta(days=30), expires_at=NOW - timedelta(days=23)
    )

    assert Client().get(path).status_code == 410
    assert Client().post(path, {"password": CHOSEN}).status_code == 410
    assert not Person.objects.get(email="bettina@example.org").has_usable_password()


def test_a_guessed_link_and_a_lapsed_one_answer_alike(invite: Any) -> None:
    path = invite()
    Invitation.objects.update(sent_at=NOW - timedelta(days=9), expires_at=NOW)

    lapsed, guessed = Client().get(path), Client().get("/invitation/guessed/")

    assert lapsed.status_code == guessed.status_code == 410
    assert "Bettina" not in lapsed.content.decode()


def test_only_a_hash_of_the_link_is_kept(invite: Any) -> None:
    token = invite().split("/")[2]

    kept = Invitation.objects.get()

    assert len(token) >= 43  # 256 bits
    assert token not in str(Invitation.objects.values().get())
    assert not any(token in str(event) for event in Event.objects.values())
    assert len(kept.token_hash) == 64


def test_sending_again_makes_a_new_link_and_ends_the_old_one(
    invite: Any, manager: Person, django_capture_on_commit_callbacks: Any
) -> None:
    old = invite()
    key = Invitation.objects.get().pk
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(manager).post(reverse("resend_invitation", args=[key]))
    new = LINK.search(str(mail.outbox[-1].body))

    assert new and new.group(1) != old
    assert Client().get(old).status_code == 410
    assert Client().get(new.group(1)).status_code == 200
    assert Event.objects.filter(verb="person.invited_again").exists()


def test_a_withdrawn_invitation_lets_nobody_in(invite: Any, manager: Person) -> None:
    path = invite()
    key = Invitation.objects.get().pk

    signed_in(manager).post(reverse("withdraw_invitation", args=[key]))

    assert Client().post(path, {"password": CHOSEN}).status_code == 410
    assert Event.objects.filter(verb="person.invitation_withdrawn").exists()


def test_the_mail_carries_nothing_but_a_link_and_the_partnerships_name(
    invite: Any,
) -> None:
    invite()

    sent = mail.outbox[-1]
    text = f"{sent.subject}\n{sent.body}"
    assert sent.to == ["bettina@example.org"]
    for secret in ("Bettina", "Superintendent", "Police", "agency_lead", "Amar"):
        assert secret not in text
    assert sent.subject == "Your invitation to Safer Saxonbridge Partnership"


def test_a_mail_that_cannot_leave_is_shown_in_the_list(
    manager: Person, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    client = signed_in(manager)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("invite"), answers())

    assert "did not leave" in client.get(reverse("people")).content.decode()
    assert Event.objects.get(verb="person.invitation_not_sent").outcome == "failed"


def test_somebody_known_accepts_another_appointment_without_a_new_account(
    invite: Any,
) -> None:
    ravi = make_person(email="ravi@example.org", name="Ravi Thornquist", role="board")
    path = invite(email="Ravi@Example.org", name="Ravi Thornquist")

    page = Client().get(path).content.decode()
    assert "You have an account here already" in page
    assert Client().post(path, {"password": CHOSEN}).status_code == 200
    assert Person.objects.get(pk=ravi.pk).check_password(PASSWORD)
    client = signed_in(ravi)
    assert (
        "Superintendent, Saxonshire Police" in client.get("/account/").content.decode()
    )
    client.post(path)

    assert ravi.appointments.count() == 2
    assert Person.objects.filter(email="ravi@example.org").count() == 1


def test_somebody_else_cannot_accept_an_invitation(invite: Any) -> None:
    path = invite()
    client = signed_in(make_person(email="ravi@example.org", role="board"))
    assert "for somebody else" in client.get(path).content.decode()

    client.post(path)

    assert not Invitation.objects.get().used_at
    key = Invitation.objects.get().pk
    assert client.post(reverse("accept_appointment", args=[key])).status_code == 404


def test_a_weak_first_password_is_refused_in_a_sentence(invite: Any) -> None:
    path = invite()

    answer = Client().post(path, {"password": "short"})

    assert "at least 15 characters" in answer.content.decode()
    assert not Invitation.objects.get().used_at


def test_looking_at_an_invitation_changes_nothing(invite: Any) -> None:
    path = invite()
    before = (Event.objects.count(), str(Invitation.objects.values().get()))

    for _ in range(3):  # a mail scanner
        Client().get(path)
        Client().head(path)

    assert (Event.objects.count(), str(Invitation.objects.values().get())) == before


# -------------------------------------------------------------- who may appoint whom


FILE = tomllib.loads(Path(django_settings.ROLES_FILES[0]).read_text())["roles"]
GIVEN = [role for role in FILE if role not in ("visitor", "nobody")]


@pytest.mark.parametrize("own", GIVEN)
def test_each_role_brings_in_whom_the_file_says_and_nobody_else(own: str) -> None:
    here, there = make_agency(), make_agency("Saxonshire Police")
    by = make_person(role=own, agency=here)
    other = make_person(email="other@example.org", role=None)

    for role in GIVEN:
        for agency in (here, there):
            may = role in FILE[own].get("appoints", ()) and (
                FILE[own].get("appoints_for") != "their own agency" or agency == here
            )
            try:
                services.appoint(
                    other,
                    agency=agency,
                    role=role,
                    from_on=date(2026, 1, 1),
                    by=by,
                    at=NOW,
                )
                done = True
            except Refused:
                done = False
            assert done is may, (own, role, agency)


def test_nobody_brings_in_somebody_above_themselves() -> None:
    """An agency administrator gives none of the roles that act for all agencies."""
    assert not {"manager", "sysadmin", "governance", "analyst", "chair"} & set(
        FILE["agency_admin"]["appoints"]
    )
    assert "manager" not in FILE["manager"]["appoints"]


@pytest.mark.parametrize(
    ("own", "other", "sentence"),
    [
        (
            "agency_admin",
            {"role": "manager"},
            "you cannot make anybody partnership manager",
        ),
        (
            "agency_admin",
            {"agency": "Saxonshire Police"},
            "people of Saxonbridge City Council only",
        ),
        ("board", {}, "You do not bring people in"),
        (
            "manager",
            {"email": "amar@example.org", "name": "Amar Tolliver"},
            "Nobody appoints themselves",
        ),
        ("manager", {"until_on": date(2020, 1, 1)}, "still to come"),
        ("manager", {"role": "emperor"}, "Expected one of the roles"),
        ("manager", {"email": "not an address"}, "Expected an e-mail address"),
    ],
)
def test_a_refused_invitation_says_why_and_sends_nothing(
    own: str, other: dict[str, Any], sentence: str
) -> None:
    by = make_person(role=own)
    told = {"agency": make_agency(), "role": "board"} | other
    if isinstance(told["agency"], str):
        told["agency"] = make_agency(told["agency"])

    with pytest.raises(Refused, match=sentence):
        offered(by, **told)

    assert not Invitation.objects.exists()
    assert not mail.outbox


def test_nobody_is_invited_twice_to_the_same_or_to_what_they_hold(
    manager: Person,
) -> None:
    offered(manager)
    with pytest.raises(Refused, match="is invited to this already"):
        offered(manager)
    ravi = make_person(email="ravi@example.org", name="Ravi Thornquist", role="board")
    with pytest.raises(Refused, match="holds this appointment already"):
        offered(
            manager,
            email=ravi.email,
            name=ravi.name,
            role="board",
            agency=make_agency(),
        )
    with pytest.raises(Refused, match="belongs to Ravi Thornquist"):
        offered(manager, email=ravi.email, name="Somebody Else")
    services.close_account(ravi, by=None, at=NOW)
    with pytest.raises(Refused, match="is closed"):
        offered(manager, email=ravi.email, name=ravi.name)


def test_what_is_over_is_neither_sent_again_nor_withdrawn(manager: Person) -> None:
    invitation = offered(manager)
    services.withdraw_invitation(invitation, by=manager, at=NOW)
    with pytest.raises(Refused, match="was withdrawn"):
        services.withdraw_invitation(invitation, by=manager, at=NOW)
    used = offered(manager)
    services.accept_with_password(used, password=CHOSEN, at=datetime.now(UTC))
    with pytest.raises(Refused, match="accepted this invitation already"):
        services.resend_invitation(
            used, days=7, link=lambda token: token, by=manager, at=NOW
        )


def test_an_agency_administrator_sees_only_the_people_of_their_agency() -> None:
    council, police = make_agency(), make_agency("Saxonshire Police")
    own = make_person(
        email="own@example.org", name="Own Person", role="board", agency=council
    )
    other = make_person(
        email="other@example.org", name="Other Person", role="board", agency=police
    )
    client = signed_in(make_person(role="agency_admin", agency=council))

    page = client.get(reverse("people")).content.decode()

    assert "Own Person" in page
    assert "Other Person" not in page
    assert client.get(reverse("person", args=[own.pk])).status_code == 200
    for name, key in (
        ("person", other.pk),
        ("end_person", other.pk),
        ("reset_second_factor", other.pk),
        ("extend_appointment", other.appointments.get().pk),
        ("end_appointment", other.appointments.get().pk),
    ):
        assert client.get(reverse(name, args=[key])).status_code == 404


def test_the_list_answers_who_needs_me_first(manager: Person) -> None:
    make_agency("Saxonbridge Fire and Rescue")
    lapsed = offered(manager)
    Invitation.objects.update(
        sent_at=NOW - timedelta(days=9), expires_at=NOW - timedelta(days=2)
    )
    ending = make_person(email="ending@example.org", name="Endra Vole", role=None)
    services.appoint(
        ending,
        agency=make_agency(),
        role="board",
        from_on=date(2025, 1, 1),
        until_on=timezone.localdate() + timedelta(days=20),
        by=None,
        at=NOW,
    )

    page = signed_in(manager).get(reverse("people")).content.decode()
    waits, everybody = page.split("Everybody</h2>")

    assert (
        f"The invitation of {lapsed.person} for Saxonshire Police has lapsed" in waits
    )
    assert "Endra Vole acts for Saxonbridge City Council until" in waits
    assert "Nobody acts for Saxonbridge Fire and Rescue" in waits
    assert "Wilfreda Moss" in everybody


def test_the_list_asks_the_database_the_same_number_of_times_for_many(
    manager: Person, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(manager)
    for n in range(30):
        make_person(email=f"p{n}@example.org", name=f"Person {n}", role="board")
    with django_assert_max_num_queries(14):
        client.get(reverse("people"))


def test_an_appointment_runs_on_or_ends_through_its_pages(manager: Person) -> None:
    held = make_person(email="b@example.org", name="Bo Ember", role="board").acting
    client, today = signed_in(manager), timezone.localdate()
    last = today + timedelta(days=90)
    boxes = {
        f"last_day_{part}": getattr(last, part) for part in ("day", "month", "year")
    }

    client.post(reverse("extend_appointment", args=[held.pk]), boxes)
    held.refresh_from_db()
    assert held.until_on == last + timedelta(days=1)
    gone = {"last_day_day": 1, "last_day_month": 1, "last_day_year": 2026}
    refused = client.post(reverse("extend_appointment", args=[held.pk]), gone)
    assert "still to come" in refused.content.decode()
    client.post(reverse("end_appointment", args=[held.pk]), gone)
    held.refresh_from_db()

    assert held.until_on == date(2026, 1, 2)
    assert Event.objects.filter(verb="person.appointment_extended").count() == 1
    over = client.post(reverse("extend_appointment", args=[held.pk]), boxes)
    assert "Invite Bo Ember again" in over.content.decode()


def test_the_last_who_brings_people_in_does_not_lock_the_door() -> None:
    admin = make_person(role="sysadmin")
    other = make_person(email="other@example.org", role="sysadmin")
    services.end_appointment(admin.acting, on=date(2026, 11, 1), by=other, at=NOW)

    third = make_person(email="third@example.org", role="sysadmin")
    services.end_appointment(third.acting, on=date(2026, 11, 1), by=other, at=NOW)
    with pytest.raises(Refused, match="last one here who can bring people in"):
        services.end_appointment(other.acting, on=date(2026, 11, 1), by=third, at=NOW)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "\u200b\u200b"),
        ("name", "A\x00B"),
        ("name", "abc\u202egpj"),
        ("name", "x" * 300),
        ("email", "a@example.org\nBcc: b@example.org"),
        ("email", "' or 1=1 --@example.org"),
        ("agency", "1 OR 1=1"),
        ("agency", "999999999999999999999999"),
        ("role", "sysadmin"),
        ("role", "__class__"),
        ("last_day_year", "9999999"),
        ("last_day_day", "٣"),
    ],
)
def test_hostile_words_in_the_form_get_a_sentence_and_invite_nobody(
    manager: Person, field: str, value: str
) -> None:
    boxes = {"last_day_day": "1", "last_day_month": "1", "last_day_year": "2090"}
    given = answers(**(boxes if field.startswith("last") else {})) | {field: value}

    answer = signed_in(manager).post(reverse("invite"), given)

    assert answer.status_code == 200
    assert "Error: " in answer.content.decode()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    "name", ["Null", "O'Neil", "X", "<b>Bo</b>", "{{ 7*7 }}", "=1+1"]
)
def test_odd_names_are_kept_and_shown_as_they_were_typed(
    manager: Person, name: str
) -> None:
    offered(manager, name=name)

    assert Person.objects.get(email="bettina@example.org").name == name
    page = signed_in(manager).get(reverse("people")).content.decode()
    from django.utils.html import escape

    assert escape(name) in page


def test_fields_that_are_not_asked_for_change_nothing(manager: Person) -> None:
    signed_in(manager).post(
        reverse("invite"),
        answers(
            is_active="0", joined_at="2001-01-01", password="x", used_at="2001-01-01"
        ),
    )

    kept = Invitation.objects.get()
    assert kept.used_at is None
    assert kept.person.is_active
    assert kept.person.joined_at.year >= 2025


def test_a_form_of_megabytes_or_of_thousands_of_fields_is_not_read(
    manager: Person,
) -> None:
    client = signed_in(manager)

    large = client.post(reverse("invite"), answers(name="x" * 3_000_000))
    wide = client.post(
        reverse("invite"), answers(**{f"f{n}": "1" for n in range(1100)})
    )

    assert (large.status_code, wide.status_code) == (400, 400)
    assert not Invitation.objects.exists()
