"""Loads are batches: counted, harmless twice, replaced with a difference, taken back."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.evidence.lake import files
from tests.evidence.lake.conftest import AT

from goldthread.evidence.engine import DuckEngine
from goldthread.evidence.lake import Lake, LakeRefused

JANUARY = datetime(2026, 1, 15, tzinfo=UTC)
FEBRUARY = datetime(2026, 2, 15, tzinfo=UTC)


def burglaries(lake: Lake, as_of: str = "current") -> int:
    text = "SELECT count(*) AS n FROM offence WHERE category = 'burglary'"
    count: int = DuckEngine(lake.version(as_of)).table(text)["n"][0].as_py()
    return count


def test_every_row_of_a_file_is_accounted_for(known: Lake, tmp_path: Path) -> None:
    rows = [files.row(i, "2021-06") for i in range(40)]
    rows += [files.row(50, "2021-06", x="n/a")]
    rows += [files.row(1, "2021-06", code="")]  # the same crime, unlocated

    report = known.add([files.street(tmp_path, "2021-06", rows)], by="ana", at=AT)

    (file,) = report.files
    assert report.number == 2
    assert (file.rows_read, file.accepted, file.set_aside, file.collapsed) == (
        42,
        40,
        1,
        1,
    )
    assert file.supplier == "ourshire"
    assert file.rows_read == file.accepted + file.set_aside + file.collapsed


def test_rows_set_aside_can_be_downloaded_mended_and_sent_again(
    known: Lake, tmp_path: Path
) -> None:
    rows = [files.row(i, "2021-06") for i in range(40)]
    rows[7] = files.row(7, "2021-06", x="n/a")
    known.add([files.street(tmp_path, "2021-06", rows)], by="ana", at=AT)

    told = known.set_aside(2, "2021-06-ourshire-street.csv").to_pylist()
    sheet = known.set_aside_csv(2)
    mended = tmp_path / "mended" / "2021-06-ourshire-street.csv"
    mended.parent.mkdir()
    mended.write_bytes(sheet.replace(b"n/a", b"0.500000"))
    report = known.add([mended], by="ana", at=AT)

    assert [(r["row"], r["column"], r["found"]) for r in told] == [
        (9, "Longitude", "n/a")
    ]
    assert report.files[0].refusal == ""
    assert burglaries(known) == 40


def test_the_same_file_again_changes_nothing_and_says_so(
    known: Lake, tmp_path: Path
) -> None:
    """F18: the same feed twice, and once more under another name."""
    path = files.usual_month(tmp_path, "2021-06")
    first = known.add([path], by="ana", at=AT)
    copy = tmp_path / "copy" / "2021-06-ourshire-street.csv"
    copy.parent.mkdir()
    copy.write_bytes(path.read_bytes().replace(b"\r\n", b"\n"))

    again = known.add([path], by="ana", at=AT)
    renamed = known.add([copy], by="ana", at=AT)

    assert again.number is None and not again.changed
    assert (
        "already loaded in batch 2 on 1 March 2026; nothing changed" in again.notes[0]
    )
    assert renamed.number is None and renamed.version == first.version
    assert "what the lake already holds" in renamed.notes[0]
    assert len(known.batches()) == 2
    assert known.verify() == []


def test_a_corrected_month_replaces_the_month_and_the_difference_is_told(
    known: Lake, tmp_path: Path
) -> None:
    known.add([files.usual_month(tmp_path / "a", "2021-06")], by="ana", at=AT)
    corrected = files.usual_month(
        tmp_path / "b", "2021-06", burglaries=33, outcome="Local resolution"
    )

    report = known.add([corrected], by="ana", at=AT)

    (difference,) = report.files[0].differences
    assert report.files[0].replaced == 45
    assert (difference.rows_before, difference.rows_after) == (45, 48)
    assert difference.by_category == {"burglary": (30, 33)}
    assert difference.outcomes_moved == 30
    assert difference.words == (
        "Ourshire 2021-06: 45 rows before, 48 now (+3); burglary 30 to 33; 30 crimes"
        " have another outcome."
    )
    assert burglaries(known) == 33


def test_the_lake_as_known_in_january_and_now_both_answer(
    known: Lake, tmp_path: Path
) -> None:
    """F19: a late month and a corrected one; every vintage can be named."""
    late = files.usual_month(tmp_path / "l", "2021-05", burglaries=7)
    first = known.add(
        [files.usual_month(tmp_path / "a", "2021-06")], by="ana", at=JANUARY
    )
    known.add([late], by="ana", at=FEBRUARY)
    known.add(
        [files.usual_month(tmp_path / "b", "2021-06", burglaries=33)], by="ana", at=AT
    )

    assert burglaries(known, "2026-01-20") == 30
    assert burglaries(known, "2026-02-28") == 37
    assert burglaries(known) == 40
    assert burglaries(known, "2") == 30
    assert burglaries(known, first.version[:8]) == 30
    assert known.version("2026-01-20").id == first.version


def test_a_version_that_is_not_there_is_refused_in_a_sentence(
    known: Lake, tmp_path: Path
) -> None:
    for name, words in (
        ("2019-01-01", "held nothing on 2019-01-01; its first batch is of 2026-03-01"),
        ("99", "no batch 99; the newest is 1"),
        ("abcdef12", "No version is called abcdef12; expected current"),
    ):
        with pytest.raises(LakeRefused, match=words):
            known.version(name)


def test_a_batch_taken_back_restores_what_it_replaced(
    known: Lake, tmp_path: Path
) -> None:
    before = known.add([files.usual_month(tmp_path / "a", "2021-06")], by="ana", at=AT)
    known.add(
        [files.usual_month(tmp_path / "b", "2021-06", burglaries=33),
         files.usual_month(tmp_path / "b", "2021-07")],
        by="ana", at=AT,
    )  # fmt: skip

    undone = known.undo(3, by="ben", at=AT)

    assert undone.version == before.version
    assert (undone.number, undone.undoes, undone.by) == (4, 3, "ben")
    assert burglaries(known) == 30
    assert known.taken_back() == {3: 4}
    assert known.verify() == []


def test_a_file_taken_back_can_be_loaded_again(known: Lake, tmp_path: Path) -> None:
    path = files.usual_month(tmp_path, "2021-06")
    known.add([path], by="ana", at=AT)
    known.undo(2, by="ana", at=AT)

    report = known.add([path], by="ana", at=AT)

    assert report.number == 4
    assert burglaries(known) == 30


def test_a_batch_under_a_later_one_cannot_be_taken_back(
    known: Lake, tmp_path: Path
) -> None:
    known.add([files.usual_month(tmp_path / "a", "2021-06")], by="ana", at=AT)
    known.add(
        [files.usual_month(tmp_path / "b", "2021-06", burglaries=33)], by="ana", at=AT
    )

    with pytest.raises(
        LakeRefused,
        match="batch 3 came later and touched the same offence Ourshire 2021-06",
    ):
        known.undo(2, by="ana", at=AT)

    known.undo(3, by="ana", at=AT)
    known.undo(2, by="ana", at=AT)
    assert burglaries(known) == 0


def test_what_cannot_be_taken_back_is_said(known: Lake, tmp_path: Path) -> None:
    known.add([files.usual_month(tmp_path, "2021-06")], by="ana", at=AT)
    known.undo(2, by="ana", at=AT)

    for batch, words in (
        (2, "already taken back by batch 3"),
        (3, "took batch 2 back; load that batch's files again"),
        (9, "There is no batch 9"),
    ):
        with pytest.raises(LakeRefused, match=words):
            known.undo(batch, by="ana", at=AT)


def test_a_dry_run_tells_all_and_changes_nothing(known: Lake, tmp_path: Path) -> None:
    known.add([files.usual_month(tmp_path / "a", "2021-06")], by="ana", at=AT)
    path = files.usual_month(tmp_path / "b", "2021-06", burglaries=33)
    held = sorted(p.name for p in known.folder.rglob("*"))

    dry = known.add([path], by="ana", at=AT, dry_run=True)

    assert sorted(p.name for p in known.folder.rglob("*")) == held
    assert dry.number is None and dry.changed
    assert burglaries(known) == 30
    done = known.add([path], by="ana", at=AT)
    assert (dry.version, dry.files) == (done.version, done.files)


def test_a_month_that_lost_a_third_of_its_rows_is_not_taken_unasked(
    known: Lake, tmp_path: Path
) -> None:
    """F20: a cut file."""
    known.add([files.usual_month(tmp_path / "a", "2021-06")], by="ana", at=AT)
    cut = files.usual_month(tmp_path / "b", "2021-06", burglaries=12)

    report = known.add([cut], by="ana", at=AT)

    assert "27 rows where 45 are held for Ourshire 2021-06" in report.files[0].refusal
    assert report.number is None and burglaries(known) == 30
    assert known.add([cut], by="ana", at=AT, confirmed=True).number == 3
    assert burglaries(known) == 12


def test_poisoned_files_are_refused_and_the_good_ones_beside_them_taken(
    known: Lake, tmp_path: Path
) -> None:
    """F21: wrong area codes, a future month, the wrong force; and a picture."""
    rows = [files.row(i, "2021-06", code=f"E0199{i:04d}") for i in range(40)]
    wrong = files.street(tmp_path, "2021-06", rows)
    later = [files.row(i, "2031-06") for i in range(40)]
    future = files.street(tmp_path, "2031-06", later)
    picture = tmp_path / "2021-07-ourshire-street.csv"
    picture.write_bytes(b"\xff\xd8\xff\xe0" + bytes(500))
    good = files.usual_month(tmp_path, "2021-08")

    report = known.add(
        [wrong, future, picture, good], by="ana", at=AT, today=date(2026, 3, 1)
    )

    assert [bool(f.refusal) for f in report.files] == [True, True, True, False]
    assert "codes that no lookup held knows" in report.files[0].refusal
    assert "2031-06" in report.files[1].refusal
    assert burglaries(known) == 30
    assert report.number == 2


def test_two_files_of_one_month_in_one_load_are_told_and_the_later_stands(
    known: Lake, tmp_path: Path
) -> None:
    one = files.usual_month(tmp_path / "a", "2021-06")
    two = files.usual_month(tmp_path / "b", "2021-06", burglaries=33)

    report = known.add([one, two], by="ana", at=AT)

    assert burglaries(known) == 33
    assert any("differently by" in note for note in report.notes)
    assert known.verify() == []


def test_a_demonstration_lake_takes_invented_areas_only_and_a_real_one_none(
    lake: Lake, known: Lake, tmp_path: Path
) -> None:
    shown = Lake(tmp_path / "shown")
    shown.mark_demonstration()
    month = "2021-06"
    rows = [
        files.row(i, month, force="Saxonshire Police", code="X01000001")
        for i in range(30)
    ]
    invented = files.street(tmp_path, month, rows, force="saxonshire")
    real = files.usual_month(tmp_path, month)

    assert shown.add([invented], by="ana", at=AT).number == 1
    assert "takes nothing real" in shown.add([real], by="ana", at=AT).files[0].refusal
    refusal = known.add([invented], by="ana", at=AT).files[0].refusal
    assert "holds real areas and takes no invented" in refusal
    assert shown.is_demonstration and not known.is_demonstration
    with pytest.raises(LakeRefused, match="only an empty lake"):
        known.mark_demonstration()


def test_the_order_of_loading_does_not_matter_to_the_version(tmp_path: Path) -> None:
    paths = [
        *files.lookups(tmp_path / "f"),
        files.usual_month(tmp_path / "f", "2021-06"),
        files.usual_month(tmp_path / "f", "2021-07"),
        *files.boundaries(tmp_path / "f"),
    ]
    at_once, one_by_one = Lake(tmp_path / "one"), Lake(tmp_path / "two")

    at_once.add(paths, by="ana", at=AT)
    for path in reversed(paths):
        one_by_one.add([path], by="ben", at=JANUARY)

    assert at_once.version().id == one_by_one.version().id
    assert one_by_one.verify() == []
