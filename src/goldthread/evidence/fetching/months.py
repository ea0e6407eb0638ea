"""Months as the archive writes them: 2024-01, and ranges such as 2024-01..2024-03."""

from __future__ import annotations

import re

FIRST = "2010-12"  # data.police.uk begins here


def months_of(text: str) -> tuple[str, ...]:
    """Every month of "2024-01", "2024-01..2024-03" or "2023-12,2024-02"."""
    found: list[str] = []
    for piece in text.split(","):
        ends = [each.strip() for each in piece.split("..")]
        if len(ends) > 2 or not all(map(_is_month, ends)):
            raise ValueError(
                f"“{piece.strip()}” is not a month or a range of months; write 2024-01 "
                "or 2024-01..2024-03."
            )
        first, last = number(ends[0]), number(ends[-1])
        if first > last:
            raise ValueError(
                f"“{piece.strip()}” runs backwards; put the earlier first."
            )
        found += [named(each) for each in range(first, last + 1)]
    return tuple(sorted(set(found)))


def _is_month(text: str) -> bool:
    return re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", text) is not None and text >= FIRST


def number(month: str) -> int:
    """Months since the year 0, to count with."""
    return int(month[:4]) * 12 + int(month[5:]) - 1


def named(number: int) -> str:
    """The month with this number."""
    return f"{number // 12}-{number % 12 + 1:02d}"
