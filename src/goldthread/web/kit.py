"""What pages hand to the page kit: small frozen values, one per building block."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

# A status is an icon and a word; its colour only repeats what they say.
Mood = Literal["good", "concern", "quiet", "done", "working", "waiting", "refused"]


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere."""

    words: str
    href: str
    current: bool = False
    count: int | None = None  # how many things wait behind it


@dataclass(frozen=True, slots=True)
class Status:
    """How something stands, in a word or two, with its icon."""

    words: str
    mood: Mood = "quiet"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a summary list: what it is, what it says, what can be done."""

    key: str
    value: str | Status | Link
    action: Link | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; numbers stand to the right under one unit."""

    title: str
    numeric: bool = False


Cell = str | int | float | None | Status | Link


NEXT_STEP = "Next step"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; the first cell of a row names the row."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    note: str = ""
    caption_is_hidden: bool = False

    @property
    def is_of_steps(self) -> bool:
        """Whether a row ends in what to do about it; on a phone it is a card then."""
        return bool(self.columns) and self.columns[-1].title == NEXT_STEP


@dataclass(frozen=True, slots=True)
class Download:
    """A file that can be taken away."""

    words: str
    href: str
    kind: str  # "PDF", "CSV"
    size: int | None = None  # bytes


@dataclass(frozen=True, slots=True)
class Progress:
    """Background work and how far it has come."""

    words: str
    done: int
    total: int
    finished: bool = False
    failed: str = ""  # the sentence why, where it failed
    href: str = ""  # asked again every two seconds until finished

    @property
    def share(self) -> int:
        return min(100, round(100 * self.done / self.total)) if self.total else 0


@dataclass(frozen=True, slots=True)
class Step:
    """One knot on the gold thread: where something comes from or leads to."""

    kind: str  # "Finding", "Priority", "Action"
    words: str
    href: str = ""
    notes: Sequence[str] = field(default=())


@dataclass(frozen=True, slots=True)
class Empty:
    """An empty place, and what to do about it."""

    title: str
    words: str
    action: Link | None = None
