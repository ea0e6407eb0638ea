"""What the boards decided, as far as the key's person may see what was restricted."""

from django.http import HttpRequest
from ninja import Router

from goldthread.api import shapes
from goldthread.api.door import Key
from goldthread.api.endpoints.plan import Limit, Offset
from goldthread.governance.models import Decision
from goldthread.thread.nouns import Reader
from goldthread.thread.told.board import visible

router = Router(tags=["board"], auth=Key("board"))


@router.get("/decisions", response={200: shapes.Page[shapes.Decision], **shapes.FAULTS})
def decisions(
    request: HttpRequest, limit: Limit = 100, offset: Offset = 0
) -> shapes.Page[shapes.Decision]:
    """Every decision, the newest first, with what was expected and what came of it."""
    reader: Reader = request.auth  # type: ignore[attr-defined]
    rows = visible(Decision.objects.all(), reader).order_by("-decided_on", "-pk")
    count = rows.count()
    found = list(rows.select_related("body")[offset : offset + limit])
    more = offset + len(found)
    return shapes.Page[shapes.Decision](
        items=[
            shapes.Decision(
                reference=one.reference,
                board=one.body.name,
                decided_on=one.decided_on,
                kind=str(one.get_kind_display()),
                title=one.title,
                reasons=one.reasons,
                expected=one.effect,
                expected_by=one.effect_by,
                came_of_it=one.outcome,
                is_public=one.is_public,
            )
            for one in found
        ],
        count=count,
        next_offset=more if found and more < count else None,
    )
