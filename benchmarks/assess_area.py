"""What one area's whole assessment costs, from a lake of national shape.

Bars: 10 CPU seconds without rendering, 20 with page and PDF, 1.5 GB of memory. The lake
is `benchmarks.lake_ask`'s: ten million rows unless GOLDTHREAD_BENCH_ROWS says otherwise.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any


def run() -> list[dict[str, Any]]:
    """Three figures from one fresh process, so that memory is the assessment's own."""
    from benchmarks.lake_ask import national_home

    home = national_home()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.assess_area", str(home)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return list(json.loads(done.stdout.strip().splitlines()[-1]))


def measured(home: Path) -> list[dict[str, Any]]:
    """Assess the partnership with most rows, then write it in all formats."""
    from goldthread.assessment.paper import write
    from goldthread.assessment.produce import produce
    from goldthread.core.periods import twelve_months_ending
    from goldthread.evidence.engine import DuckEngine
    from goldthread.evidence.lake import Lake

    version = Lake(home).version()
    months = [
        row["month"]
        for row in version.read("coverage", ["source", "month", "state"]).to_pylist()
        if row["source"] == "offence" and row["state"] == "held"
    ]
    engine = DuckEngine(version)
    area = _largest(engine, min(months), max(months))
    before = _cpu()
    made = produce(
        engine,
        area=area,
        period=twelve_months_ending(max(months)),
        on=date(2026, 11, 23),
    )
    produced = _cpu() - before
    with tempfile.TemporaryDirectory() as folder:
        write(made, Path(folder) / "out", drawn=Path(folder) / "drawn")
    written = _cpu() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    rows = version.manifest.rows if hasattr(version.manifest, "rows") else ""
    more = {"findings": len(made.findings), "area": area, "rows in the lake": rows}
    return [
        {
            "name": "one area's assessment, no rendering",
            "measure": "CPU s",
            "value": produced,
            "required": "at most 10",
            **more,
        },
        {
            "name": "the same with page and PDF",
            "measure": "CPU s",
            "value": written,
            "required": "at most 20",
        },
        {
            "name": "memory of both",
            "measure": "peak GB",
            "value": peak,
            "required": "at most 1.5",
        },
    ]


def _largest(engine: Any, start: date, end: date) -> str:
    rows = engine.table("by_partnership_and_category", start=start, end=end).to_pylist()
    count: dict[str, int] = {}
    for row in rows:
        if row["partnership"]:
            count[row["partnership"]] = (
                count.get(row["partnership"], 0) + row["offences"]
            )
    return max(count, key=lambda code: (count[code], code))


def _cpu() -> float:
    """CPU seconds of this process and of those it started and waited for."""
    kids = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + kids.ru_utime + kids.ru_stime


if __name__ == "__main__":
    print(json.dumps(measured(Path(sys.argv[1]))))
