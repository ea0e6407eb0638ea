"""Reads the lookups that say which area lies in which, as the ONS publishes them.

One file can fill two tables: the lookup of 2021 small areas to wards and local
authorities gives both `ward_member` (2024) and `small_area` (2021).

    LSOA11CD,LSOA11NM,LSOA21CD,LSOA21NM,CHGIND,LAD22CD,...  -> small_area_change
    LSOA21CD,LSOA21NM,WD24CD,WD24NM,LAD24CD,LAD24NM         -> ward_member, small_area
    LSOA11CD,WD17CD                                         -> ward_member
    LSOA11CD,LSOA11NM,LAD21CD,LAD21NM                       -> small_area
    LAD24CD,LAD24NM,CSP24CD,CSP24NM,PFA24CD,PFA24NM         -> partnership
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa

from goldthread.evidence.containers import Member
from goldthread.evidence.fetching.addresses import LOOKUPS, Address
from goldthread.evidence.fetching.client import Client
from goldthread.evidence.fetching.context import ContextCame, fetch_each
from goldthread.evidence.reading import Portion, Remark, Unreadable
from goldthread.evidence.sources.areas import (
    AreaColumn,
    Level,
    area_column,
    vintage_of,
)
from goldthread.evidence.sources.published import (
    PARQUET_MAGIC,
    Sheet,
    header_names,
    open_sheet,
    stem,
)
from goldthread.evidence.sources.sieve import Sieve, is_not, repeats
from goldthread.evidence.tables import TABLES

_CHANGE = ("chgind", "change_code", "change", "change_indicator")


def fetch(
    to: Path, *, client: Client, addresses: Sequence[Address] = LOOKUPS
) -> ContextCame:
    """Fetch the lookups into the folder `to`, unread."""
    return fetch_each(client, addresses, to)


def recognises(name: str, head: bytes) -> bool:
    """Whether this is a lookup between areas, from its header (Parquet: its name)."""
    if head.startswith(PARQUET_MAGIC):
        return "lookup" in stem(name).lower()
    return any(_is_lookup(names) for names in header_names(head))


def read(member: Member, *, today: date) -> Iterator[Portion]:
    """Every table that this lookup fills."""
    sheet = open_sheet(member, header_has=_names_areas)
    found = _Found(sheet)
    makers = [make for wanted, make in _MAKERS if wanted(found)]
    if not makers:
        raise Unreadable(_nothing_to_load(sheet))
    for make in makers:
        yield make(found, today)


def _names_areas(names: list[str]) -> bool:
    return any(a.is_code for a in map(area_column, names) if a)


def _is_lookup(names: list[str]) -> bool:
    """Two levels of area, or two vintages of one, and few columns of anything else."""
    areas = [a for a in map(area_column, names) if a and a.is_code]
    levels = {a.level for a in areas}
    years = {a.year for a in areas if a.level == "small_area"}
    beside = len(names) - sum(area_column(name) is not None for name in names)
    return (len(levels) > 1 or len(years) > 1) and beside <= 8


def _nothing_to_load(sheet: Sheet) -> str:
    listed = ", ".join(list(sheet.spelt.values())[:8])
    return (
        f"{sheet.member} is not one of the lookups that Goldthread loads (its columns: "
        f"{listed}). Expected: small areas of 2011 and 2021 with a change code; small "
        "areas with wards or local authorities; or local authorities with community "
        "safety partnerships and police force areas."
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """The area columns of a sheet, by what they hold."""

    sheet: Sheet

    def column(
        self, level: Level, *, is_code: bool = True, year: int | None = None
    ) -> str | None:
        """The plain name of the first column of this level (and year)."""
        for name in self.sheet.columns:
            area = area_column(name)
            if area is None or year not in (None, area.year):
                continue
            if (area.level, area.is_code) == (level, is_code):
                return name
        return None

    def area(self, level: Level) -> AreaColumn:
        """What the code column of this level says about itself."""
        column = self.column(level)
        area = area_column(column) if column else None
        if area is None:
            raise Unreadable(f"{self.sheet.member} has no code column for {level}.")
        return area

    @property
    def change(self) -> str | None:
        """The column that says how a small area changed, 2011 to 2021."""
        return next((name for name in _CHANGE if name in self.sheet.columns), None)

    @property
    def vintages(self) -> set[int | None]:
        """The years of the small-area code columns."""
        return {
            area.year
            for area in map(area_column, self.sheet.columns)
            if area and area.is_code and area.level == "small_area"
        }

    def vintage(self) -> str:
        """The census of the small areas, said by the column or by the file's name."""
        found = vintage_of(self.area("small_area").year, stem(self.sheet.member))
        if found is None:
            column = self.sheet.spelt[self.column("small_area") or ""]
            raise Unreadable(
                f"{self.sheet.member}: the column “{column}” does not say whether its "
                "small areas are those of 2011 or of 2021; name it LSOA11CD or LSOA21CD."
            )
        return found

    def year(self, level: Level, today: date) -> int:
        """The year of the codes of this level, said by the column's name."""
        year = self.area(level).year
        column = self.sheet.spelt[self.column(level) or ""]
        if year is None:
            raise Unreadable(
                f"{self.sheet.member}: the column “{column}” does not say the year of "
                "its codes; name it as the ONS does, such as LAD24CD or ltla24_code."
            )
        if year > today.year:
            raise Unreadable(
                f"{self.sheet.member}: the column “{column}” says {year}, which has not "
                "come yet; check the column's name."
            )
        return year


def _portion(
    found: _Found,
    sieve: Sieve,
    table: str,
    key: tuple[str, ...],
    columns: dict[str, object],
    *,
    unique: tuple[str, ...],
    remarks: tuple[Remark, ...] = (),
) -> Portion:
    """Put the rows in order; full repeats are merged, and counted."""
    sheet = found.sheet
    if not len(sieve.kept):
        raise Unreadable(sieve.none_good())
    schema = TABLES[table].schema(placed=False)
    count = len(sieve.kept)
    rows = pa.Table.from_arrays(
        [_filled(columns[each.name], each, count) for each in schema], schema=schema
    )
    again = repeats(*(rows[name].combine_chunks() for name in unique))
    rows = rows.filter(pa.array(~again))
    rows = rows.sort_by([(name, "ascending") for name in TABLES[table].order])
    collapsed = int(again.sum())
    if collapsed:
        words = f"{collapsed:,} rows repeat another row and were counted once."
        remarks += (Remark("repeated-rows", words, collapsed),)
    aside = sieve.set_aside()
    return Portion(
        table=table,
        key=key,
        rows=rows,
        set_aside=aside,
        rows_read=rows.num_rows + aside.num_rows + collapsed,
        collapsed=collapsed,
        remarks=sheet.remarks + remarks,
        member=sheet.member,
        header=sheet.header,
    )


def _filled(value: object, field: pa.Field, count: int) -> pa.Array:
    if value is None:
        return pa.nulls(count, field.type)
    if isinstance(value, pa.Array):
        return value
    return pa.array([value] * count, field.type)


def _small_area(found: _Found, today: date) -> Portion:
    code = found.column("small_area") or ""
    name = found.column("small_area", is_code=False)
    lad = found.column("local_authority") or ""
    lad_name = found.column("local_authority", is_code=False)
    vintage, year = found.vintage(), found.year("local_authority", today)
    sieve = Sieve(found.sheet)
    sieve.refuse_codes(code, "small_area")
    sieve.refuse_codes(lad, "local_authority")
    sieve.refuse_names(name)
    sieve.refuse_names(lad_name)
    sieve.refuse_contradictions(
        code, lad, "the same local authority as for this small area above"
    )
    columns = {
        "code": sieve.take(code),
        "vintage": vintage,
        "name": sieve.take(name or code),
        "lad_code": sieve.take(lad),
        "lad_name": sieve.take(lad_name or lad),
        "lad_year": year,
    }
    return _portion(found, sieve, "small_area", (vintage,), columns, unique=("code",))


def _ward_member(found: _Found, today: date) -> Portion:
    code, ward = found.column("small_area") or "", found.column("ward") or ""
    name = found.column("ward", is_code=False)
    lad = found.column("local_authority")
    vintage, year = found.vintage(), found.year("ward", today)
    sieve = Sieve(found.sheet)
    sieve.refuse_codes(code, "small_area")
    sieve.refuse_codes(ward, "ward")
    sieve.refuse_codes(lad, "local_authority")
    sieve.refuse_names(name)
    sieve.refuse_contradictions(
        code, ward, "the same ward as for this small area above"
    )
    columns = {
        "lsoa_code": sieve.take(code),
        "lsoa_vintage": vintage,
        "ward_code": sieve.take(ward),
        "ward_name": sieve.take(name) if name else None,
        "ward_year": year,
        "lad_code": sieve.take(lad) if lad else None,
    }
    return _portion(
        found, sieve, "ward_member", (str(year),), columns, unique=("lsoa_code",)
    )


def _small_area_change(found: _Found, today: date) -> Portion:
    old = found.column("small_area", year=2011) or ""
    new = found.column("small_area", year=2021) or ""
    lad, change = found.column("local_authority") or "", found.change or ""
    sieve = Sieve(found.sheet)
    sieve.refuse_codes(old, "small_area")
    sieve.refuse_codes(new, "small_area")
    sieve.refuse_codes(lad, "local_authority")
    sieve.refuse(
        is_not(found.sheet.columns[change], "[USMX]"),
        change,
        "U (unchanged), S (split), M (merged) or X (complex)",
    )
    columns = {
        "lsoa11": sieve.take(old),
        "lsoa21": sieve.take(new),
        "change": sieve.take(change),
        "lad22": sieve.take(lad),
    }
    return _portion(
        found, sieve, "small_area_change", (), columns, unique=("lsoa11", "lsoa21")
    )


def _partnership(found: _Found, today: date) -> Portion:
    year = found.year("csp", today)
    sieve = Sieve(found.sheet)
    columns: dict[str, object] = {"year": year}
    levels: tuple[tuple[str, Level], ...] = (
        ("lad", "local_authority"),
        ("csp", "csp"),
        ("force", "force"),
    )
    for _, level in levels:
        sieve.refuse_codes(found.column(level), level)
        sieve.refuse_names(found.column(level, is_code=False))
    for short, level in levels:
        code = found.column(level) or ""
        columns[f"{short}_code"] = sieve.take(code)
        columns[f"{short}_name"] = sieve.take(
            found.column(level, is_code=False) or code
        )
    return _portion(
        found,
        sieve,
        "partnership",
        (str(year),),
        columns,
        unique=("lad_code", "csp_code", "force_code"),
    )


def _has(found: _Found, *levels: Level) -> bool:
    return all(found.column(level) for level in levels)


_MAKERS: tuple[
    tuple[Callable[[_Found], bool], Callable[[_Found, date], Portion]], ...
] = (
    (
        lambda f: (
            {2011, 2021} <= f.vintages
            and f.change is not None
            and _has(f, "local_authority")
        ),
        _small_area_change,
    ),
    (
        lambda f: len(f.vintages) == 1 and _has(f, "small_area", "ward"),
        _ward_member,
    ),
    (
        lambda f: len(f.vintages) == 1 and _has(f, "small_area", "local_authority"),
        _small_area,
    ),
    (lambda f: _has(f, "local_authority", "csp", "force"), _partnership),
)
