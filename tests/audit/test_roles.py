"""A protected PostgreSQL: the application adds to the record and can do nothing else.

Every test speaks through a connection of its own as the application's role.
"""

from collections.abc import Iterator
from contextlib import closing

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from tests.audit.acts import BATCH, NOW, OTTOLINE, act, after
from tests.partners.people import PASSWORD, make_person

from goldthread.audit import roles
from goldthread.audit.checkpoints import sign_checkpoint
from goldthread.audit.keys import keys
from goldthread.audit.models import Event
from goldthread.audit.roles import reading
from goldthread.audit.sealing import seal_due, waiting
from goldthread.audit.services import record
from goldthread.audit.verification import verify
from goldthread.cli import doctor

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("empty_home"),
]
APP = "goldthread_app"


def as_owner(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def protected() -> Iterator[None]:
    """The roles are set up, and the connection is the application's."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles")
    settings, owner = connection.settings_dict, connection.settings_dict["USER"]
    names = {"database": settings["NAME"], "schema": "public"}
    as_owner(
        f"DO $$ BEGIN CREATE ROLE {APP} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;"
        f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {APP};"
        f"GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO {APP};"
    )
    for _ in range(2):  # safe to run twice
        as_owner(roles.protecting(app=APP, **names))
    _reconnect_as(APP)
    yield
    _reconnect_as(owner)
    as_owner(roles.lifting(app=owner, **names))


def _reconnect_as(user: str) -> None:
    connection.close()
    connection.settings_dict["USER"] = user


def written(verb: str = "batch.loaded") -> None:
    with transaction.atomic():
        record(verb, BATCH, by=OTTOLINE, at=NOW)


COLUMNS = "uuid, at, actor_reference, actor_label, actor_email, agency_label, appointment_label, verb, subject_kind, subject_reference, subject_label, outcome, cause, detail, request_id, software"
VALUES = "gen_random_uuid(), now(), 'x', 'x', '', '', '', 'x.y', 'x', 'x', 'x', 'done', gen_random_uuid(), '{}', '', ''"
FORBIDDEN = {
    "update": "UPDATE audit_event SET verb = 'nothing.happened'",
    "delete": "DELETE FROM audit_event",
    "truncate": "TRUNCATE audit_event",
    "read": "SELECT * FROM audit_event",
    "read a number": "SELECT id FROM audit_event",
    "insert and read back": f"INSERT INTO audit_event ({COLUMNS}) VALUES ({VALUES}) RETURNING id",
    "a forged number": f"INSERT INTO audit_event (id, {COLUMNS}) VALUES (1, {VALUES})",
    "a forged number, overriding": f"INSERT INTO audit_event (id, {COLUMNS}) OVERRIDING SYSTEM VALUE VALUES (1, {VALUES})",
    "a default number named": f"INSERT INTO audit_event (id, {COLUMNS}) VALUES (DEFAULT, {VALUES})",
    "upsert": f"INSERT INTO audit_event ({COLUMNS}) VALUES ({VALUES}) ON CONFLICT (uuid) DO UPDATE SET verb = 'x'",
    "move the numbers": "SELECT setval('audit_event_id_seq', 1)",
    "lock": "LOCK TABLE audit_event IN ACCESS EXCLUSIVE MODE",
    "drop": "DROP TABLE audit_event",
    "drop the trigger": "DROP TRIGGER audit_event_never_changed ON audit_event",
    "disable the triggers": "ALTER TABLE audit_event DISABLE TRIGGER ALL",
    "a trigger of its own": "CREATE TRIGGER x BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "a rule of its own": "CREATE RULE x AS ON INSERT TO audit_event DO INSTEAD NOTHING",
    "another function": "CREATE OR REPLACE FUNCTION audit_wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
    "no triggers at all": "SET session_replication_role = replica",
    "refer to it": "CREATE TABLE x (e bigint REFERENCES audit_event (id))",
    "rename": "ALTER TABLE audit_event RENAME TO x",
    "drop its schema": "DROP SCHEMA public CASCADE",
    "a seal": "INSERT INTO audit_seal (number, first_seq, rows, form, previous, head, mac, key, at) VALUES (1, 1, 1, 1, '', '', '', '', now())",
    "strike what waits": "DELETE FROM audit_unsealed",
    "add to what waits": "INSERT INTO audit_unsealed VALUES (99)",
    "read the seals": "SELECT * FROM audit_seal",
    "become the owner": "SET ROLE goldthread_owner",
    "become a superuser": f"ALTER ROLE {APP} SUPERUSER",
}


@pytest.mark.parametrize("statement", FORBIDDEN.values(), ids=FORBIDDEN)
def test_the_application_may_only_add(protected: None, statement: str) -> None:
    written()

    with pytest.raises(DatabaseError), transaction.atomic():
        as_owner(statement)

    with reading():
        assert Event.objects.get().verb == "batch.loaded"


def test_the_application_records_as_before(protected: None) -> None:
    written()
    written("batch.taken_back")

    with reading():
        assert [event.verb for event in Event.objects.order_by("id")] == [
            "batch.loaded",
            "batch.taken_back",
        ]
    assert waiting().rows == 2


def test_the_right_to_read_ends_with_its_transaction(protected: None) -> None:
    written()

    with reading():
        assert Event.objects.count() == 1
    with pytest.raises(DatabaseError, match="permission denied"):
        Event.objects.count()


def test_the_right_to_read_ends_inside_a_longer_transaction_too(
    protected: None,
) -> None:
    with transaction.atomic():
        with reading():
            assert Event.objects.count() == 0
        written()
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
        ):
            Event.objects.count()


@pytest.mark.parametrize("role", ["goldthread_auditor", "goldthread_sealer"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET verb = 'x'",
        "DELETE FROM audit_event",
        f"INSERT INTO audit_event ({COLUMNS}) VALUES ({VALUES})",
        "UPDATE audit_seal SET head = 'x'",
        "DELETE FROM audit_seal",
        "TRUNCATE audit_sealedevent",
    ],
)
def test_neither_reader_nor_sealer_may_change_what_is_written(
    protected: None, role: str, statement: str
) -> None:
    written()
    seal_due(at=NOW)

    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        as_owner(f"SET LOCAL ROLE {role}")
        as_owner(statement)


def test_the_reader_may_not_seal(protected: None) -> None:
    written()

    with pytest.raises(DatabaseError, match="permission denied"), reading():
        as_owner("DELETE FROM audit_unsealed")


def test_a_temporary_table_does_not_stand_in_for_what_waits(protected: None) -> None:
    as_owner("CREATE TEMPORARY TABLE audit_unsealed (event_id bigint)")
    written()
    as_owner("DROP TABLE pg_temp.audit_unsealed")

    assert waiting().rows == 1


def test_sealing_signing_and_verifying_work_through_their_roles(
    protected: None,
) -> None:
    written()

    assert seal_due(at=after(1)) == 1
    assert sign_checkpoint(at=after(2)).rows == 1

    found = verify(keys())
    assert (found.state, found.rows, found.checkpoints) == ("whole", 1, 1)


def test_the_pages_of_the_record_work_through_their_role(protected: None) -> None:
    make_person(role="governance")
    client = Client()
    client.post("/account/login/", {"login": "amar@example.org", "password": PASSWORD})
    written()
    seal_due(at=after(1))
    sign_checkpoint(at=after(2))

    for path in ("/record/", "/record/export/", "/account/record/"):
        with closing(client.get(path)) as answer:  # the export is a file
            assert answer.status_code == 200, path
    with reading():
        looks = Event.objects.filter(verb__startswith="record.").order_by("id")
        assert [look.verb for look in looks] == [
            "record.read",
            "record.exported",
            "record.own_read",
        ]
        one = looks[0].uuid
    page = client.get(f"/record/{one}/")
    assert b"waits for its seal" in page.content


def test_the_doctor_looks_through_its_role(protected: None) -> None:
    written()

    told = [trouble.sentence for trouble in doctor._record_of_acts(after(60))]

    assert told == [
        "1 acts of this command wait for their seal. `goldthread serve` seals them, or `goldthread audit seal`."
    ]


def test_a_protected_database_has_no_fault_and_an_unprotected_one_says_which(
    protected: None,
) -> None:
    assert roles.faults_of_protection() == []


def test_an_unprotected_database_is_said_to_be(db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles")
    [fault] = roles.faults_of_protection()

    assert "superuser" in fault
    act()
