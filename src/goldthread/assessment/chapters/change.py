"""Changes since last year: what moved, and what only seems to have (B4 b, E1, E2).

The period is compared with the same months a year before and with the mean of the three
years before. Masked months and recording breaks are not compared across: where the year
before was partly masked, the months that were ordinary in both years are compared
instead, and where even those are few, nothing is.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from goldthread.assessment import guards, wording
from goldthread.assessment.chapters.quality import located
from goldthread.assessment.notebook import Notebook
from goldthread.assessment.polarity import caveat_of, verdict
from goldthread.assessment.recipe import NotSaid, Recipe, Told
from goldthread.assessment.scope import Scope
from goldthread.assessment.series import Monthly, monthly_counts, steps_in
from goldthread.core.change import Change, change, over_dispersion
from goldthread.core.periods import Period, months_between
from goldthread.documents import charts, numbers
from goldthread.documents.model import (
    Block,
    Callout,
    Cell,
    Chart,
    Column,
    Interval,
    Paragraph,
    Run,
    Table,
    Text,
)
from goldthread.evidence.offences import ALL_CRIME, ASB, PUBLIC_ORDER, category_name

CHAPTER = "change"
FEWEST_LIKE_MONTHS = 3
NOTICEABLE = 0.01  # a move of the counts that is of places, not of crime
# Fifteen counts are read at once: at 95 % two assessments in three would flag an
# unchanged one, at 99 % one in seven.
CONFIDENCE = 0.99
REF = "change-by-category"
BOTH = "anti-social-behaviour-and-public-order"
NOT_A_CATEGORY = (ALL_CRIME, BOTH)


@dataclass(frozen=True, slots=True)
class Moved:
    """One category now and a year before, or why the two are not compared."""

    category: str
    now: int
    before: int | None
    three_year_mean: float | None
    change: Change | None
    refused: str

    @property
    def direction(self) -> str:
        """ "higher", "lower", "not distinguishable" or "not comparable"."""
        return self.change.direction if self.change else "not comparable"


@dataclass(frozen=True, slots=True)
class Changed:
    """Every category over the months compared."""

    months: tuple[date, ...]
    whole_year: bool
    left_out: str
    unlocated_now: float | None
    unlocated_before: float | None
    moved: tuple[Moved, ...]

    @property
    def places_alone(self) -> float:
        """By what part the counts moved only because more or fewer records have a place."""
        if self.unlocated_now is None or self.unlocated_before is None:
            return 0.0
        return (1 - self.unlocated_now) / (1 - self.unlocated_before) - 1

    def in_direction(self, direction: str) -> tuple[Moved, ...]:
        """Categories that moved that way beyond chance, the largest number first."""
        found = [
            m
            for m in self.moved
            if m.direction == direction and m.category not in NOT_A_CATEGORY
        ]
        return tuple(
            sorted(
                found,
                key=lambda m: (-abs(m.change.absolute if m.change else 0), m.category),
            )
        )


def changed(scope: Scope, notebook: Notebook) -> Changed | NotSaid:
    """Compare like months with like months, each category with its own spread."""
    months = comparable_months(scope)
    if len(months) < FEWEST_LIKE_MONTHS:
        return NotSaid(_too_few(scope, len(months)))
    monthly = monthly_counts(scope, notebook)
    monthly = _with_both(monthly)
    phis = _phis(scope, monthly)
    moved = tuple(
        _moved(scope, monthly, category, months, float(phi))
        for category, phi in zip(monthly.categories, phis, strict=True)
    )
    return Changed(
        months=months,
        whole_year=len(months) == 12,
        left_out="" if len(months) == 12 else _left_out(scope),
        unlocated_now=_unlocated(scope, notebook, months),
        unlocated_before=_unlocated(
            scope, notebook, tuple(_year_before(m) for m in months)
        ),
        moved=moved,
    )


def comparable_months(scope: Scope) -> tuple[date, ...]:
    """Months of the period that are held and ordinary in both years."""
    held = set(scope.held)
    return tuple(
        month
        for month in scope.months_held
        if _year_before(month) in held
        and not scope.is_masked(month)
        and not scope.is_masked(_year_before(month))
    )


def _with_both(monthly: Monthly) -> Monthly:
    """The table with anti-social behaviour and public order as one more row (E39)."""
    if not {ASB, PUBLIC_ORDER} <= set(monthly.categories):
        return monthly
    both = monthly.of(ASB) + monthly.of(PUBLIC_ORDER)
    return Monthly(
        (*monthly.categories, BOTH), monthly.months, np.vstack([monthly.counts, both])
    )


def _unlocated(
    scope: Scope, notebook: Notebook, months: tuple[date, ...]
) -> float | None:
    """The share of the force's records without a place in these months."""
    found = located(scope, notebook, months_between(months[0], months[-1]))
    if isinstance(found, NotSaid) or not found.lists_unlocated:
        return None
    chosen = [m for m in found.months if m.month in set(months)]
    records = sum(m.records for m in chosen)
    return sum(m.unlocated for m in chosen) / records if records else None


def _too_few(scope: Scope, months: int) -> str:
    before = scope.held_in(scope.earlier)
    words = (
        f"{len(scope.months_held)} months of {scope.period.label} and {before} of the twelve "
        "before are held"
    )
    if months or before:
        words += f"; {months} of them can be compared like with like"
    return (
        f"No change is stated: {words}, and at least {FEWEST_LIKE_MONTHS} are needed."
    )


def _phis(scope: Scope, monthly: Monthly) -> np.ndarray:
    """Spread beyond chance of each category, masked months left out of the estimate."""
    ordinary = np.where(scope.masked(monthly.months), np.nan, monthly.counts)
    found = over_dispersion(ordinary, months=monthly.months)
    # Too few ordinary months: the masked ones, which swing more, err on the safe side.
    restless = over_dispersion(monthly.counts, months=monthly.months)
    known = np.where(np.isnan(found), restless, found)
    return np.where(np.isnan(known), 1.0, known)


def _moved(
    scope: Scope, monthly: Monthly, category: str, months: tuple[date, ...], phi: float
) -> Moved:
    now = _sum(monthly, category, months)
    before = _sum(monthly, category, tuple(_year_before(m) for m in months))
    between = Period(
        _year_before(months[0]), scope.period.end, "the two years compared"
    )
    cut = steps_in(scope, monthly, category, between)
    if now is None:
        return Moved(category, 0, None, None, None, "Not counted in these months.")
    if cut:
        reason = f"Recording change in {numbers.month(cut[-1].start)}: {cut[-1].words}"
        return Moved(category, int(now), _whole(before), None, None, reason)
    if before is None:
        return Moved(category, int(now), None, None, None, "Not counted a year before.")
    return Moved(
        category,
        int(now),
        int(before),
        _three_year_mean(scope, monthly, category, months),
        change(now, before, phi=phi, confidence=CONFIDENCE),
        "",
    )


def _sum(monthly: Monthly, category: str, months: tuple[date, ...]) -> float | None:
    wanted = np.array(months, dtype="datetime64[M]")
    values = monthly.of(category)[np.isin(monthly.months, wanted)]
    if values.size < len(months) or np.isnan(values).any():
        return None
    return float(values.sum())


def _three_year_mean(
    scope: Scope, monthly: Monthly, category: str, months: tuple[date, ...]
) -> float | None:
    """Mean of the same months in the three years before; None unless all are ordinary."""
    totals = []
    for back in (1, 2, 3):
        then = tuple(date(m.year - back, m.month, 1) for m in months)
        if any(scope.is_masked(m) for m in then):
            return None
        total = _sum(monthly, category, then)
        if total is None:
            return None
        totals.append(total)
    first = date(months[0].year - 3, months[0].month, 1)
    if steps_in(
        scope, monthly, category, Period(first, scope.period.end, "three years")
    ):
        return None
    return sum(totals) / 3


def _left_out(scope: Scope) -> str:
    both = Period(scope.earlier.start, scope.period.end, "the two years")
    spells = scope.spells_in(both)
    if spells:
        return f"{spells[0].name.lower()} touches {both.label}"
    return "not every month is held in both years"


def tell_changed(scope: Scope, result: Changed, notebook: Notebook) -> Told:
    """Which categories moved beyond chance, in words, as dots and as a table."""
    sentence = _sentence(result)
    blocks: list[Block] = []
    if not result.whole_year:
        blocks.append(_like_months(result))
    blocks += [Paragraph(sentence), _dots(scope, result)]
    if abs(result.places_alone) >= NOTICEABLE:
        blocks.insert(
            -1, Callout("caveat", _places_words(result), "Records without a place")
        )
    moved = [m for m in result.moved if m.direction in ("higher", "lower")]
    blocks += [
        Callout("caveat", f"{category_name(m.category)}: {caveat_of(m.category)}")
        for m in moved
        if caveat_of(m.category) and m.category != ALL_CRIME
    ]
    if any(m.category == ASB for m in moved):
        blocks += [Paragraph(text) for text in _both_words(result)]
    return Told(tuple(blocks), key=sentence, weight=90.0)


def _places_words(result: Changed) -> Text:
    return (
        "Records without a place are in no area's count. They were ",
        numbers.share_figure(result.unlocated_before, REF),
        " of the force's records a year before and ",
        numbers.share_figure(result.unlocated_now, REF),
        " now: that alone moves every count here by about ",
        numbers.signed_share_figure(result.places_alone, REF),
        ".",
    )


def _both_words(result: Changed) -> tuple[Text, ...]:
    """Whether anti-social behaviour moved, or only its name did (E39)."""
    both = next((m for m in result.moved if m.category == BOTH), None)
    if both is None or both.change is None:
        return ()
    verdict_words = {
        "higher": "are distinguishably higher too",
        "lower": "are distinguishably lower too",
    }.get(both.direction, "cannot be told apart from no change")
    return (
        (
            "Taken together, anti-social behaviour and public order (",
            numbers.count_figure(both.before, REF),
            " to ",
            numbers.count_figure(both.now, REF),
            f") {verdict_words}; a movement in one alone can be a change of name into the other.",
        ),
    )


def _like_months(result: Changed) -> Callout:
    words: Text = (
        "The whole year is not compared with the year before (",
        f"{result.left_out}). What follows compares ",
        numbers.count_figure(len(result.months), REF),
        f" months with the same months a year earlier: {_named(result.months)}.",
    )
    return Callout("caveat", words, "Like with like")


def _sentence(result: Changed) -> Text:
    crime = next(m for m in result.moved if m.category == ALL_CRIME)
    rises, falls = result.in_direction("higher"), result.in_direction("lower")
    still = [m for m in result.moved if m.direction == "not distinguishable"]
    words: list[Run] = [*_crime_words(result, crime)]
    for found, verb in ((rises, "higher"), (falls, "lower")):
        if found:
            words.append(f" Distinguishably {verb}: ")
            words.extend(wording.listed_some([_movement(m) for m in found]))
            words.append(".")
    if still:
        words += [
            " The other " if rises or falls else " The ", numbers.count_figure(len([m for m in still if m.category not in NOT_A_CATEGORY]), REF),
            " categories cannot be told apart from no change.",
        ]  # fmt: skip
    return tuple(words)


def _crime_words(result: Changed, crime: Moved) -> tuple[Run, ...]:
    when = "the year before" if result.whole_year else "the same months a year earlier"
    if crime.change is None:
        return (
            "Recorded crime was ", numbers.count_figure(crime.now, REF),
            f"; it is not compared with {when}: {crime.refused}",
        )  # fmt: skip
    verb = {
        "higher": "was distinguishably higher than in",
        "lower": "was distinguishably lower than in",
    }.get(crime.direction, "cannot be told apart from")
    return (
        "Recorded crime (", numbers.count_figure(crime.now, REF), f") {verb} {when} (",
        numbers.count_figure(crime.before, REF), *_percent(crime.change), ").",
    )  # fmt: skip


def _percent(moved: Change) -> tuple[Run, ...]:
    if moved.percent is None or moved.percent_low is None or moved.percent_high is None:
        return ()
    return (
        "; ", numbers.signed_share_figure(moved.percent / 100, REF), ", 99% limits ",
        numbers.share_interval_figure(moved.percent_low / 100, moved.percent_high / 100, REF),
    )  # fmt: skip


def _movement(moved: Moved) -> tuple[Run, ...]:
    found = moved.change
    name = wording.name_in_sentence(moved.category)
    numbers_of = (
        numbers.count_figure(moved.before, REF),
        " to ",
        numbers.count_figure(moved.now, REF),
    )
    if found is None or found.percent is None:
        return (f"{name} (", *numbers_of, ")")
    return (
        f"{name} (", *numbers_of, ", ",
        numbers.signed_share_figure(found.percent / 100, REF), ")",
    )  # fmt: skip


def _dots(scope: Scope, result: Changed) -> Chart:
    shown = sorted(
        (m for m in result.moved if m.change and m.change.percent is not None),
        key=lambda m: (
            -(m.change.percent if m.change and m.change.percent else 0),
            m.category,
        ),
    )
    moved = len([m for m in shown if m.direction in ("higher", "lower")])
    rated = [
        charts.Rated(
            category_name(m.category),
            m.change.percent,
            m.change.percent_low,
            m.change.percent_high,
            _colour(m),
            m.direction != "not distinguishable",
        )
        for m in shown
        if m.change
    ]
    title: Text = (
        numbers.count_figure(moved, REF),
        f" of {len(shown)} counts moved by more than chance allows.",
    )
    return Chart(
        id="chart-change",
        title=title,
        spec=charts.interval_dots(
            rated,
            unit="per cent change",
            reference=0.0,
            reference_label="no change",
            decimals=0,
        ),
        table=_table(scope, result),
        source=wording.source(scope),
        alt="A dot with its interval for each category, against a line at no change.",
        caveats=_caveats(scope, result),
        ref=REF,
    )


def _colour(moved: Moved) -> charts.Verdict:
    answer = verdict(moved.category, moved.direction)
    return answer if answer in ("improving", "concern") else "unclear"  # type: ignore[return-value]


def _caveats(scope: Scope, result: Changed) -> tuple[Text, ...]:
    cut = {b for m in result.moved for b in scope.steps_in(m.category, scope.history)}
    return (
        guards.POLICE_BADGE,
        "Intervals are 99 per cent limits, widened by how much each category swings from month "
        "to month beyond chance; of a hundred unchanged counts about one would be flagged.",
        "Whether a movement is better or worse is said only where fewer recorded means fewer.",
        *guards.recording_breaks(tuple(cut)),
        *guards.masked_months(scope.spells_in(scope.stretch)),
    )


def _table(scope: Scope, result: Changed) -> Table:
    rows = tuple(_row(m) for m in result.moved)
    return Table(
        f"Now and a year before, {scope.area_name}, {_named(result.months)}",
        (
            Column("Category"),
            Column("A year before", "number"),
            Column("Now", "number"),
            Column("Change", "number"),
            Column("Change, %", "number", decimals=1),
            Column("99% limits, %", "interval", decimals=1),
            Column("Mean of three years before", "number"),
            Column("Reading"),
        ),
        rows,
        notes=(
            f"No percentage where the base is under {guards.SMALLEST_BASE}.",
            "The mean of three years stands only where all three are held, ordinary and counted "
            "the same way.",
        ),
        source=wording.source(scope),
        ref=REF,
    )


def _row(moved: Moved) -> tuple[Cell, ...]:
    found = moved.change
    limits = (
        Interval(found.percent_low, found.percent_high)
        if found and found.percent_low is not None and found.percent_high is not None
        else None
    )
    return (
        category_name(moved.category),
        moved.before,
        moved.now,
        found.absolute if found else "",
        found.percent if found and found.percent is not None else "",
        limits or "",
        "" if moved.three_year_mean is None else moved.three_year_mean,
        moved.refused or _reading(moved),
    )


def _reading(moved: Moved) -> str:
    answer = verdict(moved.category, moved.direction)
    if moved.direction == "not distinguishable":
        return "no distinguishable change"
    if answer in ("improving", "concern"):
        return f"{moved.direction}: {answer}"
    return f"{moved.direction}; better or worse is not said, see the note"


def _named(months: tuple[date, ...]) -> str:
    if len(months) == 12:
        return numbers.months_between(months[0], months[-1])
    return ", ".join(numbers.month(m) for m in months)


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


def _year_before(month: date) -> date:
    return date(month.year - 1, month.month, 1)


RECIPES = (
    Recipe(REF, CHAPTER, "Against the year before", "change/3", changed, tell_changed),
)
