from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from goldthread.delivery import effect_protection


def protect(apps: Any, schema_editor: Any) -> None:
    for statement in effect_protection.protect(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def lift(apps: Any, schema_editor: Any) -> None:
    for statement in effect_protection.lift(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0002_plans_from_spreadsheets"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Effect",
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
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("worked", "It worked"),
                            ("no effect", "No effect"),
                            ("worse", "It got worse"),
                            ("cannot tell", "Cannot tell"),
                            ("too early", "Too early"),
                        ],
                        max_length=12,
                    ),
                ),
                ("level", models.PositiveSmallIntegerField()),
                ("strength", models.CharField(max_length=200)),
                ("sentence", models.TextField()),
                ("doubts", models.JSONField(blank=True, default=list)),
                ("expected", models.TextField()),
                ("method", models.CharField(max_length=40)),
                ("series", models.JSONField()),
                ("found", models.JSONField(blank=True, default=dict)),
                ("lake_version", models.CharField(blank=True, max_length=64)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("judged_at", models.DateTimeField()),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="effects",
                        to="delivery.action",
                    ),
                ),
                (
                    "judged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("action", "number"), name="an_effect_is_judged_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sentence", ""), _negated=True),
                            models.Q(("strength", ""), _negated=True),
                            models.Q(("method", ""), _negated=True),
                        ),
                        name="a_judgement_says_something_and_how_sure_it_is",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "result__in",
                                [
                                    "worked",
                                    "no effect",
                                    "worse",
                                    "cannot tell",
                                    "too early",
                                ],
                            )
                        ),
                        name="a_judgement_is_one_of_five",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("level__gte", 2), ("level__lte", 3)),
                            models.Q(
                                ("level", 0),
                                ("result__in", ["cannot tell", "too early"]),
                            ),
                            _connector="OR",
                        ),
                        name="a_clear_answer_rests_on_a_comparison",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number", 1),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_second_judgement_says_why",
                    ),
                ],
            },
        ),
        migrations.RunPython(protect, lift),
    ]
