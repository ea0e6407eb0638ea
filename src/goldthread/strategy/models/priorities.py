"""What the partnership chose, what it wants to see, and where it begins."""

from typing import ClassVar

from django.db import models

from goldthread.strategy.models.strategies import Strategy


class Head(models.TextChoices):
    """What the law says a strategy must be about (Crime and Disorder Act 1998 s6, B2)."""

    CRIME = "crime", "Crime and disorder, with anti-social behaviour"
    SUBSTANCE = "substance", "Misuse of drugs, alcohol and other substances"
    REOFFENDING = "reoffending", "Reoffending"
    SERIOUS_VIOLENCE = "serious_violence", "Serious violence"


class Priority(models.Model):
    """One broad theme, fixed for the term of the strategy (S9)."""

    strategy = models.ForeignKey(
        Strategy, on_delete=models.CASCADE, related_name="priorities"
    )
    key = models.SlugField(max_length=60)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    statement = models.TextField(blank=True)
    choice = models.TextField(blank=True)  # why this, on that evidence (S44)
    heads = models.JSONField(default=list, blank=True)  # keys of Head it answers

    Head: ClassVar = Head

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "key"], name="a_priority_key_is_used_once"
            ),
            models.UniqueConstraint(
                fields=["strategy", "number"],
                name="a_priority_has_a_number_of_its_own",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Outcome(models.Model):
    """What people would see if a priority succeeded."""

    priority = models.ForeignKey(
        Priority, on_delete=models.CASCADE, related_name="outcomes"
    )
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=400)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["priority", "number"], name="an_outcome_has_its_place"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class FocusArea(models.Model):
    """Where work on a priority begins: an early area of focus."""

    priority = models.ForeignKey(
        Priority, on_delete=models.CASCADE, related_name="focus_areas"
    )
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=600)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["priority", "number"], name="a_focus_area_has_its_place"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class HiddenCrime(models.Model):
    """A crime that few report, where more reports are the ambition (S87, Z7)."""

    strategy = models.ForeignKey(
        Strategy, on_delete=models.CASCADE, related_name="hidden_crimes"
    )
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "name"], name="a_hidden_crime_is_named_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
