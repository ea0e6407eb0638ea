"""Many actions changed after a look, the calendar, and the days of silence."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.delivery.sent import signed_in, text
from tests.make_plan import (
    days_ago,
    make_action,
    make_police_lead,
    make_report,
)
from tests.partners.people import make_person

from goldthread.delivery import services
from goldthread.delivery.models import (
    Action,
    BulkEdit,
    CalendarFeed,
    Change,
    PlanSettings,
)

pytestmark = pytest.mark.django_db


def test_many_are_changed_after_a_look_and_taken_back(client: Client) -> None:
    person = signed_in(client)
    first, second = make_action("One"), make_action("Two")
    query = {
        "pick": [first.pk, second.pk],
        "preview": "1",
        "to-field": "owner",
        "to-owner": person.pk,
        "to-reason": "Amar takes over",
    }

    chosen = client.get("/plan/bulk/", {"pick": [first.pk, second.pk]})
    looked = client.get("/plan/bulk/", query)
    assert "2 actions picked" in text(chosen)
    assert "2 actions would change. Nothing is changed yet." in text(looked)
    assert not Change.objects.exists()
    seen = re.search(r'name="seen" value="([^"]+)"', text(looked))
    assert seen is not None
    address = looked.wsgi_request.get_full_path()
    done = client.post(address, {"seen": seen[1]}, follow=True)

    assert "Owner: Amar Tolliver, 2 actions" in text(done)
    assert set(Action.objects.values_list("owner", flat=True)) == {person.pk}
    edit = BulkEdit.objects.get()
    back = client.post(f"/plan/bulk/{edit.pk}/undo/", follow=True)
    assert "Everything is as it was." in text(back)
    assert set(Action.objects.values_list("owner", flat=True)) == {None}
    twice = client.post(f"/plan/bulk/{edit.pk}/undo/", follow=True)
    assert "This bulk edit is undone already" in text(twice)


def test_all_in_the_filter_can_be_changed_at_once(client: Client) -> None:
    signed_in(client)
    for n in range(60):
        make_action(f"Action {n}", kind="enabling" if n % 2 else "prevention")
    query = {
        "all": "1",
        "kind": "enabling",
        "preview": "1",
        "to-field": "status",
        "to-status": "at_risk",
        "to-reason": "The grant is late",
    }

    looked = client.get("/plan/bulk/", query)

    assert "30 actions would change" in text(looked)
    seen = re.search(r'name="seen" value="([^"]+)"', text(looked))
    assert seen is not None
    client.post(looked.wsgi_request.get_full_path(), {"seen": seen[1]})
    assert Action.objects.filter(status="at_risk", kind="enabling").count() == 30
    assert Action.objects.filter(status="at_risk").count() == 30


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"to-field": "lead_agency"}, "Choose a lead agency."),
        ({"to-field": "workstream"}, "Choose a workstream."),
        ({"to-field": "due_on"}, "Expected 1 to 260 weeks"),
        ({"to-field": "due_on", "to-number": "x"}, "Enter a whole number"),
        ({}, "Choose what changes."),
        ({"to-field": "owner", "to-reason": ""}, "Enter why."),
    ],
)
def test_a_bulk_change_that_is_not_whole_is_asked_for_again(
    client: Client, told: dict[str, str], sentence: str
) -> None:
    signed_in(client)
    action = make_action()
    query = {"pick": action.pk, "preview": "1", "to-reason": "x", "to-unit": "weeks"}

    assert sentence in text(client.get("/plan/bulk/", query | told))


@pytest.mark.parametrize("seen", ["", "1", "1:x", "a:b", "1:1:1", "1:1 2:"])
def test_a_bulk_edit_without_its_preview_does_nothing(
    client: Client, seen: str
) -> None:
    signed_in(client)
    make_action()

    answer = client.post("/plan/bulk/", {"seen": seen}, follow=True)

    assert "Choose the actions and the change again" in text(answer)
    assert not BulkEdit.objects.exists()


def test_the_calendar_address_is_shown_once_and_opens_without_sign_in(
    client: Client,
) -> None:
    person = signed_in(client)
    make_action(owner=person, due_on=timezone.localdate() + timedelta(days=9))

    shown = client.post("/plan/calendar/", {"scope": "mine"}, follow=True)
    found = re.search(r"http://testserver(/plan/feeds/\S+\.ics)", text(shown))
    assert found is not None
    assert found[1] not in text(client.get("/plan/calendar/"))
    answer = Client().get(found[1])

    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    assert b"SUMMARY:A-001 due: Open a taxi marshal scheme" in answer.content
    feed = CalendarFeed.objects.get()
    client.post(f"/plan/calendar/{feed.pk}/revoke/")
    assert Client().get(found[1]).status_code == 404
    assert Client().get("/plan/feeds/guess.ics").status_code == 404
    assert client.post("/plan/calendar/", {"scope": "all"}).status_code == 404


def test_nobody_closes_the_calendar_of_another(client: Client) -> None:
    other = make_person("other@example.org")
    services.open_feed(other, scope="mine", by=other, at=days_ago(1))
    signed_in(client)

    answer = client.post(f"/plan/calendar/{CalendarFeed.objects.get().pk}/revoke/")

    assert answer.status_code == 404
    assert CalendarFeed.objects.get().revoked_at is None


@pytest.mark.covers("C41")
def test_days_that_empty_or_fill_the_chairs_list_are_asked_about_first(
    client: Client,
) -> None:
    signed_in(client)
    make_action("Long silent", at=days_ago(70))
    make_action("Just begun")
    days = {"owner_days": "14", "lead_days": "28", "chair_days": "90"}

    asked = client.post("/plan/settings/", days)
    assert "takes 1 action off the chair" in text(asked)
    assert "A-001 Long silent" in text(asked) and "Just begun" not in text(asked)
    assert PlanSettings.objects.first() is None or PlanSettings.objects.get().chair_days != 90  # fmt: skip
    sure = asked.context["sure"]
    client.post("/plan/settings/", days | {"sure": sure})
    assert PlanSettings.objects.get().days == (14, 28, 90)
    more = client.post("/plan/settings/", days | {"chair_days": "60"})
    assert "puts 1 action on the chair" in text(more)
    assert PlanSettings.objects.get().chair_days == 90


def test_a_deleted_action_whose_twin_stands_says_so_where_it_is_restored(
    client: Client,
) -> None:
    manager = signed_in(client)
    gone = make_action("Open bleed kits")
    services.delete_action(gone, reason="Twice", by=manager, at=days_ago(1))
    assert "says the same" not in text(client.get("/plan/deleted/"))
    make_action("Open Bleed kits")

    listed, page = text(client.get("/plan/deleted/")), text(client.get("/plan/A-001/"))
    assert "A-002 says the same and stands in the plan." in listed
    assert "Restore it beside A-002" in page


def test_all_that_are_shown_are_picked_at_once_and_the_button_stands_before_them(
    client: Client,
) -> None:
    signed_in(client)
    make_action("One")
    make_action("Two")

    page = text(client.get("/plan/"))
    assert page.index("Change those picked") < page.index('name="pick"')
    assert "Pick all 2 shown" in page and "checked aria-label" not in page
    picked = text(client.get("/plan/?page=1&picked=shown"))
    assert picked.count("checked aria-label") == 2
    assert "Pick none" in picked and "means nothing here" not in picked


def test_a_change_of_many_is_found_again_from_the_plan_and_from_an_action(
    client: Client,
) -> None:
    manager = signed_in(client)
    one, done = make_action(due_on=days_ago(3).date()), make_action("Done", due_on=days_ago(3).date())  # fmt: skip
    make_report(done, status="complete", percent=100)
    assert "Nothing to undo" in text(client.get("/plan/undo/"))
    asked = f"?pick={one.pk}&pick={done.pk}&preview=1&to-field=due_on&to-number=1&to-unit=weeks&to-reason=Late"  # fmt: skip
    preview = client.get(f"/plan/bulk/{asked}")
    assert "It is complete, so its due date stays." in text(preview)
    seen = preview.context["preview"].seen
    client.post(f"/plan/bulk/{asked}", {"seen": seen})
    edit = BulkEdit.objects.get()

    assert [row["reference"] for row in edit.rows] == ["A-001"]
    where = f'href="/plan/bulk/{edit.pk}/"'
    assert where in text(client.get("/plan/undo/"))
    assert where in text(client.get("/plan/A-001/"))
    assert where not in text(client.get("/plan/A-002/"))
    signed_in(client, make_police_lead())
    assert where not in text(client.get("/plan/undo/"))  # not theirs to undo
    services.undo_bulk_edit(edit, by=manager, at=days_ago(0))
    signed_in(client, manager)
    assert "Nothing to undo" in text(client.get("/plan/undo/"))
