"""Status is derived: the pair, the colour, the sentence, and every honest grey."""

from datetime import date
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.core import status
from goldthread.core.control import control_chart
from goldthread.core.status import Series, Standing, guarded, standing

# The series of the anchor (methods §3): 18 points, mean 1.94, limits -3.06 and 6.95.
ANCHOR = [1, 2, 1, 2, 10, *([1, 2] * 6), 1]
QUIET = [100, 104, 97, 102, 99, 103, 98, 101, 100, 103, 97, 102, 99, 101, 100, 102]


def starts(count: int, every: int = 1, first: date = date(2022, 1, 1)) -> list[date]:
    months = [first.year * 12 + first.month - 1 + n * every for n in range(count)]
    return [date(m // 12, m % 12 + 1, 1) for m in months]


def of(values: list[float], **how: object) -> Standing:
    told: dict[str, object] = {"every": 1, "better": "down"} | how
    every = int(told["every"])  # type: ignore[call-overload]
    return standing(
        Series(values=values, starts=starts(len(values), every), **told)  # type: ignore[arg-type]
    )


def test_the_anchor_of_the_method_has_its_limits() -> None:
    found = of([float(v) for v in ANCHOR])

    assert found.mean == pytest.approx(1.944444, abs=1e-6)
    assert found.low == pytest.approx(-3.062614, abs=1e-6)
    assert found.high == pytest.approx(6.951503, abs=1e-6)
    assert (found.variation, found.colour) == ("common cause", "grey")


@pytest.mark.covers("C33")
@pytest.mark.parametrize(
    ("better", "last", "colour", "word"),
    [
        ("down", 140, "orange", "Getting worse"),
        ("down", 60, "blue", "Improving"),
        ("up", 140, "blue", "Improving"),
        ("up", 60, "orange", "Getting worse"),
        ("neutral", 140, "grey", "Changed"),
        ("neutral", 60, "grey", "Changed"),
        ("down", 101, "grey", "No real change"),
    ],
)
def test_the_colour_follows_from_the_last_point_and_the_direction(
    better: str, last: float, colour: str, word: str
) -> None:
    found = of([*QUIET, last], better=better)

    assert (found.colour, found.word) == (colour, word)
    assert found.sentence.endswith(".")


@pytest.mark.covers("E66")
def test_above_the_expected_is_no_concern_where_neither_direction_is_the_aim() -> None:
    found = of([*QUIET, 147], better="neutral", target=None)

    assert found.colour == "grey"
    assert "neither direction is the aim" in found.sentence


@pytest.mark.parametrize(
    ("target", "assurance", "colour", "word"),
    [
        (150.0, "pass", "blue", "Target held"),
        (50.0, "fail", "orange", "Short of target"),
        (100.0, "hit or miss", "grey", "No real change"),
        (None, "no target", "grey", "No real change"),
    ],
)
def test_assurance_says_what_the_target_would_see(
    target: float | None, assurance: str, colour: str, word: str
) -> None:
    found = of([float(v) for v in QUIET], target=target)

    assert (found.assurance, found.colour, found.word) == (assurance, colour, word)


def test_improving_and_still_out_of_reach_says_both() -> None:
    found = of([*QUIET, 60], target=20.0)

    assert (found.colour, found.word) == ("blue", "Improving, short of target")


def test_every_pair_has_its_verdict_and_none_is_red_or_green() -> None:
    pairs = set(
        product(
            ("improvement", "concern", "common cause"),
            ("pass", "fail", "hit or miss", "no target"),
        )
    )

    assert pairs <= set(status._VERDICTS)
    assert {colour for colour, _, _ in status._VERDICTS.values()} == {
        "blue",
        "orange",
        "grey",
    }


@pytest.mark.parametrize(
    ("values", "how", "words"),
    [
        ([], {}, "no reading"),
        ([], {"since": date(2022, 1, 1)}, "no reading"),
        ([5.0] * 11, {}, "11 points; 12 are needed"),
        ([3, 2, 4, 3, 2, 3, 4, 2, 3, 3, 2, 9], {"is_count": True}, "too small"),
        (QUIET, {"since": date(2022, 10, 1)}, "7 points since"),
        (QUIET, {"masked": [False] * 15 + [True]}, "masked"),
        (QUIET, {"bases": [100] * 15 + [12]}, "rests on 12 cases"),
        (QUIET, {"bases": [400] * 15 + [49], "is_survey": True}, "49 answers"),
        (QUIET, {"is_seasonal": True}, "full years"),
    ],
)
@pytest.mark.covers("E36", "E17")
def test_what_cannot_be_said_is_grey_and_says_why(
    values: list[float], how: dict[str, object], words: str
) -> None:
    found = of([float(v) for v in values], **how)

    assert (found.colour, found.variation) == ("grey", "unknown")
    assert words in found.reason
    assert found.sentence == found.reason


def test_fifty_answers_are_enough() -> None:
    assert of(
        [float(v) for v in QUIET], bases=[400] * 15 + [50], is_survey=True
    ).is_known


@pytest.mark.covers("E32")
def test_a_series_is_judged_since_it_is_counted_as_now() -> None:
    # A change of counting doubled the figures; nothing else ever happened.
    values = [50.0 + n % 3 for n in range(15)] + [100.0 + n % 3 for n in range(14)]

    naive = of(values, better="down")
    honest = of(values, better="down", since=starts(29)[15])

    assert naive.colour == "orange"
    assert (honest.variation, honest.colour) == ("common cause", "grey")


@pytest.mark.covers("E34")
def test_a_masked_spell_moves_no_limit() -> None:
    values = [float(v) for v in QUIET]
    lull = [*values[:8], 5.0, 4.0, 6.0, *values[8:]]
    mask = [False] * 8 + [True] * 3 + [False] * 8

    found = of(lull, masked=mask)

    assert found.low is not None
    assert found.low > 80
    assert found.variation == "common cause"


def test_a_harmless_season_raises_no_alarm() -> None:
    rng = np.random.default_rng(5)
    season = 1 + 0.3 * np.sin(2 * np.pi * np.arange(60) / 12)
    alarms = {"as it is": 0, "without its season": 0}
    for _ in range(40):
        counts = rng.poisson(100 * season)[: 60 - 9]  # ends in the month of the peak
        for words, seasonal in (("as it is", False), ("without its season", True)):
            told = of(
                counts.astype(float).tolist(), is_count=True, is_seasonal=seasonal
            )
            alarms[words] += told.variation != "common cause"

    assert alarms["without its season"] <= 4 < alarms["as it is"]


def test_a_quarterly_rate_loses_its_season_too() -> None:
    values = [round(20 * f, 2) for f in (0.7, 1.3, 1.2, 0.8) * 5]

    assert of(values, every=3, is_seasonal=True).variation == "common cause"


REPORTS = {
    better: of([*QUIET, last], better="up")
    for better, last in (("rising", 150.0), ("falling", 50.0), ("still", 100.0))
}
COMPANIONS = {
    "better": of([*QUIET, 60.0], better="down"),
    "worse": of([*QUIET, 140.0], better="down"),
    "still": of([*QUIET, 100.0], better="down"),
    "unsaid": of([100.0] * 3, better="down"),
}


@pytest.mark.covers("Z7", "Z8", "S87", "E30", "E64")
@pytest.mark.parametrize(
    ("reports", "companion", "colour", "words"),
    [
        ("rising", None, "grey", "no companion measure"),
        ("rising", "unsaid", "grey", "too little to say"),
        ("rising", "worse", "grey", "got worse at the same time"),
        ("rising", "better", "blue", "Read beside"),
        ("rising", "still", "blue", "Read beside"),
        ("falling", None, "grey", "no companion measure"),
        ("falling", "better", "grey", "got better at the same time"),
        ("falling", "worse", "orange", "Read beside"),
        ("falling", "still", "orange", "Read beside"),
        ("still", None, "grey", "Nothing has really changed"),
    ],
)
def test_reports_of_a_hidden_crime_are_coloured_only_beside_a_companion(
    reports: str, companion: str | None, colour: str, words: str
) -> None:
    found = guarded(
        REPORTS[reports], COMPANIONS[companion] if companion else None, name="survey"
    )

    assert found.colour == colour
    assert words in found.sentence
    assert "more reports do not mean more crime" in found.caveat


def test_a_rise_in_reports_is_never_orange() -> None:
    for companion in (None, *COMPANIONS.values()):
        assert guarded(REPORTS["rising"], companion).colour != "orange"


def test_wrong_input_is_an_error() -> None:
    with pytest.raises(ValueError, match="rules of status"):
        standing(Series([1.0], starts(1), 1, "up"), rules="guesswork")
    with pytest.raises(ValueError, match="one first day"):
        standing(Series([1.0, 2.0], starts(1), 1, "up"))
    with pytest.raises(ValueError, match="1, 3 or 12"):
        standing(Series([1.0], starts(1), 2, "up"))


def plainly(values: list[float], better: str) -> str:
    """The slow twin of the last point: each rule of the official tool in words."""
    n = len(values)
    mean = sum(values) / n
    spread = 2.66 * sum(abs(b - a) for a, b in pairwise(values)) / (n - 1)
    last = values[-1]
    high = None
    if abs(last - mean) > spread:
        high = last > mean
    elif all(a < b for a, b in zip(values[-7:], values[-6:], strict=False)):
        high = True
    elif all(a > b for a, b in zip(values[-7:], values[-6:], strict=False)):
        high = False
    else:
        three = values[-3:]
        inner = spread * 2 / 3
        for side in (1, -1):
            same = all((v - mean) * side > 0 for v in three)
            near = [abs(v - mean) > inner for v in three]
            if same and sum(near) >= 2 and near[-1]:
                high = side > 0
        if high is None and all(v > mean for v in values[-7:]):
            high = True
        if high is None and all(v < mean for v in values[-7:]):
            high = False
    if high is None:
        return "common cause"
    if better == "neutral":
        return "change"
    return "improvement" if high == (better == "up") else "concern"


series = st.lists(st.integers(0, 400).map(lambda n: n / 4), min_size=12, max_size=30)


@given(series, st.sampled_from(["up", "down", "neutral"]))
def test_the_variation_is_what_the_rules_say_in_words(
    values: list[float], better: str
) -> None:
    chart = control_chart(values, better=better)
    assert not hasattr(chart, "reason")
    near = abs(abs(values[-1] - chart.mean) - (chart.high - chart.mean))  # type: ignore[union-attr]
    if near < 1e-6:  # on the limit itself the two round differently
        return

    assert of(values, better=better).variation == plainly(values, better)


@given(series)
def test_turning_the_direction_around_turns_the_colour_around(
    values: list[float],
) -> None:
    turned = {"improvement": "concern", "concern": "improvement"}
    up, down = of(values, better="up"), of(values, better="down")

    assert turned.get(up.variation, up.variation) == down.variation


@given(series, st.integers(2, 9))
def test_another_unit_changes_no_status(values: list[float], unit: int) -> None:
    one = of(values)
    other = of([value * unit for value in values])

    assert (one.variation, one.colour) == (other.variation, other.colour)


@pytest.mark.covers("E32")
def test_a_season_is_taken_out_of_what_is_counted_as_now() -> None:
    rng = np.random.default_rng(3)
    season = 1 + 0.2 * np.sin(2 * np.pi * np.arange(66) / 12)
    counts = rng.poisson(120 * season).astype(float)
    counts[:24] *= 0.5

    found = of(counts.tolist(), is_count=True, is_seasonal=True, since=starts(66)[24])

    assert found.is_known
    assert found.mean == pytest.approx(120, rel=0.1)


def test_limits_of_what_cannot_fall_below_nothing_are_not_written_so() -> None:
    found = of([0.0, 20.0] * 7)

    assert found.low is not None and found.low < 0
    assert "usual: 0.0 to" in found.sentence
