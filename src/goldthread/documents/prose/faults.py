"""One thing wrong with a text: where, which words, and what to do about it."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "acronym",
    "ambiguous",
    "unused",
    "truncated",
    "garbled",
    "doubled",
    "capital",
    "empty",
    "link",
    "picture",
]
GLOSSARY = "glossary"
WARNINGS: frozenset[Kind] = frozenset({"ambiguous", "unused"})


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault in a text. Line 0 is the heading; lines of the text count from 1."""

    section: str
    line: int
    quote: str
    kind: Kind
    sentence: str

    @property
    def is_warning(self) -> bool:
        """Whether a reader is only puzzled by it, and nothing is missing or broken."""
        return self.kind in WARNINGS
