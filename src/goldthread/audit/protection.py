# ruff: noqa: S608 (fixed words put together here; nothing comes from outside)
"""The triggers that keep the record append-only, in each database's own words.

An owner of the database can still drop them; what then shows is the seal, kept by
other agencies. They stop everything that reaches the tables through the application:
bulk updates, raw SQL, and SQLite's INSERT OR REPLACE, which would otherwise overwrite
a row without firing a delete trigger unless recursive_triggers is on.

A last trigger lists every new event as waiting for its seal, in the same transaction.
"""

KEPT = ("audit_event", "audit_seal", "audit_sealedevent", "audit_checkpoint")
WORDS = "the record of acts is append-only"

# In a BEFORE trigger SQLite does not know the number a row will get, hence AFTER. What
# the sequence says next is allowed too: were the last rows deleted by somebody who can
# drop triggers, their numbers stay unused and the site goes on recording.
_OUT_OF_ORDER = """EXISTS (SELECT 1 FROM audit_event WHERE id > NEW.id)
    OR (NOT EXISTS (SELECT 1 FROM audit_event WHERE id = NEW.id - 1)
        AND NEW.id <> 1 + COALESCE(
            (SELECT seq FROM sqlite_sequence WHERE name = 'audit_event'), 0))"""
_REFUSE = f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"

SQLITE = (
    *(
        f"CREATE TRIGGER {table}_never_{done} BEFORE {act} ON {table} {_REFUSE}"
        for table in KEPT
        for done, act in (("updated", "UPDATE"), ("deleted", "DELETE"))
    ),
    f"""CREATE TRIGGER audit_event_never_replaced BEFORE INSERT ON audit_event
    WHEN EXISTS (SELECT 1 FROM audit_event WHERE id = NEW.id OR uuid = NEW.uuid)
    {_REFUSE}""",
    f"""CREATE TRIGGER audit_event_never_out_of_order AFTER INSERT ON audit_event
    WHEN {_OUT_OF_ORDER} {_REFUSE}""",
    """CREATE TRIGGER audit_event_waits AFTER INSERT ON audit_event
    BEGIN INSERT INTO audit_unsealed (event_id) VALUES (NEW.id); END""",
)
SQLITE_LIFTED = tuple(
    f"DROP TRIGGER IF EXISTS {statement.split()[2]}" for statement in SQLITE
)
# The second function runs with its owner's rights (the application may not write what
# waits), so it names its table with the schema: a temporary table cannot stand in for it.
POSTGRES = (
    f"""CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{WORDS}'; END $$""",
    *(
        f"""CREATE TRIGGER {table}_never_changed
        BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"""
        for table in KEPT
    ),
    """DO $do$ BEGIN EXECUTE format(
        'CREATE FUNCTION audit_wait() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
         AS $f$ BEGIN INSERT INTO %I.audit_unsealed (event_id) VALUES (NEW.id);
         RETURN NULL; END $f$', current_schema()); END $do$""",
    """CREATE TRIGGER audit_event_waits AFTER INSERT ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_wait()""",
)
POSTGRES_LIFTED = (
    *(f"DROP TRIGGER IF EXISTS {table}_never_changed ON {table}" for table in KEPT),
    "DROP TRIGGER IF EXISTS audit_event_waits ON audit_event",
    "DROP FUNCTION IF EXISTS audit_refuse()",
    "DROP FUNCTION IF EXISTS audit_wait()",
)


def protect(vendor: str) -> tuple[str, ...]:
    """The statements that set the triggers of 0.2.0."""
    return SQLITE if vendor == "sqlite" else POSTGRES


def lift(vendor: str) -> tuple[str, ...]:
    """The statements that take them away: for a migration backwards, and for tests."""
    plain = SQLITE_LIFTED if vendor == "sqlite" else POSTGRES_LIFTED
    return (*lift_stones(vendor), *plain)


def protect_all(vendor: str) -> tuple[str, ...]:
    """Every guard that a database of this version has."""
    return (*protect(vendor), *guard_stones(vendor))


# Tombstones came after 0.2.0: their guards are set by a migration of their own.
STONES = "audit_tombstone"
SQLITE_STONES = tuple(
    f"CREATE TRIGGER {STONES}_never_{done} BEFORE {act} ON {STONES} {_REFUSE}"
    for done, act in (("updated", "UPDATE"), ("deleted", "DELETE"))
)
SQLITE_STONES_LIFTED = tuple(
    f"DROP TRIGGER IF EXISTS {statement.split()[2]}" for statement in SQLITE_STONES
)
POSTGRES_STONES = (
    f"""CREATE TRIGGER {STONES}_never_changed
    BEFORE UPDATE OR DELETE OR TRUNCATE ON {STONES}
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()""",
)
POSTGRES_STONES_LIFTED = (f"DROP TRIGGER IF EXISTS {STONES}_never_changed ON {STONES}",)


def guard_stones(vendor: str) -> tuple[str, ...]:
    """The statements that keep tombstones from being changed."""
    return SQLITE_STONES if vendor == "sqlite" else POSTGRES_STONES


def lift_stones(vendor: str) -> tuple[str, ...]:
    """The statements that take those guards away."""
    return SQLITE_STONES_LIFTED if vendor == "sqlite" else POSTGRES_STONES_LIFTED


def open_for_removal(vendor: str) -> tuple[str, ...]:
    """Let rows be deleted, in the one transaction that puts a tombstone over them."""
    if vendor == "sqlite":
        return tuple(f"DROP TRIGGER {table}_never_deleted" for table in EXPIRING)
    return tuple(
        f"ALTER TABLE {table} DISABLE TRIGGER {table}_never_changed"
        for table in EXPIRING
    )


def shut_again(vendor: str) -> tuple[str, ...]:
    """Put the guards back, at the end of the same transaction."""
    if vendor == "sqlite":
        names = {f"{table}_never_deleted" for table in EXPIRING}
        return tuple(each for each in SQLITE if each.split()[2] in names)
    return tuple(
        f"ALTER TABLE {table} ENABLE TRIGGER {table}_never_changed"
        for table in EXPIRING
    )


# Checkpoints stay for ever: they are small, and others hold them too.
EXPIRING = ("audit_event", "audit_sealedevent", "audit_seal")
