"""Reading files in processes of their own: side by side, and behind a wall.

Side by side, because two threads share Python's lock: over ten million rows in 860
files they took 42 s where two processes take about half. Behind a wall (an
`Allowance`), because a file comes from a stranger (FIL-2): a reader that eats memory,
never ends or crashes takes its process with it, and only that file is refused.

The processes are started as commands, never forked (threads are running) and never
spawned from the caller's main module (a notebook would be run again). A process costs
about a second to start, so small loads of one's own files stay in threads.
"""

import contextlib
import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import goldthread
from goldthread.evidence.lake import pipes
from goldthread.evidence.lake.allowance import Allowance
from goldthread.evidence.lake.orders import SETTLE, Job, Lost, Order, ToRead
from goldthread.evidence.lake.report import LakeRefused

HANDS = 2
LARGE = 64_000_000  # bytes of supplied files from which a second process pays
NO_MEMORY, BROKE = 101, 102  # how a hand ends that could not go on
# Allocators reserve addresses that they never use: 3.1 GB of them for 0.5 GB of rows.
# Told to be frugal they reserve 1.75 GB, and a limit on addresses means something.
FRUGAL = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "2",
    "OPENBLAS_NUM_THREADS": "1",
}

_LOG = logging.getLogger(__name__)


class Hands:
    """The processes that read for one load; they end with it."""

    def __init__(self, within: Allowance | None) -> None:
        """`within` is what each may use; None where the files are one's own."""
        self.within = within
        self._held: dict[int, _Hand] = {}
        self._orphans: list[Any] = []

    def __enter__(self) -> Self:
        """Nothing is started before it is needed."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End every process."""
        for hand in self._held.values():
            hand.end()
        self._held.clear()

    def each(
        self,
        jobs: Sequence[Job],
        *,
        order: Order | None = None,
        count: int = 1,
        said: Callable[[Any], None] = lambda answer: None,
    ) -> list[Any]:
        """The answer to every job, in the order given; `Lost` where it had none.

        Raises:
            LakeRefused: the lake itself refuses, or no process could be started.
        """
        pending = deque(enumerate(jobs))
        answers: list[Any] = [None] * len(jobs)
        guard = threading.Lock()

        def work(slot: int) -> None:
            try:
                while pending:
                    try:
                        place, job = pending.popleft()
                    except IndexError:
                        return
                    answer = self._asked(slot, job, order)
                    with guard:
                        answers[place] = answer
                        said(answer)
            except BaseException:
                pending.clear()  # the others stop too: nothing of this load will hold
                raise

        with ThreadPoolExecutor(count) as pool:
            for done in [pool.submit(work, slot) for slot in range(count)]:
                done.result()
        return answers

    def settle(self) -> list[Any]:
        """Secure on disk what was written; gives what processes that are gone wrote.

        Their work stands, and whoever loads has to secure it in their place.
        """
        for hand in self._held.values():
            try:
                hand.ask(SETTLE, 0)
            except _Ended:
                raise LakeRefused(
                    "A process that reads files ended before its work was secured;"
                    " nothing was changed. Load the files again."
                ) from None
            hand.written.clear()
        orphans, self._orphans = self._orphans, []
        return orphans

    def _asked(self, slot: int, job: Job, order: Order | None) -> Any:
        hand = self._held.get(slot)
        if hand is None:
            hand = self._held[slot] = _Hand(self.within)
        try:
            if order is not None and hand.order is not order:
                hand.ask(order, 0)
                hand.order = order
        except _Ended:
            raise LakeRefused(
                "A process that reads files could not be started; nothing was changed."
                " Look at the machine's memory, then load the files again."
            ) from None
        try:
            answer = hand.ask(job, job.size)
        except _Ended as ended:
            self._orphans += hand.written
            del self._held[slot]
            _LOG.info("%s: %s %s", job.name, ended, hand.last_words())
            hand.end()
            return Lost(f"{job.name} was not taken: {ended}")
        if isinstance(job, ToRead):
            hand.written.append(answer)
        return answer


class _Ended(Exception):
    """A hand that ended over its work; `str()` says why and what to do."""


class _Hand:
    """This side of one reading process."""

    def __init__(self, within: Allowance | None) -> None:
        self.within = within
        self.order: Order | None = None
        self.written: list[Any] = []
        self._complaints: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        self._process = _started(within, self._complaints)
        self._overdue = False

    def ask(self, message: Any, size: int) -> Any:
        """What the process answers; `_Ended` where it ends instead."""
        watch = self._watch(size)
        try:
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            pipes.send(self._process.stdin, message)
            answer = pipes.received(self._process.stdout)
        except BrokenPipeError:
            answer = None
        finally:
            if watch is not None:
                watch.cancel()
        if answer is None:
            raise _Ended(self._why(size))
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _watch(self, size: int) -> threading.Timer | None:
        if self.within is None:
            return None

        def overdue() -> None:
            self._overdue = True
            self._process.kill()

        watch = threading.Timer(self.within.wall_s(size), overdue)
        watch.daemon = True
        watch.start()
        return watch

    def _why(self, size: int) -> str:
        ended = self._process.wait()
        if self.within and (self._overdue or ended == -signal.SIGXCPU):
            return (
                "it was still not read after"
                f" {self.within.cpu_s(size):.0f} seconds of work, far more than a file"
                " of its size takes. Ask the supplier for it again."
            )
        if self.within and ended == NO_MEMORY:
            return (
                f"reading it takes more than {self.within.memory / 1e9:.0f} GB of"
                " memory, far more than a file of its size needs. Ask the supplier for"
                " it again, or for its parts."
            )
        return (
            "the process that read it broke off. Nothing else is lost: get the file"
            " again, and if that does not help, show it to whoever looks after"
            " Goldthread."
        )

    def last_words(self) -> str:
        """The end of what the process complained, for the log."""
        self._complaints.seek(0)
        return self._complaints.read()[-2000:].decode(errors="replace")

    def end(self) -> None:
        """Let the process go, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._complaints):
            if pipe is not None:
                pipe.close()


def _started(
    within: Allowance | None, complaints: IO[bytes]
) -> "subprocess.Popen[bytes]":
    source = str(Path(goldthread.__file__).parents[1])
    paths = [source, *filter(None, [os.environ.get("PYTHONPATH")])]
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from goldthread.evidence.lake.hand import main; main()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=complaints,
        env=os.environ
        | {"PYTHONPATH": os.pathsep.join(paths)}
        | (FRUGAL if within else {}),
    )
    assert process.stdin is not None
    with contextlib.suppress(
        BrokenPipeError
    ):  # gone already: the first question says so
        pipes.send(process.stdin, within)
    return process
