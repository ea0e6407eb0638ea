"""Whatever arrives, a reader answers with portions or with one sentence.

Valid files are spoilt in every way a disk, a spreadsheet or a mischief can; the reader
may refuse, and otherwise accounts for every line.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.corpus.build import OUTCOMES, STOPS, STREET, as_csv, month, street_row
from tests.evidence.readers.ask import TODAY, member
from tests.evidence.readers.plainly import street_rows
from tests.evidence.readers.test_oddities import harvest, record, rows_2011
from tests.evidence.readers.test_stop_search import search

from goldthread.evidence.reading import Portion, Unreadable
from goldthread.evidence.set_aside import set_aside_csv
from goldthread.evidence.sources import (
    police_api,
    police_outcomes,
    police_street,
    read_member,
    stop_search,
)
from goldthread.evidence.sources.plain_text import as_utf8

EXAMPLES = int(os.environ.get("GOLDTHREAD_FUZZ_EXAMPLES", "60"))

# About 4 s for each of the five; together within the 20 s that CI allows.
BOUNDED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

PIECES = (
    b'"', b"\r", b"\n", b"\r\n", b",", b";", b"\x00", b"\xff", b"\xef\xbb\xbf",
    b"\xff\xfe", b"'", b"=1+1", b"NaN", b"inf", b"1e999", b"-", b" ", b"9999-12",
    "\u202e".encode(), "é".encode(), b"{", b"]", b"null", b"\\ud800", b"x" * 300,
)  # fmt: skip

wounds = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.integers(0, 40),
        st.one_of(st.sampled_from(PIECES), st.binary(max_size=12)),
    ),
    max_size=6,
)


def wounded(content: bytes, cuts: list[tuple[float, int, bytes]]) -> bytes:
    """The file with some stretches replaced by something else."""
    for place, length, piece in cuts:
        at = int(place * len(content))
        content = content[:at] + piece + content[at + length :]
    return content


def outcomes_file() -> bytes:
    rows = [
        {k: v for k, v in street_row(i).items() if k in OUTCOMES} for i in range(12)
    ]
    return as_csv([r | {"Outcome type": "Local resolution"} for r in rows], OUTCOMES)


FILES: dict[str, tuple[str, bytes, object]] = {
    "street": ("2021-02-leicestershire-street.csv", month(12), police_street),
    "street of 2011": ("street.csv", rows_2011(*["Robbery"] * 9), police_street),
    "outcomes": ("outcomes.csv", outcomes_file(), police_outcomes),
    "searches": (
        "2022-07-kent-stop-and-search.csv",
        as_csv([search() for _ in range(9)], STOPS),
        stop_search,
    ),
    "API": (
        "ward.jsonl",
        harvest([record(i) for i in range(5)], [record(9)]),
        police_api,
    ),
}


def lines_of(content: bytes, name: str) -> int:
    """Lines of the file that hold anything, counted the slow way."""
    text, _ = as_utf8(content, name)
    if b"\n" not in text:
        text = text.replace(b"\r", b"\n")
    header, *lines = text.decode().split("\n")
    width = len(next(csv.reader([header])))
    return sum(not _blank(line.rstrip("\r"), width) for line in lines)


def _blank(line: str, width: int) -> bool:
    """Nothing at all, or as many empty cells as there are columns."""
    try:
        cells = next(csv.reader([line], strict=True), [])
    except csv.Error:
        return False
    return not cells or cells == [""] * width


def answer(content: bytes, name: str, source: object) -> list[Portion] | None:
    """What the reader makes of it; None when it refuses. Anything else fails the test."""
    read: Callable[..., object] = source.read  # type: ignore[attr-defined]
    try:
        return list(read(member(content, name), today=TODAY))  # type: ignore[call-overload]
    except Unreadable as refusal:
        assert str(refusal).endswith(".")
        return None


@pytest.mark.slow
@pytest.mark.parametrize("kind", FILES)
@BOUNDED
@example(cuts=[(1.0, 0, b'""')])
@example(cuts=[(1.0, 0, b",,,")])
@example(cuts=[(1.0, 0, b"," * 11)])
@given(cuts=wounds)
def test_a_wounded_file_is_read_or_refused_and_no_line_is_lost(
    kind: str, cuts: list[tuple[float, int, bytes]]
) -> None:
    name, content, source = FILES[kind]
    spoilt = wounded(content, cuts)

    portions = answer(spoilt, name, source)

    if portions is None:
        return
    assert portions
    for portion in portions:
        set_aside_csv(portion)
    if kind != "API" and portions[0].header.count(",") > 3:
        assert sum(p.rows_read for p in portions) == lines_of(spoilt, name)


cells = st.one_of(
    st.sampled_from(
        ["", " ", "2021-02", "2021-13", "-1.1", "52.6", "NaN", "1e400", "E01025610",
         "Burglary", "On or near ", "No Location", "Leicestershire Police", '"', "a,b",
         "=1", "'", "0", "-0.0", "٣", "1_000", "0x1p3", "+1.5", ".5", "5."]
    ),
    st.text(max_size=8),
)  # fmt: skip


@pytest.mark.slow
@BOUNDED
@given(
    changes=st.lists(
        st.tuples(st.integers(0, 5), st.sampled_from(STREET[:11]), cells), max_size=5
    )
)
def test_any_cell_anywhere_gives_what_the_slow_reader_gives(
    changes: list[tuple[int, str, str]],
) -> None:
    rows = [street_row(i) for i in range(6)]
    for row, column, cell in changes:
        clean = "".join(c for c in cell if c.isprintable() and c not in '"\ufffd')
        if column in ("Reported by", "Falls within", "LSOA name"):
            continue
        rows[row][column] = clean
    content = as_csv(rows)

    portions = answer(content, "street.csv", police_street)
    kept, bad = street_rows(content, today=TODAY)

    if portions is None:
        # All rows bad, of the future, or most of the places swapped: refused whole.
        assert len(changes) >= 3 or not kept
        return
    got = [r for p in portions for r in p.rows.to_pylist()]
    got.sort(key=lambda r: r["source_row"])
    columns = (
        "crime_id",
        "longitude",
        "latitude",
        "street",
        "lsoa_published",
        "source_row",
    )
    assert [[r[c] for c in columns] for r in got] == [
        [r[c] for c in columns] for r in kept
    ]
    assert sorted(n for p in portions for n in p.set_aside["row"].to_pylist()) == bad


@pytest.mark.slow
@BOUNDED
@given(
    content=st.binary(max_size=600),
    name=st.sampled_from(["a-street.csv", "x", "a.json"]),
)
def test_noise_is_refused(content: bytes, name: str) -> None:
    for item in read_member(member(content, name), today=TODAY):
        assert isinstance(item, Unreadable)


leaves = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=9),
    st.sampled_from(["2018-06", "52.5", "-2.07", "burglary"]),
)  # fmt: skip
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@pytest.mark.slow
@BOUNDED
@given(
    field=st.sampled_from([*record(1), "nothing"]),
    value=values,
    other=values,
)
def test_an_api_record_may_hold_anything_anywhere(
    field: str, value: object, other: object
) -> None:
    records = [record(1), record(2, **{field: value}), other]
    content = io.BytesIO(json.dumps(records).encode()).getvalue()

    portions = answer(content, "download.json", police_api)

    if portions is not None:
        assert sum(p.rows_read for p in portions) == 3
