"""The plan's pages without a browser: who gets in, what is sent, what is shown."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.make import make_manager
from tests.make_plan import (
    days_ago,
    make_action,
    make_police_lead,
    make_report,
    make_workstream,
)
from tests.partners.people import PASSWORD, make_agency, make_person

from goldthread.audit.models import Event
from goldthread.delivery import services
from goldthread.delivery.models import (
    Action,
    BulkEdit,
    CalendarFeed,
    Change,
    LocalClosure,
    PlanSettings,
    Update,
)
from goldthread.notes.models import Attachment, Mention
from goldthread.partners.models import Person
from goldthread.partners.rules import Refused

pytestmark = pytest.mark.django_db


def signed_in(client: Client, person: Person | None = None) -> Person:
    """Somebody signed in; the partnership manager unless another is given."""
    person = person or make_manager()
    assert client.login(email=person.email, password=PASSWORD)
    return person


def text(answer: Any) -> str:
    return str(answer.content.decode())


def report_of(action: Action, **changed: Any) -> dict[str, Any]:
    """What the report form of this action sends."""
    return {
        "status": "on_track",
        "percent": "40",
        "text": "Two marshals are trained.",
        "next_step": "",
        "token": str(uuid.uuid4()),
        "seen": str(action.version),
    } | changed


def form_of(action: Action, **changed: Any) -> dict[str, Any]:
    """What the change form of this action sends."""
    return {
        "title": action.title,
        "workstream": str(action.workstream_id),
        "kind": action.kind,
        "lead_agency": str(action.lead_agency_id or ""),
        "reason": "Agreed on Monday",
        "seen": str(action.version),
    } | changed


PAGES = (
    "/plan/",
    "/plan/?needs=any&sort=due&text=rank&silent=owner",
    "/plan/add/",
    "/plan/sums/",
    "/plan/print/",
    "/plan/silent/",
    "/plan/deleted/",
    "/plan/bulk/",
    "/plan/bulk/?all=1",
    "/plan/settings/",
    "/plan/calendar/",
    "/plan/A-001/",
    "/plan/a-001/",
    "/plan/A-001/change/",
    "/plan/A-001/report/",
    "/plan/A-001/milestones/add/",
    "/plan/A-001/waits/add/",
    "/plan/A-001/threads/1/",
    "/plan/A-001/effect/",
)


def test_looking_changes_nothing(client: Client) -> None:
    signed_in(client)
    action = make_action(at=days_ago(70))
    make_report(action, at=days_ago(65))
    before = Event.objects.count(), Action.objects.values().get()

    for page in PAGES:
        answer = client.get(page)
        assert answer.status_code == 200, page

    assert (Event.objects.count(), Action.objects.values().get()) == before
    assert not PlanSettings.objects.filter(last_number=0).exists()


def test_an_empty_plan_says_what_to_do_next(client: Client) -> None:
    signed_in(client)

    assert "A plan needs a strategy" in text(client.get("/plan/"))
    make_workstream()
    assert "Put in the first one" in text(client.get("/plan/"))
    assert "Nothing to sum up yet" in text(client.get("/plan/sums/"))
    assert "Nobody is silent" in text(client.get("/plan/silent/"))
    assert "Nothing was deleted" in text(client.get("/plan/deleted/"))


@pytest.mark.parametrize("sort", ["needs", "due", "heard", "agency", "reference"])
def test_a_list_asks_the_database_the_same_few_questions_however_long_it_is(
    client: Client, sort: str
) -> None:
    person = signed_in(client)
    for n in range(3):
        make_action(f"Action {n}", owner=person, due_on=days_ago(2).date())
    client.get("/plan/")  # the first click also writes into the session
    with CaptureQueriesContext(connection) as short:
        client.get(f"/plan/?sort={sort}")
    for n in range(60):
        make_action(f"Action {n}", owner=person, due_on=days_ago(2).date())

    with CaptureQueriesContext(connection) as long:
        answer = client.get(f"/plan/?sort={sort}")

    # Twelve are the plan's own, the others the frame's of every page.
    assert len(long) == len(short) <= 18
    assert text(answer).count("<tr") == 51
    assert "page=2" in text(answer)


def test_sums_and_silences_ask_the_same_few_questions(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    signed_in(client)
    for n in range(30):
        make_action(
            f"Action {n}", lead_agency=make_agency(f"Agency {n}"), at=days_ago(90)
        )

    client.get("/plan/")  # the first click also writes into the session
    for page, most in (
        ("/plan/sums/", 10),
        ("/plan/silent/", 11),
        ("/plan/print/", 9),
        ("/plan/bulk/?all=1", 11),
    ):
        with django_assert_max_num_queries(most):
            client.get(page)


@pytest.mark.parametrize("role", ["board", "resident", "practitioner", "governance"])
def test_those_who_read_see_the_plan_and_no_button_that_refuses(
    client: Client, role: str
) -> None:
    signed_in(client, make_person(role=role, agency=make_agency("Elsewhere")))
    make_action()

    listed, one = client.get("/plan/"), client.get("/plan/A-001/")

    assert "A-001" in text(listed)
    assert "Add an action" not in text(listed)
    assert "Report progress" not in text(one)
    assert "Its owner, people of the agencies" in text(one)
    assert client.get("/plan/A-001/change/").status_code == 403
    assert client.post("/plan/A-001/delete/").status_code == 403
    assert client.post("/plan/settings/").status_code == 403


def test_without_the_right_to_read_the_plan_nothing_opens(client: Client) -> None:
    signed_in(client, make_person(role="sysadmin"))
    make_action()

    for page in PAGES:
        assert client.get(page).status_code == 403, page


def test_an_action_is_put_in_through_its_form(client: Client) -> None:
    person = signed_in(client)
    workstream = make_workstream()

    answer = client.post(
        "/plan/add/",
        {
            "title": "Light the underpass",
            "workstream": workstream.pk,
            "kind": "prevention",
            "lead_agency": make_agency().pk,
            "owner": person.pk,
            "due_on_day": "31",
            "due_on_month": "3",
            "due_on_year": "2027",
            "cost_pounds": "12500.50",
            "once": str(uuid.uuid4()),
        },
        follow=True,
    )

    assert "A-001 is in the plan." in text(answer)
    action = Action.objects.get()
    assert (str(action.due_on), str(action.cost_pounds)) == ("2027-03-31", "12500.50")
    assert action.owner == person


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Enter the action in one line."),
        ({"title": "\u202egnihton"}, "marks that turn text around"),
        ({"title": "x" * 301}, "at most 300 characters"),
        ({"kind": "magic"}, "magic is not one of the available choices"),
        ({"workstream": "9999"}, "not one of the available choices"),
        ({"workstream": "1 OR 1=1"}, "not one of the available choices"),
        ({"lead_agency": ""}, "name the community group that leads it"),
        ({"due_on_day": "31", "due_on_month": "2", "due_on_year": "2027"}, "no 31/2"),
        ({"cost_pounds": "-5"}, "A cost is nothing or more."),
        ({"cost_pounds": "much"}, "Enter the cost as a number"),
        ({"cost_pounds": "1e9999"}, "no more than 12 digits"),
        ({"finding": "A9-none"}, "There is no finding A9-none"),
        ({"title": "nul \x00 byte"}, "Null characters are not allowed"),
    ],
)
def test_what_makes_no_sense_is_answered_at_its_box(
    client: Client, wrong: dict[str, str], sentence: str
) -> None:
    signed_in(client)
    told = {
        "title": "Light the underpass",
        "workstream": make_workstream().pk,
        "kind": "prevention",
        "lead_agency": make_agency().pk,
        "once": str(uuid.uuid4()),
    }

    answer = client.post("/plan/add/", told | wrong)

    assert answer.status_code == 200
    assert sentence in text(answer)
    assert not Action.objects.exists()


def test_markup_in_words_is_shown_as_typed(client: Client) -> None:
    signed_in(client)
    make_action("<script>alert(1)</script>", community_owner="<b>us</b>")
    make_report(Action.objects.get(), text="<img src=x onerror=alert(2)>")

    for page in ("/plan/", "/plan/A-001/", "/plan/print/", "/plan/sums/"):
        said = text(client.get(page))
        assert "<script>alert" not in said
        assert "<img src=x" not in said
        assert "<b>us" not in said


def test_a_report_through_its_form_sent_twice_is_one(client: Client) -> None:
    signed_in(client)
    action = make_action()
    told = report_of(action)

    client.post("/plan/A-001/report/", told)
    again = client.post("/plan/A-001/report/", told, follow=True)

    assert "Thank you. A-001 is up to date." in text(again)
    assert Update.objects.count() == 1


def test_an_old_report_form_is_answered_with_both_versions(client: Client) -> None:
    signed_in(client)
    action = make_action()
    old = report_of(action, percent="30", text="As I saw it")
    make_report(action, percent=60, text="Sixty by now")

    answer = client.post("/plan/A-001/report/", old)

    assert answer.status_code == 409
    assert "Sixty by now" in text(answer)
    assert "As I saw it" in text(answer)
    action.refresh_from_db()
    assert action.percent == 60
    seen = re.search(r'name="seen" value="(\d+)"', text(answer))
    assert seen is not None
    client.post("/plan/A-001/report/", old | {"seen": seen[1]})
    action.refresh_from_db()
    assert action.percent == 30


def test_an_old_change_form_is_answered_with_both_versions(client: Client) -> None:
    person = signed_in(client)
    action = make_action()
    old = form_of(action, title="Mine")
    services.change_action(
        action,
        seen=1,
        reason="First",
        title="Theirs",
        by=person,
        at=timezone.now(),  # noqa: TID251
    )

    answer = client.post("/plan/A-001/change/", old)

    assert answer.status_code == 409
    said = text(answer)
    assert "Amar Tolliver changed it on" in said
    assert re.search(r"Mine</td>\s*<td[^>]*>Theirs", said)
    assert Action.objects.get().title == "Theirs"
    seen = re.search(r'name="seen" value="(\d+)"', said)
    assert seen is not None
    client.post("/plan/A-001/change/", old | {"seen": seen[1]})
    assert Action.objects.get().title == "Mine"


def test_a_change_says_why_or_is_not_saved(client: Client) -> None:
    signed_in(client)
    action = make_action()

    answer = client.post(
        "/plan/A-001/change/", form_of(action, title="Other", reason="")
    )

    assert "Enter why." in text(answer)
    assert not Change.objects.exists()


def test_a_refusal_by_the_rules_is_said_on_the_page(client: Client) -> None:
    lead = signed_in(client, make_police_lead())
    action = make_action()
    own = make_action("Ours", lead_agency=lead.acting.agency)

    shown = client.get("/plan/A-001/change/")
    sent = client.post("/plan/A-001/change/", form_of(action, title="Taken"))
    moved = client.post(
        "/plan/A-002/change/", form_of(own, lead_agency=str(make_agency().pk))
    )

    assert "is led by Saxonbridge City Council" in text(shown)
    assert "is led by Saxonbridge City Council" in text(sent)
    assert "gives an action to another agency" in text(moved)
    assert not Change.objects.exists()


def test_what_is_deleted_is_restored_from_its_list(client: Client) -> None:
    signed_in(client)
    make_action()

    without = client.post("/plan/A-001/delete/", {"reason": " "}, follow=True)
    assert "There is a problem" in text(without)
    assert text(without).count("Say in a few words why the action is deleted") == 2
    assert '<details class="govuk-details gt-no-print" open>' in text(without)
    assert 'gt-no-print" open' not in text(client.get("/plan/A-001/"))
    deleted = client.post("/plan/A-001/delete/", {"reason": "Twice"}, follow=True)
    assert "For 30 days it can be restored here" in text(deleted)
    assert "Kept until" in text(deleted)
    assert "Restore it" in text(client.get("/plan/A-001/"))
    assert client.get("/plan/A-001/milestones/add/").status_code == 404
    back = client.post("/plan/A-001/restore/", follow=True)

    assert "A-001 is back in the plan" in text(back)
    refused = client.post("/plan/A-001/restore/", follow=True)
    assert "A-001 is not deleted" in text(refused)


def test_the_parts_of_an_action_are_added_and_taken_out_through_their_pages(
    client: Client,
) -> None:
    signed_in(client)
    action, other = make_action(), make_action("Light the underpass")

    client.post(
        "/plan/A-001/milestones/add/",
        {"title": "Staff hired", "once": str(uuid.uuid4())},
    )
    done = client.post("/plan/A-001/milestones/1/done/", follow=True)
    assert "Staff hired: done." in text(done)
    client.post("/plan/A-001/milestones/1/remove/")
    client.post("/plan/A-001/waits/add/", {"on": "a-002", "words": "light"})
    assert action.waits.get().on == other
    circle = client.post("/plan/A-002/waits/add/", {"on": "A-001"})
    assert "A-002 cannot wait for A-001" in text(circle)
    missing = client.post("/plan/A-002/waits/add/", {"on": "A-999"})
    assert "There is no action A-999" in text(missing)
    client.post(f"/plan/A-001/waits/{action.waits.get().pk}/remove/")
    client.post("/plan/A-001/threads/1/", {"text": "They call for help"})

    assert "They call for help" in text(client.get("/plan/A-001/"))
    assert not action.waits.exists()
    assert not action.milestones.exists()
    assert client.get("/plan/A-001/threads/9/").status_code == 404
    assert client.get("/plan/A-999/").status_code == 404


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


@pytest.mark.covers("C40")
def test_a_report_on_the_site_carries_a_photo_and_asks_for_another_day(
    client: Client,
) -> None:
    manager = signed_in(client)
    action = make_action(
        due_on=days_ago(3).date(), intended="Nobody walks home alone", measure="Rides"
    )
    make_report(action, text="Two marshals are trained.", percent=30)
    action.refresh_from_db()
    form = text(client.get("/plan/A-001/report/"))
    for words in ("Nobody walks home alone", "Rides", "Two marshals are trained."):
        assert words in form
    late = days_ago(-30).date()
    day = {"asks_due_on_day": late.day, "asks_due_on_month": late.month, "asks_due_on_year": late.year}  # fmt: skip
    file = SimpleUploadedFile("rides.csv", b"day,rides\n1,2\n", "text/csv")
    sent = report_of(action) | day | {"photos": file}
    client.post("/plan/A-001/report/", sent)
    client.post("/plan/A-001/report/", sent | {"photos": SimpleUploadedFile("again.csv", b"a,b\n1,2\n", "text/csv")})  # fmt: skip

    action.refresh_from_db()
    assert (action.asks_due_on, action.due_on) == (late, days_ago(3).date())
    assert "Asks for a new due date" in action.updates.get(token=sent["token"]).text
    assert [each.name for each in Attachment.objects.all()] == ["rides.csv"]
    page = text(client.get("/plan/A-001/"))
    assert "A new due date is asked for" in page
    change = f"/plan/A-001/change/?due_on={late.isoformat()}"
    assert change in page
    assert f'value="{late.day}"' in text(client.get(change))
    make_report(action, text="Going on.")
    action.refresh_from_db()
    assert action.asks_due_on == late  # stands until somebody answers
    services.change_action(action, seen=action.version, reason="As asked", by=manager, at=days_ago(0), due_on=late)  # fmt: skip
    action.refresh_from_db()
    assert (action.asks_due_on, action.due_on) == (None, late)


def test_a_day_that_was_asked_for_is_answered_with_a_reason(client: Client) -> None:
    manager = signed_in(client)
    action = make_action(due_on=days_ago(3).date())
    late = days_ago(-30).date()
    make_report(action, asks_due_on=late)
    assert "Answer A-001: a new due date is asked for" in text(client.get("/desk/"))
    without = client.post("/plan/A-001/keep-date/", {"reason": ""}, follow=True)
    assert "A new due date is asked for" in text(without)
    client.post("/plan/A-001/keep-date/", {"reason": "The grant ends"})

    action.refresh_from_db()
    assert action.asks_due_on is None
    change = Change.objects.get(field="asks_due_on")
    assert (change.reason, change.by) == ("The grant ends", manager)
    assert Event.objects.filter(verb="action.due_date_kept").count() == 1
    again = client.post("/plan/A-001/keep-date/", {"reason": "Twice"}, follow=True)
    assert "Nobody asks for another day for A-001" in text(again)
    with pytest.raises(Refused, match="a day that is still to come"):
        make_report(action, asks_due_on=days_ago(1).date())
    with pytest.raises(Refused, match="has no due date that could move"):
        make_report(make_action("No date"), asks_due_on=late)
    make_report(action, asks_due_on=late)
    make_report(action, status="complete", percent=100)
    action.refresh_from_db()
    assert action.asks_due_on is None  # what is over asks for nothing


def test_the_manager_sets_silence_and_closures(client: Client) -> None:
    signed_in(client)

    wrong = client.post(
        "/plan/settings/", {"owner_days": "30", "lead_days": "20", "chair_days": "60"}
    )
    assert "each larger than the one before" in text(wrong)
    client.post(
        "/plan/settings/", {"owner_days": "14", "lead_days": "28", "chair_days": "42"}
    )
    assert PlanSettings.objects.get().days == (14, 28, 42)
    day = {"on_day": "29", "on_month": "12", "on_year": "2026"}
    client.post("/plan/settings/", day | {"words": "Council offices closed"})
    twice = client.post("/plan/settings/", day | {"words": "Again"})

    assert "already exists" in text(twice)
    closure = LocalClosure.objects.get()
    client.post(f"/plan/settings/closures/{closure.pk}/remove/")
    assert not LocalClosure.objects.exists()


def test_every_form_wants_its_token() -> None:
    client = Client(enforce_csrf_checks=True)
    person = make_manager()
    client.force_login(person)
    make_action()

    for page in (
        "/plan/add/",
        "/plan/A-001/change/",
        "/plan/A-001/report/",
        "/plan/A-001/delete/",
        "/plan/bulk/",
        "/plan/settings/",
        "/plan/calendar/",
    ):
        assert client.post(page).status_code == 403, page
    assert Action.objects.standing().count() == 1


def test_people_talk_at_an_action_and_call_only_those_who_may_read_it(
    client: Client,
) -> None:
    signed_in(client)
    make_person("noor@example.org", name="Noor Ashby", role="practitioner")
    make_person("sys@example.org", name="Sid Marrow", role="sysadmin")
    make_action()

    def say(words: str) -> str:
        told = {"text": words, "once": str(uuid.uuid4())}
        return text(client.post("/plan/A-001/comments/", told, follow=True))

    assert "Can you start in May, <b>@Noor Ashby</b>?" in say(
        "Can you start in May, @Noor Ashby?"
    )
    say("And you, @Sid Marrow?")

    called = Mention.objects.values_list("person__name", flat=True)
    assert list(called) == ["Noor Ashby"]
    assert "Can you start in May" in text(client.get("/plan/A-001/"))


def test_a_photo_or_paper_is_attached_to_an_action_and_taken_away_again(
    client: Client,
) -> None:
    signed_in(client)
    make_action()
    make_action("Light the underpass")
    paper = SimpleUploadedFile("minutes.txt", b"Agreed on Monday.\n", "text/plain")

    said = client.post(
        "/plan/A-001/files/",
        {"file": paper, "once": str(uuid.uuid4())},
        follow=True,
    )

    assert "minutes.txt" in text(said)
    key = Attachment.objects.get().pk
    answer = client.get(f"/plan/A-001/files/{key}/")
    assert b"".join(answer.streaming_content) == b"Agreed on Monday.\n"  # type: ignore[attr-defined]
    assert client.get(f"/plan/A-002/files/{key}/").status_code == 404


def test_the_same_form_twice_puts_one_action_in(client: Client) -> None:
    signed_in(client)
    told = {
        "title": "Light the underpass",
        "workstream": make_workstream().pk,
        "kind": "prevention",
        "lead_agency": make_agency().pk,
        "once": str(uuid.uuid4()),
    }

    first = client.post("/plan/add/", told)
    again = client.post("/plan/add/", told)

    assert first["Location"] == again["Location"] == "/plan/A-001/"
    assert Action.objects.count() == 1


def test_what_was_typed_into_a_report_is_offered_again(client: Client) -> None:
    signed_in(client)
    make_action()
    page = text(client.get("/plan/A-001/report/"))
    slip = re.search(r'name="draft" value="([^"]+)"', page)
    assert slip is not None

    client.post("/notes/drafts/", {"draft": slip[1], "text": "Half a sentence about"})

    assert "Half a sentence about" in text(client.get("/plan/A-001/report/"))
    sent = report_of(Action.objects.get()) | {"draft": slip[1]}
    client.post("/plan/A-001/report/", sent)
    assert "Half a sentence about" not in text(client.get("/plan/A-001/report/"))


def test_the_list_is_narrowed_by_what_there_is_to_choose(client: Client) -> None:
    person = signed_in(client)
    make_action("One", owner=person)
    make_action("Two", kind="enabling")

    assert "<option" not in text(client.get("/plan/"))
    offered = text(client.get("/plan/?narrow=1"))
    narrowed = text(client.get(f"/plan/?owner={person.pk}"))

    assert f'<option value="{person.pk}">Amar Tolliver</option>' in offered
    assert f'<option value="{person.pk}" selected>Amar Tolliver</option>' in narrowed
    assert "A-001" in narrowed
    assert "A-002" not in narrowed
