"""Reading a large load in processes of their own, side by side.

Two threads share Python's lock: over ten million rows in 860 files they took 42 s where
two processes take about half. A process costs a second to start, so small loads stay in
threads. The processes are started as commands, never forked (threads are running) and
never spawned from the caller's main module (a notebook would be run again).

A hand reads its order from standard input and keeps listening: when the loading process
dies, the pipe closes and the hand stops too, so a killed load stays killed.
"""

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any

import goldthread
from goldthread.evidence.lake.manifest import Manifest
from goldthread.evidence.lake.report import LakeRefused

HANDS = 2
LARGE = 64_000_000  # bytes of supplied files from which a second process pays


@dataclass(frozen=True, slots=True)
class Order:
    """What one hand is to read, and against which version."""

    base: Path
    passing: Path | None
    before: Manifest
    held: Manifest
    today: date
    confirmed: bool
    files: tuple[tuple[int, Path, str, str], ...]  # place, path, sha256, member


def read_apart(orders: Sequence[Order], said: Any) -> dict[int, Any]:
    """What became of each file, by its place; `said(taken)` is called as they come.

    Raises:
        LakeRefused: a process ended before its work was done.
    """
    guard = threading.Lock()
    found: dict[int, Any] = {}

    def tell(place: int, taken: Any) -> None:
        with guard:
            found[place] = taken
            said(taken)

    processes = [_started() for _ in orders]
    try:
        with ThreadPoolExecutor(len(orders)) as pool:
            work = [
                pool.submit(_listen, process, order, tell)
                for process, order in zip(processes, orders, strict=True)
            ]
            for each in work:
                each.result()
    finally:
        for process in processes:
            _ended(process)
    return found


def _started() -> "subprocess.Popen[bytes]":
    source = str(Path(goldthread.__file__).parents[1])
    paths = [source, *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.Popen(
        [sys.executable, "-c", f"from {__name__} import main; main()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
    )


def _listen(process: "subprocess.Popen[bytes]", order: Order, tell: Any) -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        _send(process.stdin, order)
        while (message := _received(process.stdout)) is not None:
            if isinstance(message, Exception):
                raise message
            if message == "done":
                return
            tell(*message)
    except BrokenPipeError:
        pass
    raise LakeRefused(
        "A process that reads files ended before its work was done; nothing was changed."
        " Look at the machine's memory, then load the files again."
    )


def _ended(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()


def _send(pipe: IO[bytes], message: Any) -> None:
    content = pickle.dumps(message)
    pipe.write(len(content).to_bytes(8, "big") + content)
    pipe.flush()


def _received(pipe: IO[bytes]) -> Any:
    """The next message; None where the other side is gone."""
    head = pipe.read(8)
    if len(head) < 8:
        return None
    content = pipe.read(int.from_bytes(head, "big"))
    # Both ends are this program, one the other's child: nothing else can write here.
    return pickle.loads(content)


def main() -> None:
    """Be a hand: read the order, do it, say what became of each file."""
    out = sys.stdout.buffer
    order: Order = _received(sys.stdin.buffer)
    threading.Thread(target=_stop_with_the_loader, daemon=True).start()
    try:
        from goldthread.evidence.lake.loading import Loader, Supplied, members_named
        from goldthread.evidence.lake.shelf import Shelf

        shelf = Shelf(order.base, order.passing)
        loader = Loader(
            shelf,
            order.before,
            today=order.today,
            confirmed=order.confirmed,
            progress=lambda words: None,
        )
        loader.place_by(order.held)
        wanted = members_named([(path, name) for _, path, _, name in order.files])
        for place, path, sha256, name in order.files:
            file = Supplied(path, sha256, wanted[path, name])
            _send(out, (place, loader.take(file)))
        shelf.sync()
        _send(out, "done")
    except Exception as error:
        _send(out, error)


def _stop_with_the_loader() -> None:
    while sys.stdin.buffer.read(1):
        pass
    os._exit(1)
