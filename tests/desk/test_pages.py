"""The desk, search, kept lists and hand-over: what each role meets, and what it costs."""

import sys
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from tests.desk.made import all_rows, colleague, make_link, make_owner, now, owned
from tests.make import make_manager
from tests.make_plan import make_action, make_report, make_strategy, make_workstream
from tests.partners.people import NOW, PASSWORD, make_agency, make_person

from goldthread.audit.models import Event
from goldthread.delivery.models import Action
from goldthread.delivery.services import add_dependency, change_action
from goldthread.desk import rules, services
from goldthread.desk.models import OutgoingMail, SavedView, VisitMark
from goldthread.desk.queries.search import search
from goldthread.desk.queries.silences import came_up_to
from goldthread.desk.services.views import VISIT_LASTS
from goldthread.partners.models import Person
from goldthread.partners.policy import policy
from goldthread.partners.services import end_appointment, end_person
from goldthread.strategy import services as steering

pytestmark = pytest.mark.django_db


def signed_in(client: Client, person: Person) -> Client:
    assert client.login(email=person.email, password=PASSWORD)
    return client


def shown(client: Client, address: str = "/desk/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer
    return str(answer.content.decode())


def in_days(days: int) -> Any:
    return timezone.localdate() + timedelta(days=days)


# ------------------------------------------------------------------- the desk


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


# ------------------------------------------------------------------ kept lists


@pytest.fixture
def two(client: Client) -> tuple[Person, Person]:
    return make_owner(), colleague()


def test_a_list_is_kept_with_its_filter_and_found_on_desk_and_plan(
    client: Client, two: tuple[Person, Person]
) -> None:
    noor, other = two
    signed_in(client, noor)
    owned(noor, "Late one", due_on=in_days(-3), at=now())
    assert 'href="/desk/lists/keep/plan/?needs=overdue"' in shown(
        client, "/plan/?needs=overdue"
    )

    client.post(
        "/desk/lists/keep/plan/?needs=overdue", {"name": " Late ", "is_shared": "on"}
    )

    link = '<a class="govuk-link" href="/plan/?needs=overdue">Late</a>'
    assert link in shown(client) and link in shown(client, "/plan/")
    signed_in(client, other)
    page = shown(client)
    assert link in page and "shared by Noor Ashby" in page
    kept = SavedView.objects.get()
    assert client.get(f"/desk/lists/{kept.pk}/")["Location"] == "/plan/?needs=overdue"
    assert client.post(f"/desk/lists/{kept.pk}/first/").status_code == 404
    client.post(f"/desk/lists/{kept.pk}/remove/")
    assert SavedView.objects.exists(), "only who keeps it removes it"
    assert Event.objects.get(verb="view.saved").detail == {"shared": True}


def test_a_list_that_is_not_shared_is_nobody_elses(
    client: Client, two: tuple[Person, Person]
) -> None:
    noor, other = two
    view = services.save_view(
        name="Mine", page="plan", query="", is_shared=False, by=noor, at=NOW
    )
    signed_in(client, other)
    assert "Mine" not in shown(client)
    for address in (f"/desk/lists/{view.pk}/",):
        assert client.get(address).status_code == 404
    for verb in ("first", "remove"):
        assert client.post(f"/desk/lists/{view.pk}/{verb}/").status_code == 404


def test_only_lists_can_be_kept(client: Client, two: tuple[Person, Person]) -> None:
    signed_in(client, two[0])
    assert client.get("/desk/lists/keep/account/").status_code == 404
    assert client.post("/desk/lists/keep/set_up/", {"name": "x"}).status_code == 404


def test_the_refusals_of_keeping_a_list_are_sentences(
    two: tuple[Person, Person],
) -> None:
    noor, other = two

    def keep(name: str) -> SavedView:
        return services.save_view(
            name=name, page="plan", query="", is_shared=False, by=noor, at=NOW
        )

    view = keep("Late")
    with pytest.raises(rules.Refused, match="You keep a list called Late already"):
        keep(" Late ")
    with pytest.raises(rules.Refused, match="Give the list a name"):
        keep("  ")
    with pytest.raises(rules.Refused, match="Only they remove it"):
        services.remove_view(view, by=other, at=NOW)
    for number in range(rules.VIEWS_EACH - 1):
        keep(f"List {number}")
    with pytest.raises(rules.Refused, match="You keep 50 lists already"):
        keep("One more")
    services.remove_view(view, by=noor, at=NOW)
    assert Event.objects.filter(verb="view.removed").count() == 1


def test_a_view_has_a_name_of_its_own_and_one_at_most_comes_first(
    two: tuple[Person, Person],
) -> None:
    noor, _ = two
    told = {"owner": noor, "page": "plan", "saved_at": NOW}
    SavedView.objects.create(name="Late", is_start=True, **told)
    for wrong in ({"name": "Late"}, {"name": "Other", "is_start": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SavedView.objects.create(**told | wrong)


# ------------------------------------------------------------------- hand-over


def test_a_leavers_open_actions_and_workstreams_go_to_somebody_who_stays(
    client: Client,
) -> None:
    amar, noor, other = make_manager(), make_owner(), colleague()
    stream = make_workstream("Safer homes", lead=noor)
    mine = owned(noor, "Open the gate", "Cut the key", workstream=stream)
    done = owned(noor, "Long done", workstream=stream)[0]
    make_report(done, by=noor, status="complete", percent=100)
    _, link = make_link(noor, *mine)
    signed_in(client, amar)

    before = client.get(f"/people/{noor.pk}/hand-over/").content.decode()
    assert "2 open actions" in before and "A-001 Open the gate" in before
    answer = client.post(
        f"/people/{noor.pk}/hand-over/", {"to": str(other.pk)}, follow=True
    )

    assert "2 actions and 1 workstream handed over." in answer.content.decode()
    owners = dict(Action.objects.values_list("title", "owner__name"))
    assert owners == {
        "Open the gate": other.name,
        "Cut the key": other.name,
        "Long done": noor.name,
    }
    stream.refresh_from_db()
    link.refresh_from_db()
    assert stream.lead == other and link.revoked_at is not None
    assert stream.links.filter(is_primary=True).count() == 1
    event = Event.objects.get(verb="person.handed_over")
    assert event.detail["after"] == {
        "to": "Morwenna Adair",
        "actions": 2,
        "workstreams": 1,
    }
    assert Event.objects.filter(verb="action.changed").count() == 2


def test_what_a_leaver_had_to_do_goes_by_itself_to_whoever_takes_over() -> None:
    noor, other, day = make_owner(), colleague(), NOW.date()
    stream = make_workstream("Safer homes", lead=noor)
    owned(noor, "Open the gate", workstream=stream)
    assert services.hand_over_leavers(on=day, at=NOW) == 0
    end_person(noor, hand_to=other, on=day, by=None, at=NOW)

    moved = services.hand_over_leavers(on=day, at=NOW)

    assert moved == 1
    assert Action.objects.get().owner == other
    stream.refresh_from_db()
    assert stream.lead == other
    mail = OutgoingMail.objects.get()
    assert mail.person == other and "1 action and 1 workstream" in mail.body
    assert noor.name not in mail.body
    assert services.hand_over_leavers(on=day, at=NOW) == 0
    assert Event.objects.filter(verb="person.handed_over").count() == 1


def test_what_a_leaver_had_to_do_waits_where_whoever_takes_over_has_gone_too() -> None:
    noor, other, day = make_owner(), colleague(), NOW.date()
    owned(noor, "Open the gate")
    end_person(noor, hand_to=other, on=day, by=None, at=NOW)
    assert other.acting is not None
    end_appointment(other.acting, on=day, by=None, at=NOW)

    assert services.hand_over_leavers(on=day, at=NOW) == 0

    assert Action.objects.get().owner == noor


def test_what_a_leaver_left_behind_is_on_the_managers_desk_until_it_is_handed_over(
    client: Client,
) -> None:
    amar, noor, other = make_manager(), make_owner(), colleague()
    owned(noor, "Open the gate", "Cut the key", at=now())
    signed_in(client, amar)
    where = f"/people/{noor.pk}/hand-over/"
    assert f'href="{where}"' in shown(client, f"/people/{noor.pk}/")
    end_person(noor, hand_to=other, on=now().date(), by=amar, at=now())

    page = shown(client)
    assert (
        f'<a class="govuk-link" href="{where}">Hand over 2 actions that Noor Ashby left behind'
        in page
    )
    assert f'<option value="{other.pk}" selected>' in shown(client, where)
    client.post(where, {"to": str(other.pk)})

    assert "Noor Ashby left behind" not in shown(client)


def test_a_workstream_before_the_boards_stays_and_is_named() -> None:
    noor, other = make_owner(), colleague()
    strategy = make_strategy()
    make_workstream("Safer homes", lead=noor, strategy=strategy)
    type(strategy).objects.filter(pk=strategy.pk).update(state="proposed")

    told = services.hand_over_actions(
        noor, to=other, on=NOW.date(), by=make_manager(), at=NOW
    )

    assert told.sentence == (
        "0 actions and 0 workstreams handed over. Not handed over: Safer homes."
    )


def test_nothing_is_handed_to_oneself_or_to_somebody_who_left() -> None:
    noor, other = make_owner(), colleague()

    def hand_over(to: Person) -> None:
        services.hand_over_actions(
            noor, to=to, on=NOW.date(), by=make_manager(), at=NOW
        )

    with pytest.raises(rules.Refused, match="Choose somebody else"):
        hand_over(noor)
    assert other.acting is not None
    end_appointment(other.acting, on=NOW.date(), by=None, at=NOW)
    with pytest.raises(rules.Refused, match="does not act for an agency today"):
        hand_over(other)


# ---------------------------------------------------------------------- search


@pytest.fixture
def things() -> Person:
    make_agency("Saxonbridge Housing Trust")
    stream = make_workstream("Burglary in older terraces")
    make_action("Fit locks in Heron Street", workstream=stream)
    make_action("Open a taxi marshal scheme", workstream=stream)
    return make_manager()


def found(asked: str, person: Person) -> list[tuple[str, str, str]]:
    return [
        (hit.kind, hit.words, hit.href)
        for hit in search(asked, person=person, on=NOW.date()).hits
    ]


def test_a_slip_of_the_finger_still_finds(things: Person) -> None:
    (stream,) = [hit for hit in found("burglery", things) if hit[0] == "Workstream"]
    assert stream[1] == "Burglary in older terraces"
    assert "/workstreams/" in stream[2]
    assert ("Organisation", "Saxonbridge Housing Trust") in [
        hit[:2] for hit in found("Saxonbrige", things)
    ]
    assert found("marshel taxi", things)[0][1] == "Open a taxi marshal scheme"
    assert search("burglery", person=things, on=NOW.date()).guessed
    assert not search("scheme taxi", person=things, on=NOW.date()).guessed


def test_what_is_called_so_comes_first_and_a_reference_finds_its_action(
    things: Person,
) -> None:
    assert found("A-001", things)[0][:2] == ("Action", "Fit locks in Heron Street")
    assert found("fit locks", things)[0][2] == "/plan/A-001/"
    assert not search("fit locks", person=things, on=NOW.date()).guessed


def test_nothing_near_is_said_with_what_to_try(client: Client, things: Person) -> None:
    page = shown(signed_in(client, things), "/search/?q=zeppelin")
    assert "Nothing comes near “zeppelin”" in page and "Try one word" in page
    assert "You may look for: actions" in shown(client, "/search/")


@pytest.mark.parametrize(
    "asked",
    ["%", "_", "'; drop table x; --", "\0", "<script>", "ß" * 200, "☃ ☃", "a b c"],
)
def test_search_takes_whatever_is_typed(
    client: Client, things: Person, asked: str
) -> None:
    answer = signed_in(client, things).get("/search/", {"q": asked})
    assert answer.status_code == 200 and b"<script>" not in answer.content


SEES = {
    "manager": {"Action", "Workstream", "Organisation"},
    "resident": {"Action", "Workstream", "Organisation"},
    "agency_admin": {"Action", "Organisation"},
    "sysadmin": {"Organisation"},
}


@pytest.mark.parametrize("role", SEES)
def test_search_finds_only_what_the_role_may_see(things: Person, role: str) -> None:
    if role != "manager":
        things = make_person(f"{role}@example.org", role=role)
    kinds = {
        hit[0]
        for asked in ("locks", "older terraces", "housing trust", "hosuing", "terracse")
        for hit in found(asked, things)
    }
    assert kinds == SEES[role]


def test_every_thing_found_leads_to_a_page(client: Client, things: Person) -> None:
    signed_in(client, things)
    for asked in ("a", "e", "safer", "violence"):
        for _, _, href in found(asked, things):
            assert client.get(href).status_code == 200, href


# ------------------------------------------------------------------------ cost


@pytest.fixture
def large() -> Person:
    """10,000 actions in the plan, 200 of one's own, in the shapes services leave."""
    noor = make_owner()
    first = make_action("First", at=now())
    rows = []
    for number in range(2, 10_001):
        due = in_days(number % 400 - 40)
        rows.append(
            Action(
                reference=f"A-{number:05}",
                workstream_id=first.workstream_id,
                title=f"Mend lamp {number} in the {number % 97} alley by the market",
                kind="prevention",
                lead_agency_id=first.lead_agency_id,
                owner=noor if number <= 201 else None,
                due_on=due,
                added_at=now(),
                heard_on=in_days(-(number % 60)),
            )
        )
    Action.objects.bulk_create(rows, batch_size=500)
    return noor


def cpu(act: Any, times: int = 15) -> float:
    """Milliseconds of CPU of the quickest of some runs."""
    act()
    best = float("inf")
    for _ in range(times):
        before = time.process_time()
        act()
        best = min(best, time.process_time() - before)
    return best * 1000


@pytest.mark.slow
def test_desk_and_search_are_quick_over_ten_thousand_actions(
    client: Client, large: Person, django_assert_max_num_queries: Any
) -> None:
    signed_in(client, large)
    with django_assert_max_num_queries(35):  # six about boards, four on measures
        shown(client)
    with django_assert_max_num_queries(22):
        shown(client, "/search/?q=alley")
    with django_assert_max_num_queries(41):  # eighteen kinds, twice
        shown(client, "/search/?q=lampp")

    desk = cpu(lambda: shown(client))
    exact = cpu(lambda: shown(client, "/search/?q=alley"))
    guessed = cpu(lambda: shown(client, "/search/?q=markte+lampp"))

    sys.stdout.write(f"desk {desk:.1f}, found {exact:.1f}, guessed {guessed:.1f} ms\n")
    # The budgets are 25 and 60 ms on a free machine; a shared one takes up to thrice as much.
    assert desk < 80 and exact < 180 and guessed < 180
