"""Figures that come as a CSV file: `code, from, value` or `numerator` and `denominator`.

Of a survey whose maker gives its interval, `low` and `high` too.
"""

import csv
import io
from datetime import date, datetime

from django.db import transaction

from goldthread.partners.models import Person
from goldthread.performance import rules, services
from goldthread.performance.models import Indicator
from goldthread.performance.services import Figure
from goldthread.strategy.file import Fault, Unreadable

COLUMNS = (
    "code",
    "area",
    "from",
    "value",
    "numerator",
    "denominator",
    "low",
    "high",
)
NEEDED = ("code", "from")


def record_sheet(
    text: str, *, evidence: str, by: Person | None, at: datetime
) -> dict[str, int]:
    """Record every figure of a file, or none; how many of each measure.

    Raises:
        Unreadable: every fault with its line; nothing was kept.
    """
    faults: list[Fault] = []
    figures = _figures(text, faults)
    if not figures and not faults:
        faults.append(Fault(1, "there is no figure in this file."))
    kept: dict[str, int] = {}
    with transaction.atomic():
        for code, told in figures.items():
            first = told[0][0]
            found = Indicator.objects.filter(code=code).first()
            if found is None:
                faults.append(Fault(first, f"there is no measure {code}."))
                continue
            try:
                made = services.record_readings(
                    found, [each for _, each in told], evidence=evidence, by=by, at=at
                )
            except rules.Refused as refusal:
                faults.append(Fault(first, str(refusal)))
            else:
                kept[code] = len(made)
        if faults:
            raise Unreadable(faults)
    return kept


def _figures(text: str, faults: list[Fault]) -> dict[str, list[tuple[int, Figure]]]:
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    names = [str(name).strip() for name in reader.fieldnames or ()]
    unknown = [name for name in names if name not in COLUMNS]
    missing = [name for name in NEEDED if name not in names]
    if unknown or missing:
        wanted = ", ".join(COLUMNS)
        faults.append(
            Fault(
                1,
                f"expected the columns {wanted}; found {', '.join(names) or 'nothing'}.",
            )
        )
        return {}
    reader.fieldnames = names
    found: dict[str, list[tuple[int, Figure]]] = {}
    for number, row in enumerate(reader, start=2):
        cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
        try:
            figure = Figure(
                _month(cells["from"]),
                value=_number(cells["value"]),
                numerator=_number(cells["numerator"]),
                denominator=_number(cells["denominator"]),
                low=_number(cells["low"]),
                high=_number(cells["high"]),
                area_code=cells["area"],
            )
        except ValueError as wrong:
            faults.append(Fault(number, str(wrong)))
        else:
            found.setdefault(cells["code"], []).append((number, figure))
    return found


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01" if len(text) == 7 else text)
    except ValueError:
        raise ValueError(
            f"from: expected a month like 2026-10; found “{text[:20]}”."
        ) from None


def _number(text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        raise ValueError(f"expected a number; found “{text[:20]}”.") from None
