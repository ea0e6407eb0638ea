"""Files that are known, and deliberately not loaded: named in one line, not as failures.

A supplier's folder holds more than a lake needs. What is listed here was looked at and
left out for the reason given; anything else that no source recognises stays a refusal.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq

from goldthread.evidence.containers import Member
from goldthread.evidence.reading import Unneeded, Unreadable
from goldthread.evidence.sources.published import (
    MOST_BYTES,
    PARQUET_MAGIC,
    header_names,
    plain,
)


@dataclass(frozen=True, slots=True)
class Known:
    """One kind of file: how its columns show it, and why it is not needed."""

    is_it: Callable[[frozenset[str]], bool]
    why: str


def _exactly(*names: str) -> Callable[[frozenset[str]], bool]:
    return lambda found: found == frozenset(names)


def _codes(*forms: str) -> Callable[[frozenset[str]], bool]:
    """A column for each of the forms."""
    return lambda found: all(any(re.fullmatch(f, n) for n in found) for f in forms)


def _large_only(*forms: str) -> Callable[[frozenset[str]], bool]:
    """The same, and no small area beside them: with one it may be a file we read."""
    return lambda found: (
        _codes(*forms)(found)
        and not any(n.startswith(("lsoa", "lower")) for n in found)
    )


_CENSUS = "what the census counted; no finding uses it yet"
KNOWN = (
    Known(
        _large_only(r"fra\d\d_?(code|cd)", r"(ltla|lad)\d\d_?(code|cd)"),
        "which fire authority a local authority lies in; nothing is counted by it yet",
    ),
    Known(
        lambda found: (
            _large_only(r"(ward|wd)\d\d_?(code|cd)", r"(ltla|lad)\d\d_?(code|cd)")(
                found
            )
            and len(found) <= 4
        ),
        "wards and their local authorities without the small areas; the lookup of small"
        " areas to wards says both",
    ),
    Known(
        lambda found: (
            _large_only(r"(ltla|lad)\d\d_?(code|cd)")(found)
            and any(n.startswith(("imd", "extent", "proportion")) for n in found)
        ),
        "deprivation summed up by local authority; it is worked out from the small areas",
    ),
    Known(
        lambda found: (
            _codes(r"lsoa21_?(code|cd)", r"n")(found)
            and any(n.startswith("total_") for n in found)
        ),
        _CENSUS,
    ),
    Known(
        lambda found: (
            _large_only(r"(ltla|lad)\d\d_?(code|cd)")(found)
            and bool(found & {"total_population", "households"})
        ),
        _CENSUS,
    ),
    Known(
        _exactly("month", "longitude", "latitude", "location", "lsoa_code"),
        "an extract of street records that says neither force nor kind; load the"
        " publisher's own monthly files",
    ),
    Known(
        lambda found: {"crime_id", "falls_within", "crime_type"} <= found,
        "an extract of street records in Parquet; load the publisher's own monthly files",
    ),
    Known(
        _exactly(
            "month",
            "all_street_records_estimate",
            "lower",
            "upper",
            "independent_check",
        ),
        "monthly totals read off a published chart, which are estimates and no records",
    ),
    Known(
        _exactly("category", "severity_weight_mean", "severity_weight_median"),
        "weights of harm, which belong to a version and a licence and are not data of a"
        " supplier",
    ),
    Known(
        _exactly("file", "bytes", "records", "sha256"),
        "a list of the files beside it",
    ),
)
_BY_NAME = (
    (r"(readme|provenance|licen[cs]e)(\.(md|txt))?", "a note for people, not data"),
    (r".*ward_pop.*\.xlsx", "residents by ward; they are added up from small areas"),
)


def why_unneeded(member: Member) -> str | None:
    """Why this file is deliberately not loaded; None where it is not a known one."""
    file = member.name.rsplit("/", 1)[-1].lower()
    for form, why in _BY_NAME:
        if re.fullmatch(form, file):
            return why
    for names in _columns(member):
        for known in KNOWN:
            if known.is_it(names):
                return known.why
    return None


def refuse_unneeded(member: Member) -> None:
    """Raise `Unneeded` where the file is a known one that is not loaded."""
    if why := why_unneeded(member):
        raise Unneeded(f"{member.name} is known, and not needed: {why}.")


def refuse_uncoded(member: Member) -> None:
    """Outlines of districts by their name alone: nothing can be placed in them."""
    head = member.head().decode("utf-8", errors="replace")
    keys = re.search(
        r'"properties"\s*:\s*{\s*"objectid"\s*:[^,{}]*,\s*"district"', head
    )
    if keys and not re.search(r'"\w+(?:cd|_code)"', head, re.IGNORECASE):
        raise Unneeded(
            f"{member.name} is known, and not needed: outlines of districts by name only;"
            " without their codes nothing can be placed in them."
        )


def _columns(member: Member) -> list[frozenset[str]]:
    head = member.head()
    if not head.startswith(PARQUET_MAGIC):
        return [frozenset(filter(None, names)) for names in header_names(head)[:3]]
    try:
        with member.open() as stream:
            schema = pq.read_schema(pa.BufferReader(stream.read(MOST_BYTES)))
    except (pa.ArrowException, OSError, Unreadable):
        return []  # whatever it is, it is not a table that we know
    return [frozenset(plain(name) for name in schema.names)]
