"""What changed in the plan and why; bulk edits and imports that can be undone."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from goldthread.delivery.models.actions import Action
from goldthread.strategy.models import Strategy


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


class PlanImport(models.Model):
    """One spreadsheet on its way into the plan: mapped, tried, loaded, perhaps undone."""

    class State(models.TextChoices):
        MAPPING = "mapping", "Columns to confirm"
        READY = "ready", "Tried, not loaded"
        LOADED = "loaded", "Loaded"
        UNDONE = "undone", "Taken back"

    strategy = models.ForeignKey(
        Strategy, on_delete=models.CASCADE, related_name="plan_imports"
    )
    file_name = models.CharField(max_length=200)
    file_hash = models.CharField(max_length=64)
    content = models.JSONField()  # [sheet], each as rows of text
    mapping = models.JSONField(default=dict, blank=True)  # sheets/mapping.py
    headings = models.JSONField(default=list, blank=True)  # in the sheet's order
    state = models.CharField(max_length=8, choices=State.choices)
    counts = models.JSONField(default=dict, blank=True)  # what was done to how many
    # [{"row": 4, "cells": [..], "why": [".."]}]
    set_aside = models.JSONField(default=list, blank=True)
    touched = models.JSONField(default=list, blank=True)  # what stood before, for undo
    not_undone = models.JSONField(default=list, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField()
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    loaded_at = models.DateTimeField(null=True, blank=True)
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
                name="a_plan_import_is_loaded_whole_or_not_at_all",
                condition=Q(loaded_at__isnull=True, loaded_by__isnull=True)
                | Q(loaded_at__isnull=False, loaded_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_plan_import_is_undone_whole_or_not_at_all",
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_plan_import_says_when_it_was_loaded_and_undone",
                condition=Q(
                    state__in=["mapping", "ready"],
                    loaded_at__isnull=True,
                    undone_at__isnull=True,
                )
                | Q(state="loaded", loaded_at__isnull=False, undone_at__isnull=True)
                | Q(state="undone", loaded_at__isnull=False, undone_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class SheetRow(models.Model):
    """What a partnership's own spreadsheet says of an action and nothing here stands for.

    Its own reference finds the action next quarter; its other columns come out again.
    """

    action = models.OneToOneField(
        Action, on_delete=models.CASCADE, related_name="sheet_row"
    )
    reference = models.CharField(max_length=60, blank=True)
    cells = models.JSONField(default=dict, blank=True)  # heading -> text

    def __str__(self) -> str:
        return f"{self.action.reference} in the spreadsheet"
