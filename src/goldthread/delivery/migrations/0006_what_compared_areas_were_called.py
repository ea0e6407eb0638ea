from typing import Any

from django.db import migrations, models

from goldthread.delivery import effect_protection


# SQLite makes a table anew to add to it, and its triggers go with the old one.
def lift(apps: Any, schema_editor: Any) -> None:
    for statement in effect_protection.lift(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def protect(apps: Any, schema_editor: Any) -> None:
    for statement in effect_protection.protect(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0005_figures_given_by_hand"),
    ]

    operations = [
        migrations.RunPython(lift, protect),
        migrations.AddField(
            model_name="expectedeffect",
            name="names",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.RunPython(protect, lift),
    ]
