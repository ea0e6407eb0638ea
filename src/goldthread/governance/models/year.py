"""The partnership's year, month by month: what is done when, by whom (C1 to C12)."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class YearStep(models.Model):
    """One month's work of one statutory year: who owns it and how it stands."""

    class State(models.TextChoices):
        TO_DO = "to_do", "To do"
        IN_HAND = "in_hand", "In hand"
        DONE = "done", "Done"

    year = models.PositiveSmallIntegerField()  # the year whose April begins it
    key = models.CharField(max_length=4)  # "C9", of `calendar.STEPS`
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.TO_DO)
    words = models.CharField(max_length=300, blank=True)
    done_on = models.DateField(null=True, blank=True)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["year", "key"], name="a_month_of_a_year_stands_once"
            ),
            models.CheckConstraint(
                name="a_month_that_is_done_was_done_on_a_day",
                condition=Q(state="done", done_on__isnull=False)
                | Q(~Q(state="done"), done_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} of {self.year}"
