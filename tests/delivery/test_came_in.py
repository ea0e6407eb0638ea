"""How an action came into the plan is told as it was."""

from datetime import timedelta

import pytest
from tests.make import make_manager
from tests.make import make_strategy as walked
from tests.make_plan import make_action
from tests.partners.people import NOW

from goldthread.delivery.queries.action_page import action_named, action_page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("draft", "Agreed with the plan"),
        ("agreed", "Added after the boards had agreed"),
        ("in_force", "Added in the year"),
    ],
)
def test_what_comes_after_the_boards_agreed_is_not_said_to_be_agreed_with_the_plan(
    state: str, said: str
) -> None:
    strategy = walked(state=state)
    made = make_action(
        workstream=strategy.workstreams.first(), at=NOW + timedelta(days=1)
    )
    found = action_named(made.reference)
    assert found is not None

    page = action_page(found, person=make_manager(), on=NOW.date())

    (row,) = (row for row in page.facts if row.key == "In the plan")
    assert str(row.value).startswith(said)
