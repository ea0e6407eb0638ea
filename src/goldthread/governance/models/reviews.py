"""Once a year the assessment meets every workstream, and what is new gets an answer (S10, S50)."""

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldthread.assessment.models import Assessment, Finding
from goldthread.governance.models.decisions import Decision
from goldthread.partners.models import Body
from goldthread.strategy.models import Strategy, Workstream


class AnnualReview(models.Model):
    """One year's look at every workstream of a strategy, before one board."""

    class State(models.TextChoices):
        OPEN = "open", "Under way"
        AGREED = "agreed", "Agreed"

    strategy = models.ForeignKey(
        Strategy, on_delete=models.PROTECT, related_name="annual_reviews"
    )
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="+"
    )
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()  # the year whose April begins it
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    # Why this way of working is kept or changed; the next review begins with it (S46).
    approach = models.TextField(blank=True)
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    agreed_on = models.DateField(null=True, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    document = models.TextField(blank=True)  # frozen: what was agreed
    digest = models.CharField(max_length=64, blank=True)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "year"], name="a_strategy_is_reviewed_once_a_year"
            ),
            models.CheckConstraint(
                name="a_review_is_agreed_whole_or_not_at_all",
                condition=Q(
                    ~Q(approach=""),
                    ~Q(document=""),
                    ~Q(digest=""),
                    state="agreed",
                    agreed_on__isnull=False,
                )
                | Q(
                    state="open",
                    agreed_on__isnull=True,
                    agreed_by__isnull=True,
                    document="",
                    digest="",
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Review of {self.year}/{(self.year + 1) % 100:02d}"


class EmergingIssues(models.QuerySet["EmergingIssue"]):
    """The list of what is coming, in the words of the trade."""

    def waiting(self) -> Self:
        """Nobody has said yet what becomes of it."""
        return self.filter(outcome="")

    def open(self) -> Self:
        """Without an answer, or still watched."""
        return self.filter(outcome__in=["", EmergingIssue.Outcome.WATCH])


class EmergingIssue(models.Model):
    """Something new that somebody saw coming, and what became of it (S50)."""

    class Outcome(models.TextChoices):
        WATCH = "watch", "Watched for now"
        TAKEN = "taken", "Goes into a workstream"
        NEW = "new", "Proposed as a new workstream"
        DROPPED = "dropped", "Not taken up"

    reference = models.CharField(max_length=12, unique=True)  # "E-014"
    title = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    source = models.CharField(max_length=300)  # who saw it, where
    likelihood = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField()
    raised_on = models.DateField()
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    outcome_words = models.TextField(blank=True)
    workstream = models.ForeignKey(
        Workstream, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_on = models.DateField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects: ClassVar[Any] = EmergingIssues.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_emerging_issue_says_what_and_who_saw_it",
                condition=~Q(title="") & ~Q(source=""),
            ),
            models.CheckConstraint(
                name="an_emerging_issue_scores_from_one_to_five",
                condition=Q(likelihood__range=(1, 5), impact__range=(1, 5)),
            ),
            models.CheckConstraint(
                name="an_emerging_issue_is_settled_whole_or_not_at_all",
                condition=Q(
                    outcome="",
                    outcome_words="",
                    settled_on__isnull=True,
                    settled_by__isnull=True,
                    workstream__isnull=True,
                )
                | Q(~Q(outcome=""), ~Q(outcome_words=""), settled_on__isnull=False),
            ),
            models.CheckConstraint(
                name="what_goes_into_a_workstream_names_it",
                condition=~Q(outcome="taken") | Q(workstream__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def score(self) -> int:
        """Likelihood times impact, from 1 to 25."""
        return self.likelihood * self.impact

    def days(self, on: date) -> int:
        """From the day it was raised to its answer, or to this day."""
        return ((self.settled_on or on) - self.raised_on).days


class StreamReview(models.Model):
    """What one review says of one workstream: exactly one outcome, with its reasons."""

    class Outcome(models.TextChoices):
        KEEP = "keep", "Keep"
        CHANGE = "change", "Change"
        CLOSE = "close", "Close"
        NEW = "new", "New"

    review = models.ForeignKey(
        AnnualReview, on_delete=models.CASCADE, related_name="streams"
    )
    workstream = models.ForeignKey(
        Workstream, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)  # as it was called then
    outcome = models.CharField(max_length=6, choices=Outcome.choices, blank=True)
    reasons = models.TextField(blank=True)
    findings = models.ManyToManyField(Finding, blank=True, related_name="+")
    besides = models.TextField(blank=True)  # what else speaks, with its source
    issue = models.OneToOneField(
        EmergingIssue,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="proposal",
    )
    # From which day it closes or opens, where that is its outcome.
    from_on = models.DateField(null=True, blank=True)
    # What became of it in the strategy: how a workstream to be changed stood when the
    # review was agreed, as a sign of its words; what a new one was opened as.
    stood = models.CharField(max_length=16, blank=True)
    became = models.OneToOneField(
        Workstream, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    judged_on = models.DateField(null=True, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "workstream"],
                name="a_workstream_has_one_outcome_a_year",
            ),
            models.UniqueConstraint(
                fields=["review", "number"], name="a_reviewed_workstream_has_its_place"
            ),
            models.CheckConstraint(
                name="a_workstream_is_reviewed_whole_or_not_at_all",
                condition=Q(outcome="", judged_on__isnull=True, judged_by__isnull=True)
                | Q(~Q(outcome=""), ~Q(reasons=""), judged_on__isnull=False),
            ),
            models.CheckConstraint(
                name="only_what_is_new_is_no_workstream_yet",
                condition=Q(outcome="new", workstream__isnull=True)
                | Q(~Q(outcome="new"), workstream__isnull=False),
            ),
            models.CheckConstraint(
                name="only_what_is_new_is_opened_as_a_workstream",
                condition=Q(became__isnull=True) | Q(outcome="new"),
            ),
            models.CheckConstraint(
                name="only_what_closes_or_opens_has_its_day",
                condition=Q(from_on__isnull=True) | Q(outcome__in=["close", "new"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.review}"

    @property
    def day(self) -> date:
        """From which day it closes or opens: as it was said, else when the year is over."""
        return self.from_on or date(self.review.year + 1, 4, 1)

    @property
    def because(self) -> str:
        """Why, as the strategy keeps it: the review, and the reasons it gave."""
        return f"{self.review}: {self.reasons}"
