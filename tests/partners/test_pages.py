"""Signing in and out, one's password, and the first set-up, without a browser."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from tests.partners.people import (
    NOW,
    PASSWORD,
    make_demonstration,
    make_installation,
    make_person,
)

from goldthread.audit.models import Event
from goldthread.partners import services, setup_code
from goldthread.partners.models import Installation, Person

pytestmark = pytest.mark.django_db
ENTRY = "/account/login/"


@pytest.fixture
def signed_in(client: Client) -> Client:
    make_person()
    client.post(ENTRY, {"login": "amar@example.org", "password": PASSWORD})
    return client


def test_a_person_signs_in_with_e_mail_and_password(client: Client) -> None:
    make_person()

    answer = client.post(
        ENTRY + "?next=/account/", {"login": "Amar@Example.org", "password": PASSWORD}
    )

    assert answer.status_code == 302
    assert b"Amar Tolliver" in client.get("/account/").content
    event = Event.objects.get(verb="person.signed_in")
    assert event.agency_label == "Saxonbridge City Council"
    assert event.appointment_label


def test_signing_in_gives_a_new_session(client: Client) -> None:
    make_person()
    session = client.session
    session["before"] = 1
    session.save()
    before = session.session_key

    client.post(ENTRY, {"login": "amar@example.org", "password": PASSWORD})

    assert client.session.session_key != before


def test_a_wrong_password_and_an_unknown_e_mail_answer_alike(client: Client) -> None:
    make_person()
    pages = [
        client.post(ENTRY, {"login": email, "password": "not this one at all"})
        for email in ("amar@example.org", "none@example.org")
    ]

    said = [
        re.findall(r"<li>(.*?)</li>", page.content.decode().split("There is a")[1])
        for page in pages
    ]
    assert said[0] == said[1]
    assert "do not belong together" in said[0][0]


def test_a_closed_account_answers_like_a_wrong_password(client: Client) -> None:
    services.close_account(make_person(), by=None, at=NOW)

    answer = client.post(ENTRY, {"login": "amar@example.org", "password": PASSWORD})

    assert "do not belong together" in answer.content.decode()
    assert Event.objects.filter(verb="person.sign_in_refused").exists()


def test_closing_an_account_ends_its_session_at_the_next_click(
    signed_in: Client,
) -> None:
    services.close_account(Person.objects.get(), by=None, at=NOW)

    assert signed_in.get("/account/").status_code == 302


def test_signing_out_is_a_form_and_is_recorded(signed_in: Client) -> None:
    asked = signed_in.get("/account/logout/")
    assert asked.status_code == 200
    assert signed_in.get("/account/").status_code == 200

    signed_in.post("/account/logout/")

    assert signed_in.get("/account/").status_code == 302
    assert Event.objects.filter(verb="person.signed_out").count() == 1


@pytest.mark.parametrize(
    "away",
    [
        "https://elsewhere.example.org/",
        "//elsewhere.example.org",
        "javascript:alert(1)",
    ],
)
def test_signing_in_never_leads_to_another_site(client: Client, away: str) -> None:
    make_person()

    answer = client.post(
        ENTRY, {"login": "amar@example.org", "password": PASSWORD, "next": away}
    )

    assert answer["Location"] == "/start/"


def move_session(client: Client, **back: datetime) -> None:
    session = client.session
    for name, moment in back.items():
        session[name] = moment.timestamp()
    session.save()


def test_an_idle_hour_ends_the_session(signed_in: Client) -> None:
    signed_in.get("/account/")
    now = datetime.now(UTC)
    idle = timedelta(minutes=settings.IDLE_MINUTES)

    move_session(signed_in, seen=now - idle + timedelta(minutes=1))
    assert signed_in.get("/account/").status_code == 200
    move_session(signed_in, seen=now - idle - timedelta(minutes=1))
    assert signed_in.get("/account/").status_code == 302


def test_half_a_day_ends_the_session_however_busy(signed_in: Client) -> None:
    signed_in.get("/account/")
    now = datetime.now(UTC)

    move_session(signed_in, began=now - timedelta(hours=settings.SESSION_HOURS + 1))
    assert signed_in.get("/account/").status_code == 302


def test_a_busy_session_is_written_once_a_minute_at_most(
    signed_in: Client, django_assert_num_queries: object
) -> None:
    signed_in.get("/account/")
    seen = signed_in.session["seen"]

    signed_in.get("/account/")
    assert signed_in.session["seen"] == seen
    move_session(signed_in, seen=datetime.now(UTC) - timedelta(minutes=2))
    signed_in.get("/account/")
    assert signed_in.session["seen"] > seen


def link_in_mail() -> str:
    return re.search(r"http://\S+", str(mail.outbox[-1].body)).group()  # type: ignore[union-attr]


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(
    client: Client,
) -> None:
    make_person()
    client.post(reverse("account_reset_password"), {"email": "amar@example.org"})
    link = link_in_mail()
    page = client.get(link, follow=True)
    new = "nine lanterns along the canal"

    client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})

    person = Person.objects.get()
    assert person.check_password(new)
    assert Event.objects.filter(verb="person.password_changed").count() == 1
    again = Client().get(link, follow=True)
    assert b"does not work any more" in again.content


def test_a_reset_for_a_stranger_says_the_same_and_sends_nothing(
    client: Client,
) -> None:
    answer = client.post(
        reverse("account_reset_password"), {"email": "none@example.org"}, follow=True
    )

    assert b"Look into your e-mail" in answer.content
    assert not mail.outbox


def test_resets_are_throttled(client: Client) -> None:
    make_person()
    for _ in range(11):
        answer = client.post(
            reverse("account_reset_password"), {"email": "amar@example.org"}
        )

    assert b"too many requests" in answer.content
    assert len(mail.outbox) == 10


def test_changing_the_password_signs_out_every_other_device(signed_in: Client) -> None:
    elsewhere = Client()
    elsewhere.post(ENTRY, {"login": "amar@example.org", "password": PASSWORD})
    new = "nine lanterns along the canal"

    signed_in.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    assert signed_in.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


def test_nobody_signs_themselves_up(client: Client) -> None:
    for path in ("signup/", "email/", "confirm-email/", "inactive/", "login/code/"):
        assert client.get(f"/account/{path}").status_code == 404


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "GOLDTHREAD_HOME", tmp_path)
    return tmp_path


def answers(**other: str) -> dict[str, str]:
    return {
        "area_name": "Safer Saxonbridge Partnership",
        "area_code": "X22000001",
        "name": "Wilfreda Moss",
        "email": "first@example.org",
        "password": PASSWORD,
    } | other


def test_whoever_holds_the_set_up_code_sets_the_partnership_up_once(
    client: Client, home: Path
) -> None:
    code = setup_code.current(home)
    assert (home / "setup-code").stat().st_mode & 0o777 == 0o600

    answer = client.post("/setup/", answers(code=f" {code} "))

    assert answer.status_code == 302
    assert Installation.objects.get().area.name == "Safer Saxonbridge Partnership"
    assert not (home / "setup-code").exists()
    assert client.get("/setup/").status_code == 404


@pytest.mark.parametrize("code", ["guess", "", "é"])
def test_without_the_code_nothing_is_set_up(
    client: Client, home: Path, code: str
) -> None:
    setup_code.current(home)

    answer = client.post("/setup/", answers(code=code))

    assert answer.status_code == 200
    assert b"Error: " in answer.content
    assert not Installation.objects.exists()


def test_with_no_code_made_no_guess_is_right(client: Client, home: Path) -> None:
    assert client.post("/setup/", answers(code="anything")).status_code == 200
    assert not Installation.objects.exists()


def test_guessing_the_set_up_code_is_throttled(client: Client, home: Path) -> None:
    code = setup_code.current(home)
    for n in range(10):
        client.post("/setup/", answers(code=f"guess {n}"))

    assert b"too many attempts" in client.post("/setup/", answers(code=code)).content
    assert not Installation.objects.exists()


def test_a_weak_first_password_is_refused_and_the_code_kept(
    client: Client, home: Path
) -> None:
    code = setup_code.current(home)

    answer = client.post("/setup/", answers(code=code, password="short"))

    assert b"at least 15 characters" in answer.content
    assert setup_code.matches(code, home)


def test_a_site_that_is_not_set_up_says_so_at_sign_in(client: Client) -> None:
    assert b"Set up your partnership" in client.get(ENTRY).content
    make_installation()
    assert b"Set up your partnership" not in client.get(ENTRY).content


def test_every_page_of_a_demonstration_says_its_figures_are_invented(
    signed_in: Client,
) -> None:
    assert b"is invented, and so is every figure" not in signed_in.get("/desk/").content
    make_demonstration()

    for path in ("/desk/", "/account/", "/account/password/change/", "/no/such/page"):
        assert b"is invented, and so is every figure" in signed_in.get(path).content
    assert b"analyst@saxonbridge.example.org" in Client().get(ENTRY).content


def test_the_known_password_is_told_only_in_a_demonstration(client: Client) -> None:
    make_installation()

    assert b"saxonbridge.example.org" not in client.get(ENTRY).content
