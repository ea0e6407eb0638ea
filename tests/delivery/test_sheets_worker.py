"""A spreadsheet in the worker's hands: whole or not at all, and never for long."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.audit.test_kills import environment_of, run
from tests.databases import Postgres
from tests.delivery.sheets import (
    NOW,
    answered,
    handed_in,
    loaded,
    make_partnership,
    simple,
    tried,
    work,
)
from tests.make_plan import make_action, make_report
from tests.migrated import lay_in, lay_on

from goldthread.audit.models import Event
from goldthread.delivery import services
from goldthread.delivery.models import Action, Change, PlanImport, Update
from goldthread.delivery.rules import Refused
from goldthread.delivery.services import import_loading
from goldthread.delivery.tasks import carry_out
from goldthread.partners.models import Appointment, Person

HEADS = ("Reference", "Workstream", "Action", "Lead agency", "Kind", "Status", "Latest update")  # fmt: skip


def rows(count: int) -> list[tuple[Any, ...]]:
    return [
        ("", "Safer evenings", f"Action {n} {'x' * (n % 40)}", "Saxonshire Police", "Prevention", "Amber", f"Report {n}")
        for n in range(count)
    ]  # fmt: skip


@pytest.fixture
def manager() -> Person:
    return make_partnership()


def asked(manager: Person, count: int = 3) -> PlanImport:
    content = simple(*rows(count), headings=HEADS)
    found = answered(handed_in(manager, content), manager)
    return services.ask_to_load(found, seen=tried(found).digest, by=manager, at=NOW)


@pytest.mark.django_db
def test_the_worker_loads_in_the_name_of_whoever_asked_as_they_acted(
    manager: Person,
) -> None:
    asked(manager)
    work()

    found = PlanImport.objects.get()
    assert (found.state, found.loaded_by) == (PlanImport.State.LOADED, manager)
    assert (found.asked_by, found.seen, found.why_not) == (None, "", "")
    event = Event.objects.get(verb="plan_import.loaded")
    assert (event.actor_label, event.agency_label) == (
        "Wulfric Dane",
        str(manager.acting.agency) if manager.acting else "",
    )


@pytest.mark.django_db
def test_whoever_no_longer_runs_the_plan_loads_nothing(manager: Person) -> None:
    asked(manager)
    Appointment.objects.filter(person=manager).update(until_on=NOW.date())
    work()

    found = PlanImport.objects.get()
    assert found.state == PlanImport.State.READY
    assert found.why_not.startswith("Only the partnership manager")
    assert not Action.objects.exists()


@pytest.mark.django_db
def test_a_fault_leaves_the_plan_as_it_was_and_the_page_says_so(
    manager: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = asked(manager)

    def fails(*_: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(import_loading, "keep_rows", fails)
    with pytest.raises(RuntimeError):
        carry_out.func(found.pk)

    found.refresh_from_db()
    assert found.state == PlanImport.State.READY
    assert "stopped at a fault" in found.why_not
    assert not Action.objects.exists() and not Update.objects.exists()


@pytest.mark.django_db
def test_what_the_worker_did_already_is_not_done_again(manager: Person) -> None:
    found = asked(manager)
    work()
    carry_out.func(found.pk)

    assert Action.objects.count() == 3
    assert Event.objects.filter(verb="plan_import.loaded").count() == 1


@pytest.mark.django_db
def test_while_it_is_loaded_its_columns_and_words_stay(manager: Person) -> None:
    found = asked(manager)

    with pytest.raises(Refused, match="It is being loaded"):
        services.confirm_words(found, {}, by=manager, at=NOW)


@pytest.mark.django_db
def test_a_plan_that_changes_while_the_rows_are_worked_out_is_worked_out_again(
    manager: Person,
) -> None:
    found = answered(handed_in(manager, simple(*rows(2), headings=HEADS)), manager)
    seen, tries = tried(found).digest, []

    def tell(done: int, whole: int) -> None:
        if done == 0:
            tries.append(whole)
            if len(tries) == 1:
                make_report(make_action("Something else"))

    services.load_import(found, seen=seen, by=manager, at=NOW, tell=tell)

    assert tries == [2, 2]
    assert Action.objects.count() == 3


@pytest.mark.django_db
def test_what_the_database_refuses_is_a_sentence_and_nothing_is_loaded(
    manager: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = answered(handed_in(manager, simple(*rows(1), headings=HEADS)), manager)
    seen = tried(found).digest
    settle = Action.settle

    def unsettled(action: Action) -> None:
        settle(action)
        action.stage = 2

    monkeypatch.setattr(Action, "settle", unsettled)
    with pytest.raises(Refused, match="An action stands where its status says"):
        services.load_import(found, seen=seen, by=manager, at=NOW)
    assert not Action.objects.exists()


@pytest.mark.django_db
def test_silence_goes_on_from_the_day_it_began_when_an_import_is_taken_back(
    manager: Person,
) -> None:
    action = make_action("Do it")
    heard = Action.objects.get().heard_on
    row = (action.reference, "", "Do it", "", "", "Amber", "Nobody came.")
    found = loaded(manager, simple(row, headings=HEADS))
    services.ask_to_undo(found, by=manager, at=NOW)
    work()

    assert Action.objects.get().heard_on == heard
    assert Change.objects.count() == 0 and Update.objects.count() == 2


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_others_wait_for_three_hundred_rows_no_longer_than_a_moment(
    manager: Person,
) -> None:
    """Measured: 0.25 s of CPU and less of waiting, where it was 6 s; here the bar."""
    found, held = asked(manager, 300), []
    began = 0.0

    def timed(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal began
        if sql.startswith(("INSERT", "UPDATE", "SELECT")) and began == 0.0:
            began = time.process_time() if connection.in_atomic_block else 0.0
        result = execute(sql, params, many, context)
        if began and connection.in_atomic_block:
            held.append(time.process_time() - began)
        elif not connection.in_atomic_block:
            began = 0.0
        return result

    with connection.execute_wrapper(timed):
        services.carry_out_asked(found, at=NOW)

    assert Action.objects.count() == 300
    assert max(held) < 1.0, max(held)


QUEUE = """
from goldthread.cli.booted import boot_with_tables
boot_with_tables()
from tests.delivery.test_sheets_worker import asked
from tests.delivery.sheets import make_partnership
asked(make_partnership(), 200)
"""
JUDGE = """
from goldthread.cli.booted import boot_with_tables
boot_with_tables()
from goldthread.audit.models import Event
from goldthread.delivery.models import Action, PlanImport, Update
print(PlanImport.objects.get().state, Action.objects.count(), Update.objects.count(),
      *(Event.objects.filter(verb=verb).count() for verb in
        ("action.added", "action.reported", "plan_import.loaded")))
from goldthread.web.background import take_up_interrupted
take_up_interrupted()
"""


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A home and a database that other processes reach, of the kind this run tests."""
    if connection.vendor == "sqlite":
        lay_in(tmp_path / "home")
        yield environment_of(tmp_path / "home")
        return
    server = Postgres()
    lay_on(str(server.folder), "postgres")
    yield environment_of(tmp_path / "home", server.url)
    server.stop()


@pytest.mark.slow
def test_killed_at_any_moment_it_is_loaded_once_or_not_at_all(
    environment: dict[str, str],
) -> None:
    chance, seen = random.Random(20261126), set[str]()
    run(QUEUE, environment)
    for _ in range(6):
        worker = subprocess.Popen(
            [sys.executable, "-m", "django", "db_worker", "--no-startup-delay", "--batch"],
            env=environment | {"DJANGO_SETTINGS_MODULE": "goldthread.config.settings"},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            worker.wait(chance.uniform(1.0, 3.0))
        except subprocess.TimeoutExpired:
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait()
        seen.add(run(JUDGE, environment).strip())
    subprocess.run(
        [sys.executable, "-m", "django", "db_worker", "--no-startup-delay", "--batch"],
        env=environment | {"DJANGO_SETTINGS_MODULE": "goldthread.config.settings"},
        check=True, capture_output=True,
    )  # fmt: skip

    whole, nothing = "loaded 200 200 200 200 1", "loading 0 0 0 0 0"
    assert seen <= {whole, nothing}, seen
    assert run(JUDGE, environment).strip() == whole
