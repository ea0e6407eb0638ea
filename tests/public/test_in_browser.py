"""The public site as residents meet it: on a phone, without JavaScript, on paper."""

from typing import Any

import pytest
from tests.browser import NARROW, WIDE, OpenPage, overflow, violations
from tests.make import make_public
from tests.make_board import make_decision
from tests.make_public import action_of, public_measure, publish_action
from tests.partners.people import make_demonstration
from tests.public.test_pages import ADDRESSES

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


@pytest.mark.covers("S118")
@pytest.mark.parametrize(("width", "script"), [(WIDE, True), (NARROW, False)])
def test_every_public_page_is_sound(
    live_server: Any, open_page: OpenPage, width: int, script: bool
) -> None:
    make_demonstration()
    publish_action(action_of(make_public()))
    public_measure()
    make_decision(is_public=True)
    page = open_page(width=width, script=script)

    for path in (*ADDRESSES, "/public/measures/V1/"):
        page.goto(live_server.url + path)
        assert page.locator("h1").count() == 1, path
        assert overflow(page) <= 0, path
        if script:
            assert violations(page) == [], path
            assert not page.context.cookies(), path
