"""Spreadsheets on their way into the plan, and what they say beside it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldthread.delivery.models.actions import Action
from goldthread.partners.models import Appointment
from goldthread.strategy.models import Strategy


class PlanImport(models.Model):
    """One spreadsheet on its way into the plan: mapped, tried, loaded, perhaps undone."""

    class State(models.TextChoices):
        MAPPING = "mapping", "Columns to confirm"
        READY = "ready", "Tried, not loaded"
        LOADING = "loading", "Being loaded"
        LOADED = "loaded", "Loaded"
        UNDOING = "undoing", "Being taken back"
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

    # What the worker was asked for, while it is under way: by whom, acting as what, and
    # the digest of what the page showed them.
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_as = models.ForeignKey(
        Appointment, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    seen = models.CharField(max_length=64, blank=True)
    done = models.PositiveIntegerField(default=0)  # rows that were worked out
    whole = models.PositiveIntegerField(default=0)
    why_not = models.CharField(max_length=500, blank=True)  # nothing was done

    SETTLED: ClassVar = (
        "state", "asked_by", "asked_as", "asked_at", "seen", "done", "whole", "why_not",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_plan_import_under_way_says_who_asked",
                condition=Q(
                    state__in=["loading", "undoing"],
                    asked_by__isnull=False,
                    asked_at__isnull=False,
                )
                | Q(
                    state__in=["mapping", "ready", "loaded", "undone"],
                    asked_by__isnull=True,
                    asked_at__isnull=True,
                ),
            ),
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
                    state__in=["mapping", "ready", "loading"],
                    loaded_at__isnull=True,
                    undone_at__isnull=True,
                )
                | Q(
                    state__in=["loaded", "undoing"],
                    loaded_at__isnull=False,
                    undone_at__isnull=True,
                )
                | Q(state="undone", loaded_at__isnull=False, undone_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def settle(self, state: str, why_not: str = "") -> None:
        """Nothing is under way any more; what is left of the asking is why not."""
        self.state, self.why_not = state, why_not[:500]
        self.asked_by = self.asked_as = self.asked_at = None
        self.seen, self.done, self.whole = "", 0, 0


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
