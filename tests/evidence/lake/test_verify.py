"""Damage is found and named, and never becomes a number (F10, DUR-4)."""

from pathlib import Path

import numpy as np
import pytest
from tests.evidence.lake import files
from tests.evidence.lake.conftest import AT

from goldthread.evidence.engine import DuckEngine
from goldthread.evidence.lake import Lake, LakeDamaged, LakeRefused

COUNT = "SELECT count(*) AS n FROM offence"


@pytest.fixture
def loaded(known: Lake, tmp_path: Path) -> Lake:
    rows = [files.row(i, "2021-06") for i in range(40)]
    rows[3] = files.row(3, "2021-06", x="n/a")
    known.add([files.street(tmp_path, "2021-06", rows)], by="ana", at=AT)
    return known


def files_of(lake: Lake) -> list[Path]:
    return sorted(p for p in lake.folder.rglob("*") if p.is_file() and p.name != "LOCK")


def test_sixty_flipped_bits_and_sixty_cuts_are_each_found_and_named(
    loaded: Lake,
) -> None:
    random = np.random.default_rng(2026)
    paths = files_of(loaded)

    for harm in range(120):
        path = paths[int(random.integers(len(paths)))]
        content = path.read_bytes()
        at = int(random.integers(len(content)))
        if harm % 2:
            path.write_bytes(content[:at])
        else:
            flipped = bytes([content[at] ^ (1 << int(random.integers(8)))])
            path.write_bytes(content[:at] + flipped + content[at + 1 :])
        faults = loaded.verify()
        assert faults, f"{path} at {at} was not found"
        if path.parent.name not in ("lake", "history"):
            assert any(path.name in f.path for f in faults), (path, faults)
        path.write_bytes(content)
    assert loaded.verify() == []


def test_every_missing_file_is_named(loaded: Lake) -> None:
    for path in files_of(loaded):
        content = path.read_bytes()
        path.unlink()
        assert loaded.verify(), path
        path.write_bytes(content)
    assert loaded.verify() == []


def test_a_file_that_belongs_to_no_version_is_named(loaded: Lake) -> None:
    stray = loaded.folder / "parts" / "00" / f"{'0' * 64}.parquet"
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"stray")

    assert [f.path for f in loaded.verify()] == [f"parts/00/{'0' * 64}.parquet"]


def test_a_flipped_bit_is_an_error_and_never_a_number(loaded: Lake) -> None:
    version = loaded.version()
    assert DuckEngine(version).table(COUNT)["n"][0].as_py() == 39
    (path,) = version.files("offence")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.write_bytes(content)

    with pytest.raises(
        LakeDamaged, match=r"offence Ourshire 2021-06 .* is not what was"
    ):
        DuckEngine(version).table(COUNT)
    path.unlink()
    with pytest.raises(LakeDamaged, match="is missing"):
        DuckEngine(version).table(COUNT)


def test_damaged_rows_set_aside_are_not_given_out(loaded: Lake) -> None:
    (path,) = (loaded.folder / "set_aside").glob("*.parquet")
    path.write_bytes(path.read_bytes()[:-5])

    with pytest.raises(LakeDamaged, match="set aside by batch 2"):
        loaded.set_aside(2)


def test_a_cited_version_is_never_pruned_and_the_rest_can_be(
    known: Lake, tmp_path: Path
) -> None:
    cited = known.add([files.usual_month(tmp_path / "0", "2021-06")], by="ana", at=AT)
    known.cite(cited.version, "finding/levels")
    for n in range(1, 4):
        path = files.usual_month(tmp_path / str(n), "2021-06", burglaries=30 + n)
        known.add([path], by="ana", at=AT)
    forgotten = known.batches()[2].version

    gone = known.prune(by="ana", keep=1)

    assert forgotten in gone and cited.version not in gone
    assert known.citations(cited.version) == ["finding/levels"]
    assert DuckEngine(known.version("2")).table(COUNT)["n"][0].as_py() == 45
    assert DuckEngine(known.version()).table(COUNT)["n"][0].as_py() == 48
    with pytest.raises(LakeDamaged, match="manifest is not there"):
        known.version("3")
    assert known.verify() == []
    with pytest.raises(LakeRefused, match="version before it was pruned"):
        known.undo(4, by="ana", at=AT) if known.undo(5, by="ana", at=AT) else None


def test_a_version_that_is_not_held_cannot_be_cited(known: Lake) -> None:
    with pytest.raises(LakeRefused, match="cannot be cited"):
        known.cite("0" * 64, "finding")
