"""How early people were found and helped, as counts that agencies return (S14, E13)."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from goldthread.partners.models import Agency
from goldthread.performance.models.readings import KeyedReturn


class EarlyCount(models.Model):
    """People an agency first saw in a period, by one dimension and one band of it.

    Counts only, never a person: the bands are all that leaves an agency.
    """

    class Dimension(models.TextChoices):
        TIER = "tier", "How far it had come"
        AGE = "age", "Age at first contact"
        SOURCE = "source", "Who found them"
        DAYS = "days", "Days from first concern to first support"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="early")
    period_start = models.DateField()
    period_end = models.DateField()  # half-open
    dimension = models.CharField(max_length=6, choices=Dimension.choices)
    band = models.CharField(max_length=20)  # a key of `early.BANDS`
    people = models.PositiveIntegerField()
    came_with = models.ForeignKey(
        KeyedReturn, on_delete=models.PROTECT, related_name="early_counts"
    )

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "period_start", "dimension", "band"],
                name="an_agency_counts_a_band_once_a_period",
            ),
            models.CheckConstraint(
                name="an_early_count_ends_after_it_starts",
                condition=Q(period_end__gt=F("period_start")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}, {self.dimension} {self.band}: {self.people}"
