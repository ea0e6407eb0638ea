"""Which strategy another follows, and what became of its priorities (S41)."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.make import TODAY, make_manager, make_strategy
from tests.partners.people import NOW, make_installation, make_person

from goldthread.audit.models import Event
from goldthread.partners.rules import Refused
from goldthread.strategy import queries, requirements, services
from goldthread.strategy.file.telling import dump
from goldthread.strategy.models import Strategy

pytestmark = pytest.mark.django_db
AFTER = (date(2029, 4, 1), date(2032, 4, 1))
BY: dict[str, Any] = {"by": None, "at": NOW}


def day(name: str, value: date) -> dict[str, str]:
    parts = {"day": value.day, "month": value.month, "year": value.year}
    return {f"{name}_{part}": str(number) for part, number in parts.items()}


def changed(strategy: Strategy, follows: object) -> dict[str, Any]:
    return {
        "title": strategy.title,
        "partnership": strategy.partnership,
        "marking": "OFFICIAL",
        "follows": follows,
        "once": str(uuid.uuid4()),
        **day("period_start", AFTER[0]),
        **day("last_day", date(2032, 3, 31)),
    }


def asked_of(strategy: Strategy) -> requirements.Requirement:
    known = queries.whole(strategy, on=TODAY)
    found = requirements.for_publication(known)
    return next(each for each in found if each.key == "crosswalk")


@pytest.fixture
def amar(client: Client) -> Client:
    make_installation()
    client.force_login(make_manager())
    return client


@pytest.mark.covers("S41")
def test_a_template_asks_which_strategy_it_follows_and_offers_the_one_in_force(
    amar: Client,
) -> None:
    last = make_strategy("The last one", state="in_force")

    page = amar.get("/strategies/template/").content.decode()
    assert f'<option value="{last.pk}" selected>The last one</option>' in page
    told = {
        "template": "founding",
        "title": "The next one",
        "partnership": "SSP",
        "follows": last.pk,
        **day("starts", AFTER[0]),
        **day("ends", date(2032, 3, 31)),
    }
    amar.post("/strategies/template/", told)

    made = Strategy.objects.get(key="the-next-one")
    assert made.follows == last
    assert f"follows: {last.key}\n" in dump(made)
    crosswalk = amar.get("/strategies/the-next-one/crosswalk/").content.decode()
    assert crosswalk.count("Not said yet") == last.priorities.count()


@pytest.mark.covers("S41")
def test_a_strategy_that_does_not_say_whom_it_follows_is_asked_while_one_is_kept_here(
    amar: Client,
) -> None:
    after = make_strategy("After", period=AFTER)
    assert asked_of(after).is_met  # nothing came before it
    last = make_strategy("The last one", state="in_force")

    assert "does not say which strategy it follows" in asked_of(after).missing
    home = f"/strategies/{after.key}/"
    page = amar.get(f"{home}crosswalk/").content.decode()
    assert "This strategy does not say which one it follows" in page
    assert f'href="{home}change/"' in page
    assert "not said yet" in amar.get(home).content.decode()

    amar.post(f"{home}change/", changed(after, last.pk))

    after.refresh_from_db()
    assert after.follows == last
    assert "what became of" in asked_of(after).missing
    event = Event.objects.get(verb="strategy.follows")
    assert event.detail["after"] == {"follows": "The last one"}


def test_a_reader_is_told_and_not_asked_to_choose(client: Client) -> None:
    make_strategy("The last one", state="in_force")
    after = make_strategy("After", period=AFTER)
    client.force_login(make_person("board@example.org", role="board"))

    page = client.get(f"/strategies/{after.key}/crosswalk/").content.decode()

    assert "does not say which one it follows" in page
    assert "Choose it" not in page


def test_two_strategies_never_follow_each_other(amar: Client) -> None:
    first = make_strategy("First")
    second = make_strategy("Second", follows=first)

    with pytest.raises(Refused, match="“Second” follows this one itself"):
        services.follow_strategy(first, second, **BY)
    page = amar.post(f"/strategies/{first.key}/change/", changed(first, second.pk))

    assert "follows this one itself" in page.content.decode()
    kept = Strategy.objects.get(pk=first.pk)
    assert (kept.follows, kept.period_start) == (None, first.period_start)


def test_saying_once_more_whom_it_follows_changes_and_records_nothing(
    amar: Client,
) -> None:
    first = make_strategy("First")
    second = make_strategy("Second", follows=first, period=AFTER)
    old, new = first.priorities.get(number=1), second.priorities.get(number=1)
    services.write_crossing(second, old, new, kind="continues", **BY)

    page = amar.post(f"/strategies/{second.key}/change/", changed(second, first.pk))

    assert page.status_code == 302
    assert not Event.objects.filter(verb="strategy.follows").exists()


def test_a_template_or_one_that_was_given_up_is_not_offered(amar: Client) -> None:
    gone = make_strategy("Given up", state="draft")
    services.withdraw_strategy(gone, reason="The county does it.", **BY)
    after = make_strategy("After", period=AFTER)

    page = amar.get(f"/strategies/{after.key}/change/").content.decode()

    assert "Given up" not in page
    assert asked_of(after).is_met
