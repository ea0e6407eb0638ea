import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("partners", "0002_people_are_invited_and_leave"),
        ("strategy", "0001_the_strategy"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Indicator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("code", models.CharField(max_length=20, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("definition", models.TextField()),
                ("counts", models.TextField()),
                ("out_of", models.TextField(blank=True)),
                ("source", models.CharField(max_length=300)),
                ("unit", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("count", "A count"),
                            ("rate", "A rate"),
                            ("percent", "A percentage"),
                            ("days", "Days"),
                            ("score", "A score"),
                            ("pounds", "Pounds"),
                        ],
                        max_length=8,
                    ),
                ),
                ("per", models.PositiveIntegerField(default=1)),
                (
                    "polarity",
                    models.CharField(
                        choices=[
                            ("up", "More is better"),
                            ("down", "Less is better"),
                            ("context", "Context: neither is better by itself"),
                            ("none", "No direction"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("population", "Population: how people in the area are"),
                            ("service", "Service: how those a service reaches fare"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("recorded", "Recorded by the police"),
                            ("survey", "Asked of people in a survey"),
                            ("records", "Counted in a service's own records"),
                            ("official", "Published as an official statistic"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "every",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Every month"),
                            (3, "Every quarter"),
                            (12, "Every year"),
                        ]
                    ),
                ),
                ("is_seasonal", models.BooleanField(default=False)),
                ("due_days", models.PositiveSmallIntegerField(default=45)),
                ("lag_months", models.PositiveSmallIntegerField(default=0)),
                ("cohort", models.CharField(blank=True, max_length=200)),
                ("caveat", models.TextField(blank=True)),
                (
                    "quality",
                    models.CharField(
                        choices=[
                            ("high", "Complete and checked"),
                            ("medium", "Usable, with known gaps"),
                            ("low", "Weak: read with care"),
                        ],
                        default="medium",
                        max_length=6,
                    ),
                ),
                ("quality_note", models.CharField(blank=True, max_length=300)),
                (
                    "comes_from",
                    models.CharField(
                        choices=[
                            ("lake", "A question to the lake"),
                            ("return", "A partner's return"),
                            ("hand", "By hand, with evidence"),
                        ],
                        max_length=6,
                    ),
                ),
                ("question", models.CharField(blank=True, max_length=80)),
                ("column", models.CharField(blank=True, max_length=40)),
                ("only", models.JSONField(blank=True, default=dict)),
                ("of", models.JSONField(blank=True, default=dict)),
                ("hidden_crime", models.CharField(blank=True, max_length=120)),
                ("baseline_from", models.DateField(blank=True, null=True)),
                ("baseline_until", models.DateField(blank=True, null=True)),
                ("area_code", models.CharField(max_length=20)),
                ("peers", models.JSONField(blank=True, default=list)),
                ("opened_on", models.DateField()),
                ("retired_on", models.DateField(blank=True, null=True)),
                ("retired_because", models.CharField(blank=True, max_length=300)),
                ("version", models.PositiveIntegerField(default=1)),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "beside",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pairs",
                        to="performance.indicator",
                    ),
                ),
                (
                    "companion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="companion_of",
                        to="performance.indicator",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indicators",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "outcomes",
                    models.ManyToManyField(
                        blank=True, related_name="indicators", to="strategy.outcome"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indicators",
                        to="partners.agency",
                    ),
                ),
                (
                    "workstream",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indicators",
                        to="strategy.workstream",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="KeyedReturn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("token", models.UUIDField(unique=True)),
                (
                    "via",
                    models.CharField(
                        choices=[
                            ("site", "On the site"),
                            ("link", "By a link"),
                            ("file", "As a file"),
                        ],
                        max_length=4,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("sent_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="keyed",
                        to="partners.agency",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EarlyCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("period_start", models.DateField()),
                ("period_end", models.DateField()),
                (
                    "dimension",
                    models.CharField(
                        choices=[
                            ("tier", "How far it had come"),
                            ("age", "Age at first contact"),
                            ("source", "Who found them"),
                            ("days", "Days from first concern to first support"),
                        ],
                        max_length=6,
                    ),
                ),
                ("band", models.CharField(max_length=20)),
                ("people", models.PositiveIntegerField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="early",
                        to="partners.agency",
                    ),
                ),
                (
                    "came_with",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="early_counts",
                        to="performance.keyedreturn",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Lock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("name", models.CharField(max_length=200, unique=True)),
                ("locked_at", models.DateTimeField()),
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("break", "Counted differently from then on"),
                            ("left_out", "Left out of every baseline"),
                        ],
                        max_length=8,
                    ),
                ),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(blank=True, null=True)),
                ("words", models.CharField(max_length=300)),
                ("made_at", models.DateTimeField()),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="marks",
                        to="performance.indicator",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("area_code", models.CharField(max_length=20)),
                ("period_start", models.DateField()),
                ("period_end", models.DateField()),
                ("value", models.FloatField()),
                ("numerator", models.FloatField(blank=True, null=True)),
                ("denominator", models.FloatField(blank=True, null=True)),
                ("low", models.FloatField(blank=True, null=True)),
                ("high", models.FloatField(blank=True, null=True)),
                (
                    "comes_from",
                    models.CharField(
                        choices=[
                            ("lake", "A question to the lake"),
                            ("return", "A partner's return"),
                            ("hand", "By hand"),
                        ],
                        max_length=6,
                    ),
                ),
                ("evidence", models.CharField(blank=True, max_length=300)),
                ("lake_version", models.CharField(blank=True, max_length=64)),
                ("vintage", models.PositiveSmallIntegerField(default=1)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "came_with",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="performance.keyedreturn",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="performance.indicator",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LockedReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "lock",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="held",
                        to="performance.lock",
                    ),
                ),
                (
                    "reading",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="locked",
                        to="performance.reading",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="lock",
            name="readings",
            field=models.ManyToManyField(
                related_name="locks",
                through="performance.LockedReading",
                to="performance.reading",
            ),
        ),
        migrations.CreateModel(
            name="Commentary",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("what", models.TextField()),
                ("why", models.TextField(blank=True)),
                ("so_what", models.TextField(blank=True)),
                ("what_next", models.TextField(blank=True)),
                ("unsupported", models.JSONField(blank=True, default=list)),
                ("written_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="commentaries",
                        to="performance.indicator",
                    ),
                ),
                (
                    "reading",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commentaries",
                        to="performance.reading",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("area_code", models.CharField(max_length=20)),
                ("rules", models.CharField(max_length=40)),
                ("derived_at", models.DateTimeField()),
                ("variation", models.CharField(max_length=14)),
                ("assurance", models.CharField(max_length=14)),
                ("colour", models.CharField(max_length=6)),
                ("word", models.CharField(max_length=40)),
                ("sentence", models.TextField()),
                ("reason", models.TextField(blank=True)),
                ("caveat", models.TextField(blank=True)),
                ("low", models.FloatField(null=True)),
                ("mean", models.FloatField(null=True)),
                ("high", models.FloatField(null=True)),
                ("previous", models.FloatField(null=True)),
                ("year_ago", models.FloatField(null=True)),
                ("twelve_months", models.FloatField(null=True)),
                ("three_year_mean", models.FloatField(null=True)),
                ("baseline", models.FloatField(null=True)),
                ("target", models.FloatField(null=True)),
                ("verdict", models.CharField(blank=True, max_length=8)),
                ("shortfall", models.FloatField(null=True)),
                ("peer_middle", models.FloatField(null=True)),
                ("peer_rank", models.PositiveSmallIntegerField(null=True)),
                ("peer_count", models.PositiveSmallIntegerField(null=True)),
                ("recent", models.JSONField(default=list)),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="standings",
                        to="performance.indicator",
                    ),
                ),
                (
                    "reading",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="performance.reading",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("absolute", "A figure to reach"),
                            ("change", "A change in per cent from the baseline"),
                            ("maintain", "Hold the baseline"),
                            ("similar", "The middle of similar areas"),
                        ],
                        max_length=8,
                    ),
                ),
                ("value", models.FloatField(blank=True, null=True)),
                ("by_on", models.DateField(blank=True, null=True)),
                ("words", models.CharField(blank=True, max_length=300)),
                ("set_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="targets",
                        to="performance.indicator",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("code", ""), _negated=True),
                    models.Q(("name", ""), _negated=True),
                    models.Q(("definition", ""), _negated=True),
                    models.Q(("counts", ""), _negated=True),
                    models.Q(("source", ""), _negated=True),
                    models.Q(("unit", ""), _negated=True),
                    models.Q(("area_code", ""), _negated=True),
                ),
                name="a_measure_says_what_it_is_what_counts_and_where_from",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["rate", "percent"]), _negated=True),
                    models.Q(("out_of", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_rate_or_percentage_says_of_what_it_is_a_share",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lag_months", 0),
                    models.Q(("cohort", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_lagged_measure_says_whom_it_speaks_of",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("comes_from", "lake"), _negated=True),
                    models.Q(
                        models.Q(("question", ""), _negated=True),
                        models.Q(("column", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_measure_from_the_lake_names_its_question",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("hidden_crime", ""), ("polarity", "up"), _connector="OR"
                ),
                name="more_reports_of_a_hidden_crime_are_the_aim",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("companion__isnull", True),
                        models.Q(("companion", models.F("id")), _negated=True),
                        _connector="OR",
                    ),
                    models.Q(
                        ("beside__isnull", True),
                        models.Q(("beside", models.F("id")), _negated=True),
                        _connector="OR",
                    ),
                ),
                name="no_measure_is_its_own_companion",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("baseline_from__isnull", True),
                        ("baseline_until__isnull", True),
                    ),
                    models.Q(
                        ("baseline_from__isnull", False),
                        ("baseline_until__gt", models.F("baseline_from")),
                        ("baseline_until__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="a_baseline_has_both_its_days_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("retired_because", ""), ("retired_on__isnull", True)),
                    models.Q(
                        ("retired_on__isnull", False),
                        models.Q(("retired_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_measure_is_retired_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(("per__gt", 0)),
                name="a_measure_is_counted_per_something",
            ),
        ),
        migrations.AddIndex(
            model_name="keyedreturn",
            index=models.Index(fields=["agency", "sent_at"], name="returns_by_agency"),
        ),
        migrations.AddConstraint(
            model_name="earlycount",
            constraint=models.UniqueConstraint(
                fields=("agency", "period_start", "dimension", "band"),
                name="an_agency_counts_a_band_once_a_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="earlycount",
            constraint=models.CheckConstraint(
                condition=models.Q(("period_end__gt", models.F("period_start"))),
                name="an_early_count_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=models.UniqueConstraint(
                fields=("indicator", "kind", "from_on"), name="a_mark_is_made_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("words", ""), _negated=True),
                    models.Q(
                        models.Q(("kind", "break"), ("until_on__isnull", True)),
                        models.Q(
                            ("kind", "left_out"),
                            ("until_on__gt", models.F("from_on")),
                            ("until_on__isnull", False),
                        ),
                        _connector="OR",
                    ),
                ),
                name="a_mark_says_why_and_a_spell_has_its_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at__isnull", True)),
                fields=("indicator", "area_code", "period_start"),
                name="one_reading_stands_for_a_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at__isnull", False)),
                fields=("indicator", "area_code", "period_start", "vintage"),
                name="a_vintage_is_written_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.CheckConstraint(
                condition=models.Q(("period_end__gt", models.F("period_start"))),
                name="a_reading_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("denominator__isnull", True),
                    ("denominator__gt", 0),
                    _connector="OR",
                ),
                name="a_share_is_of_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("high__isnull", True), ("low__isnull", True)),
                    models.Q(
                        ("high__gte", models.F("low")),
                        ("high__isnull", False),
                        ("low__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="limits_stand_together_and_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("comes_from", "lake"),
                        models.Q(("lake_version", ""), _negated=True),
                    ),
                    models.Q(("came_with__isnull", False), ("comes_from", "return")),
                    models.Q(
                        ("comes_from", "hand"),
                        models.Q(("evidence", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_reading_says_what_it_rests_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("vintage", 1),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_revised_reading_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="lockedreading",
            constraint=models.UniqueConstraint(
                fields=("lock", "reading"), name="a_pack_holds_a_reading_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="lock",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True),
                name="a_lock_has_a_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="commentary",
            constraint=models.CheckConstraint(
                condition=models.Q(("what", ""), _negated=True),
                name="a_commentary_says_what_happened",
            ),
        ),
        migrations.AddConstraint(
            model_name="commentary",
            constraint=models.UniqueConstraint(
                condition=models.Q(("approved_at__isnull", True)),
                fields=("indicator",),
                name="one_commentary_of_a_measure_waits_at_most",
            ),
        ),
        migrations.AddConstraint(
            model_name="commentary",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_at__isnull", False),
                    models.Q(
                        ("approved_at__isnull", True), ("approved_by__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="a_commentary_is_approved_by_somebody_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="standing",
            constraint=models.UniqueConstraint(
                fields=("indicator", "area_code"),
                name="a_measure_stands_one_way_in_an_area",
            ),
        ),
        migrations.AddConstraint(
            model_name="standing",
            constraint=models.CheckConstraint(
                condition=models.Q(("colour__in", ["blue", "orange", "grey"])),
                name="a_status_is_blue_orange_or_grey",
            ),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("indicator",),
                name="one_target_stands_at_most",
            ),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind__in", ["absolute", "change"]), ("value__isnull", False)
                    ),
                    models.Q(
                        ("kind__in", ["maintain", "similar"]), ("value__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="a_target_that_is_a_figure_has_one",
            ),
        ),
    ]
