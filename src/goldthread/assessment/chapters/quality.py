"""How good the data are: what is held, what has no place, whose records they are (C20, C24)."""

from dataclasses import dataclass
from datetime import date

from goldthread.assessment import guards, wording
from goldthread.assessment.loads import Loads
from goldthread.assessment.notebook import Notebook
from goldthread.assessment.recipe import NotSaid, Recipe, Told
from goldthread.assessment.scope import Scope
from goldthread.core.periods import Period
from goldthread.documents import charts, numbers
from goldthread.documents.model import Block, Chart, Column, Paragraph, Run, Table, Text
from goldthread.evidence import quality

CHAPTER = "quality"


@dataclass(frozen=True, slots=True)
class Held:
    """Which months are held, partial and missing from the first held on."""

    first: date
    last: date
    held: int
    partial: tuple[tuple[date, str], ...]
    missing: tuple[date, ...]


def held(scope: Scope, notebook: Notebook) -> Held:
    """Read the lake's coverage of the area over the history used."""
    rows = [
        row
        for row in quality.months_held(
            notebook, area=scope.area, source="offence"
        ).to_pylist()
        if row["month"] in scope.history
    ]
    months = sorted({row["month"] for row in rows if row["state"] == "held"})
    return Held(
        first=months[0],
        last=months[-1],
        held=len(months),
        partial=tuple(
            (row["month"], row["words"] or "")
            for row in rows
            if row["state"] == "partial"
        ),
        missing=tuple(
            sorted(
                {row["month"] for row in rows if row["state"] == "missing"}
                - set(months)
            )
        ),
    )


def tell_held(scope: Scope, result: Held, notebook: Notebook) -> Told:
    """The months used and those that are not there."""
    ref = "quality-coverage"
    words: list[Run] = [
        "This assessment uses ", numbers.count_figure(result.held, ref),
        " whole months of police records between ", numbers.month_figure(result.first, ref),
        " and ", numbers.month_figure(result.last, ref), ".",
    ]  # fmt: skip
    short = guards.gaps(scope.held, scope.period)
    gap = guards.gaps(
        scope.held, Period(result.first, scope.period.end, "the months used")
    )
    if short and not scope.is_whole_year:
        words.append(f" Of the period itself {short}")
    elif gap:
        words.append(" " + gap)
    elif not short:
        words.append(" No month between them is missing.")
    blocks: list[Block] = [Paragraph(tuple(words))]
    if result.partial:
        blocks.append(
            Table(
                "Months held in part, left blank in every series",
                (Column("Month", "month"), Column("Why")),
                result.partial,
                ref=ref,
            )
        )
    return Told(tuple(blocks))


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
    share = result.unlocated / result.records
    worst = max(result.months, key=lambda m: (m.unlocated / m.records, m.month))
    unnamed = sum(m.unnamed_street for m in result.months)
    outside = sum(m.outside_force for m in result.months)
    sentence: Text = (
        "Of ", numbers.count_figure(result.records, ref), " records the force published, ",
        numbers.count_figure(result.unlocated, ref), " (", numbers.share_figure(share, ref),
        ") have no place and are counted in no area; the highest month was ",
        numbers.month_figure(worst.month, ref), " (",
        numbers.share_figure(worst.unlocated / worst.records, ref), "). ",
        *(
            (
                numbers.count_figure(unnamed, ref),
                " have a place on a street without a name and are kept. ",
            )
            if unnamed
            else ()
        ),
        numbers.count_figure(outside, ref),
        " were placed outside the force's own area and are counted where the point lies.",
    )  # fmt: skip
    months = [m.month for m in result.months]
    shares = [m.unlocated / m.records for m in result.months]
    title: Text = "Every record of the force has a place."
    if result.unlocated:
        title = (
            numbers.share_figure(share, ref),
            " of the force's records have no place.",
        )
    return Told(
        (
            Paragraph(sentence),
            Chart(
                id="chart-unlocated",
                title=title,
                spec=charts.monthly_line(
                    months, [100 * s for s in shares], unit="per cent without a place"
                ),
                table=Table(
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
                            s,
                            m.unnamed_street,
                            m.outside_force,
                        )
                        for m, s in zip(result.months, shares, strict=True)
                    ),
                    source=wording.CRIME_SOURCE,
                    ref=ref,
                ),
                source=wording.CRIME_SOURCE,
                alt="A line of the share of records without a place, by month.",
                caveats=(guards.unlocated(share), guards.SNAPPED),
                ref=ref,
            ),
        )
    )


@dataclass(frozen=True, slots=True)
class Reporter:
    """One force and how many of the area's records it reported."""

    force: str
    months: int
    crimes: int
    asb: int


@dataclass(frozen=True, slots=True)
class Reporters:
    """Every force that reported records inside the area."""

    main: str
    reporters: tuple[Reporter, ...]


def reporters(scope: Scope, notebook: Notebook) -> Reporters:
    """Count the area's records by the force that reported them (oddity 8)."""
    rows = quality.reported_by(
        notebook, area=scope.area, start=scope.period.start, end=scope.period.end
    ).to_pylist()
    found = tuple(
        Reporter(r["force"], r["months"], r["crimes"], r["asb"]) for r in rows
    )
    return Reporters(
        scope.force,
        tuple(sorted(found, key=lambda r: (-r.crimes - r.asb, r.force))),
    )


def tell_reporters(scope: Scope, result: Reporters, notebook: Notebook) -> Told:
    """All of them are counted; the table says how many each brought."""
    ref = "quality-forces"
    others = [r for r in result.reporters if r.force != result.main]
    crimes = sum(r.crimes for r in result.reporters)
    extra = sum(r.crimes for r in others)
    sentence: Text = (
        "Records are counted where they lie, whoever reported them. ",
        numbers.count_figure(extra, ref), " of ", numbers.count_figure(crimes, ref),
        " crimes here were reported by forces other than the area's own.",
    )  # fmt: skip
    if scope.force.startswith("api-"):
        sentence = (
            "All ", numbers.count_figure(crimes, ref),
            " crimes came through the publisher's interface for an area, whose records do not "
            "say which force sent them.",
        )  # fmt: skip
    elif not others:
        sentence = (
            "All ", numbers.count_figure(crimes, ref),
            " crimes held were reported by the area's own force. The transport police reports "
            "offences at stations in a file of its own; none of its records lies in the area "
            "in what is held.",
        )  # fmt: skip
    return Told(
        (
            Paragraph(sentence),
            Table(
                "Who reported the records",
                (
                    Column("Force, as its files are named"),
                    Column("Months", "number"),
                    Column("Crimes", "number"),
                    Column("Anti-social behaviour", "number"),
                ),
                tuple((r.force, r.months, r.crimes, r.asb) for r in result.reporters),
                source=wording.source(scope),
                ref=ref,
            ),
        )
    )


def loads(scope: Scope, notebook: Notebook) -> Loads | NotSaid:
    """What loading the files cost, as the lake's history tells it."""
    if scope.loads is None:
        return NotSaid("How many rows were set aside at loading was not handed over.")
    return scope.loads


def tell_loads(scope: Scope, result: Loads, notebook: Notebook) -> Told:
    """Rows read, set aside and merged."""
    ref = "quality-loads"
    words: list[Run] = [
        "The lake holds ", numbers.count_figure(result.files, ref),
        " monthly street files of ", numbers.count_figure(result.rows_read, ref), " rows. ",
        numbers.count_figure(result.set_aside, ref),
        " rows could not be read and were set aside; ",
        numbers.count_figure(result.collapsed, ref),
        " stood twice in one month and were merged.",
    ]  # fmt: skip
    if result.most_set_aside_in:
        words += [
            f" Most were set aside in {result.most_set_aside_in} (",
            numbers.share_figure(result.most_set_aside, ref), " of its rows).",
        ]  # fmt: skip
    return Told((Paragraph(tuple(words)),))


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
    Recipe("quality-coverage", CHAPTER, "Months held", "coverage/1", held, tell_held),
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
    Recipe("quality-loads", CHAPTER, "Rows set aside", "loads/1", loads, tell_loads),
    Recipe(
        "quality-forces",
        CHAPTER,
        "Who reported them",
        "forces/1",
        reporters,
        tell_reporters,
    ),
)
