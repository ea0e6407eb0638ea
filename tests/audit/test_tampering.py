"""Every way to tamper with the record is found, and the first bad place is named.

The one who tampers owns the database: triggers are dropped, then put back.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from django.db import connection
from tests.audit.acts import NOW, act, acts, after, without_triggers

from goldthread.audit import canonical, chain
from goldthread.audit.checkpoints import read, sign_checkpoint
from goldthread.audit.keys import Keys, SealKey, keys, public_key_of
from goldthread.audit.models import Event, Seal, SealedEvent
from goldthread.audit.sealing import seal_due
from goldthread.audit.verification import Verdict, verify

pytestmark = pytest.mark.usefixtures("empty_home", "db")
TABLES = (
    "audit_event",
    "audit_seal",
    "audit_sealedevent",
    "audit_checkpoint",
    "audit_unsealed",
)


@pytest.fixture
def sealed() -> list[Event]:
    """Nine acts under three seals, with a checkpoint over the first six."""
    events = []
    for batch in range(3):
        events += acts(3, begin=3 * batch)
        assert seal_due(at=after(10 + batch)) == 3
        if batch == 1:
            sign_checkpoint(at=after(12))
    assert verify(keys()) == Verdict(rows=9, seals=3, checkpoints=1)
    return events


def owner(statement: str, *values: Any) -> None:
    """One statement of an owner of the database."""
    with without_triggers() as cursor:
        cursor.execute(statement, values)


def all_rows() -> dict[str, list[tuple[Any, ...]]]:
    with connection.cursor() as cursor:
        found = {}
        for table in TABLES:
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
            found[table] = cursor.fetchall()
    return found


def put_back(rows: dict[str, list[tuple[Any, ...]]]) -> None:
    """The database as it was: a backup restored over it."""
    from psycopg.types.json import Jsonb

    with without_triggers() as cursor:
        for table in TABLES:
            cursor.execute(f"DELETE FROM {table}")
            for row in rows[table]:
                marks = ", ".join(["%s"] * len(row))
                values = [Jsonb(v) if isinstance(v, dict) else v for v in row]
                cursor.execute(f"INSERT INTO {table} VALUES ({marks})", values)


def seal_again(key: SealKey, *, first: int = 1) -> None:
    """Chain the whole record anew over whatever it now holds, with some key."""
    head = chain.START
    with without_triggers() as cursor:
        for seal in Seal.objects.order_by("number"):
            places = SealedEvent.objects.filter(
                seq__gte=seal.first_seq, seq__lte=seal.last_seq
            ).order_by("seq")
            digests = []
            for place in places:
                values = Event.objects.values_list(*canonical.FIELDS[1]).get(
                    pk=place.event_id
                )
                digests.append(canonical.digest(canonical.row(values)))
                cursor.execute(
                    "UPDATE audit_sealedevent SET digest = %s WHERE seq = %s",
                    [digests[-1], place.seq],
                )
            previous, head = (
                head,
                chain.head(
                    number=seal.number,
                    first_seq=seal.first_seq,
                    form=seal.form,
                    previous=head,
                    key=key.name,
                    at=seal.at,
                    digests=digests,
                ),
            )
            cursor.execute(
                "UPDATE audit_seal SET previous = %s, head = %s, mac = %s, key = %s WHERE number = %s",
                [previous, head, key.mac(head), key.name, seal.number],
            )


def tampered(*words: str) -> Verdict:
    found = verify(keys())
    assert found.state == "tampered"
    for each in words:
        assert each in found.fault, found.fault
    return found


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("actor_label", "Nobody"),
        ("actor_email", "other@example.org"),
        ("agency_label", ""),
        ("appointment_label", "Chief constable"),
        ("verb", "batch.taken_back"),
        ("subject_kind", "x"),
        ("subject_reference", "13"),
        ("subject_label", "Other files"),
        ("outcome", "failed"),
        ("request_id", "r"),
        ("software", "9"),
        ("detail", '{"n": 99}'),
        ("at", "2026-11-23 09:30:59+00:00"),
        ("uuid", "0" * 31 + "1"),
        ("cause", "0" * 31 + "1"),
        ("actor_reference", "person:8"),
    ],
)
def test_an_edited_field_is_found(sealed: list[Event], field: str, value: str) -> None:
    owner(f"UPDATE audit_event SET {field} = %s WHERE id = %s", value, sealed[4].pk)

    tampered("Row 5 ", "is not what was sealed")


def test_every_column_of_an_event_is_under_the_seal() -> None:
    assert set(canonical.FIELDS[canonical.FORM]) == {
        field.attname for field in Event._meta.concrete_fields
    }


def test_an_edit_that_hides_its_fingerprint_too_is_found(sealed: list[Event]) -> None:
    event = sealed[4]
    owner("UPDATE audit_event SET actor_label = 'Nobody' WHERE id = %s", event.pk)
    values = Event.objects.values_list(*canonical.FIELDS[1]).get(pk=event.pk)
    owner(
        "UPDATE audit_sealedevent SET digest = %s WHERE seq = 5",
        canonical.digest(canonical.row(values)),
    )

    tampered("Seal 2 does not fit its rows 4 to 6")


def test_a_value_that_cannot_even_be_read_is_found(sealed: list[Event]) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps the kinds of its columns")
    owner("UPDATE audit_event SET at = 'yesterday' WHERE id = %s", sealed[4].pk)

    tampered("Row 5 ", "is not what was sealed")


def test_a_deleted_row_is_found(sealed: list[Event]) -> None:
    owner("DELETE FROM audit_event WHERE id = %s", sealed[4].pk)

    tampered(f"Row 5 (event {sealed[4].pk}) was removed")


def test_a_row_deleted_with_its_place_is_found(sealed: list[Event]) -> None:
    owner("DELETE FROM audit_event WHERE id = %s", sealed[4].pk)
    owner("DELETE FROM audit_sealedevent WHERE seq = 5")

    tampered("Row 5 is missing from the list of sealed rows")


def test_a_deleted_seal_is_found(sealed: list[Event]) -> None:
    owner("DELETE FROM audit_seal WHERE number = 2")

    tampered("Seal 2 is missing")


def test_a_tail_cut_without_a_trace_in_the_database_is_found(
    sealed: list[Event],
) -> None:
    for event in sealed[6:]:
        owner("DELETE FROM audit_event WHERE id = %s", event.pk)
    owner("DELETE FROM audit_sealedevent WHERE seq > 6")
    owner("DELETE FROM audit_seal WHERE number > 2")

    tampered("was cut or put back to an earlier day: it ends at row 6", "row 9")


def test_the_last_events_cut_off_are_found(sealed: list[Event]) -> None:
    owner("DELETE FROM audit_event WHERE id = %s", sealed[8].pk)

    tampered("Row 9 ")


def test_everything_deleted_is_found(sealed: list[Event]) -> None:
    with without_triggers() as cursor:
        for table in TABLES:
            cursor.execute(f"DELETE FROM {table}")

    tampered("it ends at row 0")


def test_an_inserted_row_is_found(sealed: list[Event]) -> None:
    columns = ", ".join(f.column for f in Event._meta.concrete_fields[2:])
    owner(
        f"INSERT INTO audit_event (id, uuid, {columns}) SELECT id + 1000, %s, {columns} FROM audit_event WHERE id = {sealed[0].pk}",
        "0" * 31 + "2",
    )

    tampered(f"Event {sealed[0].pk + 1000} is neither sealed nor waiting")


def test_a_row_inserted_with_a_place_is_found(sealed: list[Event]) -> None:
    columns = ", ".join(f.column for f in Event._meta.concrete_fields[2:])
    owner(
        f"INSERT INTO audit_event (id, uuid, {columns}) SELECT id + 1000, %s, {columns} FROM audit_event WHERE id = {sealed[0].pk}",
        "0" * 31 + "2",
    )
    owner(
        "INSERT INTO audit_sealedevent (seq, event_id, digest) VALUES (10, %s, 'x')",
        sealed[0].pk + 1000,
    )

    tampered("Row 10 is listed as sealed, and no seal covers it")


def swap(first: int, second: int, what: str, where: str, table: str) -> None:
    with without_triggers() as cursor:
        cursor.execute(
            f"SELECT {what} FROM {table} WHERE {where} IN (%s, %s) ORDER BY {where}",
            [first, second],
        )
        one, two = (row[0] for row in cursor.fetchall())
        for value, place in (("-1", first), (one, second), (two, first)):
            cursor.execute(
                f"UPDATE {table} SET {what} = %s WHERE {where} = %s", [value, place]
            )


def test_two_swapped_rows_are_found(sealed: list[Event]) -> None:
    swap(sealed[3].pk, sealed[4].pk, "subject_label", "id", "audit_event")
    owner("UPDATE audit_event SET subject_label = 'x' WHERE id < 0")
    same = verify(keys())  # two rows that say the same are the same when swapped
    swap(sealed[3].pk, sealed[4].pk, "request_id", "id", "audit_event")
    with without_triggers() as cursor:
        cursor.execute("UPDATE audit_event SET id = -1 WHERE id = %s", [sealed[3].pk])
        cursor.execute(
            "UPDATE audit_event SET id = %s WHERE id = %s",
            [sealed[3].pk, sealed[4].pk],
        )
        cursor.execute("UPDATE audit_event SET id = %s WHERE id = -1", [sealed[4].pk])

    assert same.state == "whole"
    tampered("Row 4 ", "is not what was sealed")


def test_two_swapped_places_are_found(sealed: list[Event]) -> None:
    with without_triggers() as cursor:
        for old, new in ((4, 100), (5, 4), (100, 5)):
            cursor.execute(
                "UPDATE audit_sealedevent SET seq = %s WHERE seq = %s", [new, old]
            )

    tampered("Seal 2 does not fit its rows")


def test_a_duplicated_row_is_found(sealed: list[Event]) -> None:
    columns = ", ".join(f.column for f in Event._meta.concrete_fields[2:])
    owner(
        f"INSERT INTO audit_event (uuid, {columns}) SELECT %s, {columns} FROM audit_event WHERE id = {sealed[8].pk}",
        "0" * 31 + "3",
    )

    tampered("is neither sealed nor waiting")


def test_a_record_chained_again_without_the_key_is_found(sealed: list[Event]) -> None:
    owner("UPDATE audit_event SET actor_label = 'Nobody' WHERE id = %s", sealed[4].pk)
    forger = SealKey(b"a key of the forger's own" * 2)
    seal_again(forger)
    tampered("Seal 1 ", f"was made with key {forger.name}")

    true = keys().seal_key()  # and lies about which key it was
    assert true
    seal_again(_Pretender(forger.secret, true.name))  # type: ignore[arg-type]

    tampered("Seal 1 was made without the key: from row 1 on")


class _Pretender:
    def __init__(self, secret: bytes, name: str) -> None:
        self.secret, self.name = secret, name

    def mac(self, head: str) -> str:
        return SealKey(self.secret).mac(head)


def test_a_record_chained_again_by_a_thief_of_the_key_is_found_by_a_checkpoint(
    sealed: list[Event],
) -> None:
    owner("UPDATE audit_event SET actor_label = 'Nobody' WHERE id = %s", sealed[4].pk)
    stolen = keys().seal_key()
    assert stolen
    seal_again(stolen)
    keys().last_seal_file.unlink()

    tampered("The record up to row 6 is not the one that was sealed: checkpoint 1")


def test_yesterdays_database_is_found(sealed: list[Event]) -> None:
    yesterday = all_rows()
    acts(2, begin=9)
    seal_due(at=after(30))

    put_back(yesterday)

    tampered("put back to an earlier day: it ends at row 9", "row 11")


def test_yesterdays_database_is_found_by_a_checkpoint_that_another_agency_kept(
    sealed: list[Event], tmp_path: Path
) -> None:
    """Database and papers are put back together: only what lies elsewhere can tell."""
    yesterday = all_rows()
    papers = {
        path: path.read_bytes() for path in keys().papers.iterdir() if path.is_file()
    }
    acts(2, begin=9)
    seal_due(at=after(30))
    handed_over, their_key = sign_checkpoint(at=after(31)), keys().public_key()
    put_back(yesterday)
    for path, content in papers.items():
        path.write_bytes(content)

    alone = verify(keys())
    told = verify(keys(), given=[handed_over], given_key=their_key)

    assert alone.state == "whole"
    assert told.state == "tampered"
    assert "the checkpoint handed over is of row 11" in told.fault


def test_sealing_goes_on_after_a_rollback_and_does_not_hide_it(
    sealed: list[Event],
) -> None:
    yesterday = all_rows()
    acts(2, begin=9)
    seal_due(at=after(30))
    sign_checkpoint(at=after(31))
    put_back(yesterday)

    act(at=after(40))
    assert seal_due(at=after(41)) == 1

    tampered("The record up to row 11")


def test_a_changed_seal_key_is_found(sealed: list[Event]) -> None:
    keys().seal_file.unlink()
    keys().make_seal_key()

    tampered("Seal 1 ", "or the key file was changed")


def other_signing_key() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )


@pytest.mark.parametrize("content", [other_signing_key(), b"no key at all"])
def test_a_changed_signing_key_is_found(sealed: list[Event], content: bytes) -> None:
    keys().signing_file.chmod(0o600)
    keys().signing_file.write_bytes(content)

    tampered("sign")


def test_a_changed_public_key_is_found_where_the_private_one_lies_elsewhere(
    sealed: list[Event], tmp_path: Path
) -> None:
    keys().signing_file.unlink()
    assert verify(keys()).state == "whole"
    other = Keys(tmp_path / "o", tmp_path / "o")
    other.make_signing_key()
    keys().public_file.write_text(other.public_file.read_text())

    tampered("Checkpoint 1 in checkpoints.jsonl is not signed by key")


def test_another_installations_record_is_found(
    sealed: list[Event], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole set of tables is replaced by one that is sound elsewhere."""
    here = keys()
    with without_triggers() as cursor:
        for table in TABLES:
            cursor.execute(f"DELETE FROM {table}")
    monkeypatch.setenv("GOLDTHREAD_HOME", str(tmp_path / "elsewhere"))
    acts(12)
    seal_due(at=after(20))
    assert verify(keys()).state == "whole"

    found = verify(here)

    assert found.state == "tampered"
    assert "the record is another installation's" in found.fault


@pytest.mark.parametrize("field", ["head", "rows", "at", "seal"])
def test_a_changed_checkpoint_is_found(sealed: list[Event], field: str) -> None:
    told = json.loads(keys().checkpoint_file.read_text())
    change = {
        "head": "0" * 64,
        "rows": 3,
        "at": "2026-11-20T09:30:00.000000Z",
        "seal": 1,
    }
    keys().checkpoint_file.write_text(json.dumps(told | {field: change[field]}) + "\n")

    tampered("Checkpoint 1 in checkpoints.jsonl is not signed by key")


def test_a_changed_checkpoint_in_the_database_is_found(sealed: list[Event]) -> None:
    owner("UPDATE audit_checkpoint SET rows = 3")

    tampered("Checkpoint 1 in the database is not signed")


@pytest.mark.parametrize("file", ["checkpoint_file", "last_seal_file"])
def test_papers_that_cannot_be_read_are_found(sealed: list[Event], file: str) -> None:
    getattr(keys(), file).write_text("nothing\n")

    tampered(getattr(keys(), file).name)


def test_a_forged_note_of_the_last_seal_is_found(sealed: list[Event]) -> None:
    seal = Seal.objects.get(number=2)
    told = json.loads(keys().last_seal_file.read_text())
    earlier = {"number": 2, "rows": 6, "head": seal.head}
    keys().last_seal_file.write_text(json.dumps(told | earlier))

    tampered("last-seal.json was changed")


@pytest.mark.parametrize("statement", ["DELETE FROM audit_unsealed"])
def test_an_act_struck_from_what_waits_is_found(
    sealed: list[Event], statement: str
) -> None:
    late = act(at=after(50))
    owner(statement)

    assert seal_due(at=after(51)) == 0
    tampered(f"Event {late.pk} is neither sealed nor waiting")


def test_what_is_not_sealed_yet_is_told_and_is_no_fault(sealed: list[Event]) -> None:
    acts(2, begin=20)

    found = verify(keys())

    assert found.state == "whole"
    assert (found.rows, found.waiting, found.waiting_since) == (9, 2, after(20))


def test_without_its_key_nothing_is_vouched_for(sealed: list[Event]) -> None:
    keys().seal_file.unlink()

    found = verify(keys())

    assert found.state == "cannot tell"
    assert "seal-key is missing" in found.cannot_tell


def test_without_papers_nobody_knows_how_long_it_should_be(
    sealed: list[Event],
) -> None:
    keys().last_seal_file.unlink()
    keys().checkpoint_file.unlink()
    owner("DELETE FROM audit_checkpoint")

    found = verify(keys())

    assert found.state == "cannot tell"
    assert "nothing outside the database" in found.cannot_tell


def test_another_agency_verifies_with_a_checkpoint_and_no_key_of_ours(
    sealed: list[Event], tmp_path: Path
) -> None:
    """What it was handed: the database's rows, a checkpoint and a public key."""
    signed, public = sign_checkpoint(at=after(20)), tmp_path / "key.pub"
    public.write_text(keys().public_file.read_text())
    theirs = Keys(tmp_path / "none", tmp_path / "none")

    whole = verify(theirs, given=[signed], given_key=public_key_of(public))
    owner("UPDATE audit_event SET actor_label = 'Nobody' WHERE id = %s", sealed[0].pk)
    seal_again(SealKey(b"whatever" * 4))
    forged = verify(theirs, given=[signed], given_key=public_key_of(public))

    assert whole.state == "whole"
    assert forged.state == "tampered"
    assert "the checkpoint handed over says otherwise" in forged.fault


def test_an_older_checkpoint_vouches_only_for_the_rows_it_covers(
    sealed: list[Event], tmp_path: Path
) -> None:
    [signed] = read(keys().checkpoint_file)
    theirs = Keys(tmp_path / "none", tmp_path / "none")

    found = verify(theirs, given=[signed], given_key=keys().public_key())

    assert found.state == "cannot tell"
    assert "beyond row 6" in found.cannot_tell


def test_nothing_recorded_is_whole() -> None:
    assert verify(keys()) == Verdict()


def test_a_head_is_the_one_the_method_says() -> None:
    """The witness: written out by hand, with the standard library alone."""
    text = (
        '{"at":"2026-11-23T09:30:00.000000Z","digests":["aa","bb"],"first_seq":4,'
        '"form":1,"key":"k","number":2,"previous":"pp","what":"goldthread seal 1"}'
    )

    found = chain.head(
        number=2,
        first_seq=4,
        form=1,
        previous="pp",
        key="k",
        at=NOW,
        digests=["aa", "bb"],
    )

    assert found == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("value", "written"),
    [(1e22, 10**22), (-0.0, 0), (0.1, 0.1), ({"a": [2.0]}, {"a": [2]}), ("é", "é")],
)
def test_a_row_is_written_alike_whatever_the_database_gives_back(
    value: Any, written: Any
) -> None:
    event = act(detail={"x": value})

    assert canonical.plain(event.detail) == {"x": written}
    seal_due(at=NOW)
    assert verify(keys()).state == "whole"
