"""Specifications drawn as pictures, outside the calling process, kept by content.

The drawing engine is a JavaScript one (about 80 MB and half a second to wake), so it
lives in a short process of its own: a web worker that asks for pictures stays small,
and a second asking reads files. A picture's name in the cache is the hash of everything
that shapes it; nothing in the cache ever has to be refreshed, only thrown away.
"""

import hashlib
import importlib.metadata
import json
import os
import subprocess
import sys
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Literal

import goldthread
from goldthread.documents import fonts
from goldthread.documents.model import Spec

Format = Literal["svg", "png"]
DRAWING_VERSION = 1  # raise when `svg` finishes pictures differently
SECONDS_EACH = 20  # a picture takes 0.05; a stuck engine must not hold a page for ever


class NotDrawn(Exception):
    """A picture could not be drawn; the sentence says which and why."""


def draw_all(
    specs: Mapping[str, Spec],
    formats: tuple[Format, ...] = ("svg",),
    *,
    cache: Path,
) -> dict[tuple[str, Format], bytes]:
    """Every picture as bytes under (key, format); drawn once, then read from `cache`."""
    texts = {key: _stable(spec) for key, spec in specs.items()}
    files = {key: _file(cache, text) for key, text in texts.items()}
    missing = {
        str(files[key]): texts[key]
        for key in specs
        for one in formats
        if not files[key].with_suffix(f".{one}").exists()
    }
    if missing:
        failed = _draw_elsewhere(missing, sorted(formats), cache)
        for key, file in files.items():
            if reason := failed.get(str(file)):
                raise NotDrawn(
                    f"The picture {key!r} could not be drawn: {reason}. "
                    "Show its table instead and report the specification."
                )
    return {
        (key, one): files[key].with_suffix(f".{one}").read_bytes()
        for key in specs
        for one in formats
    }


def draw(spec: Spec, *, cache: Path) -> bytes:
    """One picture as SVG."""
    return draw_all({"picture": spec}, cache=cache)["picture", "svg"]


def content_hash(spec: Spec) -> str:
    """The name of a picture: the same for equal specifications, fonts and engine."""
    return _hash(_stable(spec))


def _stable(spec: Spec) -> str:
    return json.dumps(spec, sort_keys=True, allow_nan=False, separators=(",", ":"))


def _hash(text: str) -> str:
    engine = importlib.metadata.version("vl-convert-python")
    made_by = f"{DRAWING_VERSION}\n{engine}\n{fonts.fingerprint()}\n"
    return hashlib.sha256((made_by + text).encode()).hexdigest()[:32]


def _file(cache: Path, text: str) -> Path:
    name = _hash(text)
    return cache.absolute() / name[:2] / name


def _draw_elsewhere(
    missing: Mapping[str, str], formats: Collection[Format], cache: Path
) -> dict[str, str]:
    """Draws in a process of its own; gives back what failed, file by file."""
    cache.mkdir(parents=True, exist_ok=True)
    order = {
        "fonts": str(fonts.unpacked(cache.absolute())) if fonts.house_fonts() else "",
        "formats": list(formats),
        "pictures": dict(missing),
    }
    source = str(Path(goldthread.__file__).parents[1])
    paths = [source, *filter(None, [os.environ.get("PYTHONPATH")])]
    try:
        done = subprocess.run(
            [sys.executable, "-m", "goldthread.documents.drawing_room"],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=SECONDS_EACH * (len(missing) + 1),
            # UTC, so that a month starts on the same day on every machine.
            env=os.environ | {"TZ": "UTC", "PYTHONPATH": os.pathsep.join(paths)},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise NotDrawn(
            f"{len(missing)} pictures were not drawn within {error.timeout:.0f} seconds. "
            "Try again; what was drawn so far is kept."
        ) from error
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip().splitlines()
        raise NotDrawn(
            f"The drawing engine stopped: {words[-1] if words else 'no reason given'}. "
            "What was drawn so far is kept; try again, or run goldthread doctor."
        )
    failed: dict[str, str] = json.loads(done.stdout)
    return failed
