"""What the record costs: a request with its row and without, and a row sealed and verified.

Each database is measured in a process of its own, in turns, so that a busy machine
disturbs both sides alike. CPU of the application only; PostgreSQL's own is not in it.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

BUDGET = 2.5  # ms of CPU that the row may add to a request (trust AUD-13)
TURNS, REQUESTS, ROWS = 9, 60, 20_000


def run() -> list[dict[str, Any]]:
    """SQLite, and PostgreSQL where it is installed."""
    results = []
    with tempfile.TemporaryDirectory() as folder:
        results += _child("SQLite", folder, "")
    from tests.databases import Postgres, program

    try:
        program("initdb")
    except Exception:  # no PostgreSQL on this machine
        return results
    server = Postgres()
    try:
        with tempfile.TemporaryDirectory() as folder:
            results += _child("PostgreSQL", folder, server.url)
    finally:
        server.stop()
    return results


def _child(name: str, folder: str, database: str) -> list[dict[str, Any]]:
    environment = os.environ | {
        "GOLDTHREAD_HOME": f"{folder}/home",
        "GOLDTHREAD_DATABASE": database,
        "DJANGO_SETTINGS_MODULE": "goldthread.config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.audit_cost", name],
        env=environment,
        cwd=Path(__file__).parents[1],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: list[dict[str, Any]] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def measure(name: str) -> list[dict[str, Any]]:
    """All of it on the database of this process."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    return [_requests(name), *_sealing(name), _pages(name)]


def _requests(name: str) -> dict[str, Any]:
    from django.conf import settings
    from django.test import Client

    from goldthread.partners.services import agencies

    settings.ROOT_URLCONF = "benchmarks.audit_cost"
    settings.ALLOWED_HOSTS = ["testserver"]
    client, recorded = Client(), agencies.record
    spent: dict[bool, list[float]] = {True: [], False: []}
    count = 0
    for turn in range(TURNS * 2):
        with_row = turn % 2 == 0
        agencies.record = recorded if with_row else _nothing  # type: ignore[assignment]
        began = time.process_time()
        for _ in range(REQUESTS):
            count += 1
            assert client.get(f"/add/{count}/").status_code == 200
        spent[with_row].append((time.process_time() - began) * 1000 / REQUESTS)
    agencies.record = recorded
    with_, without = (sorted(spent[each])[TURNS // 2] for each in (True, False))
    return {
        "name": f"the row that an act leaves, {name}",
        "measure": f"CPU ms that it adds to a request (medians of {TURNS} turns of {REQUESTS})",
        "value": with_ - without,
        "required": f"at most {BUDGET}",
        "with_ms": with_,
        "without_ms": without,
    }


def _sealing(name: str) -> list[dict[str, Any]]:
    from datetime import UTC, datetime, timedelta

    from goldthread.audit.keys import keys
    from goldthread.audit.sealing import seal_due
    from goldthread.audit.verification import verify

    now = datetime.now(UTC)
    seal_due(at=now)
    _fill(ROWS, now)
    began, sealed = time.process_time(), 0
    while done := seal_due(at=now + timedelta(seconds=1)):
        sealed += done
    sealing = (time.process_time() - began) * 1000 / sealed
    began = time.process_time()
    for _ in range(200):
        seal_due(at=now)
    idle = (time.process_time() - began) * 1000 / 200
    began = time.process_time()
    found = verify(keys())
    verifying = (time.process_time() - began) * 1000 / found.rows
    assert found.state == "whole", found.fault
    return [
        {
            "name": f"sealing, {name}",
            "measure": f"CPU ms a row, over {sealed} rows",
            "value": sealing,
            "required": "at most 0.2",
            "ms_when_nothing_waits": idle,
        },
        {
            "name": f"verifying the whole record, {name}",
            "measure": f"CPU ms a row, over {found.rows} rows",
            "value": verifying,
            "required": "at most 0.1",
        },
    ]


def _pages(name: str) -> dict[str, Any]:
    from datetime import UTC, datetime

    from django.test import Client
    from tests.partners.people import make_person

    from goldthread.audit.models import Event

    _fill(200_000 - Event.objects.count(), datetime.now(UTC))
    client = Client()
    client.force_login(make_person(role="governance"))
    spent = {}
    for what, address in PAGES.items():
        turns = []
        for _ in range(9):
            began = time.process_time()
            assert client.get(address).status_code == 200
            turns.append((time.process_time() - began) * 1000)
        spent[what] = sorted(turns)[4]
    return {
        "name": f"the page of the record over 200,000 rows, {name}",
        "measure": "CPU ms of the slowest of four ways to ask (medians of 9)",
        "value": max(spent.values()),
        "required": "at most 25",
    } | spent


def _fill(rows: int, at: Any) -> None:
    """Acts as an agency's update of an action leaves them, four hundred people's."""
    from datetime import timedelta
    from uuid import uuid4

    from goldthread.audit.models import Event

    for begin in range(0, rows, 5_000):
        Event.objects.bulk_create(
            [
                Event(
                    at=at + timedelta(milliseconds=n), cause=uuid4(),
                    actor_reference=f"person:{n % 400}", actor_label="Ottoline Marsh",
                    actor_email=f"person{n % 400}@example.org",
                    agency_label="The council", verb=f"action.updated_{n % 60}",
                    subject_kind="delivery.action", subject_reference=str(n % 9_000),
                    subject_label=f"Action {n}",
                    detail={"before": {"state": "open"}, "after": {"state": "done"}},
                )
                for n in range(begin, min(begin + 5_000, rows))
            ],
            batch_size=500,
        )  # fmt: skip


PAGES = {
    "all_ms": "/record/",
    "one_person_ms": "/record/?email=person7@example.org",
    "one_thing_ms": "/record/?kind=delivery.action&reference=77",
    "one_verb_ms": "/record/?verb=action.updated_7",
}


def _nothing(*given: Any, **named: Any) -> None:
    """In the place of `record`."""


def add(request: Any, number: int) -> Any:
    """A request that changes one thing and shows a page."""
    from datetime import UTC, datetime

    from django.shortcuts import render

    from goldthread.partners import services

    services.add_agency(name=f"Agency {number}", by=None, at=datetime.now(UTC))
    return render(request, "web/errors/page.html")


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1])))
elif "DJANGO_SETTINGS_MODULE" in os.environ:  # imported as the addresses of the site
    from django.urls import path

    from goldthread.config.urls import urlpatterns as of_the_product
    from goldthread.web.access import published

    # Under a name that the file of roles lets everybody open.
    urlpatterns = [
        path("add/<int:number>/", published(add), name="set_up"),
        *of_the_product,
    ]
