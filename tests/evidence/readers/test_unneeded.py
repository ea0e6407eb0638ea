"""A supplier's folder holds more than is needed: known files are named, not refused."""

import gzip
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.evidence.lake import files

from goldthread.evidence.containers import members
from goldthread.evidence.lake import Lake
from goldthread.evidence.reading import Portion, Unneeded, Unreadable
from goldthread.evidence.sources import read_member

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)


def parquet(**columns: list[object]) -> bytes:
    out = BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


KNOWN = {
    "fire authorities": (
        "fra.csv.gz",
        gzip.compress(
            b"ltla24_name,ltla24_code,fra24_name,fra24_code\nA,E08000004,B,E31000040\n"
        ),
        "fire authority",
    ),
    "wards of 2021": (
        "wards.csv",
        b"ward21_name,ward21_code,ltla21_name,ltla21_code\nA,E05000026,B,E09000002\n",
        "without the small areas",
    ),
    "deprivation of districts": (
        "imd25.csv",
        b"ltla24_code,ltla24_name,imd_average_rank\nE08000004,A,12\n",
        "worked out from the small areas",
    ),
    "census": (
        "religion.parquet",
        parquet(lsoa21_code=["E01010410"], total_residents=[9], religion=["x"], n=[1]),
        "the census counted",
    ),
    "a list of files": (
        "MANIFEST.csv",
        b"file,bytes,records,sha256\na,1,2,c\n",
        "list",
    ),
    "a note": ("PROVENANCE.md", b"# Where this is from\n", "note for people"),
    "districts without codes": (
        "districts.geojson",
        b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":'
        b'{"objectid": 1,"district": "A"},"geometry":null}]}',
        "by name only",
    ),
}
FOREIGN = {
    "a shopping list": ("list.csv", b"item,price\nbread,2\n"),
    "a lookup of countries": (
        "ctry.csv",
        b"lsoa11_code,lsoa21_code\nE01010410,E01010410\n",
    ),
    "a stranger's parquet": ("x.parquet", parquet(name=["a"], age=[3])),
    "a broken parquet": ("x.parquet", b"PAR1 nothing PAR1"),
    "outlines by another name": (
        "x.geojson",
        b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":'
        b'{"objectid": 1,"shape": "A"},"geometry":null}]}',
    ),
}


def read(folder: Path, name: str, content: bytes) -> list[object]:
    path = folder / name
    path.write_bytes(content)
    (member,) = members(path)
    assert not isinstance(member, Unreadable)
    return list(read_member(member, today=date(2026, 3, 1)))


@pytest.mark.parametrize("kind", KNOWN)
def test_a_known_file_is_left_out_and_its_line_says_why(
    kind: str, tmp_path: Path
) -> None:
    name, content, why = KNOWN[kind]

    (found,) = read(tmp_path, name, content)

    assert isinstance(found, Unneeded)
    assert "is known, and not needed: " in str(found) and why in str(found)


READ = {
    "wards with their small areas": (
        "lookup.csv",
        b"lsoa21_code,ward24_code,ward24_name,ltla24_code\nE01010410,E05001321,A,E08000031\n",
    ),
    "deprivation with its districts": (
        "imd2019.csv",
        b"lsoa11_code,ltla19_code,imd_rank\nE01010410,E08000031,12\n",
    ),
}


@pytest.mark.parametrize("kind", READ)
def test_a_file_with_small_areas_is_never_taken_for_one_that_is_not_needed(
    kind: str, tmp_path: Path
) -> None:
    found = read(tmp_path, *READ[kind])

    assert found
    assert all(isinstance(each, Portion) and each.rows.num_rows == 1 for each in found)


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_foreign_file_is_still_refused(kind: str, tmp_path: Path) -> None:
    (found,) = read(tmp_path, *FOREIGN[kind])

    assert isinstance(found, Unreadable) and not isinstance(found, Unneeded)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "home")


def test_a_folder_with_known_files_is_loaded_whole_and_says_so_again(
    lake: Lake, tmp_path: Path
) -> None:
    folder = tmp_path / "given"
    folder.mkdir()
    for name, content, _ in KNOWN.values():
        (folder / name).write_bytes(content)
    files.lookups(folder)

    first = lake.add([folder], by="ana", at=AT)
    second = lake.add([folder], by="ana", at=AT)

    assert first.number == 1 and not first.refused
    assert sum(f.is_left_out for f in first.files) == len(KNOWN)
    assert not second.changed and not second.refused
    assert sum(f.is_left_out for f in second.files) == len(KNOWN)
    assert not any("MANIFEST" in note for note in (*first.notes, *second.notes))
    (folder / "list.csv").write_bytes(FOREIGN["a shopping list"][1])
    assert lake.add([folder], by="ana", at=AT).refused
