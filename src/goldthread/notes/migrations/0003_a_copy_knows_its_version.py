from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notes", "0002_what_residents_may_read")]

    operations = [
        migrations.AddField(
            model_name="publication",
            name="of_version",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
    ]
