"""A small document that holds one of everything, for tests."""

import math
from datetime import date

import numpy as np
import shapely

from goldthread.documents import charts, maps, numbers
from goldthread.documents.model import (
    Bullets,
    Callout,
    Chart,
    Column,
    CrossReference,
    Document,
    Interval,
    KeyFigure,
    KeyFigures,
    MapBlock,
    Paragraph,
    Section,
    Spec,
    Status,
    Strong,
    Suppressed,
    Table,
    Words,
)

MONTHS = [date(2018 + n // 12, n % 12 + 1, 1) for n in range(60)]
VALUES = [round(200 + 40 * math.sin(n / 12 * math.tau) - 0.8 * n) for n in range(60)]
SOURCE = "data.police.uk, October 2022"


def rated(name: str, value: float | None, **more: object) -> charts.Rated:
    """A row of a chart."""
    return charts.Rated(name, value, **more)  # type: ignore[arg-type]


def every_chart() -> dict[str, Spec]:
    """One specification of every kind, with gaps, long names and tiny values."""
    gappy = [None if n in (20, 22) else value for n, value in enumerate(VALUES)]
    gappy[40] = math.nan
    flat = [180.0] * 60
    sizes = [1000.0 * n for n in range(5, 60, 5)]
    effects = [
        -0.1,
        -0.12,
        -0.02,
        0.03,
        0.06,
        0.12,
        0.18,
        0.11,
        0.02,
        0.01,
        -0.08,
        -0.2,
    ]
    areas = [
        rated("Saxonbridge", 92.1, low=88, high=96.4, highlighted=True),
        rated(
            "Stoke-on-the-Wold and Upper Long Name With Rivers", 70.2, low=66, high=74
        ),
        rated("Ashford", 110, low=104, high=116, verdict="concern"),
        rated("Wick", None),
    ]
    share = [n / 20 for n in range(21)]
    return {
        "line": charts.monthly_line(
            MONTHS,
            gappy,
            unit="offences a month",
            smooth=flat,
            smooth_label="twelve-month average",
            limits=charts.Limits([140.0] * 60, flat, [220.0] * 60),
            spans=[charts.Span(date(2020, 3, 1), date(2021, 6, 1), "pandemic months")],
            signals=[date(2019, 4, 1)],
        ),
        "years": charts.yearly_bars(
            ["2019-20", "2020-21", "2021-22"],
            [4120, None, 3590],
            unit="offences",
            low=[4000, None, 3400],
            high=[4240, None, 3700],
        ),
        "dots": charts.interval_dots(
            areas,
            unit="per 1,000 residents",
            reference=87.5,
            reference_label="average of similar areas, 87.5",
        ),
        "ranked": charts.ranked_bars(areas, unit="offences"),
        "season": charts.seasonal_profile(
            effects, low=[e - 0.05 for e in effects], high=[e + 0.05 for e in effects]
        ),
        "lorenz": charts.lorenz(
            share,
            [x**0.4 for x in share],
            null_low=[x**0.9 for x in share],
            null_high=[x**0.8 for x in share],
            marked=(0.2, 0.2**0.4),
            marked_label="a fifth of areas hold 53% of offences",
        ),
        "funnel": charts.funnel(
            areas,
            [26000, 8000, 44000, 12000],
            sizes=sizes,
            centre=87.5,
            low95=[87.5 - 2500 / math.sqrt(s) for s in sizes],
            high95=[87.5 + 2500 / math.sqrt(s) for s in sizes],
            low998=[87.5 - 4000 / math.sqrt(s) for s in sizes],
            high998=[87.5 + 4000 / math.sqrt(s) for s in sizes],
            exposure_label="residents",
            unit="offences per 1,000 residents",
        ),
        "panels": charts.small_multiples(
            MONTHS,
            [
                charts.SmallSeries("Burglary", VALUES, "improving", "falling"),
                charts.SmallSeries("Robbery", gappy),
            ],
            unit="offences a month",
        ),
    }


def city(count: int, seed: int = 1) -> list[maps.Area]:
    """An invented city of areas that fit together, some hidden and some not held."""
    draw = np.random.default_rng(seed)
    points = shapely.multipoints(
        draw.normal(size=(count, 2)) * [0.05, 0.03] + [-1.1, 52.6]
    )
    hull = shapely.buffer(shapely.convex_hull(points), 0.01)
    cells = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=hull))
    cells = shapely.intersection(cells, hull)
    values: list[float | Suppressed | None] = [float(n + 5) for n in range(count)]
    if count > 4:
        values[3], values[4] = Suppressed(5), None
    return [
        maps.Area(
            f"X01{n:06d}",
            f"Saxonbridge {n:03d}",
            shapely.to_wkb(cell),
            values[n],
            rank=count - n if n >= count - 3 else 0,
            hot_spot="high" if n >= count - 3 else "not distinguishable",
        )
        for n, cell in enumerate(cells)
    ]


def table(caption: str = "Offences by type") -> Table:
    """A table with every kind of cell."""
    return Table(
        caption,
        (
            Column("Type"),
            Column("Offences", "number"),
            Column("Rate", "number", "per 1,000 residents", 1),
            Column("Share", "share", decimals=1),
            Column("95% interval", "interval", decimals=1),
            Column("Change", "share-interval"),
            Column("Since", "month"),
        ),
        (
            (
                "Violence",
                9310,
                35.2,
                0.441,
                Interval(34.1, 36.3),
                None,
                date(2018, 1, 1),
            ),
            ("Burglary <b>", 1204, 4.6, 0.057, None, Interval(-0.14, -0.09), None),
            ("Weapons", Suppressed(5), None, None, None, None, None),
        ),
        notes=("Anti-social behaviour is not a crime.",),
        source=SOURCE,
    )


def document() -> Document:
    """One of everything."""
    pictures = every_chart()
    change = numbers.share_interval_figure(-0.14, -0.09, "L-02")
    blocks = tuple(
        Chart(
            f"chart-{name}",
            ("Offences fell to ", numbers.count_figure(3590, "L-01"), "."),
            spec,
            table(f"Figures of {name}"),
            SOURCE,
            "The line falls.",
            ("Recorded crime follows police activity too.",),
            "L-01",
        )
        for name, spec in pictures.items()
    )
    shaded = MapBlock(
        "map-offences",
        "Offences gather in the east of the city.",
        maps.shaded_map(city(40), unit="offences"),
        table("Small areas"),
        ("Not on this map: ", numbers.share_of_figure(412, 9310), " of rows."),
        SOURCE,
        "The darkest areas lie in the east.",
    )
    summary = (
        KeyFigures(
            (
                KeyFigure(
                    "Offences",
                    numbers.count_figure(22310),
                    "to October 2022",
                    Status("improving", "lower than last year"),
                ),
            )
        ),
        Paragraph(
            (
                "Police recorded ",
                numbers.count_figure(22310, "L-01"),
                " offences, ",
                Strong("the fewest of five years"),
                ", a change of ",
                change,
                "; see ",
                CrossReference("the months", "chart-line"),
                ".",
            )
        ),
        Bullets(("Burglary fell.", ("Violence: ", numbers.count_figure(None), "."))),
        Callout("not-held", "Ambulance call-outs: ask the ambulance service."),
        Words(
            "Residents spoke <about> speeding.\n\nThey asked for lights.", "An analyst"
        ),
        table(),
    )
    return Document(
        "Strategic assessment 2022",
        "Twelve months to October 2022",
        "Safer Saxonbridge Partnership",
        "Official",
        date(2026, 11, 23),
        "2026-11-20.3",
        (
            Section("summary", "What this assessment says", summary),
            Section(
                "levels",
                "Levels and patterns",
                (),
                (Section("months", "Month by month", (*blocks, shaded)),),
            ),
        ),
        invented=True,
        attributions=("Contains data from data.police.uk, OGL v3.0.",),
        prepared_by="The analyst",
    )
