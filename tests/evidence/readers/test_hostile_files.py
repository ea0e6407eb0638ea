"""Every class of bad input gets one clear sentence, loses nothing and costs little."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
import time
from datetime import date
from pathlib import Path

import pytest
from tests.corpus.build import CORPUS, Hostile, month, zipped

from goldthread.evidence.containers import UPLOAD, members
from goldthread.evidence.reading import Portion, Unreadable
from goldthread.evidence.sources import read_path

TODAY = date(2026, 11, 23)
LARGE = {"zip bomb", "gzip bomb", "100,000 bad rows", "100,000 ragged rows"}


def outcome(path: Path) -> tuple[list[Portion], list[str]]:
    """What was read and what was refused."""
    portions: list[Portion] = []
    refusals: list[str] = []
    for item in read_path(path, today=TODAY):
        if isinstance(item, Unreadable):
            refusals.append(str(item))
        else:
            portions.append(item)
    return portions, refusals


@pytest.mark.parametrize("case", CORPUS.values(), ids=CORPUS.keys())
def test_a_hostile_file_gets_one_clear_sentence_and_loses_nothing(
    case: Hostile, tmp_path: Path
) -> None:
    path = tmp_path / case.name
    path.write_bytes(case.make())

    started = time.process_time()
    portions, refusals = outcome(path)
    seconds = time.process_time() - started

    aside = [row for p in portions for row in p.set_aside.to_pylist()]
    kept = sum(p.rows.num_rows for p in portions)
    if case.fate == "refused":
        assert not aside
        assert any(case.says in sentence for sentence in refusals), refusals
        assert all(s.endswith(".") and "\n" not in s for s in refusals)
        assert all(len(s) < 900 for s in refusals)
    else:
        assert not refusals
        assert kept == case.good
        assert bool(aside) == (case.fate == "set aside")
        assert all(row["column"] and row["expected"] and row["found"] for row in aside)
        assert not aside or any(case.says in row["expected"] for row in aside)
        assert kept + len(aside) == sum(p.rows_read - p.collapsed for p in portions)
    assert seconds < 5


def test_a_bad_file_does_not_lose_the_good_ones(tmp_path: Path) -> None:
    (tmp_path / "2021-01-leicestershire-street.csv").write_bytes(b"")
    (tmp_path / "2021-02-leicestershire-street.csv").write_bytes(month())
    (tmp_path / "2021-03-leicestershire-street.csv").symlink_to("/etc/hostname")
    (tmp_path / "late.zip").write_bytes(
        zipped(
            {
                "2021-04-leicestershire-street.csv": month(Month="2021-04"),
                "a.zip": b"PK\3\4x",
            }
        )
    )
    (tmp_path / "__MACOSX").mkdir()
    (tmp_path / "__MACOSX" / "._2021-02-leicestershire-street.csv").write_bytes(b"x")

    portions, refusals = outcome(tmp_path)

    assert [p.key for p in portions] == [
        ("leicestershire", "2021-02"),
        ("leicestershire", "2021-04"),
    ]
    assert [p.member for p in portions] == [
        "2021-02-leicestershire-street.csv",
        "late.zip/2021-04-leicestershire-street.csv",
    ]
    assert len(refusals) == 3


def test_a_file_that_breaks_off_in_its_second_month_leaves_nothing_half_done(
    tmp_path: Path,
) -> None:
    two = month(3_000) + month(3_000, Month="2021-03").split(b"\r\n", 1)[1]
    path = tmp_path / "street.zip"
    packed = bytearray(zipped({"street.csv": two}))
    packed[len(packed) // 2] ^= 0xFF
    path.write_bytes(packed)

    portions, refusals = outcome(path)

    assert portions == []
    assert len(refusals) == 1


def test_what_is_sent_through_the_site_has_narrower_limits(tmp_path: Path) -> None:
    path = tmp_path / "many.zip"
    path.write_bytes(zipped({f"{i}.csv": b"x" for i in range(1_001)}))

    (refusal,) = members(path, UPLOAD)

    assert isinstance(refusal, Unreadable)
    assert "more than 1,000 files" in str(refusal)


def test_members_of_one_zip_can_be_read_side_by_side(tmp_path: Path) -> None:
    path = tmp_path / "two.zip"
    path.write_bytes(zipped({"a.csv": b"a" * 200_000, "b.csv": b"b" * 200_000}))

    first, second = members(path)

    assert not isinstance(first, Unreadable)
    assert not isinstance(second, Unreadable)
    with first.open() as one, second.open() as other:
        pieces = [(one.read(50_000), other.read(50_000)) for _ in range(4)]
    assert {a for a, _ in pieces} == {b"a" * 50_000}
    assert {b for _, b in pieces} == {b"b" * 50_000}


CHILD = """
    import json, resource, sys, time
    from datetime import date
    from pathlib import Path
    import pyarrow as pa
    from goldthread.evidence.reading import Unreadable
    from goldthread.evidence.sources import read_path

    pa.set_memory_pool(pa.system_memory_pool())
    limit = int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
    told = {}
    for path in sorted(Path(sys.argv[1]).iterdir()):
        for item in read_path(path, today=date(2026, 11, 23)):
            told[path.name] = str(item) if isinstance(item, Unreadable) else item.rows_read
    # Not ru_maxrss: that remembers the process this one was forked from.
    status = Path("/proc/self/status").read_text()
    peak = int(status.split("VmHWM:")[1].split()[0]) * 1024
    print(json.dumps([told, peak]))
"""


@pytest.mark.slow
def test_the_worst_files_take_bounded_time_and_memory(tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    worst = [
        *LARGE,
        "huge field",
        "a row of 10,000 columns",
        "huge header",
        "deep JSON",
    ]
    for place, name in enumerate(worst):
        case = CORPUS[name]
        folder = files / f"{place}-{case.name}"
        folder.write_bytes(case.make())

    # 1.2 GB of address space, of which Python, numpy and pyarrow take 0.6 before a file
    # is opened; 20 seconds of CPU for all of them together.
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(CHILD), str(files), str(1_200_000_000)],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": "src", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    )

    assert done.returncode == 0, done.stderr[-2000:]
    told, peak = json.loads(done.stdout)
    assert len(told) == len(worst)
    assert peak < 450_000_000
