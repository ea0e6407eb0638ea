"""What could go wrong, how likely and how bad, who keeps an eye on it (C42)."""

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from goldthread.delivery.models import Action
from goldthread.partners.models import Agency, Body
from goldthread.strategy.models import Workstream

FROM_ONE_TO_FIVE = (MinValueValidator(1), MaxValueValidator(5))


def _degree() -> "models.PositiveSmallIntegerField[int, int]":
    return models.PositiveSmallIntegerField(validators=FROM_ONE_TO_FIVE)


class Risks(models.QuerySet["Risk"]):
    """The risk register in the words of the trade."""

    def of(self, body: Body) -> Self:
        return self.filter(body=body)

    def open(self) -> Self:
        return self.filter(closed_on__isnull=True)

    def overdue(self, on: date) -> Self:
        """Its review day is past: a register nobody looks at is worse than none (G11)."""
        return self.open().filter(review_on__lt=on)

    def above_appetite(self) -> Self:
        """What is left after the controls is more than the board would bear."""
        left = F("residual_likelihood") * F("residual_impact")
        return self.open().alias(left=left).filter(left__gt=F("appetite"))

    def highest_first(self) -> Self:
        left = F("residual_likelihood") * F("residual_impact")
        return self.annotate(left=left).order_by("-left", "-residual_impact", "pk")


class Risk(models.Model):
    """One row of the risk register."""

    class Category(models.TextChoices):
        STRATEGIC = "strategic", "Strategic"
        DELIVERY = "delivery", "Delivery"
        DATA = "data", "Data and law"
        FINANCIAL = "financial", "Money"
        REPUTATION = "reputation", "Reputation"
        SAFEGUARDING = "safeguarding", "Safeguarding"

    reference = models.CharField(max_length=12, unique=True)  # "R-014"
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="risks")
    title = models.CharField(max_length=200)
    cause = models.TextField()
    event = models.TextField()
    consequence = models.TextField()
    category = models.CharField(max_length=12, choices=Category.choices)
    workstream = models.ForeignKey(
        Workstream,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="risks",
    )
    # Before anything is done, after the controls that stand, and where it should come to.
    inherent_likelihood = _degree()
    inherent_impact = _degree()
    controls = models.TextField(blank=True)
    residual_likelihood = _degree()
    residual_impact = _degree()
    target_likelihood = _degree()
    target_impact = _degree()
    appetite = models.PositiveSmallIntegerField()  # the highest score the board bears
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="risks",
    )
    owner_agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    actions = models.ManyToManyField(Action, blank=True, related_name="risks")
    review_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    closed_because = models.CharField(max_length=300, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    added_at = models.DateTimeField()

    objects: ClassVar[Any] = Risks.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["closed_on", "review_on"], name="risks_by_review"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_risk_says_cause_event_and_consequence",
                condition=~Q(title="")
                & ~Q(cause="")
                & ~Q(event="")
                & ~Q(consequence=""),
            ),
            models.CheckConstraint(
                name="likelihood_and_impact_are_from_one_to_five",
                condition=Q(
                    inherent_likelihood__range=(1, 5),
                    inherent_impact__range=(1, 5),
                    residual_likelihood__range=(1, 5),
                    residual_impact__range=(1, 5),
                    target_likelihood__range=(1, 5),
                    target_impact__range=(1, 5),
                ),
            ),
            models.CheckConstraint(
                name="an_appetite_is_a_score", condition=Q(appetite__range=(1, 25))
            ),
            models.CheckConstraint(
                name="controls_leave_no_more_than_there_was",
                condition=Q(
                    residual_likelihood__lte=F("inherent_likelihood"),
                    residual_impact__lte=F("inherent_impact"),
                ),
            ),
            models.CheckConstraint(
                name="a_risk_is_closed_with_a_reason_or_open",
                condition=Q(closed_on__isnull=True, closed_because="")
                | Q(~Q(closed_because=""), closed_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def score(self) -> int:
        """What is left after the controls."""
        return self.residual_likelihood * self.residual_impact

    @property
    def inherent_score(self) -> int:
        return self.inherent_likelihood * self.inherent_impact

    @property
    def target_score(self) -> int:
        return self.target_likelihood * self.target_impact

    @property
    def is_above_appetite(self) -> bool:
        return self.score > self.appetite


class RiskReview(models.Model):
    """Somebody looked at a risk: how it stood, what changed, when it is looked at next."""

    risk = models.ForeignKey(Risk, on_delete=models.CASCADE, related_name="reviews")
    on = models.DateField()
    likelihood = _degree()
    impact = _degree()
    score_before = models.PositiveSmallIntegerField()
    words = models.TextField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_review_of_a_risk_says_something", condition=~Q(words="")
            ),
            models.CheckConstraint(
                name="a_review_judges_from_one_to_five",
                condition=Q(likelihood__range=(1, 5), impact__range=(1, 5)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.risk.reference} on {self.on}"

    @property
    def score(self) -> int:
        return self.likelihood * self.impact
