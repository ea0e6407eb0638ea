"""Why a priority is one: findings of the assessment, and everything else, with sources."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldthread.assessment.models import Finding
from goldthread.strategy.models.priorities import Priority
from goldthread.strategy.models.strategies import Strategy


class Evidence(models.Model):
    """One piece of evidence, cited by one or more priorities (S42, S43)."""

    class Kind(models.TextChoices):
        QUANTITATIVE = "quantitative", "Figures"
        QUALITATIVE = "qualitative", "What people say and see"

    class Category(models.TextChoices):
        ASSESSMENT = "assessment", "Strategic assessment"
        CRIME_DATA = "crime_data", "Crime data"
        TRENDS = "trends", "Thematic trends"
        CONCERNS = "concerns", "Community concerns"

    class Strength(models.TextChoices):
        STRONG = "strong", "Strong"
        FAIR = "fair", "Fair"
        WEAK = "weak", "Weak"
        ANECDOTE = "anecdote", "Anecdote"

    strategy = models.ForeignKey(
        Strategy, on_delete=models.CASCADE, related_name="evidence"
    )
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    category = models.CharField(max_length=12, choices=Category.choices)
    finding = models.ForeignKey(
        Finding, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField()
    source = models.CharField(max_length=300, blank=True)
    strength = models.CharField(max_length=10, choices=Strength.choices, blank=True)
    dated_on = models.DateField(null=True, blank=True)
    priorities = models.ManyToManyField(Priority, blank=True, related_name="evidence")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="evidence_typed_by_hand_has_a_source_and_a_strength",
                condition=Q(finding__isnull=False) | (~Q(source="") & ~Q(strength="")),
            ),
            models.UniqueConstraint(
                fields=["strategy", "number"], name="evidence_has_its_place"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]
