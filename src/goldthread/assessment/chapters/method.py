"""Method note: sources, dates, definitions, caveats, and who was asked (C24)."""

from dataclasses import dataclass
from datetime import date

from goldthread.assessment import guards
from goldthread.assessment.notebook import Notebook
from goldthread.assessment.recipe import Recipe, Told
from goldthread.assessment.scope import Scope
from goldthread.documents import numbers
from goldthread.documents.model import (
    Block,
    Bullets,
    Callout,
    Cell,
    Column,
    Paragraph,
    Table,
)
from goldthread.evidence import places
from goldthread.evidence.forces import force_name

CHAPTER = "method"


@dataclass(frozen=True, slots=True)
class Settled:
    """What was settled before any finding, as a reader needs it."""

    area: str
    area_name: str
    first: date
    last: date
    months_held: int
    history_months: int
    force: str
    vintage: str
    population: str
    deprivation: str
    wards: str
    comparison: tuple[str, ...]
    changes: tuple[str, ...]
    masked: tuple[str, ...]


def settled(scope: Scope, notebook: Notebook) -> Settled:
    """The scope in words."""
    names = {
        row["code"]: row["name"]
        for row in places.places_at_level(notebook, level="csp").to_pylist()
    }
    p, d, w = scope.population, scope.deprivation, scope.wards
    return Settled(
        area=scope.area,
        area_name=scope.area_name,
        first=scope.period.start,
        last=scope.months_held[-1],
        months_held=len(scope.months_held),
        history_months=len(scope.held),
        force=scope.force,
        vintage=scope.vintage,
        population=f"mid-{p.year}, small areas of {p.vintage}" if p else "",
        deprivation=f"{d.edition}, small areas of {d.vintage}" if d else "",
        wards=f"{w.year}, made of small areas of {w.vintage}" if w else "",
        comparison=tuple(names.get(code, code) for code in scope.comparison),
        changes=guards.recording_breaks(
            [b for b in scope.breaks if b.end is None and b.start in scope.stretch]
        ),
        masked=guards.masked_months(scope.spells_in(scope.stretch)),
    )


def tell_settled(scope: Scope, result: Settled, notebook: Notebook) -> Told:
    """The settings as a table, the rules as points, and what is awaited."""
    rows: list[tuple[Cell, ...]] = [
        ("Area", f"{result.area_name} ({result.area})"),
        ("Period", numbers.months_between(result.first, scope.period.last_day)),
        ("Months of the period held", numbers.count(result.months_held)),
        ("Months used for trend and season", numbers.count(result.history_months)),
        ("Version of the data", notebook.version.id),
        ("Force whose files decide the months", force_name(result.force)),
        ("Small areas", f"those of the {result.vintage} census"),
        ("Residents", result.population or "not held"),
        ("Deprivation", result.deprivation or "not held"),
        ("Wards", result.wards or "not held"),
    ]
    if result.comparison:
        rows.append(("Compared with, as given", ", ".join(result.comparison)))
    rules = (
        guards.POLICE_BADGE,
        guards.COUNTING_RULE,
        guards.MONTH_BASIS,
        guards.SNAPPED,
        "Anti-social behaviour is not crime: it is in no total and no share of crime.",
        "A month that is not held, or held in part, is blank in every series and never zero.",
        "Records are counted by the area they lie in, whichever force reported them; records "
        "without a place are in no area.",
        "A record belongs to the small area whose code it was published with; only where "
        "there is none does its map point decide. On boundaries the two differ for a few "
        "records in a hundred.",
        "Police records are published by month, without a day or an hour: nothing here "
        "speaks of weekdays, nights or peak hours.",
        f"No percentage on a base under {guards.SMALLEST_BASE}; ranks only where they can be "
        "told apart.",
        "A crime that stands twice in one month's file is counted once: the row with a place, "
        "then the one whose case has come furthest.",
        guards.DISCLOSURE_RULE,
    )
    blocks: list[Block] = [
        Table("What was settled before any finding", (Column("Setting"), Column("Value")),
              tuple(rows), ref="method-settings"),
        Paragraph("How figures are made and read:"),
        Bullets(rules),
    ]  # fmt: skip
    marked = (*result.changes, *result.masked)
    if marked:
        blocks += [
            Paragraph("Recording changes and stretches left out:"),
            Bullets(marked),
        ]
    blocks.append(
        Callout(
            "awaiting-words",
            "Awaited from the analyst: who was asked for data and views, when, and who has not "
            "replied.",
            "Who was asked",
        )
    )
    return Told(tuple(blocks))


RECIPES = (
    Recipe(
        "method-settings",
        CHAPTER,
        "Sources and rules",
        "method/1",
        settled,
        tell_settled,
    ),
)
