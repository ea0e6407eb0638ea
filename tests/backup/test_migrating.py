"""Migrations walked quickly leave the tables that Django's own walk leaves."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import get_commands
from django.db import ConnectionHandler, migrations, models
from django.db.migrations.state import ProjectState

from goldthread.backup.migrating import QuickState

CASCADE = models.CASCADE
STEPS: tuple[tuple[Any, ...], ...] = (
    (
        migrations.CreateModel("Agency", [("id", models.BigAutoField(primary_key=True)), ("name", models.TextField())]),
        migrations.CreateModel(
            "Person",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("email", models.TextField(unique=True)),
                ("agency", models.ForeignKey("hall.Agency", CASCADE, related_name="people")),
            ],
            options={"constraints": [models.CheckConstraint(condition=~models.Q(email=""), name="an_email_is_no_blank")]},
        ),
        migrations.AddConstraint("Person", models.UniqueConstraint(fields=["agency", "email"], name="once_in_an_agency")),
        migrations.AddIndex("Person", models.Index(fields=["email"], name="%(class)s_by_email")),
    ),
    (
        migrations.CreateModel(
            "Team",
            [("id", models.BigAutoField(primary_key=True)), ("members", models.ManyToManyField("hall.Person"))],
        ),
        migrations.AddField("Agency", "lead", models.ForeignKey("hall.Person", CASCADE, null=True, related_name="+")),
        migrations.AddConstraint("Agency", models.CheckConstraint(condition=models.Q(lead__gt=0), name="a_lead_has_a_number")),
        migrations.AlterField("Agency", "name", models.CharField(max_length=80)),
        migrations.AddConstraint("Agency", models.UniqueConstraint(fields=["name"], condition=~models.Q(name=""), name="a_name_once")),
    ),
    (
        migrations.RemoveConstraint("Person", "once_in_an_agency"),
        migrations.RenameField("Person", "email", "address"),
        migrations.RenameModel("Team", "Group"),
        migrations.DeleteModel("Group"),
    ),
)  # fmt: skip


@pytest.mark.parametrize("steps", range(1, len(STEPS) + 1))
def test_the_tables_are_those_of_djangos_own_walk(
    steps: int, tmp_path: Path, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock():
        theirs = tables(ProjectState(), tmp_path / "theirs", steps)
        ours = tables(QuickState(), tmp_path / "ours", steps)

    assert ours == theirs
    assert any("hall_person" in str(row) for row in ours)


def tables(state: ProjectState, file: Path, steps: int) -> list[Any]:
    """What a database of SQLite says of itself after so many migrations."""
    base = ConnectionHandler(
        {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": file}}
    )["default"]
    state.apps  # noqa: B018 (made before the first step, as the executor does)
    for number, operations in enumerate(STEPS[:steps], start=1):
        migration = migrations.Migration(f"step_{number}", "hall")
        migration.operations = list(operations)
        with base.schema_editor(atomic=True) as editor:
            state = migration.apply(state, editor)
    with base.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master ORDER BY name")
        rows: list[Any] = cursor.fetchall()
    base.close()
    return rows


def test_the_command_is_ours() -> None:
    assert get_commands()["migrate"] == "goldthread.web"
