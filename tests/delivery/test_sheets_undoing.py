"""A loaded spreadsheet is taken back by rows, and loads again."""

from datetime import date, timedelta
from typing import Any

import pytest
from tests.delivery.sheet_words import COUNCIL, GROUP, LATER, REPORTS
from tests.delivery.sheets import (
    TODAY,
    handed_in,
    loaded,
    make_partnership,
    messy,
    simple,
    tried,
)
from tests.make_plan import make_action, make_report
from tests.partners.people import NOW

from goldthread.audit.models import Event
from goldthread.delivery import services
from goldthread.delivery.models import Action, PlanImport, SheetRow
from goldthread.delivery.queries.filters import filter_from
from goldthread.delivery.queries.imports import plan_sheet
from goldthread.partners.models import Person
from goldthread.partners.rules import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Person:
    return make_partnership()


@pytest.mark.covers("G4")
def test_taking_back_deletes_what_was_added_and_restores_what_was_changed(
    manager: Person,
) -> None:
    old = make_action("Do it", due_on=date(2027, 1, 1))
    make_report(old, text="We began.", percent=10, next_step="Ask")
    heard = Action.objects.get().last_update_at
    found = loaded(
        manager,
        simple(
            (old.reference, "Burglary and theft", "Do it all", "Saxonshire Police", "Enabling", "Red", "20%", "Nobody came.", date(2027, 6, 1)),
            ("X1", "Safer evenings", "New one", COUNCIL, "Prevention", None, None, None, None),
            headings=REPORTS,
        ),
    )  # fmt: skip
    old.refresh_from_db()
    assert (old.title, old.status, old.percent) == ("Do it all", "off_track", 20)
    assert SheetRow.objects.filter(reference="X1").exists()

    services.undo_import(found, by=manager, at=LATER)

    old = Action.objects.get(pk=old.pk)
    assert (old.title, old.workstream.title, old.kind) == (
        "Do it",
        "Safer evenings",
        "prevention",
    )
    assert (old.due_on, str(old.lead_agency)) == (date(2027, 1, 1), COUNCIL)
    assert (old.status, old.percent, old.next_step) == ("on_track", 10, "Ask")
    assert old.last_update_at == heard  # no owner said a word, so the silence goes on
    assert [each.title for each in Action.objects.deleted()] == ["New one"]
    assert not SheetRow.objects.exists()
    found.refresh_from_db()
    assert (found.state, found.not_undone) == (PlanImport.State.UNDONE, [])
    event = Event.objects.get(verb="plan_import.taken_back")
    assert event.detail == {"rows": ["A-002", "A-001"], "left": []}
    with pytest.raises(Refused, match="taken back already"):
        services.undo_import(found, by=manager, at=LATER)


def test_what_somebody_did_since_stays_and_is_named(manager: Person) -> None:
    noor = Person.objects.get(name="Noor Ashby")
    loaded_ = loaded(manager, messy(), lead_agency=GROUP)
    one, two = Action.objects.order_by("pk")[:2]
    make_report(two, by=None, at=LATER)
    services.change_action(
        one, seen=9, reason="Asked to", by=manager, at=LATER, owner=None
    )
    services.undo_import(loaded_, by=manager, at=LATER)

    loaded_.refresh_from_db()
    assert loaded_.not_undone == [
        {"reference": "A-001", "why": "It was changed by Wulfric Dane on 23 November 2026, after the import; it stays as it is."},
        {"reference": "A-002", "why": "It was reported on by the system account on 23 November 2026, after the import; it stays as it is."},
    ]  # fmt: skip
    assert [each.pk for each in Action.objects.standing().order_by("pk")] == [
        one.pk,
        two.pk,
    ]
    assert noor.actions.count() == 1


def test_after_it_is_taken_back_the_file_loads_again(manager: Person) -> None:
    found = loaded(manager, messy(), lead_agency=GROUP)
    services.undo_import(found, by=manager, at=LATER)
    again = handed_in(manager, messy())

    assert tried(again).counts == {"restore": 4, "aside": 2}


def whole_plan() -> list[Any]:
    """What the plan says, whatever its actions are called."""
    rows = SheetRow.objects.order_by("action__title")
    return [
        [(row.reference, row.cells) for row in rows],
        *(
            {name: value for name, value in told.items() if name not in UNTOLD}
            for told in Action.objects.standing().order_by("title").values()
        ),
    ]


UNTOLD = ("id", "reference", "version", "added_at", "last_update_at")


@pytest.mark.covers("G4")
def test_loaded_taken_back_and_loaded_again_the_plan_is_the_same(
    manager: Person,
) -> None:
    old = make_action("Do it", due_on=date(2027, 1, 1))
    make_report(old, text="We began.", percent=10, next_step="Ask")
    sheet = simple(
        (old.reference, "Safer evenings", "Do it", COUNCIL, "Prevention", "At risk", "92%", "Seven of eight open", date(2027, 6, 1)),
        ("2", "Safer evenings", "Do more", COUNCIL, "Enabling", "On track", "5%", "Begun", None),
        headings=REPORTS,
    )  # fmt: skip
    plans = []
    for hour in (1, 3, 5):
        found = loaded(manager, sheet)
        plans.append(whole_plan())
        services.undo_import(found, by=manager, at=NOW + timedelta(hours=hour))
        old.refresh_from_db()
        assert (old.status, old.percent, old.due_on) == ("on_track", 10, date(2027, 1, 1))  # fmt: skip
    assert plans[0] == plans[1] == plans[2]
    assert (plans[0][1]["status"], plans[0][1]["percent"]) == ("at_risk", 92)
    again = tried(handed_in(manager, sheet))
    assert again.counts == {"change": 1, "restore": 1}
    assert not again.rows[0].notes
    assert [each.label for each in again.rows[0].cells] == [
        "Due", "Status", "Per cent", "Latest update",
    ]  # fmt: skip


def test_what_was_taken_back_is_old_where_somebody_reported_since(
    manager: Person,
) -> None:
    old = make_action("Do it")
    row = (old.reference, "", "Do it", "", "", "At risk", "92%", "Seven open", None)
    sheet = simple(row, headings=REPORTS)
    services.undo_import(loaded(manager, sheet), by=manager, at=LATER)
    make_report(old, text="All eight open.", percent=99, at=LATER)

    trial = tried(handed_in(manager, sheet))
    assert trial.counts == {"leave": 1}
    assert "The plan holds a newer report" in trial.rows[0].notes[0]


def test_a_plan_goes_out_without_the_words_that_took_a_report_back(
    manager: Person,
) -> None:
    old = make_action("Do it")
    make_report(old, text="We began.", percent=10)
    row = (old.reference, "", "Do it", "", "", "At risk", "92%", "Seven open", None)
    found = loaded(manager, simple(row, headings=REPORTS))
    services.undo_import(found, by=manager, at=LATER)
    sheet = plan_sheet(filter_from({}), on=TODAY)

    assert sheet is not None
    at = [name for _, name in sheet.layout.columns].index("text")
    assert [each[at] for each in sheet.rows] == ["We began."]
