"""Run by `test_parallel` in a program of its own, on a database of its own: ten at once.

Every thread opens a connection of its own, to a real file or a real server.
"""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection
from tests.make_plan import make_action, make_report, make_workstream
from tests.partners.people import NOW

from goldthread.audit.models import Event
from goldthread.delivery import services
from goldthread.delivery.models import Action, Dependency, Update
from goldthread.partners.rules import Refused
from goldthread.strategy.models import Workstream

TOGETHER = 10


def main() -> dict[str, Any]:
    """What is left after ten of each came at once."""
    make_workstream()
    first, second, third = (make_action(title) for title in ("One", "Two", "Three"))
    return {
        "reports": _reports(first),
        "references": _references(),
        "circles": _circles(second, third),
        "versions": _versions(first),
    }


def _reports(action: Action) -> dict[str, int]:
    token = uuid.uuid4()
    made = at_once(lambda n: make_report(action, percent=n, token=token).pk)
    return {
        "answers": len(set(made)),
        "kept": Update.objects.filter(token=token).count(),
        "records": Event.objects.filter(verb="action.reported").count(),
    }


def _references() -> list[str]:
    workstream = Workstream.objects.get(title="Safer evenings")
    at_once(lambda n: make_action(f"At once {n}", workstream=workstream).pk)
    found = Action.objects.filter(title__startswith="At once").order_by("reference")
    return list(found.values_list("reference", flat=True))


def _circles(one: Action, other: Action) -> dict[str, Any]:
    def tie(n: int) -> str:
        pair = (one, other) if n % 2 else (other, one)
        try:
            services.add_dependency(pair[0], on=pair[1], by=None, at=NOW)
        except Refused as refusal:
            return str(refusal)
        return "done"

    said = at_once(tie)
    return {
        "kept": Dependency.objects.count(),
        "refused": sum("cannot wait" in x for x in said),
    }


def _versions(action: Action) -> dict[str, Any]:
    seen = Action.objects.get(pk=action.pk).version

    def change(n: int) -> str:
        try:
            services.change_action(
                action, seen=seen, reason="Mine", title=f"Title {n}", by=None, at=NOW
            )
        except Refused:
            return "overtaken"
        return "saved"

    said = at_once(change)
    return {"saved": said.count("saved"), "overtaken": said.count("overtaken")}


def at_once(act: Callable[[int], Any]) -> list[Any]:
    """Ten threads that wait for each other, each with a connection of its own."""
    gate = Barrier(TOGETHER)

    def go(n: int) -> Any:
        connection.ensure_connection()
        gate.wait()
        try:
            return act(n)
        finally:
            connection.close()

    with ThreadPoolExecutor(TOGETHER) as pool:
        return list(pool.map(go, range(TOGETHER)))
