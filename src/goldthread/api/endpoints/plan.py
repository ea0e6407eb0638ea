"""The action plan, as its list shows it."""

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from goldthread.api import shapes
from goldthread.api.door import Key, Refusal
from goldthread.delivery.queries.lines import ActionLine, as_data, in_the_plan, lines_of
from goldthread.delivery.queries.own import plan_settings

router = Router(tags=["plan"], auth=Key("plan"))
Limit = Annotated[int, Query(ge=1, le=500, description="How many at once")]
Offset = Annotated[int, Query(ge=0, le=1_000_000, description="How many to leave out")]


@router.get("/actions", response={200: shapes.Page[shapes.Action], **shapes.FAULTS})
def actions(
    request: HttpRequest, limit: Limit = 100, offset: Offset = 0
) -> shapes.Page[shapes.Action]:
    """Every action in the plan, the next due first; done and stopped ones too."""
    rows = in_the_plan()
    count = rows.count()
    lines = lines_of(
        rows[offset : offset + limit], on=timezone.localdate(), settings=plan_settings()
    )
    more = offset + len(lines)
    return shapes.Page[shapes.Action](
        items=[_told(line) for line in lines],
        count=count,
        next_offset=more if lines and more < count else None,
    )


@router.get("/actions/{reference}", response={200: shapes.Action, **shapes.FAULTS})
def action(request: HttpRequest, reference: str) -> shapes.Action:
    """One action of the plan."""
    rows = in_the_plan().filter(reference=reference.upper())
    lines = lines_of(rows, on=timezone.localdate(), settings=plan_settings())
    if not lines:
        raise Refusal(404, f"No action of the plan is called {reference}.")
    return _told(lines[0])


def _told(line: ActionLine) -> shapes.Action:
    return shapes.Action(**as_data(line))
