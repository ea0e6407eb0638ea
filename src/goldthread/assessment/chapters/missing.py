"""What is not held: for each gap, whom to ask for what, and what it would answer.

The law names twelve datasets that authorities owe each other every quarter (B20 to B31).
None of them is the public police data this assessment rests on.
"""

from dataclasses import dataclass

from goldthread.assessment.notebook import Notebook
from goldthread.assessment.recipe import Recipe, Told
from goldthread.assessment.scope import Scope
from goldthread.documents import numbers
from goldthread.documents.model import Block, Column, Paragraph, Table
from goldthread.evidence import quality

CHAPTER = "not-held"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something not held: whom to ask, for what, and which question waits for it."""

    ask: str
    what: str
    answers: str
    law: str = ""


PRESCRIBED = (
    Gap("Police", "Incidents of anti-social behaviour, transport and public safety, with time, "
        "date and place", "peak hours; ASB by type; what is not recorded as crime", "B20"),
    Gap("Police", "Recorded crimes with sub-category, time, date and place",
        "peak hours, streets, domestic burglary apart from commercial", "B21"),
    Gap("Fire and rescue", "Deliberate fires, violence to staff, dwellings without smoke alarm",
        "arson and where it clusters", "B22"),
    Gap("Fire and rescue", "Malicious false alarms", "nuisance calls by place", "B23"),
    Gap("Council", "Road collisions with time, date, place and severity",
        "dangerous driving", "B24"),
    Gap("Council", "School exclusions", "early signs among young people", "B25"),
    Gap("Council", "Racial incidents", "hate incidents that no crime record shows", "B26"),
    Gap("Council", "Anti-social behaviour reported to the council",
        "how much ASB the police figure leaves out", "B27"),
    Gap("Health", "Hospital admissions after assault, and for drugs and alcohol",
        "violence never reported to the police; substance misuse", "B28"),
    Gap("Health", "Admissions linked to domestic abuse", "harm behind domestic abuse", "B29"),
    Gap("Health", "People in drug treatment and first mental-health attendances",
        "need and reach of treatment", "B30"),
    Gap("Health (ambulance)", "Ambulance calls to crime and disorder",
        "violence the police do not record", "B31"),
)  # fmt: skip
BEYOND = (
    Gap("Police", "Victims: age band, sex and whether harmed before", "repeat victims"),
    Gap("Police, probation", "Suspects and people on the books: age band, sex, reoffending",
        "who offends; lags by up to two years"),
    Gap("Police", "Domestic abuse, hate and knife flags",
        "themes that cut across categories; flags overlap and are not added up"),
    Gap("The partnership", "The agreed definition of serious violence, with its version",
        "any count of serious violence"),
    Gap("The partnership", "A table of harm weights with version and licence",
        "harm beside volume"),
    Gap("Council or police", "A survey of residents", "how safe people feel; whether a rise "
        "in reports is good"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NotHeld:
    """Every gap, those in what the lake could hold first."""

    gaps: tuple[Gap, ...]
    prescribed: int


def not_held(scope: Scope, notebook: Notebook) -> NotHeld:
    """List what the lake lacks for this area, then what no public source holds."""
    gaps: list[Gap] = []
    stops = quality.months_held(notebook, area=scope.area, source="stop_search")
    if not stops.num_rows:
        gaps.append(Gap("Police (data.police.uk)", "Stop-and-search records",
                        "how the power is used, and on whom"))  # fmt: skip
    if scope.population is None:
        gaps.append(Gap("Office for National Statistics", "Residents by small area and age",
                        "rates"))  # fmt: skip
    if scope.deprivation is None:
        gaps.append(Gap("Ministry of Housing, Communities and Local Government",
                        "Indices of deprivation", "how crime and deprivation lie"))  # fmt: skip
    if not scope.has_outlines:
        gaps.append(Gap("Office for National Statistics", "Outlines of small areas",
                        "maps and clusters"))  # fmt: skip
    missing = scope.period.months.size - len(scope.months_held)
    if missing:
        gaps.append(Gap("Police (data.police.uk)", f"{missing} more months of the period",
                        "a whole year's level, change and rates"))  # fmt: skip
    return NotHeld((*gaps, *PRESCRIBED, *BEYOND), len(PRESCRIBED))


def tell_not_held(scope: Scope, result: NotHeld, notebook: Notebook) -> Told:
    """One table: ask whom for what, to answer what."""
    intro = (
        "This assessment rests on public records. ",
        numbers.count_figure(result.prescribed, "not-held-list"),
        " datasets that the law lets partners ask of each other every quarter (Crime and Disorder "
        "Act 1998, section 17A) are not held, and the questions below wait for them. There is no "
        "finding here on victims, on offenders, on substance misuse or on the time of day.",
    )
    blocks: list[Block] = [
        Paragraph(intro),
        Table(
            "Not held: whom to ask for what",
            (
                Column("Ask"),
                Column("For"),
                Column("To answer"),
                Column("Prescribed by law"),
            ),
            tuple(
                (g.ask, g.what, g.answers, "yes" if g.law else "") for g in result.gaps
            ),
            ref="not-held-list",
        ),
    ]
    return Told(tuple(blocks))


RECIPES = (
    Recipe(
        "not-held-list",
        CHAPTER,
        "Whom to ask for what",
        "not-held/1",
        not_held,
        tell_not_held,
    ),
)
