"""The verbs of the record: how they end, what they print, what they leave."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from tests.audit.acts import NOW, act, acts, after, without_triggers
from tests.cli.conftest import Run

from goldthread.audit.act import Act, current_act
from goldthread.audit.keys import keys
from goldthread.audit.models import Event, Seal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _home(empty_home: Path) -> None: ...


@pytest.fixture
def sealed(run: Run) -> list[Event]:
    events = acts(4)
    assert run("audit", "seal").code == 0
    return events


@pytest.fixture
def by_a_page() -> Iterator[None]:
    token = current_act.set(Act(request_id="a page"))
    yield
    current_act.reset(token)


def test_sealing_says_how_many_rows_and_signs_the_first_checkpoint(run: Run) -> None:
    acts(3)

    ended = run("audit", "seal")
    again = run("audit", "seal", "--json")

    assert ended.code == 0
    assert "3 rows sealed. Checkpoint 1 over 3 rows is signed." in ended.out
    assert json.loads(again.out) == {"rows": 0, "checkpoint": None}


def test_a_whole_record_ends_well(run: Run, sealed: list[Event]) -> None:
    act(at=after(60))

    ended = run("audit", "verify")
    told = json.loads(run("audit", "verify", "--json").out)

    assert ended.code == 0
    assert "whole: 4 rows under 1 seals, compared with 1 checkpoints" in ended.out
    assert "1 rows wait for their seal, the oldest since 23 November 2026" in ended.out
    assert (told["state"], told["rows"], told["waiting"]) == ("whole", 4, 1)


def test_a_tampered_record_ends_with_1_and_the_first_bad_place(
    run: Run, sealed: list[Event]
) -> None:
    with without_triggers() as cursor:
        cursor.execute(
            "UPDATE audit_event SET actor_label = 'Nobody' WHERE id = %s",
            [sealed[1].pk],
        )

    ended = run("audit", "verify")

    assert ended.code == 1
    assert f"tampered with. Row 2 (event {sealed[1].pk}, batch.loaded)" in ended.out
    assert run("audit", "verify", "--json").code == 1


def test_without_the_key_it_cannot_tell(run: Run, sealed: list[Event]) -> None:
    keys().seal_file.unlink()

    ended = run("audit", "verify")

    assert ended.code == 3
    assert ended.out.startswith("Cannot tell. ")


def test_a_checkpoint_is_handed_over_and_checked_without_our_keys(
    run: Run,
    sealed: list[Event],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paper, key = tmp_path / "kept.json", tmp_path / "key.pem"
    signed = run("audit", "checkpoint", "--out", paper)
    key.write_text(json.loads(run("audit", "keys", "--json").out)["public key"])
    monkeypatch.setenv("GOLDTHREAD_HOME", str(tmp_path / "theirs"))

    ended = run("audit", "verify", "--checkpoint", paper, "--pubkey", key)
    with without_triggers() as cursor:
        cursor.execute("DELETE FROM audit_seal")
        cursor.execute("DELETE FROM audit_sealedevent")
        cursor.execute("DELETE FROM audit_event")
    cut = run("audit", "verify", "--checkpoint", paper, "--pubkey", key)

    assert "is signed. Written to" in signed.out
    assert ended.code == 0, ended.out
    assert cut.code == 1
    assert "the checkpoint handed over is of row 4" in cut.out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--checkpoint", "x"), "--checkpoint and --pubkey together"),
        (("--pubkey", "x"), "--checkpoint and --pubkey together"),
        (("--checkpoint", "no", "--pubkey", "no"), "there is no file no"),
    ],
)
def test_half_of_what_was_handed_over_is_used_wrongly(
    run: Run, sealed: list[Event], words: tuple[str, ...], sentence: str
) -> None:
    ended = run("audit", "verify", *words)

    assert ended.code == 2
    assert sentence in ended.err


def test_a_checkpoint_that_is_none_is_used_wrongly(run: Run, tmp_path: Path) -> None:
    acts(1)
    run("audit", "seal")
    odd = tmp_path / "odd"
    odd.write_text("hello\n")

    ended = run("audit", "verify", "--checkpoint", odd, "--pubkey", keys().public_file)
    other = run(
        "audit", "verify", "--checkpoint", keys().checkpoint_file, "--pubkey", odd
    )

    assert (ended.code, other.code) == (2, 2)
    assert "is no checkpoint" in ended.err
    assert "does not hold a public key" in other.err


def test_keys_are_shown_once_they_exist_and_never_the_secret(run: Run) -> None:
    before = run("audit", "keys")
    acts(1)
    run("audit", "seal")
    after_ = run("audit", "keys")

    assert before.code == 3
    assert after_.code == 0
    assert "fingerprint: " in after_.out
    assert "BEGIN PUBLIC KEY" in after_.out
    assert "PRIVATE" not in after_.out
    assert keys().seal_file.read_bytes().hex() not in after_.out


def test_a_lost_seal_key_refuses_in_a_sentence(run: Run, sealed: list[Event]) -> None:
    keys().seal_file.unlink()
    acts(1, begin=9)

    ended = run("audit", "seal")

    assert ended.code == 1
    assert "Put it back from where you keep a copy" in ended.err


def test_an_export_is_written_for_its_owner_and_recorded(
    run: Run, sealed: list[Event], tmp_path: Path
) -> None:
    out = tmp_path / "record.zip"

    ended = run("audit", "export", "--from", "2026-11-23", "--out", out)

    assert ended.code == 0
    assert "4 rows under 1 seals" in ended.out
    assert out.stat().st_mode & 0o077 == 0
    assert Event.objects.get(verb="record.exported").detail == {"asked_by": ["time"]}
    empty = run("audit", "export", "--to", "2001-01-01", "--out", tmp_path / "no.zip")
    assert empty.code == 1
    assert "Nothing that is under a signed checkpoint fits" in empty.err
    assert [path.name for path in tmp_path.glob("*.zip*")] == ["record.zip"]
    assert run("audit", "export", "--from", "yesterday").code == 2


def test_protecting_prints_sql_on_postgresql_and_says_why_not_on_sqlite(
    run: Run,
) -> None:
    ended = run("audit", "protect", "--role", "app")

    if connection.vendor == "sqlite":
        assert ended.code == 1
        assert "SQLite has no roles" in ended.err
        return
    assert ended.code == 0
    assert 'GRANT goldthread_sealer, goldthread_auditor TO "app";' in ended.out
    lifted = run("audit", "protect", "--role", "app", "--lift")
    assert 'ALTER TABLE "public".audit_event OWNER TO "app";' in lifted.out


def test_the_doctor_raises_an_alarm_where_the_site_runs_and_nobody_seals(
    run: Run, by_a_page: None
) -> None:
    act(at=datetime.now(UTC) - timedelta(seconds=11))

    ended = run("doctor")

    assert ended.code == 1
    assert "Must be mended: 1 acts wait for their seal" in ended.out
    run("audit", "seal")
    assert "wait for their seal" not in run("doctor").out


def test_the_doctor_only_mentions_what_a_command_left(run: Run) -> None:
    act(at=NOW)

    assert "Worth knowing: 1 acts of this command wait" in run("doctor").out


def test_a_fresh_act_is_no_lag(run: Run, by_a_page: None) -> None:
    act(at=datetime.now(UTC))

    assert "wait for their seal" not in run("doctor").out


def test_the_doctor_sees_a_key_that_everybody_can_read(
    run: Run, sealed: list[Event]
) -> None:
    keys().seal_file.chmod(0o644)

    ended = run("doctor")

    assert ended.code == 1
    assert f"chmod 400 {keys().seal_file}" in ended.out


def test_the_doctor_says_what_is_not_protected(run: Run) -> None:
    told = run("doctor").out

    assert ("is not protected from the application" in told) == (
        connection.vendor == "postgresql"
    )


def test_nothing_is_made_just_to_look(run: Run, sealed: list[Event]) -> None:
    assert Seal.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_seal RENAME TO audit_seal_away")
    try:
        ended = run("audit", "verify")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE audit_seal_away RENAME TO audit_seal")

    assert ended.code == 3
    assert "holds no record of this version yet" in ended.err
