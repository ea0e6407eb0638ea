"""Milestones, what waits for what, and expected effects travel in the sheet both ways."""

from datetime import date
from typing import Any

import pytest
from tests.delivery.sheets import (
    NOW,
    TODAY,
    answered,
    handed_in,
    loaded,
    make_partnership,
    simple,
    tried,
)
from tests.delivery.test_sheets_export import csv, out, xlsx
from tests.make_plan import make_action, make_area

from goldthread.delivery import services
from goldthread.delivery.models import (
    Action,
    Change,
    Dependency,
    ExpectedEffect,
    Milestone,
    PlanImport,
)
from goldthread.delivery.rules import Refused
from goldthread.delivery.sheets.fields import CANONICAL, FIELDS
from goldthread.partners.models import Person

pytestmark = pytest.mark.django_db
OWN = ("Reference", "Workstream", "Action", "Lead agency", "Kind")
HEADS = (*OWN, *(FIELDS[name].heading for name in CANONICAL if FIELDS[name].heading.startswith(("Milestones", "Waits", "Expected"))))  # fmt: skip
COUNCIL = "Saxonbridge City Council"
EFFECT = ("Reported burglaries", "Fewer or less", "10%", "Castle (X22000011)", date(2027, 4, 1), date(2028, 4, 1), None)  # fmt: skip
NONE = (None,) * 7


@pytest.fixture
def manager() -> Person:
    return make_partnership()


def row(reference: str, title: str, *parts: Any) -> tuple[Any, ...]:
    return (reference, "Safer evenings", title, COUNCIL, "Prevention", *parts)


STEPS = "Train the first group, due 30 June 2027\n• Report, done 2 November 2026\nOpen, as agreed"


def whole(manager: Person) -> PlanImport:
    return loaded(
        manager,
        simple(
            row("1.1", "Train door staff", STEPS, None, *EFFECT),
            row("1.2", "Open late", None, "1.1: the trained ones", *NONE),
            headings=HEADS,
        ),
    )


def stands() -> list[Any]:
    return [
        list(Milestone.objects.order_by("action", "number").values_list("number", "title", "due_on", "done_on")),
        list(Dependency.objects.values_list("action__title", "on__title", "words")),
        [str(each) for each in ExpectedEffect.objects.all()],
    ]  # fmt: skip


def test_they_come_in_with_the_actions(manager: Person) -> None:
    whole(manager)

    assert stands() == [
        [
            (1, "Train the first group", date(2027, 6, 30), None),
            (2, "Report", None, date(2026, 11, 2)),
            (3, "Open, as agreed", None, None),
        ],
        [("Open late", "Train door staff", "the trained ones")],
        ["Fewer or less: Reported burglaries"],
    ]
    effect = ExpectedEffect.objects.get()
    assert (effect.percent, effect.area, effect.stated_by) == (10, make_area(), manager)
    assert (effect.window_from, effect.window_until) == EFFECT[4:6]


@pytest.mark.covers("G4")
def test_what_went_out_comes_in_and_changes_nothing(manager: Person) -> None:
    first, second = make_action("Mark bicycles"), make_action("Lend locks")
    services.add_milestone(first, title="Buy 200 locks; then ask: who?", due_on=date(2027, 1, 31), by=manager, at=NOW)  # fmt: skip
    services.finish_milestone(
        services.add_milestone(first, title="Ask", due_on=None, by=manager, at=NOW),
        on=TODAY,
        by=manager,
        at=NOW,
    )
    services.add_dependency(second, on=first, words="the locks", by=manager, at=NOW)
    services.state_effect(
        first, measure="Bicycles stolen, all kinds", direction="down", percent=None,
        window_from=date(2027, 4, 1), window_until=date(2028, 4, 1), area=make_area(),
        question="monthly_by_category", parameters={}, by=manager, at=NOW,
    )  # fmt: skip
    before = stands()
    for content, name in ((xlsx(out(own=False)), "o.xlsx"), (csv(out(own=False)), "o.csv")):  # fmt: skip
        found = handed_in(manager, content, name)
        assert found.state == PlanImport.State.READY
        assert tried(found).counts == {"leave": 2}, [r.cells for r in tried(found).rows]
    assert stands() == before


def test_a_changed_line_shows_before_and_after_and_is_logged(manager: Person) -> None:
    whole(manager)
    sheet = simple(
        row("1.1", "Train door staff", "Report, done 2 November 2026\nBegin", None, *NONE),
        headings=HEADS,
    )  # fmt: skip
    found = answered(handed_in(manager, sheet), manager)
    (cell,) = tried(found).rows[0].cells
    assert cell.label == "Milestones"
    assert cell.before.startswith("Train the first group, due 30 June 2027\nReport")
    services.load_import(found, seen=tried(found).digest, by=manager, at=NOW)

    assert list(Milestone.objects.order_by("number").values_list("number", "title")) == [(1, "Report"), (2, "Begin")]  # fmt: skip
    assert Change.objects.get().field == "milestone"


@pytest.mark.covers("G4")
def test_taken_back_they_stand_as_they_stood(manager: Person) -> None:
    whole(manager)
    before = stands()
    sheet = simple(
        row("1.1", "Train door staff", "Only this", None, "Assaults", *EFFECT[1:]),
        row("1.2", "Open late", "Ask", "1.1", *NONE),
        headings=HEADS,
    )
    found = loaded(manager, sheet)
    assert stands() != before
    services.undo_import(found, by=manager, at=NOW)

    assert stands() == before
    found.refresh_from_db()
    assert found.not_undone == []


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ((None, "9.9", *NONE), "Nothing is called '9.9' here or in this sheet"),
        (("x" * 201, None, *NONE), "at most 200 characters"),
        ((None, None, "Burglaries", *NONE[1:]), "Fill in the columns of the expected effect together"),
        ((None, None, *EFFECT[:1], "sideways", *EFFECT[2:]), "“Fewer or less”, or “More”"),
        ((None, None, *EFFECT[:4], date(2026, 1, 1), *EFFECT[5:]), "stated before it can be seen"),
        ((None, None, *EFFECT[:5], date(2027, 1, 1), None), "an end after its beginning"),
        ((None, None, *EFFECT[:6], "no_such_question"), "has no question 'no_such_question'"),
    ],
)  # fmt: skip
def test_what_cannot_stand_sets_its_row_aside(
    manager: Person, parts: tuple[Any, ...], why: str
) -> None:
    make_area()
    found = handed_in(manager, simple(row("1", "Do it", *parts), headings=HEADS))

    (aside,) = tried(answered(found, manager)).of("aside")
    assert why in " ".join(map(str, aside.problems))


def test_a_circle_in_a_sheet_is_refused_with_its_way(manager: Person) -> None:
    sheet = simple(
        row("1", "One", None, "2", *NONE), row("2", "Two", None, "1", *NONE), headings=HEADS
    )  # fmt: skip
    found = answered(handed_in(manager, sheet), manager)

    with pytest.raises(Refused, match="cannot wait for"):
        services.load_import(found, seen=tried(found).digest, by=manager, at=NOW)
    assert not Action.objects.exists()
