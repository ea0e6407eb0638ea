"""What was handed in, and how far it has come on its way into the lake.

The lake's manifest is the record of what it holds; a row here refers to it.
"""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Deliveries(models.QuerySet["Delivery"]):
    """Deliveries in the words of the trade."""

    def open(self) -> Self:
        """Still on their way: neither loaded, nor withdrawn, nor refused."""
        return self.filter(state__in=Delivery.OPEN)

    def newest_first(self) -> Self:
        return self.order_by("-handed_in_at", "-pk")


class Delivery(models.Model):
    """Files that one person handed in on one occasion."""

    class State(models.TextChoices):
        CHECKING = "checking", "being checked"
        CHECKED = "checked", "waiting for a decision"
        LOADING = "loading", "being loaded"
        LOADED = "loaded", "loaded"
        REFUSED = "refused", "could not be read"
        WITHDRAWN = "withdrawn", "withdrawn"

    OPEN: ClassVar[tuple[str, ...]] = (State.CHECKING, State.CHECKED, State.LOADING)

    folder = models.CharField(max_length=60, unique=True)  # within the uploads
    state = models.CharField(max_length=10, choices=State.choices)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    handed_in_at = models.DateTimeField()
    progress = models.CharField(max_length=200, blank=True)
    checked = models.JSONField(null=True)  # the dry run's report
    loaded = models.JSONField(null=True)  # the load's report
    batch = models.PositiveIntegerField(null=True)  # its number in the lake
    refusal = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Delivery"]] = Deliveries.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_delivery_is_decided_whole_or_not_at_all",
                condition=Q(decided_by__isnull=True, decided_at__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_refused_delivery_says_why",
                condition=~Q(state="refused") | ~Q(refusal=""),
            ),
            models.CheckConstraint(
                name="a_delivery_is_not_decided_before_it_came",
                condition=Q(decided_at__isnull=True)
                | Q(decided_at__gte=F("handed_in_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"
