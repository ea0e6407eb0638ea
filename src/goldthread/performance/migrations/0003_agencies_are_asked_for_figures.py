import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0003_access_is_reviewed_every_quarter"),
        ("performance", "0002_the_lake_is_asked_for_news"),
    ]

    operations = [
        migrations.CreateModel(
            name="FigureChase",
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
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("asked", "asked"),
                            ("owner", "reminded"),
                            ("lead", "the lead was told"),
                            ("chair", "it went to the chair's list"),
                        ],
                        max_length=6,
                    ),
                ),
                ("owed_since", models.DateField()),
                ("at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="figure_chases",
                        to="partners.agency",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "level", "owed_since"),
                        name="figures_are_asked_for_once_at_each_level",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_at__isnull", True),
                            ("answered_at__gte", models.F("at")),
                            _connector="OR",
                        ),
                        name="figures_come_after_they_were_asked_for",
                    ),
                ],
            },
        ),
    ]
