"""A spreadsheet taken back and loaded again brings the same actions back, no twins."""

from datetime import date, timedelta

import pytest
from django.test import Client
from tests.delivery.sheets import (  # fmt: skip
    answered,
    handed_in,
    loaded,
    make_partnership,
    simple,
    tried,
    work,
)
from tests.delivery.test_sheets_same import HEADS, LATER, THEFT, row
from tests.partners.people import NOW

from goldthread.audit.models import Event
from goldthread.delivery import services
from goldthread.delivery.models import Action, Dependency, PlanImport, SheetRow
from goldthread.partners.models import Person

pytestmark = pytest.mark.django_db
SHEET = simple(
    row("1", "Install bleed kits"),
    row("2", "Mark bicycles", THEFT),
    headings=HEADS,
)


@pytest.fixture
def manager() -> Person:
    return make_partnership()


def taken_back(by: Person, sheet: bytes = SHEET, hours: int = 1) -> PlanImport:
    return services.undo_import(
        loaded(by, sheet), by=by, at=NOW + timedelta(hours=hours)
    )


def again(by: Person, sheet: bytes = SHEET) -> PlanImport:
    found = answered(handed_in(by, sheet), by)
    return services.load_import(found, seen=tried(found).digest, by=by, at=LATER)


@pytest.mark.covers("G4")
def test_the_same_actions_come_back_and_their_history_goes_on(manager: Person) -> None:
    taken_back(manager)
    gone = list(Action.objects.order_by("pk"))
    assert all(each.deleted_at for each in gone)

    found = again(manager)

    there = list(Action.objects.order_by("pk"))
    assert [each.pk for each in there] == [each.pk for each in gone]
    assert [each.reference for each in there] == ["A-001", "A-002"]
    assert not any(each.deleted_at or each.deleted_by for each in there)
    assert [row.reference for row in SheetRow.objects.order_by("action")] == ["1", "2"]
    log = there[0].changes.order_by("version").values_list("before", "after", "reason")
    assert list(log) == [
        ("", "deleted", "Taken back: plan.xlsx"),
        ("deleted", "", "From the spreadsheet plan.xlsx"),
    ]
    event = Event.objects.filter(verb="plan_import.loaded").latest("pk")
    assert event.detail["rows"] == [["A-001", "restored"], ["A-002", "restored"]]
    assert Event.objects.filter(verb="action.restored").count() == 2
    assert found.counts == {"restore": 2}


def test_loaded_and_taken_back_three_times_there_are_never_twins(
    manager: Person,
) -> None:
    for hours in (1, 2, 3):
        taken_back(manager, hours=hours)

    again(manager)
    assert Action.objects.standing().count() == Action.objects.count() == 2


def test_what_the_second_file_says_otherwise_is_changed_and_taken_back_with_it(
    manager: Person,
) -> None:
    taken_back(manager)
    mended = simple(
        row("1", "Install twenty bleed kits"),
        row("2", "Mark bicycles", THEFT, "Saxonshire Police", "At risk", date(2027, 6, 1)),
        headings=HEADS,
    )  # fmt: skip
    found = answered(handed_in(manager, mended), manager)
    trial = tried(found)
    assert trial.counts == {"restore": 2}
    assert [[each.label for each in r.cells] for r in trial.rows] == [
        ["Action"],
        ["Lead agency", "Due", "Status", "Latest update"],
    ]
    services.load_import(found, seen=trial.digest, by=manager, at=LATER)
    bicycles = Action.objects.get(reference="A-002")
    assert (bicycles.status, bicycles.due_on) == ("at_risk", date(2027, 6, 1))

    services.undo_import(found, by=manager, at=NOW + timedelta(hours=2))
    bicycles.refresh_from_db()
    assert (bicycles.status, bicycles.due_on) == ("not_started", None)
    assert Action.objects.deleted().count() == Action.objects.count() == 2
    assert not SheetRow.objects.exists()
    assert tried(handed_in(manager, SHEET)).counts == {"restore": 2}


def test_one_that_somebody_deleted_or_that_somebody_kept_is_none_of_them(
    manager: Person,
) -> None:
    taken_back(manager)
    one, two = Action.objects.order_by("pk")
    services.restore_action(one, by=manager, at=LATER)
    services.delete_action(one, reason="Not ours", by=manager, at=LATER + timedelta(1))
    services.restore_action(two, by=manager, at=LATER)

    trial = tried(handed_in(manager, SHEET))
    assert [(each.outcome, each.action) for each in trial.rows] == [
        ("create", None),
        ("leave", two),
    ]


def test_after_thirty_days_it_is_a_new_one(manager: Person) -> None:
    found = loaded(manager, SHEET)
    services.undo_import(found, by=manager, at=NOW - timedelta(days=30))

    assert tried(handed_in(manager, SHEET)).counts == {"create": 2}


def test_the_same_words_under_two_numbers_come_back_each_to_its_own(
    manager: Person,
) -> None:
    twice = simple(row("1", "Mark bicycles"), row("2", "Mark bicycles"), headings=HEADS)
    taken_back(manager, twice)
    one, two = Action.objects.order_by("pk")

    rows = tried(handed_in(manager, twice)).rows
    assert [each.action for each in rows] == [one, two]
    turned = simple(row("2", "Mark bicycles"), row("7", "Mark bicycles"), headings=HEADS)  # fmt: skip
    rows = tried(answered(handed_in(manager, turned), manager)).rows
    assert [each.action for each in rows] == [two, one]
    one_more = simple(*(row(n, "Mark bicycles") for n in "1278"), headings=HEADS)
    rows = tried(answered(handed_in(manager, one_more), manager)).rows
    assert [each.action for each in rows] == [one, two, None, None]


def test_elsewhere_in_the_plan_the_same_words_are_another_action(
    manager: Person,
) -> None:
    taken_back(manager)

    moved = simple(row("1", "Install bleed kits", THEFT), headings=HEADS)
    assert tried(handed_in(manager, moved)).counts == {"create": 1}


def test_under_the_reference_given_here_it_comes_back_too(manager: Person) -> None:
    taken_back(manager)

    ours = simple(
        row("A-001", "Install bleed kits"),
        ("A-002", None, None, None, None, None, date(2027, 6, 1)),
        headings=HEADS,
    )
    rows = tried(answered(handed_in(manager, ours), manager)).rows
    assert [each.outcome for each in rows] == ["restore", "restore"]


def test_one_that_comes_back_waits_for_another_that_does(manager: Person) -> None:
    sheet = simple(
        (*row("1", "Install bleed kits"), "2: the numbers"),
        (*row("2", "Mark bicycles", THEFT), None),
        headings=(*HEADS[:5], "Waits for"),
    )
    taken_back(manager, sheet)
    again(manager, sheet)

    waits = Dependency.objects.get()
    assert (waits.action.reference, waits.on.reference) == ("A-001", "A-002")


def test_what_was_reported_before_it_was_taken_back_is_not_reported_twice(
    manager: Person,
) -> None:
    sheet = simple(row("1", "Install bleed kits", THEFT, "Saxonshire Police", "Red"), headings=HEADS)  # fmt: skip
    taken_back(manager, sheet)
    again(manager, sheet)

    action = Action.objects.get()
    assert (action.status, action.updates.count()) == ("off_track", 1)
    assert tried(handed_in(manager, sheet)).counts == {"leave": 1}


def test_the_page_says_what_comes_back_and_what_came_back(
    client: Client, manager: Person
) -> None:
    taken_back(manager)
    client.force_login(manager)
    found = answered(handed_in(manager, SHEET), manager)
    base = f"/plan/spreadsheet/{found.pk}/"
    answer = client.get(base)
    page = answer.content.decode()

    assert "Would come back (2)" in page
    assert "0 actions would be added, 2 brought back, 0 changed" in page
    client.post(f"{base}load/", {"seen": answer.context["digest"]})
    work()
    page = client.get(base).content.decode()
    assert "2 brought back" in page
    assert "Brought back (2)" in page
