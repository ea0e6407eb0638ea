"""Brings one whole file, however often the connection breaks, and never half of it.

The bytes go into `NAME.part`, with a note of the server's own mark for that version
beside it. A later run asks for the rest with Range and If-Range; a server that has
changed the file, or cannot send parts, sends it whole and we start over. Only a file
that is whole and passes its check gets its name.
"""

from __future__ import annotations

import fcntl
import hashlib
import http.client
import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from goldthread.evidence.fetching.client import (
    Client,
    CutShort,
    FetchFailed,
    Refused,
    host_of,
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """One file that came whole: where it is, from where, and its fingerprint."""

    path: Path
    url: str
    sha256: str
    bytes: int


def download(
    client: Client,
    url: str,
    to: Path,
    *,
    most_bytes: int,
    check: Callable[[Path], None] = lambda path: None,
) -> Fetched:
    """Bring `url` to `to`; `check` raises `FetchFailed` where the file is not right."""
    to.parent.mkdir(parents=True, exist_ok=True)
    part = to.with_name(to.name + ".part")
    with _alone(part) as stream:
        client.persist(lambda: _continue(client, url, stream, part, most_bytes), url)
        stream.flush()
        os.fsync(stream.fileno())
        try:
            check(part)
        except FetchFailed:
            part.unlink()
            _note(part).unlink(missing_ok=True)
            raise
        part.replace(to)
        _note(part).unlink(missing_ok=True)
    return Fetched(to, url, fingerprint(to), to.stat().st_size)


def fingerprint(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def _alone(part: Path) -> Iterator[IO[bytes]]:
    """Hold the unfinished file, so that two runs never write into it together."""
    with part.open("ab") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FetchFailed(
                f"Another run is already fetching {part.name.removesuffix('.part')}; "
                "wait for it to finish."
            ) from None
        yield stream


def _note(part: Path) -> Path:
    return part.with_name(part.name + ".json")


def _continue(
    client: Client, url: str, stream: IO[bytes], part: Path, most_bytes: int
) -> None:
    """Ask for what is missing and append it; start over where that is not possible."""
    held = stream.seek(0, os.SEEK_END)
    mark = _mark(part, url) if held else None
    if mark is None:
        stream.truncate(0)
        held = 0
    headers = {"Range": f"bytes={held}-", "If-Range": mark} if mark else {}
    try:
        response = client.open(url, headers=headers)
    except Refused as refusal:
        if refusal.status == 416:  # nothing after what we hold, or another file by now
            if refusal.headers.get("content-range") == f"bytes */{held}":
                return
            stream.truncate(0)
            raise CutShort(f"{host_of(url)} does not have the rest of it.") from None
        raise
    with response:
        whole = _expected(response, held)
        if response.status == 206 and mark not in (None, _mark_of(response)):
            stream.truncate(0)
            raise CutShort(f"{host_of(url)} has another version of the file by now.")
        if response.status != 206:
            stream.truncate(0)
            held = 0
        _write_mark(part, url, response)
        for piece in client.chunks(response, url, most_bytes - held):
            stream.write(piece)
            held += len(piece)
        stream.flush()
    if whole is not None and held != whole:
        raise CutShort(f"{host_of(url)} promised {whole:,} bytes and sent {held:,}.")


def _expected(response: http.client.HTTPResponse, held: int) -> int | None:
    """How long the whole file is; a part that is not the one asked for is refused."""
    if response.status != 206:
        return None
    said = response.headers.get("Content-Range", "")
    found = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", said)
    if found is None or int(found[1]) != held:
        raise FetchFailed(
            f"The server sent another part of the file than the one asked for ({said or 'unnamed'}). "
            "Delete the .part file and run the command again."
        )
    return None if found[2] == "*" else int(found[2])


def _mark(part: Path, url: str) -> str | None:
    """The server's mark for the version of which we hold the beginning."""
    try:
        noted: Any = json.loads(_note(part).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(noted, dict) or noted.get("url") != url:
        return None
    mark = noted.get("mark")
    return mark if isinstance(mark, str) else None


def _mark_of(response: http.client.HTTPResponse) -> str | None:
    mark = response.headers.get("ETag") or ""
    if not mark or mark.startswith("W/"):  # a weak tag does not promise the same bytes
        mark = response.headers.get("Last-Modified") or ""
    return mark or None


def _write_mark(part: Path, url: str, response: http.client.HTTPResponse) -> None:
    note = {"url": url, "mark": _mark_of(response)}
    _note(part).write_text(json.dumps(note), encoding="utf-8")
