"""The triggers that keep the record append-only, in each database's own words.

An owner of the database can still drop them; what then shows is the seal, kept by
other agencies. They stop everything that reaches the table through the application:
bulk updates, raw SQL, and SQLite's INSERT OR REPLACE, which would otherwise overwrite
a row without firing a delete trigger unless recursive_triggers is on.
"""

SQLITE = (
    """CREATE TRIGGER audit_event_never_updated BEFORE UPDATE ON audit_event
    BEGIN SELECT RAISE(ABORT, 'the record of acts is append-only'); END""",
    """CREATE TRIGGER audit_event_never_deleted BEFORE DELETE ON audit_event
    BEGIN SELECT RAISE(ABORT, 'the record of acts is append-only'); END""",
    """CREATE TRIGGER audit_event_never_replaced BEFORE INSERT ON audit_event
    WHEN EXISTS (SELECT 1 FROM audit_event WHERE id = NEW.id OR uuid = NEW.uuid)
    BEGIN SELECT RAISE(ABORT, 'the record of acts is append-only'); END""",
)
SQLITE_LIFTED = (
    "DROP TRIGGER IF EXISTS audit_event_never_updated",
    "DROP TRIGGER IF EXISTS audit_event_never_deleted",
    "DROP TRIGGER IF EXISTS audit_event_never_replaced",
)
POSTGRES = (
    """CREATE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the record of acts is append-only'; END $$""",
    """CREATE TRIGGER audit_event_never_changed
    BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION audit_event_refuse()""",
)
POSTGRES_LIFTED = (
    "DROP TRIGGER IF EXISTS audit_event_never_changed ON audit_event",
    "DROP FUNCTION IF EXISTS audit_event_refuse()",
)


def protect(vendor: str) -> tuple[str, ...]:
    """The statements that set the triggers."""
    return SQLITE if vendor == "sqlite" else POSTGRES


def lift(vendor: str) -> tuple[str, ...]:
    """The statements that take them away: for a migration backwards, and for tests."""
    return SQLITE_LIFTED if vendor == "sqlite" else POSTGRES_LIFTED
