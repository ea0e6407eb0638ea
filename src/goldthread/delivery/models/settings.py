"""What a partnership sets for its plan: how long silence may last, and when it is closed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class PlanSettings(models.Model):
    """The plan's own settings, and the last reference it gave away; one row."""

    # After so many days without a word the owner is told, then the lead, then the
    # action stands on the chair's list (C41).
    owner_days = models.PositiveSmallIntegerField(default=30)
    lead_days = models.PositiveSmallIntegerField(default=45)
    chair_days = models.PositiveSmallIntegerField(default=60)
    last_number = models.PositiveIntegerField(default=0)  # of A-014, 14; never reused
    only = models.BooleanField(default=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["only"], name="one_row_of_plan_settings"),
            models.CheckConstraint(
                name="the_plan_settings_are_the_only_ones", condition=Q(only=True)
            ),
            models.CheckConstraint(
                name="silence_reaches_the_owner_then_the_lead_then_the_chair",
                condition=Q(owner_days__gte=1)
                & Q(lead_days__gt=F("owner_days"))
                & Q(chair_days__gt=F("lead_days")),
            ),
        ]

    def __str__(self) -> str:
        return "the settings of the plan"

    @property
    def days(self) -> tuple[int, int, int]:
        """After how many days the owner, the lead and the chair hear of a silence."""
        return self.owner_days, self.lead_days, self.chair_days


class LocalClosure(models.Model):
    """A day on which the partnership's offices are closed beside the bank holidays."""

    on = models.DateField(unique=True)
    words = models.CharField(max_length=120)  # "Council offices closed"
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_closure_says_why", condition=~Q(words="")),
        ]

    def __str__(self) -> str:
        return f"{self.words} on {self.on:%d %B %Y}"
