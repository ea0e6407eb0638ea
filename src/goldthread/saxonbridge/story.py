"""When things happened in Saxonbridge: the story is told back from the day it is built.

The strategy in force began at the start of the statutory year before last, so that two
years of updates stand behind today, whatever today is.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from goldthread.core.periods import statutory_year_of


@dataclass(frozen=True, slots=True)
class Story:
    """The years of the two strategies, and today."""

    today: date
    first: int  # the April in which the strategy before began
    second: int  # the April in which the one in force began
    third: int  # the April in which it will end

    @property
    def words(self) -> dict[str, str]:
        """What the strategies' files leave open."""
        return {
            "{Y0}": str(self.first),
            "{EVE}": str(self.second - 1),  # the autumn in which the second was written
            "{Y1}": str(self.second),
            "{Y2}": str(self.third),
            "{MERGED}": f"{self.first}-06-26",
            "{COMMISSIONED}": f"{self.first + 1}-07-01",
        }


def story(today: date) -> Story:
    """The story as it stands on this day."""
    second = statutory_year_of(today).start.year - 2
    return Story(today, second - 3, second, second + 3)


def at(day: date, hour: int = 10) -> datetime:
    """A moment of a working day; of the day it is built, none that has not come yet.

    Built at seven, the record would else tell of an act at ten.
    """
    moment, now = datetime.combine(day, time(hour), tzinfo=UTC), datetime.now(UTC)
    return min(moment, now) if day == now.date() else moment


def later(day: date, months: int) -> date:
    """The first of the month so many months later."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)
