"""Moves the clock that a process reads, as far as a file says.

A test cannot move the machine's clock, and must not stand in for what runs. Python reads
this file when a process starts whose PYTHONPATH leads here (city.py); from then on its
clock is ahead by the seconds in the file that GOLDTHREAD_TEST_CLOCK names, so that the
site, its worker and every command live on the same later day.
"""

import ctypes
import datetime
import gc
import os
import time

_FILE = os.environ.get("GOLDTHREAD_TEST_CLOCK", "")
_real = time.time


def _moved() -> float:
    with open(_FILE) as told:  # noqa: PTH123 (at every look at the clock)
        return _real() + float(told.read() or 0)


def _now(
    cls: type[datetime.datetime], tz: datetime.tzinfo | None = None
) -> datetime.datetime:
    return cls.fromtimestamp(_moved(), tz)


if _FILE:
    time.time = _moved  # date.today() asks it too
    # `datetime.now` is written in C and asks the system itself; the type stays the same
    # one, or nothing that was pickled or compared would know it again.
    gc.get_referents(datetime.datetime.__dict__)[0]["now"] = classmethod(_now)
    ctypes.pythonapi.PyType_Modified(ctypes.py_object(datetime.datetime))
