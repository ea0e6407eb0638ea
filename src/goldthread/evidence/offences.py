"""Questions about offences: recorded crime, and anti-social behaviour beside it.

Anti-social behaviour is never added to crime: a national rise of 43 per cent became
16 per cent when one publisher mixed them (E39).
"""

from datetime import date

import pyarrow as pa

from goldthread.evidence.crosswalk import ASB as ASB
from goldthread.evidence.crosswalk import LABELS
from goldthread.evidence.engine import Engine

PUBLIC_ORDER = "public-order"

ALL_CRIME = "all-crime"
_NAMES = {
    slug: label for labels in LABELS.values() for slug, label in labels.items()
} | {ALL_CRIME: "All recorded crime"}


def category_name(slug: str) -> str:
    """The publisher's name of a category, as the public reads it."""
    return _NAMES.get(slug, slug.replace("-", " ").capitalize())


def monthly_by_category(
    engine: Engine, *, area: str, start: date, end: date
) -> pa.Table:
    """Offences located in `area`, by month and category."""
    return engine.table("monthly_by_category", area=area, start=start, end=end)


def by_small_area_and_month(
    engine: Engine, *, area: str, vintage: str, start: date, end: date
) -> pa.Table:
    """Crimes and anti-social behaviour of every small area, month by month."""
    return engine.table(
        "by_small_area_and_month", area=area, vintage=vintage, start=start, end=end
    )


def by_small_area_and_category(
    engine: Engine, *, area: str, vintage: str, start: date, end: date
) -> pa.Table:
    """Offences of every small area by category."""
    return engine.table(
        "by_small_area_and_category", area=area, vintage=vintage, start=start, end=end
    )


def by_ward_and_category(
    engine: Engine, *, area: str, vintage: str, ward_year: int, start: date, end: date
) -> pa.Table:
    """Offences of every ward by month and category."""
    return engine.table(
        "by_ward_and_category",
        area=area,
        vintage=vintage,
        ward_year=ward_year,
        start=start,
        end=end,
    )


def by_partnership_and_category(engine: Engine, *, start: date, end: date) -> pa.Table:
    """Offences of every partnership in the lake by category."""
    return engine.table("by_partnership_and_category", start=start, end=end)
