"""What the plan knows by name: the people, agencies and workstreams that cells mean."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from rapidfuzz import fuzz, process

from goldthread.assessment.queries import finding_named
from goldthread.delivery.models import Action
from goldthread.delivery.sheets.fields import KIND_WORDS, STATUS_WORDS
from goldthread.delivery.sheets.mapping import COMMUNITY
from goldthread.delivery.sheets.plain_words import plainly
from goldthread.partners.models import Agency, Appointment, Area, Person
from goldthread.strategy.models import Outcome, Strategy, WorkstreamPriority

LIKE = 82.0  # of 100: near enough to be offered, never taken without a word
_FILLING = {"the", "of", "and", "for", "in"}


@dataclass(slots=True)
class Book:
    """The names of one kind of thing, and what each means."""

    options: dict[str, str] = field(default_factory=dict)  # key -> what people call it
    values: dict[str, Any] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # plain name -> key
    unclear: set[str] = field(default_factory=set)

    def add(self, key: str, label: str, value: Any, names: Iterable[str]) -> None:
        self.options[key], self.values[key] = label, value
        for name in filter(None, map(plainly, names)):
            if self.names.setdefault(name, key) != key:
                self.unclear.add(name)

    def exact(self, word: str) -> str | None:
        """The key that this word means beyond doubt."""
        plain = plainly(word)
        return None if plain in self.unclear else self.names.get(plain)

    def like(self, word: str) -> str:
        """The key that this word most likely means, to be confirmed; "" if none is near."""
        words = _telling(word)
        named = {name: _telling(name) for name in self.names}
        for fits in (
            {self.names[name] for name, own in named.items() if words and words <= own},
            {self.names[name] for name, own in named.items() if own and own <= words},
        ):
            if len(fits) == 1:  # "Police" where one name alone has it
                return fits.pop()
        found = process.extractOne(
            plainly(word),
            list(self.names),
            scorer=fuzz.token_sort_ratio,
            score_cutoff=LIKE,
        )
        return self.names[found[0]] if found else ""


def _telling(name: str) -> set[str]:
    """The words of a name that tell it from another."""
    return {each for each in plainly(name).split() if len(each) > 1} - _FILLING


@dataclass(frozen=True, slots=True)
class Known:
    """Every book that the cells of one strategy's plan are read with."""

    books: Mapping[str, Book]

    def value(self, name: str, key: str) -> Any:
        return self.books[name].values.get(key)

    def exact(self, name: str, word: str) -> str | None:
        if name == "finding":
            return word if finding_named(word) else None
        return self.books[name].exact(word)


def known_to(strategy: Strategy, *, on: date) -> Known:
    """What the cells of this strategy's plan can mean on a day."""
    agencies = _agencies(strategy, on)
    areas = _areas(on)
    return Known(
        {
            "workstream": _workstreams(strategy),
            "kind": _vocabulary(KIND_WORDS, dict(Action.Kind.choices)),
            "outcome": _outcomes(strategy),
            "owner": _people(strategy, on),
            "lead_agency": _with_groups(agencies, strategy),
            "support_agencies": agencies,
            "areas": areas,
            "effect_area": areas,
            "status": _vocabulary(STATUS_WORDS, dict(Action.Status.choices)),
            "rag": _vocabulary(STATUS_WORDS, dict(Action.Status.choices)),
        }
    )


def _vocabulary(words: Mapping[str, Iterable[str]], labels: Mapping[str, str]) -> Book:
    book = Book()
    for key, label in labels.items():
        book.add(key, label, key, (label, *words[key]))
    return book


def _workstreams(strategy: Strategy) -> Book:
    book = Book()
    for each in strategy.workstreams.order_by("number", "pk"):
        numbered = (f"{each.number} {each.title}", f"workstream {each.number}")
        book.add(str(each.pk), each.title, each, (each.title, each.key, *numbered))
    # Many plans name the priority where it has one workstream alone.
    links = WorkstreamPriority.objects.filter(
        priority__strategy=strategy, is_primary=True
    ).select_related("priority")
    by_priority: dict[str, list[int]] = {}
    for link in links:
        by_priority.setdefault(link.priority.title, []).append(link.workstream_id)
    for title, keys in by_priority.items():
        plain = plainly(title)
        if len(keys) == 1 and plain not in book.names:
            book.names[plain] = str(keys[0])
    return book


def _outcomes(strategy: Strategy) -> Book:
    book = Book()
    found = Outcome.objects.filter(priority__strategy=strategy)
    for each in found.select_related("priority").order_by("priority__number", "number"):
        place = f"{each.priority.number}.{each.number}"
        book.add(str(each.pk), each.text, each, (each.text, place))
    return book


def _people(strategy: Strategy, on: date) -> Book:
    book = Book()
    held = Appointment.objects.on(on).values("person")
    owns = Action.objects.filter(owner=OuterRef("pk"), workstream__strategy=strategy)
    found = Person.objects.filter(Q(pk__in=held, is_active=True) | Exists(owns))
    for each in found.order_by("name", "pk"):
        label = f"{each.name} ({each.email})"
        book.add(str(each.pk), label, each, (each.email, each.name))
    return book


def _agencies(strategy: Strategy, on: date) -> Book:
    book = Book()
    leads = Action.objects.filter(workstream__strategy=strategy)
    now = Agency.objects.on(on).values("pk")
    found = Agency.objects.filter(
        Q(pk__in=now)
        | Q(Exists(leads.filter(lead_agency=OuterRef("pk"))))
        | Q(Exists(leads.filter(support_agencies=OuterRef("pk"))))
    )
    for each in found.order_by("name", "pk"):
        book.add(str(each.pk), each.name, each, (each.name, each.short_name))
    return book


def _with_groups(agencies: Book, strategy: Strategy) -> Book:
    """The agencies, and the groups of the community that lead something already (S18)."""
    book = Book(
        dict(agencies.options), dict(agencies.values), dict(agencies.names),
        set(agencies.unclear),
    )  # fmt: skip
    groups = (
        Action.objects.standing()
        .filter(workstream__strategy=strategy, lead_agency__isnull=True)
        .values_list("community_owner", flat=True)
        .distinct()
    )
    for name in groups:
        book.names.setdefault(plainly(name), COMMUNITY)
    return book


def _areas(on: date) -> Book:
    book = Book()
    current = set(Area.objects.on(on).values_list("pk", flat=True))
    for each in Area.objects.order_by("name", "pk"):
        coded = f"{each.name} ({each.code})"
        names = (
            (each.code, coded, each.name) if each.pk in current else (each.code, coded)
        )
        book.add(str(each.pk), coded, each, names)
    return book
