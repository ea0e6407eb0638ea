"""SQLite tables that refuse a value of the wrong kind; Django cannot ask for them.

Django declares `datetime` and `varchar(80)`, and SQLite takes any value in either. The
tables of the record are made again as STRICT ones: the same columns, the same checks,
and a number in the place of a name is refused.
"""

import re
from typing import Any

TABLES = (
    "audit_event",
    "audit_seal",
    "audit_sealedevent",
    "audit_checkpoint",
    "audit_unsealed",
)
# Every other type that Django declares for a column of ours keeps words.
_NUMBERS = re.compile(
    r'("\w+") (?:big|small)?(?:int(?:eger)?|bool)(?: unsigned)?\b', re.I
)
_WORDS = re.compile(r'("\w+") (?:varchar\(\d+\)|char\(\d+\)|datetime|text)', re.I)


def strict(sql: str) -> str:
    """The same CREATE TABLE as a STRICT one."""
    return _WORDS.sub(r"\1 text", _NUMBERS.sub(r"\1 integer", sql)) + " STRICT"


def make_strict(cursor: Any, table: str) -> None:
    """Make one table again with strict columns, its rows and indexes kept."""
    cursor.execute(
        "SELECT type, sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL",
        [table],
    )
    found = cursor.fetchall()
    [create] = [sql for kind, sql in found if kind == "table"]
    cursor.execute(f'ALTER TABLE "{table}" RENAME TO "{table}_before"')
    cursor.execute(strict(create))
    cursor.execute(f'INSERT INTO "{table}" SELECT * FROM "{table}_before"')  # noqa: S608
    cursor.execute(f'DROP TABLE "{table}_before"')
    for kind, sql in found:
        if kind == "index":
            cursor.execute(sql)
