from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("governance", "0008_a_meeting_looks_into_a_topic")]

    operations = [
        migrations.AddField(
            model_name="pack",
            name="readings",
            field=models.JSONField(blank=True, null=True),
        ),
    ]
