"""What changed in the plan and why; bulk edits that can be undone."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from goldthread.delivery.models.actions import Action


class Change(models.Model):
    """One field of one action changed, with the reason given: the approved change log."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="changes")
    field = models.CharField(max_length=40)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField()
    version = models.PositiveIntegerField()  # the action's, after this change

    class Meta:
        indexes = [models.Index(fields=["action", "-at"], name="changes_of_an_action")]
        constraints = [
            models.CheckConstraint(
                name="a_change_changes_something", condition=~Q(before=F("after"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action.reference}: {self.field}"


class BulkEdit(models.Model):
    """One change made to many actions at once; what stood before is kept for undo."""

    words = models.CharField(max_length=300)  # "Due date of 12 actions moved"
    field = models.CharField(max_length=20)
    reason = models.CharField(max_length=300)
    # [{"action": 12, "reference": "A-012", "version": 3, "before": .., "after": ..}]
    rows = models.JSONField()
    refused = models.JSONField(default=list)  # [{"reference": .., "why": ..}]
    not_undone = models.JSONField(default=list)  # the same, of the undo
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField()
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_bulk_edit_is_undone_whole_or_not_at_all",
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.words
