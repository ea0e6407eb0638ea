"""Months from the archive: whole, of the month asked for, and resumed after a break."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from datetime import date

import pytest

from goldthread.evidence.fetching import archive
from goldthread.evidence.fetching.archive import archives_for, fetch_months
from goldthread.evidence.fetching.client import Client, FetchFailed
from goldthread.evidence.fetching.downloads import download
from goldthread.evidence.reading import Portion
from goldthread.evidence.sources import read_path

MONTHS = ("2024-01", "2024-02", "2024-03")


def fetched(client, address, folder, months=MONTHS, **more):
    return fetch_months(client, months, folder, base=f"{address}/archive", **more)


def test_three_months_of_every_force_come(standin, address, client, tmp_path):
    came = fetched(client, address, tmp_path / "police")

    assert [path.name for path in came.files] == [
        f"{month}-{force}-street.csv" for month in MONTHS for force in standin.forces
    ]
    for path in came.files:
        month, force = path.name[:7], path.name[8:].removesuffix("-street.csv")
        assert path.read_bytes() == standin.street_file(month, force)
    assert came.absent == ()


def test_what_was_fetched_can_be_read(standin, address, client, tmp_path):
    fetched(client, address, tmp_path / "police", forces=["west-midlands"])

    portions = list(read_path(tmp_path / "police", today=date(2024, 6, 1)))

    assert all(isinstance(each, Portion) for each in portions), portions
    assert {each.key for each in portions} == {("west-midlands", m) for m in MONTHS}
    assert sum(each.rows.num_rows for each in portions) == 9


def test_only_the_force_asked_for_is_taken_out(address, client, tmp_path):
    came = fetched(client, address, tmp_path / "police", forces=["leicestershire"])

    assert {path.name[8:] for path in came.files} == {"leicestershire-street.csv"}


def test_an_absent_force_is_named_month_by_month(standin, address, client, tmp_path):
    came = fetched(
        client,
        address,
        tmp_path / "police",
        forces=["leicestershire", "greater-manchester"],
    )

    assert came.absent == tuple(
        f"{month}: no street file of greater-manchester." for month in MONTHS
    )
    assert len(came.files) == 3


def test_a_month_that_is_absent_is_named(standin, address, client, tmp_path):
    came = fetched(client, address, tmp_path / "police", months=("2023-12", *MONTHS))

    assert came.absent == ("2023-12: nothing in the archive for what was asked.",)


def test_months_come_from_as_few_archives_as_hold_them():
    three_years = tuple(
        f"{y}-{m:02d}" for y in (2022, 2023, 2024) for m in range(1, 13)
    )

    assert archives_for(three_years) == ("2024-12",)
    assert archives_for(("2021-12", *three_years)) == ("2021-12", "2024-12")


def test_a_month_that_holds_another_month_is_refused(
    standin, address, client, tmp_path
):
    standin.wrong_month_inside = "2024-03"

    with pytest.raises(FetchFailed, match=r"asked for 2024-02 and holds .*2024-03"):
        fetched(client, address, tmp_path / "police")

    assert not list((tmp_path / "police").rglob("2024-02*"))


def test_two_months_with_the_same_bytes_are_refused(standin, address, tmp_path, client):
    """The files have no month column to tell by: stop-and-search."""
    standin.same_months = True
    found = {
        (m, "leicestershire", "stop-and-search"): "same" for m in ("2024-01", "2024-02")
    }

    with pytest.raises(FetchFailed, match=r"2024-01 and 2024-02 are identical"):
        archive._refuse_same_twice(found)
    with pytest.raises(FetchFailed, match="asked for 2024-02"):
        fetched(client, address, tmp_path / "police")


def test_a_truncated_zip_is_not_kept(standin, address, client, tmp_path):
    standin.truncate_zip = True

    with pytest.raises(FetchFailed, match="not a whole zip"):
        fetched(client, address, tmp_path / "police")

    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_after_a_truncated_zip_the_same_command_succeeds(
    standin, address, client, tmp_path
):
    standin.truncate_zip = True
    with pytest.raises(FetchFailed):
        fetched(client, address, tmp_path / "police")
    standin.truncate_zip = False

    assert len(fetched(client, address, tmp_path / "police").files) == 6


def test_a_revised_month_is_said_to_differ(standin, address, client, tmp_path):
    fetched(client, address, tmp_path / "police", archives=tmp_path / "first")
    standin.outcome = "Offender given a caution"

    came = fetched(client, address, tmp_path / "police", archives=tmp_path / "second")

    assert len(came.changed) == 6
    assert b"caution" in came.files[0].read_bytes()


def test_the_same_month_again_has_not_changed(standin, address, client, tmp_path):
    fetched(client, address, tmp_path / "police")
    asked = len(standin.asked)

    came = fetched(client, address, tmp_path / "police")

    assert came.changed == ()
    assert len(standin.asked) == asked  # the archive on disk served


def test_the_switch_to_newer_small_areas_comes_through(
    standin, address, client, tmp_path
):
    came = fetched(client, address, tmp_path / "police", forces=["west-midlands"])

    codes = [
        {c for c in (b"E01010410", b"E01035000") if c in p.read_bytes()}
        for p in came.files
    ]
    assert codes == [{b"E01010410"}, {b"E01010410"}, {b"E01035000"}]


def test_a_dropped_connection_goes_on_where_it_stopped(
    standin, address, client, tmp_path
):
    standin.drops, standin.drop_after = 2, 300

    came = fetched(client, address, tmp_path / "police")

    assert len(came.files) == 6
    assert standin.ranges_asked == ["", "bytes=300-", "bytes=600-"]


def test_without_range_support_it_starts_over(standin, address, client, tmp_path):
    standin.drops, standin.drop_after, standin.ranges = 1, 300, False

    came = fetched(client, address, tmp_path / "police")

    assert len(came.files) == 6
    zipped = tmp_path / "police-archives" / "2024-03.zip"
    assert zipped.read_bytes() == standin.archive()


def test_a_file_that_changed_meanwhile_is_started_over(
    standin, address, client, tmp_path
):
    standin.drops, standin.drop_after = 99, 300
    with pytest.raises(FetchFailed, match="goes on where it stopped"):
        fetched(Client(attempts=1), address, tmp_path / "police")
    assert (tmp_path / "police-archives" / "2024-03.zip.part").stat().st_size == 300
    standin.drops, standin.outcome = 0, "Offender given a caution"

    came = fetched(client, address, tmp_path / "police")

    assert b"caution" in came.files[0].read_bytes()


@pytest.mark.parametrize("lie", [-100, 100])
def test_a_wrong_length_is_noticed(standin, address, client, tmp_path, lie):
    standin.wrong_length, standin.ranges = lie, False

    with pytest.raises(FetchFailed):
        fetched(client, address, tmp_path / "police")

    assert not (tmp_path / "police").exists()
    assert not (tmp_path / "police-archives" / "2024-03.zip").exists()


def test_a_download_without_end_is_stopped(standin, address, client, tmp_path):
    standin.endless = True

    with pytest.raises(FetchFailed, match="sends more than"):
        download(
            client,
            f"{address}/archive/2024-03.zip",
            tmp_path / "zip",
            most_bytes=300_000,
        )

    assert not (tmp_path / "zip").exists()


def test_a_whole_part_file_needs_no_more_bytes(standin, address, client, tmp_path):
    """Killed after the last byte and before the rename."""
    url, to = f"{address}/archive/2024-03.zip", tmp_path / "2024-03.zip"
    download(client, url, to, most_bytes=10**6)
    etag = f'"{hashlib.sha256(to.read_bytes()).hexdigest()[:16]}"'
    to.rename(tmp_path / "2024-03.zip.part")
    note = tmp_path / "2024-03.zip.part.json"
    note.write_text(json.dumps({"url": url, "mark": etag}))

    came = download(client, url, to, most_bytes=10**6)

    assert came.sha256 == hashlib.sha256(standin.archive()).hexdigest()
    assert standin.ranges_asked[-1].startswith("bytes=")


def test_two_runs_never_write_the_same_file(standin, address, client, tmp_path):
    import fcntl

    with (tmp_path / "2024-03.zip.part").open("ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX)

        with pytest.raises(FetchFailed, match="already fetching"):
            download(
                client,
                f"{address}/archive/2024-03.zip",
                tmp_path / "2024-03.zip",
                most_bytes=10**6,
            )


@pytest.mark.slow
def test_a_killed_download_is_resumed(standin, address, client, tmp_path):
    """A real process, really killed in the middle of a slow body."""
    standin.drip_s = 0.001
    url, to = f"{address}/archive/2024-03.zip", tmp_path / "2024-03.zip"
    script = (
        "import sys; from pathlib import Path;"
        "from goldthread.evidence.fetching.client import Client;"
        "from goldthread.evidence.fetching.downloads import download;"
        "download(Client(), sys.argv[1], Path(sys.argv[2]), most_bytes=10**6)"
    )
    env = dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path))
    run = subprocess.Popen([sys.executable, "-c", script, url, str(to)], env=env)
    part = tmp_path / "2024-03.zip.part"
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not (
        part.exists() and part.stat().st_size > 0
    ):
        time.sleep(0.02)
    run.send_signal(signal.SIGKILL)
    run.wait()
    standin.drip_s = 0.0
    assert not to.exists()
    held = part.stat().st_size

    came = download(client, url, to, most_bytes=10**6)

    assert to.read_bytes() == standin.archive()
    assert came.bytes == len(standin.archive())
    assert standin.ranges_asked[-1] == f"bytes={held}-"
    assert held > 0
