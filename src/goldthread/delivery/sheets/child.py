"""The process that opens a stranger's file: little memory, little time, nothing to write.

`python -m goldthread.delivery.sheets.child xlsx < file` prints the sheets as JSON. It
knows no settings and no database; when it is ended, only its file is lost (FIL-2).
"""

import json
import resource
import sys

from goldthread.delivery.sheets.csvfile import read_csv
from goldthread.delivery.sheets.grid import Unreadable
from goldthread.delivery.sheets.workbook import read_workbook

MEMORY = 512_000_000  # bytes of addresses
SECONDS = 20


def confine() -> None:
    """Bind this process for good."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main() -> None:
    confine()
    read = {"xlsx": read_workbook, "csv": read_csv}[sys.argv[1]]
    try:
        told: object = {
            "sheets": [sheet.plain() for sheet in read(sys.stdin.buffer.read())]
        }
    except Unreadable as refusal:
        told = {"unreadable": str(refusal)}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
