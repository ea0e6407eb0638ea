"""One kind of thing: where it is looked for, how it is named, who talks about it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Length
from django.urls import reverse

from goldthread.partners.models import Person
from goldthread.partners.policy import policy
from goldthread.web.templatetags.kit import day

MARK = "/"  # between the parts of a reference that has several


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: what it is, what it is called, where it is."""

    kind: str
    words: str
    href: str
    note: str = ""
    plural: str = ""


Row = tuple[Any, ...]


Sees = Callable[[Person, date], "QuerySet[Any]"]  # what somebody may see on a day
# Who alone may see the thing of a reference that is restricted; None where it is not.
Only = Callable[[str, date], "frozenset[int] | None"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that people look for, and may talk about.

    The first `keys` columns are what the address of its `page` is made of; joined by a
    stroke they are also the reference under which the notes room knows it as `about`.
    A kind without an `about` is looked for, and not talked about.
    """

    words: str
    plural: str
    right: str  # the act of roles.toml that lets people see it; "" for everybody
    found: Sees
    name: str  # the column that says what it is called
    columns: tuple[str, ...]
    page: str
    keys: int = 1
    note: str = ""  # one of the columns
    also: tuple[str, ...] = ()  # columns that are looked through as typed
    about: str = ""
    moderators: str = ""  # the act that lets people withdraw what others said
    talks_on_page: bool = False  # its own page holds the comments
    unless: str = ""  # the act of those who see another kind instead
    is_of_plan: bool = False  # the same rows for everybody until the plan changes
    only: Only | None = None  # so that nobody is called to what is closed to them


@dataclass(frozen=True, slots=True)
class Place:
    """One kind of thing, as far as one person may see it: rows of (name, *columns)."""

    kind: Kind
    found: "QuerySet[Any]"

    def called(self, asked: str, most: int) -> list[Hit]:
        """Those whose name holds these words as they stand, the best first."""
        wanted = Q(**{f"{self.kind.name}__icontains": asked})
        for column in self.kind.also:
            wanted |= Q(**{f"{column}__icontains": asked})
        begins = Case(
            When(**{f"{self.kind.name}__istartswith": asked}, then=Value(0)),
            default=Value(1),
            output_field=IntegerField(),
        )
        best = self.found.filter(wanted).order_by(begins, Length(self.kind.name), "pk")
        rows = best.values_list(self.kind.name, *self.kind.columns).distinct()[:most]
        return [self.hit(row) for row in rows]

    def rows(self) -> list[Row]:
        """All of them, for a search that has to guess."""
        return list(self.found.values_list(self.kind.name, *self.kind.columns))

    def hit(self, row: Row) -> Hit:
        note = (
            _said(row[1 + self.kind.columns.index(self.kind.note)])
            if self.kind.note
            else ""
        )
        return Hit(self.kind.words, row[0], self._href(row[1:]), note, self.kind.plural)

    def named(self, references: Iterable[str]) -> dict[str, Hit]:
        """Those that the notes room knows by these references, as far as they are seen."""
        wanted = Q(pk__in=())
        for reference in set(references):
            parts = reference.split(MARK)
            if len(parts) == self.kind.keys and all(
                map(self._fits, self.kind.columns, parts)
            ):
                wanted |= Q(**dict(zip(self.kind.columns, parts, strict=False)))
        rows = self.found.filter(wanted).values_list(self.kind.name, *self.kind.columns)
        return {self._reference(row[1:]): self.hit(row) for row in rows}

    def talk(self, hit: Hit, reference: str) -> str:
        """The address where people talk about it."""
        if self.kind.talks_on_page:
            return hit.href
        return reverse("talk", args=[self.kind.about, reference])

    def _href(self, columns: Row) -> str:
        return reverse(self.kind.page, args=columns[: self.kind.keys])

    def _reference(self, columns: Row) -> str:
        return MARK.join(str(each) for each in columns[: self.kind.keys])

    def _fits(self, column: str, part: str) -> bool:
        """A number of the database is asked for by a number only."""
        if column != "pk" and column not in _NUMBERS:
            return True
        return part.isascii() and part.isdigit() and len(part) < 16


_NUMBERS = frozenset({"assessment"})


def _said(value: object) -> str:
    return day(value) if isinstance(value, date) else str(value)


def may(person: Person, act: str) -> bool:
    """Whether somebody may do this in the role they act in."""
    return policy().may(person.acting.role if person.acting else "", act)
