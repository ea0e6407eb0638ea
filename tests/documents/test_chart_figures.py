"""A chart's numbers come back out of its specification as they went in."""

from datetime import date

import pytest
from tests.documents import samples

from goldthread.documents import charts
from goldthread.documents import house_style as style
from goldthread.documents.charts.figures import Figures, figures_of


def read(name: str) -> Figures:
    found = figures_of(samples.every_chart()[name])
    assert found is not None
    return found


def test_months_keep_their_values_and_their_gaps() -> None:
    found = read("line")

    value, smooth, low, centre, high = found.series
    assert found.kind == "months"
    assert found.months == tuple(samples.MONTHS)
    assert [n for n, v in enumerate(value.values) if v is None] == [20, 22, 40]
    assert value.values[0] == samples.VALUES[0]
    assert (value.name, smooth.name) == ("offences a month", "twelve-month average")
    assert low.name == "ordinary variation, lower limit"
    assert {low.values[0], centre.values[0], high.values[0]} == {140.0, 180.0, 220.0}
    assert [one.role for one in found.series] == ["quiet", "main", *["limit"] * 3]


def test_a_scale_that_starts_above_nought_is_kept_for_lines() -> None:
    spec = charts.monthly_line(
        samples.MONTHS, [1000.0 + n for n in range(60)], unit="offences a month"
    )

    found = figures_of(spec)

    assert found is not None
    assert found.domain is not None
    assert found.domain[0] > 0
    assert found.unit == "offences a month"


def test_bars_stand_on_nought_and_keep_their_intervals() -> None:
    years, dots, ranked = read("years"), read("dots"), read("ranked")

    assert years.kind == "columns"
    assert years.categories == ("2019-20", "2020-21", "2021-22")
    assert years.series[0].values == (4120, None, 3590)
    assert (years.low, years.high) == ((4000, None, 3400), (4240, None, 3700))
    assert years.domain is not None
    assert years.domain[0] == 0
    assert dots.kind == ranked.kind == "bars"
    assert dots.decimals == 1
    assert dots.domain is not None
    assert dots.domain[0] == 0
    assert dots.unit == "per 1,000 residents, average of similar areas, 87.5"
    assert dots.colours == (style.INK, style.MID, style.ORANGE, style.MID)


def test_a_season_is_written_in_shares() -> None:
    found = read("season")

    assert found.is_share
    assert found.categories[0] == "Jan"
    assert found.series[0].values[0] == -0.1
    assert found.domain is not None
    assert found.domain[0] < 0


def test_points_keep_both_their_numbers_and_their_names() -> None:
    lorenz, funnel = read("lorenz"), read("funnel")

    assert lorenz.kind == funnel.kind == "points"
    assert lorenz.series[0].along[1] == 0.05
    assert lorenz.series[0].values[1] == pytest.approx(0.05**0.4)
    dots = funnel.series[-1]
    assert dots.role == "dots"
    pairs = dict(
        zip(funnel.named, zip(dots.along, dots.values, strict=True), strict=True)
    )
    assert pairs["Saxonbridge"] == (26000, 92.1)
    assert "Wick" not in pairs  # its rate is not held
    assert funnel.along == "residents"
    assert funnel.unit == "offences per 1,000 residents"


def test_what_holds_no_numbers_stays_a_picture() -> None:
    assert figures_of(samples.every_chart()["panels"]) is None
    assert figures_of(style.nothing_to_draw("No year is held.")) is None
    one_month = charts.monthly_line([date(2026, 1, 1)], [3], unit="calls")
    assert figures_of(one_month) is not None
