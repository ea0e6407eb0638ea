"""Where the thread is broken, each place in a sentence with the one click that mends it."""

from goldthread.thread.broken.kinds import (
    KINDS,
    Break,
    Broken,
    Kind,
    Mend,
    broken,
    count,
    with_those_over,
)

__all__ = [
    "KINDS",
    "Break",
    "Broken",
    "Kind",
    "Mend",
    "broken",
    "count",
    "with_those_over",
]
