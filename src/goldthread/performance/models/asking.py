"""Who was asked for figures that an agency owes, and who heard that none came."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from goldthread.partners.models import Agency


class FigureChase(models.Model):
    """Somebody was told that an agency owes figures: its people, a lead, then the chair."""

    class Level(models.TextChoices):
        ASKED = "asked", "asked"
        OWNER = "owner", "reminded"
        LEAD = "lead", "the lead was told"
        CHAIR = "chair", "it went to the chair's list"

    agency = models.ForeignKey(
        Agency, on_delete=models.CASCADE, related_name="figure_chases"
    )
    level = models.CharField(max_length=6, choices=Level.choices)
    owed_since = models.DateField()  # when the oldest of the figures was due
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)  # the next return came

    LADDER: ClassVar = ("asked", "owner", "lead", "chair")

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "level", "owed_since"],
                name="figures_are_asked_for_once_at_each_level",
            ),
            models.CheckConstraint(
                name="figures_come_after_they_were_asked_for",
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.get_level_display()}"
