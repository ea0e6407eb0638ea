"""How much CPU a board's pack takes: 40 measures, 80 actions, four files of both editions.

From the button to the last byte on disk: both editions put together from live data, then
PDF, Word, slides and workbook of each, pictures drawn anew. The bar is 60 CPU seconds,
children included, because a worker has one core and a manager waits for it.
"""

import os
import resource
import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

NOW = datetime.now(UTC)
MEASURES, ACTIONS, WORKSTREAMS, MONTHS = 40, 80, 8, 60


def run() -> dict[str, Any]:
    """The CPU seconds of one pack, built and written."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["GOLDTHREAD_HOME"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "goldthread.config.settings"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        pack, by = _fill()
        begun = _spent()
        from goldthread.governance import services
        from goldthread.governance.pack import files

        built = services.build_pack(pack, by=by, at=NOW)
        put_together = _spent() - begun
        files.write_files(built)
        spent = _spent() - begun
        written = [
            path
            for cleared in (False, True)
            for path in files.files_of(built, cleared=cleared).values()
        ]
        from django.db import connection

        connection.close()
        return {
            "name": "a board's pack, from the button to its files",
            "measure": "CPU seconds, children included",
            "value": spent,
            "required": "at most 60",
            "measures": MEASURES,
            "actions": ACTIONS,
            "files": len(written),
            "of it putting it together": put_together,
            "MB of files": sum(map(_size, written)) / 1024**2,
        }


def _size(path: Path) -> int:
    return path.stat().st_size


def _spent() -> float:
    """CPU of this process and of those it waited for."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(
            resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
    )


def _fill() -> tuple[Any, Any]:
    """A board with a strategy in force, its plan and its measures; its pack asked for."""
    from goldthread.core.periods import quarter_of
    from goldthread.governance import services
    from goldthread.partners import services as partners
    from goldthread.partners.services import BodyTold

    partners.found_demonstration(
        area_code="X00000000", area_name="Safer Saxonbridge", by=None, at=NOW
    )
    council = partners.add_agency(name="Saxonbridge City Council", by=None, at=NOW)
    board = partners.add_body(
        BodyTold(name="Safer Saxonbridge Board", kind="governance", level="local"),
        by=None,
        at=NOW,
    )
    streams = _strategy(council, board)
    _plan(streams, council)
    _numbers(streams, council)
    over = quarter_of(quarter_of(NOW.date()).start - timedelta(days=1))
    return services.ask_for_pack(board, over, by=None, at=NOW), None


def _strategy(council: Any, board: Any) -> list[Any]:
    from goldthread.strategy import services
    from goldthread.strategy.models import Strategy

    start = date(NOW.year - 1, 4, 1)
    strategy = services.start_strategy(
        services.StrategyTold(
            title="Three years",
            partnership="Safer Saxonbridge Partnership",
            period_start=start,
            period_end=start.replace(year=start.year + 3),
        ),
        by=None,
        at=NOW,
    )
    priority = services.add_priority(
        strategy,
        services.PriorityTold(title="Violence", statement="Less of it.", heads=[]),
        by=None,
        at=NOW,
    )
    streams = [
        services.open_workstream(
            strategy,
            services.WorkstreamTold(
                title=f"Workstream {number}",
                priorities=[priority],
                primary=priority,
                opened_on=start,
                lead_agency=council,
            ),
            by=None,
            at=NOW,
        )
        for number in range(WORKSTREAMS)
    ]
    services.name_body(strategy, board, by=None, at=NOW)
    # Past the services: walking it into force measures nothing of a pack.
    Strategy.objects.filter(pk=strategy.pk).update(
        state="in_force",
        agreed_at=NOW,
        in_force_from=start,
        published_at=NOW,
        published_by=_somebody(council),
        published_document="{}",
        published_page="{}",
    )
    return streams


def _somebody(council: Any) -> Any:
    from goldthread.partners import services

    person = services.add_person(
        email="amar@example.org",
        name="Amar Tolliver",
        password="seven herons under the viaduct",
        by=None,
        at=NOW,
    )
    services.appoint(
        person,
        agency=council,
        role="manager",
        from_on=date(2024, 4, 1),
        by=None,
        at=NOW,
    )
    return person


def _plan(streams: list[Any], council: Any) -> None:
    from goldthread.delivery import services

    for number in range(ACTIONS):
        services.add_action(
            streams[number % WORKSTREAMS],
            title=f"Mend lamp {number} by the market and say who pays for it",
            kind="prevention",
            lead_agency=council,
            due_on=NOW.date() + timedelta(days=number - 20),
            cost_pounds=1000 + number,
            by=None,
            at=NOW,
        )


def _numbers(streams: list[Any], council: Any) -> None:
    """Every fifth measure worsened, so that there are pictures and words of concern."""
    from goldthread.performance import services
    from goldthread.performance.periods import later
    from goldthread.performance.services import Figure, IndicatorTold

    last = later(NOW.date().replace(day=1), -2)
    first = later(last, 1 - MONTHS)
    for number in range(MEASURES):
        indicator = services.define_indicator(
            IndicatorTold(
                code=f"B{number}",
                name=f"Measure {number} of what happens at night",
                definition="What it is.",
                counts="One.",
                source="Benchmark",
                unit="crimes",
                kind="count",
                polarity="down",
                about="population",
                basis="recorded",
                every=1,
                area_code="X00000000",
                opened_on=first,
                comes_from="hand",
                owner=council,
                workstream=streams[number % WORKSTREAMS],
            ),
            by=None,
            at=NOW,
        )
        worse = 60 if number % 5 == 0 else 0
        figures = [
            Figure(
                later(first, month),
                value=100
                + (number * 7 + month * 29) % 23
                + worse * (month > MONTHS - 9),
            )
            for month in range(MONTHS)
        ]
        services.record_readings(
            indicator, figures, evidence="Benchmark", by=None, at=NOW
        )


if __name__ == "__main__":
    sys.stdout.write(f"{run()}\n")
