"""What is held, month by month: held, partial or missing, and never zero for missing.

A month is partial when it has less than 60 % of the median of the force's held months
within six months either side (three of them needed), or, for sources that carry days,
when its last ten days are silent. Over the 35 Leicestershire months held, which run
through the first lockdown, the lowest true month stands at 78 % of that median; the
15-line file a force once published stands far under 1 %.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from statistics import median
from typing import Any

import pyarrow as pa

from goldthread.evidence.forces import AREA_DOWNLOAD
from goldthread.evidence.lake.manifest import Part
from goldthread.evidence.tables import COVERAGE

SOURCES = ("offence", "outcome", "stop_search")
WINDOW = 6
NEEDED = 3
SHARE = 0.6
# The first month held of outcomes has few crimes before it for outcomes to come of: only
# next to nothing is called cut short there.
BEGINNING = 0.1
SILENT_DAYS = 10
# A download of an outline has records of its neighbours too, one in fifty or so; an area
# that it was asked for has more than a twentieth of it.
EDGE = 0.05
# An area with fewer records a month than this may truly have a month without any.
QUIET = 20

HELD, PARTIAL, MISSING = "held", "partial", "missing"


def month_number(text: str) -> int:
    """Months since year 0, so that months can be counted along."""
    year, month = text.split("-")
    return int(year) * 12 + int(month) - 1


def first_day(number: int) -> date:
    """The first day of a counted month."""
    return date(number // 12, number % 12 + 1, 1)


def state_of(month: int, parts: Mapping[int, Part]) -> tuple[str, str | None]:
    """Whether one force's month is held, partial or missing, and why in words."""
    part = parts.get(month)
    if part is None:
        return MISSING, "No file of this month is held."
    near = [
        parts[m].rows
        for m in range(month - WINDOW, month + WINDOW + 1)
        if m != month and m in parts
    ]
    usual = median(near) if len(near) >= NEEDED else 0
    share = BEGINNING if part.table == "outcome" and month == min(parts) else SHARE
    if part.rows < share * usual:
        return PARTIAL, (
            f"{part.rows:,} records where the months around it have about"
            f" {usual:,.0f}: the file looks incomplete."
        )
    if part.silent_days is not None and part.silent_days >= SILENT_DAYS:
        return PARTIAL, f"The last {part.silent_days} days have no record."
    return HELD, None


def coverage_table(
    parts: Sequence[Part],
    force_of: Mapping[str, str],
    csps_of: Mapping[str, Sequence[str]],
) -> pa.Table:
    """The coverage table; `force_of` gives a local authority's force."""
    homes = _homes(force_of, csps_of)
    rows = [
        row
        for source in SOURCES
        for row in _of_source(source, [p for p in parts if p.table == source], homes)
    ]
    return pa.Table.from_pylist(rows, schema=COVERAGE.schema())


def _homes(
    force_of: Mapping[str, str], csps_of: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, str]]:
    """Area code -> (level, force whose file decides)."""
    homes = {lad: ("local_authority", force) for lad, force in force_of.items()}
    for lad, csps in csps_of.items():
        for csp in csps:
            homes.setdefault(csp, ("csp", force_of[lad]))
    return homes


def _of_source(
    source: str, parts: Sequence[Part], homes: Mapping[str, tuple[str, str]]
) -> Iterator[dict[str, Any]]:
    if not parts:
        return
    held: dict[str, dict[int, Part]] = defaultdict(dict)
    located: dict[str, Counter[int]] = defaultdict(Counter)
    for part in parts:
        month = month_number(part.key[-1])
        held[part.key[0]][month] = part
        for area, rows in part.areas.items():
            located[area][month] += rows
    months = [m for force in held.values() for m in force]
    span = range(min(months), max(months) + 1)
    states = {f: {m: state_of(m, own) for m in span} for f, own in held.items()}
    for force in sorted(held):
        for month, (state, words) in states[force].items():
            part_held = held[force].get(month)
            rows_held = part_held.rows if part_held else None
            yield _row(source, "force", force, force, month, state, rows_held, words)
    for area in sorted(located):
        if area not in homes:
            continue
        level, force = homes[area]
        if force not in held:
            # No file of its own force: a download of the area may stand in.
            force = _download_of(area, parts)
        if force in held:
            yield from _of_area(
                source, level, area, force, located[area], states[force]
            )


def _download_of(area: str, parts: Sequence[Part]) -> str:
    """The area download with most records of an area; empty where none is of that area.

    One that has nothing of it, or only what lies on its edge, says nothing about it: its
    months would read as months without crime.
    """
    here: Counter[str] = Counter()
    rows: Counter[str] = Counter()
    for part in parts:
        if part.key[0].startswith(AREA_DOWNLOAD):
            here[part.key[0]] += part.areas.get(area, 0)
            rows[part.key[0]] += part.rows
    own = [each for each in rows if here[each] > EDGE * rows[each]]
    return max(own, key=lambda each: (here[each], each), default="")


def _of_area(
    source: str,
    level: str,
    area: str,
    force: str,
    located: Counter[int],
    states: Mapping[int, tuple[str, str | None]],
) -> Iterator[dict[str, Any]]:
    usual = median(located.values())
    for month, (state, words) in states.items():
        rows: int | None = located[month]
        if state == MISSING:
            rows = None
        elif not rows and source == "offence" and usual >= QUIET:
            # A file of some wards only, or one that lost this area: not a quiet month.
            state, rows = MISSING, None
            words = "The force's file of this month has no record of this area."
        yield _row(source, level, area, force, month, state, rows, words)


def _row(
    source: str,
    level: str,
    area: str,
    force: str,
    month: int,
    state: str,
    rows: int | None,
    words: str | None,
) -> dict[str, Any]:
    return {
        "source": source,
        "level": level,
        "area": area,
        "force": force,
        "month": first_day(month),
        "state": state,
        "rows": rows,
        "words": words,
    }
