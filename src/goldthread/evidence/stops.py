"""Questions about stop and search."""

from datetime import date

import pyarrow as pa

from goldthread.evidence.engine import Engine


def stops_by_month(engine: Engine, *, area: str, start: date, end: date) -> pa.Table:
    """Stops located in `area`, by month and result."""
    return engine.table("stops_by_month", area=area, start=start, end=end)


def stops_by_ethnicity(
    engine: Engine, *, area: str, start: date, end: date
) -> pa.Table:
    """Stops located in `area`, by what was looked for and ethnicity."""
    return engine.table("stops_by_ethnicity", area=area, start=start, end=end)
