"""How this strategy stands to others: those beside it, and the one before it."""

from django.db import models
from django.db.models import Q

from goldthread.partners.models import Body
from goldthread.strategy.models.priorities import Priority
from goldthread.strategy.models.strategies import Strategy


class LinkedPlan(models.Model):
    """Somebody else's strategy or plan that touches ours (S7, S22, S63)."""

    class Relation(models.TextChoices):
        ABOVE = "above", "Stands above ours"
        BESIDE = "beside", "Stands beside ours"
        UNDER = "under", "Stands under ours"

    strategy = models.ForeignKey(
        Strategy, on_delete=models.CASCADE, related_name="linked_plans"
    )
    title = models.CharField(max_length=200)
    owner = models.CharField(max_length=200, blank=True)
    body = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    relation = models.CharField(max_length=10, choices=Relation.choices)
    is_regional = models.BooleanField(default=False)
    address = models.URLField(max_length=500, blank=True)
    checked_on = models.DateField(null=True, blank=True)  # the link was followed (S8)
    works = models.BooleanField(null=True, blank=True)
    note = models.TextField(blank=True)
    priorities = models.ManyToManyField(
        Priority, blank=True, related_name="linked_plans"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "title"], name="a_linked_plan_is_named_once"
            ),
            models.CheckConstraint(
                name="a_link_is_checked_on_a_day_or_not_at_all",
                condition=Q(checked_on__isnull=True, works__isnull=True)
                | Q(checked_on__isnull=False, works__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class LinkCheck(models.Model):
    """What the worker found when it last followed an address that people typed."""

    address = models.URLField(max_length=500, unique=True)
    checked_at = models.DateTimeField()
    works = models.BooleanField()
    words = models.CharField(max_length=300)  # the sentence that says what it found

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_followed_link_says_what_was_found", condition=~Q(words="")
            ),
        ]

    def __str__(self) -> str:
        return self.address


class Crosswalk(models.Model):
    """An old priority and where it went, so that series continue (S41)."""

    class Kind(models.TextChoices):
        CONTINUES = "continues", "Continues as"
        PART = "part", "Goes partly into"
        ENDS = "ends", "Ends"

    strategy = models.ForeignKey(
        Strategy, on_delete=models.CASCADE, related_name="crosswalk"
    )
    old = models.ForeignKey(
        Priority, on_delete=models.PROTECT, related_name="went_into"
    )
    new = models.ForeignKey(
        Priority,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="came_from",
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "old", "new"], name="a_crossing_is_told_once"
            ),
            models.UniqueConstraint(
                fields=["strategy", "old"],
                condition=Q(new__isnull=True),
                name="a_priority_ends_once",
            ),
            models.CheckConstraint(
                name="a_priority_ends_nowhere_or_goes_somewhere",
                condition=Q(kind="ends", new__isnull=True)
                | Q(~Q(kind="ends"), new__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old}: {self.get_kind_display().lower()} {self.new or 'here'}"
