"""Reads the stop-and-search files of data.police.uk.

    Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,
    Age range,Self-defined ethnicity,Officer-defined ethnicity,Legislation,
    Object of search,Outcome,Outcome linked to object of search,
    Removal of more than just outer clothing

The rows do not say which force searched: that stands only in the file's name, so a
file without one is refused. Moments are in UTC and a month ends by the clock on the
wall, so a search at 23:15 UTC on 31 July may stand in July's file or in August's; it
is kept in the month whose file it stands in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from goldthread.evidence.containers import Member
from goldthread.evidence.reading import Portion, Remark, Unreadable
from goldthread.evidence.sources.delimited import LABEL, NUMBER, Sheet, sheet_of
from goldthread.evidence.sources.faults import Mask, Rules
from goldthread.evidence.sources.plain_text import text_of
from goldthread.evidence.sources.police_columns import (
    Labels,
    Months,
    Named,
    Numbers,
    label,
    labels,
    named,
    places,
    required,
)
from goldthread.evidence.sources.police_portions import (
    Group,
    Read,
    Rows,
    as_read,
    groups,
    portions,
    same,
)
from goldthread.evidence.sources.police_remarks import share
from goldthread.evidence.sources.recognition import has_columns, is_named
from goldthread.evidence.tables import STOP_SEARCH

WORDS = {
    "gender": "Gender",
    "age_range": "Age range",
    "self_defined_ethnicity": "Self-defined ethnicity",
    "officer_defined_ethnicity": "Officer-defined ethnicity",
    "legislation": "Legislation",
    "object_of_search": "Object of search",
    "outcome": "Outcome",
}
FLAGS = {
    "part_of_operation": "Part of a policing operation",
    "outcome_linked": "Outcome linked to object of search",
    "more_than_outer_clothing": "Removal of more than just outer clothing",
}
COLUMNS = (
    {"Type": LABEL, "Date": LABEL, "Latitude": NUMBER, "Longitude": NUMBER}
    | dict.fromkeys(WORDS.values(), LABEL)
    | dict.fromkeys(FLAGS.values(), LABEL)
)
OPTIONAL = (*FLAGS.values(), "Self-defined ethnicity")

SCHEMA = STOP_SEARCH.schema(placed=False)

_MOMENT = (
    r"^[12]\d{3}-[01]\d-[0-3]\d[T ][0-2]\d:[0-5]\d(:[0-5]\d)?(Z|[+-][01]\d:?[0-5]\d)$"
)
_FLAG = {"true": True, "false": False, "": None}


def recognises(name: str, head: bytes) -> bool:
    """Whether the file holds searches, by its header or else by its name."""
    return has_columns(head, "Object of search", "Legislation") or is_named(
        name, "-stop-and-search"
    )


@dataclass(frozen=True, slots=True)
class Searches(Rows):
    """Searches as columns, before they become lake rows."""

    occurred_at: npt.NDArray[np.datetime64]
    type: Labels
    longitude: Numbers
    latitude: Numbers
    gender: Labels
    age_range: Labels
    self_defined_ethnicity: Labels
    officer_defined_ethnicity: Labels
    legislation: Labels
    object_of_search: Labels
    outcome: Labels
    part_of_operation: Labels
    outcome_linked: Labels
    more_than_outer_clothing: Labels


def read(member: Member, *, today: date) -> Iterator[Portion]:
    """The searches of one file, a portion for every month in it."""
    says = named(member.name)
    if says.force is None or says.month is None:
        raise Unreadable(
            f"{member.name} does not say which force searched in which month; "
            "name it as the archive does, such as 2021-02-kent-stop-and-search.csv."
        )
    text, remarks = text_of(member)
    sheet = sheet_of(text, member.name, COLUMNS, OPTIONAL, remarks)
    rules = Rules(sheet)
    moments = _moments(sheet, rules)
    when = _months(moments, rules, says, today=today)
    kind = labels(sheet, "Type", rules)
    required(rules, kind, "Type", "the kind of search")
    longitude, latitude = places(sheet, rules)
    rows = Searches(
        source_row=sheet.source_row,
        occurred_at=moments,
        type=kind,
        longitude=longitude,
        latitude=latitude,
        **{ours: _words(sheet, theirs, rules) for ours, theirs in WORDS.items()},
        **{ours: _flags(sheet, theirs, rules) for ours, theirs in FLAGS.items()},
    )
    rules.refuse_when_nothing_is_left("record of a search")
    force = Labels(np.zeros(len(rows), np.int32), [says.force])
    made = [(g, _lake_rows(g, g.of(rows))) for g in groups(rules, when, force)]
    yield from portions("stop_search", rules, made)


def _words(sheet: Sheet, column: str, rules: Rules) -> Labels:
    found = labels(sheet, column, rules)
    return Labels(found.codes, [v or None for v in found.values])


def _flags(sheet: Sheet, column: str, rules: Rules) -> Labels:
    found = labels(sheet, column)
    read: list[str | None] = [(v or "").casefold() for v in found.values]
    rules.refuse(
        found.where([v not in _FLAG for v in read]), column, "True, False or nothing"
    )
    return Labels(found.codes, read)


def _moments(sheet: Sheet, rules: Rules) -> npt.NDArray[np.datetime64]:
    """The moment of every search in UTC; the first of January 1970 where unreadable."""
    found = labels(sheet, "Date")
    words = pa.array(found.values, pa.string())
    shaped = pc.match_substring_regex(words, _MOMENT).to_pylist()
    read = [
        _moment(v) if ok and v else None
        for v, ok in zip(found.values, shaped, strict=True)
    ]
    bad = found.where([m is None for m in read], empty=True)
    rules.refuse(bad, "Date", "a moment like 2021-02-13T14:05:00+00:00")
    table = np.array([m or 0 for m in read] + [0], np.int64)
    return table[found.codes].astype("datetime64[ms]")


def _moment(text: str) -> int | None:
    """Milliseconds since 1970; None for a day or an hour that does not exist."""
    try:
        return round(datetime.fromisoformat(text).timestamp() * 1000)
    except (ValueError, OverflowError):
        return None


def _months(
    moments: npt.NDArray[np.datetime64], rules: Rules, says: Named, *, today: date
) -> Months:
    """The file's month for every search; a search of another month is set aside."""
    if says.month is None:
        raise AssertionError("a file without a month in its name is refused before")
    summer = np.where(_in_summer_time(moments), 3_600_000, 0).astype("m8[ms]")
    by_clock = (moments + summer).astype("datetime64[M]")
    month = np.datetime64(label(says.month), "M")
    other = (moments.astype("datetime64[M]") != month) & (by_clock != month)
    other &= ~rules.broken
    if says.month > today or (other.any() and (other | rules.broken).all()):
        found = by_clock[~rules.broken]
        raise Unreadable(
            f"{rules.sheet.member} says {label(says.month)} in its name and its "
            f"searches are of {found[0] if len(found) else 'no month'}; expected both "
            f"the same and not after {label(today)}. Rename it or ask for the right one."
        )
    rules.refuse(other, "Date", f"a moment in {label(says.month)}")
    return Months(np.zeros(len(moments), np.int32), [says.month])


def _in_summer_time(moments: npt.NDArray[np.datetime64]) -> Mask:
    """British Summer Time: from 01:00 UTC on March's last Sunday to October's.

    Worked out here because a bare machine may have no time-zone files.
    """
    summer: Mask = np.zeros(len(moments), bool)
    for year in np.unique(moments.astype("datetime64[Y]")):
        number = int(str(year))
        start, end = _last_sunday(number, 3), _last_sunday(number, 10)
        summer |= (moments >= start) & (moments < end)
    return summer


def _last_sunday(year: int, month: int) -> np.datetime64:
    last = date(year, month, 31)
    sunday = last - timedelta(days=(last.weekday() + 1) % 7)
    return np.datetime64(f"{sunday}T01:00", "ms")


def _lake_rows(group: Group, rows: Searches) -> Read:
    size = len(rows)
    columns = {
        "occurred_at": pa.array(rows.occurred_at).cast(
            SCHEMA.field("occurred_at").type
        ),
        "month": pa.repeat(pa.scalar(group.month, pa.date32()), size),
        "force": same(group.force, size),
        "type": rows.type.text(),
        "latitude": pa.array(rows.latitude, from_pandas=True),
        "longitude": pa.array(rows.longitude, from_pandas=True),
        "source_row": pa.array(rows.source_row.astype(np.int32)),
    }
    columns |= {name: getattr(rows, name).text() for name in WORDS}
    columns |= {name: _truth(getattr(rows, name)) for name in FLAGS}
    table = as_read(SCHEMA, columns)
    return Read(table, 0, tuple(_remarks(rows)))


def _truth(flags: Labels) -> pa.Array:
    values = pa.array([_FLAG.get(v or "") for v in flags.values], pa.bool_())
    return values.take(pa.array(flags.codes, mask=flags.codes < 0))


def _remarks(rows: Searches) -> Iterator[Remark]:
    missing = int(np.isnan(rows.longitude).sum())
    if missing:
        yield Remark(
            "oddity-5",
            f"{missing:,} of {len(rows):,} searches have no location "
            f"({share(missing, len(rows))}); they count for the force and for no area.",
            missing,
        )
    asked = rows.self_defined_ethnicity
    unknown = int(asked.where([v is None for v in asked.values], empty=True).sum())
    if unknown:
        yield Remark(
            "ethnicity-unknown",
            f"{unknown:,} of {len(rows):,} searches ({share(unknown, len(rows))}) do not "
            "say how the person describes their ethnicity; say so beside any rate.",
            unknown,
        )
