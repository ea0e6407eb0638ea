"""Breaks in the plan: actions without a reason, an owner or an expected effect."""

from collections.abc import Iterator

from django.db.models import QuerySet

from goldthread.delivery.models import Action, ExpectedEffect
from goldthread.thread.broken.shape import Break, Kind, Mend, Scope
from goldthread.thread.nouns import Reader
from goldthread.web.templatetags.kit import day

READ = "read the plan"


def _actions(scope: Scope) -> QuerySet[Action]:
    rows: QuerySet[Action] = Action.objects.open().filter(
        workstream__strategy__in=scope.keys
    )
    return rows.only("pk", "reference", "title").order_by("reference", "pk")


def _break(one: Action, sentence: str, mend: Mend) -> Break:
    return Break(("action", one.pk), str(one), sentence, mend)


def _without_reason(scope: Scope, reader: Reader) -> Iterator[Break]:
    for one in _actions(scope).filter(finding__isnull=True, why=""):
        yield _break(
            one,
            f"{one.reference} gives no reason: neither a finding nor words say why it is done.",
            Mend("Say why", "change_action", (one.reference,), "id_why"),
        )


def _without_outcome(scope: Scope, reader: Reader) -> Iterator[Break]:
    for one in _actions(scope).filter(outcome__isnull=True):
        yield _break(
            one,
            f"{one.reference} serves no outcome: nobody can say what it is to bring about.",
            Mend("Name its outcome", "change_action", (one.reference,), "id_outcome"),
        )


def _without_owner(scope: Scope, reader: Reader) -> Iterator[Break]:
    for one in _actions(scope).filter(owner__isnull=True, community_owner=""):
        yield _break(
            one,
            f"{one.reference} has no owner: nobody will say how it goes.",
            Mend("Name its owner", "change_action", (one.reference,), "id_owner"),
        )


def _without_effect(scope: Scope, reader: Reader) -> Iterator[Break]:
    for one in _actions(scope).filter(expected_effect__isnull=True):
        yield _break(
            one,
            f"{one.reference} states no expected effect: nobody will be able to judge whether it worked.",
            Mend("State it", "state_effect", (one.reference,)),
        )


def _not_judged(scope: Scope, reader: Reader) -> Iterator[Break]:
    rows = ExpectedEffect.objects.filter(
        action__deleted_at__isnull=True,
        action__effects__isnull=True,
        action__workstream__strategy__in=scope.keys,
        window_until__lte=scope.on,
    ).select_related("action")
    for one in rows.order_by("window_until", "action__reference"):
        yield _break(
            one.action,
            f"{one.action.reference} was to have its effect by {day(one.window_until)}, and nobody has judged whether it had.",
            Mend("Judge it", "effect", (one.action.reference,)),
        )


KINDS = (
    Kind(
        "action-without-reason",
        "Actions without a reason",
        "What is done without a reason cannot be explained to whom it is done for.",
        READ,
        _without_reason,
    ),
    Kind(
        "action-without-outcome",
        "Actions that serve no outcome",
        "An action that serves no outcome cannot be seen to have helped.",
        READ,
        _without_outcome,
    ),
    Kind(
        "action-without-owner",
        "Actions without an owner",
        "What belongs to nobody is done by nobody.",
        READ,
        _without_owner,
    ),
    Kind(
        "action-without-effect",
        "Actions without an expected effect",
        "Only what was said before can be judged afterwards.",
        READ,
        _without_effect,
    ),
    Kind(
        "effect-not-judged",
        "Effects that nobody judged",
        "What was expected is only worth stating if somebody looks.",
        READ,
        _not_judged,
    ),
)
