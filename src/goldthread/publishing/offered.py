"""What residents could read, what they read, and what has changed since: for the manager."""

from collections.abc import Callable, Iterable, Sequence
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
from goldthread.notes.publishing import public_copy, standing
from goldthread.partners.models import Person
from goldthread.performance import freezing
from goldthread.performance import published as numbers
from goldthread.performance import services as performance
from goldthread.performance.models import Indicator

NOUNS = {"action": "actions", "measure": "measures", "decision": "decisions"}


@dataclass(frozen=True, slots=True)
class Offered:
    """One thing that residents read, or could read."""

    noun: str
    reference: str
    title: str
    page: str
    copy: Publication | None
    now: (
        dict[str, Any] | None
    )  # what would be frozen today; None where nothing could be

    @property
    def is_public(self) -> bool:
        return self.copy is not None

    @property
    def is_changed(self) -> bool:
        """What would be frozen today differs from what residents read."""
        return (
            self.copy is not None
            and self.now is not None
            and self.now != self.copy.content
        )

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


def shelves(on: date, *, at: datetime) -> tuple[Shelf, ...]:
    """Everything, kind by kind; what changed since it was made public stands first."""
    return (
        _shelf(
            "action",
            plan.KIND,
            lambda keys: [
                _action(one) for one in _actions().filter(reference__in=keys)
            ],
            _actions()
            .filter(workstream__strategy__state="in_force")
            .values_list("reference", "title"),
        ),
        _shelf(
            "measure",
            numbers.KIND,
            lambda keys: [
                _measure(one, at=at) for one in _measures().filter(code__in=keys)
            ],
            _measures()
            .in_use(on)
            .filter(about=Indicator.About.POPULATION, readings__locked__isnull=False)
            .distinct()
            .values_list("code", "name"),
        ),
        _shelf(
            "decision",
            board.KIND,
            lambda keys: [
                _decision(one) for one in _decisions().filter(reference__in=keys)
            ],
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
    read: Callable[[Sequence[str]], list[Offered]],
    could: Iterable[tuple[str, str]],
) -> Shelf:
    open_now = standing(kind, date.max)
    known = {one.reference: one for one in read(list(open_now))}
    gone = [
        Offered(noun, key, str(copy.content.get("words", key)), "", copy, None)
        for key, copy in open_now.items()
        if key not in known
    ]
    public = [*known.values(), *gone]
    return Shelf(
        noun,
        NOUNS[noun],
        changed=tuple(one for one in public if one.is_changed),
        public=tuple(one for one in public if not one.is_changed),
        waiting=tuple(
            Offered(noun, key, title, "", None, None)
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
    return Offered(
        "action",
        action.reference,
        action.title,
        reverse("action", args=[action.reference]),
        copy,
        plan.told_of(action, words),
    )


def _measure(measure: Indicator, *, at: datetime) -> Offered:
    return Offered(
        "measure",
        measure.code,
        measure.name,
        reverse("measure", args=[measure.code]),
        public_copy(numbers.about(measure)),
        freezing.told_of(measure, at=at),
    )


def _decision(decision: Decision) -> Offered:
    return Offered(
        "decision",
        decision.reference,
        decision.title,
        reverse("decision", args=[decision.reference]),
        public_copy(board.about(decision)),
        board.told_of(decision),
    )
