"""What each authority puts in, and how it will measure its own success (B5)."""

from django.db import models
from django.db.models import Q

from goldthread.partners.models import Agency
from goldthread.strategy.models.priorities import Priority
from goldthread.strategy.models.strategies import Strategy


class Resource(models.Model):
    """Money, people or things that one authority allocates."""

    class Kind(models.TextChoices):
        MONEY = "money", "Money"
        PEOPLE = "people", "People"
        OTHER = "other", "Buildings, equipment, services"

    strategy = models.ForeignKey(
        Strategy, on_delete=models.CASCADE, related_name="resources"
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    priority = models.ForeignKey(
        Priority, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    words = models.CharField(max_length=300)
    amount_pounds = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True
    )
    year_start = models.DateField(null=True, blank=True)  # 1 April of its year

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_resource_costs_nothing_or_more",
                condition=Q(amount_pounds__isnull=True) | Q(amount_pounds__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.words}"


class SuccessMeasure(models.Model):
    """How one authority will measure its own success."""

    strategy = models.ForeignKey(
        Strategy, on_delete=models.CASCADE, related_name="success_measures"
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=400)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "agency", "text"],
                name="an_authority_names_a_measure_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.text}"
