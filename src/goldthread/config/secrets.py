"""The key that signs sessions and links: made once, kept from everyone else."""

import os
import secrets
from pathlib import Path

from goldthread.config.declared import Misconfigured

_SHORTEST = 50  # characters; Django's own deployment check asks for as many


def secret_key(path: Path) -> str:
    """The installation's secret key, made at first use and readable by its owner only."""
    if not path.exists():
        _create(path)
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise Misconfigured(
            f"The secret key file {path} can be read by other users. Run: chmod 600 {path}"
        )
    key = path.read_text(encoding="ascii").strip()
    if len(key) < _SHORTEST:
        raise Misconfigured(
            f"The secret key file {path} holds {len(key)} characters, and at least {_SHORTEST} are needed. Delete it, and a new one is made; everyone signs in again."
        )
    return key


def _create(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Written whole beside its place and linked: of two processes that start together
    # both read the one key that won.
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, secrets.token_urlsafe(64).encode("ascii"))
        os.fsync(handle)
    finally:
        os.close(handle)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
