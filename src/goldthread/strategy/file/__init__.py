"""A strategy as a readable file: `read` and `write`, `dump` and `load`."""

from goldthread.strategy.file.lines import Fault, Unreadable
from goldthread.strategy.file.reading import read
from goldthread.strategy.file.told import StrategyFile
from goldthread.strategy.file.writing import write

__all__ = ["Fault", "StrategyFile", "Unreadable", "read", "write"]
