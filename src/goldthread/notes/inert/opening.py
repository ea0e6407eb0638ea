"""Opens what somebody attaches, in a process that may come to harm in our stead."""

import os
import subprocess
import sys
import tempfile

from goldthread.notes.inert.refusal import KEPT, REFUSED, NotInert

WAIT_S = 40  # on the clock; of the processor it may have 20 (child.py)
HARMED = (
    "takes more memory or time than such a file does, or is broken, so it was not "
    "opened. Save it again from the program that made it, or print it to PDF, and attach "
    "that."
)


def opened(kind: str, content: bytes, *, wait_s: float = WAIT_S) -> bytes:
    """The bytes to keep of a file of this kind.

    Raises:
        NotInert: it would act by itself, is broken, or asks for too much.
    """
    # Nothing of our environment goes along: no key, no password of the database.
    environment = {
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "PATH": os.defpath,
        "OPENBLAS_NUM_THREADS": "1",
    }
    try:
        with tempfile.TemporaryDirectory() as empty:
            done = subprocess.run(
                [sys.executable, "-m", "goldthread.notes.inert.child", kind],
                input=content,
                capture_output=True,
                timeout=wait_s,
                env=environment,
                cwd=empty,
                check=False,
            )
    except subprocess.TimeoutExpired:
        raise NotInert(HARMED) from None
    if done.returncode == 0 and done.stdout.startswith(KEPT):
        return done.stdout[1:]
    if done.returncode == 0 and done.stdout.startswith(REFUSED):
        raise NotInert(done.stdout[1:].decode())
    raise NotInert(HARMED)
