"""Effects that are stated and judged by a measure's readings; `delivery` keeps them."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from goldthread.audit.services import record
from goldthread.core.refusal import Refused as NotGiven
from goldthread.core.uk_time import local_day
from goldthread.delivery import services as delivery
from goldthread.delivery.models import Action, Effect, ExpectedEffect
from goldthread.partners.models import Area, Person
from goldthread.performance import rules
from goldthread.performance.effect_series import refusal_of_measure, series_by_measure
from goldthread.performance.models import Indicator, Reading
from goldthread.performance.periods import first_start, later, months_apart
from goldthread.performance.services.checks import locked


@transaction.atomic
def state_effect_by_measure(
    action: Action,
    indicator: Indicator,
    *,
    direction: str,
    percent: int | None,
    window_from: date,
    window_until: date,
    names: Mapping[str, str] | None = None,
    reason: str = "",
    by: Person | None,
    at: datetime,
) -> ExpectedEffect:
    """State that an action will move a measure; its similar areas are fixed with it.

    `names` says what areas are called, by their codes.
    """
    kept = locked(indicator)
    if refusal := (
        refusal_of_measure(kept)
        or rules.refusal_to_use(kept, on=local_day(at))
        or rules.refusal_of_window(kept, window_from, window_until)
        or _refusal_of_few(kept, window_from)
    ):
        raise rules.Refused(refusal)
    held = set(
        Reading.objects.standing()
        .filter(indicator=kept, area_code__in=kept.peers)
        .values_list("area_code", flat=True)
        .distinct()
    )
    record(
        "indicator.effect_stated",
        kept,
        by=by,
        at=at,
        detail={"action": action.reference, "beside": sorted(held)},
    )
    return delivery.state_effect(
        action,
        measure=kept.name,
        direction=direction,
        percent=percent,
        window_from=window_from,
        window_until=window_until,
        area=Area.objects.filter(code=kept.area_code).first(),
        indicator=kept.code,
        comparison=sorted(held),
        names=names,
        reason=reason,
        by=by,
        at=at,
    )


def _refusal_of_few(indicator: Indicator, window_from: date) -> str | None:
    """Whether enough figures will stand before the window, of those held and to come."""
    starts = (
        Reading.objects.standing()
        .filter(indicator=indicator, area_code=indicator.area_code)
        .values_list("period_start", flat=True)
    )
    before = [start for start in starts if start < window_from]
    newest = max(starts, default=None)
    next_one = (
        later(newest, indicator.every)
        if newest
        else first_start(indicator.opened_on, indicator.every)
    )
    to_come = max(0, months_apart(next_one, window_from)) // indicator.every
    return rules.refusal_of_few(indicator, held=len(before), to_come=to_come)


@transaction.atomic
def judge_by_measure(
    action: Action, *, reason: str = "", by: Person | None, at: datetime
) -> Effect:
    """Have an action judged, or judged again with a reason, by its measure's readings."""
    expected = (
        ExpectedEffect.objects.filter(action=action).exclude(indicator="").first()
    )
    if expected is None:
        raise rules.Refused(f"{action.reference} stated no effect by a measure.")
    series = series_by_measure(expected, began=delivery.began_on(action, expected))
    if isinstance(series, NotGiven):
        raise rules.Refused(str(series))
    record(
        "indicator.effect_judged",
        action,
        by=by,
        at=at,
        detail={"measure": expected.indicator},
    )
    return delivery.judge_effect(action, series=series, reason=reason, by=by, at=at)


def judge_due_by_measure(*, on: date, at: datetime) -> list[Effect]:
    """Judge all that is over and whose measure has its last figure."""
    return delivery.judge_by(
        delivery.due_by_measure(on=on),
        lambda expected: series_by_measure(
            expected, began=delivery.began_on(expected.action, expected)
        ),
        at=at,
    )
