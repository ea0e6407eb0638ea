"""Guessing passwords is slowed down, before hashing, in every process at once."""

import os
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.test import Client
from tests.migrated import lay_in
from tests.partners.people import NOW, PASSWORD, make_person

from goldthread.audit.models import Event
from goldthread.partners import throttle
from goldthread.partners.models import SignInAttempt
from goldthread.partners.rules import GUESSES_PER_ACCOUNT, GUESSES_PER_ADDRESS, WINDOW

ENTRY = "/account/login/"


def guess(client: Client, password: str, email: str = "amar@example.org") -> str:
    """The page that comes back, or "in" when the guess was right."""
    answer = client.post(ENTRY, {"login": email, "password": password})
    return "in" if answer.status_code == 302 else answer.content.decode()


def refusal(
    email: str = "a@example.org", address: str = "10.0.0.1", **late: int
) -> str:
    return (
        throttle.refusal_of_attempt(
            email=email, address=address, at=NOW + timedelta(**late)
        )
        or ""
    )


def test_the_eleventh_guess_in_five_minutes_is_refused(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_person()
    hashed: list[str] = []
    real = hashers.Argon2PasswordHasher.verify
    monkeypatch.setattr(
        hashers.Argon2PasswordHasher,
        "verify",
        lambda self, *words: hashed.append("") or real(self, *words),
    )

    said = [guess(client, f"wrong guess {n}") for n in range(GUESSES_PER_ACCOUNT)]
    eleventh = guess(client, PASSWORD)

    assert all("do not belong together" in page for page in said)
    assert "too many attempts" in eleventh
    assert len(hashed) == GUESSES_PER_ACCOUNT  # the eleventh was refused unhashed


def test_guessing_under_other_capitals_is_the_same_account(db: None) -> None:
    assert not any(refusal("a@example.org") for _ in range(GUESSES_PER_ACCOUNT))
    assert refusal(" A@Example.ORG ")


def test_other_people_still_come_in_while_one_account_is_guessed_at(
    db: None, client: Client
) -> None:
    make_person()
    make_person("bea@example.org")
    for n in range(GUESSES_PER_ACCOUNT + 1):
        guess(client, f"wrong guess {n}", "amar@example.org")

    assert guess(client, PASSWORD, "bea@example.org") == "in"


def test_one_address_cannot_walk_through_many_accounts(db: None) -> None:
    allowed = [refusal(f"p{n}@example.org") for n in range(GUESSES_PER_ADDRESS)]

    assert not any(allowed)
    assert refusal("another@example.org")
    assert not refusal("another@example.org", address="10.0.0.2")


def test_nobody_is_locked_out_for_ever(db: None) -> None:
    for minute in range(5):
        for _ in range(GUESSES_PER_ACCOUNT):
            refusal(minutes=minute)

    # Refused attempts were not counted, so the wait ends although the attack went on.
    assert refusal(minutes=4)
    assert not refusal(seconds=WINDOW.total_seconds() + 1)


def test_signing_in_forgives_the_slips_before_it(db: None, client: Client) -> None:
    make_person()
    for n in range(GUESSES_PER_ACCOUNT - 1):
        guess(client, f"wrong guess {n}")
    assert guess(client, PASSWORD) == "in"
    client.post("/account/logout/")

    again = [guess(client, f"wrong guess {n}") for n in range(GUESSES_PER_ACCOUNT - 1)]

    assert not any("too many" in page for page in again)


def test_the_attempts_are_no_list_of_people(db: None) -> None:
    refusal("amar@example.org", "10.0.0.1")

    kept = str(list(SignInAttempt.objects.values()))
    assert "amar" not in kept
    assert "10.0.0.1" not in kept


def test_old_attempts_are_forgotten(db: None) -> None:
    refusal("a@example.org")
    refusal("b@example.org", minutes=6)

    assert SignInAttempt.objects.count() == 1


def test_the_address_cannot_be_forged_by_a_header(db: None, client: Client) -> None:
    for n in range(GUESSES_PER_ADDRESS):
        client.post(
            ENTRY,
            {"login": f"p{n}@example.org", "password": "x"},
            headers={"X-Forwarded-For": f"10.9.8.{n}"},
        )

    answer = client.post(
        ENTRY,
        {"login": "last@example.org", "password": "x"},
        headers={"X-Forwarded-For": "10.9.9.9"},
    )
    assert "too many attempts" in answer.content.decode()


def test_a_refused_sign_in_is_recorded_without_what_was_typed(
    db: None, client: Client
) -> None:
    person = make_person()
    guess(client, "wrong guess")
    guess(client, "wrong guess", "stranger@example.org")

    known, unknown = Event.objects.filter(verb="person.sign_in_refused").order_by("id")
    assert known.subject_reference == str(person.pk)
    assert known.outcome == "refused"
    assert "stranger" not in str(list(Event.objects.values()))
    assert unknown.subject_label == "an e-mail without an account"


GUESSER = textwrap.dedent(
    """
    import sys
    from datetime import datetime, UTC
    import django; django.setup()
    from goldthread.partners.throttle import refusal_of_attempt
    print(sum(
        refusal_of_attempt(email="a@example.org", address="10.0.0.1",
                           at=datetime(2026, 11, 23, tzinfo=UTC)) is None
        for _ in range(8)
    ))
    """
)


@pytest.mark.slow
@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own test")
def test_three_processes_together_get_ten_guesses_on_sqlite(tmp_path: Path) -> None:
    environ = os.environ | {
        "GOLDTHREAD_HOME": str(tmp_path),
        "GOLDTHREAD_DATABASE": "",
        "DJANGO_SETTINGS_MODULE": "goldthread.config.settings",
    }
    run = [sys.executable, "-W", "ignore"]
    lay_in(tmp_path)

    guessers = [
        subprocess.Popen([*run, "-c", GUESSER], env=environ, stdout=subprocess.PIPE)
        for _ in range(3)
    ]
    allowed = [int(guesser.communicate(timeout=60)[0]) for guesser in guessers]

    assert sum(allowed) == GUESSES_PER_ACCOUNT


@pytest.mark.slow
@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's own test")
@pytest.mark.django_db(transaction=True)
def test_parallel_connections_together_get_ten_guesses_on_postgres() -> None:
    begin = Barrier(4)

    def guesses(_: int) -> int:
        begin.wait()
        try:
            return sum(not refusal() for _ in range(8))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        allowed = list(pool.map(guesses, range(4)))

    assert sum(allowed) == GUESSES_PER_ACCOUNT
