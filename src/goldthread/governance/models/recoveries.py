"""Something is out of order: challenge, support, recovery, closure, each on its day (S49)."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldthread.delivery.models import Action
from goldthread.partners.models import Agency, Body
from goldthread.strategy.models import Workstream


class Recoveries(models.QuerySet["Recovery"]):
    """Exceptions in the words of the trade."""

    def open(self) -> Self:
        return self.exclude(state=Recovery.State.CLOSED)

    def of(self, body: Body) -> Self:
        return self.filter(body=body)


class Recovery(models.Model):
    """An exception before a board, and the way out of it.

    raised -> challenged -> supported -> recovering -> closed; `rules.NEXT` holds every
    step that may follow another.
    """

    class State(models.TextChoices):
        RAISED = "raised", "Raised"
        CHALLENGED = "challenged", "Challenged"
        SUPPORTED = "supported", "Support agreed"
        RECOVERING = "recovering", "Recovering"
        CLOSED = "closed", "Closed"

    reference = models.CharField(max_length=12, unique=True)  # "X-014"
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="recoveries")
    title = models.CharField(max_length=200)
    action = models.ForeignKey(
        Action, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    workstream = models.ForeignKey(
        Workstream, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=12, choices=State.choices, default=State.RAISED)

    objects: ClassVar[Any] = Recoveries.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_exception_says_what_is_out_of_order", condition=~Q(title="")
            ),
            models.CheckConstraint(
                name="an_exception_is_of_an_action_a_workstream_or_an_agency",
                condition=Q(action__isnull=False)
                | Q(workstream__isnull=False)
                | Q(agency__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"


class RecoveryStep(models.Model):
    """One step of it, dated: what was said or agreed, and by when."""

    recovery = models.ForeignKey(
        Recovery, on_delete=models.CASCADE, related_name="steps"
    )
    state = models.CharField(max_length=12, choices=Recovery.State.choices)
    on = models.DateField()
    words = models.TextField()
    due_on = models.DateField(null=True, blank=True)
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
                name="a_step_of_a_recovery_says_something", condition=~Q(words="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recovery.reference}: {self.state}"


class SharedIssue(models.Model):
    """An issue that several boards share; exactly one of them leads (S112)."""

    title = models.CharField(max_length=200, unique=True)
    words = models.TextField(blank=True)
    lead = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="leads_on")
    workstream = models.ForeignKey(
        Workstream, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    supports = models.ManyToManyField(Body, related_name="supports_on")
    agreed_on = models.DateField()

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_shared_issue_has_a_name", condition=~Q(title="")
            ),
        ]

    def __str__(self) -> str:
        return self.title
