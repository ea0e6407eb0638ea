"""How each measure stands, derived and kept, so that a scorecard reads no series."""

from typing import Any, ClassVar

from django.db import models

from goldthread.performance.models.indicators import Indicator
from goldthread.performance.models.readings import Reading


class Standing(models.Model):
    """One measure in one area by its newest reading, under a named rule.

    Nobody types any of this: `services.restand` writes it whenever a reading, a target,
    a mark or the definition changes.
    """

    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, related_name="standings"
    )
    area_code = models.CharField(max_length=20)
    reading = models.ForeignKey(
        Reading, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    rules = models.CharField(max_length=40)
    derived_at = models.DateTimeField()
    variation = models.CharField(max_length=14)
    assurance = models.CharField(max_length=14)
    colour = models.CharField(max_length=6)  # blue, orange or grey
    word = models.CharField(max_length=40)
    sentence = models.TextField()
    reason = models.TextField(blank=True)
    caveat = models.TextField(blank=True)
    low = models.FloatField(null=True)
    mean = models.FloatField(null=True)
    high = models.FloatField(null=True)
    previous = models.FloatField(null=True)
    year_ago = models.FloatField(null=True)
    twelve_months = models.FloatField(null=True)
    three_year_mean = models.FloatField(null=True)
    baseline = models.FloatField(null=True)
    target = models.FloatField(null=True)
    verdict = models.CharField(max_length=8, blank=True)  # of the target's scheme
    shortfall = models.FloatField(null=True)
    peer_middle = models.FloatField(null=True)
    peer_rank = models.PositiveSmallIntegerField(null=True)
    peer_count = models.PositiveSmallIntegerField(null=True)
    recent = models.JSONField(default=list)  # the last thirteen values, null where none

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "area_code"],
                name="a_measure_stands_one_way_in_an_area",
            ),
            models.CheckConstraint(
                name="a_status_is_blue_orange_or_grey",
                condition=models.Q(colour__in=["blue", "orange", "grey"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} in {self.area_code}: {self.word}"
