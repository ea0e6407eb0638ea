"""Who must agree, what each body decided, and what was waived with a reason."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldthread.partners.models import Body
from goldthread.strategy.models.strategies import Strategy
from goldthread.strategy.models.workstreams import Workstream


class Approval(models.Model):
    """One body that must agree: to the strategy, or to one jointly governed workstream.

    Nothing is agreed until all named bodies agree (S48, Z9).
    """

    class Decision(models.TextChoices):
        AWAITED = "", "Not decided"
        AGREED = "agreed", "Agreed"
        REFUSED = "refused", "Not agreed"

    strategy = models.ForeignKey(
        Strategy, on_delete=models.CASCADE, related_name="approvals"
    )
    workstream = models.ForeignKey(
        Workstream,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="approvals",
    )
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="approvals")
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField(null=True, blank=True)
    on_behalf = models.BooleanField(default=False)  # written down by somebody else
    version_label = models.CharField(
        max_length=20, blank=True
    )  # what they had before them
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "body"],
                condition=Q(workstream__isnull=True),
                name="a_body_is_asked_about_a_strategy_once",
            ),
            models.UniqueConstraint(
                fields=["workstream", "body"],
                condition=Q(workstream__isnull=False),
                name="a_body_is_asked_about_a_workstream_once",
            ),
            models.CheckConstraint(
                name="an_approval_is_decided_whole_or_not_at_all",
                condition=Q(
                    decision="",
                    decided_on__isnull=True,
                    recorded_at__isnull=True,
                    recorded_by__isnull=True,
                )
                | Q(
                    ~Q(decision=""),
                    decided_on__isnull=False,
                    recorded_at__isnull=False,
                    recorded_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="a_body_that_does_not_agree_says_why",
                condition=~Q(decision="refused") | ~Q(note=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} on {self.workstream or self.strategy}"


class EarlierDecision(models.Model):
    """What a body decided before the strategy went back to draft; it stays readable."""

    strategy = models.ForeignKey(
        Strategy, on_delete=models.CASCADE, related_name="earlier_decisions"
    )
    about = models.CharField(max_length=200, blank=True)  # a workstream's title
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=10, choices=Approval.Decision.choices)
    decided_on = models.DateField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    on_behalf = models.BooleanField(default=False)
    version_label = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)
    revised_at = models.DateTimeField()
    revised_because = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_earlier_decision_was_taken",
                condition=Q(decision__in=["agreed", "refused"]),
            ),
            models.CheckConstraint(
                name="an_earlier_refusal_says_why",
                condition=~Q(decision="refused") | ~Q(note=""),
            ),
            models.CheckConstraint(
                name="an_earlier_round_says_why_it_ended",
                condition=~Q(revised_because=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} on {self.about or self.strategy}, earlier"


class Waiver(models.Model):
    """A requirement that is not met, and the reason why the partnership goes on."""

    strategy = models.ForeignKey(
        Strategy, on_delete=models.CASCADE, related_name="waivers"
    )
    requirement = models.CharField(max_length=60)  # a key of strategy.requirements
    reason = models.TextField()
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
            models.UniqueConstraint(
                fields=["strategy", "requirement"],
                name="a_requirement_is_waived_once",
            ),
            models.CheckConstraint(name="a_waiver_says_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.requirement} waived for {self.strategy}"
