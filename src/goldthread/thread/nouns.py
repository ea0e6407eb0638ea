"""What the thread is made of: nouns, the strands that join them, and who looks.

A noun is declared once in `spine.py`: what it is called, whose rows a reader may see, how
a row is told. A strand is a table with two columns: the thing above and the thing below.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.db.models import QuerySet
from django.urls import get_script_prefix, reverse

from goldthread.partners.models import Person
from goldthread.partners.policy import policy
from goldthread.web.kit import Status

Place = tuple[str, int]  # a noun's key and a row's own


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks: what they may not see is not there for them."""

    person: Person | None
    may: Callable[[str], bool]


SPOKEN = frozenset({"finding", "indicator", "decision", "ask", "action"})
SYSTEM = Reader(None, lambda _act: True)  # the command line, on the machine itself


def reader_in(role: str, person: Person | None) -> Reader:
    """Somebody who looks in this role."""
    return Reader(person, lambda act: policy().may(role, act))


@dataclass(frozen=True, slots=True)
class Knot:
    """One thing on the thread, in ready words."""

    noun: str
    key: int
    kind: str  # "Priority"
    reference: str
    title: str
    page: str  # its own page's address: the name, and what it asks for
    args: tuple[object, ...]
    status: Status | None = None
    notes: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        return self.noun, self.key

    @property
    def named(self) -> bool:
        """Whether people call it by its reference, as A-014 or V1."""
        return self.noun in SPOKEN

    @property
    def href(self) -> str:
        """The address of its own page."""
        return reverse(self.page, args=self.args)

    @property
    def thread(self) -> str:
        """The address of its thread, as `reverse("thread")` writes it 30 times slower."""
        return f"{get_script_prefix()}thread/{self.noun}/{quote(self.reference)}/"


@dataclass(frozen=True, slots=True)
class Noun:
    """One kind of thing: its names, its rows for a reader, and how one is told."""

    key: str
    words: str
    plural: str
    seen_by: Callable[[Reader], QuerySet[Any]]
    columns: tuple[str, ...]
    tell: Callable[[Any], Knot]  # of a row with these columns
    named: Callable[[str], dict[str, Any] | None]  # what finds the row of a reference

    def knots(self, keys: Iterable[int], reader: Reader) -> dict[int, Knot]:
        """What this reader may see of the rows with these keys: one question."""
        rows = self.seen_by(reader).filter(pk__in=list(keys)).order_by("pk")
        told = (self.tell(row) for row in rows.values_list(*self.columns, named=True))
        return {knot.key: knot for knot in told}

    def find(self, reference: str, reader: Reader) -> int | None:
        """The key of what is called this, where the reader may see it."""
        wanted = self.named(reference)
        if wanted is None:
            return None
        found: int | None = (
            self.seen_by(reader).filter(**wanted).values_list("pk", flat=True).first()
        )
        return found


@dataclass(frozen=True, slots=True)
class Strand:
    """Which of two nouns leads to which: a table and its two columns."""

    upper: str
    lower: str
    rows: Callable[[], QuerySet[Any]]
    above: str
    below: str
    # Where the way up is another: its table, and the column of the thing below.
    rows_up: Callable[[], QuerySet[Any]] | None = None
    below_up: str = ""

    def down(self, keys: Iterable[int]) -> list[tuple[int, int]]:
        """The pairs that begin at these things."""
        return self._pairs(self.rows(), self.above, self.below, self.above, keys)

    def up(self, keys: Iterable[int]) -> list[tuple[int, int]]:
        """The pairs that end at these things."""
        rows = self.rows_up() if self.rows_up else self.rows()
        below = self.below_up or self.below
        return self._pairs(rows, self.above, below, below, keys)

    @staticmethod
    def _pairs(
        rows: QuerySet[Any], above: str, below: str, asked: str, keys: Iterable[int]
    ) -> list[tuple[int, int]]:
        wanted = {f"{asked}__in": list(keys)}
        found = rows.filter(**wanted).order_by(above, below).values_list(above, below)
        return [(upper, lower) for upper, lower in found if upper and lower]
