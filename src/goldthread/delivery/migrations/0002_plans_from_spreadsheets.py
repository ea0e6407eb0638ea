"""A spreadsheet on its way into the plan, and what it says beside the plan."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0001_the_plan"),
        ("strategy", "0001_the_strategy"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Nothing was ever written in it: its first shape had no page.
        migrations.DeleteModel("PlanImport"),
        migrations.CreateModel(
            name="SheetRow",
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
                ("reference", models.CharField(blank=True, max_length=60)),
                ("cells", models.JSONField(blank=True, default=dict)),
                (
                    "action",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sheet_row",
                        to="delivery.action",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlanImport",
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
                ("file_name", models.CharField(max_length=200)),
                ("file_hash", models.CharField(max_length=64)),
                ("content", models.JSONField()),
                ("mapping", models.JSONField(blank=True, default=dict)),
                ("headings", models.JSONField(blank=True, default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("mapping", "Columns to confirm"),
                            ("ready", "Tried, not loaded"),
                            ("loaded", "Loaded"),
                            ("undone", "Taken back"),
                        ],
                        max_length=8,
                    ),
                ),
                ("counts", models.JSONField(blank=True, default=dict)),
                ("set_aside", models.JSONField(blank=True, default=list)),
                ("touched", models.JSONField(blank=True, default=list)),
                ("not_undone", models.JSONField(blank=True, default=list)),
                ("at", models.DateTimeField()),
                ("loaded_at", models.DateTimeField(blank=True, null=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "loaded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "strategy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plan_imports",
                        to="strategy.strategy",
                    ),
                ),
                (
                    "undone_by",
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("loaded_at__isnull", True), ("loaded_by__isnull", True)
                            ),
                            models.Q(
                                ("loaded_at__isnull", False),
                                ("loaded_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_plan_import_is_loaded_whole_or_not_at_all",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("undone_at__isnull", True), ("undone_by__isnull", True)
                            ),
                            models.Q(
                                ("undone_at__isnull", False),
                                ("undone_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_plan_import_is_undone_whole_or_not_at_all",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("loaded_at__isnull", True),
                                ("state__in", ["mapping", "ready"]),
                                ("undone_at__isnull", True),
                            ),
                            models.Q(
                                ("loaded_at__isnull", False),
                                ("state", "loaded"),
                                ("undone_at__isnull", True),
                            ),
                            models.Q(
                                ("loaded_at__isnull", False),
                                ("state", "undone"),
                                ("undone_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_plan_import_says_when_it_was_loaded_and_undone",
                    ),
                ],
            },
        ),
    ]
