"""An old page never overwrites a newer one: a form carries how its writer saw the thing.

Sections count versions (see services/sections.py); shorter things carry a fingerprint of
their words in a hidden field, and the service compares it under lock.
"""

import hashlib
import json

from django.db.models import Model

NOT_SHOWN = frozenset({"id", "strategy", "number", "key"})


def fingerprint(row: Model) -> str:
    """A short sign that changes when any of the row's own words do."""
    values = {
        field.name: str(field.value_from_object(row))
        for field in row._meta.concrete_fields
        if field.name not in NOT_SHOWN
    }
    text = json.dumps(values, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def refusal_of_seen(seen: str, row: Model) -> str | None:
    """Why words may not replace these: somebody changed them; empty `seen` asks nothing."""
    if not seen or seen == fingerprint(row):
        return None
    return "Somebody else changed this while you did. What stands now is shown below your words: put together what should stand, and save again."
