"""The record of acts: written with the act, and never changed afterwards."""

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from tests.audit.acts import act

from goldthread import __version__
from goldthread.audit.act import Act, current_act
from goldthread.audit.models import Event
from goldthread.audit.services import Actor, Subject, record

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
OTTOLINE = Actor("person:7", "Ottoline", "ottoline@example.org", "The council")
BATCH = Subject("intake.batch", "12", "Street files, January 2022")


def recorded(**extra: object) -> Event:
    with transaction.atomic():
        return record("batch.loaded", BATCH, by=OTTOLINE, at=NOW, **extra)  # type: ignore[arg-type]


@pytest.mark.covers("B48")
def test_an_event_tells_who_did_what_when_in_plain_values(db: None) -> None:
    event = recorded(detail={"after": {"rows": 9310}})

    event = Event.objects.get(uuid=event.uuid)
    assert (event.actor_label, event.actor_email) == (
        "Ottoline",
        "ottoline@example.org",
    )
    assert event.agency_label == "The council"
    assert (event.subject_kind, event.subject_reference) == ("intake.batch", "12")
    assert event.at == NOW
    assert event.outcome == Event.Outcome.DONE
    assert event.detail == {"after": {"rows": 9310}}
    assert event.software == __version__


def test_an_event_points_at_nothing_that_could_take_it_along() -> None:
    assert not [field for field in Event._meta.get_fields() if field.is_relation]


def test_without_a_person_the_system_account_and_its_user_are_named(db: None) -> None:
    with transaction.atomic():
        event = record("batch.loaded", BATCH, by=None, at=NOW)

    assert event.actor_reference == "system"
    assert event.actor_label.startswith("System account, run by ")


def test_acts_of_one_request_share_its_cause(db: None) -> None:
    token = current_act.set(Act(request_id="r1"))
    try:
        one, two = recorded(), recorded()
    finally:
        current_act.reset(token)
    apart = recorded()

    assert one.cause == two.cause != apart.cause
    assert one.request_id == two.request_id == "r1"


@pytest.mark.django_db(transaction=True)
def test_an_act_is_not_recorded_outside_its_transaction() -> None:
    with pytest.raises(RuntimeError, match="outside the transaction"):
        record("batch.loaded", BATCH, by=OTTOLINE, at=NOW)

    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_record_falls_with_the_act_it_tells_of() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record("batch.loaded", BATCH, by=OTTOLINE, at=NOW)
        raise ZeroDivisionError

    assert not Event.objects.exists()


REWRITES = {
    "a bulk update": "UPDATE audit_event SET verb = 'nothing.happened'",
    "an update of one field": "UPDATE audit_event SET actor_label = 'Nobody' WHERE id > 0",
    "a deletion": "DELETE FROM audit_event",
    "an update of no row": "UPDATE audit_event SET verb = 'x' WHERE id < 0",
}


@pytest.mark.parametrize("statement", REWRITES.values(), ids=REWRITES)
def test_no_statement_rewrites_the_record(db: None, statement: str) -> None:
    recorded()
    touches_nothing = statement.endswith("id < 0") and connection.vendor == "sqlite"

    if touches_nothing:  # SQLite has triggers per row only; there is no row to protect
        connection.cursor().execute(statement)
    else:
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)

    assert Event.objects.get().verb == "batch.loaded"


def test_the_orm_does_not_rewrite_the_record_either(db: None) -> None:
    event = Event.objects.get(uuid=recorded().uuid)
    event.verb = "nothing.happened"

    for rewrite in (
        event.save,
        event.delete,
        lambda: Event.objects.update(verb="nothing.happened"),
        lambda: Event.objects.bulk_update([event], ["verb"]),
        lambda: Event.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rewrite()

    assert Event.objects.get().verb == "batch.loaded"


@pytest.mark.parametrize("recursive", ["ON", "OFF"])
def test_insert_or_replace_does_not_slip_past(db: None, recursive: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("INSERT OR REPLACE is SQLite's")
    event = recorded()
    columns = ", ".join(f'"{f.column}"' for f in Event._meta.concrete_fields)
    values = columns.replace('"verb"', "'nothing.happened'")
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA recursive_triggers={recursive}")

    for changed in (values, values.replace('"id"', '"id" + 1')):  # same id, same uuid
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                f"INSERT OR REPLACE INTO audit_event ({columns}) "
                f"SELECT {changed} FROM audit_event"
            )

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers=ON")
    assert Event.objects.get(uuid=event.uuid).verb == "batch.loaded"


def test_truncate_is_refused_too(db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("TRUNCATE is PostgreSQL's")
    recorded()

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE audit_event")

    assert Event.objects.exists()


def test_an_event_without_a_verb_is_refused_by_the_database(db: None) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        record("", BATCH, by=OTTOLINE, at=NOW)


def test_an_event_is_written_once(db: None) -> None:
    event = recorded()

    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.create(
            uuid=event.uuid, at=NOW, verb="a.b", actor_reference="x", cause=uuid.uuid4()
        )


def test_an_event_says_as_what_somebody_acted(db: None) -> None:
    told = Actor(
        "person:7", "Ottoline", "O@Example.org", "The council", "Manager", "manager"
    )

    event = act(by=told)
    alone = act(by=Actor("person:7", "Ottoline", role="manager"))
    before = act()

    assert (event.appointment_label, event.agency_label) == ("Manager", "The council")
    assert event.actor_email == "o@example.org"
    assert (alone.appointment_label, before.appointment_label) == ("manager", "")


STORY = "She told the worker that " * 40


@pytest.mark.parametrize(
    "detail",
    [{"why": STORY}, {"after": {"text": STORY}}, {"notes": ["x", STORY]}, {STORY: 1}],
    ids=["a text", "a text inside", "a text in a list", "a text as a name"],
)
def test_the_record_is_no_second_copy_of_what_was_written(
    db: None, detail: dict[str, Any]
) -> None:
    event = act(detail=detail)

    assert len(str(event.detail)) < 400
    assert "…" in str(event.detail) or STORY[:300] in event.detail


def test_a_record_that_would_hold_a_whole_table_is_a_fault_of_the_program(
    db: None,
) -> None:
    with pytest.raises(ValueError, match="Record ids and counts, not content"):
        act(detail={"rows": ["x" * 200] * 600})

    assert act(detail={"ids": list(range(2000))}).detail["ids"][-1] == 1999


@pytest.mark.parametrize("odd", [float("nan"), float("inf"), {1, 2}, NOW])
def test_a_detail_that_json_cannot_hold_is_refused(db: None, odd: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        act(detail={"x": odd})
