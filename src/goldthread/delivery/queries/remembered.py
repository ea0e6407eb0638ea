"""Counting the plan again only after it changed, where the counting costs our own CPU.

Over 10,000 actions the counts and the order of a page take SQLite 15 ms inside the web
worker. Every write of the plan leaves a new action, change or report, so the newest
numbers of the three name the state of the plan, and what was counted in a state stays
true in it. Only on SQLite, whose writers stand in line: elsewhere a lower number may be
committed after a higher one was seen, and there the database server does the work
anyway. Never inside a transaction, which may still be undone.
"""

import hashlib
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from django.db import connection
from django.db.models import Subquery

from goldthread.delivery.models import Action, Change, Update

Found = TypeVar("Found")
KEPT_FOR = 600  # seconds; a day's end is part of the name, so this only saves memory


class Memory:
    """What is remembered of the plan in the state that a page found it in."""

    def __init__(self) -> None:
        self.state = _state()

    def of(
        self, name: str, make: Callable[[], Found], *, seconds: int = KEPT_FOR
    ) -> Found:
        """What `make` finds; found before in the same state, it is not made again.

        `name` holds everything that the answer depends on beside the plan: the filter,
        the day, the settings.
        """
        if self.state is None:
            return make()
        key = "plan:" + hashlib.sha256(f"{self.state} {name}".encode()).hexdigest()
        found: Found | None = cache.get(key)
        if found is None:
            found = make()
            cache.set(key, found, seconds)
        return found


def _state() -> str | None:
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return None
    newest = (
        Action.objects.order_by("-pk")
        .values_list("pk", _last(Change), _last(Update))
        .first()
    )
    return repr(newest)


def _last(model: type[Change] | type[Update]) -> Subquery:
    return Subquery(model.objects.order_by("-pk").values("pk")[:1])
