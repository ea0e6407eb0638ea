"""Each planted truth is really in the files, at the size that is claimed for it."""

import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from tests.saxonbridge.read_back import Country, Street, months

from goldthread.saxonbridge import Generated, Kind, Truth
from goldthread.saxonbridge.categories import CATEGORIES

LABEL = {c.slug: c.label for c in CATEGORIES}
YEARS = [months(date(y, 4, 1), 12) for y in range(2021, 2026)]
BEFORE, LAST = YEARS[3], YEARS[4]

pytestmark = pytest.mark.slow  # generating and reading back takes seven seconds once


def _city(country: Country) -> set[str]:
    return {a for a, lad in country.authority_of.items() if lad == "X06000001"}


def _limits(after: int, before: int) -> tuple[float, float]:
    """A plain 95 % interval of a rate ratio, by logarithms."""
    spread = 1.96 * (1 / after + 1 / before) ** 0.5
    return after / before * np.exp(-spread), after / before * np.exp(spread)


def _ratio_in(street: Street, kind: str, areas: set[str]) -> tuple[float, float]:
    return _limits(street.total(kind, areas, LAST), street.total(kind, areas, BEFORE))


def test_vehicle_crime_rises_in_the_two_wards_at_the_planted_size(
    street: Street, country: Country, truths: dict[str, Truth]
) -> None:
    truth = truths["vehicle-crime-rises-in-two-wards"]

    low, high = _ratio_in(street, "Vehicle crime", country.codes_of(truth))

    assert len(truth.areas) == 2
    assert 1.3 < low < truth.size < high


def test_vehicle_crime_does_not_rise_anywhere_else(
    street: Street, country: Country, truths: dict[str, Truth]
) -> None:
    elsewhere = _city(country) - country.codes_of(
        truths["vehicle-crime-rises-in-two-wards"]
    )

    low, high = _ratio_in(street, "Vehicle crime", elsewhere)

    assert low < 1 < high


def test_shoplifting_rises_every_year_by_about_the_same(
    street: Street, country: Country, truths: dict[str, Truth]
) -> None:
    city = _city(country)
    # The truncated month of the second year would make that year look low.
    shared = [{m for m in year if not m.endswith("-08")} for year in YEARS]

    totals = [street.total("Shoplifting", city, year) for year in shared]
    yearly = (totals[-1] / totals[0]) ** 0.25

    assert totals == sorted(totals)
    assert yearly == pytest.approx(truths["shoplifting-rises-steadily"].size, abs=0.02)


def test_criminal_damage_moved_and_did_not_grow(
    street: Street, country: Country, truths: dict[str, Truth]
) -> None:
    truth = truths["damage-moved"]
    city, kind = _city(country), LABEL["criminal-damage-arson"]
    here, there = (
        country.both_vintages(set(truth.areas)),
        country.both_vintages(set(truth.areas_before)),
    )
    rest = city - here - there

    def heat(areas: set[str], year: set[str]) -> float:
        count = len([a for a in areas if a in country.areas["21"]])
        usual = street.total(kind, rest, year) / len(rest & set(country.areas["21"]))
        return street.total(kind, areas, year) / count / usual

    low, high = _ratio_in(street, kind, city)

    assert heat(there, BEFORE) > 0.6 * truth.size
    assert heat(here, BEFORE) < 0.4 * truth.size
    assert heat(here, LAST) > 0.6 * truth.size
    assert heat(there, LAST) < 0.4 * truth.size
    assert low < 1 < high


@pytest.mark.parametrize(
    "key", ["bicycle-theft-peaks-in-summer", "asb-peaks-in-summer"]
)
def test_a_seasonal_kind_peaks_every_summer(
    street: Street, country: Country, truths: dict[str, Truth], key: str
) -> None:
    truth, city = truths[key], _city(country)
    kind = LABEL[truth.category or ""]

    def of(*numbers: int) -> int:
        return sum(
            street.total(kind, city, {f"{y}-{n:02d}" for n in numbers})
            for y in range(2023, 2026)  # full years, all of them whole
        )

    summer, winter = of(6, 7, 8), of(1, 2, 12)

    assert truth.kind is Kind.SEASON
    # Three months around the peak hold a little less than the peak itself.
    assert summer / winter == pytest.approx(truth.size * 0.93, rel=0.15)


def test_violence_steps_up_when_recording_changes_and_is_level_on_both_sides(
    street: Street, country: Country, truths: dict[str, Truth], generated: Generated
) -> None:
    truth, city = truths["violence-is-recorded-more"], _city(country)
    kind = LABEL["violent-crime"]
    # One August was truncated, one November had few locations: leave out both months.
    same = [{m for m in year if m[5:] not in ("08", "11")} for year in YEARS]

    years = [street.total(kind, city, y) for y in same]

    assert generated.breaks[0].month == truth.first == date(2023, 4, 1)
    assert sum(years[2:]) / 3 / (sum(years[:2]) / 2) == pytest.approx(
        truth.size, abs=0.03
    )
    assert years[0] == pytest.approx(years[1], rel=0.03)
    assert years[2] == pytest.approx(years[4], rel=0.03)


def test_robbery_looks_doubled_between_two_months_and_is_level_over_the_year(
    street: Street, country: Country, truths: dict[str, Truth]
) -> None:
    city = _city(country)
    ends = [
        street.total("Robbery", city, {month}, "saxonshire")
        for month in ("2025-03", "2026-03")
    ]

    low, high = _ratio_in(street, "Robbery", city)

    # Some of the month's robberies have no location and so belong to no area.
    assert ends[1] / ends[0] > 1.7
    assert low < truths["robbery-only-looks-as-if-it-rises"].size < high
    assert (
        0.93
        < street.total("Robbery", city, LAST) / street.total("Robbery", city, BEFORE)
        < 1.07
    )


def test_the_centre_holds_the_planted_share_of_everything(
    street: Street, country: Country, truths: dict[str, Truth]
) -> None:
    truth = truths["the-centre-dominates"]

    share = street.total(
        None, country.codes_of(truth), LAST, "saxonshire"
    ) / street.total(None, _city(country), LAST, "saxonshire")

    assert truth.size > 0.1
    assert share == pytest.approx(truth.size, abs=0.006)


def _rates(
    street: Street, country: Country, residents: dict[str, int], kind: str
) -> dict[str, float]:
    rates: dict[str, float] = {}
    for partnership, lads in country.partnership_of.items():
        areas = {a for a, lad in country.authority_of.items() if lad in lads}
        people = sum(n for a, n in residents.items() if country.authority_of[a] in lads)
        rates[partnership] = 1000 * street.total(kind, areas, LAST) / people
    return rates


def test_saxonbridge_is_high_on_burglary_and_ordinary_on_the_rest(
    street: Street,
    country: Country,
    generated: Generated,
    truths: dict[str, Truth],
    residents: dict[str, int],
) -> None:
    place: dict[str, float] = {}
    for category in CATEGORIES:
        rates = _rates(street, country, residents, category.label)
        others = np.log([rates[code] for code in generated.comparison])
        own = np.log(rates[generated.partnership])
        place[category.slug] = (own - np.median(others)) / others.std()
        if category.slug == "burglary":
            ratio = float(np.exp(own - np.median(others)))

    burglary = place.pop("burglary")

    assert len(generated.comparison) == 14
    assert ratio == pytest.approx(
        truths["burglary-is-high-among-similar-areas"].size, abs=0.12
    )
    assert burglary > 2.5
    assert max(abs(z) for z in place.values()) < 1.2


def _gini(counts: list[int]) -> float:
    ordered = np.sort(np.array(counts, dtype=float))
    n = len(ordered)
    return float(
        ((2 * np.arange(1, n + 1) - n - 1) * ordered).sum() / (n * ordered.sum())
    )


def test_shoplifting_is_concentrated_far_beyond_chance(
    street: Street, country: Country, truths: dict[str, Truth]
) -> None:
    areas = _city(country) & set(country.areas["21"])
    found = street.by_area("Shoplifting", areas, LAST)
    counts = [found[a] for a in areas]
    chance = np.random.default_rng(0).multinomial(
        sum(counts), np.full(len(counts), 1 / len(counts)), 200
    )

    assert _gini(counts) > truths["shoplifting-is-concentrated"].size
    assert _gini(counts) > 3 * max(_gini(list(c)) for c in chance)


def test_other_crime_is_spread_as_chance_spreads_it(
    street: Street, country: Country, truths: dict[str, Truth]
) -> None:
    areas = _city(country) & set(country.areas["21"])
    found = street.by_area("Other crime", areas, LAST)
    counts = np.array([found[a] for a in areas])
    chance = np.random.default_rng(0).multinomial(
        counts.sum(), np.full(len(counts), 1 / len(counts)), 400
    )
    usual = np.quantile(chance.var(axis=1) / chance.mean(axis=1), [0.01, 0.99])

    assert truths["other-crime-is-even"].size == 1.0
    assert usual[0] < counts.var() / counts.mean() < usual[1]


def test_no_unplanted_category_changes_in_the_city(
    street: Street, country: Country
) -> None:
    """Nothing is there to be found but what was planted."""
    city = _city(country)
    changes: dict[str, float] = {}
    for category in CATEGORIES:
        if category.slug not in {"vehicle-crime", "shoplifting"}:
            after, before = (
                street.total(category.label, city, year, "saxonshire")
                for year in (LAST, BEFORE)
            )
            changes[category.slug] = (after - before) / (after + before) ** 0.5

    assert max(abs(z) for z in changes.values()) < 1.7


def test_the_teachers_page_names_every_truth(generated: Generated) -> None:
    page = Path(__file__).parents[2] / "docs" / "explanation" / "saxonbridge.md"
    words = page.read_text(encoding="utf-8")

    assert {t.key for t in generated.truths} == set(
        re.findall(r"^\| `([a-z-]+)`", words, re.M)
    )
