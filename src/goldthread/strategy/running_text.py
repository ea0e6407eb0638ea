"""Text as people type it, made into paragraphs, bullets and headings; nothing else.

A line that begins with "## " is a heading, one that begins with "- " or "* " a bullet; an
empty line parts paragraphs. Everything else stands as it was typed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from goldthread.documents.model import Block, Bullets, Paragraph, Section

_HEADING = re.compile(r"#{2,3}\s+(\S.*)")
_BULLET = re.compile(r"\s*[-*•]\s+(\S.*)")


@dataclass(frozen=True, slots=True)
class Parts:
    """What stands before the first heading, and the sections after it."""

    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]


def parts_of(text: str, *, under: str) -> Parts:
    """The parts of a text; `under` keeps the names of its sections apart from others'."""
    before: list[str] = []
    inside: list[tuple[str, list[str]]] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if heading := _HEADING.fullmatch(line.strip()):
            inside.append((heading[1].rstrip("# "), []))
        else:
            (inside[-1][1] if inside else before).append(line)
    return Parts(
        tuple(_blocks(before)),
        tuple(
            Section(f"{under}-{number}", heading, tuple(_blocks(lines)))
            for number, (heading, lines) in enumerate(inside, start=1)
        ),
    )


def _blocks(lines: list[str]) -> Iterator[Block]:
    """Paragraphs and lists; a line that goes on after a bullet belongs to it."""
    bullets: list[str] = []
    words: list[str] = []
    for line in [*lines, ""]:
        bullet = _BULLET.fullmatch(line)
        if (bullet or not line.strip()) and words:
            yield Paragraph(" ".join(words))
            words = []
        if bullet:
            bullets.append(bullet[1].strip())
        elif line.strip() and bullets and line.startswith((" ", "\t")):
            bullets[-1] += f" {line.strip()}"
        else:
            if bullets and line.strip():
                yield Bullets(tuple(bullets))
                bullets = []
            if line.strip():
                words.append(line.strip())
    if bullets:
        yield Bullets(tuple(bullets))
