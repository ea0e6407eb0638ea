"""Questions about the evidence itself: what is held, what is missing, how well placed."""

from datetime import date

import pyarrow as pa

from goldthread.evidence.engine import Engine


def months_held(engine: Engine, *, area: str, source: str) -> pa.Table:
    """Which months of an area (or force) are held, partial or missing."""
    return engine.table("months_held", area=area, source=source)


def months_held_by_partnership(
    engine: Engine, *, source: str, start: date, end: date
) -> pa.Table:
    """How many months of every partnership are held in full."""
    return engine.table(
        "months_held_by_partnership", source=source, start=start, end=end
    )


def reported_by(engine: Engine, *, area: str, start: date, end: date) -> pa.Table:
    """Which forces reported the offences of an area."""
    return engine.table("reported_by", area=area, start=start, end=end)


def force_months(engine: Engine, *, force: str, start: date, end: date) -> pa.Table:
    """What a force published each month, and how much of it has a place."""
    return engine.table("force_months", force=force, start=start, end=end)


def artefact_places(engine: Engine, *, area: str, start: date, end: date) -> pa.Table:
    """Map points that collect records because of what stands there."""
    return engine.table("artefact_places", area=area, start=start, end=end)


def placed_by_vintage(engine: Engine, *, area: str, start: date, end: date) -> pa.Table:
    """How many offences can be put into small areas of each census."""
    return engine.table("placed_by_vintage", area=area, start=start, end=end)
