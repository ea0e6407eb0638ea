"""What an analyst should know about a month of street records before using it.

The codes are the numbers of the list of oddities of data.police.uk files; each was
measured in real files. A remark is made only where the month shows the oddity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from goldthread.evidence.crosswalk import ELEVEN, SIX
from goldthread.evidence.forces import AREA_DOWNLOAD
from goldthread.evidence.reading import Remark
from goldthread.evidence.sources.faults import Mask, counted
from goldthread.evidence.sources.police_columns import Labels, Numbers

# A whole force's month has 700 rows (City of London) to 100,000; a file of 15 lines
# was once published for Greater Manchester.
FEWEST_ROWS = 100

CATCH_ALL = (
    "Shopping Area",
    "Supermarket",
    "Police Station",
    "Hospital",
    "Prison",
    "Parking Area",
    "Petrol Station",
    "Nightclub",
    "Sports/Recreation Area",
    "Further/Higher Educational Building",
)

# Codes are numbered upwards: the last English small area of 2011 is E01033768, the
# last Welsh W01001958 (checked against the lookup between the two vintages).
_LAST_OF_2011 = {"E01": "E01033768", "W01": "W01001958"}


@dataclass(frozen=True, slots=True)
class Month:
    """The columns of one force's month that remarks are made from."""

    force: str
    scheme: str
    anonymous: Mask  # rows without a crime id
    crime: Mask  # rows that are not anti-social behaviour
    located: Mask
    longitude: Numbers
    latitude: Numbers
    street: Labels
    lsoa: Labels
    district: Labels
    outcome: Labels
    context: Labels
    unlike: int  # rows whose `Falls within` is another force
    ids_twice: int
    rows_twice: int
    rows: int  # before merging
    category: Labels


def remarks_on(month: Month) -> tuple[Remark, ...]:
    """Everything odd about this month, in the order of the list."""
    return tuple(remark for say in _ALL for remark in say(month))


def share(part: int, whole: int) -> str:
    """Part of whole as "4.4 %"."""
    return f"{100 * part / whole:.1f} %" if whole else "none"


def _scheme(m: Month) -> Iterator[Remark]:
    kinds = {SIX: "six types of 2010-11", ELEVEN: "eleven types of 2011-13"}
    if m.scheme in kinds:
        yield Remark(
            "oddity-1",
            f"Crime types are the {kinds[m.scheme]}; 'Violent crime' and 'Other crime' "
            "mean something else later. Do not draw a type across the change without "
            "a visible break.",
            len(m.crime),
        )


def _without_id(m: Month) -> Iterator[Remark]:
    asb = int((~m.crime).sum())
    if asb:
        yield Remark(
            "oddity-2",
            f"{asb:,} of {len(m.crime):,} rows ({share(asb, len(m.crime))}) are "
            "anti-social behaviour, which has no crime id and no outcome; they are "
            "counted apart from crime.",
            asb,
        )
    repeats = _repeats(m)
    if repeats:
        code = "oddity-20" if m.scheme == SIX else "oddity-3"
        yield Remark(
            code,
            f"{counted(repeats)} without a crime id, looking like an earlier row: "
            "normal where several things happened on one street, so all are kept.",
            repeats,
        )


def _repeats(m: Month) -> int:
    """Rows without id that share point, area, type and street with an earlier one."""
    rows = np.flatnonzero(m.anonymous)
    if len(rows) < 2:
        return 0
    key = np.zeros(len(rows), np.uint64)
    for column in (
        m.longitude[rows].view(np.uint64),
        m.latitude[rows].view(np.uint64),
        m.lsoa.codes[rows].astype(np.uint64),
        m.street.codes[rows].astype(np.uint64),
        m.category.codes[rows].astype(np.uint64),
    ):
        # A multiplicative hash: a false match among 10,000 rows has odds of 1 in 10^11.
        key = (key ^ column) * np.uint64(0x9E3779B97F4A7C15)
        key ^= key >> np.uint64(29)
    return len(rows) - len(np.unique(key))


def _ids_twice(m: Month) -> Iterator[Remark]:
    if m.ids_twice:
        merged = m.rows_twice - m.ids_twice
        yield Remark(
            "oddity-4",
            f"Crime ids that stand on several rows of this month: {m.ids_twice:,}, on "
            f"{m.rows_twice:,} rows. Each crime is counted once: {counted(merged)} "
            "merged, keeping the located row, then the most advanced outcome.",
            merged,
        )


def _unlocated(m: Month) -> Iterator[Remark]:
    rows = len(m.located)
    missing = rows - int(m.located.sum())
    if missing:
        part = share(missing, rows)
        alarm = " More than one in twenty: rates and maps of areas run low." if (
            20 * missing > rows
        ) else ""  # fmt: skip
        yield Remark(
            "oddity-5",
            f"{missing:,} of {rows:,} rows have no location ({part}); they count for "
            f"the force and for no area.{alarm}",
            missing,
        )


def _unnamed(m: Month) -> Iterator[Remark]:
    nameless = m.located & m.street.where(
        [v is None for v in m.street.values], empty=True
    )
    count = int(nameless.sum())
    if count:
        yield Remark(
            "oddity-6",
            f"{count:,} located rows have no street name ({share(count, len(nameless))}); "
            "they are kept as unnamed streets.",
            count,
        )


def _far_away(m: Month) -> Iterator[Remark]:
    if m.force == "btp" or not m.district.values:
        return
    counts = m.district.counts()
    few = (counts > 0) & (counts * 200 < counts.sum())
    rows = int(counts[few].sum())
    if rows:
        most = sorted(np.flatnonzero(few), key=lambda i: (-counts[i], i))[:3]
        named = ", ".join(f"{m.district.values[i]} {counts[i]:,}" for i in most)
        yield Remark(
            "oddity-7",
            f"{counted(rows)} in districts with less than 0.5 % of this force's rows each "
            f"({named}), perhaps far away: they belong to the area of their point, not "
            "to this force's partnerships.",
            rows,
        )


def _other_forces(m: Month) -> Iterator[Remark]:
    if m.force == "btp":
        yield Remark(
            "oddity-8",
            "The British Transport Police records at stations and stops inside every "
            "force's area; these rows count in the partnership they lie in.",
            len(m.crime),
        )
    elif m.unlike and not m.force.startswith(AREA_DOWNLOAD):
        yield Remark(
            "oddity-8",
            f"{counted(m.unlike)} reported by one force fall within another.",
            m.unlike,
        )


def _new_codes(m: Month) -> Iterator[Remark]:
    new = [bool(v) and v > _LAST_OF_2011.get(v[:3], "Z") for v in m.lsoa.values]  # type: ignore[index, operator]
    rows = int(m.lsoa.where(new).sum())
    if rows:
        yield Remark(
            "oddity-9",
            f"{counted(rows)} with small-area codes that exist only since 2021, under "
            "the column name used before; compare with earlier years by lookup.",
            rows,
        )


def _context(m: Month) -> Iterator[Remark]:
    rows = int(m.context.where([bool(v) for v in m.context.values]).sum())
    if rows:
        yield Remark(
            "oddity-16",
            f"{counted(rows)} with something in the column Context, not loaded; "
            "it stays in the supplied file.",
            rows,
        )


def _outcomes(m: Month) -> Iterator[Remark]:
    crimes = int(m.crime.sum())
    for code, outcome, twentieths, words in (
        ("oddity-14", "Under investigation", 1, "outcomes of this month are not final: "
         "wait six months before quoting outcome rates"),
        ("oddity-15", "Status update unavailable", 2, "that means unknown, not unsolved: "
         "leave them out of outcome rates"),
    ):  # fmt: skip
        rows = int(
            (m.crime & m.outcome.where([v == outcome for v in m.outcome.values])).sum()
        )
        if 20 * rows > twentieths * crimes:
            yield Remark(
                code,
                f"{rows:,} of {crimes:,} crimes ({share(rows, crimes)}) are "
                f"'{outcome}'; {words}.",
                rows,
            )


def _partial(m: Month) -> Iterator[Remark]:
    if m.rows < FEWEST_ROWS:
        yield Remark(
            "oddity-18",
            f"The month has only {counted(m.rows)}; a whole force's month has hundreds "
            "at least. It looks partial: ask the supplier before using it.",
            m.rows,
        )


def _catch_alls(m: Month) -> Iterator[Remark]:
    at = [bool(v) and v.endswith(CATCH_ALL) for v in m.street.values]  # type: ignore[union-attr]
    rows = int(m.street.where(at).sum())
    if 20 * rows > m.rows:
        yield Remark(
            "oddity-22",
            f"{counted(rows)} ({share(rows, m.rows)}) on catch-all points such as "
            "'Supermarket' or 'Police Station'; such a point can be where things are "
            "recorded, not where they happen.",
            rows,
        )


def _centre(m: Month) -> Iterator[Remark]:
    counts = m.lsoa.counts()
    total = int(counts.sum())
    if not total:
        return
    top = int(np.argmax(counts))
    if counts[top] * 33 > total:
        yield Remark(
            "oddity-23",
            f"One small area, {m.lsoa.values[top]}, holds {share(int(counts[top]), total)} "
            "of the located rows; few of the people there are residents, so give its "
            "count and share beside any rate.",
            int(counts[top]),
        )
    median = int(np.median(counts[counts > 0]))
    if median < 10:
        yield Remark(
            "oddity-24",
            f"Half of the small areas have {median} or fewer rows this month; one "
            "month says little about one small area.",
            int((counts > 0).sum()),
        )


_ALL: tuple[Callable[[Month], Iterator[Remark]], ...] = (
    _scheme,
    _without_id,
    _ids_twice,
    _unlocated,
    _unnamed,
    _far_away,
    _other_forces,
    _new_codes,
    _outcomes,
    _context,
    _partial,
    _catch_alls,
    _centre,
)
