"""What happened to the crimes: the last outcome known, of crimes old enough to have one.

Young crimes are mostly still under investigation, so only those recorded at least six
months before the newest file are counted (oddity 14, E42). Outcomes not known are said
and left out of the shares, for in some months they are half of all (oddity 15).
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from goldthread.assessment import guards, wording
from goldthread.assessment.notebook import Notebook
from goldthread.assessment.recipe import NotSaid, Recipe, Told
from goldthread.assessment.scope import Scope
from goldthread.documents import charts, numbers
from goldthread.documents.model import (
    Block,
    Callout,
    Chart,
    Column,
    Paragraph,
    Table,
    Text,
)
from goldthread.evidence import outcomes, quality
from goldthread.evidence.offences import category_name

CHAPTER = "outcomes"
REF = "outcomes-by-group"
COHORT_MONTHS = 12
MUCH_UNKNOWN = 0.2


@dataclass(frozen=True, slots=True)
class Group:
    """One kind of outcome and how many of the cohort have it."""

    name: str
    crimes: int


@dataclass(frozen=True, slots=True)
class ByCategory:
    """One category of the cohort: its crimes with a known outcome, and those charged."""

    category: str
    crimes: int
    known: int
    charged: int
    no_suspect: int


@dataclass(frozen=True, slots=True)
class Outcomes:
    """A cohort of crimes and what became of it."""

    first: date
    last: date
    months: int
    newest: date
    crimes: int
    unknown: int
    groups: tuple[Group, ...]
    categories: tuple[ByCategory, ...]
    unknown_months: tuple[date, ...]

    @property
    def known(self) -> int:
        """Crimes whose outcome is known, those still under investigation among them."""
        return self.crimes - self.unknown

    def count(self, group: str) -> int:
        """How many crimes have that kind of outcome."""
        return next((g.crimes for g in self.groups if g.name == group), 0)


def cohort(scope: Scope, notebook: Notebook) -> Outcomes | NotSaid:
    """Count the outcomes of the newest twelve months old enough to have them."""
    newest = newest_held(scope, notebook)
    old = guards.matured(scope.held, newest=newest)[-COHORT_MONTHS:]
    if not old:
        return NotSaid(
            f"No outcomes are shown: the newest records held are of {numbers.month(newest)}, and "
            f"crimes need {guards.MATURE_AFTER_MONTHS} months before their outcomes can be read."
        )
    rows = outcomes.outcomes_by_month(
        notebook, area=scope.area, start=old[0], end=scope.period.end
    ).to_pylist()
    chosen = set(old)
    rows = [r for r in rows if r["month"] in chosen]
    if not rows:
        return NotSaid("No outcomes are shown: none of the records held carries one.")
    groups: Counter[str] = Counter()
    by_category: dict[str, Counter[str]] = {}
    by_month: dict[date, Counter[str]] = {}
    for row in rows:
        group = outcomes.group_of(row["outcome"])
        for counter in (
            groups,
            by_category.setdefault(row["category"], Counter()),
            by_month.setdefault(row["month"], Counter()),
        ):
            counter[group] += row["crimes"]
    return Outcomes(
        first=old[0],
        last=old[-1],
        months=len(old),
        newest=newest,
        crimes=sum(groups.values()),
        unknown=groups[outcomes.UNKNOWN],
        groups=tuple(Group(name, groups[name]) for name in outcomes.ORDER),
        categories=_categories(by_category),
        unknown_months=tuple(
            month
            for month, found in sorted(by_month.items())
            if found[outcomes.UNKNOWN] > MUCH_UNKNOWN * sum(found.values())
        ),
    )


def newest_held(scope: Scope, notebook: Notebook) -> date:
    """The newest month the lake holds of the area: its file tells the newest outcomes."""
    months = quality.months_held(
        notebook, area=scope.area, source="offence"
    ).to_pylist()
    newest: date = max(m["month"] for m in months if m["state"] == "held")
    return newest


def _categories(found: dict[str, Counter[str]]) -> tuple[ByCategory, ...]:
    rows = [
        ByCategory(
            category,
            sum(groups.values()),
            sum(groups.values()) - groups[outcomes.UNKNOWN],
            groups[outcomes.CHARGED],
            groups[outcomes.NO_SUSPECT],
        )
        for category, groups in found.items()
    ]
    return tuple(sorted(rows, key=lambda r: (-r.crimes, r.category)))


def tell_cohort(scope: Scope, result: Outcomes, notebook: Notebook) -> Told:
    """Shares of the known outcomes, the unknown said apart."""
    if not result.known:
        # The oldest files carry no outcome at all: a share of nothing is not a share.
        return Told((Callout("not-held", _none_known(result)),))
    charged = result.count(outcomes.CHARGED)
    nobody = result.count(outcomes.NO_SUSPECT)
    sentence: Text = (
        "Of the crimes recorded in ",
        numbers.months_between(result.first, result.last),
        " whose outcome is known (",
        numbers.count_figure(result.known, REF),
        "), ",
        numbers.share_of_figure(charged, result.known, REF),
        " led to a charge or a court, and in ",
        numbers.share_of_figure(nobody, result.known, REF),
        " no suspect was identified. The outcome of ",
        numbers.count_figure(result.unknown, REF),
        " more is not known.",
    )
    blocks: list[Block] = [Paragraph(sentence)]
    pending = result.count(outcomes.UNDER_INVESTIGATION)
    if result.known and pending > MUCH_UNKNOWN * result.known:
        blocks.append(Callout("caveat", _pending(pending, result)))
    mostly_known = result.unknown <= MUCH_UNKNOWN * result.crimes
    if not mostly_known:
        blocks.append(Callout("caveat", _much_unknown(result)))
    elif result.unknown_months:
        blocks.append(Callout("caveat", _unknown_months(result)))
    blocks += [_chart(scope, result, charged, nobody), _by_category(result)]
    return Told(tuple(blocks), key=sentence if mostly_known else None, weight=50.0)


def _none_known(result: Outcomes) -> Text:
    return (
        "Of the ",
        numbers.count_figure(result.crimes, REF),
        " crimes recorded in ",
        numbers.months_between(result.first, result.last),
        " none carries an outcome in the files held. Ask the police force for the "
        "outcomes of that time.",
    )


def _pending(pending: int, result: Outcomes) -> Text:
    return (
        numbers.share_figure(pending / result.known, REF),
        " of this cohort is still under investigation: the files were made too soon after the "
        "crimes, and the other shares will grow. Load a newer release of these months.",
    )


def _much_unknown(result: Outcomes) -> Text:
    return (
        "The outcome of ",
        numbers.share_figure(result.unknown / result.crimes, REF),
        " of this cohort was published as unavailable. The shares rest on the rest, and nobody "
        "knows whether it is like the whole: do not compare them with other places or years.",
    )


def _unknown_months(result: Outcomes) -> Text:
    named = ", ".join(numbers.month(m) for m in result.unknown_months[:4])
    more = len(result.unknown_months) - 4
    return (
        f"In {named}" + (f" and {more} more months" if more > 0 else ""),
        " more than a fifth of outcomes were published as unavailable; these crimes are counted "
        "as not known, not as unsolved.",
    )


def _chart(scope: Scope, result: Outcomes, charged: int, nobody: int) -> Chart:
    title: Text = (
        "In ",
        numbers.share_of_figure(nobody, result.known, REF),
        " of crimes with a known outcome no suspect was identified.",
    )
    shown = [g for g in result.groups if g.crimes]
    rows = tuple(
        (
            g.name[:1].upper() + g.name[1:],
            g.crimes,
            "" if g.name == outcomes.UNKNOWN else g.crimes / result.known,
        )
        for g in shown
    )
    when = numbers.months_between(result.first, result.last)
    source = f"{wording.CRIME_SOURCE}, crimes of {when}, as known in {numbers.month(result.newest)}"
    return Chart(
        id="chart-outcomes",
        title=title,
        spec=charts.ranked_bars(
            [
                charts.Rated(g.name[:1].upper() + g.name[1:], float(g.crimes))
                for g in shown
            ],
            unit="recorded crimes",
        ),
        table=Table(
            f"Last known outcome of crimes recorded in {when}",
            (
                Column("Outcome"),
                Column("Crimes", "number"),
                Column("Share of known", "share", decimals=1),
            ),
            rows,
            source=source,
            ref=REF,
        ),
        source=source,
        alt="Bars of crimes by kind of last known outcome.",
        caveats=(
            guards.source_badge("outcome"),
            f"Only crimes at least {guards.MATURE_AFTER_MONTHS} months older than the newest file "
            "are counted.",
        ),
        ref=REF,
    )


def _by_category(result: Outcomes) -> Table:
    return Table(
        f"Outcomes by category, crimes of {numbers.months_between(result.first, result.last)}",
        (
            Column("Category"),
            Column("Crimes", "number"),
            Column("Outcome known", "number"),
            Column("Charged or before the court", "number"),
            Column("Share of known", "share", decimals=1),
            Column("No suspect identified", "number"),
            Column("Share of known", "share", decimals=1),
        ),
        tuple(
            (
                category_name(r.category),
                r.crimes,
                r.known,
                r.charged,
                r.charged / r.known if r.known >= guards.SMALLEST_BASE else "",
                r.no_suspect,
                r.no_suspect / r.known if r.known >= guards.SMALLEST_BASE else "",
            )
            for r in result.categories
        ),
        notes=(
            f"No share where fewer than {guards.SMALLEST_BASE} outcomes are known.",
        ),
        source=wording.CRIME_SOURCE,
        ref=REF,
    )


RECIPES = (
    Recipe(REF, CHAPTER, "Outcomes of older crimes", "outcomes/1", cohort, tell_cohort),
)
