"""On which days offices here are closed: bank holidays, and the area's own closures."""

from datetime import date
from functools import lru_cache

from goldthread.core.working_days import LONGEST
from goldthread.delivery.models import LocalClosure


def days_off(*, around: date) -> frozenset[date]:
    """The bank holidays of England and Wales and the local closures, years around a day.

    Enough for any deadline that is counted from it (Z17).
    """
    years = LONGEST // 250
    closures = LocalClosure.objects.values_list("on", flat=True)
    return bank_holidays(around.year - 2, around.year + years) | frozenset(closures)


@lru_cache(maxsize=8)
def bank_holidays(first_year: int, last_year: int) -> frozenset[date]:
    """The bank holidays of England and Wales in these years."""
    import holidays  # 30 ms; only what counts working days pays for it

    return frozenset(
        holidays.country_holidays(
            "GB", subdiv="ENG", years=range(first_year, last_year + 1)
        )
    )
