"""Pieces of work that open and close inside the term, under several priorities (Z6)."""

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from goldthread.partners.models import Agency
from goldthread.strategy.models.priorities import Priority
from goldthread.strategy.models.strategies import Strategy


class Workstreams(models.QuerySet["Workstream"]):
    """Workstreams in the words of the trade."""

    def open_on(self, day: date) -> Self:
        """Those that run on this day: history on any past date (S9)."""
        return self.not_closed_by(day).filter(opened_on__lte=day)

    def not_closed_by(self, day: date) -> Self:
        """Those that run on this day, or open later: what work can be planned in."""
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))


class Workstream(models.Model):
    """Work under one or more priorities; one of them is primary, so sums are true."""

    strategy = models.ForeignKey(
        Strategy, on_delete=models.CASCADE, related_name="workstreams"
    )
    key = models.SlugField(max_length=60)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    purpose = models.TextField(blank=True)
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="leads",
    )
    lead_agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    support_agencies = models.ManyToManyField(Agency, blank=True, related_name="+")
    priorities = models.ManyToManyField(
        Priority, through="WorkstreamPriority", related_name="workstreams"
    )
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    close_reason = models.TextField(blank=True)

    objects: ClassVar[Any] = Workstreams.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "key"], name="a_workstream_key_is_used_once"
            ),
            models.CheckConstraint(
                name="a_workstream_closes_with_a_reason_and_not_before_it_opens",
                condition=Q(closed_on__isnull=True, close_reason="")
                | Q(
                    ~Q(close_reason=""),
                    closed_on__isnull=False,
                    closed_on__gte=F("opened_on"),
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class WorkstreamPriority(models.Model):
    """A workstream stands under a priority; exactly one of its links is primary (S53)."""

    workstream = models.ForeignKey(
        Workstream, on_delete=models.CASCADE, related_name="links"
    )
    priority = models.ForeignKey(
        Priority, on_delete=models.PROTECT, related_name="links"
    )
    is_primary = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workstream", "priority"],
                name="a_workstream_stands_under_a_priority_once",
            ),
            models.UniqueConstraint(
                fields=["workstream"],
                condition=Q(is_primary=True),
                name="a_workstream_has_one_primary_priority_at_most",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.workstream} under {self.priority}"
