"""The verb that does background work: the queue, and the regular jobs beside it."""

import argparse
import logging
import threading
import time

from goldthread.cli.booted import boot_with_tables, now
from goldthread.cli.endings import DONE

logger = logging.getLogger(__name__)


def work(chosen: argparse.Namespace) -> int:
    """Take tasks from the queue until stopped; look at the regular jobs every second."""
    boot_with_tables()
    from django.core.management import call_command

    stopping = threading.Event()
    clock = threading.Thread(target=strike, args=(stopping,), daemon=True)
    clock.start()
    try:
        call_command("db_worker", startup_delay=False, verbosity=0)
    finally:
        stopping.set()
        clock.join(timeout=20)  # a mail that is being sent is finished
    return DONE


def strike(stopping: threading.Event) -> None:
    """Every second, what is due; a database that is away is waited for."""
    from django.db import Error, close_old_connections

    from goldthread.desk.clockwork import tick
    from goldthread.desk.jobs import JOBS

    while not stopping.is_set():
        began = time.monotonic()
        close_old_connections()
        try:
            tick(now(), JOBS)
        except Error:
            logger.exception("The regular jobs wait for the database.")
        stopping.wait(max(0.05, 1.0 - (time.monotonic() - began)))
    close_old_connections()
