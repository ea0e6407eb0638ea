"""An organisation's bodies and the lines between them, as data and in words.

A body may report to several others, and to one that in the end reports to it; real
partnerships do both. So the first line that closes no circle is the one a body hangs by,
in the drawing and in the list, and every further line is said in words at the body
itself: nothing is left out, and no line crosses another.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Literal

from goldthread.documents.model import Column, Table

Kind = Literal["governance", "delivery", "operational", "network"]
How = Literal["reports to", "linked to"]


@dataclass(frozen=True, slots=True)
class Body:
    """A board, a group or a network: its name, its level in words, what it is for."""

    key: str
    label: str
    level: str = ""
    kind: Kind = "delivery"


@dataclass(frozen=True, slots=True)
class Tie:
    """One line: `body` reports to, or is linked to, `other`."""

    body: str
    how: How
    other: str


@dataclass(frozen=True)
class Structure:
    """All bodies, in the order in which they are to be shown, and all lines."""

    bodies: tuple[Body, ...]
    ties: tuple[Tie, ...] = ()

    def __post_init__(self) -> None:
        if len(self.named) != len(self.bodies):
            raise ValueError("Two bodies have one key; give each its own.")
        for tie in self.ties:
            for key in (tie.body, tie.other):
                if key not in self.named:
                    raise ValueError(
                        f"A line leads to {key!r}, which is not among the bodies."
                    )

    @cached_property
    def named(self) -> dict[str, Body]:
        """Every body by its key."""
        return {body.key: body for body in self.bodies}

    @cached_property
    def hangs_by(self) -> dict[str, Tie]:
        """The line that each body hangs by; bodies at the top have none.

        Lines of reporting come first. Of two bodies that are only linked, the one with
        less below it hangs from the other.
        """
        by: dict[str, Tie] = {}
        for tie in self.ties:
            if tie.how == "reports to" and self._may_hang(tie.body, tie.other, by):
                by[tie.body] = tie
        for tie in self.ties:
            if tie.how == "linked to":
                ends = [tie.body, tie.other]
                ends.sort(key=lambda key: self._below(key, by))
                for lower, upper in (ends, ends[::-1]):
                    if self._may_hang(lower, upper, by):
                        by[lower] = tie
                        break
        return by

    def above(self, key: str) -> str:
        """The key of the body that another hangs from; empty at the top."""
        tie = self.hangs_by.get(key)
        if tie is None:
            return ""
        return tie.other if tie.body == key else tie.body

    def below(self, key: str) -> list[str]:
        """The bodies that hang directly from one, reporting ones first; "" is the top."""
        here = [body.key for body in self.bodies if self.above(body.key) == key]
        return sorted(here, key=lambda one: self._how(one) == "linked to")

    def further(self, key: str) -> tuple[Tie, ...]:
        """The lines of a body that it does not hang by, in the order given."""
        hung = set(self.hangs_by.values())
        return tuple(tie for tie in self._own(key) if tie not in hung)

    def _own(self, key: str) -> Iterator[Tie]:
        seen = set()
        for tie in self.ties:
            if tie.body == key and tie not in seen:
                seen.add(tie)
                yield tie

    def _how(self, key: str) -> str:
        return self.hangs_by[key].how if key in self.hangs_by else ""

    @staticmethod
    def _may_hang(lower: str, upper: str, by: dict[str, Tie]) -> bool:
        """Whether a body without a place may hang there and not from itself."""
        if lower in by:
            return False
        while upper != lower:
            tie = by.get(upper)
            if tie is None:
                return True
            upper = tie.other if tie.body == upper else tie.body
        return False

    def _below(self, key: str, by: dict[str, Tie]) -> int:
        """How many bodies hang below one, so far."""
        return sum(self._leads_up(one, key, by) for one in by)

    @staticmethod
    def _leads_up(key: str, to: str, by: dict[str, Tie]) -> bool:
        while key in by:
            tie = by[key]
            key = tie.other if tie.body == key else tie.body
            if key == to:
                return True
        return False


@dataclass(frozen=True, slots=True)
class Item:
    """A body in the list: its place, its lines in words, and what hangs below it."""

    body: Body
    lines: tuple[Tie, ...]
    said: str  # every line with both its ends
    short: str  # the same for a reader who sees what it stands under
    items: tuple["Item", ...]


def as_list(structure: Structure) -> tuple[Item, ...]:
    """The structure as a nested list: the same bodies and lines as the drawing."""

    def items(above: str) -> tuple[Item, ...]:
        return tuple(
            Item(
                structure.named[key],
                tuple(
                    dict.fromkeys(
                        tie
                        for tie in structure.ties
                        if _is_told_at(structure, tie, key)
                    )
                ),
                "; ".join(_told(structure, key)),
                "; ".join(_told_below(structure, key)),
                items(key),
            )
            for key in structure.below(above)
        )

    return items("")


def _is_told_at(structure: Structure, tie: Tie, key: str) -> bool:
    """A line is told once: where the body hangs by it, or else at the body it starts."""
    hung = structure.hangs_by
    if hung.get(key) == tie:
        return True
    return tie.body == key and tie not in hung.values()


def _told(structure: Structure, key: str) -> Iterator[str]:
    hung = structure.hangs_by.get(key)
    if hung:
        yield f"{hung.how} {structure.named[structure.above(key)].label}"
    for tie in structure.further(key):
        also = "also " if hung else ""
        yield f"{also}{tie.how} {structure.named[tie.other].label}"


def _told_below(structure: Structure, key: str) -> Iterator[str]:
    hung = structure.hangs_by.get(key)
    if hung and hung.how == "linked to":
        yield "linked"
    yield from list(_told(structure, key))[1 if hung else 0 :]


def list_html(items: tuple[Item, ...]) -> str:
    """The nested list as markup, for small screens, screen readers and print."""
    inside = "".join(
        f'<li><span class="gt-structure__name">{escape(item.body.label)}</span>'
        f"{_small(item)}{list_html(item.items) if item.items else ''}</li>\n"
        for item in items
    )
    return f'<ul class="govuk-list govuk-list--bullet gt-structure__list">\n{inside}</ul>\n'


def _small(item: Item) -> str:
    """Level and lines; the body it stands under need not be named again."""
    words = "; ".join(filter(None, [item.body.level or item.body.kind, item.short]))
    return f'<span class="gt-structure__line"> ({escape(words)})</span>'


def as_html(structure: Structure, drawing: str) -> str:
    """The drawing where there is room for it, and always the list that says the same."""
    return (
        f'<div class="gt-structure">\n<div class="gt-structure__drawing">{drawing}</div>\n'
        '<p class="govuk-body">Each body stands under the one that it reports to, or is '
        f"linked to where it says so.</p>\n{list_html(as_list(structure))}</div>\n"
    )


def as_table(structure: Structure, caption: str, source: str = "") -> Table:
    """The structure as a table, for the documents that carry the drawing."""

    def others(body: Body, how: How) -> str:
        mine = [t for t in structure.ties if t.body == body.key and t.how == how]
        return (
            ", ".join(structure.named[t.other].label for t in dict.fromkeys(mine))
            or "–"
        )

    return Table(
        caption,
        (
            Column("Body"),
            Column("Level"),
            Column("Kind"),
            Column("Reports to"),
            Column("Linked to"),
        ),
        tuple(
            (
                body.label,
                body.level or "–",
                body.kind,
                others(body, "reports to"),
                others(body, "linked to"),
            )
            for body in structure.bodies
        ),
        source=source,
    )


def in_words(structure: Structure) -> str:
    """The drawing in two sentences, for people who cannot see it."""
    top = [structure.named[key].label for key in structure.below("")]
    reporting = sum(tie.how == "reports to" for tie in structure.hangs_by.values())
    linked = len(structure.hangs_by) - reporting
    count = len(structure.bodies)
    return (
        f"{count} {'body' if count == 1 else 'bodies'}; at the top {', '.join(top)}. "
        f"Below, {reporting} by a line of reporting and {linked} by a link. "
        "The list says the same in words."
    )
