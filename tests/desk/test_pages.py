"""The desk: what is due, what waits, what changed, and the first step of everyone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.desk.made import all_rows, colleague, make_owner, now, owned
from tests.desk.shown import in_days, shown, signed_in
from tests.make import make_manager
from tests.make_plan import make_action, make_report, make_strategy, make_workstream
from tests.partners.people import NOW, PASSWORD, make_person

from goldthread.audit.models import Event
from goldthread.delivery.services import add_dependency, change_action
from goldthread.desk import services
from goldthread.desk.models import SavedView, VisitMark
from goldthread.desk.queries.silences import came_up_to
from goldthread.desk.services.views import VISIT_LASTS
from goldthread.partners.policy import policy
from goldthread.strategy import services as steering

pytestmark = pytest.mark.django_db


def test_the_desk_begins_with_what_is_overdue_then_due_then_silent(
    client: Client,
) -> None:
    noor = make_owner()
    owned(noor, "Late one", due_on=in_days(-3), at=now())
    owned(noor, "Soon one", due_on=in_days(5), at=now())
    owned(noor, "Quiet one", at=now() - timedelta(days=60))
    owned(noor, "Fine one", due_on=in_days(100), at=now())
    owned(colleague(), "Of another", due_on=in_days(-3), at=now())

    page = shown(signed_in(client, noor))

    places = [page.index(words) for words in ("Late one", "Soon one", "Quiet one")]
    assert places == sorted(places)
    assert "Overdue (1)" in page and "Due in the next two weeks (1)" in page
    assert "Without a word from you for a while (1)" in page
    assert "3 things wait for you." in page
    assert "Fine one" not in page and "Of another" not in page


def test_each_pile_shows_a_few_and_leads_to_all_of_them(client: Client) -> None:
    noor = make_owner()
    owned(noor, *(f"Late {n:02}" for n in range(11)), due_on=in_days(-3), at=now())

    page = shown(signed_in(client, noor))

    assert "Overdue (11)" in page and "Late 07" in page and "Late 08" not in page
    assert f'href="/plan/?owner={noor.pk}&amp;needs=overdue">All 11</a>' in page
    all_of_them = shown(client, f"/plan/?owner={noor.pk}&needs=overdue")
    assert "Late 10" in all_of_them


def test_what_cannot_go_on_before_others_have_is_said(client: Client) -> None:
    noor, other = make_owner(), colleague()
    (mine,), (theirs,) = owned(noor, "Open the gate"), owned(other, "Cut the key")
    add_dependency(mine, on=theirs, words="", by=make_manager(), at=now())

    page = shown(signed_in(client, noor))

    assert "Waiting for others (1)" in page and "Cut the key" in page
    assert f"{theirs.reference}, with Morwenna Adair" in page


def test_a_visit_shows_what_changed_since_the_one_before(client: Client) -> None:
    noor, amar = make_owner(), make_manager()
    (action,) = owned(noor, "Open the gate", at=now() - timedelta(days=9))
    signed_in(client, noor)
    assert "Changed in the last 30 days" in shown(client)
    VisitMark.objects.update(seen_at=now() - timedelta(days=2))
    make_report(action, by=amar, status="at_risk", text="No key", at=now())
    action.refresh_from_db()
    change_action(
        action,
        seen=action.version,
        reason="Later",
        due_on=in_days(50),
        by=amar,
        at=now(),
    )

    page = shown(client)

    assert "Changed since" in page
    assert f"{action.reference} {action.title}: at risk" in page
    assert (
        f"{action.reference} {action.title}: “Due” changed" in page
        and "Amar Tolliver" in page
    )
    assert "at risk" in shown(client), "new stays new for the whole visit"


def test_what_i_did_myself_is_no_news(client: Client) -> None:
    noor = make_owner()
    (action,) = owned(noor, "Open the gate", at=now())
    make_report(action, by=noor, at=now())
    assert "Nobody else changed anything of yours" in shown(signed_in(client, noor))


def test_a_visit_lasts_half_an_hour() -> None:
    noor = make_owner()
    assert services.see_desk(noor, at=NOW) is None
    assert services.see_desk(noor, at=NOW + timedelta(minutes=5)) is None
    later = NOW + timedelta(minutes=5) + VISIT_LASTS + timedelta(seconds=1)
    assert services.see_desk(noor, at=later) == NOW + timedelta(minutes=5)
    assert services.see_desk(noor, at=later + timedelta(minutes=9)) == NOW + timedelta(
        minutes=5
    )
    assert not Event.objects.filter(
        subject_reference=str(noor.pk), verb__contains="desk"
    ).exists()


def test_looking_at_the_desk_changes_nothing_but_the_mark_of_the_visit(
    client: Client,
) -> None:
    noor = make_owner()
    owned(noor, "Late one", due_on=in_days(-3))
    signed_in(client, noor)
    shown(client)
    before = all_rows(but=("desk.VisitMark", "sessions.Session"))

    for address in ("/desk/", "/search/?q=late", "/start/", "/desk/lists/keep/plan/"):
        client.get(address)

    assert all_rows(but=("desk.VisitMark", "sessions.Session")) == before


STEP = {
    "manager": "Put an action into the plan",
    "chair": "See what is being done",
    "board": "See what is being done",
    "analyst": "Hand in files",
    "agency_lead": "Put an action into the plan",
    "practitioner": "See what is being done",
    "resident": "See what is being done",
    "governance": "Read the record",
    "agency_admin": "See what is being done",
    "scrutiny": "See what is being done",
    "sysadmin": "See who belongs to the partnership",
    "lead": "Put an action into the plan",
}


def test_every_role_finds_a_first_step_on_an_empty_desk(client: Client) -> None:
    roles = set(policy().roles) - {"visitor", "nobody"}
    assert roles == set(STEP)
    # One that is over asks nothing of anybody.
    steering.withdraw_strategy(make_strategy(), reason="Another one", by=None, at=NOW)
    for role in sorted(roles):
        person = make_person(f"{role}@example.org", role=role, name=f"A {role}")
        page = shown(signed_in(client, person))
        assert "Nothing is due from you" in page, role
        assert STEP[role] in page, role


def test_before_there_is_a_strategy_the_manager_is_led_to_begin_one(
    client: Client,
) -> None:
    page = shown(signed_in(client, make_manager()))

    assert "Begin the strategy" in page
    assert "Put an action into the plan" not in page, "there is nothing to put it under"


@pytest.mark.parametrize(
    ("role", "days", "words"),
    [
        ("chair", 61, "Ask after 1 silent action that came up to you"),
        ("chair", 46, None),
        ("agency_lead", 46, "Ask after 1 silent action that came up to you"),
        ("agency_lead", 31, None),
        ("practitioner", 61, None),
    ],
)
def test_silence_comes_up_to_the_desk_of_who_hears_of_it(
    client: Client, role: str, days: int, words: str | None
) -> None:
    make_action("Quiet", at=now() - timedelta(days=days), owner=make_owner())
    person = make_person("odette@example.org", role=role, name="Odette Farrow")

    page = shown(signed_in(client, person))

    assert ("came up to you" in page) == bool(words)
    assert not words or words in page


def test_silence_comes_up_to_whoever_leads_the_workstream(client: Client) -> None:
    odile = make_person("odile@example.org", role="lead", name="Odile Marsh")
    led = make_workstream("Safer homes", lead=odile)
    for owner in (make_owner(), odile):
        make_action("Quiet", workstream=led, at=now() - timedelta(days=50), owner=owner)

    page = shown(signed_in(client, odile))

    assert "Ask after 1 silent action that came up to you" in page, "her own is a pile"


def test_nothing_comes_up_to_somebody_who_acts_for_nobody() -> None:
    idle = make_person("idle@example.org", role=None, name="Ida Lull")

    assert came_up_to(idle, on=timezone.localdate()) == 0


def test_somebody_whose_actions_are_all_in_order_is_told_so(client: Client) -> None:
    noor = make_owner()
    owned(noor, "Fine one", due_on=in_days(100), at=now())
    page = shown(signed_in(client, noor))
    assert "You own 1 open action, and each had its word." in page


def test_the_manager_is_told_how_many_are_silent(client: Client) -> None:
    make_action("Quiet", at=now() - timedelta(days=60), owner=make_owner())
    page = shown(signed_in(client, make_manager()))
    assert "Ask after 1 action that is without a word" in page


def test_after_sign_in_one_begins_at_the_desk_or_at_the_list_one_chose(
    client: Client,
) -> None:
    noor = make_owner()
    answer = client.post(
        "/account/login/", {"login": noor.email, "password": PASSWORD}, follow=True
    )
    assert answer.redirect_chain[-1][0] == "/desk/"

    client.post("/desk/lists/keep/plan/?needs=overdue", {"name": "Late"})
    kept = SavedView.objects.get()
    client.post(f"/desk/lists/{kept.pk}/first/")
    assert client.get("/start/")["Location"] == "/plan/?needs=overdue"
    client.post(f"/desk/lists/{kept.pk}/first/")
    assert client.get("/start/")["Location"] == "/desk/"
    assert Event.objects.filter(verb="view.begun_with").count() == 2


def test_without_an_appointment_one_is_led_to_the_account(client: Client) -> None:
    signed_in(client, make_person(role=None))
    assert client.get("/start/")["Location"] == "/account/"
