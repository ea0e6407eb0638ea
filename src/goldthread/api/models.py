"""Keys with which programs read: one scope, one last day, one person behind each."""

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Tokens(models.QuerySet["Token"]):
    """Keys in the words of the trade."""

    def working(self, on: date) -> Self:
        """Not taken back, and not past their last day."""
        return self.filter(revoked_at__isnull=True, expires_on__gt=on)


class Token(models.Model):
    """One key; only a hash of it is kept, so that nobody can read it here."""

    class Scope(models.TextChoices):
        MEASURES = "measures", "Measures, readings and the scorecard"
        PLAN = "plan", "The action plan"
        BOARD = "board", "What the boards decided"
        STRATEGY = "strategy", "The strategy"
        THREAD = "thread", "The thread, and where it is broken"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens"
    )
    name = models.CharField(max_length=80)  # what it is for: "Power BI at the council"
    scope = models.CharField(max_length=10, choices=Scope.choices)
    digest = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    expires_on = models.DateField()  # half-open: the first day it opens nothing
    # How often it was used in the minute that began then: kept in the row, so that all
    # processes of the site count together.
    minute = models.DateTimeField(null=True, blank=True)
    calls = models.PositiveIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects: ClassVar[Any] = Tokens.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_key_is_taken_back_whole_or_not_at_all",
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_key_is_taken_back_after_it_was_issued",
                condition=Q(revoked_at__isnull=True)
                | Q(revoked_at__gte=F("issued_at")),
            ),
            models.CheckConstraint(
                name="a_key_says_what_it_is_for", condition=~Q(name="")
            ),
        ]

    def __str__(self) -> str:
        return f"key “{self.name}”"
