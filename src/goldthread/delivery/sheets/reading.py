"""Opens what somebody hands in, in a process that may come to harm in our stead."""

import json
import os
import subprocess
import sys
import tempfile

from goldthread.delivery.sheets.grid import Sheet, Unreadable, sheet_from

MOST_BYTES = 5_000_000  # a plan of 300 actions with long texts is 0.1 MB
WAIT_S = 60  # on the clock; of the processor it may have 20 (sheets/child.py)


def read_file(name: str, content: bytes) -> list[Sheet]:
    """The sheets of a spreadsheet that hold anything, by the name and the content.

    Raises:
        Unreadable: it is not opened, and why.
    """
    kind = name.rpartition(".")[2].lower()
    if kind in ("xlsm", "xltm", "xlsb"):
        raise Unreadable(
            "The workbook may hold macros. Save it as “Excel workbook (.xlsx)” and send that."
        )
    if kind not in ("xlsx", "csv"):
        raise Unreadable(
            f"Expected a spreadsheet ending in .xlsx or .csv; found {name[-60:]!r}. Save it as .xlsx and send that."
        )
    if len(content) > MOST_BYTES:
        raise Unreadable(
            f"The file has {len(content) / 1e6:.1f} MB, and a plan at most {MOST_BYTES / 1e6:.0f} MB. Take out pictures and other sheets."
        )
    if not content.strip():
        raise Unreadable(
            "The file is empty. Choose the one that was filled in and saved."
        )
    if kind == "xlsx" and not content.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        raise Unreadable(
            "The file is not an .xlsx workbook, although its name says so. Save it as .xlsx and send that."
        )
    if kind == "csv" and content.startswith(b"PK\x03\x04"):
        raise Unreadable(
            "The file is an archive or a workbook, although its name says CSV. Give it the ending .xlsx if it is one."
        )
    found = [sheet for sheet in _opened(kind, content) if any(map(any, sheet.rows))]
    if not found:
        raise Unreadable("Nothing stands in the file's visible sheets.")
    return found


def _opened(kind: str, content: bytes) -> list[Sheet]:
    # Nothing of our environment goes along: no key, no password of the database.
    environment = {
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "PATH": os.defpath,
        "PYTHONIOENCODING": "utf-8",
        "OPENBLAS_NUM_THREADS": "1",
    }
    try:
        with tempfile.TemporaryDirectory() as empty:
            done = subprocess.run(
                [sys.executable, "-m", "goldthread.delivery.sheets.child", kind],
                input=content,
                capture_output=True,
                timeout=WAIT_S,
                env=environment,
                cwd=empty,
                check=False,
            )
        told = json.loads(done.stdout) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, ValueError):
        told = None
    if told is None:
        raise Unreadable(
            "The file takes more memory or time than any plan does, or is broken; it was not opened. Copy the plan into a new workbook and send that."
        )
    if "unreadable" in told:
        raise Unreadable(told["unreadable"])
    return [sheet_from(each) for each in told["sheets"]]
