"""A spreadsheet becomes the plan: looked at first, then loaded as one act."""

from datetime import date
from typing import Any

import pytest
from tests.delivery.sheet_words import COUNCIL, GROUP, LATER, OWN, REPORTS
from tests.delivery.sheets import (
    HEADINGS,
    ROWS,
    answered,
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
from goldthread.delivery.models import Action, PlanImport, Update
from goldthread.delivery.rules import Overtaken
from goldthread.delivery.sheets.mapping import Mapping, mapping_from
from goldthread.partners.models import Person
from goldthread.partners.rules import Refused

pytestmark = pytest.mark.django_db


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
