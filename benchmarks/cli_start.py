"""How long `goldthread --help` takes: the bar is 0.4 s of CPU."""

import resource
import statistics
import subprocess
import sys
from typing import Any


def run() -> dict[str, Any]:
    """Median CPU seconds of seven fresh processes."""
    seconds = [_once() for _ in range(7)]
    return {
        "name": "the command answers",
        "measure": "CPU s of `goldthread --help`, median of 7",
        "value": statistics.median(seconds),
        "required": "at most 0.4",
    }


def _once() -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "goldthread.cli", "--help"],
        stdout=subprocess.DEVNULL,
        check=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
