"""What is measured: a definition that says exactly what counts, and who answers for it."""

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from goldthread.partners.models import Agency
from goldthread.strategy.models import Outcome, Workstream


class Indicators(models.QuerySet["Indicator"]):
    """Indicators in the words of the trade."""

    def in_use(self, on: date) -> Self:
        """Begun and not retired on this day."""
        begun = self.filter(opened_on__lte=on)
        return begun.filter(Q(retired_on__isnull=True) | Q(retired_on__gt=on))

    def of_agency(self, agency: Agency) -> Self:
        """Those that this agency answers for."""
        return self.filter(owner=agency)

    def by_return(self) -> Self:
        """Those whose figures a partner keys."""
        return self.filter(comes_from="return")

    def from_lake(self) -> Self:
        """Those that a question to the lake answers."""
        return self.filter(comes_from="lake")

    def hidden(self) -> Self:
        """Reports of crimes that few report, where a rise is the aim (Z7)."""
        return self.exclude(hidden_crime="")


class Indicator(models.Model):
    """One measure with its whole definition (C32, G10)."""

    class Polarity(models.TextChoices):
        UP = "up", "More is better"
        DOWN = "down", "Less is better"
        CONTEXT = "context", "Context: neither is better by itself"
        NONE = "none", "No direction"

    class Kind(models.TextChoices):
        COUNT = "count", "A count"
        RATE = "rate", "A rate"
        PERCENT = "percent", "A percentage"
        DAYS = "days", "Days"
        SCORE = "score", "A score"
        POUNDS = "pounds", "Pounds"

    class About(models.TextChoices):
        POPULATION = "population", "Population: how people in the area are"
        SERVICE = "service", "Service: how those a service reaches fare"

    class Basis(models.TextChoices):
        RECORDED = "recorded", "Recorded by the police"
        SURVEY = "survey", "Asked of people in a survey"
        RECORDS = "records", "Counted in a service's own records"
        OFFICIAL = "official", "Published as an official statistic"

    class Interval(models.TextChoices):
        RECKONED = "reckoned", "Reckoned from the answers: people were chosen at random"
        GIVEN = "given", "Given with each figure by who made the survey"
        NONE = "none", "None: those who answered were not chosen at random"

    class ComesFrom(models.TextChoices):
        LAKE = "lake", "A question to the lake"
        RETURN = "return", "A partner's return"
        HAND = "hand", "By hand, with evidence"

    class Quality(models.TextChoices):
        HIGH = "high", "Complete and checked"
        MEDIUM = "medium", "Usable, with known gaps"
        LOW = "low", "Weak: read with care"

    class Every(models.IntegerChoices):
        MONTH = 1, "Every month"
        QUARTER = 3, "Every quarter"
        YEAR = 12, "Every year"

    DIVIDED: ClassVar = ("rate", "percent")

    code = models.CharField(max_length=20, unique=True)  # "V1", in addresses and files
    name = models.CharField(max_length=200)
    definition = models.TextField()  # what it is and is not, for whoever argues
    counts = models.TextField()  # exactly what one unit of it is
    out_of = models.TextField(blank=True)  # of whom or what it is a share
    source = models.CharField(max_length=300)
    unit = models.CharField(max_length=80)  # "recorded crimes", "% of those asked"
    kind = models.CharField(max_length=8, choices=Kind.choices)
    per = models.PositiveIntegerField(default=1)  # a rate per 1,000
    polarity = models.CharField(max_length=8, choices=Polarity.choices)
    about = models.CharField(max_length=10, choices=About.choices)
    basis = models.CharField(max_length=8, choices=Basis.choices)
    # Of a survey: a figure without its sample and its interval says too much (S93, E17).
    asked = models.CharField(max_length=300, blank=True)  # who, how many, how chosen
    interval = models.CharField(max_length=8, blank=True, choices=Interval.choices)
    design_effect = models.FloatField(default=1.0)  # above 1 where answers are weighted
    every = models.PositiveSmallIntegerField(choices=Every.choices)
    is_seasonal = models.BooleanField(default=False)
    due_days = models.PositiveSmallIntegerField(default=45)  # after the period's end
    # A lagged series speaks of an older cohort and says which (S64, E46).
    lag_months = models.PositiveSmallIntegerField(default=0)
    cohort = models.CharField(max_length=200, blank=True)
    caveat = models.TextField(blank=True)
    quality = models.CharField(max_length=6, choices=Quality.choices, default="medium")
    quality_note = models.CharField(max_length=300, blank=True)
    # Where it stands in the strategy, and who answers for it.
    owner = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="indicators"
    )
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="indicators",
    )
    outcomes = models.ManyToManyField(Outcome, blank=True, related_name="indicators")
    workstream = models.ForeignKey(
        Workstream,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="indicators",
    )
    # Where its figures come from.
    comes_from = models.CharField(max_length=6, choices=ComesFrom.choices)
    question = models.CharField(max_length=80, blank=True)  # of the lake
    column = models.CharField(max_length=40, blank=True)  # what is added up
    only = models.JSONField(default=dict, blank=True)  # column -> value or values
    of = models.JSONField(
        default=dict, blank=True
    )  # the same for what it is a share of
    read_version = models.CharField(max_length=64, blank=True)  # lake, last asked
    # A crime that few report needs another measure beside it (Z8, S87).
    hidden_crime = models.CharField(max_length=120, blank=True)
    companion = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="companion_of",
    )
    beside = models.ForeignKey(  # what people say, beside what is recorded (S51)
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="pairs"
    )
    # Who is hit again (S16, S84): the measure that counts the different victims of these
    # offences, over how many months both are counted, and of how many residents.
    victims = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="offences",
    )
    victims_within = models.PositiveSmallIntegerField(null=True, blank=True)
    residents = models.PositiveIntegerField(null=True, blank=True)
    baseline_from = models.DateField(null=True, blank=True)
    baseline_until = models.DateField(null=True, blank=True)  # half-open
    area_code = models.CharField(max_length=20)  # the area a scorecard shows
    peers = models.JSONField(default=list, blank=True)  # codes of similar areas
    opened_on = models.DateField()
    retired_on = models.DateField(null=True, blank=True)
    retired_because = models.CharField(max_length=300, blank=True)
    # Rises with every change of what it says: definition, target, marks.
    version = models.PositiveIntegerField(default=1)
    # Rises with everything that may move how it stands, its figures too: whoever keeps
    # something in mind that rests on measures sees by the sum of all that it is stale.
    moved = models.PositiveIntegerField(default=0, editable=False)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects: ClassVar[Any] = Indicators.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_measure_says_what_it_is_what_counts_and_where_from",
                condition=~Q(code="")
                & ~Q(name="")
                & ~Q(definition="")
                & ~Q(counts="")
                & ~Q(source="")
                & ~Q(unit="")
                & ~Q(area_code=""),
            ),
            models.CheckConstraint(
                name="a_rate_or_percentage_says_of_what_it_is_a_share",
                condition=~Q(kind__in=["rate", "percent"]) | ~Q(out_of=""),
            ),
            models.CheckConstraint(
                name="a_lagged_measure_says_whom_it_speaks_of",
                condition=Q(lag_months=0) | ~Q(cohort=""),
            ),
            models.CheckConstraint(
                name="a_measure_from_the_lake_names_its_question",
                condition=~Q(comes_from="lake") | (~Q(question="") & ~Q(column="")),
            ),
            models.CheckConstraint(
                name="more_reports_of_a_hidden_crime_are_the_aim",
                condition=Q(hidden_crime="") | Q(polarity="up"),
            ),
            models.CheckConstraint(
                name="no_measure_is_its_own_companion",
                condition=(Q(companion__isnull=True) | ~Q(companion=F("id")))
                & (Q(beside__isnull=True) | ~Q(beside=F("id"))),
            ),
            models.CheckConstraint(
                name="victims_are_counted_over_a_time_that_is_stated",
                condition=Q(
                    victims__isnull=True,
                    victims_within__isnull=True,
                    residents__isnull=True,
                )
                | Q(
                    victims__isnull=False,
                    victims_within__isnull=False,
                    victims_within__gt=0,
                ),
            ),
            models.CheckConstraint(
                name="no_measure_counts_its_own_victims",
                condition=Q(victims__isnull=True) | ~Q(victims=F("id")),
            ),
            models.CheckConstraint(
                name="a_baseline_has_both_its_days_in_order",
                condition=Q(baseline_from__isnull=True, baseline_until__isnull=True)
                | Q(
                    baseline_from__isnull=False,
                    baseline_until__isnull=False,
                    baseline_until__gt=F("baseline_from"),
                ),
            ),
            models.CheckConstraint(
                name="a_measure_is_retired_with_a_reason",
                condition=Q(retired_on__isnull=True, retired_because="")
                | (Q(retired_on__isnull=False) & ~Q(retired_because="")),
            ),
            models.CheckConstraint(
                name="a_measure_is_counted_per_something", condition=Q(per__gt=0)
            ),
            models.CheckConstraint(
                name="only_a_survey_says_whom_it_asks_and_how_sure_it_is",
                condition=Q(basis="survey") | Q(asked="", interval="", design_effect=1),
            ),
            models.CheckConstraint(
                name="weights_make_no_survey_surer",
                condition=Q(design_effect__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def better(self) -> str:
        """Up, down or neutral: which direction is the aim."""
        return self.polarity if self.polarity in ("up", "down") else "neutral"

    @property
    def is_divided(self) -> bool:
        """Whether a reading is one number over another."""
        return self.kind in self.DIVIDED

    @property
    def scale(self) -> int:
        """What numerator over denominator is multiplied with."""
        return 100 if self.kind == self.Kind.PERCENT else self.per


class Target(models.Model):
    """What a measure should reach by when; at most one of them stands."""

    class Kind(models.TextChoices):
        ABSOLUTE = "absolute", "A figure to reach"
        CHANGE = "change", "A change in per cent from the baseline"
        MAINTAIN = "maintain", "Hold the baseline"
        SIMILAR = "similar", "The middle of similar areas"

    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, related_name="targets"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    value = models.FloatField(null=True, blank=True)  # the figure, or per cent
    by_on = models.DateField(null=True, blank=True)
    words = models.CharField(max_length=300, blank=True)  # who set it and why
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator"],
                condition=Q(ended_at__isnull=True),
                name="one_target_stands_at_most",
            ),
            models.CheckConstraint(
                name="a_target_that_is_a_figure_has_one",
                condition=Q(kind__in=["absolute", "change"], value__isnull=False)
                | Q(kind__in=["maintain", "similar"], value__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code}: {self.get_kind_display().lower()}"


class Mark(models.Model):
    """A day from which a series is counted differently, or a spell that is left out."""

    class Kind(models.TextChoices):
        BREAK = "break", "Counted differently from then on"
        LEFT_OUT = "left_out", "Left out of every baseline"

    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, related_name="marks"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)  # half-open
    words = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "kind", "from_on"], name="a_mark_is_made_once"
            ),
            models.CheckConstraint(
                name="a_mark_says_why_and_a_spell_has_its_end",
                condition=~Q(words="")
                & (
                    Q(kind="break", until_on__isnull=True)
                    | Q(
                        kind="left_out",
                        until_on__isnull=False,
                        until_on__gt=F("from_on"),
                    )
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} from {self.from_on}: {self.words}"
