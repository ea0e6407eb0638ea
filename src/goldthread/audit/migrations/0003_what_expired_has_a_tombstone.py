from typing import Any

from django.db import migrations, models

from goldthread.audit import protection
from goldthread.audit.strict import make_strict

READERS = ("goldthread_sealer", "goldthread_auditor")


def guard(apps: Any, schema_editor: Any) -> None:
    connection = schema_editor.connection
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            make_strict(cursor, protection.STONES)
    for statement in protection.guard_stones(connection.vendor):
        schema_editor.execute(statement, params=None)
    if connection.vendor == "postgresql":  # a protected record is read by other roles
        for role in READERS:
            schema_editor.execute(
                f"DO $$ BEGIN GRANT SELECT ON {protection.STONES} TO {role}; "
                "EXCEPTION WHEN undefined_object THEN NULL; END $$",
                params=None,
            )


def lift(apps: Any, schema_editor: Any) -> None:
    for statement in protection.lift_stones(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_an_event_is_never_changed"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tombstone",
            fields=[
                (
                    "number",
                    models.PositiveIntegerField(primary_key=True, serialize=False),
                ),
                ("first_seal", models.PositiveBigIntegerField(unique=True)),
                ("last_seal", models.PositiveBigIntegerField(unique=True)),
                ("first_row", models.PositiveBigIntegerField()),
                ("last_row", models.PositiveBigIntegerField()),
                ("previous", models.CharField(max_length=64)),
                ("head", models.CharField(max_length=64)),
                ("older_than", models.DateTimeField()),
                ("at", models.DateTimeField()),
                ("key", models.CharField(max_length=16)),
                ("signature", models.CharField(max_length=128)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_seal__gte", models.F("first_seal")),
                            ("last_row__gte", models.F("first_row")),
                        ),
                        name="a_tombstone_covers_at_least_one_seal_and_row",
                    )
                ],
            },
        ),
        migrations.RunPython(guard, lift),
    ]
