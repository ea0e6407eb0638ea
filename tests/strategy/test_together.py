"""Two who press at the same moment: nothing is lost, nothing is true that must not be."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from tests.make import BEGINS, TODAY, make_manager, make_strategy
from tests.partners.people import NOW

from goldthread.audit.models import Event
from goldthread.notes.editing import Overtaken
from goldthread.partners.rules import Refused
from goldthread.strategy import services
from goldthread.strategy.models import SectionVersion, Strategy

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do all at the same moment, each on a connection of its own; how each ended."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        start.wait()
        try:
            act()
        except Overtaken:
            return "overtaken"
        except Refused as refused:
            return str(refused)
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


@pytest.mark.covers("S1")
def test_of_two_that_come_into_force_at_once_one_is_refused() -> None:
    strategies = [make_strategy(f"Strategy {n}", state="agreed") for n in range(2)]

    ends = at_once(
        *(
            lambda s=s: services.bring_into_force(s, from_on=BEGINS, by=None, at=NOW)
            for s in strategies
        )
    )

    assert ends[1] == "done" or ends[0] == "done"
    assert sum(end == "done" for end in ends) == 1
    assert any("Only one is in force on any day" in end for end in ends)
    assert Strategy.objects.filter(state="in_force").count() == 1
    assert Event.objects.filter(verb="strategy.enforce").count() == 1


def test_ten_who_save_a_section_at_once_meet_and_one_version_is_made() -> None:
    area = make_strategy().sections.get(key="area")

    ends = at_once(
        *(
            lambda n=n: services.write_section(
                area, text=f"Words of {n}.", seen=0, on=TODAY, by=None, at=NOW
            )
            for n in range(10)
        )
    )

    assert ends == ["done", *["overtaken"] * 9]
    assert SectionVersion.objects.filter(section=area).count() == 1


@pytest.mark.covers("S48")
def test_the_last_two_boards_that_agree_at_once_agree_the_strategy_once() -> None:
    strategy = make_strategy(state="proposed")
    by = make_manager()

    ends = at_once(
        *(
            lambda a=a: services.record_decision(
                a, decision="agreed", decided_on=TODAY, by=by, at=NOW
            )
            for a in strategy.approvals.all()
        )
    )

    strategy.refresh_from_db()
    assert ends == ["done", "done"]
    assert strategy.state == "agreed"
    assert Event.objects.filter(verb="strategy.agree").count() == 1
