"""What a strategy achieved, priority by priority: each claim with its figure, or an anecdote."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldthread.performance.models import Reading
from goldthread.strategy.models import Priority, Strategy


class LookBack(models.Model):
    """The report that looks back on one strategy by its own priorities (S38)."""

    class State(models.TextChoices):
        DRAFT = "draft", "Being written"
        ISSUED = "issued", "Issued"

    strategy = models.OneToOneField(
        Strategy, on_delete=models.PROTECT, related_name="look_back"
    )
    state = models.CharField(max_length=6, choices=State.choices, default=State.DRAFT)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    document = models.TextField(blank=True)  # frozen: what was issued
    digest = models.CharField(max_length=64, blank=True)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_look_back_is_issued_whole_or_not_at_all",
                condition=Q(
                    ~Q(document=""),
                    ~Q(digest=""),
                    state="issued",
                    issued_at__isnull=False,
                )
                | Q(
                    state="draft",
                    issued_at__isnull=True,
                    issued_by__isnull=True,
                    document="",
                    digest="",
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Look back on {self.strategy}"


class LookBackClaim(models.Model):
    """One sentence on one old priority: it rests on a reading, or it is an anecdote."""

    class Kind(models.TextChoices):
        ACHIEVED = "achieved", "Achieved"
        NOT_ACHIEVED = "not_achieved", "Not achieved"
        LEARNED = "learned", "Learned"

    look_back = models.ForeignKey(
        LookBack, on_delete=models.CASCADE, related_name="claims"
    )
    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    text = models.CharField(max_length=600)
    reading = models.ForeignKey(
        Reading, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField(max_length=300, blank=True)  # who tells the anecdote
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_claim_says_something", condition=~Q(text="")
            ),
            models.CheckConstraint(
                name="a_claim_rests_on_a_reading_or_is_an_anecdote_with_its_source",
                condition=Q(reading__isnull=False, source="")
                | Q(Q(reading__isnull=True), ~Q(source="")),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_anecdote(self) -> bool:
        return self.reading_id is None
