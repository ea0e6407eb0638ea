"""What people say to each other about a thing."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from goldthread.notes.about import About

LONGEST = 5_000  # letters: about two pages; longer thoughts belong in a paper


class Comments(models.QuerySet["Comment"]):
    """Comments in the order of a conversation."""

    def on(self, about: About) -> Self:
        return self.filter(**about.columns)

    def standing(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)

    def oldest_first(self) -> Self:
        return self.order_by("written_at", "pk")


class Comment(models.Model):
    """Something said about an object; withdrawn, the words go and the fact stays."""

    about_kind = models.CharField(max_length=80)
    about_reference = models.CharField(max_length=200)
    text = models.TextField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    agency = models.CharField(max_length=200, blank=True)  # whom they spoke for
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = Comments.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_comment_is_about_something",
                condition=~Q(about_kind="") & ~Q(about_reference=""),
            ),
            models.CheckConstraint(
                name="a_standing_comment_says_something",
                condition=Q(withdrawn_at__isnull=False) | ~Q(text=""),
            ),
            models.CheckConstraint(
                name="a_comment_is_withdrawn_whole_or_not_at_all",
                condition=Q(withdrawn_by__isnull=True, withdrawn_at__isnull=True)
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_comment_is_edited_after_it_was_written",
                condition=Q(edited_at__isnull=True, version=1)
                | Q(edited_at__gte=F("written_at"), version__gt=1),
            ),
        ]
        indexes = [
            models.Index(
                fields=["about_kind", "about_reference", "written_at"],
                name="comment_by_its_object",
            )
        ]

    def __str__(self) -> str:
        # Never the words: this is what the record of events keeps.
        return f"comment {self.pk} on {self.about_kind} {self.about_reference}"

    @property
    def about(self) -> About:
        return About(self.about_kind, self.about_reference)


class EarlierText(models.Model):
    """What a comment said before it was edited."""

    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, related_name="earlier"
    )
    version = models.PositiveIntegerField()
    text = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "version"],
                name="a_comment_has_one_text_in_each_version",
            )
        ]

    def __str__(self) -> str:
        return f"version {self.version} of comment {self.comment_id}"


class Mention(models.Model):
    """Somebody called by name in a comment."""

    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, related_name="mentions"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    words = models.CharField(max_length=320)  # as typed, "@Bea Quillfeather"
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "person"],
                name="somebody_is_mentioned_once_in_a_comment",
            )
        ]
        indexes = [models.Index(fields=["person", "at"], name="mention_by_person")]

    def __str__(self) -> str:
        return f"a mention in comment {self.comment_id}"
