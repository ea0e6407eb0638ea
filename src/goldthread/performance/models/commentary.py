"""What people say about a measure: what, why, so what, what next."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldthread.performance.models.indicators import Indicator
from goldthread.performance.models.readings import Reading


class Commentaries(models.QuerySet["Commentary"]):
    """Commentaries in the words of the trade."""

    def approved(self) -> Self:
        return self.filter(approved_at__isnull=False)

    def waiting(self) -> Self:
        """Written, and not yet approved by the lead."""
        return self.filter(approved_at__isnull=True)

    def newest_first(self) -> Self:
        return self.order_by("-written_at", "-pk")


class Commentary(models.Model):
    """The owner's words on one reading; they go on when the lead approved them (C32)."""

    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, related_name="commentaries"
    )
    reading = models.ForeignKey(
        Reading, on_delete=models.PROTECT, related_name="commentaries"
    )
    what = models.TextField()  # what happened
    why = models.TextField(blank=True)
    so_what = models.TextField(blank=True)
    what_next = models.TextField(blank=True)
    # The sentences that the figures did not support when the lead approved.
    unsupported = models.JSONField(default=list, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects: ClassVar[Any] = Commentaries.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_commentary_says_what_happened", condition=~Q(what="")
            ),
            models.UniqueConstraint(
                fields=["indicator"],
                condition=Q(approved_at__isnull=True),
                name="one_commentary_of_a_measure_waits_at_most",
            ),
            models.CheckConstraint(
                name="a_commentary_is_approved_by_somebody_at_a_time",
                condition=Q(approved_at__isnull=False)
                | Q(approved_at__isnull=True, approved_by__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"on {self.indicator}"

    @property
    def text(self) -> str:
        """All of it as running text."""
        parts = (self.what, self.why, self.so_what, self.what_next)
        return "\n\n".join(part for part in parts if part)
