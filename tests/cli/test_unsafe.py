"""The doctor names what makes an installation unsafe, and what to do; each fault is planted."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from tests.partners.people import NOW, make_demonstration, make_installation

from goldthread.audit.services import Subject, record
from goldthread.cli import unsafe
from goldthread.cli.doctor import last_backup, newest_act
from goldthread.cli.unsafe import Trouble

pytestmark = pytest.mark.django_db
MAIL_FILES = "django.core.mail.backends.filebased.EmailBackend"


def one(found: Iterator[Trouble]) -> Trouble:
    (trouble,) = found
    # Every sentence ends with what to do about it.
    assert re.search(
        r"\b(Set|Name|Delete|Give|Add|Close|Run|run|Leave|Remove|Stop)\b",
        trouble.sentence,
    )
    return trouble


def test_a_sound_installation_has_nothing_unsafe(
    settings: Any, empty_home: Path
) -> None:
    assert list(unsafe.of_settings()) == []
    assert list(unsafe.of_files()) == []
    assert list(unsafe.of_the_clock(NOW, None)) == []


@pytest.mark.parametrize(
    ("planted", "grave", "words"),
    [
        ({"SECRET_KEY": "django-insecure-" + "x" * 60}, True, "can be guessed"),
        ({"SECRET_KEY": "short"}, True, "can be guessed"),
        ({"DEBUG": True}, True, "GOLDTHREAD_DEBUG=no"),
        ({"ALLOWED_HOSTS": ["*"], "HTTPS": True}, True, "answers to any name"),
        (
            {"ALLOWED_HOSTS": ["safer.example.org"], "HTTPS": False},
            True,
            "passwords cross the network",
        ),
        (
            {"ADDRESS": "https://safer.example.org"},
            True,
            "does not answer to that name",
        ),
        ({"PUBLIC_ONLY": True}, False, "no resident reaches it"),
        (
            {
                "PUBLIC_ONLY": True,
                "HTTPS": True,
                "ADDRESS": "https://safer.example.org",
                "ALLOWED_HOSTS": ["safer.example.org"],
            },
            True,
            "where partners sign in",
        ),
    ],
)
def test_an_unsafe_setting_is_named_with_what_to_do(
    settings: Any, planted: dict[str, Any], grave: bool, words: str
) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.ADDRESS = settings.USUAL_ADDRESS
    for name, value in planted.items():
        setattr(settings, name, value)

    trouble = one(unsafe.of_settings())

    assert trouble.grave is grave and words in trouble.sentence


def test_a_database_that_others_can_read_is_refused_unless_its_folder_is_closed(
    empty_home: Path,
) -> None:
    file = empty_home / "goldthread.sqlite3"
    file.touch(0o644)
    empty_home.chmod(0o700)
    assert list(unsafe.of_files()) == []

    empty_home.chmod(0o755)
    trouble = one(unsafe.of_files())

    assert trouble.grave and f"chmod go-rwx {file}" in trouble.sentence


def test_keys_in_an_open_folder_are_named(empty_home: Path) -> None:
    empty_home.chmod(0o755)
    (empty_home / "record" / "keys").mkdir(parents=True, mode=0o755)

    trouble = one(unsafe.of_files())

    assert trouble.grave and "record/keys" in trouble.sentence


class Says:
    """A cursor of a database that is kept some other way."""

    def __init__(self, **pragmas: Any) -> None:
        self.pragmas, self.asked = pragmas, ""

    def __enter__(self) -> "Says":
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def execute(self, sql: str) -> "Says":
        self.asked = sql.removeprefix("PRAGMA ")
        return self

    def fetchone(self) -> tuple[Any, ...]:
        return (self.pragmas[self.asked],)


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A SQLite database that is kept so."""

    def so(**pragmas: Any) -> None:
        usual = {"journal_mode": "delete", "synchronous": 2} | pragmas
        fake = SimpleNamespace(cursor=lambda: Says(**usual))
        monkeypatch.setattr("django.db.connection", fake)

    return so


def test_a_write_ahead_log_under_a_sqlite_that_loses_it_is_refused(
    kept: Callable[..., None],
) -> None:
    kept(journal_mode="wal")

    trouble = one(unsafe._sqlite((3, 40, 1)))

    assert trouble.grave and "SQLite 3.40.1 can lose" in trouble.sentence
    assert list(unsafe._sqlite((3, 51, 3))) == []
    kept()
    assert list(unsafe._sqlite((3, 40, 1))) == []


def test_a_database_that_does_not_wait_for_the_disk_is_refused(
    kept: Callable[..., None],
) -> None:
    kept(synchronous=1)

    trouble = one(unsafe._sqlite((3, 51, 3)))

    assert trouble.grave and "power cut" in trouble.sentence


@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks a server")
def test_a_server_that_does_not_wait_for_the_disk_is_refused() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")

    found = [one for one in unsafe._postgres() if "synchronous" in one.sentence]

    assert found and found[0].grave


def test_a_clock_that_stands_behind_the_record_is_refused() -> None:
    record_backup(days_ago=0)
    assert newest_act() == NOW

    assert list(unsafe.of_the_clock(NOW, newest_act())) == []
    trouble = one(unsafe.of_the_clock(NOW - timedelta(hours=1), newest_act()))

    assert trouble.grave and "clock says 23 November 2026, 08:30" in trouble.sentence


def record_backup(*, days_ago: int) -> None:
    record(
        "installation.backed_up",
        Subject("installation", "backup", "monday.tar"),
        by=None,
        at=NOW - timedelta(days=days_ago),
    )


def said(days: int = 0) -> list[str]:
    at = NOW + timedelta(days=days)
    return [one.sentence for one in unsafe.of_a_real_installation(at, last_backup())]


def test_an_installation_without_a_backup_of_this_week_is_told(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.SECOND_FACTOR = "manager"
    make_installation()
    assert said() == []  # it was founded today

    assert "No backup was made" in said(days=8)[0]
    record_backup(days_ago=0)
    assert said(days=7) == []
    assert "last backup was made on 23 November 2026" in said(days=8)[0]


def test_mail_that_goes_nowhere_and_one_factor_are_told(settings: Any) -> None:
    settings.EMAIL_BACKEND = MAIL_FILES
    settings.SECOND_FACTOR = "optional"
    make_installation()

    found = {
        one.grave: one.sentence
        for one in unsafe.of_a_real_installation(NOW, last_backup())
    }

    assert "prove who they are twice" in found[True]
    assert "No mail leaves" in found[False]


def test_a_demonstration_may_do_without(settings: Any) -> None:
    settings.EMAIL_BACKEND, settings.SECOND_FACTOR = MAIL_FILES, "optional"
    make_demonstration()

    assert said(days=400) == []


def test_the_doctor_ends_with_one_where_something_is_unsafe(
    run: Any, settings: Any, empty_home: Path
) -> None:
    sound = run("doctor")
    settings.DEBUG = True

    ended = run("doctor")

    assert ended.code == 1
    assert "Must be mended: Error pages show" in ended.out
    assert "Error pages" not in sound.out
