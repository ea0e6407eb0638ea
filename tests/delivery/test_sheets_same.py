"""Numbers that are alike prove nothing: a row is an action where its words say so too."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.delivery.sheets import (
    answered,
    handed_in,
    loaded,
    make_partnership,
    simple,
    tried,
)
from tests.delivery.test_sheets_export import out, xlsx
from tests.partners.people import NOW

from goldthread.audit.models import Event
from goldthread.delivery import services
from goldthread.delivery.models import Action, Dependency, SheetRow
from goldthread.delivery.rules import Refused
from goldthread.delivery.sheets.mapping import mapping_from
from goldthread.delivery.sheets.matching import is_close, is_like
from goldthread.delivery.sheets.trial_rows import TrialRow
from goldthread.partners.models import Person

pytestmark = pytest.mark.django_db
HEADS = ("Reference", "Workstream", "Action", "Lead agency", "Kind", "Status", "Due")
COUNCIL, POLICE = "Saxonbridge City Council", "Saxonshire Police"
EVENINGS, THEFT = "Safer evenings", "Burglary and theft"
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def manager() -> Person:
    return make_partnership()


def row(number: str, title: str, stream: str = EVENINGS, lead: str = COUNCIL, *rest: Any) -> tuple[Any, ...]:  # fmt: skip
    return (number, stream, title, lead, "Prevention", *rest)


def of(by: Person, *rows: Sequence[Any], heads: Sequence[str] = HEADS) -> list[TrialRow]:  # fmt: skip
    found = answered(handed_in(by, simple(*rows, headings=heads)), by)
    return list(tried(found).rows)


def first_sheet(by: Person) -> list[Action]:
    """Three actions that a sheet numbered 1 to 3."""
    loaded(
        by,
        simple(
            row("1", "Install bleed kits"),
            row("2", "Open a taxi marshal scheme on Fridays and Saturdays"),
            row("3", "Train door staff to spot people at risk"),
            headings=HEADS,
        ),
    )
    return list(Action.objects.order_by("pk"))


@pytest.mark.covers("G4")
def test_a_second_list_that_begins_at_one_again_overwrites_nothing(
    manager: Person,
) -> None:
    old = first_sheet(manager)
    stood = list(Action.objects.order_by("pk").values())
    second = simple(
        row("1", "Hate crime week at the university", THEFT, POLICE, "Red"),
        row("2", "Number the garages", THEFT, POLICE, None, date(2027, 6, 1)),
        headings=HEADS,
    )
    found = answered(handed_in(manager, second), manager)
    trial = tried(found)

    assert trial.counts == {"create": 2}
    assert [each.match.choices for each in trial.asked()] == [(old[0],), (old[1],)]
    services.load_import(found, seen=trial.digest, by=manager, at=LATER)
    assert list(Action.objects.order_by("pk").values())[:3] == stood
    # Next quarter both lists find their own again, although both have a 1 and a 2.
    again = tried(answered(handed_in(manager, second), manager))
    assert again.counts == {"leave": 2}
    assert [r.action for r in of(manager, row("1", "Install bleed kits"))] == [old[0]]


@pytest.mark.parametrize(
    ("title", "stream", "lead"),
    [
        ("Install bleed kits", THEFT, POLICE),  # the very words: whatever else changed
        ("Instal Bleed Kits.", EVENINGS, COUNCIL),
        ("Install 20 more bleed kits in the night-time economy", EVENINGS, COUNCIL),
        ("Bleed kits: install and check", EVENINGS, COUNCIL),
    ],
)
def test_a_reworded_title_under_its_number_is_the_same_action(
    manager: Person, title: str, stream: str, lead: str
) -> None:
    old = first_sheet(manager)

    (found,) = of(manager, row("1", title, stream, lead))
    assert found.action == old[0]


@pytest.mark.parametrize(
    ("title", "stream", "lead"),
    [
        ("Hate crime week at the university", EVENINGS, COUNCIL),
        ("Install cameras", EVENINGS, COUNCIL),  # one word of two is not enough
        ("Install bleed kits in every school", THEFT, COUNCIL),  # and somewhere else
        ("Install bleed kits in every school", EVENINGS, POLICE),
    ],
)
def test_other_words_under_a_number_are_asked_about_and_new_until_somebody_says(
    manager: Person, title: str, stream: str, lead: str
) -> None:
    old = first_sheet(manager)

    (found,) = of(manager, row("1", title, stream, lead))
    assert (found.outcome, found.action) == ("create", None)
    assert found.match.is_asked
    assert found.match.choices == (old[0],)


def test_rows_that_moved_down_are_found_by_their_words(manager: Person) -> None:
    old = first_sheet(manager)

    rows = of(
        manager,
        row("1", "A quite new thing to do"),
        row("2", "Install bleed kits"),
        row("3", "Open a taxi marshal scheme on Fridays and Saturdays"),
        row("4", "Train door staff to spot people at risk"),
    )
    assert [each.action for each in rows] == [None, *old]
    assert rows[0].match.is_asked
    assert not any(each.match.is_asked for each in rows[1:])


def test_the_same_words_in_another_workstream_are_another_action(
    manager: Person,
) -> None:
    first_sheet(manager)

    (found,) = of(manager, row("9", "Install bleed kits", THEFT))
    assert (found.action, found.match.is_asked) == (None, True)


def test_a_number_that_restarts_within_one_sheet_finds_each_again(
    manager: Person,
) -> None:
    sheet = simple(
        row("1", "Install bleed kits"),
        row("1", "Mark bicycles", THEFT),
        row("2", "Number garages", THEFT),
        headings=HEADS,
    )
    loaded(manager, sheet)

    again = tried(answered(handed_in(manager, sheet), manager))
    assert again.counts == {"leave": 3}
    reworded = of(manager, row("1", "Mark all the bicycles of pupils", THEFT))
    assert [each.title for each in reworded] == ["Mark bicycles"]


def test_in_a_sheet_that_went_out_from_here_the_number_stands_for_the_action(
    manager: Person,
) -> None:
    first_sheet(manager)
    sheet = out()
    title = [name for _, name in sheet.layout.columns].index("title")
    sheet.rows[0][title] = "Trauma packs for venues"
    found = answered(handed_in(manager, xlsx(sheet)), manager)

    trial = tried(found)
    assert trial.counts == {"change": 1, "leave": 2}
    assert [(c.before, c.after) for c in trial.of("change")[0].cells] == [
        ("Install bleed kits", "Trauma packs for venues")
    ]


def test_rows_pasted_over_a_sheet_from_here_are_asked_about_too(
    manager: Person,
) -> None:
    first_sheet(manager)
    sheet = out()
    sheet.rows[0][:4] = ["1", THEFT, "Number the garages", POLICE]
    found = answered(handed_in(manager, xlsx(sheet)), manager)

    assert tried(found).rows[0].match.is_asked


def test_a_number_of_theirs_without_any_words_is_asked_about(manager: Person) -> None:
    old = first_sheet(manager)
    heads = ("Reference", "Due")

    rows = of(
        manager, ("1", date(2027, 1, 1)), ("A-002", date(2027, 1, 1)), heads=heads
    )
    assert [each.action for each in rows] == [None, old[1]]
    assert (rows[0].outcome, rows[0].match.choices) == ("aside", (old[0],))


def test_a_person_says_which_it_is_and_may_say_otherwise(manager: Person) -> None:
    old = first_sheet(manager)
    sheet = simple(row("1", "Hate crime week at the university"), headings=HEADS)
    found = answered(handed_in(manager, sheet), manager)
    number = tried(found).rows[0].row.number

    services.say_which(found, {number: str(old[0].pk)}, by=manager, at=NOW)
    found.refresh_from_db()
    assert (tried(found).rows[0].action, tried(found).counts) == (
        old[0],
        {"change": 1},
    )
    event = Event.objects.get(verb="plan_import.rows_told")
    assert event.detail == {"rows": [[number, old[0].reference]]}
    services.say_which(found, {number: "new"}, by=manager, at=NOW)
    found.refresh_from_db()
    assert tried(found).counts == {"create": 1}
    for said in ("999999", "", "yes"):
        with pytest.raises(Refused, match="Choose for each row"):
            services.say_which(found, {number: said}, by=manager, at=NOW)
    with pytest.raises(Refused, match="by a person"):
        services.say_which(found, {number: "new"}, by=None, at=NOW)


def test_a_row_taken_for_a_reworded_action_can_be_said_to_be_new(
    manager: Person,
) -> None:
    old = first_sheet(manager)
    sheet = simple(row("1", "Install bleed kits in every school"), headings=HEADS)
    found = answered(handed_in(manager, sheet), manager)
    assert tried(found).rows[0].action == old[0]

    number = tried(found).rows[0].row.number
    services.say_which(found, {number: "new"}, by=manager, at=NOW)
    found.refresh_from_db()
    assert tried(found).rows[0].action is None


def test_what_waits_for_row_one_waits_for_row_one_of_its_own_sheet(
    manager: Person,
) -> None:
    first_sheet(manager)
    loaded(
        manager,
        simple(
            (*row("1", "Number the garages", THEFT), "2: the numbers"),
            (*row("2", "Hate crime week at the university", THEFT), None),
            headings=(*HEADS[:5], "Waits for"),
        ),
    )

    waits = Dependency.objects.get()
    assert waits.on.title == "Hate crime week at the university"


def test_a_deleted_action_never_stands_in_the_way_of_other_words(
    manager: Person,
) -> None:
    old = first_sheet(manager)
    services.delete_action(old[0], reason="Not ours", by=manager, at=NOW)
    other, same = (
        of(manager, row("1", "Number the garages", THEFT)),
        of(manager, row("1", "Install the bleed kits now")),
    )

    assert (other[0].outcome, other[0].match.choices) == ("create", ())
    assert "A-001 is deleted. Restore it first" in str(same[0].problems[0])


@pytest.mark.parametrize(
    ("one", "other", "close", "like"),
    [
        ("Train door staff", "Training of door staff", True, True),
        ("Phase 1 of the review", "Phase 2 of the review", False, True),
        ("Deliver 10 sessions", "Deliver 100 sessions", False, True),
        ("Taxi marshals", "Taxi marshals at the station", False, True),
        ("Install bleed kits", "Hate crime week", False, False),
        ("§§", "§§", True, False),
        ("§§", "%%", False, False),
    ],
)
def test_how_near_two_titles_are(one: str, other: str, close: bool, like: bool) -> None:
    assert (is_close(one, other), is_close(other, one)) == (close, close)
    assert (is_like(one, other), is_like(other, one)) == (like, like)


def test_the_page_asks_with_new_chosen_and_takes_the_answer(
    client: Client, manager: Person
) -> None:
    old = first_sheet(manager)
    client.force_login(manager)
    sheet = simple(
        row("1", "Hate crime week at the university"),
        row("3", "Train all door staff to spot those who are at risk"),
        headings=HEADS,
    )
    found = answered(handed_in(manager, sheet), manager)
    base = f"/plan/spreadsheet/{found.pk}/"
    answer = client.get(base)
    page = answer.content.decode()

    assert "Is it the same action? (1)" in page
    assert "Taken for actions whose number or words changed (1)" in page
    assert "Its number in the file is 1. It may be A-001 Install bleed kits." in page
    assert answer.context["same_form"]["r2"].initial == "new"
    assert "1 action would be added, 1 changed" in page
    said = {"r2": str(old[0].pk), "r3": str(old[2].pk)}
    page = client.post(f"{base}same/", said, follow=True).content.decode()
    assert "0 actions would be added, 2 changed" in page
    wrong = client.post(f"{base}same/", {"r2": "0"}, follow=True).content.decode()
    assert "Choose for each row" in wrong


def test_one_press_answers_all_questions_of_sameness(
    client: Client, manager: Person
) -> None:
    old = first_sheet(manager)
    client.force_login(manager)
    sheet = simple(
        row("1", "Hate crime week at the university"),
        row("2", "Number the garages"),
        row("3", "Mark all bicycles"),
        headings=HEADS,
    )
    found = answered(handed_in(manager, sheet), manager)
    base = f"/plan/spreadsheet/{found.pk}/"

    def pressed(said: str) -> tuple[str, list[Action | None]]:
        page = client.post(f"{base}same/", {"all": said}, follow=True).content.decode()
        found.refresh_from_db()
        return page, [each.action for each in tried(found).rows]

    assert "Answer for all 3 at once" in client.get(base).content.decode()
    page, actions = pressed("same")
    assert "Answered for 3 rows." in page
    assert "0 actions would be added, 3 changed" in page
    assert actions == old
    assert pressed("taken-new")[1] == [None, None, None]
    assert pressed("same")[1] == old
    assert "Choose for each row" in pressed("all of them")[0]
    event = Event.objects.filter(verb="plan_import.rows_told").order_by("pk")[0]
    assert len(event.detail["rows"]) == 3


def test_one_press_leaves_what_may_be_several_or_what_another_row_is(
    client: Client, manager: Person
) -> None:
    client.force_login(manager)
    loaded(
        manager,
        simple(
            row("1", "Install bleed kits"),
            row("1", "Mark bicycles", THEFT),
            row("2", "Taxi marshals"),
            headings=HEADS,
        ),
    )
    sheet = simple(
        row("1", "Hate crime week"),
        row("2", "Count the garages"),
        row("2", "Gate the alleys", THEFT),
        headings=HEADS,
    )
    found = answered(handed_in(manager, sheet), manager)

    def pressed(**said: str) -> tuple[str, list[tuple[str, str]]]:
        answer = client.post(f"/plan/spreadsheet/{found.pk}/same/", said, follow=True)
        found.refresh_from_db()
        rows = tried(found).rows
        return answer.content.decode(), [(one.outcome, one.title) for one in rows]

    page, rows = pressed(all="same")
    assert "Answered for 1 row. Not for row 2, row 4: it may be one of" in page
    assert rows == [
        ("create", "Hate crime week"),
        ("change", "Taxi marshals"),
        ("create", "Gate the alleys"),
    ]
    # Two rows said to be one: the second is set aside, and can be answered anew.
    taxis = Action.objects.get(title="Taxi marshals")
    page, rows = pressed(r4=str(taxis.pk))
    assert rows[2][0] == "aside" and "Row 3 says the same action already" in page
    assert pressed(r4="new")[1][2] == ("create", "Gate the alleys")


def test_an_answer_goes_with_the_columns_that_it_was_given_for(manager: Person) -> None:
    old = first_sheet(manager)
    found = answered(handed_in(manager, simple(row("1", "Hate crime week"), headings=HEADS)), manager)  # fmt: skip
    services.say_which(found, {2: str(old[0].pk)}, by=manager, at=NOW)
    mapping = replace(mapping_from(found.mapping), same={})  # as the form makes it

    found = services.confirm_columns(found, mapping, by=manager, at=NOW)
    assert tried(found).rows[0].match.is_asked


def test_a_row_of_the_sheet_is_kept_beside_the_action_it_was_said_to_be(
    manager: Person,
) -> None:
    old = first_sheet(manager)
    sheet = simple(row("7", "Hate crime week"), row("1", "Another"), headings=HEADS)
    found = answered(handed_in(manager, sheet), manager)
    services.say_which(found, {3: str(old[0].pk)}, by=manager, at=NOW)
    found.refresh_from_db()
    services.load_import(found, seen=tried(found).digest, by=manager, at=NOW)

    assert SheetRow.objects.get(action=old[0]).reference == "1"
    old[0].refresh_from_db()
    assert old[0].title == "Another"
    assert tried(handed_in(manager, sheet)).counts == {"leave": 2}
