import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0007_what_a_review_says_is_carried_out"),
        ("strategy", "0001_the_strategy"),
    ]

    operations = [
        migrations.AddField(
            model_name="agendaitem",
            name="in_depth",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="strategy.workstream",
            ),
        ),
    ]
