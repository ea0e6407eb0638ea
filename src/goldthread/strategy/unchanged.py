"""An old page never overwrites a newer one: a form carries how its writer saw the thing.

Sections count versions (see services/sections.py); shorter things carry a fingerprint of
their words in a hidden field, and the service compares it under lock.
"""

import hashlib
import json

from django.db.models import Model

from goldthread.notes.editing import OVERTAKEN, Overtaken

NOT_SHOWN = frozenset({"id", "strategy", "number", "key"})
# What stands in rows of its own and is changed in the same form: relation, columns.
BESIDE = {
    "priority": (("outcomes", ("number", "text")), ("focus_areas", ("number", "text"))),
    "workstream": (("links", ("priority_id", "is_primary")),),
}


def fingerprint(row: Model) -> str:
    """A short sign that changes when anything does that the row's form shows."""
    values = {
        field.name: str(field.value_from_object(row))
        for field in row._meta.concrete_fields
        if field.name not in NOT_SHOWN
    }
    for many in row._meta.many_to_many:
        rows = getattr(row, many.name).order_by("pk")
        values[many.name] = str(list(rows.values_list("pk", flat=True)))
    for relation, columns in BESIDE.get(row._meta.model_name or "", ()):
        lines = getattr(row, relation).order_by(*columns)
        values[relation] = str(list(lines.values_list(*columns)))
    text = json.dumps(values, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def check_unchanged(seen: str, row: Model) -> None:
    """Go on only when nobody changed the row since the writer looked; call it under lock.

    An empty `seen` (a file that is loaded, a command) asks nothing.

    Raises:
        Overtaken: somebody did.
    """
    if seen and seen != fingerprint(row):
        raise Overtaken(OVERTAKEN)
