"""Every page of a strategy, without a browser."""

import pytest
from django.test import Client
from tests.make import make_manager, make_strategy

pytestmark = pytest.mark.django_db

PAGES = (
    "",
    "change/",
    "priorities/",
    "priorities/prevent-violence/",
    "priorities/prevent-violence/change/",
    "priorities/prevent-violence/remove/",
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
    "add-thread/",
    "evidence/",
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
    "sections/partnership/place/",
    "sections/foreword/sign/",
    "sections/area/finish/",
    "sections/area/reopen/",
    "sections/area/remove/",
    "sections/area/history/",
    "add-section/",
    "reading/",
    "versions/",
    "save-version/",
    "approvals/",
    "name-board/",
    "requirements/",
    "requirements/steps/waive/",
    "move/consult/",
    "move/close/",
    "publish/",
    "public/",
    "on-a-page/",
)


@pytest.mark.parametrize("state", ["draft", "in_force"])
def test_every_page_opens(client: Client, state: str) -> None:
    strategy = make_strategy(state=state)
    client.force_login(make_manager())
    bad = {}
    for page in PAGES:
        r = client.get(f"/strategies/{strategy.key}/{page}")
        if r.status_code != 200:
            bad[page] = r.status_code
    assert bad == {}
