"""The one-time code that lets whoever runs the server, and nobody else, set it up.

A fresh installation has no accounts. Its set-up page asks for this code, which lies in
the home folder and is printed by `goldthread serve`.
"""

import os
import secrets
from pathlib import Path

_NAME = "setup-code"


def current(home: Path) -> str:
    """The code of this installation, made at first asking, readable by its owner only."""
    path = home / _NAME
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    code = secrets.token_urlsafe(16)
    os.write(handle, code.encode("ascii"))
    os.close(handle)
    return code


def matches(given: str, home: Path) -> bool:
    """Whether this is the code, compared in constant time."""
    path = home / _NAME
    if not path.exists():
        return False
    expected = path.read_text(encoding="ascii").strip()
    return bool(expected) and secrets.compare_digest(
        given.strip().encode(), expected.encode()
    )


def spend(home: Path) -> None:
    """The code opens nothing any more."""
    (home / _NAME).unlink(missing_ok=True)
