"""Where records lie: vintages, splits and merges, several partnerships, other forces."""

from pathlib import Path
from typing import Any

import pytest
from tests.evidence.lake import files
from tests.evidence.lake.conftest import AT

from goldthread.evidence.engine import DuckEngine
from goldthread.evidence.lake import Lake, LakeRefused

PLACED = (
    "SELECT source_row, lsoa_vintage, lsoa11, lsoa21, lad_code, csp_code,"
    " outside_force_area FROM offence ORDER BY force, source_row"
)


def placed(lake: Lake) -> list[tuple[Any, ...]]:
    rows = DuckEngine(lake.version()).table(PLACED).to_pylist()
    return [tuple(r.values())[1:] for r in rows]


def load(lake: Lake, folder: Path, rows: list[tuple[str, ...]], **names: str) -> Any:
    return lake.add([files.street(folder, "2021-06", rows, **names)], by="ana", at=AT)


def test_a_file_tells_its_vintage_by_codes_that_only_one_vintage_has(
    known: Lake, tmp_path: Path
) -> None:
    old = [files.row(1, "2021-06"), files.row(2, "2021-06", code="E01000003")]
    load(known, tmp_path, old)
    assert [p[0] for p in placed(known)] == ["2011", "2011"]

    new = [files.row(1, "2021-06"), files.row(2, "2021-06", code="E01000014")]
    load(known, tmp_path / "b", new)
    assert [p[0] for p in placed(known)] == ["2021", "2021"]


def test_unchanged_and_merged_areas_follow_by_lookup_alone(
    known: Lake, tmp_path: Path
) -> None:
    rows = [files.row(1, "2021-06"), files.row(2, "2021-06", code="E01000003", x=-0.7)]

    load(known, tmp_path, rows)

    assert placed(known) == [
        ("2011", "E01000001", "E01000001", "E06000001", "E22000001", False),
        ("2011", "E01000003", "E01000014", "E06000002", "E22000002", False),
    ]


def test_a_split_area_stays_open_until_boundaries_tell_where_the_point_lies(
    known: Lake, tmp_path: Path
) -> None:
    rows = [
        files.row(1, "2021-06", code="E01000002", x=1.2),
        files.row(2, "2021-06", code="E01000002", x=1.7),
        # On the line between the two, and outside both: still the published area's.
        files.row(3, "2021-06", code="E01000002", x=1.5),
        files.row(4, "2021-06", code="E01000002", x=1.7, y=52.3),
    ]
    report = load(known, tmp_path, rows)

    assert [p[2] for p in placed(known)] == [None] * 4
    assert {p[4] for p in placed(known)} == {"E22000001"}
    assert any(
        "no boundaries are held to tell" in r.words for r in report.files[0].remarks
    )

    later = known.add(files.boundaries(tmp_path), by="ana", at=AT)

    halves = ["E01000012", "E01000013", "E01000012", "E01000013"]
    assert [p[2] for p in placed(known)] == halves
    assert "1 monthly files (4 rows) were placed again" in later.notes[0]
    known.undo(3, by="ana", at=AT)
    assert [p[2] for p in placed(known)] == [None] * 4


def test_a_merged_area_is_told_apart_for_2011_by_the_point(
    known: Lake, tmp_path: Path
) -> None:
    known.add(files.boundaries(tmp_path), by="ana", at=AT)
    rows = [
        files.row(1, "2021-06", code="E01000014", x=-0.7),
        files.row(2, "2021-06", code="E01000014", x=-0.2),
    ]

    load(known, tmp_path, rows)

    assert [(p[0], p[1]) for p in placed(known)] == [
        ("2021", "E01000003"),
        ("2021", "E01000004"),
    ]


def test_a_record_without_a_code_lies_where_its_point_lies(
    known: Lake, tmp_path: Path
) -> None:
    known.add(files.boundaries(tmp_path), by="ana", at=AT)
    rows = [
        files.row(1, "2021-06", code="", x=1.7),
        files.row(2, "2021-06", code="", x=1.0),  # on an edge: the smaller code
        files.row(3, "2021-06", code="", x=0.9, y=58.0),
        files.row(4, "2021-06", code=""),
    ]

    report = load(known, tmp_path, rows)

    nowhere = (None,) * 6
    assert placed(known) == [
        (None, "E01000002", "E01000013", "E06000001", "E22000001", False),
        (None, "E01000001", "E01000001", "E06000001", "E22000001", False),
        nowhere,
        nowhere,
    ]
    words = " ".join(r.words for r in report.files[0].remarks)
    assert "2 rows without a small-area code were placed by their map point" in words
    assert (
        "1 rows have a map point, no small-area code, and lie in no boundary" in words
    )


def test_an_unlocated_record_counts_for_its_force_and_for_no_partnership(
    known: Lake, tmp_path: Path
) -> None:
    known.add([files.usual_month(tmp_path, "2021-06")], by="ana", at=AT)

    rows = DuckEngine(known.version()).table(
        "SELECT csp_code, count(*) AS n FROM offence GROUP BY csp_code ORDER BY n"
    )

    assert rows.to_pylist() == [
        {"csp_code": None, "n": 3},
        {"csp_code": "E22000003", "n": 12},
        {"csp_code": "E22000001", "n": 30},
    ]


def test_an_authority_with_two_partnerships_is_told_apart_by_the_2011_names(
    known: Lake, tmp_path: Path
) -> None:
    rows = [
        files.row(1, "2021-06", code="E01000014", x=-0.7),
        files.row(2, "2021-06", code="E01000005", x=-1.5),
    ]

    load(known, tmp_path, rows)

    assert [p[4] for p in placed(known)] == ["E22000002", "E22000003"]


@pytest.mark.covers("S12")
def test_another_forces_records_count_where_they_lie_and_are_told(
    known: Lake, tmp_path: Path
) -> None:
    theirs = [
        files.row(1, "2021-06", force="Othershire Police"),
        files.row(2, "2021-06", force="Othershire Police", code="E01000006", x=-2.5),
    ]
    trains = [files.row(1, "2021-06", force="British Transport Police")]

    report = load(known, tmp_path, theirs, force="othershire")
    load(known, tmp_path, trains, force="btp")

    assert [(p[3], p[5]) for p in placed(known)] == [
        ("E06000001", None),  # the transport police has no area to be outside of
        ("E06000001", True),
        ("E06000003", False),
    ]
    told = [
        r
        for r in report.files[0].remarks
        if "outside the area of their force" in r.words
    ]
    assert [r.count for r in told] == [1]


def test_lookups_that_arrive_after_the_crimes_place_them_then(
    lake: Lake, tmp_path: Path
) -> None:
    lake.add([files.usual_month(tmp_path, "2021-06")], by="ana", at=AT)
    assert {p[3] for p in placed(lake)} == {None}

    lake.add(files.lookups(tmp_path), by="ana", at=AT)
    assert {p[3] for p in placed(lake)} == {"E06000001", "E06000002", None}

    lake.undo(1, by="ana", at=AT)
    assert placed(lake) == []


def test_a_batch_restored_under_newer_lookups_is_placed_by_them(
    known: Lake, tmp_path: Path
) -> None:
    known.add([files.usual_month(tmp_path / "a", "2021-06")], by="ana", at=AT)
    known.add(
        [files.usual_month(tmp_path / "b", "2021-06", burglaries=33)], by="a", at=AT
    )
    known.add([files.partnerships(tmp_path, alpha="E22000009")], by="ana", at=AT)

    known.undo(3, by="ana", at=AT)

    found = [p[4] for p in placed(known)]
    assert found.count("E22000009") == 30
    assert "E22000001" not in found


def test_areas_are_found_by_code_and_by_a_name_only_one_area_has(known: Lake) -> None:
    version = known.version()

    for text, code, level in (
        ("alpha", "E22000001", "csp"),
        ("e22000003", "E22000003", "csp"),
        ("Beta", "E06000002", "local_authority"),
        ("ward of beta", "E05000002", "ward"),
        ("Northby 001A", "E01000003", "small_area"),
        ("Ourshire", "E23000001", "force"),
    ):
        area = version.resolve_area(text)
        assert (area.code, area.level) == (code, level), text


def test_a_name_that_no_area_has_is_answered_with_the_nearest(
    known: Lake, lake: Lake, tmp_path: Path
) -> None:
    with pytest.raises(LakeRefused, match=r"Did you mean Northby \(community safety"):
        known.version().resolve_area("Nothby")
    with pytest.raises(LakeRefused, match="expected a code such as E22000341"):
        known.version().resolve_area("Qqqqq")
    with pytest.raises(LakeRefused, match="add the lookups"):
        Lake(tmp_path / "empty").version().resolve_area("Alpha")


def test_a_name_that_several_areas_have_is_answered_with_their_codes(
    known: Lake, tmp_path: Path
) -> None:
    folder = tmp_path / "twice"
    folder.mkdir()
    header = "lsoa21_name,lsoa21_code,ward24_name,ward24_code,ltla24_name,ltla24_code"
    (folder / "lookup_lsoa21_ward24_ltla24.csv").write_text(
        f"{header}\nAlpha 001A,E01000001,Central,E05000001,Alpha,E06000001\n"
        "Beta 005A,E01000005,Central,E05000002,Beta,E06000002\n"
    )
    known.add([folder], by="ana", at=AT, confirmed=True)

    with pytest.raises(
        LakeRefused, match="2 areas of the kind ward are called central"
    ):
        known.version().resolve_area("central")
