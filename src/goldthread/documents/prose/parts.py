"""A section cut into what a reader sees: headings, paragraphs, bullets, rows, notes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Shape = Literal["words", "bullet", "heading", "row", "note"]

_BULLET = re.compile(r"\s*(?:[-*•‣▪–]|\d{1,2}[.)]|\(?[a-z]\))\s+")
_HEADING = re.compile(r"#{1,6}\s+\S")
_NOTE = re.compile(r"\s*(?:[¹²³⁴-⁹⁰]+|\[\^?\d+\]:?)\s*")
# Everything that is read by a machine and not by a person: addresses and markup.
_MACHINES = re.compile(
    r"\]\([^)\n]{0,500}\)|<[^<>\n]{1,200}>|(?:https?://|www\.)\S++"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,100}"
)
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def listed(words: str) -> frozenset[str]:
    """Words parted by spaces as a set: a list of twenty reads better without its quotes."""
    return frozenset(words.split())


@dataclass(frozen=True, slots=True)
class Part:
    """A run of lines that belong together, without its bullet or note mark."""

    shape: Shape
    line: int
    text: str
    depth: int = 0  # of a heading

    @property
    def words(self) -> list[str]:
        """The words in order; an apostrophe belongs to its word."""
        return WORD.findall(self.text)


@dataclass(frozen=True, slots=True)
class Section:
    """A section as it was typed, and as a reader sees it.

    `plain` has the letters of `text` at the same places, with spaces where addresses and
    markup stood.
    """

    key: str
    heading: str
    text: str
    plain: str
    parts: tuple[Part, ...]


def read(key: str, heading: str, text: str) -> Section:
    """A section with its lines grouped into parts."""
    text = text.replace("\r\n", "\n")
    plain = without_machines(text)
    return Section(key, heading, text, plain, tuple(_parts(plain)))


def without_machines(text: str) -> str:
    """The text with blanks in place of addresses and markup."""
    return _MACHINES.sub(lambda found: " " * len(found.group()), text)


def line_of(text: str, place: int) -> int:
    """The number of the line in which a place lies."""
    return text.count("\n", 0, place) + 1


def _parts(plain: str) -> Iterator[Part]:
    group: list[tuple[int, str, Shape]] = []
    for number, line in enumerate([*plain.split("\n"), ""], start=1):
        shape = _shape(line)
        continues = shape == "words" and group and group[-1][2] in ("words", "bullet")
        if group and not (continues or shape == "row" == group[-1][2]):
            yield _joined(group)
            group = []
        if line.strip():
            group.append((number, line, group[-1][2] if continues else shape))


def _shape(line: str) -> Shape:
    if "\t" in line.strip("\t") or line.lstrip().startswith("|"):
        return "row"
    if _HEADING.match(line):
        return "heading"
    if _BULLET.match(line):
        return "bullet"
    if _NOTE.match(line):
        return "note"
    return "words" if line.strip() else "heading"


def _joined(group: list[tuple[int, str, Shape]]) -> Part:
    number, first, shape = group[0]
    mark = {"bullet": _BULLET, "note": _NOTE, "heading": re.compile(r"#+\s+")}.get(
        shape
    )
    lines = [mark.sub("", first, count=1) if mark else first]
    lines += [line for _, line, _ in group[1:]]
    depth = len(first) - len(first.lstrip("#")) if shape == "heading" else 0
    return Part(shape, number, " ".join(line.strip() for line in lines), depth)
