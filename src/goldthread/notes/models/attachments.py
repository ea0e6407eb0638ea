"""Files and photos that people put to a thing."""

import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldthread.notes.about import About

KEPT_AFTER_REMOVAL = timedelta(days=30)


class Attachments(models.QuerySet["Attachment"]):
    """Attachments in the words of the trade."""

    def on(self, about: About) -> Self:
        return self.filter(**about.columns)

    def standing(self) -> Self:
        return self.filter(removed_at__isnull=True)

    def to_purge(self, *, at: datetime) -> Self:
        """Removed long enough ago that the file itself goes."""
        return self.filter(
            removed_at__lte=at - KEPT_AFTER_REMOVAL, purged_at__isnull=True
        )

    def oldest_first(self) -> Self:
        return self.order_by("attached_at", "pk")


def place(attachment: "Attachment", name: str) -> str:
    """Where the bytes lie: a name of ours, whatever the file was called."""
    return f"attachments/{uuid.uuid4().hex}"


class Attachment(models.Model):
    """One file on an object; removed, it can be had back for 30 days."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about_kind = models.CharField(max_length=80)
    about_reference = models.CharField(max_length=200)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10)  # "pdf", "jpeg": see notes/inspection
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to=place, max_length=100)
    attached_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    attached_at = models.DateTimeField()
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    removed_at = models.DateTimeField(null=True)
    purged_at = models.DateTimeField(null=True)  # the file is gone, this row stays

    objects: ClassVar[Any] = Attachments.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_attachment_is_about_something",
                condition=~Q(about_kind="") & ~Q(about_reference=""),
            ),
            models.CheckConstraint(
                name="an_attachment_is_removed_whole_or_not_at_all",
                condition=Q(removed_by__isnull=True, removed_at__isnull=True)
                | Q(removed_by__isnull=False, removed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="only_a_removed_attachment_loses_its_file",
                condition=Q(purged_at__isnull=True) | Q(removed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="an_attachment_has_something_in_it", condition=Q(size__gt=0)
            ),
        ]
        indexes = [
            models.Index(
                fields=["about_kind", "about_reference", "attached_at"],
                name="attachment_by_its_object",
            )
        ]

    def __str__(self) -> str:
        # Never its name: names of files name people, and the record outlives them.
        return f"{self.kind} file on {self.about_kind} {self.about_reference}"

    @property
    def about(self) -> About:
        return About(self.about_kind, self.about_reference)
