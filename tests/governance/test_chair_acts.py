"""What whoever chairs a board does in its meeting, beside what they may do elsewhere."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.make import make_body, make_chair
from tests.make_board import TODAY, make_decision, make_meeting, on_seat
from tests.make_plan import make_strategy, make_workstream
from tests.partners.people import NOW, PASSWORD, make_agency

from goldthread.audit.models import Event
from goldthread.delivery import services as plan
from goldthread.delivery.models import Action
from goldthread.governance import services
from goldthread.governance.models import Arising
from goldthread.partners.rules import Refused

pytestmark = pytest.mark.django_db
HOW = {
    "title": "Let the marshals' contract again",
    "kind": "prevention",
    "due_on": TODAY + timedelta(days=60),
}


@pytest.mark.covers("C44")
def test_the_chair_puts_what_the_meeting_agreed_into_the_plan_from_its_page(
    client: Client,
) -> None:
    stream = make_strategy(state="in_force").workstreams.get()
    decision = make_decision()
    chair = on_seat("Chair")
    assert client.login(email=chair.email, password=PASSWORD)
    item = f"/board/meetings/{decision.meeting_id}/items/1/"
    assert f"{item}action/" in client.get(item).content.decode()

    sent = client.post(
        f"{item}action/",
        {
            "title": HOW["title"],
            "kind": HOW["kind"],
            "workstream": stream.pk,
            "lead_agency": make_agency().pk,
            "due_on_day": 22,
            "due_on_month": 1,
            "due_on_year": 2027,
            "decision": decision.pk,
        },
    )

    assert sent.status_code == 302, sent.content.decode()
    born = Action.objects.get()
    assert (born.origin, born.added_by) == ("board", chair)
    assert Arising.objects.get().decision == decision
    assert Event.objects.get(verb="action.added").actor_email == chair.email


def test_a_chair_puts_nothing_else_into_the_plan() -> None:
    stream, lead = make_workstream(), make_agency()

    with pytest.raises(Refused, match="put actions into the plan"):
        plan.add_action(stream, by=on_seat("Chair"), at=NOW, lead_agency=lead, **HOW)  # type: ignore[arg-type]


def test_the_chair_of_another_board_lets_no_action_be_born_here() -> None:
    meeting, stream = make_meeting(state="held"), make_workstream()
    stranger = make_chair(make_body("Youth board"), "stranger@example.org")

    with pytest.raises(Refused, match="chair of Safer Saxonbridge Board"):
        services.put_into_plan(
            meeting, stream, by=stranger, at=NOW, lead_agency=make_agency(), **HOW
        )  # type: ignore[arg-type]
    assert not Action.objects.exists()
