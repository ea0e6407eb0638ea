"""What residents could read, what they read, and what has changed since: for the manager."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from goldthread.delivery import published as plan
from goldthread.delivery import services as delivery
from goldthread.delivery.models import Action
from goldthread.governance import published as board
from goldthread.governance import services as governance
from goldthread.governance.models import Decision
from goldthread.notes.models import Publication
from goldthread.notes.publishing import (
    Behind,
    changed_parts,
    copies_of,
    public_copy,
)
from goldthread.partners.models import Person
from goldthread.performance import ageing, freezing
from goldthread.performance import published as numbers
from goldthread.performance import services as performance
from goldthread.performance.models import Indicator
from goldthread.strategy.models import Strategy
from goldthread.strategy.published import (
    ComingStrategy,
    PublishedStrategy,
    published_strategies,
)
from goldthread.strategy.queries import behind_its_copy

NOUNS = {"action": "actions", "measure": "measures", "decision": "decisions"}
EMPTY = {
    "action": "Actions of the strategy in force stand here when there are some.",
    "measure": "A measure stands here when a pack with a figure of it was issued.",
    "decision": "A decision stands here when a board has taken it in the open.",
}


@dataclass(frozen=True, slots=True)
class Offered:
    """One thing that residents read, or could read."""

    noun: str
    reference: str
    title: str
    page: str
    copy: Publication | None
    changed: Behind | None = None  # what is not as residents read it
    now: dict[str, Any] | None = None  # what would be frozen, asked for one thing only

    @property
    def is_changed(self) -> bool:
        """What would be frozen today differs from what residents read."""
        return self.changed is not None

    @property
    def switch(self) -> str:
        """Where it is made public or taken back."""
        return reverse("publishing", args=[self.noun, self.reference])


@dataclass(frozen=True, slots=True)
class Shelf:
    """All things of one kind: what changed since it was public, what is, what is not."""

    noun: str
    words: str
    changed: tuple[Offered, ...]
    public: tuple[Offered, ...]
    waiting: tuple[Offered, ...]

    @property
    def forms(self) -> str:
        """One and many, as a template counts them."""
        return f"{self.noun},{self.words}"

    @property
    def empty(self) -> str:
        """What has to come before anything could be made public."""
        return EMPTY[self.noun]


@dataclass(frozen=True, slots=True)
class Overview:
    """What residents read, with what is older than what it shows before everything."""

    shelves: tuple[Shelf, ...]
    strategy: PublishedStrategy | None
    coming: ComingStrategy | None  # the plan from a day to come
    plan_behind: Strategy | None  # the plan, where it was written on since

    @property
    def older(self) -> tuple[Offered, ...]:
        """Every copy that is older than its thing, whatever its kind."""
        return tuple(one for shelf in self.shelves for one in shelf.changed)


def found(noun: str, reference: str, *, at: datetime) -> Offered | None:
    """One thing, with what residents would read of it; None where there is none."""
    if noun == "action":
        action = _actions().filter(reference=reference).first()
        return _action(action) if action else None
    if noun == "measure":
        measure = _measures().filter(code=reference).first()
        return _measure(measure, at=at) if measure else None
    decision = _decisions().filter(reference=reference).first()
    return _decision(decision) if decision and noun == "decision" else None


def overview(on: date, *, at: datetime) -> Overview:
    """Everything that residents read, could read, or read in an older copy."""
    return Overview(
        shelves(on, at=at),
        *published_strategies(on),
        behind_its_copy(on),
    )


def shelves(on: date, *, at: datetime) -> tuple[Shelf, ...]:
    """Everything, kind by kind; what changed since it was made public stands first."""
    return (
        _shelf(
            "action",
            plan.KIND,
            plan.actions_behind(),
            _actions().values_list("reference", "title"),
            _actions()
            .filter(workstream__strategy__in=Strategy.objects.in_force(on))
            .values_list("reference", "title"),
        ),
        _shelf(
            "measure",
            numbers.KIND,
            ageing.measures_behind(at=at),
            _measures().values_list("code", "name"),
            _measures()
            .in_use(on)
            .filter(about=Indicator.About.POPULATION, readings__locked__isnull=False)
            .distinct()
            .values_list("code", "name"),
        ),
        _shelf(
            "decision",
            board.KIND,
            board.decisions_behind(),
            _decisions().values_list("reference", "title"),
            _decisions()
            .exclude(item__audience__in=["members", "named"])
            .values_list("reference", "title"),
        ),
    )


def publish(offered: Offered, *, words: str, by: Person, at: datetime) -> None:
    """Make one thing public as it stands; an action in these words."""
    if offered.noun == "action":
        action = Action.objects.get(reference=offered.reference)
        delivery.publish_action(action, words=words, by=by, at=at)
    elif offered.noun == "measure":
        measure = Indicator.objects.get(code=offered.reference)
        performance.publish_measure(measure, by=by, at=at)
    else:
        decision = Decision.objects.get(reference=offered.reference)
        governance.publish_decision(decision, by=by, at=at)


def take_back(offered: Offered, *, by: Person, at: datetime) -> None:
    """Close one thing to the public again."""
    if offered.noun == "action":
        action = Action.objects.get(reference=offered.reference)
        delivery.take_back_action(action, by=by, at=at)
    elif offered.noun == "measure":
        measure = Indicator.objects.get(code=offered.reference)
        performance.take_back_measure(measure, by=by, at=at)
    else:
        decision = Decision.objects.get(reference=offered.reference)
        governance.take_back_decision(decision, by=by, at=at)


def _shelf(
    noun: str,
    kind: str,
    behind: Iterable[Behind],
    known: Any,
    could: Iterable[tuple[str, str]],
) -> Shelf:
    open_now = copies_of(kind)
    changed = {one.reference: one for one in behind}
    column = "code" if noun == "measure" else "reference"
    titles = dict(known.filter(**{f"{column}__in": list(open_now)}))
    public = [
        Offered(
            noun,
            key,
            titles.get(key) or str(copy.content.get("words", key)),
            reverse(noun, args=[key]) if key in titles else "",
            copy,
            changed.get(key),
        )
        for key, copy in open_now.items()
    ]
    return Shelf(
        noun,
        NOUNS[noun],
        changed=tuple(one for one in public if one.is_changed),
        public=tuple(one for one in public if not one.is_changed),
        waiting=tuple(
            Offered(noun, key, title, "", None)
            for key, title in could
            if key not in open_now
        ),
    )


def _actions() -> Any:
    return (
        Action.objects.standing()
        .select_related("workstream", "lead_agency")
        .order_by("reference")
    )


def _measures() -> Any:
    return Indicator.objects.select_related("companion", "workstream").order_by("code")


def _decisions() -> Any:
    return Decision.objects.select_related("item", "body").newest_first()


def _action(action: Action) -> Offered:
    copy = public_copy(plan.about(action))
    words = copy.content["words"] if copy else action.title
    now = plan.told_of(action, words)
    parts = changed_parts(copy, now, plan.PARTS) if copy and now else ()
    return _offered("action", action.reference, action.title, copy, now, parts)


def _measure(measure: Indicator, *, at: datetime) -> Offered:
    copy = public_copy(numbers.about(measure))
    now = freezing.told_of(measure, at=at)
    parts = ageing.changed_since(copy, now) if copy and now else ()
    return _offered("measure", measure.code, measure.name, copy, now, parts)


def _decision(decision: Decision) -> Offered:
    copy = public_copy(board.about(decision))
    now = board.told_of(decision)
    parts = changed_parts(copy, now, board.PARTS) if copy and now else ()
    return _offered("decision", decision.reference, decision.title, copy, now, parts)


def _offered(
    noun: str,
    reference: str,
    title: str,
    copy: Publication | None,
    now: dict[str, Any] | None,
    parts: tuple[str, ...],
) -> Offered:
    """One thing, held whole against what residents read of it."""
    changed = (
        Behind(noun, reference, title, copy.published_at, parts)
        if copy and parts
        else None
    )
    return Offered(
        noun, reference, title, reverse(noun, args=[reference]), copy, changed, now
    )
