"""Runs every benchmark in a process of its own and prints ratios beside the peers.

    python -m benchmarks                 all of them
    python -m benchmarks core_season     one
    python -m benchmarks --write         all, and docs/reference/benchmarks.md anew
    python -m benchmarks --write lake_ask    one, and its rows of the page anew

A benchmark is a module of this folder with `run() -> dict | list[dict]`; each result has
`name`, `measure`, `value`, `required` ("at least 20" or "at most 0.4"), and whatever else
it wants shown. The exit code is 1 where any bar is missed.
"""

import argparse
import json
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "reference" / "benchmarks.md"
KEPT = HERE / "measured.json"  # what the page is printed from, with the day of each
ORDER = (
    "cli_start",
    "core_hotspots",
    "core_season",
    "lake_load",
    "lake_ask",
    "assess_area",
    "audit_cost",
    "plan_list",
    "scorecard",
    "pack",
    "thread_pages",
    "web_memory",
    "many_users",
)

Result = dict[str, Any]


def main() -> int:
    """Run what was asked for; 1 where any bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    names = chosen.names or [name for name in ORDER if (HERE / f"{name}.py").exists()]
    today = f"{datetime.now(UTC):%d %B %Y}"
    found = {name: {"on": today, "results": _results_of(name)} for name in names}
    sys.stdout.write(_page(found))
    if chosen.write:
        kept = json.loads(KEPT.read_text()) if KEPT.exists() else {}
        kept |= found
        KEPT.write_text(
            json.dumps({name: kept[name] for name in ORDER if name in kept}, indent=1)
            + "\n"
        )
        PAGE.write_text(_page({name: kept[name] for name in ORDER if name in kept}))
    return int(any(not row["held"] for one in found.values() for row in one["results"]))


def _results_of(name: str) -> list[Result]:
    sys.stderr.write(f"running {name}\n")
    code = (
        "import json, sys, benchmarks." + name + " as b\n"
        "found = b.run()\n"
        "print('\\n' + json.dumps(found if isinstance(found, list) else [found]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=HERE.parent,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        return [{"name": name, "held": False, "value": None, "required": "to run"}]
    return [
        result | {"held": _holds(result)}
        for result in json.loads(done.stdout.strip().splitlines()[-1])
    ]


def _holds(result: Result) -> bool:
    word, bar = str(result["required"]).rsplit(" ", 1)
    if word == "at least":
        return bool(result["value"] >= float(bar))
    if word == "at most":
        return bool(result["value"] <= float(bar))
    raise ValueError(
        f"expected “at least N” or “at most N”; found {result['required']}"
    )


def _page(found: dict[str, dict[str, Any]]) -> str:
    lines = [
        "# Benchmarks",
        "",
        f"Measured by `make bench` on {_cores()} cores, {_memory()} GB, "
        f"Python {platform.python_version()}, {platform.system()}; the day stands in each "
        "row. A figure and its peer come from the same run; CPU seconds unless said. The "
        "machine was shared, so read ratios.",
        "",
        "| what | measure | found | required | held | measured | more |",
        "|---|---|--:|--:|---|---|---|",
    ]
    lines += [_row(row, one["on"]) for one in found.values() for row in one["results"]]
    return "\n".join(lines) + "\n"


def _row(result: Result, on: str) -> str:
    more = "; ".join(
        f"{key.replace('_', ' ')} {_shown(value)}"
        for key, value in result.items()
        if key not in ("name", "measure", "value", "required", "held")
    )
    return (
        f"| {result['name']} | {result.get('measure', '')} | "
        f"{_shown(result['value'])} | {result['required']} | "
        f"{'yes' if result['held'] else '**no**'} | {on} | {more} |"
    )


def _shown(value: Any) -> str:
    return f"{value:,.3g}" if isinstance(value, float) else str(value)


def _cores() -> int:
    import os

    return os.cpu_count() or 1


def _memory() -> int:
    for line in Path("/proc/meminfo").read_text().splitlines():
        if line.startswith("MemTotal"):
            return round(int(line.split()[1]) / 1024**2)
    return 0


if __name__ == "__main__":
    sys.exit(main())
