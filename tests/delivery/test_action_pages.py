"""An action through its forms: put in, changed, reported on, deleted, its parts."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.delivery.sent import report_of, signed_in, text
from tests.make_plan import (
    make_action,
    make_police_lead,
    make_report,
    make_workstream,
)
from tests.partners.people import make_agency

from goldthread.delivery import services
from goldthread.delivery.models import (
    Action,
    Change,
    Update,
)

pytestmark = pytest.mark.django_db


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
