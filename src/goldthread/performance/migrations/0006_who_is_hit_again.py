import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("performance", "0005_a_measure_counts_what_moves_it")]

    operations = [
        migrations.AddField(
            model_name="indicator",
            name="victims",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="offences",
                to="performance.indicator",
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="victims_within",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="indicator",
            name="residents",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=Q(
                    victims__isnull=True,
                    victims_within__isnull=True,
                    residents__isnull=True,
                )
                | Q(
                    victims__isnull=False,
                    victims_within__isnull=False,
                    victims_within__gt=0,
                ),
                name="victims_are_counted_over_a_time_that_is_stated",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=Q(victims__isnull=True) | ~Q(victims=F("id")),
                name="no_measure_counts_its_own_victims",
            ),
        ),
    ]
