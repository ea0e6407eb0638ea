"""What somebody has to do here, told before they leave and before it is handed over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.urls import reverse

from goldthread.delivery.models import Action
from goldthread.delivery.queries.own import actions_of
from goldthread.desk.queries.errand import MOST, Errand
from goldthread.desk.queries.links import person_acting
from goldthread.partners.models import Holding, Person
from goldthread.performance.models import Indicator
from goldthread.performance.queries.due import due_of
from goldthread.strategy.models import Section, Strategy, Workstream

MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Held:
    """Things of one kind that somebody has to do, and what becomes of them."""

    words: str  # "3 open actions"
    becomes: str
    named: tuple[str, ...]


def handed_over_by(person: Person, *, on: date) -> tuple[Held, ...]:
    """What a hand-over moves: open actions, and workstreams led."""
    actions = [f"{one.reference} {one.title}" for one in actions_of(person)]
    led = [f"{one} ({one.strategy})" for one in led_by(person, on=on)]
    goes = "They go to one person. Change single ones afterwards in the plan."
    stays = "They go to the same person; one of a strategy that stands still stays."
    found = (
        _held("open action", goes, actions),
        _held("workstream they lead", stays, led, "workstreams they lead"),
    )
    return tuple(one for one in found if one.named)


def led_by(person: Person, *, on: date) -> QuerySet[Workstream]:
    """The workstreams that somebody leads and that are not over."""
    rows: QuerySet[Workstream] = (
        Workstream.objects.filter(lead=person, closed_on__isnull=True)
        .filter(strategy__in=Strategy.objects.not_over(on))
        .select_related("strategy")
        .order_by("pk")
    )
    return rows


def left_behind_by(person: Person, *, on: date) -> tuple[Held, ...]:
    """What no hand-over moves: somebody sees to it one by one."""
    seats = Holding.objects.on(on).filter(person=person).select_related("seat__body")
    sections = Section.objects.filter(
        author=person, is_finished=False, strategy__state__in=Strategy.OPEN
    ).select_related("strategy")
    measures = Indicator.objects.in_use(on).filter(lead=person)
    figures = due_of(person_acting(person, on=on), on=on)
    found = (
        _held(
            "seat",
            "They stand vacant. Fill them from the body's page.",
            (f"{one.seat}, {one.seat.body}" for one in seats.order_by("pk")),
        ),
        _held(
            "section to write",
            "Give them to another author, on the strategy's page “Text”.",
            (f"{one.title} ({one.strategy})" for one in sections.order_by("pk")),
            "sections to write",
        ),
        _held(
            "measure they answer for",
            "Name another lead on the measure's page.",
            (str(one) for one in measures.order_by("code", "pk")),
            "measures they answer for",
        ),
        _held(
            "figure their agency owes",
            "Others of their agency who give figures can enter them.",
            (f"{one.indicator}, {one.period}" for one in figures),
            "figures their agency owes",
        ),
    )
    return tuple(one for one in found if one.named)


def nobodys_now(on: date) -> list[Errand]:
    """People who left, and whose open actions and workstreams nobody took over."""
    left = list(Person.objects.filter(is_active=False).values_list("pk", flat=True))
    if not left:  # else the whole plan would be read to find that out
        return []
    actions = Action.objects.open().filter(owner__in=left)
    led = Workstream.objects.filter(lead__in=left, closed_on__isnull=True).filter(
        strategy__in=Strategy.objects.not_over(on)
    )
    held: dict[tuple[str, int], dict[str, int]] = {}
    for noun, rows, who in (("action", actions, "owner"), ("workstream", led, "lead")):
        for name, key, found in (
            rows.values_list(f"{who}__name", who).annotate(count=Count("pk")).order_by()
        ):
            held.setdefault((name, key), {})[noun] = found
    return [
        Errand(
            f"Hand over {_counted(counts)} that {name} left behind",
            reverse("hand_over", args=[key]),
        )
        for (name, key), counts in sorted(held.items())[:MOST]
    ]


def _counted(counts: dict[str, int]) -> str:
    """2 actions and 1 workstream."""
    return " and ".join(
        f"{n} {noun}{'' if n == 1 else 's'}" for noun, n in counts.items()
    )


def _held(one: str, becomes: str, things: Iterable[str], many: str = "") -> Held:
    named = tuple(things)
    words = f"{len(named)} {one if len(named) == 1 else many or f'{one}s'}"
    more = len(named) - MOST_NAMED
    if more > 0:
        named = (*named[:MOST_NAMED], f"and {more} more")
    return Held(words, becomes, named)
