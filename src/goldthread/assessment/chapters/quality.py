"""How good the data are: what is held, what has no place, whose records they are (C20, C24)."""

from dataclasses import dataclass
from datetime import date

from goldthread.assessment import guards, wording
from goldthread.assessment.loads import Loads
from goldthread.assessment.notebook import Notebook
from goldthread.assessment.recipe import NotSaid, Recipe, Told
from goldthread.assessment.scope import Scope
from goldthread.core.periods import Period
from goldthread.documents import numbers
from goldthread.documents.model import Block, Column, Paragraph, Run, Table, Text
from goldthread.evidence import quality
from goldthread.evidence.forces import force_name

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
                    Column("Force"),
                    Column("Months", "number"),
                    Column("Crimes", "number"),
                    Column("Anti-social behaviour", "number"),
                ),
                tuple(
                    (force_name(r.force), r.months, r.crimes, r.asb)
                    for r in result.reporters
                ),
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
        wording.how_many(result.set_aside, ref, opening=True),
        " had to be set aside as unreadable; ",
        numbers.count_figure(result.collapsed, ref),
        " stood twice in one month and were merged.",
    ]  # fmt: skip
    if result.most_set_aside_in:
        words += [
            f" Most were set aside in {result.most_set_aside_in} (",
            numbers.share_figure(result.most_set_aside, ref), " of its rows).",
        ]  # fmt: skip
    return Told((Paragraph(tuple(words)),))


RECIPES = (
    Recipe("quality-coverage", CHAPTER, "Months held", "coverage/1", held, tell_held),
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
