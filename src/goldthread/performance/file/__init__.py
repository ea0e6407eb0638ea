"""Measures as a readable file: `read` and `write`, `dump` and `load`."""

from goldthread.performance.file.reading import read
from goldthread.performance.file.told import MeasureFile, MeasureTold
from goldthread.performance.file.writing import write
from goldthread.strategy.file import Fault, Unreadable

__all__ = ["Fault", "MeasureFile", "MeasureTold", "Unreadable", "read", "write"]
