"""How long things take here, and what is running against it (Z17, S120)."""

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Clock(models.Model):
    """How many days something takes here: every clock is local configuration (Z17)."""

    key = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=120, blank=True)  # of a clock of our own
    source = models.CharField(max_length=300, blank=True)  # where it is written
    days = models.PositiveSmallIntegerField()
    are_working = models.BooleanField(default=False)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    set_at = models.DateTimeField()

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_clock_runs_for_a_day_at_least", condition=Q(days__gte=1)
            ),
            models.CheckConstraint(
                name="a_clock_of_our_own_says_where_it_is_written",
                condition=Q(title="") | ~Q(source=""),
            ),
        ]

    def __str__(self) -> str:
        name = self.title or self.key
        return f"{name}: {self.days} {'working ' if self.are_working else ''}days"


class Deadlines(models.QuerySet["Deadline"]):
    """What runs against a clock, in the words of the trade."""

    def running(self) -> Self:
        return self.filter(done_on__isnull=True)

    def overdue(self, on: date) -> Self:
        return self.running().filter(due_on__lt=on)


class Deadline(models.Model):
    """Something that runs against one of our own clocks; it names nobody."""

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="deadlines")
    about = models.CharField(max_length=200)
    began_on = models.DateField()
    due_on = models.DateField()  # as the clock stood then: a new one changes no old day
    done_on = models.DateField(null=True, blank=True)
    done_words = models.CharField(max_length=300, blank=True)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    begun_at = models.DateTimeField()

    objects: ClassVar[Any] = Deadlines.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="what_runs_says_what_it_is_about", condition=~Q(about="")
            ),
            models.CheckConstraint(
                name="what_runs_is_due_after_it_began",
                condition=Q(due_on__gt=F("began_on")),
            ),
            models.CheckConstraint(
                name="what_ran_is_done_whole_or_not_at_all",
                condition=Q(done_on__isnull=True, done_words="")
                | Q(
                    ~Q(done_words=""),
                    done_on__isnull=False,
                    done_on__gte=F("began_on"),
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.about
