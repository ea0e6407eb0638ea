"""How much of the records has a place, and which map points collect them (oddities 5 to 7, 22)."""

from dataclasses import dataclass
from datetime import date

from goldthread.assessment import guards, wording
from goldthread.assessment.chapters.quality import CHAPTER
from goldthread.assessment.notebook import Notebook
from goldthread.assessment.recipe import NotSaid, Recipe, Told
from goldthread.assessment.scope import Scope
from goldthread.core.periods import Period
from goldthread.documents import charts, numbers
from goldthread.documents.model import (
    Block,
    Chart,
    Column,
    Paragraph,
    Run,
    Table,
    Text,
)
from goldthread.evidence import quality


@dataclass(frozen=True, slots=True)
class ForceMonth:
    """What a force published in one month."""

    month: date
    records: int
    unlocated: int
    unnamed_street: int
    outside_force: int
    crimes: int
    outcome_missing: int


@dataclass(frozen=True, slots=True)
class Located:
    """How much of the force's records has a place, month by month."""

    force: str
    lists_unlocated: bool
    months: tuple[ForceMonth, ...]

    @property
    def records(self) -> int:
        """All records of the force in the period."""
        return sum(m.records for m in self.months)

    @property
    def unlocated(self) -> int:
        """Those without a place."""
        return sum(m.unlocated for m in self.months)


def located(
    scope: Scope, notebook: Notebook, period: Period | None = None
) -> Located | NotSaid:
    """Count the force's records with and without a place over the period."""
    chosen = period or scope.period
    rows = quality.force_months(
        notebook, force=scope.force, start=chosen.start, end=chosen.end
    ).to_pylist()
    if not rows:
        return NotSaid("No force is known to cover the area in these months.")
    months = tuple(ForceMonth(**row) for row in rows)
    return Located(
        force=scope.force,
        # The interface by area never returns a record without a place, so none at all
        # means "not listed", not "all placed".
        lists_unlocated=any(m.unlocated for m in months) or _is_whole_force(months),
        months=months,
    )


def _is_whole_force(months: tuple[ForceMonth, ...]) -> bool:
    """A force's own file holds records outside its area too; one by area holds none."""
    return any(m.outside_force for m in months)


def unlocated_words(scope: Scope, notebook: Notebook) -> str:
    """The sentence every map and rate prints (oddity 5)."""
    found = located(scope, notebook)
    if isinstance(found, NotSaid) or not found.lists_unlocated:
        return guards.unlocated(None)
    return guards.unlocated(found.unlocated / found.records)


def tell_located(scope: Scope, result: Located, notebook: Notebook) -> Told:
    """The unlocated share over the months, and what else is odd about the places."""
    ref = "quality-places"
    if not result.lists_unlocated:
        return Told((Paragraph(guards.unlocated(None)),))
    blocks: list[Block] = [Paragraph(_where_they_lie(result, ref))]
    table = _by_month(result, ref)
    if not result.unlocated:
        return Told((*blocks, table))  # a line along nothing says nothing
    share = result.unlocated / result.records
    months = [m.month for m in result.months]
    shares = [100 * m.unlocated / m.records for m in result.months]
    blocks.append(
        Chart(
            id="chart-unlocated",
            title=(
                numbers.share_figure(share, ref),
                " of the force's records have no place.",
            ),
            spec=charts.monthly_line(months, shares, unit="per cent without a place"),
            table=table,
            source=wording.CRIME_SOURCE,
            alt="A line of the share of records without a place, by month.",
            caveats=(guards.unlocated(share), guards.SNAPPED),
            ref=ref,
        )
    )
    return Told(tuple(blocks))


def _where_they_lie(result: Located, ref: str) -> Text:
    unnamed = sum(m.unnamed_street for m in result.months)
    outside = sum(m.outside_force for m in result.months)
    streets: tuple[Run, ...] = (
        numbers.count_figure(unnamed, ref),
        " have a place on a street without a name and are kept. ",
    )
    strays: tuple[Run, ...] = (
        numbers.count_figure(outside, ref),
        " were placed outside the force's own area and are counted where the point lies.",
    )
    return (
        *(
            _without_a_place(result, ref)
            if result.unlocated
            else _all_placed(result, ref)
        ),
        *(streets if unnamed else ()),
        *(strays if outside else ()),
    )


def _without_a_place(result: Located, ref: str) -> tuple[Run, ...]:
    worst = max(result.months, key=lambda m: (m.unlocated / m.records, m.month))
    return (
        "Of ", numbers.count_figure(result.records, ref), " records the force published, ",
        numbers.count_figure(result.unlocated, ref), " (",
        numbers.share_figure(result.unlocated / result.records, ref),
        ") have no place and are counted in no area; the highest month was ",
        numbers.month_figure(worst.month, ref), " (",
        numbers.share_figure(worst.unlocated / worst.records, ref), "). ",
    )  # fmt: skip


def _all_placed(result: Located, ref: str) -> tuple[Run, ...]:
    records = numbers.count_figure(result.records, ref)
    return ("All ", records, " records the force published have a place. ")


def _by_month(result: Located, ref: str) -> Table:
    return Table(
        "Records without a place, by month",
        (
            Column("Month", "month"),
            Column("Records", "number"),
            Column("Without a place", "number"),
            Column("Share", "share", decimals=1),
            Column("Street without a name", "number"),
            Column("Outside the force's area", "number"),
        ),
        tuple(
            (
                m.month,
                m.records,
                m.unlocated,
                m.unlocated / m.records,
                m.unnamed_street,
                m.outside_force,
            )
            for m in result.months
        ),
        source=wording.CRIME_SOURCE,
        ref=ref,
    )


@dataclass(frozen=True, slots=True)
class Collecting:
    """One map point that collects records because of what stands there."""

    label: str
    records: int
    crimes: int


@dataclass(frozen=True, slots=True)
class Collectors:
    """Map points named for a police station, hospital, prison or court."""

    records: int
    points: tuple[Collecting, ...]


def collectors(scope: Scope, notebook: Notebook) -> Collectors | NotSaid:
    """Count the records on map points where crime is recorded rather than happens."""
    rows = quality.artefact_places(
        notebook, area=scope.area, start=scope.period.start, end=scope.period.end
    ).to_pylist()
    if not rows:
        return NotSaid(
            "No map point here is named for a police station, hospital or prison."
        )
    points = tuple(Collecting(r["label"], r["records"], r["crimes"]) for r in rows)
    return Collectors(
        sum(p.records for p in points),
        tuple(sorted(points, key=lambda p: (-p.records, p.label))),
    )


def tell_collectors(scope: Scope, result: Collectors, notebook: Notebook) -> Told:
    """How many records stand on such points, and which."""
    ref = "quality-points"
    return Told(
        (
            Paragraph(
                (
                    numbers.count_figure(result.records, ref),
                    " records of the period stand on map points named for a police station, "
                    "hospital, prison or court. Such a point can be where an offence was "
                    "recorded, not where it happened.",
                )
            ),
            Table(
                "Map points that collect records",
                (
                    Column("Map point, as published"),
                    Column("Records", "number"),
                    Column("Crimes among them", "number"),
                ),
                tuple((p.label, p.records, p.crimes) for p in result.points[:10]),
                source=wording.source(scope),
                ref=ref,
            ),
        )
    )


RECIPES = (
    Recipe(
        "quality-places",
        CHAPTER,
        "Records without a place",
        "places/1",
        located,
        tell_located,
    ),
    Recipe(
        "quality-points",
        CHAPTER,
        "Points that collect records",
        "points/1",
        collectors,
        tell_collectors,
    ),
)
