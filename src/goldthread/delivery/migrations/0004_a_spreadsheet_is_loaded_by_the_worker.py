"""The worker loads a spreadsheet and takes it back; the page says how far it is."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0003_whether_it_worked"),
        ("partners", "0002_people_are_invited_and_leave"),
        ("strategy", "0001_the_strategy"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="planimport",
            name="a_plan_import_says_when_it_was_loaded_and_undone",
        ),
        migrations.AddField(
            model_name="planimport",
            name="asked_as",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partners.appointment",
            ),
        ),
        migrations.AddField(
            model_name="planimport",
            name="asked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="planimport",
            name="asked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="planimport",
            name="done",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="planimport",
            name="seen",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="planimport",
            name="whole",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="planimport",
            name="why_not",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AlterField(
            model_name="planimport",
            name="state",
            field=models.CharField(
                choices=[
                    ("mapping", "Columns to confirm"),
                    ("ready", "Tried, not loaded"),
                    ("loading", "Being loaded"),
                    ("loaded", "Loaded"),
                    ("undoing", "Being taken back"),
                    ("undone", "Taken back"),
                ],
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="planimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("asked_at__isnull", False),
                        ("asked_by__isnull", False),
                        ("state__in", ["loading", "undoing"]),
                    ),
                    models.Q(
                        ("asked_at__isnull", True),
                        ("asked_by__isnull", True),
                        ("state__in", ["mapping", "ready", "loaded", "undone"]),
                    ),
                    _connector="OR",
                ),
                name="a_plan_import_under_way_says_who_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="planimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("loaded_at__isnull", True),
                        ("state__in", ["mapping", "ready", "loading"]),
                        ("undone_at__isnull", True),
                    ),
                    models.Q(
                        ("loaded_at__isnull", False),
                        ("state__in", ["loaded", "undoing"]),
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
        ),
    ]
