"""How much CPU the thread of a thing takes on five years of Saxonbridge.

24 workstreams, 200 actions, half of them with their effects, and 6,000 audit rows: more
than the demonstration partnership gathers in five years (41 actions in two). The bar is 100 ms a page, from the request
to the last byte of HTML, signed in, the drawing read from where it was drawn before.
"""

import os
import tempfile
from datetime import UTC, date, datetime, timedelta
from typing import Any

from benchmarks.plan_list import _measured as measured_page

NOW = datetime.now(UTC)
ACTIONS, WORKSTREAMS, PRIORITIES, EVENTS = 200, 24, 4, 6_000


def run() -> list[dict[str, Any]]:
    """The median CPU of each page, warm."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["GOLDTHREAD_HOME"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "goldthread.config.settings"
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command

        settings.STORAGES = settings.STORAGES | {
            "staticfiles": {
                "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
            }
        }
        settings.ALLOWED_HOSTS = ["testserver"]
        call_command("migrate", verbosity=0)
        client = _fill()
        found = [
            _measured(client, words, address)
            for words, address in (
                ("the thread of a finding: everything", "/thread/finding/A1-change/"),
                ("the thread of a priority", "/thread/priority/five-years/priority-1/"),
                ("the thread of an action", "/thread/action/A-0100/"),
                ("every broken thread", "/thread/"),
            )
        ]
        from django.db import connection

        connection.close()
        return found


def _measured(client: Any, words: str, address: str) -> dict[str, Any]:
    told = measured_page(client, words, address)
    told.pop("ms right after a change", None)
    return told | {
        "required": "at most 100",
        "actions": ACTIONS,
        "audit rows": EVENTS,
    }


def _fill() -> Any:
    from django.db import transaction
    from django.test import Client

    from goldthread.audit.services import record
    from goldthread.partners import services as partners
    from goldthread.strategy import services

    council = partners.add_agency(name="Saxonbridge City Council", by=None, at=NOW)
    amar = partners.add_person(
        email="amar@example.org",
        name="Amar Tolliver",
        password="seven herons under the viaduct",
        by=None,
        at=NOW,
    )
    amar.acting = partners.appoint(
        amar,
        agency=council,
        role="manager",
        from_on=date(2024, 4, 1),
        by=None,
        at=NOW,
    )
    start = NOW.date().replace(month=1, day=1)
    strategy = services.start_strategy(
        services.StrategyTold(
            title="Five years",
            partnership="Safer Saxonbridge Partnership",
            period_start=start,
            period_end=start.replace(year=start.year + 5),
        ),
        by=amar,
        at=NOW,
    )
    _weave(strategy, council, amar)
    with transaction.atomic():
        for number in range(EVENTS):
            record("action.updated", amar, by=amar, at=NOW + timedelta(seconds=number))
    client = Client()
    client.login(email="amar@example.org", password="seven herons under the viaduct")
    return client


def _weave(strategy: Any, council: Any, amar: Any) -> None:
    from goldthread.delivery.models import Action, ExpectedEffect
    from goldthread.strategy import services
    from goldthread.strategy.models import Outcome

    finding = _finding()
    priorities = [
        services.add_priority(
            strategy,
            services.PriorityTold(title=f"Priority {number}", statement="", heads=[]),
            by=amar,
            at=NOW,
        )
        for number in range(1, PRIORITIES + 1)
    ]
    for priority in priorities:
        told = [f"{priority}: fewer are harmed, {n}" for n in range(5)]
        services.write_outcomes(priority, told, by=amar, at=NOW)
    services.cite_finding(
        strategy,
        finding,
        services.EvidenceTold(
            text="Violence rose by a tenth.",
            kind="quantitative",
            category="assessment",
            priorities=priorities,
        ),
        by=amar,
        at=NOW,
    )
    streams = [
        services.open_workstream(
            strategy,
            services.WorkstreamTold(
                title=f"Workstream {number}",
                priorities=[priorities[number % PRIORITIES]],
                primary=priorities[number % PRIORITIES],
                opened_on=strategy.period_start,
                lead_agency=council,
            ),
            by=amar,
            at=NOW,
        )
        for number in range(WORKSTREAMS)
    ]
    outcomes = {
        priority.pk: list(Outcome.objects.filter(priority=priority))
        for priority in priorities
    }
    actions = Action.objects.bulk_create(
        Action(
            reference=f"A-{number:04}",
            workstream=streams[number % WORKSTREAMS],
            outcome=outcomes[priorities[number % PRIORITIES].pk][number % 5],
            title=f"Mend lamp {number} by the market",
            kind="prevention",
            lead_agency=council,
            owner=amar if number % 3 else None,
            why="Residents asked" if number % 2 else "",
            due_on=strategy.period_end,
            added_at=NOW,
            heard_on=NOW.date(),
        )
        for number in range(ACTIONS)
    )
    ExpectedEffect.objects.bulk_create(
        ExpectedEffect(
            action=action,
            measure="Violence at night",
            direction="down",
            percent=10,
            window_from=strategy.period_start,
            window_until=strategy.period_end,
            stated_at=NOW,
        )
        for action in actions[::2]
    )


def _finding() -> Any:
    from goldthread.assessment.models import Assessment, Finding
    from goldthread.documents import stored
    from goldthread.documents.model import Document

    document = Document(
        title="Change",
        subtitle="",
        area="Saxonbridge",
        marking="",
        date=NOW.date(),
        lake_version="f" * 64,
        sections=(),
    )
    text = stored.to_json(document).decode()
    assessment = Assessment.objects.create(
        area_code="X22000001",
        area_name="Saxonbridge",
        period_start=date(2025, 4, 1),
        period_end=date(2026, 4, 1),
        period_label="2025/26",
        lake_version="f" * 64,
        state="published",
        requested_at=NOW,
        published_document=text,
        published_at=NOW,
    )
    return Finding.objects.create(
        assessment=assessment,
        number=1,
        ref="change",
        chapter="change",
        heading="Change by category",
        method="change 1",
        lake_version="f" * 64,
        questions=[],
        result="{}",
        blocks=text,
    )
