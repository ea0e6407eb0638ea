"""Every read of this room that other rooms and pages ask for."""

from goldthread.strategy.queries.lists import (
    Totals,
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
    "authorities",
    "current",
    "in_force",
    "listed",
    "totals_of",
    "whole",
    "workstreams_on",
]
