"""Write the whole of invented Saxonbridge to a folder."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from goldthread.saxonbridge import context, people, planted, police, rates
from goldthread.saxonbridge.land import make_land
from goldthread.saxonbridge.points import make_points
from goldthread.saxonbridge.records import draw_records
from goldthread.saxonbridge.stops import write_stops
from goldthread.saxonbridge.truths import Break, Truth

SEED = 1086
LAST_MONTH = date(2026, 3, 1)  # five statutory years, April 2021 to March 2026


@dataclass(frozen=True, slots=True)
class Generated:
    """What was written, and what is true of it."""

    context: tuple[
        Path, ...
    ]  # lookups, populations, deprivation, boundaries: load first
    police: tuple[Path, ...]  # YYYY-MM/YYYY-MM-<force>-<kind>.csv, oldest first
    corrections: tuple[Path, ...]  # a corrected month, for a second load
    truths: tuple[Truth, ...]
    breaks: tuple[Break, ...]
    partnership: str  # X22 code of the Safer Saxonbridge Partnership
    authority: str  # X06 code of the city council
    comparison: tuple[str, ...]  # X22 codes of the fourteen comparison partnerships


def generate(
    folder: Path, *, seed: int = SEED, last_month: date = LAST_MONTH
) -> Generated:
    """Write sixty months ending with `last_month`, as suppliers would deliver them.

    `context/`, `police/YYYY-MM/` and `corrections/YYYY-MM/` appear under `folder`.
    The same seed and month give the same bytes, always.
    """
    months = rates.calendar(last_month)
    land = make_land(seed)
    points = make_points(land, seed)
    expected = rates.expected(land, months, seed)
    records = draw_records(land, points, expected, seed)
    desk = police.make_desk(land, points, records, months, seed)
    mid_year = last_month.year - (1 if last_month.month > 6 else 2)
    background = folder / "context"
    archive = folder / "police"
    delivered = [
        *police.write_street(archive, desk),
        *police.write_outcomes(archive, desk),
        *write_stops(archive, points, months, seed),
    ]
    codes = tuple(dict.fromkeys(a.partnership for a in land.authorities))
    return Generated(
        context=(
            *context.write_lookups(background / "lookups", land),
            *people.write_populations(background / "population", land, mid_year, seed),
            *people.write_deprivation(background / "deprivation", land, seed),
            *context.write_boundaries(background / "boundaries", land),
        ),
        police=tuple(sorted(delivered)),
        corrections=tuple(police.write_corrected(folder / "corrections", desk)),
        truths=planted.truths_of(land, months, expected),
        breaks=planted.breaks_of(months),
        partnership=codes[0],
        authority=land.authorities[0].code,
        comparison=codes[1:],
    )
