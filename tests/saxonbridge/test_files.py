"""The files are in the real formats, with the real oddities at about the real rates."""

import csv
import hashlib
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from tests.saxonbridge.read_back import Country, Street, read_rows, street_files

from goldthread.saxonbridge import Generated, oddities, rates
from goldthread.saxonbridge.categories import CATEGORIES
from goldthread.saxonbridge.written import STAMP, write_once

pytestmark = pytest.mark.slow  # generating takes five seconds, once for all tests

STREET = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,"
    "LSOA name,Crime type,Last outcome category,Context"
)
NAMES = rates.calendar(date(2026, 3, 1)).names


def _street(generated: Generated, number: int, force: str = "saxonshire") -> Path:
    name = f"{NAMES[number]}-{force}-street.csv"
    return next(p for p in generated.police if p.name == name)


def _rows(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="ascii") as file:
        return list(csv.reader(file))[1:]


def test_the_same_seed_gives_the_same_bytes_and_what_stands_whole_is_not_written_again(
    generated: Generated, tmp_path: Path
) -> None:
    again = write_once(tmp_path)

    def prints(files: Generated) -> list[tuple[str, str]]:
        paths = (*files.context, *files.police, *files.corrections)
        return [(p.name, hashlib.sha256(p.read_bytes()).hexdigest()) for p in paths]

    assert prints(again) == prints(generated)
    assert again.truths == generated.truths

    again.police[0].unlink()
    assert write_once(tmp_path) == again
    assert not again.police[0].exists()
    (tmp_path / STAMP).write_bytes(b"of another program\nand its words")
    assert write_once(tmp_path) == again
    assert again.police[0].exists()


def test_another_last_month_moves_the_calendar_and_nothing_else() -> None:
    months = rates.calendar(date(2027, 1, 1))

    assert (months.names[0], months.names[-1]) == ("2022-02", "2027-01")
    assert months.days[0] == 28
    assert months.days[24] == 29


def test_every_street_file_looks_as_the_police_publish_it(generated: Generated) -> None:
    for path in street_files(generated):
        raw = path.read_bytes()
        lines = raw.split(b"\r\n")

        assert lines[0].decode() == STREET
        assert raw.isascii()
        assert raw.count(b"\n") == raw.count(b"\r\n")
        assert re.fullmatch(r"\d{4}-\d\d-[a-z-]+-street\.csv", path.name)
        assert path.parent.name == path.name[:7]


def test_rows_stand_in_the_order_of_the_published_files(generated: Generated) -> None:
    order = {c.label: i for i, c in enumerate(CATEGORIES)}
    keys = [(r[8] or "~", order[r[9]]) for r in _rows(_street(generated, 55))]

    assert keys == sorted(keys)


def test_sixty_months_came_from_saxonshire_and_one_is_missing_from_the_railway(
    generated: Generated,
) -> None:
    delivered = Counter(
        (p.name[8:].rsplit("-", 1)[0] if "stop" not in p.name else "stops")
        for p in generated.police
        if p.name.endswith(("street.csv", "search.csv"))
    )

    assert delivered["saxonshire"] == 60
    assert delivered["stops"] == 60
    assert delivered["albion-transport"] == 59
    assert delivered["mercdale"] == 24
    assert not any(
        p.name == f"{NAMES[oddities.NO_TRANSPORT_FILE]}-albion-transport-street.csv"
        for p in generated.police
    )


def test_anti_social_behaviour_has_no_id_no_outcome_and_looks_alike(
    generated: Generated,
) -> None:
    asb = [r for r in _rows(_street(generated, 58)) if r[9] == CATEGORIES[0].label]
    alike = len(asb) - len({tuple(r) for r in asb})

    assert {(r[0], r[10]) for r in asb} == {("", "")}
    assert 0.15 < alike / len(asb) < 0.6  # a third in the West Midlands of 2014


def test_a_few_crime_ids_repeat_and_the_rest_are_unlike(generated: Generated) -> None:
    seen: Counter[str] = Counter()
    for number in set(range(60)) - {oddities.TRUNCATED}:
        seen.update(r[0] for r in _rows(_street(generated, number)) if r[0])
    repeated = [i for i, n in seen.items() if n > 1]

    assert 20 < len(repeated) < 80
    assert all(re.fullmatch(r"[0-9a-f]{64}", i) for i in seen)


def test_one_month_has_a_seventh_of_its_records_without_location(
    generated: Generated,
) -> None:
    def lost(number: int) -> float:
        rows = _rows(_street(generated, number))
        none = [r for r in rows if r[6] == "No Location"]
        assert all(r[4] == r[5] == r[7] == r[8] == "" for r in none)
        return len(none) / len(rows)

    assert 0.12 < lost(oddities.UNLOCATED_MONTH) < 0.16
    for number in (5, 20, 40, 59):
        assert 0.01 < lost(number) < 0.045


def test_street_names_are_missing_in_four_months_only(generated: Generated) -> None:
    def unnamed(number: int) -> float:
        rows = _rows(_street(generated, number))
        return sum(r[6] == "On or near " for r in rows) / len(rows)

    assert 0.08 < unnamed(oddities.UNNAMED[0]) < 0.25
    assert unnamed(oddities.UNNAMED[0] - 1) == unnamed(oddities.UNNAMED[-1] + 1) == 0


def test_some_rows_lie_far_outside_and_other_forces_report_inside(
    generated: Generated, street: Street, country: Country
) -> None:
    own = {"X06000001", "X06000002", "X06000003"}
    outside = inside = located = 0
    for (force, _, area, _), n in street.counts.items():
        if force == "saxonshire" and area:
            located += n
            outside += n * (country.authority_of[area] not in own)
        inside += n * (force != "saxonshire" and area[:6] == "X01000")

    assert 0.0008 < outside / located < 0.003
    assert inside > 2_000  # nearly all of them at stations


def test_small_area_codes_change_vintage_without_a_word(
    generated: Generated, country: Country
) -> None:
    only11 = set(country.areas["11"]) - set(country.areas["21"])
    only21 = set(country.areas["21"]) - set(country.areas["11"])

    def codes(number: int) -> set[str]:
        return {r[7] for r in _rows(_street(generated, number))}

    before, after = codes(oddities.NEW_AREAS - 1), codes(oddities.NEW_AREAS)

    assert before & only11
    assert not before & only21
    assert after & only21
    assert not after & only11


def test_one_file_breaks_off_in_the_middle_of_a_line(
    generated: Generated, street: Street
) -> None:
    whole = _street(generated, oddities.TRUNCATED).read_bytes()
    name, before = NAMES[oddities.TRUNCATED], NAMES[oddities.TRUNCATED - 1]

    assert not whole.endswith(b"\n")
    assert street.rows["saxonshire", name] < 0.7 * street.rows["saxonshire", before]


def test_two_rows_in_a_hundred_of_one_file_are_bad(generated: Generated) -> None:
    rows = _rows(_street(generated, oddities.BAD_ROWS))
    month = NAMES[oddities.BAD_ROWS]

    def is_good(row: list[str]) -> bool:
        if len(row) != 12 or row[1] != month:
            return False
        return all(re.fullmatch(r"(-?\d+\.\d{6})?", cell) for cell in row[4:6])

    bad = [r for r in rows if not is_good(r)]

    assert 0.017 < len(bad) / len(rows) < 0.021
    assert {len(r) for r in bad} >= {7, 12, 15}


def test_recent_crimes_are_still_open_and_a_burst_has_no_status(
    generated: Generated,
) -> None:
    def share(number: int, outcome: str) -> float:
        crimes = [r for r in _rows(_street(generated, number)) if r[10]]
        return sum(r[10] == outcome for r in crimes) / len(crimes)

    still_open = [share(n, "Under investigation") for n in (59, 58, 57, 56, 55, 54)]

    assert still_open == pytest.approx([0.51, 0.22, 0.13, 0.10, 0.07, 0.0], abs=0.03)
    for number, burst in oddities.STATUS_UNKNOWN.items():
        assert share(number, "Status update unavailable") == pytest.approx(
            burst, abs=0.03
        )
    assert share(44, "Status update unavailable") < 0.05


def test_outcomes_agree_with_the_street_files(generated: Generated) -> None:
    crimes = {r[0] for r in _rows(_street(generated, 30))}
    decided: dict[str, str] = {}
    for path in generated.police:
        if path.name.endswith("-outcomes.csv"):
            decided |= {r["Crime ID"]: r["Month"] for r in read_rows(path)}
    told = sorted(decided[i] for i in crimes if i in decided)

    assert len(told) > 0.9 * len(crimes - {""})
    assert told[0] == NAMES[30]
    assert told[-5] == NAMES[35]  # the last may be a repeated id's


def test_the_corrected_month_has_more_rows_and_other_outcomes(
    generated: Generated,
) -> None:
    first = _rows(_street(generated, oddities.CORRECTED))
    second = _rows(generated.corrections[0])
    outcome = {r[0]: r[10] for r in first if r[0]}
    moved = [r for r in second if r[0] in outcome and outcome[r[0]] != r[10]]

    assert len(second) - len(first) == oddities.LATE_ROWS
    assert 0.04 < len(moved) / len(outcome) < 0.15
    # A repeated id can pair its two rows the other way round; all others matured.
    matured = [r for r in moved if outcome[r[0]] == "Under investigation"]
    assert len(matured) >= len(moved) - 4


def test_the_city_has_the_size_and_the_shape_of_a_real_one(
    street: Street, country: Country
) -> None:
    a_year = sum(
        n
        for (_, month, area, _), n in street.counts.items()
        if area and month >= "2025-04" and country.authority_of[area] == "X06000001"
    )
    points = sorted(
        n
        for (lon, lat), n in street.points.items()
        if lon[:3] in ("0.9", "1.0", "1.1") and "54.57" < lat < "54.67"
    )
    top = points[-len(points) // 20 :]

    assert 30_000 < a_year < 45_000
    assert 1_200 < len(points) < 1_450
    assert 0.2 < sum(top) / sum(points) < 0.5  # 23.5 % in Wolverhampton


def test_the_whole_country_is_small_enough_to_load_in_a_demonstration(
    street: Street,
) -> None:
    assert 600_000 < sum(street.rows.values()) < 900_000


def test_every_code_is_from_the_reserved_range(
    street: Street, country: Country, generated: Generated
) -> None:
    codes = {
        *country.ward_of,
        *country.ward_of.values(),
        *country.authority_of.values(),
        *country.partnership_of,
        *(area for _, _, area, _ in street.counts if area),
    }
    codes |= {generated.partnership, generated.authority, *generated.comparison}

    assert all(re.fullmatch(r"X(01|05|06|22|23)\d{6}", code) for code in codes)
