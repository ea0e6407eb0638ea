"""What anybody may know of assessments: which published one is the newest, and where it is."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse

from goldthread.assessment.models import Assessment
from goldthread.partners.models import Installation


@dataclass(frozen=True, slots=True)
class PublishedAssessment:
    """The newest assessment that anybody may read."""

    key: int
    first_day: date
    last_day: date
    published_at: datetime

    @property
    def period(self) -> str:
        """What it looks at, for somebody who knows no reporting years."""
        return f"{self.first_day:%B %Y} to {self.last_day:%B %Y}"

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
        .only("period_start", "period_end", "published_at")
        .first()
    )
    if found is None or found.published_at is None:
        return None
    last_day = found.period_end - timedelta(days=1)
    return PublishedAssessment(
        found.pk, found.period_start, last_day, found.published_at
    )
