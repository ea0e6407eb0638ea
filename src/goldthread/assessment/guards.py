"""What must not be said, as code: one function for each trap an analyst falls into.

Each function is named for the trap of the domain book it answers (E30 to E50) and
either refuses, with a sentence, or hands back the words that must stand beside the
figure. Chapters call them; nothing here knows which chapter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from goldthread.core.breaks import Break
from goldthread.core.hotspots import refusal_of_open_data
from goldthread.core.periods import Period
from goldthread.core.refusal import Refused
from goldthread.documents import numbers

SMALLEST_BASE = 20  # E36
MATURE_AFTER_MONTHS = 6  # E42, oddity 14
SMALLEST_SAMPLE = 50  # E17, E48
UNLOCATED_ALERT = 0.05  # oddity 5

POLICE_BADGE = (
    "Police recorded crime: what was reported to and recorded by the police, not official "
    "statistics accredited for trends. It reflects recording and police activity as well as crime."
)
COUNTING_RULE = (
    "Counts are of offences, not of people: one incident can be several offences, and "
    "the victim can be a shop or the state."
)
SNAPPED = (
    "Places are the nearest of a fixed list of map points, not addresses; figures below "
    "small areas would be false precision."
)
MONTH_BASIS = (
    "The month is the one in which the publisher places the offence; offences reported late, "
    "as many sexual offences are, stand in a later month than they happened."
)
CHOSEN_FOR_BEING_HIGH = (
    "Areas picked because they were high tend to be lower next time by chance alone, "
    "whatever is done there."
)
MAP_BLAME = "Shading says where offences were recorded, not who lives there or what they are like."
DISCLOSURE_RULE = (
    "Published police records are public at this level already, so their counts are shown; "
    "counts from any other records are withheld where they are one to four, and what could "
    "be worked back to them."
)


def source_badge(source: str) -> str:
    """The words that say what a source can bear (E31); unknown sources must be described."""
    badges = {
        "offence": POLICE_BADGE,
        "outcome": POLICE_BADGE,
        "stop_search": POLICE_BADGE,
    }
    if source not in badges:
        raise ValueError(
            f"expected a source whose limits are written down ({', '.join(badges)}); "
            f"found {source}. Describe it in guards before charting it."
        )
    return badges[source]


def recording_breaks(breaks: Sequence[Break]) -> tuple[str, ...]:
    """A sentence for each recording change in a series (E32), the newest last."""
    return tuple(
        f"Recording change, {'' if b.checked else 'said to date from '}"
        f"{numbers.month(b.start)}: {b.words}"
        for b in sorted(set(breaks), key=lambda b: (b.start, b.name))
    )


def masked_months(spells: Sequence[Break]) -> tuple[str, ...]:
    """Why some months build no baseline (E34)."""
    return tuple(
        f"{b.name}: {b.words}" for b in sorted(set(spells), key=lambda b: b.start)
    )


def gaps(held: Sequence[date], period: Period) -> str:
    """Which months of `period` are missing; never counted as nothing (E35)."""
    present = set(held)
    missing = [m for m in _months(period) if m not in present]
    if not missing:
        return ""
    whole = len(_months(period))
    return (
        f"{len(missing)} of {whole} months are not held ({_listed(missing)}); they are "
        "left blank, not counted as zero."
    )


@dataclass(frozen=True, slots=True)
class Centre:
    """A small area whose residents are the wrong denominator, and how much it holds."""

    code: str
    offences: int
    share: float
    times_median: float


def centres(
    codes: Sequence[str], offences: Sequence[float], residents: Sequence[float | None]
) -> tuple[Centre, ...]:
    """Areas that draw offences from far beyond their residents (E37, oddity 23).

    Worked shape: Wolverhampton's centre held 14.6 per cent of all records of a city of
    158 small areas. Flagged: at least 2 per cent of the total and four times the median rate.
    """
    import statistics

    total = sum(offences)
    rates = [
        count / people if people else None
        for count, people in zip(offences, residents, strict=True)
    ]
    known = [r for r in rates if r is not None]
    if not known or not total:
        return ()
    median = statistics.median(known)
    if not median:
        return ()
    found = [
        Centre(code, int(count), count / total, rate / median)
        for code, count, rate in zip(codes, offences, rates, strict=True)
        if rate is not None and count >= 0.02 * total and rate >= 4 * median
    ]
    return tuple(sorted(found, key=lambda c: (-c.offences, c.code)))


def denominator(found: Sequence[Centre], names: dict[str, str]) -> str:
    """What to say beside rates per resident when a centre is among the areas (E37)."""
    if not found:
        return ""
    listed = ", ".join(
        f"{names.get(c.code, c.code)} ({numbers.share(c.share)} of all)" for c in found
    )
    return (
        f"Rates per resident mislead where people come to shop, work or go out: {listed}. "
        "Such areas are shown by count and share, and rates are read without them."
    )


def boundary_vintage(vintage: str, *, ward_year: int | None = None) -> str:
    """Which boundaries were used (E38)."""
    words = f"Small areas are those of the {vintage} census."
    if ward_year:
        words += (
            f" Wards are those of {ward_year}, made up of the small areas best fitted to them; "
            "ward boundaries change at reviews, so earlier reports may use others."
        )
    return words


SHOWN_ON = ("small area", "ward", "local authority", "partnership", "force")


def map_data_refusal(method: str, *, unit: str) -> Refused | None:
    """Why open police points may not be used for `method` on `unit` (E40, Z18)."""
    if reason := refusal_of_open_data(method):
        return Refused(reason)
    if unit not in SHOWN_ON:
        return Refused(
            f"Open police data are shown for small areas and larger, not for {unit}. {SNAPPED}"
        )
    return None


def matured(months: Sequence[date], *, newest: date) -> tuple[date, ...]:
    """The months whose crimes have had six months to reach an outcome (E42, E15)."""
    limit = shifted(newest, -MATURE_AFTER_MONTHS)
    return tuple(m for m in months if m <= limit)


def unlocated(share: float | None, *, usual: float | None = None) -> str:
    """The share of records without a place, as every map and rate must print (oddity 5)."""
    if share is None:
        return (
            "How many records have no place is not known for this source: it lists only "
            "records that lie in the area."
        )
    if share == 0:
        return "Every record of the force has a place."
    words = f"{numbers.share(share)} of the force's records have no place and are in no area's count."
    if share > UNLOCATED_ALERT or (usual and share > 2 * usual and share > 0.02):
        words += " That is high: falls in these months may be missing places, not missing crime."
    return words


def _months(period: Period) -> list[date]:
    return [month.astype(date) for month in period.months]


def shifted(month: date, by: int) -> date:
    count = month.year * 12 + month.month - 1 + by
    return date(count // 12, count % 12 + 1, 1)


def _listed(months: Sequence[date]) -> str:
    words = [numbers.month(m) for m in months[:4]]
    more = len(months) - len(words)
    return ", ".join(words) + (f" and {more} more" if more else "")
