"""Every read of this room that other rooms and pages ask for."""

from goldthread.strategy.queries.addresses import (
    addresses_due,
    addresses_in,
    addresses_to_ask_now,
    checks_of,
)
from goldthread.strategy.queries.lists import (
    Totals,
    beside,
    current,
    in_force,
    listed,
    totals_of,
    workstreams_on,
)
from goldthread.strategy.queries.whole import Whole, authorities, whole

__all__ = [
    "Totals",
    "Whole",
    "addresses_due",
    "addresses_in",
    "addresses_to_ask_now",
    "authorities",
    "beside",
    "checks_of",
    "current",
    "in_force",
    "listed",
    "totals_of",
    "whole",
    "workstreams_on",
]
