"""What a strategy's pages say about the next step is true, and said before it is tried."""

import pytest
from django.test import Client
from tests.make import ENDS, finish, make_manager, make_public, make_strategy
from tests.partners.people import NOW
from tests.public.test_next_plan import make_next
from tests.strategy.test_consultation import page_of

from goldthread.strategy import services
from goldthread.strategy.models import Strategy

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client: Client) -> Client:
    client.force_login(make_manager())
    return client


def page(client: Client, strategy: Strategy, rest: str = "") -> str:
    return client.get(f"/strategies/{strategy.key}/{rest}").content.decode()


@pytest.mark.covers("S24", "S118")
def test_who_was_asked_finds_what_was_agreed_once_it_is_published() -> None:
    strategy = make_public()

    read = page_of(strategy)

    assert f'href="/strategies/{strategy.key}/public/">Read what was agreed</a>' in read
    assert "is published once every board has agreed" not in read


@pytest.mark.covers("S1")
def test_a_last_day_that_must_stand_is_refused_before_anything_is_promised(
    manager: Client,
) -> None:
    old = make_public()
    new = make_next(old)
    services.bring_into_force(new, from_on=ENDS, by=None, at=NOW)

    form = page(manager, old, "move/reopen/")

    assert "take its first day back first" in form
    assert "It is in force without a last day again" not in form
    assert ">Take its last day back</button>" not in form


def test_an_author_who_has_written_nothing_is_said_to_owe_it(manager: Client) -> None:
    strategy, amar = make_strategy(), make_manager()
    area = strategy.sections.get(key="area")
    kept = services.change_section(
        area, title=area.title, gate=area.gate, author=amar, by=None, at=NOW
    )
    assert f"to be written by {amar}" in page(manager, strategy, "sections/area/")

    services.write_section(kept, text="Our city.", on=NOW.date(), by=amar, at=NOW)

    read = page(manager, strategy, "sections/area/")
    assert f"· written by {amar}" in read
    assert "Say it is finished" in page(manager, strategy, "sections/")


@pytest.mark.covers("S24")
def test_a_whole_draft_on_which_people_were_asked_goes_to_the_boards(
    manager: Client,
) -> None:
    strategy = make_strategy(state="revised", is_complete=True)
    finish(strategy)

    overview = page(manager, strategy)

    assert "Nothing is missing. Put it before the boards." in overview
    assert "Nothing is missing. Open a consultation" not in overview


@pytest.mark.covers("B5")
def test_one_requirement_stands_and_two_stand_in_the_way(manager: Client) -> None:
    one = make_strategy(is_complete=True)
    assert "1 of the ten that the law asks for stands in the way" in page(
        manager, one, "requirements/"
    )

    bare = page(manager, make_strategy("Another"), "requirements/")

    assert "that the law asks for stand in the way" in bare
    assert "Write down what they allocate" in bare
    assert "Write down how they measure it" in bare
