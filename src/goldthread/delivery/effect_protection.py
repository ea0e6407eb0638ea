# ruff: noqa: S608 (fixed words put together here; nothing comes from outside)
"""The triggers that keep a judgement, and what was stated before it, as they were.

What was expected may be stated anew until its window begins (the service); once it has
been judged nothing reaches it any more, neither bulk updates nor raw SQL. Rows still go
with a deleted action after its thirty days.
"""

WORDS = "what was judged is never changed"
WORDS_GIVEN = "figures that were given are never changed"
JUDGED = "delivery_effect"
GIVEN = "delivery_givenfigures"
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


def protect_given(vendor: str) -> tuple[str, ...]:
    """The statements that keep figures given by hand as they were given."""
    if vendor == "sqlite":
        return (
            f"""CREATE TRIGGER {GIVEN}_never_changed BEFORE UPDATE ON {GIVEN}
    BEGIN SELECT RAISE(ABORT, '{WORDS_GIVEN}'); END""",
        )
    return (
        f"""CREATE FUNCTION delivery_refuse_given() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{WORDS_GIVEN}' USING ERRCODE = 'check_violation'; END $$""",
        f"""CREATE TRIGGER {GIVEN}_never_changed BEFORE UPDATE ON {GIVEN}
    FOR EACH ROW EXECUTE FUNCTION delivery_refuse_given()""",
    )


def lift_given(vendor: str) -> tuple[str, ...]:
    """The statements that let them go: for a migration backwards."""
    if vendor == "sqlite":
        return (f"DROP TRIGGER IF EXISTS {GIVEN}_never_changed",)
    return (
        f"DROP TRIGGER IF EXISTS {GIVEN}_never_changed ON {GIVEN}",
        "DROP FUNCTION IF EXISTS delivery_refuse_given()",
    )


def protect(vendor: str) -> tuple[str, ...]:
    """The statements that set the triggers."""
    return SQLITE if vendor == "sqlite" else POSTGRES


def lift(vendor: str) -> tuple[str, ...]:
    """The statements that take them away: for a migration backwards."""
    return SQLITE_LIFTED if vendor == "sqlite" else POSTGRES_LIFTED
