"""What anybody may know of assessments: which published one is the newest, and where it is."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from goldthread.assessment.models import Assessment
from goldthread.partners.models import Installation


@dataclass(frozen=True, slots=True)
class PublishedAssessment:
    """The newest assessment that anybody may read."""

    key: int
    period: str
    published_at: datetime

    @property
    def path(self) -> str:
        """Where it is read, below the address of the partners' site."""
        return reverse("assessment", "goldthread.assessment.urls", args=[self.key])


def newest_published() -> PublishedAssessment | None:
    """The newest published assessment of this partnership; None where there is none."""
    installation = Installation.objects.select_related("area").first()
    if installation is None:
        return None
    found = (
        Assessment.objects.published()
        .of_area(installation.area.code)
        .newest_first()
        .only("period_label", "published_at")
        .first()
    )
    if found is None or found.published_at is None:
        return None
    return PublishedAssessment(found.pk, found.period_label, found.published_at)
