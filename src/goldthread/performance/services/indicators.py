"""Measures defined, changed, retired; their targets and the marks on their series."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction

from goldthread.audit.services import record
from goldthread.delivery.models import ExpectedEffect
from goldthread.evidence.catalogue import questions
from goldthread.partners.models import Agency, Person
from goldthread.performance import rules
from goldthread.performance.models import Indicator, Mark, Target
from goldthread.performance.services.checks import check, locked
from goldthread.performance.services.standings import _areas, stand
from goldthread.strategy.models import Outcome, Workstream


@dataclass(frozen=True, slots=True)
class IndicatorTold:
    """A whole definition, as a form or a file tells it."""

    code: str
    name: str
    definition: str
    counts: str
    source: str
    unit: str
    kind: str
    polarity: str
    about: str
    basis: str
    every: int
    owner: Agency
    area_code: str
    opened_on: date
    comes_from: str = "hand"
    out_of: str = ""
    asked: str = ""
    interval: str = ""
    design_effect: float = 1.0
    per: int = 1
    is_seasonal: bool = False
    due_days: int = 45
    lag_months: int = 0
    cohort: str = ""
    caveat: str = ""
    quality: str = "medium"
    quality_note: str = ""
    lead: Person | None = None
    workstream: Workstream | None = None
    question: str = ""
    column: str = ""
    only: Mapping[str, Any] = field(default_factory=dict)
    of: Mapping[str, Any] = field(default_factory=dict)
    hidden_crime: str = ""
    companion: Indicator | None = None
    beside: Indicator | None = None
    victims: Indicator | None = None
    victims_within: int | None = None
    residents: int | None = None
    baseline_from: date | None = None
    baseline_until: date | None = None
    peers: Sequence[str] = ()
    outcomes: Sequence[Outcome] = ()

    @classmethod
    def of_standing(cls, indicator: Indicator) -> "IndicatorTold":
        """A definition as it stands, to change one thing of it."""
        told = {each.name: getattr(indicator, each.name) for each in fields(cls)}
        return cls(**told | {"outcomes": tuple(indicator.outcomes.order_by("pk"))})


@transaction.atomic
def define_indicator(
    told: IndicatorTold, *, by: Person | None, at: datetime
) -> Indicator:
    """Add a measure with its whole definition."""
    if refusal := rules.refusal_to_define(by=by):
        raise rules.Refused(refusal)
    made = Indicator(added_at=at, added_by=by if isinstance(by, Person) else None)
    _put(made, told)
    made.save()
    made.outcomes.set(told.outcomes)
    stand(made, [made.area_code], at=at)
    record("indicator.defined", made, by=by, at=at, detail={"code": made.code})
    return made


@transaction.atomic
def change_indicator(
    indicator: Indicator,
    told: IndicatorTold,
    *,
    reason: str = "",
    by: Person | None,
    at: datetime,
) -> Indicator:
    """Change a definition; its standings are derived again."""
    kept = locked(indicator)
    judges = (
        ExpectedEffect.objects.filter(indicator=kept.code)
        .order_by("action__reference")
        .values_list("action__reference", flat=True)
    )
    if refusal := rules.refusal_to_define(by=by) or rules.refusal_to_count_otherwise(
        kept, every=told.every, judges=tuple(judges)
    ):
        raise rules.Refused(refusal)
    before = _values(kept)
    _put(kept, told)
    kept.version += 1
    after = _values(kept)
    changed = {name for name in after if before[name] != after[name]}
    kept.save()
    kept.outcomes.set(told.outcomes)
    stand(kept, _areas(kept), at=at)
    record(
        "indicator.changed",
        kept,
        by=by,
        at=at,
        detail={
            "before": {name: before[name] for name in sorted(changed)},
            "after": {name: after[name] for name in sorted(changed)},
            "reason": reason.strip(),
        },
    )
    return kept


@transaction.atomic
def retire_indicator(
    indicator: Indicator, *, on: date, reason: str, by: Person | None, at: datetime
) -> Indicator:
    """End a measure; its series stays."""
    kept = locked(indicator)
    if refusal := rules.refusal_to_define(by=by) or rules.refusal_to_retire(
        kept, on=on, reason=reason
    ):
        raise rules.Refused(refusal)
    kept.retired_on, kept.retired_because = on, reason.strip()
    kept.version += 1
    kept.save()
    record("indicator.retired", kept, by=by, at=at, detail={"on": on.isoformat()})
    return kept


@transaction.atomic
def set_target(
    indicator: Indicator,
    *,
    kind: str,
    value: float | None = None,
    by_on: date | None = None,
    words: str = "",
    by: Person | None,
    at: datetime,
) -> Target | None:
    """Set what a measure should reach; kind "none" ends what stood."""
    kept = locked(indicator)
    if refusal := rules.refusal_to_define(by=by):
        raise rules.Refused(refusal)
    kept.targets.filter(ended_at__isnull=True).update(ended_at=at)
    made = None
    if kind != "none":
        made = Target(
            indicator=kept,
            kind=kind,
            value=value,
            by_on=by_on,
            words=words.strip(),
            set_at=at,
            set_by=by if isinstance(by, Person) else None,
        )
        check(made)
        made.save()
    _risen(kept)
    stand(kept, _areas(kept), at=at)
    record(
        "indicator.target_set",
        kept,
        by=by,
        at=at,
        detail={"kind": kind, "value": value},
    )
    return made


@transaction.atomic
def mark_series(
    indicator: Indicator,
    *,
    kind: str,
    from_on: date,
    words: str,
    until_on: date | None = None,
    by: Person | None,
    at: datetime,
) -> Mark:
    """Say that it is counted differently from a day on, or that a spell is left out."""
    kept = locked(indicator)
    if refusal := rules.refusal_to_define(by=by):
        raise rules.Refused(refusal)
    made = Mark(
        indicator=kept,
        kind=kind,
        from_on=from_on,
        until_on=until_on,
        words=words.strip(),
        made_at=at,
        made_by=by if isinstance(by, Person) else None,
    )
    check(made)
    made.save()
    _risen(kept)
    stand(kept, _areas(kept), at=at)
    record(
        "indicator.marked",
        kept,
        by=by,
        at=at,
        detail={"kind": kind, "from": from_on.isoformat(), "words": made.words},
    )
    return made


@transaction.atomic
def remove_mark(
    indicator: Indicator, *, from_on: date, by: Person | None, at: datetime
) -> None:
    """Take a mark back that was made wrongly; the record keeps it."""
    kept = locked(indicator)
    if refusal := rules.refusal_to_define(by=by):
        raise rules.Refused(refusal)
    gone = [str(mark) for mark in kept.marks.filter(from_on=from_on)]
    kept.marks.filter(from_on=from_on).delete()
    _risen(kept)
    stand(kept, _areas(kept), at=at)
    record("indicator.mark_removed", kept, by=by, at=at, detail={"before": gone})


def _risen(kept: Indicator) -> None:
    """What the measure says has changed once more."""
    kept.version += 1
    kept.save(update_fields=["version"])


def _put(indicator: Indicator, told: IndicatorTold) -> None:
    for each in fields(told):
        if each.name == "outcomes":
            continue
        value = getattr(told, each.name)
        if isinstance(value, str):
            value = value.strip()
        if each.name in ("only", "of"):
            value = dict(value)
        if each.name == "peers":
            value = list(value)
        setattr(indicator, each.name, value)
    if told.comes_from == Indicator.ComesFrom.LAKE:
        known = {name: tuple(each.columns) for name, each in questions().items()}
        if refusal := rules.refusal_of_question(
            told.question, told.column, known=known
        ):
            raise rules.Refused(refusal)
    if refusal := (
        rules.refusal_of_code(told.code)
        or rules.refusal_of_companion(indicator, told.companion)
        or rules.refusal_of_victims(indicator, told.victims)
    ):
        raise rules.Refused(refusal)
    check(indicator)


def _values(indicator: Indicator) -> dict[str, str]:
    """A definition in plain words, for the record."""
    return {
        each.name: str(getattr(indicator, each.name))
        for each in fields(IndicatorTold)
        if each.name != "outcomes"
    }
