"""What an action lacks for its thread to hold: one meaning for its page and every list.

Only what stands and is still to be done is counted as broken: nobody can mend what is
over. Its page says that it lacked something all the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from goldthread.delivery.models import Action
from goldthread.strategy.models import Strategy


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that an action should have: which ones lack it, and in which words."""

    rows: Q
    sentence: str  # after the reference of one that is open
    over: str  # the same of one that is over


LACKS: Mapping[str, Lack] = {
    "reason": Lack(
        Q(finding__isnull=True, why=""),
        "gives no reason: neither a finding nor words say why it is done.",
        "gave no reason",
    ),
    "outcome": Lack(
        Q(outcome__isnull=True),
        "serves no outcome: nobody can say what it is to bring about.",
        "served no outcome",
    ),
    "owner": Lack(
        Q(owner__isnull=True, community_owner=""),
        "has no owner: nobody will say how it goes.",
        "had no owner",
    ),
    "effect": Lack(
        Q(expected_effect__isnull=True),
        "states no expected effect: nobody will be able to judge whether it worked.",
        "stated no expected effect",
    ),
}


def lacked_by(action: Action) -> tuple[str, ...]:
    """What one action lacks, by the keys of `LACKS`."""
    has = {
        "reason": action.finding_id is not None or action.why != "",
        "outcome": action.outcome_id is not None,
        "owner": action.owner_id is not None or action.community_owner != "",
        "effect": hasattr(action, "expected_effect"),
    }
    return tuple(what for what in LACKS if not has[what])


def why_not_counted(action: Action, *, on: date) -> str:
    """Why what it lacks is not counted as broken; empty where it is."""
    if action.deleted_at:
        return "it is deleted"
    if action.status not in Action.OPEN:
        return "it is over"
    strategy = action.workstream.strategy
    stands = strategy.stands_on(on)
    if stands in (Strategy.State.IN_FORCE, Strategy.State.AGREED):
        return ""
    if stands not in Strategy.OPEN:
        return f"its strategy is {strategy.words_on(on).lower()}"
    if Strategy.objects.standing(on).filter(is_template=False).exists():
        return "its strategy is not agreed yet"
    return ""


def lacking_in_words(action: Action, *, on: date) -> str:
    """What an action that is not counted lacked, in one sentence; empty where nothing."""
    told = [LACKS[what].over for what in lacked_by(action)]
    because = why_not_counted(action, on=on)
    if not told or not because:
        return ""
    words = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
    return (
        f"{action.reference} {words}. This is not counted as broken, because {because}."
    )
