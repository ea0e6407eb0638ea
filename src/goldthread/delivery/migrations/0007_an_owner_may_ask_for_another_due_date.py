from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0006_what_compared_areas_were_called"),
    ]

    operations = [
        migrations.AddField(
            model_name="action",
            name="asks_due_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(
                condition=models.Q(("asks_due_on__isnull", False)),
                fields=["asks_due_on"],
                name="actions_that_ask_for_a_day",
            ),
        ),
    ]
