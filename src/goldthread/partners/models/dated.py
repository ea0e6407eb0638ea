"""What is true from one day until another: the partnership is never only "now"."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q


class DatedQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Rows that were, are or will be true."""

    def on(self, day: date) -> Self:
        """What is true on this day."""
        begun = Q(from_on__isnull=True) | Q(from_on__lte=day)
        return self.filter(begun, Q(until_on__isnull=True) | Q(until_on__gt=day))

    def ended(self, day: date) -> Self:
        """What is no longer true on this day."""
        return self.filter(until_on__lte=day)


class Dated(models.Model):
    """A half-open span of days; an open end is not known or not yet."""

    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)  # the first day it is not true

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ends_after_it_starts",
                violation_error_message="The last day must come after the first.",
                condition=Q(from_on__isnull=True)
                | Q(until_on__isnull=True)
                | Q(until_on__gt=F("from_on")),
            )
        ]

    def is_true_on(self, day: date) -> bool:
        """Whether this holds on that day."""
        begun = self.from_on is None or self.from_on <= day
        return begun and (self.until_on is None or self.until_on > day)
