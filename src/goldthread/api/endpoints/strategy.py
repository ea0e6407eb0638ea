"""The strategy in force."""

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from goldthread.api import shapes
from goldthread.api.door import Key, Refusal
from goldthread.strategy import queries

router = Router(tags=["strategy"], auth=Key("strategy"))


@router.get("/strategy", response={200: shapes.Strategy, **shapes.FAULTS})
def strategy(request: HttpRequest) -> shapes.Strategy:
    """The strategy in force today: priorities, outcomes, workstreams."""
    today = timezone.localdate()
    found = queries.in_force(today)
    if found is None:
        raise Refusal(404, "No strategy is in force today.")
    known = queries.whole(found, on=today)
    return shapes.Strategy(
        key=found.key,
        title=found.title,
        partnership=found.partnership,
        aim=found.aim,
        state=found.stands_on(today),
        first_day=found.period_start,
        last_day=found.period_end - timedelta(days=1),
        priorities=[
            shapes.Priority(
                key=one.key,
                title=one.title,
                outcomes=[each.text for each in known.outcomes.get(one.pk, ())],
                workstreams=[each.title for each in known.workstreams_under(one)],
            )
            for one in known.priorities
        ],
    )
