"""Breaks in the plan: actions without a reason, an owner or an expected effect."""

from collections.abc import Callable, Iterator

from goldthread.delivery.lacking import LACKS
from goldthread.delivery.models import Action, ExpectedEffect, GivenFigures
from goldthread.delivery.models.actions import Actions
from goldthread.delivery.rules import (
    refusal_to_change,
    refusal_to_give_figures,
    refusal_to_judge,
)
from goldthread.strategy.models import Evidence
from goldthread.thread.broken.shape import Break, Kind, Mend, Scope
from goldthread.thread.nouns import Reader
from goldthread.web.templatetags.kit import day

READ = "read the plan"
# What mends each: its words, the form, the field on it.
MENDS = {
    "reason": ("Say why", "change_action", "id_why"),
    "outcome": ("Name its outcome", "change_action", "id_outcome"),
    "owner": ("Name its owner", "change_action", "id_owner"),
    "effect": ("State it", "state_effect", ""),
}


def _lacking(what: str, scope: Scope) -> Actions:
    rows: Actions = Action.objects.standing().filter(
        LACKS[what].rows, workstream__strategy__in=scope.keys
    )
    return rows


def _without(what: str) -> Callable[[Scope, Reader], Iterator[Break]]:
    """The open actions that lack this."""
    words, page, place = MENDS[what]

    def found(scope: Scope, reader: Reader) -> Iterator[Break]:
        rows = (
            _lacking(what, scope)
            .open()
            .select_related("workstream", "lead_agency")
            .only(
                "reference",
                "title",
                "deleted_at",
                "community_owner",
                "lead_agency__name",
                "lead_agency__short_name",
                "workstream__lead",
            )
        )
        for one in rows.order_by("reference", "pk"):
            yield Break(
                ("action", one.pk),
                str(one),
                f"{one.reference} {LACKS[what].sentence}",
                Mend(words, page, (one.reference,), place).by(
                    reader, refusal_to_change(one, by=reader.person)
                ),
            )

    return found


def _over(what: str) -> Callable[[Scope], int]:
    return lambda scope: _lacking(what, scope).filter(stage=Action.OVER).count()


def _unanswered_concerns(scope: Scope, reader: Reader) -> Iterator[Break]:
    """What residents say, cited by priorities under which no action is in the plan (S111)."""
    answering = Action.objects.standing().exclude(status=Action.Status.STOPPED)
    rows = (
        Evidence.objects.filter(
            strategy__in=scope.keys, category=Evidence.Category.CONCERNS
        )
        .exclude(priorities__workstreams__actions__in=answering)
        .prefetch_related("priorities")
    )
    for one in rows.order_by("strategy_id", "number"):
        under = min(one.priorities.all(), key=lambda each: each.number, default=None)
        said = one.text.strip().rstrip(".")
        yield Break(
            ("priority", under.pk) if under else ("", 0),
            said,
            f"People say “{said}”, and no action of the plan answers it.",
            Mend("Put an action into the plan", "add_action").by(reader),
        )


def _not_judged(scope: Scope, reader: Reader) -> Iterator[Break]:
    rows = ExpectedEffect.objects.filter(
        action__deleted_at__isnull=True,
        action__effects__isnull=True,
        action__workstream__strategy__in=scope.keys,
        window_until__lte=scope.on,
    ).select_related("action__workstream", "action__lead_agency")
    given = set(
        GivenFigures.objects.filter(action__in=rows.values("action")).values_list(
            "action", flat=True
        )
    )
    for one in rows.order_by("window_until", "action__reference"):
        action = one.action
        waits = one.is_by_hand and action.pk not in given
        yield Break(
            ("action", action.pk),
            str(action),
            f"{action.reference} was to have its effect by {day(one.window_until)}, and nobody has {'given the figures that show' if waits else 'judged'} whether it had.",
            (_give if waits else _judge)(one, reader),
        )


def _judge(one: ExpectedEffect, reader: Reader) -> Mend:
    return Mend("Judge it", "effect", (one.action.reference,)).by(
        reader, refusal_to_judge(one.action, one, by=reader.person)
    )


def _give(one: ExpectedEffect, reader: Reader) -> Mend:
    """Its measure is in words only: it is judged as soon as its figures are given."""
    refusal = refusal_to_give_figures(
        one.action, one, source="x", reason="", is_first=True, by=reader.person
    )
    return Mend("Give its figures", "give_figures", (one.action.reference,)).by(
        reader, refusal
    )


def _kind(what: str, words: str, why: str) -> Kind:
    return Kind(f"action-without-{what}", words, why, READ, _without(what), _over(what))


KINDS = (
    Kind(
        "concern-without-action",
        "Concerns of residents that no action answers",
        "What is delivered is to follow what people who live here are concerned about.",
        READ,
        _unanswered_concerns,
    ),
    _kind(
        "reason",
        "Actions without a reason",
        "What is done without a reason cannot be explained to whom it is done for.",
    ),
    _kind(
        "outcome",
        "Actions that serve no outcome",
        "An action that serves no outcome cannot be seen to have helped.",
    ),
    _kind(
        "owner",
        "Actions without an owner",
        "What belongs to nobody is done by nobody.",
    ),
    _kind(
        "effect",
        "Actions without an expected effect",
        "Only what was said before can be judged afterwards.",
    ),
    Kind(
        "effect-not-judged",
        "Effects that nobody judged",
        "What was expected is only worth stating if somebody looks.",
        READ,
        _not_judged,
    ),
)
