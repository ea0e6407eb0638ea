"""How early people are found and helped, from the counts that agencies return (S14)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from goldthread.core.arrays import Flags, Floats
from goldthread.core.disclosure import protected_shares
from goldthread.core.refusal import Refused
from goldthread.core.suppression import narrowed_by_sums, protect_with_totals
from goldthread.core.units import PER_CENT
from goldthread.partners.models import Agency
from goldthread.performance.early import BANDS, EARLY_TIERS, SOON
from goldthread.performance.models import EarlyCount
from goldthread.performance.periods import label, later

QUARTERS = 6
THRESHOLD, ROUND_TO = 5, 5
TITLES = {
    "tier": "How far it had come when people were first seen",
    "age": "Age at first contact",
    "source": "Who found them",
    "days": "From first concern to first support",
}


@dataclass(frozen=True, slots=True)
class Share:
    """One answer in one quarter: a percentage, or why there is none."""

    period: str
    shown: str
    value: float | None


@dataclass(frozen=True, slots=True)
class EarlyTable:
    """One dimension: bands down, quarters across; small counts are not shown."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    note: str


@dataclass(frozen=True, slots=True)
class EarlyPage:
    """The page: three answers along time, then the tables behind them."""

    agency: Agency | None
    agencies: tuple[Agency, ...]
    early: tuple[Share, ...]  # seen before targeted help was needed
    by_others: tuple[Share, ...]  # found by sources other than the police
    soon: tuple[Share, ...]  # supported within 28 days
    typical_days: str  # the band in which the middle person of the last quarter lies
    tables: tuple[EarlyTable, ...]
    silent: tuple[Agency, ...]  # returned before, not in the newest quarter
    is_empty: bool


Counts = dict[tuple[date, str, str], int]


def early_page(*, agency: Agency | None = None) -> EarlyPage:
    """Of all agencies together, or of one."""
    rows = EarlyCount.objects.order_by("period_start", "dimension", "band", "pk")
    everyone = list(
        Agency.objects.filter(early__isnull=False).distinct().order_by("name", "pk")
    )
    if agency is not None:
        rows = rows.filter(agency=agency)
    counts: Counts = defaultdict(int)
    told: dict[date, set[int]] = defaultdict(set)
    for row in rows:
        counts[row.period_start, row.dimension, row.band] += row.people
        told[row.period_start].add(row.agency_id)
    starts = sorted({start for start, _, _ in counts})[-QUARTERS:]
    return EarlyPage(
        agency=agency,
        agencies=tuple(everyone),
        early=_shares(counts, starts, "tier", EARLY_TIERS),
        by_others=_shares(
            counts, starts, "source", [k for k, _ in BANDS["source"] if k != "police"]
        ),
        soon=_shares(counts, starts, "days", SOON),
        typical_days=_middle(counts, starts[-1]) if starts else "",
        tables=tuple(
            _table(counts, starts, each, is_one=agency is not None)
            for each in BANDS
            if starts
        ),
        silent=tuple(
            each for each in everyone if starts and each.pk not in told[starts[-1]]
        )
        if agency is None
        else (),
        is_empty=not starts,
    )


def _shares(
    counts: Counts, starts: Sequence[date], dimension: str, bands: Iterable[str]
) -> tuple[Share, ...]:
    wanted = set(bands)
    of = [band in wanted for band, _ in BANDS[dimension]]
    parts, wholes = [], []
    for start in starts:
        parts.append(sum(counts.get((start, dimension, band), 0) for band in wanted))
        wholes.append(
            sum(counts.get((start, dimension, band), 0) for band, _ in BANDS[dimension])
        )
    if not starts:
        return ()
    shares = protected_shares(parts, wholes)
    hidden = shares.suppressed | _telling(_grid(counts, starts, dimension), of)
    return tuple(
        Share(
            _name(start),
            "not shown: too few" if gone else _percent(value, whole),
            None if gone or whole == 0 else float(value),
        )
        for start, value, gone, whole in zip(
            starts, shares.values, hidden, wholes, strict=True
        )
    )


def _grid(counts: Counts, starts: Sequence[date], dimension: str) -> Floats:
    """Bands down, quarters across."""
    return np.array(
        [
            [counts.get((start, dimension, key), 0) for start in starts]
            for key, _ in BANDS[dimension]
        ],
        dtype=float,
    )


def _telling(grid: Floats, of: Sequence[bool]) -> Flags:
    """The quarters in which a share would give a small count of the table away.

    A share beside the table is one more sum that is known: what the table hides beside
    its total has to stay hidden beside this sum too.
    """
    found = []
    for column in grid.T:
        safe = protect_with_totals(column, threshold=THRESHOLD)
        found.append(
            not isinstance(safe, Refused)
            and bool(narrowed_by_sums(safe, column, [of]).any())
        )
    return np.array(found, dtype=np.bool_)


def _percent(value: float, whole: int) -> str:
    if not whole:
        return "not returned"
    if whole < 20:
        return f"fewer than 20 people ({whole})"
    return f"{value:.0f}{PER_CENT}"


def _table(
    counts: Counts, starts: Sequence[date], dimension: str, *, is_one: bool
) -> EarlyTable:
    """Counts with the small ones hidden, and one more where a sum would tell the small one.

    The same people stand in all four tables, so each table's totals are known from the
    others whether they are printed or not. One agency's counts are rounded besides:
    otherwise the others' could be taken from the sum of all.
    """
    bands = BANDS[dimension]
    grid = _grid(counts, starts, dimension)
    hidden = hidden_of(grid)
    if is_one:
        grid = np.round(grid / ROUND_TO) * ROUND_TO
    rows = tuple(
        (
            words,
            tuple(
                NOT_SHOWN if gone else f"{value:.0f}"
                for value, gone in zip(values, row, strict=True)
            ),
        )
        for (_, words), values, row in zip(bands, grid, hidden, strict=True)
    )
    notes = []
    if hidden.any():
        notes.append(
            f"{NOT_SHOWN}: fewer than {THRESHOLD} people, or a number that would tell how many those are."
        )
    if is_one:
        notes.append(f"Rounded to the nearest {ROUND_TO}.")
    return EarlyTable(
        TITLES[dimension], tuple(map(_name, starts)), rows, " ".join(notes)
    )


NOT_SHOWN = "not shown"


def hidden_of(grid: Floats) -> Flags:
    """What of each quarter is not shown: small counts, and what protects them.

    Every quarter is a list whose total is known; where nothing protects its small counts
    the whole quarter is left out.
    """
    columns = []
    for column in grid.T:
        found = protect_with_totals(column, threshold=THRESHOLD)
        columns.append(
            np.ones(column.size, dtype=np.bool_)
            if isinstance(found, Refused)
            else found.suppressed
        )
    return np.array(columns, dtype=np.bool_).T


def _middle(counts: Counts, start: date) -> str:
    """The band of the middle person; whoever waits still counts as the longest."""
    bands = [
        (words, counts.get((start, "days", key), 0)) for key, words in BANDS["days"]
    ]
    total = sum(people for _, people in bands)
    if total < 20:
        return ""
    seen = 0
    for words, people in bands:
        seen += people
        if seen * 2 >= total:
            return words
    return ""


def _name(start: date) -> str:
    return label(start, later(start, 3))
