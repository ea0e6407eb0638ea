"""Every read of this room that other rooms and pages ask for."""

from goldthread.strategy.queries.addresses import (
    addresses_due,
    addresses_in,
    addresses_to_ask_now,
    checks_of,
)
from goldthread.strategy.queries.lists import (
    Totals,
    behind_its_copy,
    beside,
    current,
    in_force,
    is_changed_since_published,
    listed,
    totals_of,
    uncovered_after,
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
    "behind_its_copy",
    "beside",
    "checks_of",
    "current",
    "in_force",
    "is_changed_since_published",
    "listed",
    "totals_of",
    "uncovered_after",
    "whole",
    "workstreams_on",
]
