"""What anybody may know of the measures: those made public, as their copy was frozen.

Only measures of the population, and only up to the newest figure that a board's pack was
issued with: what services count of those they reach stays with the board. Small counts
that are not public already are not shown, nor what would give them away by subtraction
(methods §16); `freezing` sees to that before a copy is kept.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from goldthread.documents.charts import Limits, monthly_line
from goldthread.documents.model import Chart
from goldthread.documents.model import Column as Head
from goldthread.documents.model import Table as Sheet
from goldthread.notes.about import About
from goldthread.notes.models import Publication
from goldthread.notes.publishing import standing
from goldthread.performance.models import Indicator
from goldthread.performance.protection import guarded
from goldthread.web.kit import Column, Mood, Table

KIND = "performance.indicator"


@dataclass(frozen=True, slots=True)
class Point:
    """One figure as residents read it; `value` is None where none is shown."""

    period: str
    start: date
    value: float | None
    shown: str


@dataclass(frozen=True, slots=True)
class PublishedMeasure:
    """One measure as it was frozen: what it counts, how it stands, its figures."""

    code: str
    name: str
    definition: str
    counts: str  # what one unit of it is
    unit: str
    source: str
    caveat: str
    sure: str  # of a survey: how many answered, and how sure that makes the figure
    every: int
    aim: str  # which way is better, in words
    status: str
    mood: Mood
    sentence: str
    hidden_crime: str  # why a rise may be good news; "" where it is not such a measure
    companion: str  # the measure beside it, and how that one stands
    points: tuple[Point, ...]
    years: tuple[tuple[str, str], ...]  # of whole years, the total or that it is hidden
    places: tuple[tuple[str, str], ...]  # the newest period by area
    usual: tuple[float, float, float] | None
    small: str  # what is not shown, in a sentence
    priorities: tuple[str, ...]  # keys of the strategy's
    pack: str
    pack_on: date

    @property
    def newest(self) -> Point:
        """The last figure that the pack held."""
        return self.points[-1]

    @property
    def period(self) -> str:
        return self.newest.period

    @property
    def value(self) -> str:
        return self.newest.shown

    @property
    def before(self) -> str:
        """The figure of a year before; "" where there is none."""
        back = 12 // self.every
        return self.points[-1 - back].shown if len(self.points) > back else ""

    @property
    def of_what(self) -> str:
        """The unit as it stands behind a figure: "recorded crimes"."""
        return "" if self.newest.value is None else _unit(self.unit)

    @property
    def beside(self) -> str:
        """What is read with a hidden crime, as a sentence; "" where there is nothing."""
        if not self.companion or self.companion.endswith("."):
            return self.companion
        return f"Read it with this: {self.companion}."

    @property
    def decimals(self) -> int:
        """As many as its figures were frozen with."""
        return int(any("." in one.shown for one in self.points))

    def table(self) -> Table:
        """Every figure along time, the newest first."""
        return Table(
            f"{self.name}: {self.unit}",
            (Column("When"), Column(self.unit[:1].upper() + self.unit[1:], True)),
            tuple((one.period, one.shown) for one in reversed(self.points)),
            note=self.small,
            caption_is_hidden=True,
        )

    def chart(self) -> Chart:
        """The same figures as a picture; a line is broken where none is shown."""
        low, middle, high = self.usual or (None, None, None)
        held = [one.value is not None for one in self.points]
        limits = (
            Limits(
                low=[max(low, 0.0) if here else None for here in held],
                centre=[middle if here else None for here in held],
                high=[high if here else None for here in held],
                label="the usual",
            )
            if low is not None and middle is not None and high is not None
            else None
        )
        return Chart(
            id=f"measure-{self.code.lower()}",
            title=f"{self.name}: {self.status[:1].lower()}{self.status[1:]}.",
            spec=monthly_line(
                [one.start for one in self.points],
                [one.value for one in self.points],
                unit=self.unit,
                limits=limits,
                every=self.every,
            ),
            table=Sheet(
                f"{self.name}, {self.unit}",
                (Head("When"), Head(self.unit, "number", decimals=self.decimals)),
                tuple(
                    (one.period, one.shown if one.value is None else one.value)
                    for one in self.points
                ),
            ),
            source=self.source,
            alt=(
                f"A line from {self.points[0].period}, {self.points[0].shown}, to "
                f"{self.period}, {self.value}. {self.sentence}"
            ),
            ref=self.code,
        )


@dataclass(frozen=True, slots=True)
class PublishedMeasures:
    """Every measure that is public, those that worry first."""

    measures: tuple[PublishedMeasure, ...]

    @property
    def newest_on(self) -> date:
        """When the newest pack was issued that any of them came from."""
        return max(one.pack_on for one in self.measures)


def _unit(unit: str) -> str:
    """A per cent sign stands with its figure already: "% of those asked"."""
    return unit.removeprefix("%").strip()


def about(indicator: Indicator) -> About:
    """Where the copies of a measure are kept."""
    return About(KIND, indicator.code)


def published_measures(on: date) -> PublishedMeasures | None:
    """The measures that are public on this day; None where none is."""
    found = [read(one) for one in standing(KIND, on).values()]
    if not found:
        return None
    order = {"concern": 0, "good": 1, "quiet": 2, "waiting": 3}
    found.sort(key=lambda one: (order.get(one.mood, 4), one.name, one.code))
    return PublishedMeasures(tuple(found))


def read(copy: Publication) -> PublishedMeasure:
    """What a frozen copy says."""
    said: dict[str, Any] = {"sure": ""} | guarded(
        copy.content
    )  # older copies do not know it
    points = tuple(
        Point(period, date.fromisoformat(start), value, shown)
        for period, start, value, shown in said.pop("points")
    )
    years, places = (
        tuple((str(first), str(second)) for first, second in said.pop(name))
        for name in ("years", "places")
    )
    usual = said.pop("usual")
    return PublishedMeasure(
        code=copy.about_reference,
        points=points,
        usual=tuple(usual) if usual else None,
        priorities=tuple(said.pop("priorities")),
        pack_on=date.fromisoformat(said.pop("pack_on")),
        years=years,
        places=places,
        **said,
    )
