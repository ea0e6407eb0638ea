"""What residents may read of a thing: a frozen copy, with who made it public and when."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from goldthread.notes.about import About


class Publications(models.QuerySet["Publication"]):
    """Publications in the words of the trade."""

    def on(self, about: About) -> Self:
        return self.filter(**about.columns)

    def of(self, kind: str) -> Self:
        """Of every thing of this kind."""
        return self.filter(about_kind=kind)

    def standing(self) -> Self:
        """Public now: neither taken back nor replaced by a newer copy."""
        return self.filter(ended_at__isnull=True)

    def in_order(self) -> Self:
        return self.order_by("about_reference", "number", "pk")


class Publication(models.Model):
    """One frozen copy of one thing; the public site reads this and never the thing."""

    about_kind = models.CharField(max_length=80)
    about_reference = models.CharField(max_length=200)
    number = models.PositiveIntegerField()  # the first, the second copy of the thing
    content = models.JSONField()  # what was made public, and nothing else
    # Which version of the thing it is of, where the thing counts its changes.
    of_version = models.PositiveIntegerField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField()
    # Taken back, or replaced by the next copy at the same moment.
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = Publications.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_publication_is_about_something",
                condition=~Q(about_kind="") & ~Q(about_reference=""),
            ),
            models.UniqueConstraint(
                fields=["about_kind", "about_reference", "number"],
                name="a_thing_has_one_copy_of_each_number",
            ),
            models.UniqueConstraint(
                fields=["about_kind", "about_reference"],
                condition=Q(ended_at__isnull=True),
                name="a_thing_is_public_in_one_copy_at_most",
            ),
            models.CheckConstraint(
                name="a_publication_ends_whole_or_not_at_all",
                condition=Q(ended_by__isnull=True, ended_at__isnull=True)
                | Q(ended_by__isnull=False, ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_publication_ends_after_it_began",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("published_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about_reference}, copy {self.number}"

    @property
    def about(self) -> About:
        return About(self.about_kind, self.about_reference)
