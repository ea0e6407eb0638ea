"""What an action is expected to change, stated in advance so that it can be judged."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from goldthread.delivery.models.actions import Action
from goldthread.partners.models import Area


class ExpectedEffect(models.Model):
    """The measure, the direction, the size and the window, fixed before the result."""

    class Direction(models.TextChoices):
        DOWN = "down", "Fewer or less"
        UP = "up", "More"

    action = models.OneToOneField(
        Action, on_delete=models.CASCADE, related_name="expected_effect"
    )
    measure = models.CharField(max_length=300)  # in words
    question = models.CharField(max_length=80, blank=True)  # a question of the lake
    parameters = models.JSONField(default=dict, blank=True)
    area = models.ForeignKey(
        Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    direction = models.CharField(max_length=4, choices=Direction.choices)
    percent = models.PositiveSmallIntegerField(null=True, blank=True)  # the size
    window_from = models.DateField()
    window_until = models.DateField()  # half-open: the first day after
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    stated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_effect_window_ends_after_it_starts",
                condition=Q(window_until__gt=F("window_from")),
            ),
            models.CheckConstraint(
                name="an_effect_names_its_measure", condition=~Q(measure="")
            ),
            models.CheckConstraint(
                name="an_effect_is_larger_than_nothing",
                condition=Q(percent__isnull=True) | Q(percent__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_direction_display()}: {self.measure}"
