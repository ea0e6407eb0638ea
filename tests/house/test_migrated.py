"""The copies of the migrated database that tests stand on grow old with the code."""

from tests.migrated import ROOMS, called


def test_whatever_migrations_call_makes_a_new_copy_when_it_changes() -> None:
    assert {str(path.relative_to(ROOMS)) for path in called()} >= {
        "audit/protection.py",
        "audit/strict.py",
        "notes/models/attachments.py",
    }
