from typing import Any

from django.db import migrations

from goldthread.audit import protection


def protect(apps: Any, schema_editor: Any) -> None:
    for statement in protection.protect(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def lift(apps: Any, schema_editor: Any) -> None:
    for statement in protection.lift(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_the_record_of_events")]

    operations = [migrations.RunPython(protect, lift)]
