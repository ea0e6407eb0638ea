"""Assessments of real places, from the files as they were published.

The counts are those that `data.md` measured; what is asserted beside them is what an
analyst would need to be true before signing.
"""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from goldthread.assessment.produce import Assessed, produce
from goldthread.core.periods import twelve_months_ending
from goldthread.documents.lint import faults
from goldthread.documents.model import blocks_of, plain
from goldthread.evidence.engine import DuckEngine
from goldthread.evidence.lake import Lake

pytestmark = [pytest.mark.real, pytest.mark.slow]
AT = datetime(2026, 11, 23, tzinfo=UTC)
LOOKUPS = (
    "lookup_lsoa11_lsoa21_ltla22.csv.gz",
    "lookup_lsoa11_ltla21.csv.gz",
    "lookup_lsoa21_ward24_ltla24.csv.gz",
    "lookup_ltla24_csp24_pfa24.csv.gz",
)


def assessed(
    real: Path,
    home: Path,
    police: list[Path],
    *,
    people: str,
    outlines: str,
    area: str,
    to: str,
) -> Assessed:
    """Load the files of one place through the real doors and assess it."""
    lake = Lake(home)
    context = [real / "lookups" / name for name in LOOKUPS]
    context += [
        real / "population" / f"population{people}_lsoa11.parquet",
        real / "deprivation" / "imd2019_england_lsoa11.parquet",
        *sorted((real / "geo").glob(f"{outlines}_lsoa*.geojson.gz")),
    ]
    for paths in (context, police):
        report = lake.add(paths, by="the tests", at=AT)
        assert not report.refused, [f.refusal for f in report.files if f.refusal]
    version = lake.version()
    found = produce(
        DuckEngine(version),
        area=version.resolve_area(area).code,
        period=twelve_months_ending(to),
        on=AT.date(),
    )
    assert faults(found.document) == []
    return found


def test_wolverhampton_two_months_give_levels_and_say_how_little_that_is(
    real_data: Path, tmp_path: Path
):
    months = [real_data / "police_uk" / m for m in ("2014-01", "2014-02")]

    found = assessed(
        real_data, tmp_path, months, people="17", outlines="wolverhampton",
        area="Wolverhampton", to="2014-02",
    )  # fmt: skip

    by = {
        r.force: r.crimes + r.asb
        for r in found.finding("quality-forces").result.reporters
    }
    assert by == {"west-midlands": 3238, "btp": 34, "staffordshire": 9}
    areas = found.finding("neighbourhoods-small-areas").result
    assert areas.areas[0].name == "Wolverhampton 020F"
    assert areas.areas[0].code in [c.code for c in areas.centres]
    for ref in ("change-by-category", "trend-by-category", "season-by-category"):
        assert hasattr(found.finding(ref).result, "reason")
    assert found.finding("area-deprivation").result.most_deprived_fifth == 78
    assert found.finding("area-residents").result.persons == 259_926


def test_leicester_is_compared_with_ordinary_months_only(
    real_data: Path, tmp_path: Path
):
    months = [
        p
        for p in sorted((real_data / "police_uk").iterdir())
        if "2019-12" <= p.name <= "2022-10"
    ]

    found = assessed(
        real_data, tmp_path, months, people="20", outlines="leicestershire",
        area="Leicester", to="2022-10",
    )  # fmt: skip

    change = found.finding("change-by-category").result
    assert change.months == tuple(date(2022, m, 1) for m in (8, 9, 10))  # E34
    assert hasattr(found.finding("concentration-stability").result, "reason")
    assert hasattr(found.finding("trend-by-category").result, "reason")  # 35 months
    assert found.finding("comparison-by-category").result.judged is False
    places = found.finding("quality-places").result
    assert sum(m.unnamed_street for m in places.months) == 5_286
    top = found.finding("neighbourhoods-small-areas").result.areas[0]
    assert top.name == "Leicester 041A"
    told = " ".join(
        plain(b.text) for b in blocks_of(found.document) if hasattr(b, "text")
    )
    assert "Recorded crime of August 2022 to October 2022 (12" in told
    assert "None of them resembles Leicester" in told  # 8 shire districts beside a city


def test_the_city_of_london_gets_no_rate_per_resident(real_data: Path, tmp_path: Path):
    months = [
        p for p in sorted((real_data / "police_uk").iterdir()) if p.name >= "2024"
    ]

    found = assessed(
        real_data, tmp_path, months, people="20", outlines="london-city-barking",
        area="E22000180", to="2025-12",
    )  # fmt: skip

    levels = found.finding("levels-by-category").result
    assert levels.share_in_centres > 0.5
    assert all(x.per_1000 is None for x in levels.levels)
    assert hasattr(found.finding("concentration-by-category").result, "reason")


def test_barking_and_dagenham_says_what_its_source_leaves_out(
    real_data: Path, tmp_path: Path
):
    records = "barking_and_dagenham_wards_2016-01_2018-06.jsonl.gz"

    found = assessed(
        real_data, tmp_path, [real_data / "police_uk_api" / records], people="17",
        outlines="london-city-barking", area="E22000186", to="2018-06",
    )  # fmt: skip

    assert date(2016, 4, 1) not in found.scope.held  # E35: a gap, not a zero
    assert found.finding("quality-places").result.lists_unlocated is False
    outcomes = found.finding("outcomes-by-group")
    assert outcomes.result.unknown > 0.2 * outcomes.result.crimes
    assert outcomes.key is None  # too many unknown for the first page
    burglary = next(
        m
        for m in found.finding("change-by-category").result.moved
        if m.category == "burglary"
    )
    assert "April 2017" in burglary.refused  # E32
