"""The measures of a strategy as they stand, told as a file."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from goldthread.partners.models import Installation
from goldthread.performance.file import told
from goldthread.performance.file.writing import write
from goldthread.performance.models import Indicator, Mark, Target
from goldthread.strategy.models import Strategy


def dump(strategy: Strategy, *, on: date) -> str:
    """The file of every measure in use; `load` of it changes nothing."""
    indicators = (
        Indicator.objects.in_use(on)
        .select_related("owner", "lead", "workstream", "companion", "beside", "victims")
        .order_by("code", "pk")
    )
    return write(
        told.MeasureFile(
            strategy.key, tuple(tell(each, strategy) for each in indicators)
        )
    )


def tell(indicator: Indicator, strategy: Strategy) -> told.MeasureTold:
    """One measure as plain values; outcomes and workstream of this strategy only."""
    home = Installation.objects.select_related("area").first()
    stream = indicator.workstream
    return told.MeasureTold(
        name=indicator.name,
        code=indicator.code,
        unit=indicator.unit,
        kind=indicator.kind,
        polarity=indicator.polarity,
        about=indicator.about,
        basis=indicator.basis,
        every=indicator.every,
        owner=indicator.owner.name,
        source=indicator.source,
        opened_on=indicator.opened_on,
        comes_from=indicator.comes_from,
        per=indicator.per,
        is_seasonal=indicator.is_seasonal,
        due_days=indicator.due_days,
        lag_months=indicator.lag_months,
        cohort=indicator.cohort,
        lead=indicator.lead.email if indicator.lead else "",
        workstream=stream.key if stream and stream.strategy_id == strategy.pk else "",
        outcomes=_outcomes(indicator, strategy),
        question=indicator.question,
        column=indicator.column,
        only=_pairs(indicator.only),
        of=_pairs(indicator.of),
        hidden_crime=indicator.hidden_crime,
        companion=indicator.companion.code if indicator.companion else "",
        beside=indicator.beside.code if indicator.beside else "",
        victims=indicator.victims.code if indicator.victims else "",
        victims_within=indicator.victims_within,
        residents=indicator.residents,
        baseline_from=indicator.baseline_from,
        baseline_until=indicator.baseline_until,
        area_code=""
        if home and home.area.code == indicator.area_code
        else indicator.area_code,
        peers=tuple(indicator.peers),
        quality=indicator.quality,
        quality_note=indicator.quality_note,
        definition=indicator.definition,
        counts=indicator.counts,
        out_of=indicator.out_of,
        caveat=indicator.caveat,
        asked=indicator.asked,
        interval=indicator.interval,
        design_effect=indicator.design_effect,
        targets=tuple(
            _target(each) for each in indicator.targets.filter(ended_at__isnull=True)
        ),
        marks=tuple(
            _mark(each) for each in indicator.marks.order_by("from_on", "kind", "pk")
        ),
    )


def _outcomes(indicator: Indicator, strategy: Strategy) -> tuple[str, ...]:
    found = indicator.outcomes.filter(priority__strategy=strategy).order_by(
        "priority__number", "number", "pk"
    )
    return tuple(
        f"{each.priority.key} {each.number}"
        for each in found.select_related("priority")
    )


def _pairs(only: Mapping[str, Any]) -> tuple[str, ...]:
    told_pairs = []
    for column, wanted in only.items():
        values = wanted if isinstance(wanted, list) else [wanted]
        told_pairs += [f"{column}={value}" for value in values]
    return tuple(told_pairs)


def _target(target: Target) -> told.TargetTold:
    return told.TargetTold(target.kind, target.value, target.by_on, target.words)


def _mark(mark: Mark) -> told.MarkTold:
    return told.MarkTold(mark.from_on, mark.until_on, mark.words)
