"""Under which names the record knows what belongs to a workstream."""

from collections.abc import Mapping, Sequence

from goldthread.delivery.models import Action
from goldthread.strategy.models import Workstream

MOST = 800  # the newest; SQLite may be built to take 999 values


def recorded_things(workstream: Workstream) -> Mapping[str, Sequence[str]]:
    """The workstream and its actions, deleted ones too, by kind and reference."""
    rows = Action.objects.filter(workstream=workstream).order_by("-pk")
    keys = rows.values_list("pk", flat=True)[:MOST]
    return {
        workstream._meta.label_lower: (str(workstream.pk),),
        Action._meta.label_lower: tuple(map(str, keys)),
    }
