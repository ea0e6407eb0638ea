"""What the lake holds, said once: every table, column, unit, grain, steward and licence.

Readers produce these columns, the lake checks them, the reference page
(`docs/reference/lake-tables.md`) is printed from here:

    python -m goldthread.evidence.tables
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Literal

import pyarrow as pa

# Enters every version's hash: a lake written under another schema is another lake.
SCHEMA_VERSION = 1

TEXT = pa.string()
NUMBER = pa.float64()
FLAG = pa.bool_()
DATE = pa.date32()
MOMENT = pa.timestamp("ms", tz="UTC")

OGL = "Open Government Licence v3.0"
POLICE = "data.police.uk (Single Online Home, for the forces)"
ONS = "Office for National Statistics"
ONS_WORDS = (
    "Source: Office for National Statistics licensed under the Open Government"
    " Licence v.3.0. Contains OS data © Crown copyright and database right"
)
POLICE_WORDS = (
    "Contains public sector information licensed under the Open Government Licence v3.0"
)


class Sharing(StrEnum):
    """On what basis a table's rows are held, and so how its counts may be shown."""

    OPEN = "published row by row"  # counts are shown as they are
    PARTNERS = "shared between partners"  # small counts never leave (core.disclosure)


Trap = Literal[
    "overlapping flags",  # E45, E63: several can stand on one crime
    "two dates",  # E43: when it happened, and when it was recorded
    "lagging cohort",  # E46: reoffending is known years after release
    "age bands",  # E47: of the victim or of the suspect
    "survey answers",  # E48: too few to split
    "agreed definition",  # E50: serious violence means what was agreed
]
"""What a reader of a table's figures falls into; a finding must heed each by a guard."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a lake table: what it means, in what unit, may it be empty."""

    name: str
    type: pa.DataType
    meaning: str
    unit: str = ""
    nullable: bool = False
    placed: bool = False  # added by the lake from lookups and boundaries, not read

    @property
    def field(self) -> pa.Field:
        """The Arrow field of this column."""
        return pa.field(self.name, self.type, self.nullable)


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the lake: its rows, the key it is replaced by, and whose it is."""

    name: str
    title: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    order: tuple[str, ...]
    steward: str
    licence: str
    sharing: Sharing
    attribution: str = ""
    derived: bool = False  # worked out by the lake at every commit, never supplied
    traps: tuple[Trap, ...] = ()

    def schema(self, *, placed: bool = True) -> pa.Schema:
        """The Arrow schema: as stored, or as read (without the placed columns)."""
        return pa.schema([c.field for c in self.columns if placed or not c.placed])

    @property
    def is_placed(self) -> bool:
        """Whether the lake adds the columns that say where each row lies."""
        return any(c.placed for c in self.columns)


def _text(name: str, meaning: str, *, nullable: bool = False) -> Column:
    return Column(name, TEXT, meaning, nullable=nullable)


def _maybe(name: str, meaning: str) -> Column:
    return _text(name, meaning, nullable=True)


_MONTH = Column("month", DATE, "First day of the month the record belongs to.")
_SOURCE_ROW = Column(
    "source_row", pa.int32(), "Line of the record in the supplied file.", "line number"
)
_POINT = (
    Column("longitude", NUMBER, "Anonymised map point.", "degrees, WGS84", True),
    Column("latitude", NUMBER, "Anonymised map point.", "degrees, WGS84", True),
)
_WHO = (
    _text("force", "Short name of the force whose file this is, as in the file name."),
    _text("reported_by", "Force that reported the record, as published."),
    _text("falls_within", "Force the record falls within, as published."),
)
_PLACED = (
    Column("lsoa_vintage", TEXT, "Vintage of the published code: 2011 or 2021; empty"
           " where no code was published.", nullable=True, placed=True),
    Column("lsoa11", TEXT, "Small area of 2011.", nullable=True, placed=True),
    Column("lsoa21", TEXT, "Small area of 2021.", nullable=True, placed=True),
    Column("lad_code", TEXT, "Local authority, newest codes held.", nullable=True,
           placed=True),
    Column("csp_code", TEXT, "Community safety partnership area; empty for unlocated"
           " records, which no partnership counts.", nullable=True, placed=True),
    Column("outside_force_area", FLAG, "The point lies outside the area of the force"
           " that supplied the file; empty where that cannot be told.", nullable=True,
           placed=True),
)  # fmt: skip

OFFENCE = Table(
    "offence",
    "Recorded crime and anti-social behaviour",
    "one row per record of a force's month, duplicates of one crime id merged",
    ("force", "month"),
    (
        _MONTH,
        *_WHO,
        _maybe("crime_id", "Published id; anti-social behaviour never has one."),
        _text("category", "Kind of record, as the publisher's short name."),
        _text("scheme", "Category scheme: 2010-six, 2011-eleven or 2013-fourteen."),
        Column("is_crime", FLAG, "False for anti-social behaviour."),
        *_POINT,
        _maybe("street", "Anonymised street; empty where the street has no name."),
        Column("located", FLAG, "The record has a map point."),
        _maybe("lsoa_published", "Small-area code in the file, vintage unstated."),
        _maybe("outcome", "Last outcome category, as published."),
        _SOURCE_ROW,
        *_PLACED,
    ),
    ("lad_code", "lsoa21", "lsoa11", "category", "source_row"),
    POLICE, OGL, Sharing.OPEN, POLICE_WORDS,
)  # fmt: skip

OUTCOME = Table(
    "outcome",
    "Outcomes of crimes",
    "one row per outcome published for a crime in a force's month",
    ("force", "month"),
    (
        _maybe("crime_id", "Published id of the crime."),
        _MONTH,
        *_WHO,
        *_POINT,
        _maybe("street", "Anonymised street."),
        _maybe("lsoa_published", "Small-area code in the file, vintage unstated."),
        _text("outcome", "Outcome type, as published."),
        _SOURCE_ROW,
        *_PLACED,
    ),
    ("lad_code", "lsoa21", "lsoa11", "outcome", "source_row"),
    POLICE, OGL, Sharing.OPEN, POLICE_WORDS,
)  # fmt: skip

STOP_SEARCH = Table(
    "stop_search",
    "Stop and search",
    "one row per search of a force's month",
    ("force", "month"),
    (
        Column("occurred_at", MOMENT, "When the search happened.", "UTC"),
        _MONTH,
        _WHO[0],
        _text("type", "Person search, vehicle search or both."),
        Column("part_of_operation", FLAG, "Part of a policing operation.", "", True),
        Column("latitude", NUMBER, "Anonymised map point.", "degrees, WGS84", True),
        Column("longitude", NUMBER, "Anonymised map point.", "degrees, WGS84", True),
        _maybe("gender", "As recorded."),
        _maybe("age_range", "As recorded."),
        _maybe("self_defined_ethnicity", "As the person said."),
        _maybe("officer_defined_ethnicity", "As the officer saw."),
        _maybe("legislation", "Power used."),
        _maybe("object_of_search", "What was looked for."),
        _maybe("outcome", "What came of it."),
        Column("outcome_linked", FLAG, "Outcome linked to the object.", "", True),
        Column("more_than_outer_clothing", FLAG,
               "More than outer clothing was removed.", "", True),
        _SOURCE_ROW,
        *_PLACED,
    ),
    ("lad_code", "lsoa21", "lsoa11", "occurred_at", "source_row"),
    POLICE, OGL, Sharing.OPEN, POLICE_WORDS,
)  # fmt: skip

SMALL_AREA = Table(
    "small_area",
    "Small areas (LSOA)",
    "one row per small area of a vintage",
    ("vintage",),
    (
        _text("code", "Small-area code."),
        _text("vintage", "2011 or 2021."),
        _text("name", "Small-area name."),
        _text("lad_code", "Local authority it lies in."),
        _text("lad_name", "Its name."),
        Column("lad_year", pa.int16(), "Year of the local-authority codes.", "year"),
    ),
    ("code",),
    ONS, OGL, Sharing.OPEN, ONS_WORDS,
)  # fmt: skip

SMALL_AREA_CHANGE = Table(
    "small_area_change",
    "Small areas of 2011 and of 2021",
    "one row per pair of a 2011 and a 2021 small area that share ground",
    (),
    (
        _text("lsoa11", "Small area of 2011."),
        _text("lsoa21", "Small area of 2021."),
        _text("change", "U unchanged, S split, M merged, X complex."),
        _text("lad22", "Local authority of 2022."),
    ),
    ("lsoa11", "lsoa21"),
    ONS, OGL, Sharing.OPEN, ONS_WORDS,
)  # fmt: skip

WARD_MEMBER = Table(
    "ward_member",
    "Small areas of a ward",
    "one row per small area, by the ward it is best fitted to in a year",
    ("ward_year",),
    (
        _text("lsoa_code", "Small-area code."),
        _text("lsoa_vintage", "2011 or 2021."),
        _text("ward_code", "Ward code."),
        _maybe("ward_name", "Ward name, where the lookup carries it."),
        Column("ward_year", pa.int16(), "Year of the ward codes.", "year"),
        _maybe("lad_code", "Local authority, where the lookup carries it."),
    ),
    ("ward_code", "lsoa_code"),
    ONS, OGL, Sharing.OPEN, ONS_WORDS,
)  # fmt: skip

PARTNERSHIP = Table(
    "partnership",
    "Local authority, partnership area and police force",
    "one row per pair of local authority and partnership area in a year",
    ("year",),
    (
        _text("lad_code", "Local authority."),
        _text("lad_name", "Its name."),
        _text("csp_code", "Community safety partnership area."),
        _text("csp_name", "Its name."),
        _text("force_code", "Police force area."),
        _text("force_name", "Its name."),
        Column("year", pa.int16(), "Year of the lookup.", "year"),
    ),
    ("lad_code", "csp_code"),
    ONS, OGL, Sharing.OPEN, ONS_WORDS,
)  # fmt: skip

POPULATION = Table(
    "population",
    "Residents by small area and age",
    "one row per small area and year of age",
    ("vintage", "year"),
    (
        _text("code", "Small-area code."),
        _text("vintage", "2011 or 2021."),
        Column("year", pa.int16(), "Mid-year of the estimate.", "year"),
        Column("age", pa.int16(), "Age; 90 means 90 and over.", "years"),
        Column("persons", NUMBER, "Residents.", "persons"),
    ),
    ("code", "age"),
    ONS, OGL, Sharing.OPEN, ONS_WORDS,
)  # fmt: skip

DEPRIVATION = Table(
    "deprivation",
    "English indices of deprivation",
    "one row per small area and measure of an edition; areas without a value are absent",
    ("edition", "measure"),
    (
        _text("code", "Small-area code."),
        _text("vintage", "2011 or 2021."),
        Column("edition", pa.int16(), "Edition of the indices.", "year"),
        _text("measure", "imd_score, imd_rank, imd_decile, crime_decile and so on."),
        Column("value", NUMBER, "Value of the measure.", "the measure's own"),
    ),
    ("measure", "code"),
    "Ministry of Housing, Communities and Local Government", OGL, Sharing.OPEN,
    "English indices of deprivation, licensed under the Open Government Licence v3.0",
)  # fmt: skip

BOUNDARY = Table(
    "boundary",
    "Boundaries",
    "one row per area outline in a supplied file",
    ("level", "vintage", "part"),
    (
        _text("level", "small_area, ward or local_authority."),
        _text("code", "Area code."),
        _maybe("name", "Area name."),
        _text("vintage", "Year of the boundaries."),
        Column("geometry", pa.binary(), "Outline as WKB.", "degrees, WGS84"),
        Column("generalised", FLAG, "Simplified too far for exact placing."),
    ),
    ("code",),
    ONS, OGL, Sharing.OPEN, ONS_WORDS,
)  # fmt: skip

AREA = Table(
    "area",
    "Every area the lake can name",
    "one row per area code",
    (),
    (
        _text("code", "Area code."),
        _text("level", "csp, local_authority, ward, small_area or force."),
        _text("name", "Area name (the code where no name is held)."),
        _text("vintage", "Newest year or vintage in which the code was seen."),
        _maybe("within", "The area above: force of a csp, local authority of others."),
    ),
    ("level", "code"),
    "Goldthread, from the lookups held", OGL, Sharing.OPEN, ONS_WORDS,
    derived=True,
)  # fmt: skip

AREA_MEMBER = Table(
    "area_member",
    "Small areas of every area",
    "one row per area and small area of a vintage",
    (),
    (
        _text("area_code", "Area code."),
        _text("level", "csp, local_authority, ward or small_area."),
        _text("vintage", "Vintage of the small-area code: 2011 or 2021."),
        _text("lsoa_code", "Small-area code."),
    ),
    ("area_code", "vintage", "lsoa_code"),
    "Goldthread, from the lookups held", OGL, Sharing.OPEN, ONS_WORDS,
    derived=True,
)  # fmt: skip

COVERAGE = Table(
    "coverage",
    "What is held, month by month",
    "one row per source, area and month between the first and last month of the source",
    (),
    (
        _text("source", "Table: offence, outcome or stop_search."),
        _text("level", "force, csp or local_authority."),
        _text("area", "Short name of the force, or area code."),
        _text("force", "Force whose monthly file decides the state."),
        _MONTH,
        _text("state", "held, partial or missing."),
        Column("rows", pa.int64(), "Records held; empty where missing, never zero for"
               " a month that was not supplied.", "records", True),
        _maybe("words", "Why a month is called partial or missing."),
    ),
    ("source", "level", "area", "month"),
    "Goldthread, from the parts held", OGL, Sharing.OPEN, derived=True,
)  # fmt: skip

TABLES: dict[str, Table] = {
    t.name: t
    for t in (
        OFFENCE, OUTCOME, STOP_SEARCH, SMALL_AREA, SMALL_AREA_CHANGE, WARD_MEMBER,
        PARTNERSHIP, POPULATION, DEPRIVATION, BOUNDARY, AREA, AREA_MEMBER, COVERAGE,
    )
}  # fmt: skip


def _section(table: Table) -> Iterable[str]:
    yield f"## `{table.name}`: {table.title}"
    yield ""
    yield f"Grain: {table.grain}."
    if table.derived:
        yield "Worked out by the lake whenever it changes; no file supplies it."
    else:
        yield f"Replaced whole by: {', '.join(table.key) or 'the whole table'}."
    yield f"Row order: {', '.join(table.order)}."
    yield f"Steward: {table.steward}. Licence: {table.licence}."
    yield f"Sharing basis: {table.sharing}."
    if table.traps:
        yield f"A finding must heed: {', '.join(table.traps)}."
    if table.attribution:
        yield f"Attribution: “{table.attribution}”."
    yield ""
    yield "| column | type | unit | may be empty | meaning |"
    yield "|---|---|---|---|---|"
    for c in table.columns:
        placed = " *Added by the lake.*" if c.placed else ""
        empty = "yes" if c.nullable else "no"
        yield f"| `{c.name}` | {c.type} | {c.unit} | {empty} | {c.meaning}{placed} |"
    yield ""


def reference_page() -> str:
    """The page that documents the lake, printed from the declarations above."""
    lines = [
        "# Tables of the lake",
        "",
        "Printed from `src/goldthread/evidence/tables.py` by"
        " `python -m goldthread.evidence.tables`; a test fails when it is stale.",
        f"Schema version {SCHEMA_VERSION}. Empty means unknown or not supplied, never"
        " zero.",
        "",
    ]
    for table in TABLES.values():
        lines += _section(table)
    return "\n".join(lines).rstrip() + "\n"


def main() -> None:
    """Write the reference page into the checkout this file belongs to."""
    page = Path(__file__).parents[3] / "docs" / "reference" / "lake-tables.md"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(reference_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
