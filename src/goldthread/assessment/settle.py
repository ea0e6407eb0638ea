"""Settle the scope of an assessment: a handful of questions, asked before any finding."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from goldthread.assessment.breaks import breaks_for
from goldthread.assessment.loads import Loads
from goldthread.assessment.notebook import Notebook
from goldthread.assessment.recipe import tables_of_asks
from goldthread.assessment.scope import (
    HISTORY_MONTHS,
    Deprivation,
    NothingHeld,
    Population,
    Scope,
    Wards,
)
from goldthread.assessment.sharing import require_open
from goldthread.core import periods
from goldthread.core.breaks import Break
from goldthread.core.periods import Period
from goldthread.evidence import people, places, quality

# A population that covers fewer of the area's small areas than this would make every
# rate too high by the missing share.
ENOUGH_AREAS = 0.99


def settle(
    notebook: Notebook,
    *,
    area: str,
    period: Period,
    comparison: Sequence[str] = (),
    local_breaks: Sequence[Break] = (),
    loads: Loads | None = None,
    invented: bool = False,
) -> Scope:
    """Find out what can be said about `area` in `period` before saying anything.

    Raises:
        NothingHeld: the area is not known, or no month of the period is held.
    """
    known = places.area_named(notebook, area=area).to_pylist()
    if not known:
        raise NothingHeld(
            f"Expected the code of an area in the lake; found {area}. Load the lookups "
            "that name it, or choose another area."
        )
    history = _history(period)
    months = quality.months_held(notebook, area=area, source="offence").to_pylist()
    held = _in_state(months, "held", history)
    force = _force(months, period)
    if not any(month in period for month in held):
        raise NothingHeld(_nothing_held(known[0]["name"], period, months))
    vintage = _vintage(notebook, area, period)
    population = _population(notebook, area, period, vintage)
    settled = Scope(
        area=area,
        area_name=known[0]["name"],
        level=known[0]["level"],
        period=period,
        history=history,
        held=held,
        partial=_in_state(months, "partial", history),
        force=force,
        vintage=vintage,
        population=population,
        deprivation=_deprivation(notebook, area, period, vintage),
        wards=_wards(notebook, area, period),
        has_outlines=_has_outlines(notebook, vintage),
        comparison=tuple(comparison),
        breaks=breaks_for(force, local_breaks, invented=invented),
        loads=loads,
        invented=invented,
    )
    require_open(tables_of_asks(notebook.settled))
    return settled


def _history(period: Period) -> Period:
    first = periods.twelve_months_ending(period.last_day)
    start = first.start
    count = start.year * 12 + start.month - 1 - (HISTORY_MONTHS - 12)
    return Period(
        date(count // 12, count % 12 + 1, 1), period.end, f"up to {period.label}"
    )


def _in_state(
    months: list[dict[str, Any]], state: str, within: Period
) -> tuple[date, ...]:
    return tuple(
        sorted(
            {m["month"] for m in months if m["state"] == state and m["month"] in within}
        )
    )


def _force(months: list[dict[str, Any]], period: Period) -> str:
    """The force whose files decide the area's months: the commonest, then the first."""
    inside = Counter(m["force"] for m in months if m["month"] in period)
    return min(inside, key=lambda name: (-inside[name], name)) if inside else ""


def _nothing_held(name: str, period: Period, months: list[dict[str, Any]]) -> str:
    held = sorted(m["month"] for m in months if m["state"] == "held")
    if not held:
        return (
            f"No police records of {name} are held. Load the street files of its force."
        )
    return (
        f"No month of {period.label} is held for {name}: the lake holds "
        f"{periods.months_between(held[0], held[-1]).label}. Choose a period inside it, "
        "or load the missing months."
    )


def _vintage(notebook: Notebook, area: str, period: Period) -> str:
    """The census whose small areas take in most of the records; the newer on a tie."""
    row = quality.placed_by_vintage(
        notebook, area=area, start=period.start, end=period.end
    ).to_pylist()[0]
    ready = {
        held["vintage"]
        for held in people.population_held(notebook, area=area).to_pylist()
    }
    placed = {"2011": row["placed_2011"], "2021": row["placed_2021"]}
    most = max(placed.values())
    usable = [v for v, count in placed.items() if count >= 0.95 * most]
    return max(usable, key=lambda v: (v in ready, placed[v], v))


def _population(
    notebook: Notebook, area: str, period: Period, vintage: str
) -> Population | None:
    """The estimate nearest to the middle of the period, of the right vintage."""
    held = people.population_held(notebook, area=area).to_pylist()
    whole = max((h["areas"] for h in held if h["vintage"] == vintage), default=0)
    fit = [
        h
        for h in held
        if h["vintage"] == vintage and h["areas"] >= ENOUGH_AREAS * whole
    ]
    if not fit:
        return None
    best = min(fit, key=lambda h: (abs(h["year"] - _middle(period)), -h["year"]))
    return Population(vintage, best["year"], best["persons"])


def _deprivation(
    notebook: Notebook, area: str, period: Period, vintage: str
) -> Deprivation | None:
    held = [
        h
        for h in people.deprivation_held(notebook, area=area).to_pylist()
        if h["measure"] == "imd_decile" and h["areas"] > 0
    ]
    if not held:
        return None
    best = min(
        held,
        key=lambda h: (
            h["vintage"] != vintage,
            abs(h["edition"] - _middle(period)),
            -h["edition"],
        ),
    )
    return Deprivation(best["edition"], best["vintage"])


def _wards(notebook: Notebook, area: str, period: Period) -> Wards | None:
    """Named wards before nameless ones, then the year nearest to the period."""
    table = places.wards_of(notebook, area=area).to_pylist()
    if not table:
        return None
    named: dict[tuple[int, str], bool] = {}
    for row in table:
        key = (row["ward_year"], row["vintage"])
        named[key] = named.get(key, False) or bool(row["name"])
    year, vintage = min(
        named, key=lambda k: (not named[k], abs(k[0] - _middle(period)), k)
    )
    return Wards(year, vintage, named[year, vintage])


def _has_outlines(notebook: Notebook, vintage: str) -> bool:
    return any(
        row["level"] == "small_area" and row["vintage"] == vintage
        for row in places.boundaries_held(notebook).to_pylist()
    )


def _middle(period: Period) -> int:
    return (period.start + (period.end - period.start) / 2).year
