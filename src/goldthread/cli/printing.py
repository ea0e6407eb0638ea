"""How answers are printed: columns for people, JSON and CSV for programs."""

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

Row = Mapping[str, Any]


def print_json(answer: Any) -> None:
    """One JSON document, keys in the order given, dates as ISO."""
    json.dump(answer, sys.stdout, indent=2, default=_plain, ensure_ascii=False)
    sys.stdout.write("\n")


def print_csv(columns: Sequence[str], rows: Iterable[Row]) -> None:
    """CSV with a header; a cell that a spreadsheet would run is quoted as text."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in columns])


def print_table(columns: Sequence[str], rows: Sequence[Row], *, empty: str) -> None:
    """Aligned columns: numbers to the right, words to the left."""
    if not rows:
        print(empty)
        return
    cells = [[_shown(row[name]) for name in columns] for row in rows]
    numeric = [
        all(isinstance(row[name], int | float) or row[name] is None for row in rows)
        for name in columns
    ]
    widths = [
        max(len(columns[i]), *(len(line[i]) for line in cells))
        for i in range(len(columns))
    ]
    for line in [list(columns), *cells]:
        print(
            "  ".join(
                text.rjust(width) if right else text.ljust(width)
                for text, width, right in zip(line, widths, numeric, strict=True)
            ).rstrip()
        )


def progress(sentence: str) -> None:
    """A line on a terminal's standard error; silence in a pipe."""
    if sys.stderr.isatty():
        sys.stderr.write(f"{sentence}\n")


def _shown(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"
    if isinstance(value, int):
        return f"{value:,}"
    return str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if hasattr(value, "_asdict"):
        return value._asdict()
    return str(value)


def _cell(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in "=+-@\t\r\n":
        return "'" + value
    return value
