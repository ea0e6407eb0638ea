from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("strategy", "0006_what_a_section_waits_for_in_plain_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="strategy",
            name="consultation_ended_because",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="strategy",
            name="consulted_before",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
