"""How much CPU one scorecard of 40 measures takes over 7.2 million readings.

The store holds 1,000 measures, each of 60 areas, month by month for ten years, with the
standings that the services would have kept. The bar is 300 ms CPU for the page, from the
request to the last byte of HTML, signed in, with every middleware, on the default
database; the page must not take memory that grows with the store. The rows are written
by SQL, past the services: what is measured is reading them.
"""

import os
import resource
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from typing import Any

MEASURES, AREAS, MONTHS, ROWS, REPEATS = 1_000, 60, 120, 40, 15
NOW = datetime.now(UTC)

READINGS = """
INSERT INTO performance_reading (
    indicator_id, area_code, period_start, period_end, value, comes_from, evidence,
    lake_version, vintage, reason, recorded_at
)
WITH RECURSIVE
area(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM area WHERE n < :areas - 1),
step(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM step WHERE n < :months - 1)
SELECT
    i.id,
    'X' || printf('%08d', area.n),
    date('2016-10-01', '+' || step.n || ' months'),
    date('2016-10-01', '+' || (step.n + 1) || ' months'),
    100 + (i.id * 7 + area.n * 13 + step.n * 29) % 23,
    'hand', 'Benchmark', '', 1, '', '2026-11-01 00:00:00'
FROM performance_indicator AS i, area, step
ORDER BY i.id, area.n, step.n
"""


def run() -> list[dict[str, Any]]:
    """The median CPU of a scorecard and of one measure's page, warm."""
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
        client, agency, readings = _fill()
        card = f"/measures/?by=agency&key={agency}"
        client.get(card)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        found = [
            {
                "name": f"a scorecard of {ROWS} measures",
                "measure": f"CPU ms, median of {REPEATS}",
                "value": _spent(client, card),
                "required": "at most 300",
                "readings in the store": readings,
                "standings in the store": MEASURES * AREAS,
                "MB of memory it added": (
                    resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
                )
                / 1024,
            },
            {
                "name": "one measure's readings as a file",
                "measure": "CPU ms, one",
                "value": _once(client, "/measures/B-1/readings.csv"),
                "required": "at most 2000",
                "rows": AREAS * MONTHS,
            },
        ]
        from django.db import connection

        connection.close()
        return found


def _spent(client: Any, address: str) -> float:
    return sorted(_once(client, address) for _ in range(REPEATS))[REPEATS // 2]


def _once(client: Any, address: str) -> float:
    begun = time.process_time()
    answer = client.get(address)
    spent = time.process_time() - begun
    assert answer.status_code == 200, (address, answer.status_code)
    return spent * 1000


def _fill() -> tuple[Any, int, int]:
    from django.db import connection
    from django.test import Client

    from goldthread.partners import services
    from goldthread.performance.models import Indicator, Reading

    services.found_demonstration(
        area_code="X00000000", area_name="Safer Saxonbridge", by=None, at=NOW
    )
    agencies = [
        services.add_agency(name=f"Agency {n}", by=None, at=NOW)
        for n in range(MEASURES // ROWS)
    ]
    person = services.add_person(
        email="person@example.org",
        name="Person",
        password="seven herons under the viaduct",
        by=None,
        at=NOW,
    )
    services.appoint(
        person,
        agency=agencies[0],
        role="manager",
        from_on=date(2024, 4, 1),
        by=None,
        at=NOW,
    )
    Indicator.objects.bulk_create(
        Indicator(
            code=f"B-{n}",
            name=f"Measure {n}",
            definition="What it is.",
            counts="One.",
            source="Benchmark",
            unit="crimes",
            kind="count",
            polarity="down",
            about="population" if n % 3 else "service",
            basis="recorded",
            every=1,
            owner=agencies[n % len(agencies)],
            comes_from="hand",
            area_code="X00000000",
            opened_on=date(2016, 4, 1),
            added_at=NOW,
        )
        for n in range(1, MEASURES + 1)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            READINGS.replace(":areas", str(AREAS)).replace(":months", str(MONTHS))
        )
    _stand()
    client = Client()
    client.force_login(person)
    return client, agencies[1].pk, Reading.objects.count()


def _stand() -> None:
    """One standing derived by the services, then its like for every measure and area."""
    from django.db import connection

    from goldthread.performance import services
    from goldthread.performance.models import Indicator, Standing

    first = Indicator.objects.get(code="B-1")
    services.restand(first, by=None, at=NOW)
    columns = [
        field.column
        for field in Standing._meta.concrete_fields
        if field.column not in ("id", "indicator_id", "area_code", "reading_id")
    ]
    told = ", ".join(f's."{name}"' for name in columns)
    named = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO performance_standing (indicator_id, area_code, reading_id, {named})
            SELECT r.indicator_id, r.area_code, r.id, {told}
            FROM performance_reading AS r
            INNER JOIN performance_standing AS s ON s.area_code = r.area_code
            WHERE r.period_start = '2026-09-01' AND r.indicator_id <> {first.pk}
            """  # noqa: S608 (names of our own columns)
        )


if __name__ == "__main__":
    for each in run():
        sys.stdout.write(f"{each}\n")
