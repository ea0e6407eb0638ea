"""What a broken thread is: where, in which words, and what mends it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from goldthread.partners.policy import policy
from goldthread.strategy.models import Strategy
from goldthread.thread.nouns import Place, Reader


@dataclass(frozen=True, slots=True)
class Mend:
    """The one click that mends it: its words, and the form that it opens."""

    words: str
    page: str
    args: tuple[object, ...] = ()
    place: str = ""  # the field on that form
    refused: str = ""  # who can, where its reader may not

    def by(self, reader: Reader, refusal: str | None = None) -> "Mend":
        """The same for one reader: whoever may not is told who can instead.

        What the file of roles says is asked here; `refusal` is what the rule of the
        thing itself says, the one that its form would answer with.
        """
        gate = policy().gates[self.page]
        act = gate.send or gate.look or ""
        if not reader.may(act):
            roles = [role.short.lower() for role in policy().who_may(act)]
            able = " or ".join(filter(None, (", ".join(roles[:-1]), roles[-1])))
            return replace(self, refused=f"This is for the {able}.")
        return replace(self, refused=refusal) if refusal else self

    @property
    def href(self) -> str:
        there = reverse(self.page, args=self.args)
        return f"{there}#{self.place}-asked" if self.place else there


@dataclass(frozen=True, slots=True)
class Break:
    """One place where the thread is broken."""

    at: Place
    called: str  # "A-014 Open a taxi marshal scheme"
    sentence: str
    mend: Mend


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked at: the strategies that stand now, and the day."""

    strategies: tuple[Strategy, ...]
    on: date

    @property
    def keys(self) -> list[int]:
        return [one.pk for one in self.strategies]


@dataclass(frozen=True, slots=True)
class Kind:
    """One way in which the thread breaks."""

    key: str
    words: str  # "Actions without a reason"
    why: str  # why that matters, in a sentence
    act: str  # who may see the things it is about
    find: Callable[[Scope, Reader], Iterator[Break]]
    # How many that are over lack it too: said, and not counted.
    over: Callable[[Scope], int] | None = None


def scope_on(day: date) -> Scope:
    """The strategies in force or agreed; where there is none yet, those being written.

    What is missing from a draft beside a strategy in force is told on the draft's own
    page: here it would drown what is broken in what people work by.
    """
    rows = list(Strategy.objects.filter(is_template=False).order_by("pk"))
    standing = [one for one in rows if one.stands_on(day) in ("in_force", "agreed")]
    writing = [one for one in rows if one.state in Strategy.OPEN]
    return Scope(tuple(standing or writing), day)
