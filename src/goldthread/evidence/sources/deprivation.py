"""Reads the English indices of deprivation, 2019 (LSOA 2011) and 2025 (LSOA 2021).

The publisher spreads one edition over several files: ranks and deciles, scores,
sub-domains, underlying indicators, or File 7 with nearly all of them. Each measure is
a portion of its own, so a second file adds to the first and never wipes it:

    Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)  -> imd_rank
    Barriers to Housing and Services Decile (where 1 is ...)             -> housing_decile
    Crime_decile                                                         -> crime_decile
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldthread.evidence.containers import Member
from goldthread.evidence.fetching.addresses import DEPRIVATION, Address
from goldthread.evidence.fetching.client import Client
from goldthread.evidence.fetching.context import ContextCame, fetch_each
from goldthread.evidence.reading import Portion, Remark, Unreadable
from goldthread.evidence.sources.areas import area_column, vintage_of
from goldthread.evidence.sources.published import (
    PARQUET_MAGIC,
    Sheet,
    header_names,
    open_sheet,
    stem,
)
from goldthread.evidence.sources.sieve import Sieve, numbers, repeats
from goldthread.evidence.tables import TABLES

# Edition -> the census whose small areas it uses.
EDITIONS = {2015: "2011", 2019: "2011", 2025: "2021"}
# IoD files name the year of their local-authority codes, which is not the edition's.
_LAD_YEARS = {2013: 2015, 2019: 2019, 2024: 2025}
MOST_RANK = 40_000

_DOMAINS = (
    ("imd", r"imd|index_of_multiple_deprivation(_imd)?"),
    ("income", r"income"),
    ("employment", r"employment"),
    ("education", r"education(_skills_and_training)?"),
    ("health", r"health(_deprivation_and_disability|_and_disability)?"),
    ("crime", r"crime"),
    ("housing", r"(barriers_to_)?housing(_and_(access|services))?"),
    ("environment", r"(living_)?environment"),
    ("idaci", r"idaci|income_deprivation_affecting_children_index(_idaci)?"),
    ("idaopi", r"idaopi|income_deprivation_affecting_older_people(_index)?(_idaopi)?"),
    ("young_people", r"children_and_young_people(_sub_domain)?"),
    ("adult_skills", r"adult_skills(_sub_domain)?"),
    ("geographical_barriers", r"geographical_barriers(_sub_domain)?"),
    ("wider_barriers", r"wider_barriers(_sub_domain)?"),
    ("indoors", r"indoors(_sub_domain)?"),
    ("outdoors", r"outdoors(_sub_domain)?"),
)
_KINDS = r"_(?P<kind>score|rank|decile)(_rate)?(_where_1_is_most_deprived.*)?"
_MEASURES = tuple((name, re.compile(rf"(?:{form}){_KINDS}")) for name, form in _DOMAINS)
_INDICATOR = re.compile(
    r".*(indicator|_rate_per_1_?000|_numerator|connectivity|gp_ratio|homelessness).*"
)


def fetch(
    to: Path, *, client: Client, addresses: Sequence[Address] = DEPRIVATION
) -> ContextCame:
    """Fetch both editions of the indices into the folder `to`, unread."""
    return fetch_each(client, addresses, to)


def recognises(name: str, head: bytes) -> bool:
    """Whether this is deprivation by small area, from its header (Parquet: its name)."""
    if head.startswith(PARQUET_MAGIC):
        return re.search(r"imd|iod|depriv", stem(name).lower()) is not None
    return any(_is_deprivation(names) for names in header_names(head))


def read(member: Member, *, today: date) -> Iterator[Portion]:
    """Every measure of the file, one portion for each."""
    sheet = open_sheet(member, header_has=_is_deprivation)
    column = _area(sheet.columns)
    measures = {
        name: measure for name in sheet.columns if (measure := measure_of(name))
    }
    if column is None or not measures:
        raise Unreadable(
            f"{sheet.member} is not deprivation by small area: expected a column of "
            "small-area codes, such as “LSOA code (2021)”, and scores, ranks or "
            f"deciles. Its columns are {', '.join(list(sheet.spelt.values())[:8])}."
        )
    edition = _edition(sheet, column)
    sieve = Sieve(sheet)
    sieve.refuse_codes(column, "small_area")
    sieve.refuse(repeats(sheet.columns[column]), column, "each small area once")
    if not len(sieve.kept):
        raise Unreadable(sieve.none_good())
    yield from _portions(sheet, sieve, column, measures, edition)


def measure_of(plain_name: str) -> str | None:
    """The measure a column holds ("crime_decile"); None where it holds none."""
    for name, form in _MEASURES:
        if found := form.fullmatch(plain_name):
            return f"{name}_{found['kind']}"
    return plain_name if _INDICATOR.fullmatch(plain_name) else None


def _is_deprivation(names: Iterable[str]) -> bool:
    names = list(names)
    return _area(names) is not None and any(map(measure_of, names))


def _area(names: Iterable[str]) -> str | None:
    for name in names:
        area = area_column(name)
        if area and area.is_code and area.level == "small_area":
            return name
    return None


def _edition(sheet: Sheet, column: str) -> int:
    """The edition, from the file's name, else from the years in its column names."""
    area = area_column(column)
    vintage = vintage_of(area.year if area else None, stem(sheet.member))
    found = _named_edition(sheet) or {
        edition for edition, uses in EDITIONS.items() if uses == vintage
    }
    if len(found) != 1:
        raise Unreadable(
            f"{sheet.member} does not say which edition of the indices it holds; put "
            "it into the file's name, such as imd2019.csv or imd2025.csv."
        )
    edition = found.pop()
    if vintage not in (None, EDITIONS[edition]):
        raise Unreadable(
            f"{sheet.member} is named as edition {edition}, which uses the small areas "
            f"of {EDITIONS[edition]}, but its column “{sheet.spelt[column]}” says "
            f"{vintage}. Check the file's name."
        )
    return edition


def _named_edition(sheet: Sheet) -> set[int]:
    name = re.sub(r"(?i)(lsoa|lad|ltla)\D{0,3}(20)?\d\d(?!\d)", " ", stem(sheet.member))
    named = {year for year in EDITIONS if re.search(rf"(?<!\d){year}(?!\d)", name)}
    if named:
        return named
    districts = [a for a in map(area_column, sheet.columns) if a]
    return {
        _LAD_YEARS[a.year]
        for a in districts
        if a.level == "local_authority" and a.year in _LAD_YEARS
    }


def _portions(
    sheet: Sheet, sieve: Sieve, column: str, measures: dict[str, str], edition: int
) -> Iterator[Portion]:
    """One portion a measure; a row without a good code is set aside with the first."""
    aside = sieve.set_aside()
    remarks = sheet.remarks + _left_out(sheet, column, measures)
    good = np.zeros(len(sheet), dtype=bool)
    good[sieve.kept] = True
    made = False
    for name, measure in measures.items():
        cells = sheet.columns[name]
        empty = pc.equal(cells, "").to_numpy(zero_copy_only=False)
        if (empty | ~good).all():
            continue
        values, wrong = numbers(cells)
        own = Sieve(sheet)
        own.refuse(
            *_out_of_bounds(measure, name, values, wrong & ~empty, good & ~empty)
        )
        at = np.setdiff1d(own.kept, np.flatnonzero(empty | ~good))
        if not len(at):
            raise Unreadable(own.none_good())
        rows = _rows(sheet.columns[column], at, values, edition, measure)
        bad = pa.concat_tables([aside, own.refused()]).sort_by("row")
        yield Portion(
            table="deprivation",
            key=(str(edition), measure),
            rows=rows,
            set_aside=bad,
            rows_read=rows.num_rows + bad.num_rows,
            collapsed=0,
            remarks=remarks + _absent(sheet.spelt[name], int((empty & good).sum())),
            member=sheet.member,
            header=sheet.header,
        )
        aside, remarks, made = aside.slice(0, 0), (), True
    if not made:
        raise Unreadable(
            f"{sheet.member} has no value in any of its measures; get the file again."
        )


def _out_of_bounds(
    measure: str, name: str, values: np.ndarray, wrong: np.ndarray, judged: np.ndarray
) -> tuple[np.ndarray, str, str]:
    """Which cells cannot be this measure, its column, and what was expected."""
    whole = values == np.floor(values)
    if measure.endswith("_decile"):
        wrong = wrong | ~whole | (values < 1) | (values > 10)
        expected = "a decile, a whole number from 1 to 10"
    elif measure.endswith("_rank"):
        wrong = wrong | ~whole | (values < 1) | (values > MOST_RANK)
        expected = f"a rank, a whole number from 1 to {MOST_RANK:,}"
    else:
        expected = "a number"
    return wrong & judged, name, expected


def _rows(
    codes: pa.StringArray,
    at: np.ndarray,
    values: np.ndarray,
    edition: int,
    measure: str,
) -> pa.Table:
    count = len(at)
    columns = {
        "code": codes.take(pa.array(at)),
        "vintage": pa.repeat(EDITIONS[edition], count),
        "edition": pa.repeat(pa.scalar(edition, pa.int16()), count),
        "measure": pa.repeat(measure, count),
        "value": pa.array(values[at], pa.float64()),
    }
    schema = TABLES["deprivation"].schema(placed=False)
    rows = pa.Table.from_arrays([columns[name] for name in schema.names], schema=schema)
    return rows.sort_by([(name, "ascending") for name in TABLES["deprivation"].order])


def _absent(spelt: str, count: int) -> tuple[Remark, ...]:
    if not count:
        return ()
    words = f"{count:,} areas have no value for “{spelt}”; they are absent, not zero."
    return (Remark("no-value", words, count),)


def _left_out(
    sheet: Sheet, column: str, measures: dict[str, str]
) -> tuple[Remark, ...]:
    others = [
        sheet.spelt[name]
        for name in sheet.columns
        if name != column and name not in measures and area_column(name) is None
    ]
    if not others:
        return ()
    words = f"Columns not loaded, because they are no measures: {', '.join(others)}."
    return (Remark("columns-left-out", words, len(others)),)
