"""The running text: sections with authors, gates and every version that was saved."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldthread.strategy.models.strategies import Strategy


class Section(models.Model):
    """One part of the strategy's text, in its place (S3)."""

    class Gate(models.TextChoices):
        NONE = "", "Nothing"
        AFTER_CONSULTATION = "after_consultation", "After the consultation"  # S24
        SIGNED = "signed", "Must be signed"  # S4

    strategy = models.ForeignKey(
        Strategy, on_delete=models.CASCADE, related_name="sections"
    )
    key = models.SlugField(max_length=60)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    gate = models.CharField(max_length=20, choices=Gate.choices, blank=True)
    text = models.TextField(blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    version = models.PositiveIntegerField(default=0)  # 0: nothing was saved yet
    is_finished = models.BooleanField(default=False)
    signed_name = models.CharField(max_length=200, blank=True)
    signed_role = models.CharField(max_length=200, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    # Who signed in that name; empty where the named person did, under their own account.
    signed_through = models.CharField(max_length=200, blank=True)
    # Who brought in the file that the signature came with; nobody signed it here then.
    signature_brought_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "key"], name="a_section_key_is_used_once"
            ),
            models.CheckConstraint(
                name="a_section_is_signed_whole_or_not_at_all",
                condition=Q(signed_name="", signed_role="", signed_on__isnull=True)
                | Q(~Q(signed_name=""), ~Q(signed_role=""), signed_on__isnull=False),
            ),
            models.CheckConstraint(
                name="only_a_signed_section_says_through_whom_it_was_signed",
                condition=~Q(signed_name="")
                | Q(signed_through="", signature_brought_by=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SectionVersion(models.Model):
    """What a section said after one save; nothing is overwritten (S58)."""

    section = models.ForeignKey(
        Section, on_delete=models.CASCADE, related_name="versions"
    )
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["section", "version"], name="a_section_version_is_saved_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section}, version {self.version}"
