"""The tables of the numbers, one noun a file."""

from goldthread.performance.models.asking import FigureChase
from goldthread.performance.models.commentary import Commentary
from goldthread.performance.models.early import EarlyCount
from goldthread.performance.models.indicators import Indicator, Mark, Target
from goldthread.performance.models.readings import (
    KeyedReturn,
    Lock,
    LockedReading,
    Reading,
)
from goldthread.performance.models.standings import Standing

__all__ = [
    "Commentary",
    "EarlyCount",
    "FigureChase",
    "Indicator",
    "KeyedReturn",
    "Lock",
    "LockedReading",
    "Mark",
    "Reading",
    "Standing",
    "Target",
]
