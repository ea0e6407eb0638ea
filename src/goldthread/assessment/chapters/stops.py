"""Stop and search: how many, with what result, and whom (E16, as far as counts reach)."""

from collections import Counter
from dataclasses import dataclass

from goldthread.assessment import guards
from goldthread.assessment.notebook import Notebook
from goldthread.assessment.recipe import NotSaid, Recipe, Told
from goldthread.assessment.scope import Scope
from goldthread.documents import numbers
from goldthread.documents.model import Block, Callout, Column, Paragraph, Table, Text
from goldthread.evidence import quality, stops

CHAPTER = "stops"
REF = "stops-by-result"
SOURCE = "data.police.uk, stop and search"
NOTHING_FOUND = "A no further action disposal"
NOT_GIVEN = "Not given"


@dataclass(frozen=True, slots=True)
class Stops:
    """Stops of the period: by result, and by ethnicity as the officer saw it."""

    months: int
    stops: int
    results: tuple[tuple[str, int], ...]
    ethnicities: tuple[tuple[str, int, int], ...]

    @property
    def nothing_done(self) -> int:
        """Stops after which nothing further was done."""
        return dict(self.results).get(NOTHING_FOUND, 0)

    @property
    def ethnicity_not_given(self) -> int:
        """Stops without an ethnicity."""
        return next((n for name, n, _ in self.ethnicities if name == NOT_GIVEN), 0)


def stopped(scope: Scope, notebook: Notebook) -> Stops | NotSaid:
    """Count the stops located in the area over the held months of the period."""
    held = {
        row["month"]
        for row in quality.months_held(
            notebook, area=scope.area, source="stop_search"
        ).to_pylist()
        if row["state"] == "held" and row["month"] in scope.period
    }
    if not held:
        return NotSaid(
            "No stop-and-search records of these months are held. Ask the police force, or load "
            "its stop-and-search files from data.police.uk."
        )
    when = {"area": scope.area, "start": min(held), "end": scope.period.end}
    results: Counter[str] = Counter()
    for row in stops.stops_by_month(notebook, **when).to_pylist():
        results[row["outcome"] or NOT_GIVEN] += row["stops"]
    people: Counter[str] = Counter()
    linked: Counter[str] = Counter()
    for row in stops.stops_by_ethnicity(notebook, **when).to_pylist():
        name = row["ethnicity"] or NOT_GIVEN
        people[name] += row["stops"]
        linked[name] += row["linked"]
    if not results:
        return NotSaid(
            "The months held have no stop or search with a place in the area."
        )
    return Stops(
        months=len(held),
        stops=sum(results.values()),
        results=tuple(sorted(results.items(), key=lambda r: (-r[1], r[0]))),
        ethnicities=tuple(
            (name, count, linked[name])
            for name, count in sorted(people.items(), key=lambda r: (-r[1], r[0]))
        ),
    )


def tell_stopped(scope: Scope, result: Stops, notebook: Notebook) -> Told:
    """Counts and shares; no ratio to residents, for their ethnicity is not held."""
    sentence: Text = (
        "In ",
        numbers.count_figure(result.months, REF),
        f" months {scope.area_name} had ",
        numbers.count_figure(result.stops, REF),
        " stops and searches with a place; after ",
        numbers.share_of_figure(result.nothing_done, result.stops, REF),
        " of them nothing further was done. No ethnicity was recorded in ",
        numbers.share_of_figure(result.ethnicity_not_given, result.stops, REF),
        ".",
    )
    blocks: list[Block] = [
        Paragraph(sentence),
        _table("Stops and searches by result", "Result", result.results),
        _ethnicity_table(result),
        Callout(
            "not-held",
            "How often people of each ethnicity are stopped for each resident is not stated: the "
            "lake holds no residents by ethnicity.",
        ),
    ]
    return Told(tuple(blocks))


def _table(caption: str, heading: str, rows: tuple[tuple[str, int], ...]) -> Table:
    total = sum(count for _, count in rows)
    return Table(
        caption,
        (
            Column(heading),
            Column("Stops", "number"),
            Column("Share", "share", decimals=1),
        ),
        tuple((name, count, count / total) for name, count in rows),
        notes=(guards.source_badge("stop_search"),),
        source=SOURCE,
        ref=REF,
    )


def _ethnicity_table(result: Stops) -> Table:
    return Table(
        "Stops and searches by ethnicity, as the officer saw it",
        (
            Column("Ethnicity"),
            Column("Stops", "number"),
            Column("Share", "share", decimals=1),
            Column("Result linked to what was looked for", "number"),
        ),
        tuple(
            (name, count, count / result.stops, linked)
            for name, count, linked in result.ethnicities
        ),
        notes=(
            "Stops are counted, not people: one person may be stopped several times.",
        ),
        source=SOURCE,
        ref=REF,
    )


RECIPES = (Recipe(REF, CHAPTER, "Stops and results", "stops/1", stopped, tell_stopped),)
