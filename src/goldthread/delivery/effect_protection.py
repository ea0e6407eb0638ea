# ruff: noqa: S608 (fixed words put together here; nothing comes from outside)
"""The triggers that keep a judgement, and what was stated before it, as they were.

What was expected may be stated anew until its window begins (the service); once it has
been judged nothing reaches it any more, neither bulk updates nor raw SQL. Rows still go
with a deleted action after its thirty days.
"""

WORDS = "what was judged is never changed"
JUDGED = "delivery_effect"
STATED = "delivery_expectedeffect"
_EXISTS = f"EXISTS (SELECT 1 FROM {JUDGED} WHERE action_id = OLD.action_id)"

SQLITE = (
    f"""CREATE TRIGGER {JUDGED}_never_changed BEFORE UPDATE ON {JUDGED}
    BEGIN SELECT RAISE(ABORT, '{WORDS}'); END""",
    f"""CREATE TRIGGER {STATED}_stands_once_judged BEFORE UPDATE ON {STATED}
    WHEN {_EXISTS} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END""",
)
SQLITE_LIFTED = (
    f"DROP TRIGGER IF EXISTS {JUDGED}_never_changed",
    f"DROP TRIGGER IF EXISTS {STATED}_stands_once_judged",
)
POSTGRES = (
    f"""CREATE FUNCTION delivery_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'check_violation'; END $$""",
    f"""CREATE FUNCTION delivery_refuse_judged() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN IF {_EXISTS} THEN
    RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'check_violation'; END IF;
    RETURN NEW; END $$""",
    f"""CREATE TRIGGER {JUDGED}_never_changed BEFORE UPDATE ON {JUDGED}
    FOR EACH ROW EXECUTE FUNCTION delivery_refuse()""",
    f"""CREATE TRIGGER {STATED}_stands_once_judged BEFORE UPDATE ON {STATED}
    FOR EACH ROW EXECUTE FUNCTION delivery_refuse_judged()""",
)
POSTGRES_LIFTED = (
    f"DROP TRIGGER IF EXISTS {JUDGED}_never_changed ON {JUDGED}",
    f"DROP TRIGGER IF EXISTS {STATED}_stands_once_judged ON {STATED}",
    "DROP FUNCTION IF EXISTS delivery_refuse()",
    "DROP FUNCTION IF EXISTS delivery_refuse_judged()",
)


def protect(vendor: str) -> tuple[str, ...]:
    """The statements that set the triggers."""
    return SQLITE if vendor == "sqlite" else POSTGRES


def lift(vendor: str) -> tuple[str, ...]:
    """The statements that take them away: for a migration backwards."""
    return SQLITE_LIFTED if vendor == "sqlite" else POSTGRES_LIFTED
