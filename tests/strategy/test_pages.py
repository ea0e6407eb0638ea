"""The strategy's pages: every one opens, in every state, with its marking."""

import pytest
from django.test import Client
from tests.make import (
    make_manager,
    make_strategy,
)
from tests.strategy.sent import text

from goldthread.strategy.models import Strategy

pytestmark = pytest.mark.django_db

PAGES = (
    "",
    "change/",
    "priorities/",
    "priorities/prevent-violence/",
    "priorities/prevent-violence/change/",
    "priorities/prevent-violence/remove/",
    "order/priorities/",
    "order/sections/",
    "add-priority/",
    "hidden-crimes/",
    "workstreams/",
    "workstreams/domestic-abuse/",
    "workstreams/domestic-abuse/change/",
    "workstreams/domestic-abuse/close/",
    "workstreams/domestic-abuse/remove/",
    "open-workstream/",
    "matrix/",
    "threads/",
    "threads/1/",
    "threads/1/remove/",
    "threads/1/in/domestic-abuse/",
    "add-thread/",
    "evidence/",
    "evidence/1/",
    "evidence/1/remove/",
    "add-evidence/",
    "cite/",
    "means/",
    "add-resource/",
    "add-measure/",
    "plans/",
    "add-plan/",
    "crosswalk/",
    "sections/",
    "sections/foreword/",
    "sections/summary/",
    "sections/area/history/",
    "sections/partnership/place/",
    "sections/foreword/sign/",
    "sections/area/finish/",
    "sections/area/reopen/",
    "sections/area/remove/",
    "add-section/",
    "reading/",
    "versions/",
    "save-version/",
    "approvals/",
    "name-board/",
    "requirements/",
    "requirements/steps/waive/",
    "move/consult/",
    "move/end/",
    "move/cancel/",
    "move/revise/",
    "move/propose/",
    "move/enforce/",
    "move/delay/",
    "move/close/",
    "move/reopen/",
    "move/withdraw/",
    "publish/",
    "take-back/",
    "public/",
    "on-a-page/",
)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_a_draft_opens_and_carries_its_marking(
    amar: Client, strategy: Strategy, page: str
) -> None:
    answer = amar.get(f"/strategies/{strategy.key}/{page}")

    assert answer.status_code == 200
    assert "OFFICIAL" in text(answer)


@pytest.mark.slow
@pytest.mark.parametrize("state", ["proposed", "in_force", "closed"])
def test_every_page_opens_in_every_state(client: Client, state: str) -> None:
    strategy = make_strategy(state=state)
    client.force_login(make_manager())
    pages = [p for p in PAGES if "threads/1" not in p and "evidence/1" not in p]

    answers = {
        p: client.get(f"/strategies/{strategy.key}/{p}").status_code for p in pages
    }

    assert {page: code for page, code in answers.items() if code != 200} == {}


def test_no_page_exists_for_what_is_not_there(amar: Client, strategy: Strategy) -> None:
    pages = (
        "priorities/none/",
        "workstreams/none/",
        "threads/9/",
        "evidence/99/",
        "cite/A0-none/",
        "sections/none/",
        "move/agree/",
        "requirements/tax/waive/",
        "files/xlsx/",
        "resources/1/",
    )
    for page in pages:
        assert amar.get(f"/strategies/{strategy.key}/{page}").status_code == 404, page
    assert amar.get("/strategies/none/").status_code == 404


def test_the_overview_answers_first_what_is_still_missing(
    amar: Client, strategy: Strategy
) -> None:
    page = text(amar.get(f"/strategies/{strategy.key}/"))

    main = page.split("<main")[1]
    assert "What is still missing" in main.split("<h2")[1]
    assert main.index("People were not asked yet") < main.index("Whose it is")
    assert f'href="/strategies/{strategy.key}/move/consult/"' in main


@pytest.mark.covers("S48")
def test_the_overview_of_a_proposed_strategy_names_the_boards_that_have_not_decided(
    client: Client,
) -> None:
    strategy = make_strategy(state="proposed")
    client.force_login(make_manager())

    page = text(client.get(f"/strategies/{strategy.key}/"))

    assert "Safeguarding Together has not decided yet." in page
    assert "Blocks the agreement" in page
