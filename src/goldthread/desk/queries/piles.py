"""What one owns and is to do something about, and what one answers for in others' hands."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from django.db.models import Count, F, Q
from django.urls import reverse

from goldthread.delivery.models import Action
from goldthread.delivery.models.actions import Actions
from goldthread.delivery.queries.filters import PlanFilter, selected
from goldthread.delivery.queries.lines import ActionLine, lines_by_key
from goldthread.delivery.queries.listing import plannable_strategies, strategy_for
from goldthread.delivery.queries.own import plan_settings
from goldthread.delivery.queries.remembered import Memory
from goldthread.delivery.silence import silent_if_before
from goldthread.desk.queries.errand import MOST, Errand
from goldthread.partners.models import Person
from goldthread.strategy.models import Workstream
from goldthread.strategy.models.strategies import is_in_force

AHEAD = timedelta(days=14)
PILES = {  # its title, and how the plan's list is asked for all of it
    "overdue": ("Overdue", "needs=overdue"),
    "worrying": ("Off track or at risk", "needs=at_risk"),
    "due": ("Due in the next two weeks", "due=month&sort=due"),
    "silent": ("Without a word from you for a while", "needs=silent"),
}
# What an action in others' hands is in, as the plan's list asks for it, and in words.
WORRIES = {
    "overdue": ("See why {} {} overdue", "is", "are"),
    "at_risk": ("See what would bring {} back on track", "", ""),
}


@dataclass(frozen=True, slots=True)
class Pile:
    """One kind of thing that waits: its words, its lines, how many there are in all."""

    name: str
    title: str
    lines: tuple[ActionLine, ...]
    total: int
    href: str


def piles_of(person: Person, on: date) -> tuple[tuple[Pile, ...], int]:
    """What is due, each action in one pile only, and how many somebody owns.

    Five columns of all of them, then the lines of the few that are shown.
    """
    settings = plan_settings()
    silent_before = silent_if_before(on, settings.owner_days)
    own = (
        Action.objects.open()
        .of_person(person)
        .order_by(F("due_on").asc(nulls_last=True), "pk")
        .values_list(
            "pk",
            "due_on",
            "heard_on",
            "workstream__opened_on",
            "stage",
            "workstream__strategy",
            "workstream__strategy__in_force_from",
            "workstream__strategy__in_force_until",
        )
    )
    keys: dict[str, list[int]] = {name: [] for name in (*PILES, "fine")}
    plans: dict[str, set[int]] = {name: set() for name in keys}
    for key, due_on, heard_on, opened_on, stage, strategy, begins, ends in own:
        name = "fine"
        if due_on and due_on < on:
            name = "overdue"
        elif stage == Action.WORRYING:
            name = "worrying"
        elif due_on and due_on < on + AHEAD:
            name = "due"
        elif max(heard_on, opened_on) < silent_before:
            name = "silent"
        keys[name].append(key)
        plans[name].add(0 if is_in_force(begins, ends, on) else strategy)
    shown = [key for name in PILES for key in keys[name][:MOST]]
    lines = {line.key: line for line in lines_by_key(shown, on=on, settings=settings)}
    elsewhere = _elsewhere(plans, on)
    piles = tuple(
        Pile(
            name,
            title,
            tuple(lines[key] for key in keys[name][:MOST] if key in lines),
            len(keys[name]),
            f"{reverse('plan')}?owner={person.pk}&{asked}{elsewhere.get(name, '')}",
        )
        for name, (title, asked) in PILES.items()
        if keys[name]
    )
    return piles, sum(map(len, keys.values()))


def _elsewhere(plans: dict[str, set[int]], on: date) -> dict[str, str]:
    """Asks the plan's list for another strategy than the one it shows by itself."""
    single = {name: next(iter(keys)) for name, keys in plans.items() if len(keys) == 1}
    if not any(single.values()):  # all of it is in the strategy in force, or in several
        return {}
    shown = strategy_for(PlanFilter(), plannable_strategies(on))
    first = shown.pk if shown else 0
    return {
        name: f"&strategy={key}"
        for name, key in single.items()
        if key not in (0, first)
    }


def in_others_hands(person: Person, *, runs: bool, on: date) -> list[Errand]:
    """What is late or off track in the plan, workstream or agency one answers for.

    Counted by what the plan's list itself counts, so that the click shows as many.
    """
    acting = person.acting
    if acting is None:
        return []
    scopes: list[tuple[PlanFilter, str]] = []
    if runs or acting.role == "chair":
        scopes.append((PlanFilter(), ""))
    else:
        led = Workstream.objects.filter(lead=person, closed_on__isnull=True)
        for one in led.only("pk", "title", "strategy").order_by("number", "pk")[:MOST]:
            of = PlanFilter(workstream=one.pk, strategy=one.strategy_id)
            scopes.append((of, f" of “{one.title}”"))
        if acting.role == "agency_lead":
            of = PlanFilter(agency=acting.agency_id)
            scopes.append((of, f" that {acting.agency} leads"))
    return list(_worries(person, scopes, on)) if scopes else []


def _how_many(found: Actions, person: Person) -> tuple[int, int]:
    mine = Count("pk", filter=Q(owner=person))
    counts = found.aggregate(whole=Count("pk"), mine=mine)
    return counts["whole"], counts["mine"]


def _worries(
    person: Person, scopes: list[tuple[PlanFilter, str]], on: date
) -> Iterator[Errand]:
    settings, memory, strategies = plan_settings(), Memory(), plannable_strategies(on)
    for scope, whose in scopes:
        scoped = scope.within(strategy_for(scope, strategies))
        for need, (words, one, many) in WORRIES.items():
            asked = replace(scoped, needs=need)
            found = selected(asked, on=on, settings=settings)
            total, own = memory.of(
                f"worries:{asked}:{on}:{settings.days}:{person.pk}",
                partial(_how_many, found, person),
            )
            if total > own:  # else all of it stands above, in a pile of one's own
                actions = f"{total} action{'' if total == 1 else 's'}{whose}"
                yield Errand(
                    words.format(actions, one if total == 1 else many),
                    f"{reverse('plan')}?{scope.address(needs=need)}",
                    f"{own} of them your own" if own else "",
                )
