import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0006_clocks_and_duties_of_our_own"),
        ("strategy", "0001_the_strategy"),
    ]

    operations = [
        migrations.AddField(
            model_name="streamreview",
            name="from_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="streamreview",
            name="stood",
            field=models.CharField(blank=True, max_length=16),
        ),
        migrations.AddField(
            model_name="streamreview",
            name="became",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="strategy.workstream",
            ),
        ),
        migrations.AddConstraint(
            model_name="streamreview",
            constraint=models.CheckConstraint(
                condition=Q(became__isnull=True) | Q(outcome="new"),
                name="only_what_is_new_is_opened_as_a_workstream",
            ),
        ),
        migrations.AddConstraint(
            model_name="streamreview",
            constraint=models.CheckConstraint(
                condition=Q(from_on__isnull=True) | Q(outcome__in=["close", "new"]),
                name="only_what_closes_or_opens_has_its_day",
            ),
        ),
    ]
