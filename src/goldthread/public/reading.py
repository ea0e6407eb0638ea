"""All that the public site may know on a day: what the rooms have published, and no more."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from goldthread.documents.model import Section
from goldthread.governance.published import (
    PublicMeeting,
    PublishedDecision,
    public_meetings,
    published_decisions,
)
from goldthread.partners.published import PublishedPartnership, published_partnership
from goldthread.performance.published import PublishedMeasures, published_measures
from goldthread.strategy.published import PublishedStrategy, published_strategy


@dataclass(frozen=True)
class Reading:
    """What is published, on this day; a page that was kept asks for none of the rest."""

    on: date
    strategy: PublishedStrategy | None

    @cached_property
    def partnership(self) -> PublishedPartnership:
        """Who belongs, and which boards there are."""
        return published_partnership(self.on)

    @cached_property
    def measures(self) -> PublishedMeasures | None:
        """The measures of the newest pack."""
        return published_measures(self.on)

    @cached_property
    def decisions(self) -> tuple[PublishedDecision, ...]:
        """What the boards decided in public."""
        return published_decisions(self.on)

    @cached_property
    def meetings(self) -> tuple[PublicMeeting, ...]:
        """Where residents can come."""
        return public_meetings(self.on)

    @property
    def mark(self) -> str:
        """Changes with the day and with what is published."""
        return f"{self.on} {self.strategy.mark if self.strategy else 'nothing'}"

    @property
    def name(self) -> str:
        """Whose site this is."""
        if self.strategy:
            return self.strategy.partnership
        return self.partnership.name or "Community safety partnership"

    def section(self, key: str) -> Section | None:
        """A section of the published strategy, by what it is called in the file."""
        sections = self.strategy.document.sections if self.strategy else ()
        return next((each for each in sections if each.id == key), None)


def reading_on(day: date) -> Reading:
    """What anybody may read on this day."""
    return Reading(day, published_strategy(day))
