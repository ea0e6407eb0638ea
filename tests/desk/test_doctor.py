"""What the doctor says about mail and the worker, and the verbs of mail."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.desk.made import make_owner
from tests.desk.test_mail import note, queued
from tests.partners.people import NOW

from goldthread.cli import main
from goldthread.cli.doctor import mail_troubles
from goldthread.config.mail import mail as mail_settings
from goldthread.desk import services
from goldthread.desk.clockwork import tick
from goldthread.desk.jobs import JOBS
from goldthread.desk.models import OutgoingMail

pytestmark = pytest.mark.django_db


def said() -> str:
    return " ".join(trouble.sentence for trouble in mail_troubles(NOW))


def test_nothing_is_wrong_where_mail_is_written_to_files() -> None:
    assert said() == ""


def test_links_that_lead_to_the_readers_own_machine_are_named(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "mail.example.org"
    settings.ADDRESS = "http://127.0.0.1:8000"
    assert "Set GOLDTHREAD_ADDRESS" in said()
    settings.ADDRESS = "https://safer.example.org"
    assert said() == ""


def test_mail_that_did_not_arrive_is_counted() -> None:
    mail = queued(make_owner())
    services.note_bounce(mail, problem="550", by=None, at=NOW)
    assert "1 mail did not arrive." in said()


def test_a_worker_that_rests_is_noticed() -> None:
    tick(NOW - timedelta(seconds=50), JOBS)
    assert said() == ""
    assert "The worker last ran on 23 November 2026" in " ".join(
        trouble.sentence for trouble in mail_troubles(NOW + timedelta(minutes=5))
    )


def test_a_returned_mail_read_from_a_file_is_noted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mail = queued(make_owner())
    file = tmp_path / "returned.eml"
    file.write_bytes(note(mail))

    assert main(["mail", "bounced", str(file)]) == 0

    mail.refresh_from_db()
    assert mail.state == OutgoingMail.State.BOUNCED and "User unknown" in mail.problem
    assert "The mail to noor@example.org came back" in capsys.readouterr().out
    assert main(["mail", "list"]) == 0
    assert "Came back" in capsys.readouterr().out


def test_a_note_from_a_pipe_and_what_is_no_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mail = queued(make_owner())
    late = note(mail, action="delayed")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(late)))

    assert main(["mail", "bounced", "-"]) == 0
    assert "The server still tries" in capsys.readouterr().out
    mail.refresh_from_db()
    assert mail.state == OutgoingMail.State.WAITING
    other = tmp_path / "hello.eml"
    other.write_text("Subject: hello\n\nI am away.")
    assert main(["mail", "bounced", str(other)]) != 0
    assert main(["mail", "bounced", str(tmp_path / "none")]) != 0


def test_a_relay_on_this_machine_is_spoken_to_plainly_and_no_other(
    tmp_path: Path,
) -> None:
    for url, is_plain in (
        ("smtp://localhost:25", True),
        ("smtp://127.0.0.1:2525", True),
        ("smtp://mail.example.org:587", False),
    ):
        assert mail_settings(url, tmp_path)["EMAIL_USE_TLS"] is not is_plain
