"""Wards: how much each holds, and in which ward a category moved (E1, E38)."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from goldthread.assessment import guards, wording
from goldthread.assessment.chapters.change import FEWEST_LIKE_MONTHS, comparable_months
from goldthread.assessment.notebook import Notebook
from goldthread.assessment.recipe import NotSaid, Recipe, Told
from goldthread.assessment.scope import Scope
from goldthread.core.arrays import Floats, Months
from goldthread.core.change import change, over_dispersion
from goldthread.core.hotspots import benjamini_hochberg
from goldthread.core.periods import Period
from goldthread.documents import numbers
from goldthread.documents.model import (
    Block,
    Column,
    Interval,
    Paragraph,
    Run,
    Table,
    Text,
)
from goldthread.evidence import offences, places
from goldthread.evidence.offences import ASB, PUBLIC_ORDER, category_name

CHAPTER = "neighbourhoods"
# Some 280 counts (20 wards by 14 categories) are read at once, so one in twenty of those
# that are named may be chance; and under twenty records a ward's year says nothing.
DISCOVERY_RATE = 0.05
SMALLEST_PAIR = 40

Series = dict[tuple[str, str], Floats]
"""Monthly counts of each ward and category."""


@dataclass(frozen=True, slots=True)
class Ward:
    """One ward in the period: how much it holds."""

    code: str
    name: str
    crimes: int
    asb: int
    public_order: int  # beside anti-social behaviour, which may be recorded as it (E39)
    share: float


@dataclass(frozen=True, slots=True)
class Move:
    """One category in one ward now and a year before, distinguishable among them all."""

    ward: str
    name: str
    category: str
    before: int
    now: int
    percent: float | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class WardCounts:
    """Every ward, and the moves that stand out among all wards and categories."""

    ward_year: int
    crimes: int
    wards: tuple[Ward, ...]
    months: tuple[date, ...]
    compared: int
    moves: tuple[Move, ...]


def wards(scope: Scope, notebook: Notebook) -> WardCounts | NotSaid:
    """Count wards in the period and compare each category in each with the year before."""
    used = scope.wards
    if used is None:
        return NotSaid(
            "No wards can be shown: the lake holds no lookup of wards. Load one."
        )
    rows = offences.by_ward_and_category(
        notebook,
        area=scope.area,
        vintage=used.vintage,
        ward_year=used.year,
        start=scope.stretch.start,
        end=scope.stretch.end,
    )
    names = ward_names(scope, notebook)
    months = scope.stretch.months
    series = _series(scope, rows, months)
    totals = _totals(scope, series, months)
    crimes = sum(t[0] for t in totals.values())
    if not crimes:
        return NotSaid("No record of the period could be put into a ward.")
    found = [
        Ward(code, names.get(code, code), t[0], t[1], t[2], t[0] / crimes)
        for code, t in totals.items()
    ]
    like = comparable_months(scope)
    enough = len(like) >= FEWEST_LIKE_MONTHS
    moves, compared = _moves(scope, series, months, like, names) if enough else ((), 0)
    return WardCounts(
        ward_year=used.year,
        crimes=crimes,
        wards=tuple(sorted(found, key=lambda w: (-w.crimes, w.code))),
        months=like if enough else (),
        compared=compared,
        moves=moves,
    )


def ward_names(scope: Scope, notebook: Notebook) -> dict[str, str]:
    """The name of each ward used, its code where the lookup gives none."""
    used = scope.wards
    rows = places.wards_of(notebook, area=scope.area).to_pylist()
    return {
        r["ward"]: r["name"] or r["ward"]
        for r in rows
        if used and r["ward_year"] == used.year and r["vintage"] == used.vintage
    }


def _series(scope: Scope, rows: pa.Table, months: Months) -> Series:
    """Monthly counts of each ward and category, zero where held, NaN where not."""
    place = {m.astype(date): at for at, m in enumerate(months)}
    blank = np.array([np.nan if m not in set(scope.held) else 0.0 for m in place])
    found: dict[tuple[str, str], Floats] = {}
    for ward, month, category, count in zip(
        *(rows[c].to_pylist() for c in ("ward", "month", "category", "offences")),
        strict=True,
    ):
        at = place[month]
        series = found.setdefault((ward, category), blank.copy())
        if not np.isnan(series[at]):
            series[at] = count
    return found


def _totals(
    scope: Scope, series: Series, months: Months
) -> dict[str, tuple[int, int, int]]:
    """Crimes, anti-social behaviour and, of the crimes, public order in each ward."""
    inside = np.array([m.astype(date) in scope.period for m in months])
    totals: dict[str, tuple[int, int, int]] = {}
    for (ward, category), counts in series.items():
        crimes, asb, order = totals.get(ward, (0, 0, 0))
        count = int(np.nansum(counts[inside]))
        if category == ASB:
            asb += count
        else:
            crimes += count
        if category == PUBLIC_ORDER:
            order += count
        totals[ward] = (crimes, asb, order)
    return totals


def _moves(
    scope: Scope,
    series: Series,
    months: Months,
    like: tuple[date, ...],
    names: dict[str, str],
) -> tuple[tuple[Move, ...], int]:
    """Moves that stand at the stated rate of false discoveries among all compared."""
    both = Period(_earlier(like[0]), scope.period.end, "the two years")
    keys = [k for k in sorted(series) if not scope.steps_in(k[1], both)]
    recent = np.isin(months, np.array(like, dtype="datetime64[M]"))
    before = np.isin(
        months, np.array([_earlier(m) for m in like], dtype="datetime64[M]")
    )
    pairs = [
        (k, float(series[k][recent].sum()), float(series[k][before].sum()))
        for k in keys
    ]
    pairs = [p for p in pairs if p[1] + p[2] >= SMALLEST_PAIR]
    if not pairs:
        return (), 0
    table = np.array([series[p[0]] for p in pairs])
    phis = _phis(table, [category for (_, category), _, _ in pairs], series, months)
    found = [
        change(now, then, phi=max(float(phi), 1.0))
        for (_, now, then), phi in zip(pairs, phis, strict=True)
    ]
    q_values = benjamini_hochberg([c.p_value for c in found])
    moves = [
        Move(ward, names.get(ward, ward), category, int(then), int(now), c.percent,
             c.absolute_low, c.absolute_high)
        for ((ward, category), now, then), c, q in zip(pairs, found, q_values, strict=True)
        if q <= DISCOVERY_RATE
    ]  # fmt: skip
    ordered = sorted(moves, key=lambda m: (-abs(m.now - m.before), m.ward, m.category))
    return tuple(ordered), len(pairs)


def _phis(
    table: Floats, categories: list[str], series: Series, months: Months
) -> Floats:
    """Spread beyond chance of each pair, never less than the whole category shows.

    A ward's own months are too few to tell its spread; with it alone shoplifting moved in
    one ward and not in the city that is nearly all that ward.
    """
    names = sorted(set(categories))
    whole = np.array(
        [
            np.sum([s for k, s in series.items() if k[1] == name], axis=0)
            for name in names
        ]
    )
    of_category = dict(
        zip(
            names,
            np.nan_to_num(over_dispersion(whole, months=months), nan=1.0),
            strict=True,
        )
    )
    own = np.nan_to_num(over_dispersion(table, months=months), nan=1.0)
    return np.maximum(own, [of_category[c] for c in categories])


def tell_wards(scope: Scope, result: WardCounts, notebook: Notebook) -> Told:
    """The wards by count, and the moves that stand out."""
    ref = "neighbourhoods-wards"
    top = result.wards[0]
    intro: Text = (
        f"Of the {len(result.wards)} wards, {top.name} holds most crime (",
        numbers.count_figure(top.crimes, ref),
        ", ",
        numbers.share_figure(top.share, ref),
        ").",
    )
    blocks: list[Block] = [Paragraph(intro), _ward_table(scope, result, ref)]
    if not result.months:
        blocks.append(
            Paragraph("No change by ward is stated: too few like months are held.")
        )
        return Told(tuple(blocks))
    sentence = _moves_sentence(result, ref)
    blocks.append(Paragraph(sentence))
    if result.moves:
        blocks.append(_move_table(result, ref))
    return Told(tuple(blocks), key=sentence if result.moves else None, weight=75.0)


def _moves_sentence(result: WardCounts, ref: str) -> Text:
    if not result.moves:
        return (
            "None of the ",
            numbers.count_figure(result.compared, ref),
            " pairs of ward and category large enough to compare moved by more than chance "
            "allows.",
        )
    pieces: list[tuple[Run, ...]] = [
        (
            f"{wording.name_in_sentence(m.category)} in {m.name} (",
            numbers.count_figure(m.before, ref), " to ", numbers.count_figure(m.now, ref), ")",
        )
        for m in result.moves
    ]  # fmt: skip
    return (
        "Against a year before, of ",
        numbers.count_figure(result.compared, ref),
        " pairs of ward and category these moved by more than chance allows: ",
        *wording.listed_some(pieces),
        ".",
    )


def _ward_table(scope: Scope, result: WardCounts, ref: str) -> Table:
    return Table(
        f"Crime by ward, {wording.period_words(scope)}",
        (
            Column("Ward"),
            Column("Crimes", "number"),
            Column("Share", "share", decimals=1),
            Column("Anti-social behaviour", "number"),
            Column("Public order (in crimes)", "number"),
        ),
        tuple((w.name, w.crimes, w.share, w.asb, w.public_order) for w in result.wards),
        notes=(
            guards.boundary_vintage(scope.vintage, ward_year=result.ward_year),
            "Wards differ in size; the order is of counts and is no ranking of risk.",
        ),
        source=wording.source(scope),
        ref=ref,
    )


def _move_table(result: WardCounts, ref: str) -> Table:
    return Table(
        "Moves by ward that stand out",
        (
            Column("Ward"),
            Column("Category"),
            Column("A year before", "number"),
            Column("Now", "number"),
            Column("Change, %", "number", decimals=0),
            Column("95% limits of the change", "interval"),
        ),
        tuple(
            (m.name, category_name(m.category), m.before, m.now, "" if m.percent is None else m.percent,
             Interval(m.low, m.high))
            for m in result.moves
        ),
        notes=(
            "No percentage where the base is under 20. Of moves named like this, one in twenty "
            "may be chance.",
            guards.CHOSEN_FOR_BEING_HIGH,
        ),
        source=wording.CRIME_SOURCE,
        ref=ref,
    )  # fmt: skip


def _earlier(month: date) -> date:
    return date(month.year - 1, month.month, 1)


RECIPES = (
    Recipe("neighbourhoods-wards", CHAPTER, "Wards", "wards/3", wards, tell_wards),
)
