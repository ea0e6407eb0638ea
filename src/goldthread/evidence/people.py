"""Questions about residents: how many, how old, how deprived."""

import pyarrow as pa

from goldthread.evidence.engine import Engine


def population_held(engine: Engine, *, area: str) -> pa.Table:
    """Which years of population are held for an area."""
    return engine.table("population_held", area=area)


def population_by_age(
    engine: Engine, *, area: str, vintage: str, year: int
) -> pa.Table:
    """Residents by single year of age."""
    return engine.table("population_by_age", area=area, vintage=vintage, year=year)


def small_areas_of(engine: Engine, *, area: str, vintage: str, year: int) -> pa.Table:
    """The small areas of an area with their names and residents."""
    return engine.table("small_areas_of", area=area, vintage=vintage, year=year)


def population_by_partnership(engine: Engine, *, vintage: str, year: int) -> pa.Table:
    """Residents of every partnership in the lake."""
    return engine.table("population_by_partnership", vintage=vintage, year=year)


def deprivation_held(engine: Engine, *, area: str) -> pa.Table:
    """Which editions of the deprivation indices are held for an area."""
    return engine.table("deprivation_held", area=area)


def deprivation_by_small_area(
    engine: Engine, *, area: str, edition: int, measure: str
) -> pa.Table:
    """One measure of deprivation for every small area."""
    return engine.table(
        "deprivation_by_small_area", area=area, edition=edition, measure=measure
    )


def deprivation_by_partnership(
    engine: Engine, *, edition: int, measure: str
) -> pa.Table:
    """How every partnership stands on one measure of deprivation."""
    return engine.table("deprivation_by_partnership", edition=edition, measure=measure)
