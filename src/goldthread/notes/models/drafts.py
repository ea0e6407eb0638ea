"""What a person is typing, kept while they type."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldthread.notes.about import About
from goldthread.partners.models import Person


class Drafts(models.QuerySet["Draft"]):
    """Drafts, which only their writers ever ask for."""

    def of(self, writer: Person, about: About, form: str) -> Self:
        return self.filter(writer=writer, form=form, **about.columns)

    def unfinished(self) -> Self:
        return self.filter(finished_at__isnull=True)

    def offered(self) -> Self:
        """Those with something in them that was not sent."""
        return self.unfinished().exclude(fields={})

    def saved_before(self, moment: datetime) -> Self:
        return self.filter(saved_at__lt=moment)

    def newest_first(self) -> Self:
        return self.order_by("-saved_at", "-pk")


class Draft(models.Model):
    """One sheet of paper: what one person typed into one form on one opened page.

    Two pages of the same form (two tabs, a telephone and a desk) are two sheets, so
    neither overwrites the other. When the form itself is sent the sheet is emptied and
    marked finished, not deleted: a save that was still under way comes too late and
    must not bring it back.
    """

    sheet = models.UUIDField(unique=True)
    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    about_kind = models.CharField(max_length=80)
    about_reference = models.CharField(max_length=200)
    form = models.CharField(max_length=60)
    fields = models.JSONField(default=dict)  # {"text": ["what was typed"]}
    page = models.CharField(max_length=500)  # where it was typed
    based_on = models.PositiveIntegerField()  # the version they began from; 0 for none
    strokes = models.PositiveIntegerField(default=0)  # saves may overtake each other
    saved_at = models.DateTimeField()
    was_signed_out = models.BooleanField(default=False)  # when it was saved last
    finished_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = Drafts.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_draft_is_about_something",
                condition=~Q(about_kind="") & ~Q(about_reference="") & ~Q(form=""),
            ),
            models.CheckConstraint(
                name="a_finished_draft_holds_nothing",
                condition=Q(finished_at__isnull=True) | Q(fields={}),
            ),
        ]
        indexes = [
            models.Index(
                fields=["writer", "about_kind", "about_reference", "form"],
                name="draft_by_its_writer",
            ),
            models.Index(fields=["saved_at"], name="draft_by_time"),
        ]

    def __str__(self) -> str:
        return f"a draft on {self.about_kind} {self.about_reference}"
