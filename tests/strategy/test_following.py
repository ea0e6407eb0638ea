"""Addresses in strategies are followed by the worker where that is turned on."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django_tasks_db.models import DBTaskResult
from tests.evidence.test_following import Stand, site
from tests.make import make_manager, make_strategy
from tests.partners.people import NOW

from goldthread.audit.models import Event
from goldthread.desk.clockwork import tick
from goldthread.desk.jobs import JOBS
from goldthread.evidence.fetching.following import Followed
from goldthread.partners.rules import Refused
from goldthread.strategy import queries, services, tasks
from goldthread.strategy.models import LinkCheck, Strategy

pytestmark = pytest.mark.django_db
__all__ = ["site"]
DEAD, LIVES = "https://example.org/gone", "https://example.org/plan"
AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def linked(strategy: Strategy, address: str, title: str = "City plan") -> None:
    services.add_linked_plan(
        strategy,
        services.PlanTold(title, "above", address=address),
        by=make_manager(),
        at=NOW,
    )


def sourced(strategy: Strategy, source: str) -> None:
    services.add_evidence(
        strategy,
        services.EvidenceTold(
            text="Residents named knives.",
            kind="qualitative",
            category="concerns",
            source=source,
            strength="fair",
        ),
        by=make_manager(),
        at=NOW,
    )


@pytest.fixture
def strategy() -> Strategy:
    """A draft that points to two pages of the web."""
    made = make_strategy()
    linked(made, DEAD)
    sourced(made, f"Survey of May, see {LIVES}. Or ask the team")
    return made


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Six meetings", []),
        ("see https://example.org/a?b=1, page 3", ["https://example.org/a?b=1"]),
        ("(http://example.org/a) and “https://example.org”.", ["http://example.org/a", "https://example.org"]),
        (f"https://example.org/{'a' * 500}", []),
    ],
)  # fmt: skip
def test_addresses_are_found_in_what_people_type(text: str, found: list[str]) -> None:
    assert queries.addresses_in(text) == found


def test_each_address_of_a_living_strategy_is_due_once_a_week(
    strategy: Strategy,
) -> None:
    assert set(queries.addresses_due(at=AT)) == {DEAD, LIVES}

    services.note_followed(
        {DEAD: Followed(False, "Nothing stands there (404).")}, at=AT
    )

    assert queries.addresses_due(at=AT + timedelta(days=6)) == [LIVES]
    assert queries.addresses_due(at=AT + timedelta(days=7)) == [LIVES, DEAD]
    services.withdraw_strategy(strategy, reason="Another one", by=None, at=NOW)
    assert queries.addresses_due(at=AT) == []


def test_what_was_found_is_one_act_of_the_record(strategy: Strategy) -> None:
    found = {DEAD: Followed(False, "Nothing stands there (404)."), LIVES: Followed(True, "It leads there.")}  # fmt: skip

    services.note_followed(found, at=AT)
    services.note_followed({LIVES: Followed(True, "It leads there.")}, at=AT)

    assert LinkCheck.objects.count() == 2
    first, second = Event.objects.filter(verb="links.followed").order_by("pk")
    assert first.detail["after"] == {"followed": 2, "broken": [DEAD]}
    assert second.detail["after"] == {"followed": 1, "broken": []}


def test_a_followed_link_says_what_was_found() -> None:
    with pytest.raises(IntegrityError, match="says_what_was_found"), transaction.atomic():  # fmt: skip
        LinkCheck.objects.create(address=LIVES, checked_at=AT, works=True, words="")


def test_nothing_is_fetched_unless_it_is_turned_on(
    strategy: Strategy, settings: Any
) -> None:
    assert settings.FOLLOW_LINKS is False
    job = tuple(each for each in JOBS if each.name == "follow links")

    assert tick(AT, job) == ["follow links"]
    assert not DBTaskResult.objects.exists()
    settings.FOLLOW_LINKS = True
    assert tick(AT + timedelta(days=1), job) == ["follow links"]

    (queued,) = DBTaskResult.objects.all()
    assert queued.task_path == "goldthread.strategy.tasks.follow_links"


@pytest.fixture
def rested(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    slept: list[float] = []
    monkeypatch.setattr(tasks.time, "sleep", slept.append)
    yield slept


def test_the_worker_follows_and_the_pages_show_it_beside_the_link(
    client: Client, site: str, settings: Any, rested: list[float]
) -> None:
    settings.FOLLOW_INSIDE = [site]
    strategy = make_strategy()
    linked(strategy, f"http://{site}/404", "Old plan")
    linked(strategy, f"http://{site}/plan", "New plan")
    linked(strategy, "http://10.0.0.7/plan", "A plan in somebody's network")
    sourced(strategy, f"The survey, http://{site}/410.")
    client.force_login(make_manager())

    tasks.follow_links.func()

    page = client.get(f"/strategies/{strategy.key}/plans/").content.decode()
    assert "Nothing stands there (404)." in page and "Answered on" in page
    assert "not public, so it was not asked" in page
    page = client.get(f"/strategies/{strategy.key}/evidence/").content.decode()
    assert "Nothing stands there (410)." in page
    assert rested == [1.0, 1.0], "one question a second to one machine"
    assert {method for method, _, _ in Stand.asked} == {"HEAD", "GET"}
    asked = len(Stand.asked)
    tasks.follow_links.func()
    assert len(Stand.asked) == asked, "and each once a week"


def test_a_person_who_looked_later_is_believed(
    client: Client, strategy: Strategy
) -> None:
    services.note_followed({DEAD: Followed(False, "It cannot be reached.")}, at=AT)
    plan = strategy.linked_plans.get()
    client.force_login(make_manager())
    services.note_link_check(plan, works=True, on=AT.date(), by=None, at=AT)

    page = client.get(f"/strategies/{strategy.key}/plans/").content.decode()

    assert "Worked on 23 November 2026" in page
    assert "Check it again" in page


def test_whoever_writes_has_every_address_asked_at_once(
    client: Client, site: str, settings: Any, rested: list[float]
) -> None:
    settings.FOLLOW_INSIDE, settings.FOLLOW_LINKS = [site], True
    strategy = make_strategy()
    linked(strategy, f"http://{site}/404", "Old plan")
    client.force_login(make_manager())
    page = client.get(f"/strategies/{strategy.key}/plans/").content.decode()
    there = f"/strategies/{strategy.key}/follow-plans/"
    assert f'href="{there}"' in page and "Check every address now" in page

    answer = client.post(there, {"once": str(uuid4())}, follow=True)

    assert "The worker asks them now." in answer.content.decode()
    (queued,) = DBTaskResult.objects.all()
    assert queued.task_path == "goldthread.strategy.tasks.follow_now"
    event = Event.objects.get(verb="links.asked_for")
    assert (
        event.detail["after"] == {"asked": 1} and event.actor_label == "Amar Tolliver"
    )
    tasks.follow_now.func(strategy.pk)
    page = client.get(f"/strategies/{strategy.key}/plans/").content.decode()
    assert "Nothing stands there (404)." in page
    with pytest.raises(Refused, match="within the last ten minutes"):
        services.ask_to_follow(
            strategy, is_on=True, by=make_manager(), at=datetime.now(UTC)
        )


def test_where_nothing_is_followed_the_button_is_not_there_and_the_form_says_why(
    client: Client, strategy: Strategy
) -> None:
    client.force_login(make_manager())
    page = client.get(f"/strategies/{strategy.key}/plans/").content.decode()
    assert "Check every address now" not in page

    there = f"/strategies/{strategy.key}/follow-plans/"
    answer = client.post(there, {"once": str(uuid4())})

    assert "GOLDTHREAD_FOLLOW_LINKS" in answer.content.decode()
    assert not DBTaskResult.objects.exists()
