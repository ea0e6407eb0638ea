"""The months of a stated effect from the lake, and its comparison places by one rule.

Only for a measure that is a monthly count of one category in one area. Where the area is
a ward, the comparison places are the wards of the same partnership that do not touch it
and counted between half and twice as many in the before; where it is a small area and the
count is of all crime or of anti-social behaviour, its small areas likewise. A rule,
because whoever may choose the comparison may choose the answer. A partnership or a
council area has only its own past.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from goldthread.assessment.breaks import breaks_for
from goldthread.core.breaks import Break, breaks_in
from goldthread.core.periods import Period, months_between
from goldthread.core.refusal import Refused
from goldthread.delivery.effect_counted import QUESTION
from goldthread.delivery.effect_series import EffectSeries, Named
from goldthread.delivery.models import ExpectedEffect
from goldthread.evidence import offences, places, quality
from goldthread.evidence.engine import Engine
from goldthread.evidence.offences import ALL_CRIME

RULE = (
    "The {} of the partnership that do not touch it and had between half and twice as "
    "many in the twelve months before the work began"
)
EVERY = "All {} of the partnership that do not touch it, since fewer than three are of its size"
Counts = dict[str, dict[date, float]]


def series_from_lake(
    expected: ExpectedEffect,
    engine: Engine,
    *,
    partnership: str,
    began: date,
    local_breaks: Sequence[Break] = (),
    invented: bool = False,
) -> EffectSeries | Refused:
    """The months that judge this effect; refused in a sentence where there are none."""
    area = expected.parameters.get("area", "")
    category = expected.parameters.get("category", ALL_CRIME)
    if expected.question != QUESTION or not area:
        return Refused(
            "The measure is in words only, so its figures have to be given by hand."
        )
    held = quality.months_held(engine, area=partnership, source="offence").to_pylist()
    whole = sorted({row["month"] for row in held if row["state"] == "held"})
    if not whole:
        return Refused("The lake holds no month of police records of this partnership.")
    months = _calendar(whole[0], whole[-1])
    wards = _wards(engine, partnership)
    force = next((row["force"] for row in held if row["force"]), "")
    broken = _broken(
        category, force, months, breaks_for(force, local_breaks, invented=invented)
    )
    shown = EffectSeries(
        months,
        Named(area, (None,) * len(months)),
        source=f"{offences.category_name(category)}, police records by month",
        unit=_counted(category),
        lake_version=engine.version.id,
        broken=broken,
    )
    if area in wards:
        return _with_wards(
            shown, engine, partnership, wards, area, category, set(whole), began
        )
    if category in (ALL_CRIME, offences.ASB):
        vintage = _vintage(engine, partnership, area)
        if vintage:
            return _with_small_areas(
                shown, engine, partnership, vintage, area, category, set(whole), began
            )
    return _alone(shown, engine, area, category, set(whole))


def _counted(category: str) -> str:
    """What one of them is, in words that stand after a number."""
    if category == ALL_CRIME:
        return "recorded crimes"
    name = offences.category_name(category).lower()
    thing = "incidents" if category == offences.ASB else "recorded crimes"
    return f"{thing} of {name}"


def _calendar(first: date, last: date) -> tuple[date, ...]:
    start, end = (day.year * 12 + day.month - 1 for day in (first, last))
    return tuple(date(n // 12, n % 12 + 1, 1) for n in range(start, end + 1))


def _after(month: date) -> date:
    number = month.year * 12 + month.month
    return date(number // 12, number % 12 + 1, 1)


def _broken(
    category: str, force: str, months: Sequence[date], known: Sequence[Break]
) -> str:
    """The recording change inside the months, in its own words."""
    period = months_between(months[0], months[-1])
    found = [
        one
        for one in breaks_in(period, category=category, force=force, known=tuple(known))
        if one.end is None
    ]
    return f"the counting changed in between. {found[0].words}" if found else ""


def _wards(engine: Engine, partnership: str) -> dict[str, tuple[str, str, int]]:
    """Name, census vintage and year of every ward, newest boundaries first."""
    found: dict[str, tuple[str, str, int]] = {}
    rows = places.wards_of(engine, area=partnership).to_pylist()
    newest = max(((r["ward_year"], r["vintage"]) for r in rows), default=None)
    for row in rows:
        if (row["ward_year"], row["vintage"]) == newest:
            name = row["name"] or row["ward"]
            found[row["ward"]] = (name, row["vintage"], row["ward_year"])
    return found


def _alone(
    shown: EffectSeries, engine: Engine, area: str, category: str, held: set[date]
) -> EffectSeries | Refused:
    """An area that is no ward: its own months, nothing to compare it with."""
    known = places.area_named(engine, area=area).to_pylist()
    if not known:
        return Refused(f"The lake knows no area {area}.")
    counts: Counts = defaultdict(lambda: defaultdict(float))
    for row in offences.monthly_by_category(
        engine, area=area, start=shown.months[0], end=_after(shown.months[-1])
    ).to_pylist():
        if _counts(row, category):
            counts[area][row["month"]] += row["offences"]
    place = _named(known[0]["name"], counts[area], shown.months, held)
    return _put(shown, place, (), (), "")


def _with_wards(
    shown: EffectSeries,
    engine: Engine,
    partnership: str,
    wards: dict[str, tuple[str, str, int]],
    area: str,
    category: str,
    held: set[date],
    began: date,
) -> EffectSeries:
    _, vintage, year = wards[area]
    counts: Counts = defaultdict(lambda: defaultdict(float))
    for row in offences.by_ward_and_category(
        engine,
        area=partnership,
        vintage=vintage,
        ward_year=year,
        start=shown.months[0],
        end=_after(shown.months[-1]),
    ).to_pylist():
        if _counts(row, category):
            counts[row["ward"]][row["month"]] += row["offences"]
    beside = _beside(engine, partnership, vintage, year, area)
    apart = [code for code in sorted(wards) if code != area and code not in beside]
    alike, rule = _alike(counts, area, apart, began)

    def named(code: str) -> Named:
        return _named(wards[code][0], counts[code], shown.months, held)

    return _put(
        shown,
        named(area),
        tuple(map(named, alike)),
        tuple(named(code) for code in sorted(beside) if code in wards),
        rule.format("wards"),
    )


def _vintage(engine: Engine, partnership: str, area: str) -> str:
    """The newest census whose small areas of the partnership this is one of."""
    for vintage in ("2021", "2011"):
        rows = places.outlines_of_small_areas(engine, area=partnership, vintage=vintage)
        if area in rows["code"].to_pylist():
            return vintage
    return ""


def _with_small_areas(
    shown: EffectSeries,
    engine: Engine,
    partnership: str,
    vintage: str,
    area: str,
    category: str,
    held: set[date],
    began: date,
) -> EffectSeries:
    counted = "crimes" if category == ALL_CRIME else "asb"
    counts: Counts = defaultdict(lambda: defaultdict(float))
    for row in offences.by_small_area_and_month(
        engine,
        area=partnership,
        vintage=vintage,
        start=shown.months[0],
        end=_after(shown.months[-1]),
    ).to_pylist():
        counts[row["small_area"]][row["month"]] += row[counted]
    rows = places.outlines_of_small_areas(
        engine, area=partnership, vintage=vintage
    ).to_pylist()
    names = {row["code"]: row["name"] or row["code"] for row in rows}
    beside = _touching({row["code"]: row["geometry"] for row in rows}, area)
    apart = [code for code in sorted(names) if code != area and code not in beside]
    alike, rule = _alike(counts, area, apart, began)

    def named(code: str) -> Named:
        return _named(names[code], counts[code], shown.months, held)

    return _put(
        shown,
        named(area),
        tuple(map(named, alike)),
        tuple(map(named, sorted(beside))),
        rule.format("small areas"),
    )


def _counts(row: dict[str, object], category: str) -> bool:
    if category == ALL_CRIME:
        return bool(row["is_crime"])
    return row["category"] == category


def _alike(
    counts: Counts, area: str, apart: Sequence[str], began: date
) -> tuple[list[str], str]:
    """The wards of its size before the work began; all where they are fewer than three."""
    before = Period(began.replace(year=began.year - 1, day=1), began.replace(day=1), "")
    had = {
        code: sum(n for month, n in counts[code].items() if month in before)
        for code in [area, *apart]
    }
    found = [c for c in apart if had[area] / 2 <= had[c] <= had[area] * 2]
    return (found, RULE) if len(found) >= 3 else (list(apart), EVERY)


def _beside(
    engine: Engine, partnership: str, vintage: str, year: int, area: str
) -> set[str]:
    """The wards that touch it; none where no outlines are held."""
    rows = places.outlines_of_wards(
        engine, area=partnership, vintage=vintage, ward_year=year
    ).to_pylist()
    return _touching({row["code"]: row["geometry"] for row in reversed(rows)}, area)


def _touching(outlines: dict[str, bytes], area: str) -> set[str]:
    codes = sorted(outlines)
    pairs = places.touching([outlines[code] for code in codes]) if codes else []
    touching = {frozenset((codes[a], codes[b])) for a, b in pairs}
    return {code for code in codes if frozenset((code, area)) in touching} - {area}


def _named(
    name: str, counts: dict[date, float], months: Sequence[date], held: set[date]
) -> Named:
    return Named(name, tuple(counts.get(m, 0.0) if m in held else None for m in months))


def _put(
    shown: EffectSeries,
    place: Named,
    others: tuple[Named, ...],
    beside: tuple[Named, ...],
    rule: str,
) -> EffectSeries:
    return replace(shown, place=place, others=others, beside=beside, rule=rule)
