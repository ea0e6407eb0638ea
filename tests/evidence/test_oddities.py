"""The 24 oddities of real police files: each has a test, and each is said in words."""

import csv
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.shared import copy_home

from goldthread.core import breaks, periods
from goldthread.evidence.lake import Lake
from goldthread.intake import oddities
from goldthread.saxonbridge import Generated

AT = datetime(2026, 4, 20, 9, tzinfo=UTC)
TESTS = Path(__file__).parent
SOURCE = TESTS.parents[1] / "src" / "goldthread"

# Where an oddity is said, where it is no remark of a reader or of the lake.
SAID_IN_THE_ASSESSMENT = {
    10: ("assessment/chapters/method.py", "whose code it was published with"),
    19: ("assessment/chapters/method.py", "without a day or an hour"),
    21: ("core/breaks.py", "anti-social"),
}
NOTHING_TO_SAY = {17}  # line ends and quoted commas: read right, nobody needs to know


def test_every_oddity_has_a_test_of_its_own() -> None:
    text = (TESTS / "readers" / "test_oddities.py").read_text() + Path(
        __file__
    ).read_text()

    tested = {int(number) for number in re.findall(r"def test_(\d+)_", text)}

    assert tested == set(range(1, 25))


def test_every_oddity_is_said_in_words_and_has_a_title() -> None:
    told = "".join(path.read_text() for path in (SOURCE / "evidence").rglob("*.py"))
    unsaid = []
    for number in sorted(set(range(1, 25)) - NOTHING_TO_SAY):
        if number in SAID_IN_THE_ASSESSMENT:
            where, words = SAID_IN_THE_ASSESSMENT[number]
            said = words in (SOURCE / where).read_text()
        else:
            code = f"oddity-{number}"
            said = f'"{code}"' in told and oddities.title(code) != code
        if not said:
            unsaid.append(number)

    assert unsaid == []


@pytest.mark.slow
def test_10_the_published_code_decides_even_where_the_point_lies_next_door(
    saxonbridge_files: Generated, saxonbridge_areas: Path, tmp_path: Path
) -> None:
    street = next(
        p for p in saxonbridge_files.police if p.name == "2026-03-saxonshire-street.csv"
    )
    with street.open(newline="", encoding="ascii") as file:
        head, *rows = list(csv.reader(file))
    own = next(row for row in rows if row[7] and row[4])
    other = next(row for row in rows if row[7] not in ("", own[7]) and row[4])
    code, point = own[7], other[4:6]
    own[4:6] = point
    moved = tmp_path / street.name
    with moved.open("w", newline="", encoding="ascii") as file:
        csv.writer(file, lineterminator="\r\n").writerows([head, *rows])
    copy_home(saxonbridge_areas / "lake", tmp_path / "home" / "lake")
    lake = Lake(tmp_path / "home")
    lake.add([moved], by="test", at=AT)

    line = rows.index(own) + 2
    columns = ["source_row", "lsoa_published", "lsoa21", "longitude"]
    (held,) = (
        row
        for row in lake.version().read("offence", columns).to_pylist()
        if row["source_row"] == line
    )

    assert held["longitude"] == pytest.approx(float(point[0]))
    assert held["lsoa21"] == held["lsoa_published"] == code


@pytest.mark.covers("E34")
def test_21_the_lockdowns_anti_social_behaviour_is_no_baseline_and_says_why() -> None:
    year = periods.statutory_year(2020)

    masked = breaks.masked_months(year.months, category="anti-social-behaviour")
    why = breaks.refusal_to_compare(
        periods.statutory_year(2021), year, category="anti-social-behaviour"
    )

    assert masked.all()
    assert why is not None
    assert "pandemic" in why
