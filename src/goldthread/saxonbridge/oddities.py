"""What real suppliers' files have that tidy ones have not, at the rates measured in them.

Month numbers count from 0, the first of sixty; 59 is the newest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from goldthread.saxonbridge.points import Points
    from goldthread.saxonbridge.records import Records

TRUNCATED = 16  # Saxonshire's file of this month breaks off in the middle of a line
TRUNCATED_AT = 0.52
NEW_AREAS = 21  # from here the files carry 2021 small-area codes, in the same column
UNLOCATED_MONTH = 31  # 14 % of Saxonshire's records have no location
NO_TRANSPORT_FILE = 34  # the transport police delivered nothing
UNNAMED = range(39, 43)  # streets without a name: "On or near "
STATUS_UNKNOWN = {45: 0.54, 46: 0.34}  # "Status update unavailable"
BAD_ROWS = 50  # 2 % of Saxonshire's rows do not fit
BAD_SHARE = 0.02
CORRECTED = 56  # delivered again later, with more rows and moved outcomes
LATE_ROWS = 23

UNLOCATED = (0.016, 0.034)  # share without a location, Saxonshire's other months
FAR_AWAY = 0.002
SAME_MONTH_REPEATS = 40  # a crime id twice in one month, once without location
OTHER_MONTH_REPEATS = 12  # a crime id again in a later month


def misplace(records: Records, points: Points, rng: np.random.Generator) -> None:
    """Lose some locations, and put some far outside the force's own ground."""
    count = len(records)
    slot = records.force * 60 + records.month
    share = rng.uniform(*UNLOCATED, int(slot.max()) + 1)
    share[UNLOCATED_MONTH] = 0.14  # force 0 is Saxonshire
    share[60 * int(records.force.max()) :] *= 0.3  # stations are rarely lost
    far = rng.random(count) < FAR_AWAY
    far &= records.force < records.force.max()
    # One street far away collects records that are meant for somewhere else.
    favourite = int(np.flatnonzero(points.authority == points.authority.max())[7])
    away = rng.integers(0, len(points.label), count)
    records.point[far] = np.where(rng.random(count) < 0.3, favourite, away)[far]
    records.point[rng.random(count) < share[slot]] = -1


def repeat_ids(records: Records, rng: np.random.Generator) -> None:
    """Give a few records the id of another, in the same month and in a later one."""
    month = records.month
    crime = np.flatnonzero((records.force == 0) & (records.category != 0))
    order = crime[np.lexsort([records.category[crime], month[crime]])]
    starts = rng.choice(len(order) - 1, SAME_MONTH_REPEATS, replace=False)
    for one, other in zip(order[starts], order[starts + 1], strict=True):
        if month[one] == month[other]:
            records.ids[other] = records.ids[one]
            if rng.random() < 0.6:
                records.point[other] = -1
    for one, other in rng.choice(crime, (OTHER_MONTH_REPEATS, 2), replace=False):
        if month[one] != month[other]:
            records.ids[other] = records.ids[one]


def spoil(lines: list[str], rng: np.random.Generator) -> list[str]:
    """Make 2 % of a file's rows unreadable, each in one of six ways seen in the wild."""
    # Not in rows with quotation marks: half a quotation would swallow the rows below.
    plain = [i for i, line in enumerate(lines) if '"' not in line]
    bad = rng.choice(plain, round(BAD_SHARE * len(lines)), replace=False)
    lines = list(lines)
    for turn, at in enumerate(np.sort(bad).tolist()):
        lines[at] = _SPOILERS[turn % len(_SPOILERS)](lines[at])
    return lines


def _cell(line: str, number: int, text: str) -> str:
    cells = line.split(",")
    cells[number] = text
    return ",".join(cells)


_SPOILERS = (
    lambda line: _cell(line, 1, line.split(",")[1][:5] + "13"),
    lambda line: _cell(line, 4, "W1.04"),
    lambda line: ",".join(line.split(",")[:7]) + "\r\n",
    lambda line: _cell(line, 5, "fifty-four"),
    lambda line: _cell(line, 1, "June"),
    lambda line: line.rstrip("\r\n") + ",,,\r\n",
)
