"""A stranger's file can hurt only the process that reads it (FIL-2)."""

import gzip
import pickle
from io import BytesIO
from pathlib import Path

import pytest
from tests.evidence.lake import files, planted
from tests.evidence.lake.conftest import AT

from goldthread.evidence.lake import Allowance, Lake, hands, pipes

SHORT = Allowance(memory=2_000_000_000, least_s=1, most_s=1)


def walled(known: Lake, within: Allowance = SHORT) -> Lake:
    return Lake(known.folder.parent, within=within)


@pytest.mark.slow
def test_a_reader_that_eats_spins_waits_or_crashes_loses_its_file_and_nothing_else(
    known: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted.plant(tmp_path / "plant", monkeypatch)
    monkeypatch.setattr(Allowance, "wall_s", lambda self, size: 4.0)
    wrong = planted.wrong_files(tmp_path / "wrong")
    good = [files.usual_month(tmp_path / "f", f"2021-0{m}") for m in (5, 6)]
    alone = Lake(tmp_path / "alone")
    alone.add(files.lookups(tmp_path / "g"), by="ana", at=AT)
    expected = alone.add(good, by="ana", at=AT)

    report = walled(known).add([good[0], *wrong, good[1]], by="ana", at=AT)

    assert report.version == expected.version  # the good months, whole
    refusals = {Path(f.path).stem: f.refusal for f in report.files if f.refusal}
    assert set(refusals) == set(planted.WRONGS)
    assert "more than 2 GB of memory" in refusals["eats"]
    assert "still not read after 1 seconds" in refusals["spins"]
    assert refusals["waits"] == refusals["spins"].replace("spins", "waits")
    assert "broke off" in refusals["crashes"] and "broke off" in refusals["raises"]
    for name, words in refusals.items():
        assert words.startswith(f"{name}.csv was not taken: ") and words.endswith(".")
        assert "\n" not in words and "Traceback" not in words
    assert known.verify() == []


@pytest.mark.slow
def test_what_a_crashed_process_had_written_stands_and_its_successor_reads_on(
    known: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted.plant(tmp_path / "plant", monkeypatch)
    months = [files.usual_month(tmp_path / "f", f"2021-0{m}") for m in range(1, 7)]
    wrong = planted.wrong_files(tmp_path / "w", "crashes.street", "raises.street")
    secured: list[str] = []
    real = hands.Hands.settle

    def settle(team: hands.Hands) -> list[object]:
        orphans = real(team)
        secured.extend(name for taken in orphans for name in taken.written)
        return orphans

    monkeypatch.setattr(hands.Hands, "settle", settle)
    given = [*months[:3], wrong[0], *months[3:5], wrong[1], months[5]]

    report = walled(known).add(given, by="ana", at=AT)

    assert [bool(f.refusal) for f in report.files].count(True) == 2
    assert report.total("accepted") > 0
    assert len(secured) == 5  # three months of the first process, two of the second
    assert all((known.folder / name).is_file() for name in secured)
    assert known.verify() == []
    again = walled(known).add(months, by="ana", at=AT)
    assert not again.changed


@pytest.mark.slow
def test_a_real_file_too_large_for_the_memory_is_refused_in_a_sentence(
    known: Lake, tmp_path: Path
) -> None:
    month = files.usual_month(tmp_path / "f", "2021-05").read_text().splitlines()
    path = tmp_path / "2021-05-leicestershire-street.csv.gz"
    with gzip.open(path, "wt", compresslevel=6) as out:
        out.write(month[0] + "\n")
        for n in range(1_500_000):
            out.write(f"{n:064x}{month[1][64:]}\n")
    before = known.version().id
    small = Allowance(memory=900_000_000, least_s=60, most_s=60)

    report = walled(known, small).add([path], by="ana", at=AT)

    assert report.refused and not report.changed
    assert known.version().id == before
    assert "was not taken" in report.files[0].refusal


@pytest.mark.slow
def test_behind_the_wall_the_same_files_give_the_same_lake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = files.lookups(tmp_path / "f") + files.boundaries(tmp_path / "f")
    given += [files.usual_month(tmp_path / "f", f"2021-0{m}") for m in (5, 6, 7)]
    plain = Lake(tmp_path / "plain").add(given, by="ana", at=AT)
    lake = Lake(tmp_path / "walled", within=SHORT)

    dry = lake.add(given, by="ana", at=AT, dry_run=True)
    report = lake.add(given, by="ana", at=AT)

    assert dry.version == report.version == plain.version
    assert report.files == plain.files
    assert lake.verify() == []


def test_an_answer_that_would_run_something_is_not_opened() -> None:
    class Harm:
        def __reduce__(self) -> object:
            return print, ("harm",)

    content = pickle.dumps(Harm())
    hostile = BytesIO(len(content).to_bytes(8, "big") + content)

    with pytest.raises(pickle.UnpicklingError, match=r"holds no builtins\.print"):
        pipes.received(hostile)
    assert pipes.received(BytesIO(b"short")) is None
