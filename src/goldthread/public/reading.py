"""All that the public site may know on a day: what the rooms have published, and no more."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from goldthread.assessment.published import PublishedAssessment, newest_published
from goldthread.delivery.published import PublishedAction, published_actions
from goldthread.documents.model import Section
from goldthread.governance.published import (
    HeldInPublic,
    PublicMeeting,
    PublishedDecision,
    held_in_public,
    public_meetings,
    published_decisions,
)
from goldthread.notes import published as notes
from goldthread.partners.published import PublishedPartnership, published_partnership
from goldthread.performance.published import (
    PublishedMeasure,
    PublishedMeasures,
    published_measures,
)
from goldthread.strategy.published import (
    ComingStrategy,
    OpenConsultation,
    PublishedPriority,
    PublishedStrategy,
    published_on,
)


@dataclass(frozen=True)
class Reading:
    """What is published, on this day; a page that was kept asks for none of the rest."""

    on: date
    strategy: PublishedStrategy | None
    coming: ComingStrategy | None  # the plan from a day to come
    consultations: tuple[OpenConsultation, ...]  # what people are asked about
    has_no_first_day: bool  # agreed and published, and not said yet from when it holds
    copies: str  # changes with every copy that is made public or taken back

    @cached_property
    def partnership(self) -> PublishedPartnership:
        """Who belongs, which boards there are, how to reach them."""
        return published_partnership(self.on)

    @cached_property
    def evidence(self) -> PublishedAssessment | None:
        """The newest assessment that was published: why these things were chosen."""
        return newest_published()

    @cached_property
    def measures(self) -> PublishedMeasures | None:
        """The measures that were made public."""
        return published_measures(self.on)

    @cached_property
    def actions(self) -> tuple[PublishedAction, ...]:
        """What is being done, as far as it was made public."""
        return published_actions(self.on)

    @cached_property
    def decisions(self) -> tuple[PublishedDecision, ...]:
        """What the boards decided in public."""
        return published_decisions(self.on)

    @cached_property
    def meetings(self) -> tuple[PublicMeeting, ...]:
        """Where residents can come."""
        return public_meetings(self.on)

    @cached_property
    def held(self) -> tuple[HeldInPublic, ...]:
        """Where residents could come, and which agencies were there."""
        return held_in_public(self.on)

    @property
    def priorities(self) -> tuple[PublishedPriority, ...]:
        """What was chosen to work on."""
        return self.strategy.priorities if self.strategy else ()

    @property
    def mark(self) -> str:
        """Changes with the day and with what is published."""
        told = self.strategy.mark if self.strategy else "nothing"
        coming = self.coming and f"{self.coming.strategy.mark} {self.coming.begins}"
        asked: list[object] = [self.has_no_first_day]
        asked += [f"{one.key} {one.last_day}" for one in self.consultations]
        return f"{self.on} {told} {coming} {asked} {self.copies}"

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

    def actions_for(self, priority: str) -> tuple[PublishedAction, ...]:
        """What is done for a priority."""
        return tuple(one for one in self.actions if priority in one.priorities)

    def measures_of(self, priority: str) -> tuple[PublishedMeasure, ...]:
        """What is counted for a priority."""
        kept = self.measures.measures if self.measures else ()
        return tuple(one for one in kept if priority in one.priorities)

    def decisions_on(self, priority: str) -> tuple[PublishedDecision, ...]:
        """What was decided about a priority."""
        return tuple(one for one in self.decisions if priority in one.priorities)


def reading_on(day: date) -> Reading:
    """What anybody may read on this day."""
    found = published_on(day)
    return Reading(
        day,
        found.strategy,
        found.coming,
        found.consultations,
        found.has_no_first_day,
        notes.mark(),
    )
