"""A spreadsheet becomes the plan: looked at first, loaded as one act, taken back by rows."""

import time
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.delivery.sheets import (
    HEADINGS,
    ROWS,
    TODAY,
    answered,
    handed_in,
    loaded,
    make_partnership,
    messy,
    simple,
    tried,
)
from tests.make_plan import make_action, make_police_lead, make_report
from tests.partners.people import NOW

from goldthread.audit.models import Event
from goldthread.delivery import services
from goldthread.delivery.models import Action, Change, PlanImport, SheetRow, Update
from goldthread.delivery.queries.filters import filter_from
from goldthread.delivery.queries.imports import plan_sheet
from goldthread.delivery.rules import Overtaken
from goldthread.delivery.sheets.mapping import Mapping, mapping_from
from goldthread.delivery.sheets.preparing import prepared
from goldthread.partners.models import Person
from goldthread.partners.rules import Refused

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
GROUP = {"Canal Street Residents": "community"}
OWN = ("Reference", "Workstream", "Action", "Lead agency", "Kind")
REPORTS = (*OWN, "Status", "Per cent", "Latest update", "Due")
COUNCIL = "Saxonbridge City Council"


@pytest.fixture
def manager() -> Person:
    return make_partnership()


def test_a_messy_plan_is_understood_but_for_two_rows_that_say_why(
    manager: Person,
) -> None:
    found = answered(handed_in(manager, messy()), manager, lead_agency=GROUP)
    trial = tried(found)

    assert trial.counts == {"create": 4, "aside": 2}
    aside = {
        row.row.number: [str(p) for p in row.problems] for row in trial.of("aside")
    }
    assert aside == {
        8: [
            "Deadline: expected a day that exists, the day before the month, found '31/02/2027'. Write it like 31/03/2027 or 31 March 2027."
        ],
        10: [
            "Action: expected each action once, found 'Mark bicycles in every secondary school'. Row 9 says the same action already. Take one of them out."
        ],
    }
    assert not Action.objects.exists()


@pytest.mark.covers("C40", "G4")
def test_a_loaded_row_is_an_action_with_everything_its_columns_said(
    manager: Person,
) -> None:
    loaded(manager, messy(), lead_agency=GROUP)

    door = Action.objects.get(title__startswith="Train door staff")
    assert (door.workstream.title, door.kind) == ("Safer evenings", "prevention")
    assert (door.owner and door.owner.name, str(door.lead_agency)) == (
        "Noor Ashby",
        "Saxonshire Police",
    )
    assert {str(each) for each in door.support_agencies.all()} == {"Fire", COUNCIL}
    assert (door.start_on, door.due_on) == (date(2026, 4, 1), date(2027, 3, 31))
    assert (door.cost_pounds, door.measure) == (12_500, "Venues trained")
    # "In progress" says that it goes on; the colour beside it says how well.
    assert (door.status, door.percent, door.origin) == ("at_risk", 40, "import")
    told = door.updates.get()
    assert (told.via, told.text) == (
        Update.Via.IMPORT,
        "Two of five venues trained, the third cancelled.",
    )
    pastors = Action.objects.get(title__startswith="Street pastors")
    assert (pastors.community_owner, pastors.lead_agency) == (
        "Canal Street Residents",
        None,
    )
    assert (pastors.due_on, pastors.kind) == (None, "early_help")
    assert not pastors.updates.exists()
    bicycles = Action.objects.get(title__startswith="Mark bicycles")
    assert str(bicycles.lead_agency) == "Fire"
    assert (bicycles.status, bicycles.percent) == ("complete", 100)


def test_loading_is_one_act_with_its_list_and_what_it_caused_shares_its_cause(
    manager: Person,
) -> None:
    found = loaded(manager, messy(), lead_agency=GROUP)

    event = Event.objects.get(verb="plan_import.loaded")
    assert event.detail["rows"] == [[f"A-00{n}", "added"] for n in range(1, 5)]
    assert event.detail["set_aside"] == [8, 10]
    assert event.detail["sha256"] == found.file_hash
    same = Event.objects.filter(cause=event.cause).values_list("verb", flat=True)
    assert sorted(same) == sorted(
        ["plan_import.loaded", *["action.added"] * 4, *["action.reported"] * 3]
    )
    verbs = ("handed_in", "columns_confirmed", "words_confirmed", "loaded")
    for verb in verbs:
        assert Event.objects.filter(verb=f"plan_import.{verb}").count() == 1


def test_the_same_file_again_under_another_name_changes_nothing(
    manager: Person,
) -> None:
    loaded(manager, messy(), lead_agency=GROUP)
    versions = list(Action.objects.order_by("pk").values_list("version", flat=True))
    again = handed_in(manager, messy(), "Copy of plan (2).xlsx")
    trial = tried(again)

    assert again.state == PlanImport.State.READY  # nothing was asked again
    assert trial.counts == {"leave": 4, "aside": 2}
    with pytest.raises(Refused, match="Nothing in this file would change the plan"):
        services.load_import(again, seen=trial.digest, by=manager, at=NOW)
    assert versions == list(
        Action.objects.order_by("pk").values_list("version", flat=True)
    )


@pytest.mark.covers("G4")
def test_next_quarters_file_needs_no_click_and_says_only_what_is_new(
    manager: Person,
) -> None:
    loaded(manager, messy(), lead_agency=GROUP)
    rows = [list(row) for row in ROWS]
    rows[1][HEADINGS.index("Status")] = "Completed"
    rows[1][HEADINGS.index("Progress to date")] = "Handed to the night-time team."
    quarter = handed_in(manager, messy([*map(tuple, rows)]), "Q3.xlsx")

    assert quarter.state == PlanImport.State.READY
    changed = tried(quarter).of("change")
    assert [row.reference for row in changed] == ["1.2"]
    assert [(c.label, c.before, c.after) for c in changed[0].cells] == [
        ("Status", "On track", "Complete"),
        ("Per cent", "75", "100"),
        ("Latest update", "Running since June.", "Handed to the night-time team."),
    ]


def test_loading_twice_is_refused_and_done_once(manager: Person) -> None:
    found = answered(handed_in(manager, messy()), manager, lead_agency=GROUP)
    seen = tried(found).digest
    services.load_import(found, seen=seen, by=manager, at=NOW)

    with pytest.raises(Refused, match="was loaded on 23 November 2026 already"):
        services.load_import(found, seen=seen, by=manager, at=LATER)
    assert Action.objects.count() == 4


def test_what_was_looked_at_is_what_is_loaded_or_nothing_is(manager: Person) -> None:
    action = make_action("Open a taxi marshal scheme")
    content = simple((action.reference, "", action.title, "Saxonshire Police", ""))
    found = answered(handed_in(manager, content), manager)
    seen = tried(found).digest
    make_report(action)

    with pytest.raises(Overtaken, match="The plan changed since you looked"):
        services.load_import(found, seen=seen, by=manager, at=LATER)
    action.refresh_from_db()
    assert str(action.lead_agency) == COUNCIL


def test_rows_find_their_action_by_reference_else_by_title(manager: Person) -> None:
    one, two = make_action("Taxi marshals"), make_action("Street lights")
    found = answered(
        handed_in(
            manager,
            simple(
                ("a-001", "", "Taxi marshals at the station", COUNCIL, ""),
                ("", "", "STREET  lights", "Saxonshire Police", ""),
                ("", "Safer evenings", "Street lightz", COUNCIL, "Prevention"),
            ),
        ),
        manager,
    )
    rows = tried(found).rows

    assert [row.action for row in rows] == [one, two, None]
    assert [(c.label, c.before, c.after) for c in rows[0].cells] == [
        ("Action", "Taxi marshals", "Taxi marshals at the station")
    ]
    assert (rows[2].match.is_asked, rows[2].match.choices) == (True, (two,))


def test_a_title_of_two_actions_a_deleted_one_and_no_words_at_all_are_set_aside(
    manager: Person,
) -> None:
    make_action("Twice")
    make_action("Twice")
    gone = make_action("Gone")
    services.delete_action(gone, reason="Not ours", by=manager, at=NOW)
    found = answered(
        handed_in(
            manager,
            simple(
                ("", "Safer evenings", "Twice", COUNCIL, "Prevention"),
                (gone.reference, "Safer evenings", "Gone", COUNCIL, "Prevention"),
                ("", "Safer evenings", "", COUNCIL, "Prevention"),
            ),
        ),
        manager,
    )
    why = [str(row.problems[0]) for row in tried(found).rows]

    assert "Write one of these references." in why[0] and "A-001 and A-002" in why[0]
    assert "A-003 is deleted. Restore it first" in why[1]
    assert "expected what is to be done" in why[2]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (("", "Nowhere", "Do it", COUNCIL, "Prevention"), "Workstream: expected one of those known here"),
        (("", "", "Do it", COUNCIL, "Prevention"), "Workstream: expected a workstream of the strategy"),
        (("", "Safer evenings", "Do it", COUNCIL, ""), "Kind: expected a kind of action"),
        (("", "Safer evenings", "Do it", "", "Prevention"), "Lead agency: expected an agency, or a group"),
        (("", "Safer evenings", "Do it", "#REF!", "Prevention"), "The formula in this cell fails"),
        (("", "Safer evenings", "Do \u202eti", COUNCIL, "Prevention"), "marks that turn it around"),
        (("x" * 61, "Safer evenings", "Do it", COUNCIL, "Prevention"), "at most 60 characters"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_stand_is_set_aside_with_column_and_cure(
    manager: Person, row: tuple[Any, ...], why: str
) -> None:
    found = answered(
        handed_in(manager, simple(row)), manager, workstream={"Nowhere": ""}
    )
    aside = tried(found).of("aside")

    assert why in str(aside[0].problems[0])
    with pytest.raises(Refused, match="No row of this file can be loaded"):
        services.load_import(found, seen=tried(found).digest, by=manager, at=NOW)


def test_gaps_of_new_actions_are_filled_once_for_all_of_them(manager: Person) -> None:
    found = handed_in(manager, simple(("Do it",), headings=("Action", "Status")))
    stream = str(Action.workstream.field.related_model.objects.first().pk)  # type: ignore[attr-defined]
    agency = str(make_action("Other").lead_agency_id)
    mapping = Mapping(
        columns={0: "title", 1: "status"},
        defaults={"workstream": stream, "kind": "enabling", "lead_agency": agency},
    )
    services.confirm_columns(found, mapping, by=manager, at=NOW)
    found.refresh_from_db()
    services.load_import(found, seen=tried(found).digest, by=manager, at=NOW)

    done = Action.objects.get(title="Do it")
    assert (done.kind, str(done.lead_agency)) == ("enabling", COUNCIL)


def test_a_title_too_long_for_a_line_is_cut_and_kept_whole(manager: Person) -> None:
    long = "Work with every licensed venue in the city centre " * 9
    row = ("", "Safer evenings", long, COUNCIL, "Prevention")
    loaded(manager, simple(row))
    done = Action.objects.get()

    assert len(done.title) <= 300 and done.title.endswith("\N{HORIZONTAL ELLIPSIS}")
    assert done.detail == long.strip()
    assert tried(handed_in(manager, simple(row))).counts == {"leave": 1}


def test_an_empty_cell_changes_nothing_unless_it_is_said_to(manager: Person) -> None:
    action = make_action("Do it", due_on=date(2027, 3, 31))
    heads = ("Reference", "Action", "Due")
    found = handed_in(
        manager, simple((action.reference, "Do it", None), headings=heads)
    )
    assert tried(found).counts == {"leave": 1}

    mapping = mapping_from(found.mapping)
    mapping = Mapping(columns=mapping.columns, clears=True)
    found = services.confirm_columns(found, mapping, by=manager, at=NOW)
    cells = tried(found).rows[0].cells
    assert [(c.label, c.before, c.after) for c in cells] == [
        ("Due", "31 March 2027", "")
    ]


def test_a_worry_without_a_word_is_reported_as_the_sheet_left_it(
    manager: Person,
) -> None:
    loaded(
        manager,
        simple(
            ("", "Safer evenings", "Do it", COUNCIL, "Prevention", "Amber"),
            headings=(*OWN, "Status"),
        ),
    )

    assert Action.objects.get().updates.get().text == (
        "Said in the spreadsheet to be at risk; it gives no reason."
    )


def test_an_old_sheet_never_overwrites_a_newer_report(manager: Person) -> None:
    action = make_action("Do it")
    make_report(action, text="We began.", percent=10)
    row = (action.reference, "", "Do it", "", "", "On track", "10%", "We began.", None)
    make_report(action, text="Half of it is done.", percent=50, at=LATER)
    found = answered(handed_in(manager, simple(row, headings=REPORTS)), manager)
    trial = tried(found)

    assert trial.counts == {"leave": 1}
    assert trial.rows[0].notes == (
        "The plan holds a newer report, of 23 November 2026: that one stands.",
    )


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
