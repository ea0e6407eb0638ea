from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("governance", "0009_a_pack_keeps_the_readings_it_shows")]

    operations = [
        migrations.AddField(
            model_name="ask",
            name="answered_by",
            field=models.CharField(blank=True, max_length=120),
        ),
    ]
