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


def touching(outlines: list[bytes]) -> tuple[tuple[int, ...], ...]:
    """For each outline the positions of those that touch it, itself left out.

    Outlines of one publication share their vertices; ten centimetres of tolerance
    (0.000001 degrees) bridges the rounding of the files we hold to six decimals.
    """
    import shapely

    shapes = shapely.from_wkb(outlines)
    grown = shapely.buffer(shapes, 1e-6, quad_segs=1)
    tree = shapely.STRtree(shapes)
    near: list[set[int]] = [set() for _ in outlines]
    left, right = tree.query(grown, predicate="intersects")
    for one, other in zip(left.tolist(), right.tolist(), strict=True):
        if one != other:
            near[one].add(other)
            near[other].add(one)
    return tuple(tuple(sorted(found)) for found in near)
