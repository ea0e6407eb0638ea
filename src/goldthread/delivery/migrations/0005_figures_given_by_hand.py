from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from goldthread.delivery import effect_protection


# SQLite makes a table anew to add to it, and its triggers go with the old one.
def lift(apps: Any, schema_editor: Any) -> None:
    for statement in effect_protection.lift(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def protect(apps: Any, schema_editor: Any) -> None:
    for statement in effect_protection.protect(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def protect_given(apps: Any, schema_editor: Any) -> None:
    for statement in effect_protection.protect_given(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def lift_given(apps: Any, schema_editor: Any) -> None:
    for statement in effect_protection.lift_given(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0004_a_spreadsheet_is_loaded_by_the_worker"),
        ("partners", "0003_access_is_reviewed_every_quarter"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(lift, protect),
        migrations.CreateModel(
            name="GivenFigures",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("series", models.JSONField()),
                ("source", models.CharField(max_length=300)),
                (
                    "strength",
                    models.CharField(
                        choices=[
                            ("strong", "Complete and checked"),
                            ("fair", "Usable, with known gaps"),
                            (
                                "weak",
                                "Weak: estimates, or counted by whoever did the work",
                            ),
                        ],
                        max_length=6,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("given_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="expectedeffect",
            name="comparison",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="expectedeffect",
            name="indicator",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddConstraint(
            model_name="expectedeffect",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("question", ""), ("indicator", ""), _connector="OR"
                ),
                name="an_effect_is_measured_in_one_way",
            ),
        ),
        migrations.AddField(
            model_name="givenfigures",
            name="action",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="given_figures",
                to="delivery.action",
            ),
        ),
        migrations.AddField(
            model_name="givenfigures",
            name="given_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="givenfigures",
            constraint=models.UniqueConstraint(
                fields=("action", "number"), name="figures_are_given_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="givenfigures",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True),
                name="given_figures_say_where_they_come_from",
            ),
        ),
        migrations.AddConstraint(
            model_name="givenfigures",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("number", 1),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="figures_given_again_say_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="givenfigures",
            constraint=models.CheckConstraint(
                condition=models.Q(("strength__in", ["strong", "fair", "weak"])),
                name="given_figures_say_how_strong_they_are",
            ),
        ),
        migrations.RunPython(protect, lift),
        migrations.RunPython(protect_given, lift_given),
    ]
