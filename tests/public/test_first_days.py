"""From when no strategy is in force is said wherever somebody could mend it."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult
from tests.make import ENDS, TODAY, make_manager
from tests.partners.people import NOW
from tests.public.test_next_plan import make_next, make_public

from goldthread.desk.queries.board_errands import boards_of
from goldthread.desk.queries.errands import errands_of
from goldthread.strategy import files, queries, services
from goldthread.strategy.models import Strategy
from goldthread.strategy.published import published_on

pytestmark = pytest.mark.django_db
SOON = TODAY + timedelta(days=100)


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def on_the_desk() -> list[str]:
    manager = make_manager()
    boards = boards_of(manager, on=TODAY)
    found, _ = errands_of(manager, boards, on=TODAY, at=NOW, since=NOW)
    return [one.words for one in found if "is in force from" in one.words]


@pytest.mark.covers("S1")
def test_a_first_day_that_is_taken_back_leaves_no_gap_unsaid(client: Client) -> None:
    old = make_public()
    new = make_next(old)
    said = "No strategy is in force from 3 March 2027"
    services.bring_into_force(new, from_on=SOON, by=None, at=NOW)
    assert queries.uncovered_after(TODAY) is None and on_the_desk() == []

    services.delay_strategy(new, by=None, at=NOW)

    assert queries.uncovered_after(TODAY) == old
    assert on_the_desk() == [said]
    client.force_login(make_manager())
    assert f'/{new.key}/move/enforce/">{said}' in page(
        client, f"/strategies/{new.key}/"
    )
    assert f'/{old.key}/move/reopen/">{said}' in page(client, f"/strategies/{old.key}/")
    services.reopen_strategy(old, by=None, at=NOW)
    assert on_the_desk() == []


@pytest.mark.covers("S1", "S118")
def test_a_published_plan_says_that_it_has_no_first_day_and_then_which_it_is(
    client: Client,
) -> None:
    old = make_public()
    new = make_next(old)
    services.take_back_strategy(old, by=make_manager(), at=NOW)
    assert published_on(TODAY).has_no_first_day

    assert "Agreed, no first day yet." in page(client, f"/strategies/{new.key}/public/")
    for address in ("/public/", "/public/strategy/"):
        assert "It has no first day yet." in page(client, address), address

    services.close_strategy(
        Strategy.objects.get(pk=old.pk), until_on=ENDS, by=None, at=NOW
    )
    services.bring_into_force(new, from_on=ENDS, by=None, at=NOW)

    for address in ("/public/", "/public/strategy/"):
        assert "It comes into force on <strong>1 April 2029" in page(client, address)


def test_a_strategy_with_its_first_day_says_nothing_of_it(client: Client) -> None:
    make_public()

    assert "first day" not in page(client, "/public/")


@pytest.mark.covers("S1", "S118")
def test_page_and_files_say_from_when_it_holds_until_that_day_has_come(
    client: Client,
) -> None:
    old = make_public()
    new = make_next(old)
    agreed = files.folder_of(new, files.reading_of(new, on=TODAY))
    client.force_login(make_manager())
    sent = {"on_day": "1", "on_month": "April", "on_year": "2029"}
    once = {"once": str(uuid.uuid4())}

    client.post(f"/strategies/{new.key}/move/enforce/", sent | once)

    new.refresh_from_db()
    said = "Comes into force on 1 April 2029"
    reading = files.reading_of(new, on=TODAY)
    assert reading.document.subtitle.endswith(said)
    assert said in page(client, f"/strategies/{new.key}/public/")
    assert files.folder_of(new, reading) != agreed
    tasks = [row.args_kwargs["args"] for row in DBTaskResult.objects.all()]
    assert [new.pk] in tasks  # the worker writes them anew
    then = files.reading_of(new, on=ENDS)
    assert said not in then.document.subtitle
    assert files.folder_of(new, then) == agreed
