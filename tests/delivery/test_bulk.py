"""One change to many actions: looked at first, done as one act, taken back by rows."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.make import make_manager
from tests.make_plan import (
    TODAY,
    make_action,
    make_police_lead,
    make_report,
    make_workstream,
)
from tests.partners.people import NOW, make_agency, make_person

from goldthread.audit.models import Event
from goldthread.delivery import services
from goldthread.delivery.bulk import (
    BulkChange,
    Shift,
    planned,
    refusal_of_shift,
    shifted,
)
from goldthread.delivery.models import Action, BulkEdit, Change
from goldthread.delivery.queries.own import whole
from goldthread.partners.rules import Refused

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def seen(actions: Sequence[Action]) -> dict[int, int]:
    """What a preview of these actions carries."""
    return {each.pk: each.version for each in actions}


def applied(actions: Sequence[Action], change: BulkChange, **how: Any) -> BulkEdit:
    """The change made by the partnership manager."""
    told = {"reason": "Agreed on Monday", "by": None, "at": NOW} | how
    return services.apply_bulk_edit(seen(actions), change, **told)


def test_the_preview_shows_before_and_after_and_what_is_refused_and_changes_nothing() -> (
    None
):
    lead = make_police_lead()
    make_action("Ours", lead_agency=lead.acting.agency, due_on=date(2026, 12, 24))
    make_action("Theirs", due_on=date(2026, 12, 24))
    make_action("Undated", lead_agency=lead.acting.agency)
    rows = planned(
        list(whole(Action.objects.order_by("pk"))),
        BulkChange("due_on", Shift(2, "working_days")),
        by=lead,
        on=TODAY,
        off={date(2026, 12, 25), date(2026, 12, 28)},
    )

    assert [(row.before, row.after) for row in rows[:1]] == [
        ("24 December 2026", "30 December 2026")
    ]
    assert rows[0].refusal == ""
    assert "is led by Saxonbridge City Council" in rows[1].refusal
    assert rows[2].refusal == "It has no due date that could move."
    assert not Change.objects.exists()


def test_a_bulk_edit_is_one_act_with_its_list_in_one_record() -> None:
    manager, owner = make_manager(), make_person("new@example.org", name="Noor Ashby")
    actions = [make_action(title) for title in ("One", "Two", "Three")]

    edit = applied(actions, BulkChange("owner", owner), by=manager)

    assert edit.words == "Owner: Noor Ashby, 3 actions"
    assert set(Action.objects.values_list("owner__name", "version")) == {
        ("Noor Ashby", 2)
    }
    assert Change.objects.filter(field="owner", reason="Agreed on Monday").count() == 3
    event = Event.objects.get(verb="plan.bulk_edited")
    assert event.detail["rows"] == [
        ["A-001", "", "Noor Ashby"],
        ["A-002", "", "Noor Ashby"],
        ["A-003", "", "Noor Ashby"],
    ]
    assert Event.objects.filter(subject_label__startswith="A-00").count() == 3  # added


def test_an_undo_puts_back_everything_but_what_was_changed_since_and_says_why() -> None:
    manager = make_manager()
    first, second = (make_action(t, due_on=date(2027, 1, 29)) for t in ("One", "Two"))
    edit = applied([first, second], BulkChange("due_on", Shift(1, "months")))
    second.refresh_from_db()
    services.change_action(
        second,
        seen=second.version,
        reason="A quarter more",
        due_on=date(2027, 5, 31),
        by=manager,
        at=LATER,
    )

    edit = services.undo_bulk_edit(edit, by=manager, at=LATER)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.due_on, second.due_on) == (date(2027, 1, 29), date(2027, 5, 31))
    assert edit.not_undone == [
        {
            "reference": "A-002",
            "why": "It was changed by Amar Tolliver on 23 November 2026, after the "
            "bulk edit; it stays at 31 May 2027.",
        }
    ]
    event = Event.objects.get(verb="plan.bulk_edit_undone")
    assert event.detail == {"rows": ["A-001"], "left": ["A-002"]}


def test_a_report_on_an_action_does_not_stand_in_the_way_of_another_undo() -> None:
    manager = make_manager()
    action = make_action()
    edit = applied([action], BulkChange("owner", manager))
    make_report(action, at=LATER)

    edit = services.undo_bulk_edit(edit, by=manager, at=LATER)

    action.refresh_from_db()
    assert (action.owner, action.status, edit.not_undone) == (None, "on_track", [])


def test_a_status_changes_by_a_report_on_each_and_comes_back_with_its_per_cent() -> (
    None
):
    manager = make_manager()
    first, second = make_action("One"), make_action("Two")
    make_report(first, percent=60)
    make_report(second, percent=20)
    actions = list(Action.objects.order_by("pk"))

    edit = applied(actions, BulkChange("status", "complete"), at=LATER)
    assert set(Action.objects.values_list("status", "percent")) == {("complete", 100)}
    make_report(second, status="off_track", percent=90, at=LATER)
    edit = services.undo_bulk_edit(edit, by=manager, at=LATER)

    found = list(Action.objects.order_by("pk").values_list("status", "percent"))
    assert found == [("on_track", 60), ("off_track", 90)]
    assert "It was reported on by the system account" in edit.not_undone[0]["why"]
    assert first.updates.filter(via="bulk").count() == 2


def test_agency_and_workstream_change_and_come_back() -> None:
    manager = make_manager()
    action = make_action()
    was = action.lead_agency, action.workstream
    police, other = make_agency("Saxonshire Police"), make_workstream("Other work")
    first = applied([action], BulkChange("lead_agency", police))
    action.refresh_from_db()
    second = applied([action], BulkChange("workstream", other))
    action.refresh_from_db()
    assert (action.lead_agency, action.workstream) == (police, other)

    services.undo_bulk_edit(second, by=manager, at=LATER)
    services.undo_bulk_edit(first, by=manager, at=LATER)

    action.refresh_from_db()
    assert (action.lead_agency, action.workstream) == was


def test_what_changed_after_the_preview_is_left_alone_and_named() -> None:
    first, second = make_action("One"), make_action("Two")
    looked_at = seen([first, second])
    make_report(second)

    edit = services.apply_bulk_edit(
        looked_at,
        BulkChange("status", "at_risk"),
        reason="Funding is late",
        by=None,
        at=NOW,
    )

    assert [row["reference"] for row in edit.rows] == ["A-001"]
    assert edit.refused == [
        {
            "reference": "A-002",
            "why": "Somebody changed it after the preview was made.",
        }
    ]


def test_where_nothing_is_left_to_change_nothing_is_done() -> None:
    action = make_action(start_on=date(2026, 12, 1), due_on=date(2026, 12, 10))
    stranger = make_person("s@example.org", role="board")

    with pytest.raises(Refused, match="due before it starts on 1 December 2026"):
        applied([action], BulkChange("due_on", Shift(-3, "weeks")))
    with pytest.raises(Refused, match="It is so already"):
        applied([action], BulkChange("owner", None))
    with pytest.raises(Refused, match="change it"):
        applied([action], BulkChange("owner", stranger), by=stranger)
    with pytest.raises(Refused, match="None of these actions"):
        services.apply_bulk_edit(
            {}, BulkChange("owner", None), reason="x", by=None, at=NOW
        )
    with pytest.raises(Refused, match="Say in a few words why"):
        applied([action], BulkChange("owner", stranger), reason="")

    assert not BulkEdit.objects.exists()


def test_a_bulk_edit_is_undone_once_by_its_maker_or_the_manager() -> None:
    maker, manager = make_police_lead(), make_manager()
    action = make_action(lead_agency=maker.acting.agency)
    edit = applied([action], BulkChange("owner", maker), by=maker)

    with pytest.raises(Refused, match="Only whoever made"):
        services.undo_bulk_edit(
            edit, by=make_police_lead("other@example.org"), at=LATER
        )
    with pytest.raises(Refused, match="undone by a person"):
        services.undo_bulk_edit(edit, by=None, at=LATER)
    services.undo_bulk_edit(edit, by=manager, at=LATER)
    with pytest.raises(Refused, match="undone already"):
        services.undo_bulk_edit(edit, by=maker, at=LATER)


def test_what_is_gone_since_stays_gone() -> None:
    manager = make_manager()
    deleted, purged = make_action("One"), make_action("Two")
    edit = applied([deleted, purged], BulkChange("owner", manager))
    for action in (deleted, purged):
        services.delete_action(action, reason="Twice", by=manager, at=NOW)
    Action.objects.filter(pk=purged.pk).update(deleted_at=NOW - timedelta(days=40))
    services.purge_deleted(NOW)

    edit = services.undo_bulk_edit(edit, by=manager, at=LATER)

    assert {each["reference"]: each["why"] for each in edit.not_undone} == {
        "A-001": "A-001 is deleted. Restore it first.",
        "A-002": "It was deleted for good since.",
    }


@pytest.mark.parametrize(
    ("shift", "day"),
    [
        (Shift(1, "months"), date(2027, 2, 28)),
        (Shift(-2, "months"), date(2026, 11, 30)),
        (Shift(13, "months"), date(2028, 2, 29)),
        (Shift(1, "weeks"), date(2027, 2, 7)),
        (Shift(-1, "working_days"), date(2027, 1, 29)),
    ],
)
def test_a_month_later_than_the_last_day_is_the_last_day(
    shift: Shift, day: date
) -> None:
    assert shifted(date(2027, 1, 31), shift, off=()) == day


def test_a_shift_says_how_far_and_no_further_than_five_years() -> None:
    assert str(Shift(10, "working_days")) == "10 working days later"
    assert str(Shift(-1, "weeks")) == "1 week earlier"
    assert refusal_of_shift(Shift(0, "weeks")) == (
        "Expected 1 to 260 weeks, earlier or later; found 0."
    )
    assert "found 61" in str(refusal_of_shift(Shift(61, "months")))
    assert "Expected one of" in str(refusal_of_shift(Shift(1, "years")))  # type: ignore[arg-type]
    assert refusal_of_shift(Shift(-60, "months")) is None


def test_the_database_keeps_who_and_when_of_an_undo_together() -> None:
    applied([make_action()], BulkChange("owner", make_manager()))

    with pytest.raises(IntegrityError, match="undone_whole"), transaction.atomic():
        BulkEdit.objects.update(undone_at=NOW)
