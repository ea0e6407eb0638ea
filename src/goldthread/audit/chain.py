"""How one seal is bound to all before it; numbers and text in, text out.

The head of a seal is the SHA-256 of its own figures, the head before it and the
fingerprints of its rows. Anybody who holds the rows can compute it again: that is what
checkpoints are for. Only the holder of the seal key can compute its `mac`: that is what
keeps the owner of the database from chaining the record anew.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from goldthread.audit.canonical import plain, written

START = "0" * 64  # what the first seal follows


def head(
    *,
    number: int,
    first_seq: int,
    form: int,
    previous: str,
    key: str,
    at: Any,
    digests: Sequence[str],
) -> str:
    """The head of a seal over these rows, in this order."""
    content = {
        "what": "goldthread seal 1",
        "number": number,
        "first_seq": first_seq,
        "form": form,
        "previous": previous,
        "key": key,
        "at": plain(at),
        "digests": list(digests),
    }
    return hashlib.sha256(written(content)).hexdigest()


def checkpoint_message(
    *, number: int, seal: int, rows: int, head: str, at: Any, key: str
) -> bytes:
    """What a checkpoint's signature is over."""
    return written(
        {
            "what": "goldthread checkpoint 1",
            "number": number,
            "seal": seal,
            "rows": rows,
            "head": head,
            "at": plain(at),
            "key": key,
        }
    )
