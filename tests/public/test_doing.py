"""What is done and what it changed, as residents read it: frozen, plain, nobody named."""

from datetime import date, timedelta

import pytest
from django.test import Client
from tests.make import make_manager, make_public
from tests.make_effects import judge, series, stated
from tests.make_plan import make_action, make_report
from tests.make_public import action_of, publish_action
from tests.partners.people import NOW, make_agency, make_installation, make_person

from goldthread.audit.models import Event
from goldthread.core.units import tied
from goldthread.delivery import services
from goldthread.delivery.published import published_actions
from goldthread.delivery.rules import Refused
from goldthread.notes.models import Publication
from goldthread.partners.services import ContactTold, add_area, keep_contact

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
DOING = "/public/what-we-do/"


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.covers("S118")
def test_residents_read_what_is_done_where_by_whom_and_by_when(client: Client) -> None:
    ward = add_area(code="W1", name="Marlpit", kind="ward", by=None, at=NOW)
    action = action_of(
        make_public(),
        areas=[ward],
        due_on=date(2027, 3, 31),
        support_agencies=[make_agency("Saxonshire Police")],
    )
    make_report(action)
    publish_action(action)

    for address in (DOING, "/public/priorities/prevent-violence/"):
        shown = page(client, address)
        for words in (
            "New lights in the park",
            "Going to plan",
            "Marlpit",
            "Saxonbridge City Council, with Saxonshire Police",
            "31 March 2027",
        ):
            assert words in shown, (address, words)
        assert "Relight the park" not in shown
    taken = client.get("/public/what-we-do.csv").content.decode()
    assert "New lights in the park" in taken and "Going to plan" in taken


def test_what_changes_in_the_plan_stays_inside_until_it_is_made_public_again(
    client: Client,
) -> None:
    action = publish_action(action_of(make_public(), due_on=date(2027, 3, 31)))
    make_report(action, status="off_track", text="The lamps did not come.")

    shown = page(client, DOING)
    assert "Not begun yet" in shown and "lamps" not in shown

    publish_action(action, at=LATER)

    shown = page(client, DOING)
    assert "Not going to plan" in shown and "lamps" not in shown
    first, second = Publication.objects.order_by("number")
    assert first.ended_at == second.published_at and second.ended_at is None


def test_a_day_that_has_passed_is_said(client: Client) -> None:
    publish_action(action_of(make_public(), due_on=date(2026, 3, 31)))

    assert "Not begun, and late" in page(client, DOING)


def test_a_taken_back_action_is_gone_and_was_kept_as_it_was(client: Client) -> None:
    action = publish_action(action_of(make_public()))

    services.take_back_action(action, by=make_manager(), at=LATER)

    assert "New lights" not in page(client, DOING)
    kept = Publication.objects.get()
    assert kept.content["words"] == "New lights in the park"
    assert (kept.ended_at, str(kept.ended_by)) == (LATER, "Amar Tolliver")
    told = Event.objects.filter(verb__startswith="public.").order_by("at")
    assert [one.verb for one in told] == ["public.made", "public.taken_back"]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (" ", "plain words"),
        ("Amar Tolliver sees to the lights", "This names Amar Tolliver"),
        ("Write to amar@example.org", "somebody's address"),
    ],
)
def test_words_that_say_nothing_or_name_somebody_are_refused(
    words: str, why: str
) -> None:
    action = action_of(make_public())

    with pytest.raises(Refused, match=why):
        publish_action(action, words)

    assert not Publication.objects.exists()


def test_only_who_may_says_what_residents_read() -> None:
    action = action_of(make_public())
    lead = make_person("lead@example.org", role="agency_lead", name="Perpetua Ash")

    with pytest.raises(Refused, match="partnership manager says"):
        services.publish_action(action, words="New lights", by=lead, at=NOW)
    publish_action(action)
    with pytest.raises(Refused, match="partnership manager says"):
        services.take_back_action(action, by=lead, at=NOW)
    with pytest.raises(Refused, match="word for word"):
        publish_action(action)
    with pytest.raises(Refused, match="Take it back first"):
        services.delete_action(action, reason="Wrong", by=make_manager(), at=NOW)


@pytest.mark.parametrize(
    ("before", "after", "others", "result", "size"),
    [
        (40, 20, 12, "It worked", "about 50 per cent fewer"),
        (30, 30, 12, "It made no difference", ""),
        (3, 2, 0, "We cannot tell", ""),
    ],
)
def test_what_an_action_changed_is_said_in_plain_words_also_when_nobody_can_tell(
    client: Client, before: int, after: int, others: int, result: str, size: str
) -> None:
    make_public()
    action = stated()
    judge(action, series(before, after, others))
    publish_action(action)

    shown = page(client, f"{DOING}?x")

    assert result in shown
    assert tied("20 per cent lower") in shown  # what had been said in advance
    # Its measure is in words, so its counts are a partner's: no size of it is told.
    assert size == "" or tied(size) not in shown


def test_before_its_window_is_over_residents_read_when_we_shall_know(
    client: Client,
) -> None:
    make_public()
    action = make_action("Guards for the market")
    services.state_effect(
        action,
        measure="Thefts at the market",
        direction="down",
        percent=20,
        window_from=date(2026, 12, 1),
        window_until=date(2027, 12, 1),
        by=make_manager(),
        at=NOW,
    )
    publish_action(action)

    shown = page(client, DOING)

    assert "Too early to tell" in shown and "after 1 December 2027" in shown


def test_those_to_be_done_next_stand_first() -> None:
    strategy = make_public()
    late = action_of(strategy, "Late", due_on=date(2027, 5, 1))
    soon = action_of(strategy, "Soon", due_on=date(2027, 1, 1))
    for one in (late, soon):
        publish_action(one, words=one.title)

    assert [one.words for one in published_actions(LATER.date())] == ["Soon", "Late"]


@pytest.mark.covers("S118", "B10")
def test_residents_read_how_they_reach_the_partnership_and_how_to_report(
    client: Client,
) -> None:
    make_installation()
    assert "We have not said here yet" in page(client, "/public/get-involved/")

    keep_contact(
        ContactTold("Community safety team", "safer@example.org", "01632 960100"),
        by=make_manager(),
        at=NOW,
    )
    client.get("/public/")  # a page that was kept is drawn anew on another day
    from django.core.cache import cache

    cache.clear()
    shown = page(client, "/public/get-involved/")

    assert 'href="mailto:safer@example.org"' in shown
    assert 'href="tel:01632960100"' in shown
    assert 'href="tel:999"' in shown and 'href="tel:101"' in shown
    told = Event.objects.get(verb="contact.changed")
    assert told.detail["after"]["contact_team"] == "Community safety team"


def test_a_number_that_nobody_can_call_is_refused() -> None:
    make_installation()

    with pytest.raises(Refused, match="telephone number such as"):
        keep_contact(ContactTold(phone="ask Amar"), by=make_manager(), at=NOW)


def test_the_front_door_of_the_inner_site_has_a_link_for_residents(
    client: Client,
) -> None:
    make_installation()

    page = client.get("/", follow=True).content.decode()

    assert 'href="/public/">For residents</a>' in page
