"""The roles of a protected PostgreSQL: who owns, who writes, who seals, who reads.

The application's own role may add to the record and nothing else; it takes on another
role for the length of one transaction to read or to seal. `goldthread audit protect`
prints the SQL. Without those roles, and on SQLite, the connection does all of it itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from goldthread.audit.models import Event

OWNER, SEALER, AUDITOR = "goldthread_owner", "goldthread_sealer", "goldthread_auditor"
KEPT = ("audit_event", "audit_seal", "audit_sealedevent", "audit_checkpoint")
TABLES = (*KEPT, "audit_unsealed", "audit_sealer", "audit_tombstone")
HOLDS = "audit_hold"
FUNCTIONS = ("audit_refuse", "audit_wait")


@contextmanager
def reading() -> Iterator[None]:
    """What is done inside may read the record; it must be read to the end inside."""
    if connection.vendor != "postgresql":
        yield  # on SQLite a transaction would shut other writers out
        return
    with transaction.atomic(), _acting("audit_event", "SELECT", AUDITOR):
        yield


@contextmanager
def sealing() -> Iterator[None]:
    """One transaction in which the record may be read and sealed."""
    with transaction.atomic(), _acting("audit_seal", "INSERT", SEALER):
        yield


@contextmanager
def _acting(table: str, right: str, role: str) -> Iterator[None]:
    if _may(table, right):
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")


def _may(table: str, right: str) -> bool:
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, %s)", [table, right])
        return bool(cursor.fetchone()[0])


def faults_of_protection() -> list[str]:
    """What keeps this database from being protected as far as PostgreSQL can."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, has_table_privilege('audit_event', 'SELECT'), "
            "has_table_privilege('audit_event', 'UPDATE') "
            "FROM pg_roles WHERE rolname = current_user"
        )
        is_super, reads, changes = cursor.fetchone()
    found = []
    if is_super:
        found.append("the application connects as a superuser, whom nothing stops")
    elif changes:
        found.append("the application owns the tables of the record")
    elif reads:
        found.append("the application may read the whole record at any time")
    return found


def protecting(*, app: str, database: str, schema: str) -> str:
    """The SQL that takes the record out of the application's hands; safe to run twice."""
    body = ", ".join(
        _name(str(field.column))
        for field in Event._meta.concrete_fields
        if not field.primary_key
    )
    inside = _name(schema)
    tables = [f"{inside}.{table}" for table in TABLES]
    lines = [
        f"-- Run this as a superuser in the database {database}.",
        "BEGIN;",
        *(_role(role) for role in (OWNER, SEALER, AUDITOR)),
        f"ALTER ROLE {_name(app)} NOSUPERUSER NOCREATEROLE NOBYPASSRLS NOINHERIT;",
        f"GRANT {SEALER}, {AUDITOR} TO {_name(app)};",
        "-- The owner of a database owns its schema, and with it the right to drop.",
        f"ALTER DATABASE {_name(database)} OWNER TO {OWNER};",
        f"GRANT CONNECT, TEMPORARY ON DATABASE {_name(database)} TO {_name(app)};",
        f"GRANT USAGE, CREATE ON SCHEMA {inside} TO {_name(app)};",
        f"GRANT USAGE ON SCHEMA {inside} TO {SEALER}, {AUDITOR};",
        *(f"ALTER TABLE {table} OWNER TO {OWNER};" for table in tables),
        *(f"ALTER FUNCTION {inside}.{each}() OWNER TO {OWNER};" for each in FUNCTIONS),
        *(
            f"REVOKE ALL ON {table} FROM PUBLIC, {_name(app)}, {SEALER}, {AUDITOR};"
            for table in tables
        ),
        f"REVOKE ALL ON SEQUENCE {inside}.audit_event_id_seq FROM PUBLIC, {_name(app)};",
        "-- The application: add an event, in every column but its number.",
        f"GRANT INSERT ({body}) ON {inside}.audit_event TO {_name(app)};",
        f"GRANT SELECT ON {inside}.audit_unsealed TO {_name(app)};",
        "-- The sealer: read, seal, and strike what is sealed from what waits.",
        *(f"GRANT SELECT ON {table} TO {SEALER}, {AUDITOR};" for table in tables),
        *(
            f"GRANT INSERT ON {inside}.{table} TO {SEALER};"
            for table in (*KEPT[1:], "audit_sealer")
        ),
        "-- Holds: the application places and lifts them, and removes none.",
        f"ALTER TABLE {inside}.{HOLDS} OWNER TO {OWNER};",
        f"REVOKE ALL ON {inside}.{HOLDS} FROM PUBLIC, {_name(app)};",
        f"GRANT SELECT, INSERT, UPDATE ON {inside}.{HOLDS} TO {_name(app)};",
        f"GRANT USAGE ON SEQUENCE {inside}.{HOLDS}_id_seq TO {_name(app)};",
        f"GRANT DELETE ON {inside}.audit_unsealed TO {SEALER};",
        f"GRANT UPDATE ON {inside}.audit_sealer TO {SEALER};",
        "COMMIT;",
    ]
    return "\n".join(lines) + "\n"


def lifting(*, app: str, database: str, schema: str) -> str:
    """The SQL that gives the tables back to the application, for an upgrade of them."""
    inside = _name(schema)
    lines = [
        f"-- Run this as a superuser in the database {database}; protect again after.",
        "BEGIN;",
        *(f"ALTER TABLE {inside}.{table} OWNER TO {_name(app)};" for table in TABLES),
        *(
            f"ALTER FUNCTION {inside}.{each}() OWNER TO {_name(app)};"
            for each in FUNCTIONS
        ),
        *(f"GRANT ALL ON {inside}.{table} TO {_name(app)};" for table in TABLES),
        f"ALTER TABLE {inside}.{HOLDS} OWNER TO {_name(app)};",
        "COMMIT;",
    ]
    return "\n".join(lines) + "\n"


def _role(role: str) -> str:
    return (
        f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN; "
        "EXCEPTION WHEN duplicate_object THEN NULL; END $$;"
    )


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
