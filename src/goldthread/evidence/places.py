"""Questions about places: names, outlines, wards, and which areas touch."""

import pyarrow as pa

from goldthread.evidence.engine import Engine


def area_named(engine: Engine, *, area: str) -> pa.Table:
    """What the lake knows an area code as."""
    return engine.table("area_named", area=area)


def places_at_level(engine: Engine, *, level: str) -> pa.Table:
    """Every area of one level that the lake can name."""
    return engine.table("places_at_level", level=level)


def wards_of(engine: Engine, *, area: str) -> pa.Table:
    """The wards of an area and the small areas best fitted to each."""
    return engine.table("wards_of", area=area)


def boundaries_held(engine: Engine) -> pa.Table:
    """Which boundaries the lake holds."""
    return engine.table("boundaries_held")


def outlines_of_small_areas(engine: Engine, *, area: str, vintage: str) -> pa.Table:
    """The outlines of an area's small areas."""
    return engine.table("outlines_of_small_areas", area=area, vintage=vintage)


def outlines_of_wards(
    engine: Engine, *, area: str, vintage: str, ward_year: int
) -> pa.Table:
    """The outlines of an area's wards."""
    return engine.table(
        "outlines_of_wards", area=area, vintage=vintage, ward_year=ward_year
    )


def touching(outlines: list[bytes]) -> list[tuple[int, int]]:
    """Pairs of positions whose outlines share a border or a corner, each pair once.

    Outlines of one publication share their vertices; ten centimetres of tolerance
    (0.000001 degrees) bridges files that were rounded to six decimals.
    """
    import shapely

    shapes = shapely.from_wkb(outlines)
    tree = shapely.STRtree(shapes)
    one, other = tree.query(shapes, predicate="dwithin", distance=1e-6)
    return sorted(
        {(a, b) for a, b in zip(one.tolist(), other.tolist(), strict=True) if a < b}
    )
