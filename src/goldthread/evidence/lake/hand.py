"""A process that reads files for a load: it is told one at a time and answers each.

It keeps listening while it works: when the loading process dies, the pipe closes and
this one ends too, so a killed load stays killed.
"""

import os
import sys
import threading
import traceback
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any

from goldthread.evidence.lake import hands, orders, pipes
from goldthread.evidence.lake.allowance import Allowance
from goldthread.evidence.lake.loading import Loader
from goldthread.evidence.lake.report import LakeRefused
from goldthread.evidence.lake.shelf import Shelf
from goldthread.evidence.lake.supplied import Supplied, inside


def main() -> None:
    """Be a hand until the load is over."""
    told, out = sys.stdin.buffer, _answers()
    within: Allowance | None = pipes.ordered(told)
    if within is not None:
        within.confine()
    waiting: SimpleQueue[Any] = SimpleQueue()
    threading.Thread(target=_listen, args=(told, waiting), daemon=True).start()
    work = _Work(within)
    while True:
        message = waiting.get()
        try:
            answer = work.answer(message)
        except (LakeRefused, OSError) as error:
            answer = error  # the lake's or the disk's: no fault of the file
        except MemoryError:
            os._exit(hands.NO_MEMORY)
        except Exception:
            traceback.print_exc()
            os._exit(hands.BROKE)
        pipes.send(out, answer)


def _answers() -> IO[bytes]:
    """Where answers go; whatever else is printed joins the complaints."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return out


def _listen(told: IO[bytes], waiting: "SimpleQueue[Any]") -> None:
    try:
        while True:
            waiting.put(pipes.ordered(told))
    except BaseException:
        os._exit(1)


class _Work:
    """What a hand does with what it is told."""

    def __init__(self, within: Allowance | None) -> None:
        self.within = within
        self.loader: Loader | None = None

    def answer(self, message: Any) -> Any:
        """The answer to one message."""
        if isinstance(message, orders.Order):
            self.loader = _loader(message)
            return orders.SETTLE
        if message == orders.SETTLE:
            if self.loader is not None:
                self.loader.shelf.sync()
            return orders.SETTLE
        if self.within is not None:
            self.within.begin(message.size)
        if isinstance(message, orders.ToList):
            return list(inside(message.path))
        assert self.loader is not None
        return self.loader.take(
            Supplied(Path(message.path), message.sha256, message.name, message.size)
        )


def _loader(order: orders.Order) -> Loader:
    loader = Loader(
        Shelf(order.base, order.passing),
        order.before,
        today=order.today,
        confirmed=order.confirmed,
        progress=lambda words: None,
    )
    loader.place_by(order.held)
    return loader
