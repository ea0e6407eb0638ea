"""Sealing: every act once, in an order that is never changed, by one sealer."""

import json
import os
import stat
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from tests.audit.acts import NOW, act, acts, after, without_triggers
from tests.migrated import lay_in

from goldthread.audit import sealing
from goldthread.audit.checkpoints import (
    checkpoint_due,
    of_row,
    read,
    sign_checkpoint,
)
from goldthread.audit.keys import keys, public_key_of
from goldthread.audit.models import (
    Checkpoint,
    Event,
    Seal,
    SealedEvent,
    Sealer,
    Unsealed,
)
from goldthread.audit.refusal import Refused, Unreadable
from goldthread.audit.sealing import seal_due, waiting
from goldthread.audit.verification import verify

pytestmark = pytest.mark.usefixtures("empty_home", "db")


def test_an_act_waits_for_its_seal_from_the_moment_it_is_recorded() -> None:
    event = act(at=NOW)

    assert list(Unsealed.objects.values_list("event_id", flat=True)) == [event.pk]
    assert waiting().rows == 1
    assert waiting().since == NOW


def test_what_waits_is_sealed_in_order_without_a_gap() -> None:
    events = acts(3)

    assert seal_due(at=after(4)) == 3
    events += acts(2, begin=3)
    assert seal_due(at=after(6)) == 2

    places = SealedEvent.objects.order_by("seq")
    assert [place.seq for place in places] == [1, 2, 3, 4, 5]
    assert [place.event_id for place in places] == [event.pk for event in events]
    first, second = Seal.objects.order_by("number")
    assert (first.first_seq, first.rows, second.first_seq, second.rows) == (1, 3, 4, 2)
    assert second.previous == first.head
    assert waiting().rows == 0
    assert verify(keys()).state == "whole"


def test_nothing_to_seal_is_told_by_one_question(
    django_assert_num_queries: Any,
) -> None:
    with django_assert_num_queries(1):
        assert seal_due(at=NOW) == 0

    assert not keys().seal_file.exists()


def test_a_seal_takes_five_hundred_rows_at_most() -> None:
    with transaction.atomic():
        Event.objects.bulk_create(
            Event(
                at=NOW,
                actor_reference="system",
                verb="batch.loaded",
                cause=sealing.Event.uuid.field.default(),
            )
            for _ in range(1_003)
        )

    assert seal_due(at=NOW) == 1_003

    assert list(Seal.objects.order_by("number").values_list("rows", flat=True)) == [
        500,
        500,
        3,
    ]
    assert verify(keys()).rows == 1_003


def test_two_sealers_do_not_seal_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    acts(1)
    seal_due(at=NOW)
    acts(1, begin=1)
    monkeypatch.setattr(sealing, "holder", lambda: "another:1")

    assert seal_due(at=after(1)) == 0
    assert seal_due(at=after(6)) == 1  # the first one was killed: its lease ran out

    assert Sealer.objects.get().holder == "another:1"


def test_a_clock_that_jumped_back_does_not_stop_the_sealer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    acts(1)
    seal_due(at=after(7200))
    acts(1, begin=1)
    monkeypatch.setattr(sealing, "holder", lambda: "another:1")

    assert seal_due(at=NOW) == 1


def test_the_keys_are_made_once_for_their_owner_alone() -> None:
    acts(1)
    seal_due(at=NOW)
    sign_checkpoint(at=NOW)
    before = keys().seal_file.read_bytes(), keys().signing_file.read_bytes()

    acts(1, begin=1)
    seal_due(at=after(1))
    sign_checkpoint(at=after(1))

    assert before == (keys().seal_file.read_bytes(), keys().signing_file.read_bytes())
    for path in (keys().seal_file, keys().signing_file):
        assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert stat.S_IMODE(keys().folder.stat().st_mode) == 0o700


def test_a_key_that_others_can_read_is_not_used() -> None:
    acts(1)
    seal_due(at=NOW)
    keys().seal_file.chmod(0o644)
    acts(1, begin=1)

    with pytest.raises(Unreadable, match="chmod 400"):
        seal_due(at=after(1))

    assert verify(keys()).state == "cannot tell"


def test_a_lost_key_is_not_replaced_silently() -> None:
    acts(1)
    seal_due(at=NOW)
    kept = keys().seal_file.read_bytes()
    keys().seal_file.unlink()
    acts(1, begin=1)

    with pytest.raises(Refused, match=r"is missing\. Put it back"):
        seal_due(at=after(1))
    assert not keys().seal_file.exists()
    assert waiting().rows == 1

    keys().seal_file.write_bytes(b"x" * 32)
    keys().seal_file.chmod(0o400)
    with pytest.raises(Refused, match="Put that key back"):
        seal_due(at=after(2))

    keys().seal_file.chmod(0o600)
    keys().seal_file.write_bytes(kept)
    assert seal_due(at=after(3)) == 1


def test_a_key_of_another_user_leaves_the_work_to_that_user(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    acts(1)
    seal_due(at=NOW)
    acts(1, begin=1)
    read_bytes = Path.read_bytes

    def denied(path: Path) -> bytes:  # as root nothing is denied, so the tests say so
        if path in (keys().seal_file, keys().signing_file):
            raise PermissionError(13, "Permission denied", str(path))
        return read_bytes(path)

    with monkeypatch.context() as other_user:
        other_user.setattr(Path, "read_bytes", denied)
        sealed, signed = seal_due(at=after(1)), checkpoint_due(at=after(1))
        found = verify(keys())

    assert (sealed, signed, found.state) == (0, None, "cannot tell")
    assert waiting().rows == 1
    assert seal_due(at=after(2)) == 1


def test_a_checkpoint_is_signed_when_due_and_only_then() -> None:
    assert checkpoint_due(at=NOW) is None
    acts(2)
    seal_due(at=NOW)

    first = checkpoint_due(at=NOW)
    acts(1, begin=2)
    seal_due(at=after(5))
    early = checkpoint_due(at=after(5))
    second = checkpoint_due(at=NOW + timedelta(hours=1))
    idle = checkpoint_due(at=NOW + timedelta(hours=2))

    assert first and second
    assert (first.rows, second.rows) == (2, 3)
    assert early is None and idle is None
    key = public_key_of(keys().public_file)
    assert key == keys().public_key()
    assert first.is_signed_by(key) and second.is_signed_by(key)
    assert read(keys().checkpoint_file) == (first, second)
    assert [of_row(row) for row in Checkpoint.objects.order_by("number")] == [
        first,
        second,
    ]


def test_a_checkpoint_that_a_kill_kept_out_of_the_file_is_added_by_the_next() -> None:
    acts(1)
    seal_due(at=NOW)
    first = sign_checkpoint(at=NOW)
    keys().checkpoint_file.unlink()

    second = sign_checkpoint(at=after(1))

    assert read(keys().checkpoint_file) == (first, second)


def test_nothing_sealed_is_nothing_to_sign() -> None:
    with pytest.raises(Refused, match="Nothing is sealed yet"):
        sign_checkpoint(at=NOW)


@pytest.mark.parametrize("table", ["seal", "sealedevent", "checkpoint"])
@pytest.mark.parametrize(
    "statement", ["UPDATE audit_{} SET {}", "DELETE FROM audit_{}"]
)
def test_seals_and_checkpoints_are_never_changed_either(
    table: str, statement: str
) -> None:
    acts(1)
    seal_due(at=NOW)
    sign_checkpoint(at=NOW)
    change = "digest = 'x'" if table == "sealedevent" else "head = 'x'"

    with (
        pytest.raises(Exception, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table, change))


def test_a_chain_cannot_fork() -> None:
    acts(1)
    seal_due(at=NOW)
    seal = Seal.objects.get()
    fork = {
        name: getattr(seal, name)
        for name in (
            "first_seq",
            "rows",
            "form",
            "previous",
            "head",
            "mac",
            "key",
            "at",
        )
    }

    with pytest.raises(Exception, match=r"(?i)unique"), transaction.atomic():
        Seal.objects.create(number=2, **fork | {"first_seq": 2, "head": "other"})


def test_a_row_that_was_removed_before_its_seal_does_not_stop_the_sealer() -> None:
    gone, stays = acts(2)
    with without_triggers() as cursor:
        cursor.execute("DELETE FROM audit_event WHERE id = %s", [gone.pk])

    assert seal_due(at=after(3)) == 1

    assert SealedEvent.objects.get().event_id == stays.pk
    assert "was removed before it was sealed" in verify(keys()).fault


def test_sqlite_keeps_numbers_in_order_and_kinds_of_values() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL does this by the rights of a role")
    last = acts(2)[1]
    columns = ", ".join(f'"{f.column}"' for f in Event._meta.concrete_fields)
    copied = columns.replace('"uuid"', "'another'")

    for number, words in (
        (last.pk + 2, "append-only"),
        (last.pk - 5, "append-only"),
    ):
        values = copied.replace('"id"', str(number))
        with (
            pytest.raises(Exception, match=words),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                f"INSERT INTO audit_event ({columns}) "
                f"SELECT {values} FROM audit_event WHERE id = {last.pk}"
            )
    with (
        pytest.raises(Exception, match="cannot store BLOB"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        values = copied.replace('"id"', "NULL").replace('"verb"', "x'00'")
        cursor.execute(
            f"INSERT INTO audit_event ({columns}) "
            f"SELECT {values} FROM audit_event WHERE id = {last.pk}"
        )

    assert act().pk == last.pk + 1  # what was refused used up no number


def test_a_rolled_back_act_leaves_nothing_to_seal_and_numbers_go_on() -> None:
    acts(1)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        act()
        raise ZeroDivisionError
    acts(2, begin=1)

    assert seal_due(at=after(9)) == 3
    assert verify(keys()).state == "whole"


def test_the_note_of_the_last_seal_is_never_moved_back() -> None:
    acts(1)
    seal_due(at=NOW)
    told = json.loads(keys().last_seal_file.read_text())
    keys().last_seal_file.write_text(json.dumps(told | {"number": 9}))
    acts(1, begin=1)

    seal_due(at=after(1))

    assert json.loads(keys().last_seal_file.read_text())["number"] == 9


@pytest.mark.django_db(transaction=True)
def test_an_act_that_commits_late_is_sealed_late_and_not_lost() -> None:
    """PostgreSQL: number 1 is given first and commits last."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer; nothing commits out of order")
    numbered, sealed, errors = threading.Event(), threading.Event(), []

    def slow() -> None:
        try:
            with transaction.atomic():
                act("slow.act")
                numbered.set()
                assert sealed.wait(20)
        except BaseException as error:  # shown by the test, not by the thread
            errors.append(error)
        finally:
            numbered.set()
            connection.close()

    other = threading.Thread(target=slow)
    other.start()
    assert numbered.wait(20)
    quick = act("quick.act")
    first = seal_due(at=after(1))
    sealed.set()
    other.join()
    second = seal_due(at=after(2))

    assert not errors
    late = Event.objects.get(verb="slow.act")
    assert late.pk < quick.pk
    assert (first, second) == (1, 1)
    order = list(SealedEvent.objects.order_by("seq").values_list("event_id", flat=True))
    assert order == [quick.pk, late.pk]
    assert verify(keys()).state == "whole"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_connections_that_write_and_two_that_seal_lose_nothing() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer")
    writing, errors = threading.Event(), []
    writing.set()

    def thread(work: Any) -> threading.Thread:
        def run() -> None:
            try:
                work()
            except BaseException as error:
                errors.append(error)
            finally:
                connection.close()

        made = threading.Thread(target=run)
        made.start()
        return made

    def write() -> None:
        for place in range(150):
            with transaction.atomic():
                act(at=after(place))
                if place % 7 == 0:
                    time.sleep(0.005)
                if place % 11 == 0:
                    transaction.set_rollback(True)

    def seal() -> None:
        while writing.is_set():
            seal_due(at=NOW)

    writers = [thread(write) for _ in range(3)]
    sealers = [thread(seal) for _ in range(2)]
    for each in writers:
        each.join()
    writing.clear()
    for each in sealers:
        each.join()
    seal_due(at=NOW)

    assert not errors
    committed = set(Event.objects.values_list("pk", flat=True))
    assert len(committed) == 3 * (150 - 14)
    places = list(SealedEvent.objects.order_by("seq").values_list("seq", "event_id"))
    assert [seq for seq, _ in places] == list(range(1, len(committed) + 1))
    assert {event_id for _, event_id in places} == committed
    assert verify(keys()).state == "whole"


KILLED = """
import os, signal, sys
import django
from datetime import UTC, datetime
django.setup()
from goldthread.audit import sealing
real = sealing._sealed
def killed(rows, last, key, at):
    seal = real(rows, last, key, at)
    os.kill(os.getpid(), signal.SIGKILL)
sealing._sealed = killed
sealing.seal_due(at=datetime(2026, 11, 23, 9, 31, tzinfo=UTC))
"""


@pytest.mark.slow
def test_a_sealer_killed_in_the_middle_leaves_no_gap_and_no_second_seal(
    tmp_path: Path,
) -> None:
    """SQLite in a file of its own; the transaction of the killed one is gone with it."""
    environment = os.environ | {
        "GOLDTHREAD_HOME": str(tmp_path / "own"),
        "DJANGO_SETTINGS_MODULE": "goldthread.config.settings",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }

    def run(code: str, expected: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == expected, done.stderr
        return done.stdout

    begin = "import django; django.setup()\n"
    lay_in(tmp_path / "own")
    run(begin + "from tests.audit.acts import acts\nacts(5)\n")
    run(KILLED, expected=-9)
    told = run(
        begin + "from tests.audit.acts import acts, after\n"
        "acts(2, begin=5)\n"
        "from goldthread.audit.sealing import seal_due\n"
        "from goldthread.audit.verification import verify\n"
        "from goldthread.audit.keys import keys\n"
        "n = seal_due(at=after(90)); v = verify(keys()); print(n, v.state, v.rows)\n"
    )

    assert told.split() == ["7", "whole", "7"]
