"""What was read when: a reading is never overwritten, a newer one stands in its place."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from goldthread.partners.models import Agency
from goldthread.performance.models.indicators import Indicator


class KeyedReturn(models.Model):
    """Figures that a partner sent on one occasion: a form, a link or a file."""

    class Via(models.TextChoices):
        SITE = "site", "On the site"
        LINK = "link", "By a link"
        FILE = "file", "As a file"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="keyed")
    token = models.UUIDField(unique=True)  # the form's: sent ten times, kept once
    via = models.CharField(max_length=4, choices=Via.choices)
    note = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        indexes = [models.Index(fields=["agency", "sent_at"], name="returns_by_agency")]

    def __str__(self) -> str:
        return f"return of {self.agency}, {self.sent_at.day} {self.sent_at:%B %Y}"


class Readings(models.QuerySet["Reading"]):
    """Readings in the words of the trade."""

    def standing(self) -> Self:
        """The newest of each period."""
        return self.filter(superseded_at__isnull=True)

    def along_time(self) -> Self:
        return self.order_by("period_start", "vintage", "pk")


class Reading(models.Model):
    """One figure of one measure for one area and period, in one vintage.

    Lean, because there may be seven million: an area is its code, and only the standing
    row of a period is in the index that series are read by.
    """

    class ComesFrom(models.TextChoices):
        LAKE = "lake", "A question to the lake"
        RETURN = "return", "A partner's return"
        HAND = "hand", "By hand"

    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="readings", db_index=False
    )
    area_code = models.CharField(max_length=20)
    period_start = models.DateField()
    period_end = models.DateField()  # half-open
    value = models.FloatField()
    numerator = models.FloatField(null=True, blank=True)
    denominator = models.FloatField(null=True, blank=True)
    low = models.FloatField(null=True, blank=True)  # 95 per cent, where it has limits
    high = models.FloatField(null=True, blank=True)
    comes_from = models.CharField(max_length=6, choices=ComesFrom.choices)
    evidence = models.CharField(max_length=300, blank=True)  # what it rests on
    lake_version = models.CharField(max_length=64, blank=True)
    came_with = models.ForeignKey(
        KeyedReturn,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="readings",
    )
    vintage = models.PositiveSmallIntegerField(default=1)
    reason = models.CharField(max_length=300, blank=True)  # why it was revised
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = Readings.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "area_code", "period_start"],
                condition=Q(superseded_at__isnull=True),
                name="one_reading_stands_for_a_period",
            ),
            models.UniqueConstraint(
                fields=["indicator", "area_code", "period_start", "vintage"],
                condition=Q(superseded_at__isnull=False),
                name="a_vintage_is_written_once",
            ),
            models.CheckConstraint(
                name="a_reading_ends_after_it_starts",
                condition=Q(period_end__gt=F("period_start")),
            ),
            models.CheckConstraint(
                name="a_share_is_of_something",
                condition=Q(denominator__isnull=True) | Q(denominator__gt=0),
            ),
            models.CheckConstraint(
                name="limits_stand_together_and_in_order",
                condition=Q(low__isnull=True, high__isnull=True)
                | Q(low__isnull=False, high__isnull=False, high__gte=F("low")),
            ),
            models.CheckConstraint(
                name="a_reading_says_what_it_rests_on",
                condition=(Q(comes_from="lake") & ~Q(lake_version=""))
                | Q(comes_from="return", came_with__isnull=False)
                | (Q(comes_from="hand") & ~Q(evidence="")),
            ),
            models.CheckConstraint(
                name="a_revised_reading_says_why",
                condition=Q(vintage=1) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} from {self.period_start}: {self.value:g}"


class Lock(models.Model):
    """A pack was issued with these readings: later corrections are shown as revisions."""

    name = models.CharField(max_length=200, unique=True)  # "Board pack, January 2027"
    locked_at = models.DateTimeField()
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    readings = models.ManyToManyField(
        Reading, through="LockedReading", related_name="locks"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_lock_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class LockedReading(models.Model):
    """One reading as a pack showed it."""

    lock = models.ForeignKey(Lock, on_delete=models.CASCADE, related_name="held")
    reading = models.ForeignKey(
        Reading, on_delete=models.PROTECT, related_name="locked"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lock", "reading"], name="a_pack_holds_a_reading_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reading} in {self.lock}"
