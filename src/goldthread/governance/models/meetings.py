"""A board meets: when, where, who chaired, whether the minutes are agreed."""

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldthread.partners.models import Body


class Meetings(models.QuerySet["Meeting"]):
    """Meetings in the words of the trade."""

    def of(self, body: Body) -> Self:
        return self.filter(body=body)

    def standing(self) -> Self:
        """Not cancelled."""
        return self.exclude(state=Meeting.State.CANCELLED)

    def ahead(self, on: date) -> Self:
        """Still to come, the next one first."""
        coming = self.filter(state__in=Meeting.COMING, held_on__gte=on)
        return coming.order_by("held_on", "pk")

    def overdue(self, on: date) -> Self:
        """Their day is past and nobody has written down that they were held."""
        return self.filter(state__in=Meeting.COMING, held_on__lt=on)

    def took_place(self) -> Self:
        return self.filter(state__in=Meeting.TOOK_PLACE)

    def unminuted(self) -> Self:
        """Held, and the minutes are not agreed."""
        return self.filter(state=Meeting.State.HELD)

    def newest_first(self) -> Self:
        return self.order_by("-held_on", "-pk")


class Meeting(models.Model):
    """One meeting of one board (C43)."""

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", "Ordinary meeting"
        EXTRAORDINARY = "extraordinary", "Extraordinary meeting"
        PUBLIC = "public", "Public meeting"
        WORKSHOP = "workshop", "Workshop"

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        CALLED = "called", "Agenda sent"
        HELD = "held", "Held"
        MINUTED = "minuted", "Minutes agreed"
        CANCELLED = "cancelled", "Cancelled"

    COMING: ClassVar = ("planned", "called")
    TOOK_PLACE: ClassVar = ("held", "minuted")

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField()
    starts_at = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)  # a room, or how to join
    kind = models.CharField(max_length=14, choices=Kind.choices, default=Kind.ORDINARY)
    state = models.CharField(
        max_length=10, choices=State.choices, default=State.PLANNED
    )
    called_at = models.DateTimeField(null=True, blank=True)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    chair = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # As the terms of reference stood on the day: changing them later changes no minutes.
    quorum_asked = models.PositiveSmallIntegerField(null=True, blank=True)
    in_attendance = models.TextField(blank=True)  # who came without a seat
    opening = models.TextField(blank=True)  # matters arising, what was said first
    minutes_agreed_on = models.DateField(null=True, blank=True)
    minutes_agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    cancelled_because = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)  # what a page of minutes saw

    objects: ClassVar[Any] = Meetings.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["body", "held_on"], name="meetings_of_a_body"),
            models.Index(fields=["state", "held_on"], name="meetings_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "held_on"],
                condition=~Q(state="cancelled"),
                name="a_body_meets_once_on_a_day",
            ),
            models.CheckConstraint(
                name="a_meeting_is_called_at_a_time_or_not_at_all",
                condition=Q(called_at__isnull=False)
                | Q(called_at__isnull=True, called_by__isnull=True),
            ),
            models.CheckConstraint(
                name="a_meeting_that_was_called_or_held_says_so",
                condition=Q(state__in=["planned", "cancelled"])
                | Q(called_at__isnull=False),
            ),
            models.CheckConstraint(
                name="minutes_are_agreed_on_a_day_by_somebody_or_not_at_all",
                condition=Q(
                    state="minuted",
                    minutes_agreed_on__isnull=False,
                    minutes_agreed_by__isnull=False,
                )
                | Q(
                    ~Q(state="minuted"),
                    minutes_agreed_on__isnull=True,
                    minutes_agreed_by__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="a_meeting_that_was_held_had_a_chair",
                condition=~Q(state__in=["held", "minuted"]) | Q(chair__isnull=False),
            ),
            models.CheckConstraint(
                name="a_cancelled_meeting_says_why",
                condition=~Q(state="cancelled") | ~Q(cancelled_because=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}, {self.held_on.day} {self.held_on:%B %Y}"
