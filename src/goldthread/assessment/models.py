"""The yearly assessment: its findings as they were made, and the analyst's words.

A finding is never edited. Words are never overwritten: a change is a new version.
"""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from goldthread.assessment.headings import STATUTORY

SUMMARY, ASKED = "summary", "asked"
HEADINGS = [(h.key, f"({h.letter}) {h.words}") for h in STATUTORY] + [
    (SUMMARY, "Summary in the partnership's own words"),
    (ASKED, "Who was asked, and who has not replied"),
]


class Assessments(models.QuerySet["Assessment"]):
    """Assessments in the words of the trade."""

    def published(self) -> Self:
        return self.filter(state=Assessment.State.PUBLISHED)

    def of_area(self, code: str) -> Self:
        return self.filter(area_code=code)

    def newest_first(self) -> Self:
        return self.order_by("-period_end", "-requested_at", "-pk")


class Assessment(models.Model):
    """One strategic assessment of one area and period, from one version of the lake."""

    class State(models.TextChoices):
        MAKING = "making", "being made"
        DRAFT = "draft", "draft"
        REFUSED = "refused", "could not be made"
        PUBLISHED = "published", "published"

    area_code = models.CharField(max_length=20)
    area_name = models.CharField(max_length=200)
    period_start = models.DateField()
    period_end = models.DateField()  # half-open: the first day after
    period_label = models.CharField(max_length=60)
    comparison = models.JSONField(default=list, blank=True)  # codes, as given
    lake_version = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices)
    progress = models.CharField(max_length=200, blank=True)
    refusal = models.TextField(blank=True)
    scope = models.JSONField(null=True)
    is_invented = models.BooleanField(default=False)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True)
    published_document = models.TextField(blank=True)  # frozen: what was signed

    objects: ClassVar[models.Manager["Assessment"]] = Assessments.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_assessment_period_ends_after_it_starts",
                condition=Q(period_end__gt=F("period_start")),
            ),
            models.CheckConstraint(
                name="a_refused_assessment_says_why",
                condition=~Q(state="refused") | ~Q(refusal=""),
            ),
            models.CheckConstraint(
                name="a_published_assessment_is_frozen_and_dated",
                condition=Q(
                    ~Q(state="published"),
                    published_at__isnull=True,
                    published_document="",
                )
                | Q(
                    Q(state="published"),
                    ~Q(published_document=""),
                    published_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="a_made_assessment_has_its_scope",
                condition=Q(made_at__isnull=True, scope__isnull=True)
                | Q(made_at__isnull=False, scope__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"assessment of {self.area_name}, {self.period_label}"


class Finding(models.Model):
    """One finding as it was made: questions, method, lake version, result, blocks."""

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="findings"
    )
    number = models.PositiveSmallIntegerField()  # its place in the document
    ref = models.CharField(max_length=60)
    chapter = models.CharField(max_length=40)
    heading = models.CharField(max_length=120)
    method = models.CharField(max_length=60)
    lake_version = models.CharField(max_length=64)
    questions = models.JSONField()  # [{"question": ..., "parameters": {...}}]
    result = models.TextField()  # canonical JSON: compared byte for byte
    blocks = models.TextField()  # a stored document of one section
    weight = models.FloatField(default=0.0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "ref"], name="a_finding_is_made_once"
            ),
            models.UniqueConstraint(
                fields=["assessment", "number"], name="a_finding_has_a_place_of_its_own"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The name a person quotes: A12-change-by-category."""
        return f"A{self.assessment_id}-{self.ref}"


class Wording(models.Model):
    """What the analyst wrote under one heading, or why nothing is needed there."""

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="wordings"
    )
    heading = models.CharField(max_length=20, choices=HEADINGS)
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    is_waiver = models.BooleanField(default=False)  # the text is then the reason
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "heading", "version"],
                name="words_have_one_version_at_a_time",
            ),
            models.CheckConstraint(
                name="a_waiver_gives_its_reason",
                condition=Q(is_waiver=False) | ~Q(text=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_heading_display()}, version {self.version}"
