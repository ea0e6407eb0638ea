"""Talk about anything: said at its page, called to the desk, found by everybody who may."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.desk.made import make_owner
from tests.make import make_body, make_chair, make_finding, make_manager
from tests.make_board import (
    come,
    make_ask,
    make_challenge,
    make_decision,
    make_item,
    make_meeting,
    make_risk,
    on_seat,
)
from tests.make_numbers import make_indicator
from tests.make_plan import make_action, make_strategy, make_workstream
from tests.partners.people import NOW, make_person

from goldthread.assessment.models import Assessment
from goldthread.audit.models import Event
from goldthread.desk.queries.kinds import KINDS, TALKED_ABOUT
from goldthread.desk.queries.search import search
from goldthread.governance import services
from goldthread.governance.models import Meeting
from goldthread.notes.models import Comment
from goldthread.partners.models import Person
from goldthread.partners.policy import policy

pytestmark = pytest.mark.django_db
ONCE = "5d9f1f6e-6c9b-4b36-9a7e-2c6a33d2f0a{:x}"


@pytest.fixture
def things() -> dict[str, tuple[str, str]]:
    """One of each kind: its reference for the notes room, and its page."""
    strategy = make_strategy()
    priority = strategy.priorities.get(number=1)
    stream = make_workstream("Safer evenings")
    body, finding = make_body(), make_finding()
    Assessment.objects.update(made_at=NOW, scope={})
    section = strategy.sections.first()
    named: dict[str, tuple[Any, ...]] = {
        "strategy.strategy": (strategy.key,),
        "strategy.priority": (strategy.key, priority.key),
        "strategy.workstream": (strategy.key, stream.key),
        "strategy.section": (strategy.key, section.key),
        "partners.body": (body.pk,),
        "assessment.finding": (finding.assessment_id, finding.ref),
        "performance.indicator": (make_indicator("V7").code,),
        "governance.decision": (make_decision().reference,),
        "governance.ask": (make_ask().reference,),
        "governance.challenge": (make_challenge().reference,),
        "governance.risk": (make_risk().reference,),
        "governance.meeting": (Meeting.objects.get().pk,),
    }
    pages = {kind.about: page for page, kind in TALKED_ABOUT.items()}
    return {
        about: ("/".join(map(str, args)), reverse(pages[about], args=args))
        for about, args in named.items()
    }


def say(client: Client, about: str, reference: str, text: str, once: int = 0) -> Any:
    return client.post(
        reverse("say", args=[about, reference]),
        {"text": text, "seen": "", "once": ONCE.format(once)},
        follow=True,
    )


def test_the_page_of_every_kind_leads_to_its_talk_and_back(
    client: Client, things: dict[str, tuple[str, str]]
) -> None:
    assert set(things) == {each.about for each in KINDS} - {"", "delivery.action"}
    client.force_login(make_manager())
    for number, (about, (reference, page)) in enumerate(things.items()):
        talk = reverse("talk", args=[about, reference])
        before = client.get(page).content.decode()
        assert f'href="{talk}"' in before and "Say something about this" in before
        answer = say(client, about, reference, "Is this still so?", number)
        assert answer.redirect_chain[-1][0].startswith(talk)
        shown = answer.content.decode()
        assert "Is this still so?" in shown and f'href="{page}"' in shown
        assert "Comments (1)" in client.get(page).content.decode()
    assert Event.objects.filter(verb="comment.added").count() == len(things)


def test_who_is_called_finds_who_where_and_the_way_on_the_desk(
    client: Client, things: dict[str, tuple[str, str]]
) -> None:
    noor, called = make_owner(role="chair"), Client()
    client.force_login(make_manager())
    called.force_login(noor)
    half = len(things) // 2  # the desk shows the newest few of each kind of errand
    desk = ""
    for number, (about, (reference, _)) in enumerate(things.items()):
        say(client, about, reference, "@Noor Ashby, what do you think?", number)
        if number in (half, len(things) - 1):
            desk += called.get("/desk/").content.decode()

    for about, (reference, _) in things.items():
        comment = Comment.objects.get(about_kind=about)
        talk = reverse("talk", args=[about, reference])
        assert f'href="{talk}#comment-{comment.pk}"' in desk
        assert called.get(talk).status_code == 200
    assert "Answer Amar Tolliver, who mentioned you on “Safer evenings”" in desk
    assert "Workstream, " in desk and "Finding, " in desk
    assert "Decision, " in desk and "Measure, " in desk and "Meeting, " in desk


def test_a_call_to_an_action_leads_to_the_action(client: Client) -> None:
    noor, action = make_owner(), make_action("Do it")
    client.force_login(make_manager())
    client.post(
        reverse("action_comments", args=[action.reference]),
        {"text": "@Noor, see this", "seen": "", "once": ONCE.format(1)},
    )
    client.force_login(noor)

    comment = Comment.objects.get()
    desk = client.get("/desk/").content.decode()
    assert f'href="/plan/{action.reference}/#comment-{comment.pk}"' in desk


def test_whoever_may_not_see_a_thing_neither_talks_of_it_nor_is_called_to_it(
    client: Client, things: dict[str, tuple[str, str]]
) -> None:
    blind = next(
        role.key
        for role in policy().roles.values()
        if role.key not in ("visitor", "nobody")
        and not policy().may(role.key, "read the strategy")
    )
    other = make_person("other@example.org", role=blind, name="Ulf Marrow")
    reference = things["strategy.priority"][0]
    client.force_login(make_manager())
    answer = say(client, "strategy.priority", reference, "@Ulf Marrow, look")
    assert "Nobody" in answer.content.decode() or not Comment.objects.exists()
    client.force_login(other)

    for name in ("talk", "say"):
        address = reverse(name, args=["strategy.priority", reference])
        assert client.get(address).status_code in (403, 404)


def test_only_who_moderates_a_kind_withdraws_what_others_said(
    client: Client, things: dict[str, tuple[str, str]]
) -> None:
    reference = things["partners.body"][0]
    chair = make_owner(role="chair")
    client.force_login(chair)
    say(client, "partners.body", reference, "It should meet more often.")
    comment = Comment.objects.get()
    form = {"what": "withdraw", "comment": comment.pk}
    client.force_login(make_person("b@example.org", role="board", name="Bo Wren"))
    client.post(reverse("say", args=["partners.body", reference]), form)
    comment.refresh_from_db()
    assert comment.withdrawn_at is None
    client.force_login(make_manager())
    client.post(reverse("say", args=["partners.body", reference]), form)

    comment.refresh_from_db()
    assert comment.withdrawn_at is not None


@pytest.mark.parametrize(
    ("about", "reference"),
    [
        ("partners.body", "999999"),
        ("partners.body", "x"),
        ("partners.body", "9" * 40),
        ("partners.person", "1"),
        ("delivery.action", "A-001"),
        ("strategy.priority", "nowhere"),
        ("strategy.priority", "a/b/c"),
        ("assessment.finding", "'; drop table x/--"),
        ("", "1"),
    ],
)
def test_what_is_not_there_has_no_talk(
    client: Client, about: str, reference: str
) -> None:
    make_action("Do it")
    client.force_login(make_manager())
    for name in ("talk", "talk/say"):
        answer = client.get(f"/{name}/{about or 'none'}/{reference}/")
        assert answer.status_code == 404


def test_a_visitor_sees_no_way_to_the_talk(
    client: Client, things: dict[str, tuple[str, str]]
) -> None:
    page = client.get(things["assessment.finding"][1])

    assert page.status_code == 200 and b"/talk/" not in page.content


def test_search_finds_outcomes_people_and_seats_kind_by_kind(
    things: dict[str, tuple[str, str]],
) -> None:
    manager = make_manager()
    make_chair(make_body())
    found = search("harmed", person=manager, on=NOW.date())
    assert [name for name, _ in found.groups] == ["Outcomes"]
    assert "/priorities/" in found.hits[0].href
    found = search("odette", person=manager, on=NOW.date())
    assert {name for name, _ in found.groups} == {"People", "People with a seat"}


def test_people_are_found_only_by_those_who_look_after_them() -> None:
    make_manager()
    make_chair(make_body())
    resident: Person = make_person("r@example.org", role="resident", name="Rae Lund")

    kinds = {hit.kind for hit in search("odette", person=resident, on=NOW.date()).hits}
    assert kinds == {"Seat"}


def test_many_of_one_kind_do_not_bury_another() -> None:
    for number in range(12):
        make_action(f"Lantern walk {number}")
    make_body("Lantern board")
    found = search("lantern", person=make_manager(), on=NOW.date())

    assert {hit.kind for hit in found.hits} == {"Action", "Body"}
    assert len(found.groups[0][1]) <= 8 and found.is_cut


@pytest.mark.covers("S32")
def test_what_boards_do_and_what_is_measured_is_found_by_name_and_by_reference() -> (
    None
):
    decision, ask, risk = make_decision(), make_ask(), make_risk()
    challenge, measure = make_challenge(), make_indicator("V7")
    manager, on = make_manager(), NOW.date()

    for words, kind, page in (
        ("taxi marshals is paid", "Decisions", f"/board/decisions/{decision.reference}/"),
        (decision.reference, "Decisions", f"/board/decisions/{decision.reference}/"),
        ("officer for the rank", "Asks", f"/board/asks/{ask.reference}/"),
        ("marshals did it", "Challenges", f"/board/challenges/{challenge.reference}/"),
        ("youth grant", "Risks", f"/board/risks/{risk.reference}/"),
        ("vehicle crimes", "Measures", f"/measures/{measure.code}/"),
        ("v7", "Measures", f"/measures/{measure.code}/"),
    ):  # fmt: skip
        found = search(words, person=manager, on=on)
        assert (kind, page) in {
            (name, hit.href) for name, hits in found.groups for hit in hits
        }, words
    meeting = next(
        hit
        for hit in search("safer saxonbridge", person=manager, on=on).hits
        if hit.kind == "Meeting"
    )
    assert meeting.note == "23 November 2026"


def test_a_chair_talks_of_whatever_came_before_the_board_they_chair(
    client: Client,
) -> None:
    item = make_item(
        make_meeting(),
        audience="named",
        restricted_because="Names a family",
        readers=(make_manager(),),
    )
    services.call_meeting(item.meeting, by=make_manager(), at=NOW)
    come(item.meeting)
    chair = on_seat("Chair")
    services.hold_meeting(item.meeting, chair=chair, by=make_manager(), at=NOW)
    decision = make_decision(item)
    talk = reverse("talk", args=["governance.decision", decision.reference])

    client.force_login(chair)
    shown = client.get(talk)
    assert shown.status_code == 200
    called = {person.name for person in shown.context["discussion"].place.mentionable}
    assert called == {"Amar Tolliver", "Odette Farrow"}
    client.force_login(on_seat("Police"))
    assert client.get(talk).status_code == 404


def test_a_restricted_decision_is_neither_found_nor_talked_of_nor_called_to(
    client: Client,
) -> None:
    item = make_item(
        make_meeting(), audience="members", restricted_because="Names a family"
    )
    services.call_meeting(item.meeting, by=make_manager(), at=NOW)
    come(item.meeting)
    services.hold_meeting(
        item.meeting, chair=on_seat("Chair"), by=make_manager(), at=NOW
    )
    decision = make_decision(item)
    resident, manager = on_seat("Residents"), make_manager()
    assert search("taxi", person=manager, on=NOW.date()).hits
    assert not search("taxi", person=resident, on=NOW.date()).hits

    client.force_login(manager)
    shown = client.get(
        reverse("talk", args=["governance.decision", decision.reference])
    )
    called = [person.name for person in shown.context["discussion"].place.mentionable]
    assert "Gethin Marsh" in called, "a cleared member"
    assert "Isolde Wren" not in called, "a resident is not cleared"
    client.force_login(resident)
    for name in ("talk", "say"):
        address = reverse(name, args=["governance.decision", decision.reference])
        assert client.get(address).status_code == 404
