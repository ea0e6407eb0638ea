"""Guards of figures that a table of the lake declares as traps, and their proof.

A table declares its traps (`evidence.tables`). A finding that rests on it is refused by
`recipe.cook` unless it hands on, for each, the `Heeded` that only these functions make.
Tables with most of these traps are still to come; no chapter can then forget them.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from goldthread.assessment import guards
from goldthread.core.periods import Period
from goldthread.core.refusal import Refused
from goldthread.documents import numbers
from goldthread.documents.model import Column, Table
from goldthread.evidence.tables import Trap


@dataclass(frozen=True, slots=True)
class Heeded:
    """What a guard gives where a figure may be told: the trap, and the words for it.

    A table of the lake declares its traps (`evidence.tables`); `recipe.cook` refuses a
    finding that rests on such a table and hands on no `Heeded` for it, and prints the
    words of those it does. Only the guards below make them.
    """

    trap: Trap
    words: str


def flags_shown(
    what: str, flags: Mapping[str, int], *, total: int, unit: str, source: str
) -> tuple[Table, Heeded]:
    """Flags that overlap, each against the total: never added up, never a pie (E45, E63)."""
    parts = sum(flags.values())
    words = (
        f"One of the {unit} can carry several flags, so they are shown each against all "
        f"{numbers.count(total)} and are not added up."
    )
    if parts > total:
        words += f" Added up they would come to {numbers.count(parts)}."
    rows = tuple(
        (name, count, count / total if total >= guards.SMALLEST_BASE else "")
        for name, count in sorted(flags.items(), key=lambda f: (-f[1], f[0]))
    )
    table = Table(
        what,
        (
            Column("Flag"),
            Column(unit.capitalize(), "number"),
            Column(f"Share of all {unit}", "share", decimals=1),
        ),
        rows,
        notes=(words,),
        source=source,
    )
    return table, Heeded("overlapping flags", words)


def date_basis(
    purpose: Literal["pattern", "demand"], *, dates: Collection[str]
) -> Heeded:
    """By which date records are placed (E43): when it happened, or when it was recorded.

    A pattern is of what happened; demand is of what had to be dealt with. Where the source
    holds one month only, the words say which, and what that does to late reports.
    """
    wanted = {"pattern": "committed_on", "demand": "recorded_on"}[purpose]
    if wanted in dates:
        when = "happened" if purpose == "pattern" else "were recorded"
        return Heeded("two dates", f"Records stand in the month in which they {when}.")
    if set(dates) & {"committed_on", "recorded_on"}:
        other = "recorded" if purpose == "pattern" else "committed"
        return Heeded(
            "two dates",
            f"The source gives only the date on which offences were {other}; read the "
            f"{purpose} with that in mind.",
        )
    return Heeded("two dates", guards.MONTH_BASIS)


def cohort_period(period: Period, *, published: date) -> Refused | Heeded:
    """Proven reoffending lags by up to two years; its cohort must be named (E46)."""
    if guards.shifted(date(period.end.year, period.end.month, 1), 18) > published:
        return Refused(
            f"Proven reoffending of people released in {period.label} is not complete until "
            "eighteen months later."
        )
    return Heeded("lagging cohort", f"People who entered the cohort in {period.label}.")


def age_title(what: str, *, under: int, by: str) -> Heeded:
    """A title that says the age limit and whose age it is (E47)."""
    if by not in ("victim", "suspect"):
        raise ValueError(f"an age is the victim's or the suspect's: found {by}")
    return Heeded("age bands", f"{what} aged under {under}, by age of the {by}")


def sample(answers: int) -> Refused | Heeded:
    """Whether so many answers of a survey can be shown, and on how many they rest (E48)."""
    if answers < guards.SMALLEST_SAMPLE:
        return Refused(
            f"{numbers.count(answers)} answers are too few to show: at least "
            f"{guards.SMALLEST_SAMPLE} are needed. Show the whole area instead."
        )
    return Heeded("survey answers", f"From {numbers.count(answers)} answers.")


def serious_violence(definition: str, version: str) -> Refused | Heeded:
    """No figure of serious violence without the agreed definition and its version (E50)."""
    if not definition or not version:
        return Refused(
            "Serious violence is not counted here: no agreed definition with a version is "
            "held. Enter the one the partnership agreed."
        )
    return Heeded(
        "agreed definition",
        f"Serious violence as defined in {definition}, version {version}.",
    )
