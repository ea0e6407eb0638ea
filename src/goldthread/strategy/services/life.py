"""A strategy's life: started, consulted on, proposed, in force, closed or withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from goldthread.audit.services import record
from goldthread.core.uk_time import local_day
from goldthread.partners.rules import Refused
from goldthread.strategy import requirements, rules
from goldthread.strategy.markings import markings
from goldthread.strategy.models import EarlierDecision, Section, Strategy
from goldthread.strategy.queries.whole import whole
from goldthread.strategy.sections import STANDARD, Told
from goldthread.strategy.services.versions import save_text
from goldthread.strategy.services.writing import (
    By,
    differing,
    keep,
    key_of,
    locked,
    moved,
    refuse,
    tell,
    writable,
)

DECIDED = ("body_id", "decision", "decided_on", "recorded_by_id", "recorded_at", "on_behalf", "version_label", "note")  # fmt: skip


@dataclass(frozen=True, slots=True)
class StrategyTold:
    """What a strategy is called and for which years; `period_end` is half-open."""

    title: str
    partnership: str
    period_start: date
    period_end: date
    strapline: str = ""
    aim: str = ""
    marking: str = "OFFICIAL"
    handling: str = ""


def _values(told: StrategyTold) -> dict[str, Any]:
    known = markings()
    refuse(rules.refusal_of_period(told.period_start, told.period_end))
    refuse(rules.refusal_of_marking(told.marking, known))
    return {
        "title": told.title.strip(),
        "partnership": told.partnership.strip(),
        "period_start": told.period_start,
        "period_end": told.period_end,
        "strapline": told.strapline.strip(),
        "aim": told.aim.strip(),
        "marking": known.today(told.marking),
        "handling": told.handling.strip(),
    }


@transaction.atomic
def start_strategy(
    told: StrategyTold,
    *,
    key: str = "",
    follows: Strategy | None = None,
    version_label: str = "0.1",
    is_template: bool = False,
    sections: Sequence[Told] = STANDARD,
    by: By,
    at: datetime,
) -> Strategy:
    """Begin a strategy as a draft with its contents in order, all still empty."""
    taken = Strategy.objects.values_list("key", flat=True)
    if key and key in set(taken):
        raise Refused(
            f"There is a strategy under {key!r} already. Choose another name."
        )
    strategy = keep(
        Strategy(
            key=key or key_of(told.title, taken),
            follows=follows,
            version_label=version_label,
            is_template=is_template,
            created_at=at,
            **_values(told),
        )
    )
    for number, one in enumerate(sections, start=1):
        keep(
            Section(
                strategy=strategy,
                key=one.key,
                number=number,
                title=one.title,
                gate=one.gate,
            )
        )
    detail = {"after": {"key": strategy.key, "marking as given": told.marking}}
    record("strategy.started", strategy, by=by, at=at, detail=detail)
    return strategy


@transaction.atomic
def change_strategy(
    strategy: Strategy, told: StrategyTold, *, by: By, at: datetime
) -> Strategy:
    """Correct its title, its period, its aim or its marking."""
    kept = writable(strategy)
    detail = differing(kept, _values(told))
    keep(kept)
    tell("strategy.changed", kept, kept, by=by, at=at, detail=detail)
    return kept


@transaction.atomic
def follow_strategy(
    strategy: Strategy, before: Strategy | None, *, by: By, at: datetime
) -> Strategy:
    """Say which strategy this one follows; its priorities will be accounted for."""
    kept = writable(strategy)
    if kept.follows_id == (before.pk if before else None):
        return kept
    line = _line_from(before)
    is_accounted = kept.crosswalk.exists()
    refuse(rules.refusal_of_the_one_before(kept, line, is_accounted=is_accounted))
    kept.follows = before
    keep(kept)
    detail = {"after": {"follows": str(before or "none")}}
    tell("strategy.follows", kept, kept, by=by, at=at, detail=detail)
    return kept


def _line_from(strategy: Strategy | None) -> list[Strategy]:
    """It, the one it follows, the one that follows, as far as they are kept here."""
    line: list[Strategy] = []
    while strategy is not None and strategy not in line:
        line.append(strategy)
        strategy = strategy.follows
    return line


@transaction.atomic
def change_whole_strategy(
    strategy: Strategy,
    told: StrategyTold,
    *,
    follows: Strategy | None,
    by: By,
    at: datetime,
) -> Strategy:
    """Correct what it says in short and whom it follows: both, or neither."""
    change_strategy(strategy, told, by=by, at=at)
    return follow_strategy(strategy, follows, by=by, at=at)


@transaction.atomic
def revise_strategy(
    strategy: Strategy, *, reason: str = "", on: date, by: By, at: datetime
) -> Strategy:
    """Take it back to draft; what boards have decided is asked anew."""
    kept = locked(strategy)
    refuse(rules.refusal_to_revise(kept, on=on, reason=reason))
    decided = {
        str(each): each.decision
        for each in kept.approvals.select_related("body", "workstream", "strategy")
        if each.decision
    }
    _ask_anew(kept, because=reason.strip(), at=at)
    kept.agreed_at = kept.proposed_on = None
    return moved(kept, "revise", by=by, at=at, reason=reason, decided=decided)


def _ask_anew(strategy: Strategy, *, because: str, at: datetime) -> None:
    """Every board is asked again; what each has said is kept beside."""
    decided = strategy.approvals.exclude(decision="").select_related("workstream")
    EarlierDecision.objects.bulk_create(
        EarlierDecision(
            strategy=strategy,
            about=each.workstream.title if each.workstream else "",
            revised_at=at,
            revised_because=because,
            **{name: getattr(each, name) for name in DECIDED},
        )
        for each in decided.order_by("pk")
    )
    strategy.approvals.update(
        decision="",
        decided_on=None,
        recorded_by=None,
        recorded_at=None,
        on_behalf=False,
        version_label="",
        note="",
    )


@transaction.atomic
def propose_strategy(strategy: Strategy, *, on: date, by: By, at: datetime) -> Strategy:
    """Put it before the boards as it stands; its text is saved under a number."""
    kept = locked(strategy)
    known = whole(kept, on=on)
    asked = {each.key: each for each in requirements.of_the_law(known)}
    refuse(
        rules.refusal_to_propose(
            kept,
            bodies=len(known.bodies_asked()),
            priorities=len(known.priorities),
            engagement=asked["engagement"],
            on=on,
        )
    )
    version = save_text(kept, note="Put before the boards", by=by, at=at)
    kept.proposed_on = on
    return moved(kept, "propose", by=by, at=at, version=version.label)


@transaction.atomic
def withdraw_strategy(
    strategy: Strategy, *, reason: str, by: By, at: datetime
) -> Strategy:
    """Give it up before it is in force; it stays readable, with the reason."""
    kept = locked(strategy)
    refuse(rules.refusal_to_withdraw(kept, reason=reason, on=local_day(at)))
    kept.withdrawn_because = reason.strip()
    return moved(kept, "withdraw", by=by, at=at, reason=reason)
