"""Where an installation keeps its lake, its database and its files."""

import os
import sys
from pathlib import Path


def home() -> Path:
    """The folder named by GOLDTHREAD_HOME, else the platform's place for data.

    That is `~/Library/Application Support/goldthread` on macOS,
    `%LOCALAPPDATA%\\goldthread` on Windows, and elsewhere
    `$XDG_DATA_HOME/goldthread` or `~/.local/share/goldthread`. It need not exist.
    """
    if named := os.environ.get("GOLDTHREAD_HOME"):
        return Path(named).expanduser().absolute()
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "goldthread"
    if sys.platform == "win32" and (local := os.environ.get("LOCALAPPDATA")):
        return Path(local) / "goldthread"
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "goldthread"
