"""Write the whole of invented Saxonbridge to a folder."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from goldthread.saxonbridge.truths import Break, Truth

SEED = 1086
LAST_MONTH = date(2026, 3, 1)  # five statutory years, April 2021 to March 2026


@dataclass(frozen=True, slots=True)
class Generated:
    """What was written, and what is true of it."""

    context: tuple[
        Path, ...
    ]  # lookups, populations, deprivation, boundaries: load first
    police: tuple[Path, ...]  # YYYY-MM/YYYY-MM-<force>-<kind>.csv, oldest first
    corrections: tuple[Path, ...]  # a corrected month, for a second load
    truths: tuple[Truth, ...]
    breaks: tuple[Break, ...]
    partnership: str  # X22 code of the Safer Saxonbridge Partnership
    authority: str  # X06 code of the city council
    comparison: tuple[str, ...]  # X22 codes of the fourteen comparison partnerships


def generate(
    folder: Path, *, seed: int = SEED, last_month: date = LAST_MONTH
) -> Generated:
    """Write sixty months ending with `last_month`, as suppliers would deliver them."""
    raise NotImplementedError
