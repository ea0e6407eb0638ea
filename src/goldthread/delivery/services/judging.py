"""Judging what an action changed: every judgement stays, none is overwritten."""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, QuerySet

from goldthread.audit.services import record
from goldthread.core.breaks import Break
from goldthread.core.refusal import Refused as NotGiven
from goldthread.delivery import rules
from goldthread.delivery.effect_counted import QUESTION
from goldthread.delivery.effect_judged import METHOD, judged
from goldthread.delivery.effect_lake import series_from_lake
from goldthread.delivery.effect_series import EffectSeries, as_json
from goldthread.delivery.models import Action, Effect, ExpectedEffect, GivenFigures
from goldthread.delivery.services.checks import check, check_reason, locked
from goldthread.delivery.services.giving import series_by_hand
from goldthread.delivery.words import effect_in_words
from goldthread.evidence.engine import Engine
from goldthread.partners.models import Person

logger = logging.getLogger(__name__)


@transaction.atomic
def judge_effect(
    action: Action,
    *,
    series: EffectSeries,
    reason: str = "",
    by: Person | None,
    at: datetime,
) -> Effect:
    """Judge an action by the months given, against what was stated in advance.

    Judged again, it says why, and the earlier judgement stays where it is.
    """
    kept = locked(action)
    expected = ExpectedEffect.objects.select_for_update().filter(action=kept).first()
    if refusal := rules.refusal_to_judge(kept, expected, by=by):
        raise rules.Refused(refusal)
    assert expected is not None
    last = Effect.objects.filter(action=kept).aggregate(last=Max("number"))["last"] or 0
    said = check_reason(reason) if last else reason.strip()[:300]
    answer = judged(expected, series, began=began_on(kept, expected))
    effect = Effect(
        action=kept,
        number=last + 1,
        result=answer.result,
        level=answer.level,
        strength=answer.strength,
        sentence=answer.sentence,
        doubts=list(answer.doubts),
        expected=effect_in_words(expected),
        method=METHOD,
        series=as_json(series),
        found=answer.found,
        lake_version=series.lake_version,
        reason=said,
        judged_by=by,
        judged_at=at,
    )
    check(effect)
    effect.save()
    record(
        "action.effect_judged",
        kept,
        by=by,
        at=at,
        detail={
            "number": effect.number,
            "result": effect.result,
            "strength": effect.strength,
            "method": METHOD,
            "lake": series.lake_version,
            "reason": said,
        },
    )
    return effect


def began_on(action: Action, expected: ExpectedEffect) -> date:
    """When the work began: from then on a month no longer says what was before."""
    return min(action.start_on or expected.window_from, expected.window_from)


def _open(*, on: date) -> QuerySet[ExpectedEffect]:
    """What was stated, is over, and has no clear answer yet."""
    done = Effect.objects.exclude(result=Effect.Result.TOO_EARLY).values("action")
    return (
        ExpectedEffect.objects.filter(window_until__lte=on, action__deleted_at=None)
        .exclude(action__in=done)
        .select_related("action")
        .order_by("pk")
    )


def due_to_judge(*, on: date) -> list[ExpectedEffect]:
    """What is over, can be asked of the lake, and has no clear answer yet."""
    return list(_open(on=on).filter(question=QUESTION))


def due_by_measure(*, on: date) -> list[ExpectedEffect]:
    """What is over, is judged by a measure's readings, and has no clear answer yet."""
    return list(_open(on=on).exclude(indicator=""))


def judge_given(*, on: date, at: datetime) -> list[Effect]:
    """Judge all that is over and whose figures were given by hand."""
    given = GivenFigures.objects.values("action")
    return judge_by(
        _open(on=on).exclude(question=QUESTION).filter(indicator="", action__in=given),
        lambda expected: series_by_hand(expected.action),
        at=at,
    )


def judge_by(
    due: Iterable[ExpectedEffect],
    series_for: Callable[[ExpectedEffect], EffectSeries | NotGiven | None],
    *,
    at: datetime,
) -> list[Effect]:
    """Judge what is due from wherever its series is; what does not reach yet waits."""
    made = []
    for expected in due:
        series = series_for(expected)
        if series is None or isinstance(series, NotGiven):
            logger.info("%s is not judged: %s", expected.action.reference, series)
            continue
        if series.last < _last_month(expected.window_until):
            continue
        again = expected.action.effects.exists()
        made.append(
            judge_effect(
                expected.action,
                series=series,
                reason="Its window is over and the figures are held" if again else "",
                by=None,
                at=at,
            )
        )
    return made


def judge_due_effects(
    engine: Engine,
    *,
    partnership: str,
    on: date,
    at: datetime,
    local_breaks: Sequence[Break] = (),
    invented: bool = False,
) -> list[Effect]:
    """Judge all that is due from the lake; what its months do not reach yet waits."""

    def asked(expected: ExpectedEffect) -> EffectSeries | NotGiven:
        return series_from_lake(
            expected,
            engine,
            partnership=partnership,
            began=began_on(expected.action, expected),
            local_breaks=local_breaks,
            invented=invented,
        )

    return judge_by(due_to_judge(on=on), asked, at=at)


def _last_month(until: date) -> date:
    return date.fromordinal(until.toordinal() - 1).replace(day=1)
