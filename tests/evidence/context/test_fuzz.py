"""Wounded lookups, populations, deprivation and outlines: read or refused, none lost.

The door is the one every file comes in by, so a wounded header may also make another
source, or none, know the file. Whatever it answers is a portion or a sentence.
"""

import csv
import io
import json
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.evidence.context.sheets import ages, member, table
from tests.evidence.context.test_boundaries import collection, feature
from tests.evidence.context.test_population_and_deprivation import WIDE
from tests.evidence.readers.test_fuzz import BOUNDED, values, wounded, wounds

from goldthread.evidence.reading import Portion, Unreadable
from goldthread.evidence.set_aside import set_aside_csv
from goldthread.evidence.sources import read_member
from goldthread.evidence.tables import TABLES

TODAY = date(2026, 11, 23)


def codes(prefix: str, count: int = 8) -> list[str]:
    return [f"{prefix}{n:06d}" for n in range(1, count + 1)]


def sheet(header: str, *columns: list[str]) -> bytes:
    return table(
        header, *(",".join(row) for row in zip(*columns, strict=True))
    ).encode()


def as_parquet(content: bytes) -> bytes:
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), out)
    return out.getvalue()


SMALL, LADS = codes("E01"), ["E08000031"] * 8
POPULATION = table(WIDE, *(f"{c},91,{ages([1] * 91)}" for c in SMALL[:4])).encode()
FILES: dict[str, tuple[str, bytes]] = {
    "small areas": (
        "lookup.csv",
        sheet("LSOA11CD,LSOA11NM,LAD21CD,LAD21NM", SMALL, ["A 001A"] * 8, LADS, ["A"] * 8),
    ),
    "wards": (
        "lookup.csv",
        sheet(
            "lsoa21_code,ward24_code,ward24_name,ltla24_code",
            SMALL, codes("E05"), ["Bea\u0302con"] * 8, LADS,
        ),
    ),
    "changes": (
        "lookup.csv",
        sheet(
            "LSOA11CD,LSOA21CD,CHGIND,LAD22CD", SMALL, SMALL, list("UUUSSMMX"), LADS
        ),
    ),
    "partnerships": (
        "lookup.csv",
        sheet(
            "LAD24CD,LAD24NM,CSP24CD,CSP24NM,PFA24CD,PFA24NM",
            codes("E08"), list("abcdefgh"), codes("E22"), list("abcdefgh"),
            ["E23000014"] * 8, ["West"] * 8,
        ),
    ),
    "population": ("population20_lsoa11.csv", POPULATION),
    "population in Parquet": ("population20_lsoa11.parquet", as_parquet(POPULATION)),
    "deprivation": (
        "imd2019.csv",
        sheet(
            "lsoa11_code,IMD_score,IMD_rank,IMD_decile,Crime_decile",
            SMALL, ["12.5"] * 8, [str(n) for n in range(1, 9)], list("12345678"),
            list("87654321"),
        ),
    ),
    "outlines": (
        "areas.geojson",
        collection(*(feature(number=n) for n in range(1, 5))).encode(),
    ),
}  # fmt: skip


def answers(content: bytes, name: str) -> list[Portion]:
    """The portions; a refusal is one sentence. Anything else fails the test."""
    found = list(read_member(member(content, name), today=TODAY))
    assert found
    for each in found:
        if isinstance(each, Unreadable):
            assert str(each).endswith((".", "?")) and len(found) == 1
            return []
        # `Portion` itself says that no row is lost; the table's own schema holds too.
        assert each.rows.schema.equals(TABLES[each.table].schema(placed=False))
        set_aside_csv(each)
    return [each for each in found if isinstance(each, Portion)]


@pytest.mark.parametrize("kind", FILES)
def test_the_unwounded_file_is_read(kind: str) -> None:
    name, content = FILES[kind]

    found = answers(content, name)

    assert found and all(not portion.set_aside.num_rows for portion in found)


@pytest.mark.slow
@pytest.mark.parametrize("kind", FILES)
@BOUNDED
@example(cuts=[(1.0, 0, b'""')])
@example(cuts=[(0.5, 0, b"\n\n\n")])
@given(cuts=wounds)
def test_a_wounded_context_file_is_read_or_refused(
    kind: str, cuts: list[tuple[float, int, bytes]]
) -> None:
    name, content = FILES[kind]

    answers(wounded(content, cuts), name)


cells = st.one_of(
    st.sampled_from(
        ["", " ", "NaN", "inf", "-1", "1e999", "0.5", "91", "E01000001", "e01000001",
         "W01000001", "X01000001", "E05000001", "U", "u", "١", "=1+1", "-0", "1 000"]
    ),
    st.text(st.characters(exclude_characters='",\r\n;\t', exclude_categories=["Cs"]), max_size=6),
)  # fmt: skip
SHEETS = [k for k in FILES if k not in ("outlines", "population in Parquet")]


@pytest.mark.slow
@pytest.mark.parametrize("kind", SHEETS)
@BOUNDED
@given(
    changes=st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 93), cells), min_size=1, max_size=4
    )
)
def test_any_cell_of_a_context_file_may_hold_anything_and_every_row_is_accounted_for(
    kind: str, changes: list[tuple[int, int, str]]
) -> None:
    name, content = FILES[kind]
    header, *rows = list(csv.reader(io.StringIO(content.decode())))
    for row, column, cell in changes:
        rows[row][column % len(header)] = cell

    found = answers(table(",".join(header), *map(",".join, rows)).encode(), name)

    for portion in found:
        if portion.table != "deprivation":  # there a row counts once for each measure
            assert portion.rows_read == len(rows)


@pytest.mark.slow
@BOUNDED
@given(
    place=st.sampled_from(["feature", "properties", "geometry", "coordinates", "code"]),
    value=values,
)
def test_an_outline_may_hold_anything_anywhere(place: str, value: object) -> None:
    good, bad = feature(), feature(number=2)
    if place == "feature":
        bad = value  # type: ignore[assignment]
    elif place == "code":
        bad["properties"]["LSOA21CD"] = value
    elif place == "coordinates":
        bad["geometry"]["coordinates"] = value
    else:
        bad[place] = value
    content = json.dumps({"type": "FeatureCollection", "features": [good, bad]})

    found = answers(content.encode(), "areas.geojson")

    assert not found or sum(portion.rows_read for portion in found) == 2
