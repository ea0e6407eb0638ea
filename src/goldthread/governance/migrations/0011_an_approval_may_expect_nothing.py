from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("governance", "0010_who_answered_for_an_outside_body")]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="expects_nothing",
            field=models.BooleanField(default=False),
        ),
        migrations.RemoveConstraint(
            model_name="decision",
            name="what_is_approved_says_what_is_expected_by_when",
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                name="what_is_approved_says_what_is_expected_by_when",
                condition=Q(("kind", "approve"), _negated=True)
                | Q(Q(("effect", ""), _negated=True), ("effect_by__isnull", False))
                | Q(("expects_nothing", True)),
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                name="what_expects_nothing_names_no_effect",
                condition=Q(expects_nothing=False)
                | Q(effect="", effect_by__isnull=True),
            ),
        ),
    ]
