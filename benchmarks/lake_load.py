"""Loading the national archive with every check, beside a bare copy and beside pandas.

Bars (issue of record: 10 million rows): at least one third of the throughput of a bare
DuckDB CSV-to-Parquet copy of the same files, memory under 2 GB, and at least three times
less CPU than pandas doing the same checks. GOLDTHREAD_BENCH_ROWS makes it smaller.

Each side runs in a process of its own and the two alternate, because the machine is
shared: the best of each is compared.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROWS = int(os.environ.get("GOLDTHREAD_BENCH_ROWS", "10000000"))
ROUNDS = 2
PANDAS_FILES = 40  # pandas is scaled from a sample: all of it would take half an hour


def run() -> list[dict[str, Any]]:
    """Throughput, memory and CPU of one load, beside the peers."""
    archive = archive_of(ROWS)
    bare, ours = [], []
    for _ in range(ROUNDS):
        bare.append(_apart("bare", archive))
        ours.append(_apart("ours", archive))
    peer = _apart("pandas", archive)
    rows = ours[0]["rows"]
    fastest_bare = min(each["wall_s"] for each in bare)
    fastest_ours = min(each["wall_s"] for each in ours)
    ours_cpu = min(each["cpu_s"] for each in ours) / rows * 1e6
    peer_cpu = peer["cpu_s"] / peer["rows"] * 1e6
    return [
        {
            "name": f"loading {rows:,} rows with every check",
            "measure": "share of a bare DuckDB copy's throughput (best of each)",
            "value": fastest_bare / fastest_ours,
            "required": "at least 0.333",
            "bare_wall_s": fastest_bare,
            "ours_wall_s": fastest_ours,
            "bare_cpu_s": min(each["cpu_s"] for each in bare),
            "ours_cpu_s": min(each["cpu_s"] for each in ours),
            "set_aside": ours[0]["set_aside"],
        },
        {
            "name": "the same",
            "measure": "peak GB",
            "value": max(each["peak_gb"] for each in ours),
            "required": "at most 2.0",
        },
        {
            "name": "the same, beside pandas with the same checks",
            "measure": "times less CPU a row",
            "value": peer_cpu / ours_cpu,
            "required": "at least 3",
            "ours_cpu_us_per_row": ours_cpu,
            "pandas_cpu_us_per_row": peer_cpu,
            "pandas_set_aside": peer["set_aside"],
        },
    ]


def archive_of(rows: int) -> Path:
    """The generated archive of that size, made once in the temporary folder."""
    folder = Path(tempfile.gettempdir()) / f"goldthread-national-{rows}"
    if not (folder / "whole").exists():
        from benchmarks.national import write_archive

        shutil.rmtree(folder, ignore_errors=True)
        write_archive(folder, rows)
        (folder / "whole").touch()
    return folder


def months_of(archive: Path) -> list[Path]:
    """The folders of months."""
    return sorted(path for path in archive.iterdir() if path.name[:2] == "20")


def bare(archive: Path) -> dict[str, Any]:
    """DuckDB reads every file and writes one Parquet file; it checks nothing."""
    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        con = duckdb.connect()
        con.execute("SET memory_limit = '2GB'")
        con.execute("SET preserve_insertion_order = false")
        before, spent = time.perf_counter(), _cpu()
        con.execute(
            f"COPY (FROM read_csv('{archive}/20*/*.csv', all_varchar = true)) "
            f"TO '{folder}/bare.parquet' (FORMAT parquet, COMPRESSION zstd)"
        )
        return _used(before, spent) | {"rows": 0, "set_aside": 0}


def ours(archive: Path) -> dict[str, Any]:
    """Our own load: types, bounds, codes, repeats, rows set aside, manifest."""
    from goldthread.evidence.lake import STRANGERS, Lake

    with tempfile.TemporaryDirectory() as folder:
        lake = Lake(Path(folder), within=STRANGERS)  # as every door of the product
        now = datetime.now(UTC)
        lake.add([archive / "lookups"], by="benchmark", at=now)
        before, spent = time.perf_counter(), _cpu()
        report = lake.add(months_of(archive), by="benchmark", at=now)
        return _used(before, spent) | {
            "rows": report.total("rows_read"),
            "set_aside": report.total("set_aside"),
        }


def pandas(archive: Path) -> dict[str, Any]:
    """The same checks in `benchmarks.by_pandas`, on a sample of the files."""
    import pandas as pd

    from benchmarks.by_pandas import Lookups, load_file

    lookups = Lookups(archive / "lookups")
    files = [
        path for month in months_of(archive) for path in sorted(month.glob("*.csv"))
    ]
    sample = files[:: max(1, len(files) // PANDAS_FILES)]
    rows = aside = 0
    with tempfile.TemporaryDirectory() as folder:
        load_file(sample[0], lookups, Path(folder))  # pandas warm, as our engine is
        before, spent = time.perf_counter(), _cpu()
        for path in sample:
            read, refused = load_file(path, lookups, Path(folder))
            rows, aside = rows + read, aside + refused
        used = _used(before, spent)
    return used | {"rows": rows, "set_aside": aside, "pandas": pd.__version__}


def _used(before: float, spent: float) -> dict[str, float]:
    return {"wall_s": time.perf_counter() - before, "cpu_s": _cpu() - spent}


def _apart(side: str, archive: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.lake_load", side, str(archive)],
        cwd=Path(__file__).parents[1],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def _measured(side: str, archive: Path) -> dict[str, Any]:
    found = {"bare": bare, "ours": ours, "pandas": pandas}[side](archive)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    hand = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss  # the largest of two
    peak = (own + 2 * hand) / 1024**2
    return found | {"peak_gb": peak}


def _cpu() -> float:
    kids = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + kids.ru_utime + kids.ru_stime


if __name__ == "__main__":
    print(json.dumps(_measured(sys.argv[1], Path(sys.argv[2]))))
