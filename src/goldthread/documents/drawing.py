"""Specifications drawn as pictures, outside the calling process, kept by content."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Literal

from goldthread.documents.model import Spec

Format = Literal["svg", "png"]


def draw_all(
    specs: Mapping[str, Spec],
    formats: Collection[Format] = ("svg",),
    *,
    cache: Path,
) -> dict[tuple[str, Format], bytes]:
    """Every picture as bytes under (key, format); drawn once, then read from `cache`."""
    raise NotImplementedError
