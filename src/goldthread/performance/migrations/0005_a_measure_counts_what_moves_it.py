from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("performance", "0004_a_survey_says_whom_it_asks_and_how_sure_it_is")
    ]

    operations = [
        migrations.AddField(
            model_name="indicator",
            name="moved",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
    ]
