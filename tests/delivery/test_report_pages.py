"""Reports with a photo and another day, talk, papers, and forms sent twice."""

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.delivery.sent import report_of, signed_in, text
from tests.make import make_manager
from tests.make_plan import (
    days_ago,
    make_action,
    make_report,
    make_workstream,
)
from tests.partners.people import make_agency, make_person

from goldthread.audit.models import Event
from goldthread.delivery import services
from goldthread.delivery.models import (
    Action,
    Change,
    LocalClosure,
    PlanSettings,
)
from goldthread.notes.models import Attachment, Mention
from goldthread.partners.rules import Refused

pytestmark = pytest.mark.django_db


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
    assert "Its owner asked for it." in text(client.get(change))  # one press moves it
    asking = page.split("A new due date is asked for")[1].split("Keep ")[0]
    assert manager.name in asking  # who asked, and what they said with it
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
