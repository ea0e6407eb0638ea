"""What a broken thread is: where, in which words, and what mends it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from goldthread.strategy.models import Strategy
from goldthread.thread.nouns import Place, Reader


@dataclass(frozen=True, slots=True)
class Mend:
    """The one click that mends it: its words, and the form that it opens."""

    words: str
    page: str
    args: tuple[object, ...] = ()
    place: str = ""  # the field on that form

    @property
    def href(self) -> str:
        there = reverse(self.page, args=self.args)
        return f"{there}#{self.place}" if self.place else there


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


def scope_on(day: date) -> Scope:
    """The strategies in force or agreed; where there is none yet, those being written.

    What is missing from a draft beside a strategy in force is told on the draft's own
    page: here it would drown what is broken in what people work by.
    """
    rows = list(Strategy.objects.filter(is_template=False).order_by("pk"))
    standing = [one for one in rows if one.state in ("in_force", "agreed")]
    writing = [one for one in rows if one.state in Strategy.OPEN]
    return Scope(tuple(standing or writing), day)
