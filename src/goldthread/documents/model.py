"""A document as data: what it says, before anybody decides how it looks.

Every number a sentence states travels inside it as a `Figure`, so that a test (or a
reader of the JSON) can compare what was printed with what was calculated:

    Paragraph(("Offences fell to ", Figure(4120, "4 120", ref="L-03"), "."))

Two values are never confused: `None` is *not held* and `Suppressed` is held but too
small to print. Neither is ever zero.
"""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Spec = Mapping[str, Any]
"""A Vega-Lite specification; made only in `charts` and `maps`."""


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A number that is held but too small to publish: "under 5"."""

    under: int = 5


@dataclass(frozen=True, slots=True)
class Interval:
    """The range that the data leave open, such as a 95 per cent interval."""

    low: float
    high: float


Number = int | float | Suppressed | None
Cell = str | int | float | date | Interval | Suppressed | None


def _refuse_nan(value: object, where: str) -> None:
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(
            f"{where} holds {value}; say None where a number is not held, "
            "so that the page says so."
        )


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a sentence: its value, how it is written, and where it came from.

    Make them with `numbers.count_figure` and its neighbours, which write the display.
    """

    value: Number | Interval | date
    display: str
    ref: str = ""

    def __post_init__(self) -> None:
        _refuse_nan(self.value, f"The figure written {self.display!r}")


@dataclass(frozen=True, slots=True)
class Strong:
    """A few words that carry the sentence."""

    text: str


@dataclass(frozen=True, slots=True)
class CrossReference:
    """Words that lead to another section, chart or table of the same document."""

    text: str
    to: str


Run = str | Figure | Strong | CrossReference
Text = str | tuple[Run, ...]
"""A sentence: plain words, or words with figures among them."""


def runs(text: Text) -> tuple[Run, ...]:
    """The pieces of a sentence, whether it was given as words or as pieces."""
    return (text,) if isinstance(text, str) else text


def leads_in(text: Text) -> bool:
    """Whether a paragraph is a heading of its own for what follows: strong words alone."""
    return [type(run) for run in runs(text)] == [Strong]


def plain(text: Text) -> str:
    """A sentence as a person would read it aloud."""
    return "".join(
        run
        if isinstance(run, str)
        else run.display
        if isinstance(run, Figure)
        else run.text
        for run in runs(text)
    )


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One or more sentences."""

    text: Text


@dataclass(frozen=True, slots=True)
class Bullets:
    """Short points of equal standing."""

    items: tuple[Text, ...]


StatusKind = Literal["improving", "concern", "unclear"]


@dataclass(frozen=True, slots=True)
class Status:
    """What a figure's movement means, in words first; the colour follows the words."""

    kind: StatusKind
    words: str


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One large number with the words that give it a meaning."""

    label: str
    figure: Figure
    note: Text = ""
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """A row of large numbers; four at most read well."""

    items: tuple[KeyFigure, ...]


ColumnKind = Literal[
    "text", "number", "share", "date", "month", "interval", "share-interval"
]


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: how its raw values are written.

    `share` is a part of one (0.044 is written 4.4%), `interval` and `share-interval`
    hold `Interval`s. `decimals` is how many places a number keeps (a percentage too);
    the unit stands in the heading, not in every cell.
    """

    heading: str
    kind: ColumnKind = "text"
    unit: str = ""
    decimals: int = 0

    @property
    def is_numeric(self) -> bool:
        """Whether the column reads from the right, as numbers do."""
        return self.kind in ("number", "share", "interval", "share-interval")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of raw values; writers format them, so nothing is lost on the way."""

    caption: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[Text, ...] = ()
    source: str = ""
    id: str = ""
    ref: str = ""

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise ValueError(
                    f"Row {number} of the table {plain(self.caption)!r} has {len(row)} "
                    f"cells; it has {len(self.columns)} columns. Give one cell each."
                )
            for cell in row:
                _refuse_nan(cell, f"Row {number} of {plain(self.caption)!r}")


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with one message, said in its title, and the table behind it."""

    id: str
    title: Text
    spec: Spec
    table: Table
    source: str
    alt: str
    caveats: tuple[Text, ...] = ()
    ref: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "spec", _plain_spec(self.spec, self.id))


@dataclass(frozen=True, slots=True)
class MapBlock:
    """A map of areas, the share of rows it cannot show, and the same as a list."""

    id: str
    title: Text
    spec: Spec
    table: Table
    unlocated: Text
    source: str
    alt: str
    caveats: tuple[Text, ...] = ()
    ref: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "spec", _plain_spec(self.spec, self.id))


CalloutKind = Literal["caveat", "not-held", "awaiting-words", "refused"]


@dataclass(frozen=True, slots=True)
class Callout:
    """Something the reader must not miss: a doubt, a gap, a refusal, words owed."""

    kind: CalloutKind
    text: Text
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What a person typed, kept as typed: blank lines part paragraphs, nothing else."""

    text: str
    by: str = ""
    on: date | None = None

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text cut at blank lines."""
        parts = self.text.replace("\r\n", "\n").split("\n\n")
        return tuple(part.strip() for part in parts if part.strip())


Block = Paragraph | Bullets | KeyFigures | Table | Chart | MapBlock | Callout | Words


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, what stands under it, and the sections inside it."""

    id: str
    heading: str
    blocks: tuple[Block, ...] = ()
    sections: tuple["Section", ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document, ready for any writer.

    `handling` says what may be done with it and stands beside the marking; `version` is
    the document's own, `lake_version` that of the data behind it. A document that was
    not made from the lake has none, and no writer prints an empty field. A draft says so
    across every page.
    """

    title: str
    subtitle: str
    area: str
    marking: str
    date: date
    lake_version: str
    sections: tuple[Section, ...]
    invented: bool = False
    attributions: tuple[str, ...] = ()
    prepared_by: str = ""
    language: str = field(default="en-GB")
    handling: str = ""
    version: str = ""
    draft: bool = False


def sections_of(document: Document) -> Iterator[tuple[int, Section]]:
    """Every section with its depth (1 is a chapter), in reading order."""

    def walk(
        sections: tuple[Section, ...], depth: int
    ) -> Iterator[tuple[int, Section]]:
        for section in sections:
            yield depth, section
            yield from walk(section.sections, depth + 1)

    return walk(document.sections, 1)


def blocks_of(document: Document) -> Iterator[Block]:
    """Every block in reading order."""
    for _, section in sections_of(document):
        yield from section.blocks


def pictures_of(document: Document) -> dict[str, Spec]:
    """The specification of every chart and map by its id, with its title and words.

    Titles and words travel in the specification so that a drawn picture, or one
    downloaded alone, still says what it shows.
    """
    found: dict[str, Spec] = {}
    for block in blocks_of(document):
        if isinstance(block, Chart | MapBlock):
            if block.id in found:
                raise ValueError(
                    f"Two pictures are called {block.id!r}; give each its own id."
                )
            found[block.id] = described(block)
    return found


def described(block: Chart | MapBlock) -> Spec:
    """A picture's specification with its title and its words in it."""
    return {
        **block.spec,
        "description": block.alt,
        "usermeta": {"title": plain(block.title)},
    }


def _plain_spec(spec: Spec, where: str) -> Spec:
    """The specification as JSON would give it back, so that a round trip is exact."""
    try:
        copy: Spec = json.loads(json.dumps(spec, allow_nan=False))
    except ValueError as error:
        raise ValueError(
            f"The specification of {where!r} is not plain JSON ({error}); "
            "say None where a value is missing."
        ) from error
    return copy
