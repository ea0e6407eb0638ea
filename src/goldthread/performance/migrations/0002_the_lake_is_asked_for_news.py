from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("performance", "0001_the_numbers"),
    ]

    operations = [
        migrations.AddField(
            model_name="indicator",
            name="read_version",
            field=models.CharField(blank=True, max_length=64),
        ),
    ]
