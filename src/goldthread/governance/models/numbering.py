"""References that people quote in meetings: D-014, given once and never again."""

from django.db import models
from django.db.models import Q


class Numbering(models.Model):
    """How far one kind of reference has come; held while a new one is given."""

    letter = models.CharField(max_length=2, unique=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_numbering_has_a_letter", condition=~Q(letter="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter}-{self.last:03d}"
