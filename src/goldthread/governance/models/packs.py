"""The quarterly pack: a draft while it is read over, frozen when it is issued."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldthread.governance.models.meetings import Meeting
from goldthread.partners.models import Body
from goldthread.performance.models import Lock


class Packs(models.QuerySet["Pack"]):
    """Packs in the words of the trade."""

    def of(self, body: Body) -> Self:
        return self.filter(body=body)

    def issued(self) -> Self:
        return self.filter(state=Pack.State.ISSUED)

    def drafts(self) -> Self:
        """Not issued yet."""
        return self.exclude(state=Pack.State.ISSUED)

    def newest_first(self) -> Self:
        return self.order_by("-quarter_start", "-version", "-pk")


class Pack(models.Model):
    """What one board reads before a quarter's meeting (S106, C30 to C38).

    Two editions of the same model: what everybody who reads the board's papers may see,
    and what its cleared members see beside it (S122). An item for named people only is
    in neither.
    """

    class State(models.TextChoices):
        BUILDING = "building", "Being built"
        DRAFT = "draft", "Draft"
        FAILED = "failed", "Not built"
        ISSUED = "issued", "Issued"

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="packs")
    quarter_start = models.DateField()
    quarter = models.CharField(max_length=20)  # "Q2 2026/27"
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(
        max_length=10, choices=State.choices, default=State.BUILDING
    )
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="packs"
    )
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    built_at = models.DateTimeField(null=True, blank=True)
    failed_because = models.CharField(max_length=500, blank=True)
    # The documents as JSON and what they hash to: what was issued can be proven.
    for_everybody = models.TextField(blank=True)
    for_members = models.TextField(blank=True)
    hash_everybody = models.CharField(max_length=64, blank=True)
    hash_members = models.CharField(max_length=64, blank=True)
    # The readings it shows, by key; unknown in a draft of version 0.2.
    readings = models.JSONField(null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    lock = models.OneToOneField(
        Lock, null=True, blank=True, on_delete=models.PROTECT, related_name="pack"
    )

    objects: ClassVar[Any] = Packs.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "quarter_start", "version"],
                name="a_pack_of_a_quarter_has_its_version",
            ),
            models.UniqueConstraint(
                fields=["body", "quarter_start"],
                condition=~Q(state="issued"),
                name="one_draft_of_a_pack_stands_at_most",
            ),
            models.CheckConstraint(
                name="a_pack_is_issued_whole_or_not_at_all",
                condition=Q(
                    ~Q(for_everybody=""),
                    ~Q(for_members=""),
                    ~Q(hash_everybody=""),
                    ~Q(hash_members=""),
                    state="issued",
                    issued_at__isnull=False,
                    lock__isnull=False,
                )
                | Q(
                    ~Q(state="issued"),
                    issued_at__isnull=True,
                    issued_by__isnull=True,
                    lock__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="a_pack_that_failed_says_why",
                condition=~Q(state="failed") | ~Q(failed_because=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}, {self.quarter}, version {self.version}"
