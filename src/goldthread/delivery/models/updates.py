"""What owners reported, and who was reminded when they did not."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from goldthread.delivery.models.actions import Action


class Update(models.Model):
    """One report on an action; never edited, a correction is a newer one."""

    class Via(models.TextChoices):
        SITE = "site", "on the site"
        LINK = "link", "by an e-mailed link"
        IMPORT = "import", "from a spreadsheet"
        BULK = "bulk", "in a bulk edit"

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="updates")
    token = models.UUIDField(default=uuid.uuid4, unique=True)  # one form, one update
    status = models.CharField(max_length=12, choices=Action.Status.choices)
    percent = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    next_step = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField()
    via = models.CharField(max_length=8, choices=Via.choices, default=Via.SITE)
    version = models.PositiveIntegerField()  # the action's, after this report

    class Meta:
        indexes = [models.Index(fields=["action", "-at"], name="updates_of_an_action")]
        constraints = [
            models.CheckConstraint(
                name="an_update_is_between_nothing_and_done",
                condition=Q(percent__lte=100),
            ),
            models.CheckConstraint(
                name="a_worrying_update_says_why",
                condition=~Q(status__in=["at_risk", "off_track", "stopped"])
                | ~Q(text=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action.reference}: {self.get_status_display()}"


class Chase(models.Model):
    """Somebody was told that an action has gone silent: owner, lead, then chair."""

    class Level(models.TextChoices):
        OWNER = "owner", "the owner"
        LEAD = "lead", "the lead"
        CHAIR = "chair", "the chair's list"
        ASKED = "asked", "the owner (by hand)"  # beside the ladder, not on it

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="chases")
    level = models.CharField(max_length=6, choices=Level.choices)
    silent_since = models.DateField()
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    LADDER: ClassVar = ("owner", "lead", "chair")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["action", "level", "silent_since"],
                name="one_silence_is_chased_once_at_each_level",
            ),
            models.CheckConstraint(
                name="a_chase_is_answered_after_it_was_sent",
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action.reference}: {self.get_level_display()} was told"
