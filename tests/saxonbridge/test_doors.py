"""The files go through the readers that real suppliers' files go through."""

from collections import Counter
from datetime import date

import pytest
from tests.saxonbridge.read_back import Street

from goldthread.evidence.reading import Portion, Unreadable
from goldthread.evidence.sources import read_path
from goldthread.saxonbridge import Generated, oddities, rates

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 23)
NAMES = rates.calendar(date(2026, 3, 1)).names


@pytest.fixture(scope="module")
def portions(generated: Generated) -> list[Portion]:
    """Everything delivered, read; corrections are for a later day."""
    folder = generated.context[0].parents[2]
    found: list[Portion] = []
    for part in ("context", "police"):
        for portion in read_path(folder / part, today=TODAY):
            assert not isinstance(portion, Unreadable), portion
            found.append(portion)
    return found


def test_every_file_is_recognised_and_fills_its_table(portions: list[Portion]) -> None:
    tables = Counter(p.table for p in portions)

    assert tables["offence"] == 60 + 59 + 4 * 24
    assert tables["outcome"] == tables["stop_search"] == 60
    assert {p.key for p in portions if p.table == "small_area"} == {
        ("2011",),
        ("2021",),
    }
    assert {p.key for p in portions if p.table == "ward_member"} == {
        ("2021",),
        ("2024",),
    }
    assert tables["small_area_change"] == tables["partnership"] == 1
    assert tables["population"] == 5
    assert {p.key[0] for p in portions if p.table == "deprivation"} == {"2019", "2025"}
    assert {p.key[:2] for p in portions if p.table == "boundary"} == {
        ("small_area", "2011"),
        ("small_area", "2021"),
        ("ward", "2024"),
        ("local_authority", "2024"),
    }


def test_only_the_spoilt_and_the_truncated_file_lose_rows(
    portions: list[Portion],
) -> None:
    lost = {(p.table, p.key): p.set_aside.num_rows for p in portions}
    lost = {where: n for where, n in lost.items() if n}

    assert set(lost) == {
        ("offence", ("saxonshire", NAMES[oddities.TRUNCATED])),
        ("offence", ("saxonshire", NAMES[oddities.BAD_ROWS])),
    }
    assert lost["offence", ("saxonshire", NAMES[oddities.TRUNCATED])] == 1
    bad = lost["offence", ("saxonshire", NAMES[oddities.BAD_ROWS])]
    assert bad / 5_300 == pytest.approx(oddities.BAD_SHARE, rel=0.1)


def test_readers_and_the_plain_count_agree_on_every_month(
    portions: list[Portion], street: Street
) -> None:
    held = {
        p.key: p.rows.num_rows + p.collapsed for p in portions if p.table == "offence"
    }
    spoilt = {
        ("saxonshire", NAMES[oddities.TRUNCATED]),
        ("saxonshire", NAMES[oddities.BAD_ROWS]),
    }

    assert {k: n for k, n in held.items() if k not in spoilt} == {
        k: n for k, n in street.rows.items() if k not in spoilt
    }


def test_the_readers_remark_on_each_planted_oddity(portions: list[Portion]) -> None:
    said: dict[str, set[tuple[str, ...]]] = {}
    for portion in portions:
        for remark in portion.remarks:
            said.setdefault(remark.code, set()).add(portion.key)

    assert {
        "oddity-2",
        "oddity-3",
        "oddity-4",
        "oddity-5",
        "oddity-6",
        "oddity-7",
    } <= set(said)
    for number in oddities.STATUS_UNKNOWN:
        assert ("saxonshire", NAMES[number]) in said["oddity-15"]
    for number in oddities.UNNAMED:
        assert ("saxonshire", NAMES[number]) in said["oddity-6"]
    assert ("saxonshire", NAMES[59]) in said["oddity-14"]
