from typing import Any

from django.db import migrations

from goldthread.audit import protection
from goldthread.audit.strict import TABLES, make_strict


def protect(apps: Any, schema_editor: Any) -> None:
    connection = schema_editor.connection
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for table in TABLES:
                make_strict(cursor, table)
    for statement in protection.protect(connection.vendor):
        schema_editor.execute(statement, params=None)


def lift(apps: Any, schema_editor: Any) -> None:
    for statement in protection.lift(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_the_record_of_events")]

    operations = [migrations.RunPython(protect, lift)]
