"""What a note is about: a kind and a reference, whose meaning the rooms above know."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from goldthread.partners.models import Person

LONGEST_KIND, LONGEST_REFERENCE = 80, 200


@dataclass(frozen=True, slots=True)
class About:
    """An object somewhere above: ("strategy.section", "2026-29/burglary")."""

    kind: str
    reference: str

    def __post_init__(self) -> None:
        if not 0 < len(self.kind) <= LONGEST_KIND:
            raise ValueError(f"a kind has 1 to {LONGEST_KIND} letters: {self.kind!r}")
        if not 0 < len(self.reference) <= LONGEST_REFERENCE:
            raise ValueError(
                f"a reference has 1 to {LONGEST_REFERENCE} letters: {self.reference!r}"
            )

    @property
    def columns(self) -> dict[str, str]:
        """The two columns that every note has."""
        return {"about_kind": self.kind, "about_reference": self.reference}


@dataclass(frozen=True, slots=True)
class Place:
    """Where notes about one object are shown and sent; a room's view makes it.

    The room has checked that the reader may see the object; `mentionable` are the
    people who may see it too, so nobody can be called to what is closed to them.
    """

    about: About
    title: str  # the object, as the reader knows it
    page: str  # the address of its page
    address: str  # where the forms go; a file's own address is below it
    mentionable: Sequence[Person] = field(default=())
    moderates: bool = False  # the reader may withdraw or remove what others left
