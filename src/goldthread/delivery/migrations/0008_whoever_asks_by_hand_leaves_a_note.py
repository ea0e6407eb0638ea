from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0007_an_owner_may_ask_for_another_due_date"),
    ]

    operations = [
        migrations.AlterField(
            model_name="chase",
            name="level",
            field=models.CharField(
                choices=[
                    ("owner", "the owner"),
                    ("lead", "the lead"),
                    ("chair", "the chair's list"),
                    ("asked", "the owner (by hand)"),
                ],
                max_length=6,
            ),
        ),
    ]
