"""Who came to a meeting, seat by seat, and what they declared."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldthread.governance.models.agenda import AgendaItem
from goldthread.governance.models.meetings import Meeting
from goldthread.partners.models import Interest, Seat


class Attendance(models.Model):
    """How one seat was filled at one meeting (S103)."""

    class State(models.TextChoices):
        PRESENT = "present", "Present"
        DEPUTY = "deputy", "Deputy came"
        APOLOGIES = "apologies", "Sent apologies"
        ABSENT = "absent", "Nobody came"

    FILLED: ClassVar = ("present", "deputy")

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="attendance"
    )
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    words = models.CharField(max_length=120, blank=True)  # a deputy without an account

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "seat"], name="a_seat_is_filled_once_at_a_meeting"
            ),
            models.CheckConstraint(
                name="who_came_is_named",
                condition=~Q(state__in=["present", "deputy"])
                | Q(person__isnull=False)
                | ~Q(words=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat.title}: {self.get_state_display().lower()}"


class Declaration(models.Model):
    """An interest declared at a meeting, and whether its holder took part."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="declarations"
    )
    item = models.ForeignKey(
        AgendaItem,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="declarations",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    interest = models.ForeignKey(
        Interest, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    words = models.CharField(max_length=300)
    withdrew = models.BooleanField(default=False)  # left for the item
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_declaration_says_what_could_sway_somebody",
                condition=~Q(words=""),
            ),
            models.CheckConstraint(
                name="somebody_withdraws_from_an_item",
                condition=Q(withdrew=False) | Q(item__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.words}"
