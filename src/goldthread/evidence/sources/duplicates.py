"""Which of two published rows of one crime is kept.

City of London publishes 254 crime ids on 527 rows within single months, half of them
with different outcomes. A crime is counted once in a month: the located row is kept,
among those the one whose case has come furthest, among those the first. Rows without
an id are never merged: identical ones are different events.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldthread.evidence.crosswalk import outcome_step
from goldthread.evidence.sources.faults import Mask
from goldthread.evidence.sources.police_columns import Labels


@dataclass(frozen=True, slots=True)
class Once:
    """Rows to keep (None: all of them), and how many ids stood on how many rows."""

    rows: Mask | None
    ids: int
    on_rows: int


def kept_once(crime_id: pa.Array, located: Mask, outcome: Labels) -> Once:
    """The rows of one month that stay when every crime id is counted once."""
    known = len(crime_id) - crime_id.null_count
    if pc.count_distinct(crime_id, mode="only_valid").as_py() == known:
        return Once(None, 0, 0)
    codes = crime_id.dictionary_encode().indices.fill_null(-1)
    code = codes.to_numpy(zero_copy_only=False)
    often = np.bincount(code[code >= 0]) > 1
    twice = np.flatnonzero((code >= 0) & often[np.maximum(code, 0)])
    steps = np.array([*map(outcome_step, outcome.values), -1])[outcome.codes[twice]]
    # Last key first: by id, then located, then furthest, then in file order.
    order = np.lexsort((twice, -steps, ~located[twice], code[twice]))
    ranked = twice[order]
    first = np.ones(len(ranked), bool)
    first[1:] = code[ranked][1:] != code[ranked][:-1]
    keep = np.ones(len(crime_id), bool)
    keep[ranked[~first]] = False
    return Once(keep, int(first.sum()), len(ranked))
