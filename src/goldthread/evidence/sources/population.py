"""Reads residents by small area and single year of age.

Three shapes are published, and all end as one row per small area and age:

    LSOA code, ..., total, 0, 1, ..., 89, 90+           one row per area (until 2020)
    LSOA code, ..., Total, F0, ..., F90, M0, ..., M90   women and men apart (since)
    date, geography_code, c_age_name, obs_value         one row per area and age (Nomis)
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
from goldthread.evidence.fetching.addresses import POPULATION, Address
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

OLDEST = 90
# The largest small area of 2020 holds 9,551 people of all ages: more at one age is a
# total that slipped into an age column.
MOST_PERSONS = 20_000
_TOTALS = ("total_population", "all_ages", "total", "all_persons")
_LONG_AREA = ("geography_code", "geography")
_LONG_AGE = ("c_age_name", "age_name", "age")
_LONG_VALUE = ("obs_value", "value", "persons", "observation")
_YEAR_COLUMNS = ("date", "year", "date_name")
_AGE = re.compile(
    r"(?P<sex>[fm])?(?:aged?_?)?(?P<age>\d\d?)(?P<open>\+|_and_over|plus)?"
)


def fetch(
    to: Path, *, client: Client, addresses: Sequence[Address] = POPULATION
) -> ContextCame:
    """Fetch residents by small area and age, the newest years into the folder `to`, unread."""
    return fetch_each(client, addresses, to)


def recognises(name: str, head: bytes) -> bool:
    """Whether this is population by age, from its header (Parquet: its name)."""
    if head.startswith(PARQUET_MAGIC):
        return re.search(r"popul|mid.?year|sape", stem(name).lower()) is not None
    return any(_is_population(names) for names in header_names(head))


def read(member: Member, *, today: date) -> Iterator[Portion]:
    """The residents of every small area at every age, one portion per mid-year."""
    sheet = open_sheet(member, header_has=_is_population)
    if not _is_population(sheet.columns):
        raise Unreadable(
            f"{sheet.member} is not population by small area and single year of age: "
            "expected a column of small-area codes, such as “lsoa21_code”, and the ages "
            f"0 to 89 and 90+. Its columns are {', '.join(list(sheet.spelt)[:8])}."
        )
    if _first(_LONG_VALUE, sheet.columns) and _first(_LONG_AGE, sheet.columns):
        yield from _long(sheet, today)
    else:
        yield _wide(sheet, today)


def _is_population(names: Iterable[str]) -> bool:
    names = list(names)
    long = _first(_LONG_VALUE, names) and _first(_LONG_AGE, names)
    ages = sum(_age_of(name) is not None for name in names)
    return _area(names) is not None and (bool(long) or ages > 20)


def _first(wanted: Iterable[str], names: Iterable[str]) -> str | None:
    held = set(names)
    return next((name for name in wanted if name in held), None)


def _area(names: Iterable[str]) -> str | None:
    names = list(names)
    for name in names:
        area = area_column(name)
        if area and area.is_code and area.level == "small_area":
            return name
    return _first(_LONG_AREA, names)


def _age_of(name: str) -> int | None:
    """The age that a column heads; None for anything else."""
    found = _AGE.fullmatch(name)
    if found is None or int(found["age"]) > OLDEST:
        return None
    if found["open"] and int(found["age"]) != OLDEST:
        return None
    return int(found["age"])


def _vintage(sheet: Sheet, column: str) -> str:
    area = area_column(column)
    kind = sheet.columns.get("geography_type")
    said = kind[0].as_py() if kind is not None and len(kind) else ""
    found = vintage_of(area.year if area else None, f"{stem(sheet.member)} lsoa {said}")
    if found is None:
        raise Unreadable(
            f"{sheet.member} does not say whether its small areas are those of 2011 or "
            "of 2021; call the column lsoa11_code or lsoa21_code, or put lsoa11 or "
            "lsoa21 into the file's name."
        )
    return found


def _year(sheet: Sheet, today: date) -> int:
    """The mid-year, from the file's name: population20_lsoa11, mid-2019, ..."""
    name = re.sub(r"(?i)lsoa\D{0,3}(20)?(11|21)(?!\d)", " ", stem(sheet.member))
    years = {int(year) for year in re.findall(r"(?<!\d)(20\d\d)(?!\d)", name)}
    years = years or {
        2000 + int(year) for year in re.findall(r"(?i)pop[a-z]*\D?(\d\d)(?!\d)", name)
    }
    if len(years) != 1:
        raise Unreadable(
            f"{sheet.member} does not say which mid-year it estimates; put the year "
            "into its name, such as population-2020-lsoa11.csv."
        )
    return _not_in_future(sheet.member, years.pop(), today)


def _not_in_future(name: str, year: int, today: date) -> int:
    if not 2001 <= year <= today.year:
        raise Unreadable(
            f"{name} says it estimates mid-{year}; a year from 2001 to {today.year} was "
            "expected. Check the file's name or its date column."
        )
    return year


def _wide(sheet: Sheet, today: date) -> Portion:
    column = _area(sheet.columns) or ""
    vintage, year = _vintage(sheet, column), _year(sheet, today)
    by_age = _age_columns(sheet)
    sieve = Sieve(sheet)
    sieve.refuse_codes(column, "small_area")
    persons = np.zeros((len(sheet), OLDEST + 1))
    for age, names in by_age.items():
        for name in names:
            persons[:, age] += _persons(sieve, name)
    _refuse_wrong_totals(sieve, persons.sum(axis=1))
    again = repeats(sheet.columns[column])
    sieve.refuse(again, column, "each small area once")
    if not len(sieve.kept):
        raise Unreadable(sieve.none_good())
    codes = sieve.take(column)
    order = pc.sort_indices(codes)
    kept = persons[sieve.kept][order.to_numpy()]
    count, width = kept.shape
    repeat = pa.array(np.repeat(order.to_numpy(), width))
    rows = _rows(
        codes.take(repeat),
        vintage,
        year,
        np.tile(np.arange(width, dtype=np.int16), count),
        kept.ravel(),
    )
    return _portion(sheet, rows, sieve.set_aside(), vintage, year, (), spread=width)


def _age_columns(sheet: Sheet) -> dict[int, list[str]]:
    """The columns of each age (one, or one for women and one for men)."""
    found: dict[int, list[str]] = {}
    for name in sheet.columns:
        age = _age_of(name)
        if age is not None:
            found.setdefault(age, []).append(name)
    missing = [age for age in range(OLDEST + 1) if age not in found]
    uneven = {len(names) for names in found.values()}
    if missing or len(uneven) != 1 or max(uneven) > 2:
        what = f"age {missing[0]} is missing" if missing else "some ages come twice"
        raise Unreadable(
            f"{sheet.member} does not hold every single year of age from 0 to 89 and "
            f"90+ once: {what}. Age bands cannot be used; get the single-year file."
        )
    return found


def _persons(sieve: Sieve, column: str) -> np.ndarray:
    values, wrong = numbers(sieve.sheet.columns[column])
    wrong |= (values < 0) | (values > MOST_PERSONS)
    sieve.refuse(wrong, column, f"a number of residents from 0 to {MOST_PERSONS:,}")
    return np.where(wrong, 0.0, values)


def _refuse_wrong_totals(sieve: Sieve, sums: np.ndarray) -> None:
    """A row whose ages do not add up to its own total has lost or shifted a cell."""
    column = _first(_TOTALS, sieve.sheet.columns)
    if column is None:
        return
    totals, wrong = numbers(sieve.sheet.columns[column])
    wrong |= np.abs(totals - sums) > 0.5
    sieve.refuse(wrong, column, "the sum of the row's ages")


def _long(sheet: Sheet, today: date) -> Iterator[Portion]:
    column = _area(sheet.columns) or ""
    age_column = _first(_LONG_AGE, sheet.columns) or ""
    value_column = _first(_LONG_VALUE, sheet.columns) or ""
    vintage = _vintage(sheet, column)
    sieve = Sieve(sheet)
    left_out = _totals_and_bands(sheet, age_column)
    ages = _ages(sheet.columns[age_column])
    sieve.refuse(
        (ages < 0) & ~left_out, age_column, "a single age from 0 to 89, or 90+"
    )
    sieve.refuse_codes(column, "small_area")
    persons = _persons(sieve, value_column)
    years = _years(sieve, today)
    keys = pc.binary_join_element_wise(
        sheet.columns[column], pa.array(ages).cast(pa.string()), years, "|"
    )
    sieve.refuse(repeats(keys) & ~left_out, column, "each area, year and age once")
    kept = np.setdiff1d(sieve.kept, np.flatnonzero(left_out))
    if not len(kept):
        raise Unreadable(sieve.none_good())
    remarks = _left_out_remark(int(left_out.sum()))
    aside = sieve.set_aside()
    for year in pc.unique(years.take(pa.array(kept))).sort():
        at = kept[pc.equal(years, year).to_numpy(zero_copy_only=False)[kept]]
        rows = _rows(
            sheet.columns[column].take(pa.array(at)),
            vintage,
            _not_in_future(sheet.member, int(year.as_py()), today),
            ages[at].astype(np.int16),
            persons[at],
        ).sort_by([("code", "ascending"), ("age", "ascending")])
        yield _portion(sheet, rows, aside, vintage, int(year.as_py()), remarks)
        aside, remarks = aside.slice(0, 0), ()


def _totals_and_bands(sheet: Sheet, age_column: str) -> np.ndarray:
    """Rows that repeat people: all ages, age bands, women or men where both are given."""
    ages = pc.utf8_lower(sheet.columns[age_column])
    out = pc.match_substring_regex(ages, r"^all|total|-| to ").to_numpy(
        zero_copy_only=False
    )
    sex = _first(("gender_name", "sex_name", "c_sex_name", "gender"), sheet.columns)
    if sex is not None:
        said = pc.utf8_lower(sheet.columns[sex])
        total = pc.match_substring_regex(said, r"^(total|persons|all.*|0)$")
        total = total.to_numpy(zero_copy_only=False)
        if not total.any():
            raise Unreadable(
                f"{sheet.member} holds women and men apart and no total; ask Nomis for "
                "gender=0 (total)."
            )
        out |= ~total
    measures = sheet.columns.get("measures_name")
    if measures is not None:
        out |= pc.not_equal(pc.utf8_lower(measures), "value").to_numpy(
            zero_copy_only=False
        )
    found: np.ndarray = out
    return found


def _left_out_remark(count: int) -> tuple[Remark, ...]:
    if not count:
        return ()
    words = (
        f"{count:,} rows are totals, age bands or one sex; their people are in the "
        "single years of age, so these rows were left out."
    )
    return (Remark("totals-left-out", words, count),)


def _ages(cells: pa.StringArray) -> np.ndarray:
    """The single age each cell names ("Age 7", "Aged 90+"); -1 where it names none."""
    told = pc.dictionary_encode(cells)
    pattern = re.compile(r"(?:aged? ?)?(\d\d?)(\+| and over| years?)?(?: and over)?")
    meaning = []
    for text in told.dictionary.to_pylist():
        found = pattern.fullmatch(text.lower().strip())
        meaning.append(int(found[1]) if found and int(found[1]) <= OLDEST else -1)
    ages: np.ndarray = np.asarray(meaning, dtype=np.int64)[told.indices.to_numpy()]
    return ages


def _years(sieve: Sieve, today: date) -> pa.StringArray:
    column = _first(_YEAR_COLUMNS, sieve.sheet.columns)
    if column is None:
        said = str(_year(sieve.sheet, today))
        return pa.array([said] * len(sieve.sheet), pa.string())
    wrong = ~pc.match_substring_regex(
        sieve.sheet.columns[column], r"^20\d\d$"
    ).to_numpy(zero_copy_only=False)
    sieve.refuse(wrong, column, "the mid-year as four digits, such as 2022")
    return sieve.sheet.columns[column]


def _rows(
    codes: pa.StringArray,
    vintage: str,
    year: int,
    ages: np.ndarray,
    persons: np.ndarray,
) -> pa.Table:
    count = len(codes)
    columns = {
        "code": codes,
        "vintage": pa.repeat(vintage, count),
        "year": pa.repeat(pa.scalar(year, pa.int16()), count),
        "age": pa.array(ages, pa.int16()),
        "persons": pa.array(persons, pa.float64()),
    }
    schema = TABLES["population"].schema(placed=False)
    return pa.Table.from_arrays([columns[name] for name in schema.names], schema=schema)


def _portion(
    sheet: Sheet,
    rows: pa.Table,
    aside: pa.Table,
    vintage: str,
    year: int,
    remarks: tuple[Remark, ...],
    *,
    spread: int = 1,
) -> Portion:
    """`spread` is how many lake rows one row of the file makes: 91 where ages are columns."""
    return Portion(
        table="population",
        key=(vintage, str(year)),
        rows=rows,
        set_aside=aside,
        rows_read=rows.num_rows // spread + aside.num_rows,
        collapsed=0,
        remarks=sheet.remarks + remarks,
        member=sheet.member,
        header=sheet.header,
        spread=spread,
    )
