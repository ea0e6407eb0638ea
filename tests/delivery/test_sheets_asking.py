"""Who brings a spreadsheet in, what is asked of them, and what is refused."""

import time

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.delivery.sheet_words import COUNCIL, GROUP, REPORTS
from tests.delivery.sheets import (
    TODAY,
    answered,
    handed_in,
    loaded,
    make_partnership,
    messy,
    simple,
    tried,
)
from tests.make_plan import make_action, make_police_lead
from tests.partners.people import NOW

from goldthread.delivery import services
from goldthread.delivery.models import Action, Change, PlanImport
from goldthread.delivery.sheets.mapping import Mapping, mapping_from
from goldthread.delivery.sheets.preparing import prepared
from goldthread.partners.models import Person
from goldthread.partners.rules import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Person:
    return make_partnership()


@pytest.mark.covers("G4")
def test_a_word_said_once_is_known_in_the_next_layout_whatever_its_column(
    manager: Person,
) -> None:
    agency = str(make_action("Other").lead_agency_id)
    heads = ("Action", "Lead agency", "Workstream", "Kind")
    first = ("Do it", "Community Trust", "Safer evenings", "Prevention")
    loaded(manager, simple(first, headings=heads), lead_agency={"Community Trust": agency})  # fmt: skip
    second = simple(
        ("Do more", COUNCIL, "Community Trust", "Safer evenings", "Prevention"),
        ("Do most", "Community Trust", "", "Safer evenings", "Prevention"),
        headings=("What we will do", "Led by", "Key partners", "Theme", "Type"),
    )
    found = handed_in(manager, second)

    assert not prepared(found, on=TODAY).asked
    found = services.confirm_columns(found, mapping_from(found.mapping), by=manager, at=NOW)  # fmt: skip
    assert found.state == PlanImport.State.READY


def test_only_the_manager_brings_in_loads_and_takes_back(manager: Person) -> None:
    found = answered(handed_in(manager, messy()), manager, lead_agency=GROUP)
    lead = make_police_lead()
    seen = tried(found).digest
    mapping = mapping_from(found.mapping)
    for act in (
        lambda: handed_in(lead, messy()),
        lambda: services.confirm_columns(found, mapping, by=lead, at=NOW),
        lambda: services.confirm_words(found, {}, by=lead, at=NOW),
        lambda: services.load_import(found, seen=seen, by=lead, at=NOW),
        lambda: services.undo_import(found, by=lead, at=NOW),
    ):
        with pytest.raises(Refused, match="Only the partnership manager"):
            act()
    with pytest.raises(Refused, match="by a person"):
        services.load_import(found, seen=seen, by=None, at=NOW)
    assert not Action.objects.exists()


def test_steps_out_of_order_are_refused(manager: Person) -> None:
    found = handed_in(manager, messy())
    with pytest.raises(Refused, match="Say first what its columns are"):
        services.load_import(found, seen="", by=manager, at=NOW)
    with pytest.raises(Refused, match="was not loaded"):
        services.undo_import(found, by=manager, at=NOW)
    done = loaded(manager, messy(), lead_agency=GROUP)
    with pytest.raises(Refused, match="loaded already"):
        services.confirm_columns(done, mapping_from(done.mapping), by=manager, at=NOW)


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({0: "title", 1: "title"}, "are both said to be Action"),
        ({3: "lead_agency"}, "Say which column holds the action"),
        ({0: "title", 99: "due_on"}, "Choose each column again"),
        ({0: "title", 1: "salary"}, "Choose each column again"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(
    manager: Person, columns: dict[int, str], why: str
) -> None:
    found = handed_in(manager, messy())
    with pytest.raises(Refused, match=why):
        services.confirm_columns(found, Mapping(columns=columns), by=manager, at=NOW)
    with pytest.raises(Refused, match="Choose a sheet"):
        services.confirm_columns(found, Mapping(sheet=9), by=manager, at=NOW)
    with pytest.raises(Refused, match="Choose from the list"):
        services.confirm_words(
            found, {"lead_agency": {"police": "999999"}}, by=manager, at=NOW
        )


def test_every_unknown_word_is_asked_about_once_with_what_it_comes_nearest_to(
    manager: Person,
) -> None:
    asked = prepared(handed_in(manager, messy()), on=TODAY).asked

    assert [(each.field, each.word, each.times, each.guess_words) for each in asked] == [
        ("owner", "Somebody Else", 1, ""),
        ("lead_agency", "Canal Street Residents", 1, ""),
        ("lead_agency", "Police", 1, "Saxonshire Police"),
        ("lead_agency", "Saxonbridge Fire & Rescue", 2, "Saxonbridge Fire and Rescue Service"),
        ("support_agencies", "City Council", 1, COUNCIL),
        ("support_agencies", "Council", 1, COUNCIL),
    ]  # fmt: skip


def test_the_database_refuses_an_import_half_loaded_or_half_undone(
    manager: Person,
) -> None:
    found = handed_in(manager, messy())
    for told in (
        {"loaded_at": NOW, "loaded_by": None, "state": "loaded"},
        {"undone_at": NOW, "undone_by": None},
        {"state": "loaded"},
        {"state": "ready", "loaded_at": NOW, "loaded_by": manager},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            PlanImport.objects.filter(pk=found.pk).update(**told)


def test_reasons_of_changes_name_the_file(manager: Person) -> None:
    action = make_action("Do it")
    loaded(manager, simple((action.reference, "", "Do it", "Saxonshire Police", "")))

    change = Change.objects.get(field="lead_agency")
    assert (change.reason, change.by) == ("From the spreadsheet plan.xlsx", manager)


@pytest.mark.slow
def test_three_hundred_actions_are_tried_and_loaded_while_somebody_waits(
    manager: Person,
) -> None:
    rows = [
        (f"{n}", "Safer evenings", f"Action {n} {'x' * (n % 40)}", COUNCIL, "Prevention", "Amber", "30%", f"Report {n}", None)
        for n in range(300)
    ]  # fmt: skip
    found = answered(handed_in(manager, simple(*rows, headings=REPORTS)), manager)
    start = time.process_time()
    trial = tried(found)
    between = time.process_time()
    services.load_import(found, seen=trial.digest, by=manager, at=NOW)
    end = time.process_time()

    print(f"tried {between - start:.2f} s, loaded {end - between:.2f} s")  # noqa: T201
    assert between - start < 2
    assert end - between < 15
    with CaptureQueriesContext(connection) as asked:
        tried(handed_in(manager, simple(*rows, headings=REPORTS)))
    assert len(asked) < 45
