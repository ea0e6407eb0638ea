"""Reads the outcome files of data.police.uk: what became of crimes, as published.

    Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,
    LSOA name,Outcome type

A crime can have several outcomes, in one month too (two people charged are two rows),
so nothing is merged here; exact repeats are counted and said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from goldthread.evidence.containers import Member
from goldthread.evidence.reading import Portion, Remark
from goldthread.evidence.sources.delimited import LABEL, NUMBER, TEXT, sheet_of
from goldthread.evidence.sources.faults import Rules, counted
from goldthread.evidence.sources.plain_text import text_of
from goldthread.evidence.sources.police_columns import (
    Labels,
    area_codes,
    crime_ids,
    forces,
    labels,
    months,
    named,
    places,
    required,
    streets,
)
from goldthread.evidence.sources.police_portions import (
    Group,
    Located,
    Read,
    as_read,
    groups,
    portions,
    same,
)
from goldthread.evidence.sources.police_remarks import share
from goldthread.evidence.sources.recognition import has_columns, is_named
from goldthread.evidence.tables import OUTCOME

COLUMNS = {
    "Crime ID": TEXT,
    "Month": LABEL,
    "Reported by": LABEL,
    "Falls within": LABEL,
    "Longitude": NUMBER,
    "Latitude": NUMBER,
    "Location": LABEL,
    "LSOA code": LABEL,
    "LSOA name": LABEL,
    "Outcome type": LABEL,
}

SCHEMA = OUTCOME.schema(placed=False)


def recognises(name: str, head: bytes) -> bool:
    """Whether the file holds outcomes, by its header or else by its name."""
    return has_columns(head, "Outcome type", "Reported by") or is_named(
        name, "-outcomes"
    )


@dataclass(frozen=True, slots=True)
class Outcomes(Located):
    """Outcome records as columns, before they become lake rows."""

    outcome: Labels


def read(member: Member, *, today: date) -> Iterator[Portion]:
    """The outcomes of one file, a portion for every force and month in it."""
    text, remarks = text_of(member)
    sheet = sheet_of(text, member.name, COLUMNS, ("LSOA name",), remarks)
    rules, says = Rules(sheet), named(member.name)
    when = months(sheet, rules, says, today=today)
    reported_by, slugs = forces(sheet, rules, says)
    falls_within = labels(sheet, "Falls within", rules)
    required(rules, falls_within, "Falls within", "the name of a police force")
    longitude, latitude = places(sheet, rules)
    outcome = labels(sheet, "Outcome type", rules)
    required(rules, outcome, "Outcome type", "an outcome in words")
    rows = Outcomes(
        source_row=sheet.source_row,
        crime_id=crime_ids(sheet, rules),
        reported_by=reported_by,
        falls_within=falls_within,
        longitude=longitude,
        latitude=latitude,
        street=streets(sheet, rules),
        lsoa=area_codes(sheet, rules),
        outcome=outcome,
    )
    rules.refuse_when_nothing_is_left("record of an outcome")
    made = [(g, _lake_rows(g, g.of(rows))) for g in groups(rules, when, slugs)]
    yield from portions("outcome", rules, made)


def _lake_rows(group: Group, rows: Outcomes) -> Read:
    size = len(rows)
    columns = {
        "crime_id": rows.crime_id,
        "month": pa.repeat(pa.scalar(group.month, pa.date32()), size),
        "force": same(group.force, size),
        "reported_by": rows.reported_by.text(),
        "falls_within": rows.falls_within.text(),
        "longitude": pa.array(rows.longitude, from_pandas=True),
        "latitude": pa.array(rows.latitude, from_pandas=True),
        "street": rows.street.text(),
        "lsoa_published": rows.lsoa.text(),
        "outcome": rows.outcome.text(),
        "source_row": pa.array(rows.source_row.astype(np.int32)),
    }
    table = as_read(SCHEMA, columns)
    return Read(table, 0, tuple(_remarks(rows)))


def _remarks(rows: Outcomes) -> Iterator[Remark]:
    without = rows.crime_id.null_count
    if without:
        yield Remark(
            "outcome-without-id",
            f"{counted(without)} without a crime id; they count as outcomes but cannot "
            "be joined to a crime.",
            without,
        )
    ids = rows.crime_id.dictionary_encode().indices.fill_null(-1).to_numpy()
    known = ids >= 0
    pairs = ids[known].astype(np.int64) * (len(rows.outcome.values) + 1)
    repeats = int(known.sum()) - len(np.unique(pairs + rows.outcome.codes[known]))
    if repeats:
        yield Remark(
            "outcome-twice",
            f"{counted(repeats)} with an outcome already told for the same crime, as when "
            "two people are charged; all are kept, so count crimes by their id.",
            repeats,
        )
    missing = len(rows) - int(rows.located.sum())
    if missing:
        yield Remark(
            "oddity-5",
            f"{missing:,} of {counted(len(rows))} have no location "
            f"({share(missing, len(rows))}); they count for the force and for no area.",
            missing,
        )
