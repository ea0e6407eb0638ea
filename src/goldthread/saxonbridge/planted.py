"""The truths of one generated country: codes and months filled in from its land."""

import numpy as np

from goldthread.saxonbridge import oddities, rates
from goldthread.saxonbridge.borders import Floats, Ints
from goldthread.saxonbridge.categories import CATEGORIES, number_of
from goldthread.saxonbridge.land import Land
from goldthread.saxonbridge.truths import Break, Kind, Truth


def breaks_of(months: rates.Calendar) -> tuple[Break, ...]:
    """The known recording change of the demonstration force."""
    return (
        Break(
            force="saxonshire",
            category="violent-crime",
            month=months.months[rates.RECORDED_FROM],
            words=(
                "Saxonshire Police began to record every conduct offence reported with "
                "another one, following an inspection of its crime recording."
            ),
        ),
    )


def truths_of(
    land: Land, months: rates.Calendar, expected: Floats
) -> tuple[Truth, ...]:
    """Every planted fact, with the areas and months it concerns."""
    places = rates.where(land)
    return (
        *_changes(land, months, places),
        *_not_changes(months),
        *_spreads(land, months, places, expected),
        *_artefacts(months),
    )


def _small(land: Land, finest: Ints) -> tuple[str, ...]:
    codes = (land.areas21.code[i] for i in land.areas21.of_finest[finest].tolist())
    return tuple(sorted(set(codes)))


def _swing(category: str) -> float:
    return round(float(np.exp(2 * CATEGORIES[number_of(category)].summer)), 2)


def _changes(
    land: Land, months: rates.Calendar, places: rates.Where
) -> tuple[Truth, ...]:
    first, year, last = (
        months.months[0],
        months.months[rates.MOVED_FROM],
        months.months[-1],
    )
    return (
        Truth(
            key="vehicle-crime-rises-in-two-wards",
            kind=Kind.RISE,
            category="vehicle-crime",
            areas=tuple(land.ward_code[w] for w in sorted(places.rising)),
            first=year,
            last=last,
            size=rates.RISING,
            measured="rate ratio, last twelve months against the twelve before",
            must_say="Vehicle crime rose, and the rise is in these two wards.",
            must_not_say="Vehicle crime rose across the city.",
        ),
        Truth(
            key="shoplifting-rises-steadily",
            kind=Kind.RISE,
            category="shoplifting",
            areas=(),
            first=first,
            last=last,
            size=rates.STEADY,
            measured="rate ratio of each year against the one before",
            must_say="Shoplifting has risen a little every year.",
            must_not_say="Shoplifting jumped this year.",
        ),
        Truth(
            key="damage-moved",
            kind=Kind.MOVED,
            category="criminal-damage-arson",
            areas=_small(land, places.hot_after),
            areas_before=_small(land, places.hot_before),
            first=year,
            last=last,
            size=rates.HOT,
            measured="records of each area against an ordinary area of the city",
            must_say="The concentration of criminal damage is in another place than last year.",
            must_not_say="Criminal damage rose in the city.",
        ),
        Truth(
            key="bicycle-theft-peaks-in-summer",
            kind=Kind.SEASON,
            category="bicycle-theft",
            areas=(),
            first=first,
            last=last,
            size=_swing("bicycle-theft"),
            measured="July level against January level",
            must_say="Bicycle theft peaks every summer.",
            must_not_say="Bicycle theft is rising (said in spring) or falling (in autumn).",
        ),
        Truth(
            key="asb-peaks-in-summer",
            kind=Kind.SEASON,
            category="anti-social-behaviour",
            areas=(),
            first=first,
            last=last,
            size=_swing("anti-social-behaviour"),
            measured="July level against January level",
            must_say="Reports of anti-social behaviour peak every summer.",
            must_not_say="Anti-social behaviour has changed since last year.",
        ),
    )


def _not_changes(months: rates.Calendar) -> tuple[Truth, ...]:
    one, other = sorted(rates.ROBBERY_ENDS)
    return (
        Truth(
            key="violence-is-recorded-more",
            kind=Kind.RECORDING,
            category="violent-crime",
            areas=(),
            first=months.months[rates.RECORDED_FROM],
            last=months.months[-1],
            size=rates.RECORDED_MORE,
            measured="level after the recording change against the level before",
            must_say="Recorded violence stepped up when recording changed; no trend is drawn across it.",
            must_not_say="Violence rose over the five years.",
        ),
        Truth(
            key="robbery-only-looks-as-if-it-rises",
            kind=Kind.NO_CHANGE,
            category="robbery",
            areas=(),
            first=months.months[one],
            last=months.months[other],
            size=1.0,
            measured="last twelve months against the twelve before",
            must_say="Robbery shows no distinguishable change.",
            must_not_say=(
                f"Robbery more than doubled ({rates.ROBBERY_ENDS[one]} in the month a year "
                f"ago, {rates.ROBBERY_ENDS[other]} in the newest)."
            ),
        ),
    )


def _spreads(
    land: Land, months: rates.Calendar, places: rates.Where, expected: Floats
) -> tuple[Truth, ...]:
    year, last = months.months[rates.MOVED_FROM], months.months[-1]
    recent = expected[land.city][:, :, rates.MOVED_FROM :]
    share = float(recent[places.centre].sum() / recent.sum())
    return (
        Truth(
            key="the-centre-dominates",
            kind=Kind.DOMINANT,
            category=None,
            areas=_small(land, places.centre),
            first=months.months[0],
            last=last,
            size=round(share, 3),
            measured="share of all the city's records in the last twelve months",
            must_say="The city centre holds a large share; ranks are also shown without it.",
            must_not_say="Residents of the centre are the most victimised per head.",
        ),
        Truth(
            key="burglary-is-high-among-similar-areas",
            kind=Kind.COMPARISON,
            category="burglary",
            areas=(),
            first=year,
            last=last,
            size=rates.HIGH,
            measured="rate against the median of the fourteen comparison partnerships",
            must_say="Burglary is above what the comparison areas' spread explains.",
            must_not_say="Saxonbridge is high on any other category.",
        ),
        Truth(
            key="shoplifting-is-concentrated",
            kind=Kind.CONCENTRATED,
            category="shoplifting",
            areas=(),
            first=year,
            last=last,
            size=0.5,
            measured="generalised Gini over small areas, at least",
            must_say="Shoplifting gathers in few areas, far beyond chance.",
            must_not_say="Every category is concentrated.",
        ),
        Truth(
            key="other-crime-is-even",
            kind=Kind.EVEN,
            category="other-crime",
            areas=(),
            first=year,
            last=last,
            size=1.0,
            measured="variance over mean of small-area counts, as chance has it",
            must_say="Other crime is spread as chance would spread it.",
            must_not_say="A handful of areas hold most other crime.",
        ),
    )


def _artefacts(months: rates.Calendar) -> tuple[Truth, ...]:
    def artefact(
        key: str, month: int, size: float, measured: str, say: str, never: str
    ) -> Truth:
        at = months.months[month]
        return Truth(key, Kind.ARTEFACT, None, (), at, at, size, measured, say, never)

    return (
        artefact(
            "a-truncated-month", oddities.TRUNCATED, oddities.TRUNCATED_AT,
            "share of Saxonshire's file that arrived",
            "This month is incomplete and is left out of trends.",
            "Crime fell sharply in this month.",
        ),
        artefact(
            "a-month-without-locations", oddities.UNLOCATED_MONTH, 0.14,
            "share of Saxonshire's records without a location",
            "One record in seven has no location this month, so areas show too few.",
            "Crime fell in every area in this month.",
        ),
        artefact(
            "no-transport-police-file", oddities.NO_TRANSPORT_FILE, 0.0,
            "files delivered by the transport police",
            "The transport police sent nothing for this month; it is missing, not zero.",
            "There was no crime on the railway in this month.",
        ),
        artefact(
            "a-file-with-bad-rows", oddities.BAD_ROWS, oddities.BAD_SHARE,
            "share of Saxonshire's rows set aside",
            "Two rows in a hundred could not be read and were set aside.",
            "The file could not be loaded.",
        ),
    )  # fmt: skip
