"""A board did not agree: whoever mends the strategy and whoever is asked anew see why."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests.make import TODAY, make_chair, make_manager, make_strategy
from tests.partners.people import NOW

from goldthread.desk.queries.board_errands import boards_of
from goldthread.desk.queries.errands import errands_of
from goldthread.strategy import services
from goldthread.strategy.models import Approval, Strategy

pytestmark = pytest.mark.django_db
WHY = "Nothing is said on antisocial behaviour."


@pytest.fixture
def refused() -> Approval:
    """What the first of two boards said to a strategy before it."""
    strategy = make_strategy(state="proposed")
    approval = strategy.approvals.select_related("body").order_by("pk")[0]
    return services.record_decision(
        approval,
        decision="refused",
        decided_on=TODAY,
        note=WHY,
        by=make_manager(),
        at=NOW,
    )


def waiting(strategy: Strategy) -> list[tuple[str, str, str]]:
    """What the desk of the manager says about this strategy."""
    manager = make_manager()
    boards = boards_of(manager, on=TODAY)
    found, _ = errands_of(manager, boards, on=TODAY, at=NOW, since=NOW)
    return [(e.words, e.href, e.note) for e in found if str(strategy) in e.words]


@pytest.mark.covers("S48", "S30")
def test_a_refusal_stands_on_the_managers_desk_until_the_draft_is_taken_back(
    client: Client, refused: Approval
) -> None:
    strategy = refused.strategy
    back = f"/strategies/{strategy.key}/move/revise/"

    assert waiting(strategy) == [
        (
            f"Take “{strategy}” back to draft: {refused.body.name} did not agree",
            back,
            WHY,
        )
    ]
    client.force_login(make_manager())
    overview = client.get(f"/strategies/{strategy.key}/").content.decode()
    assert WHY in overview and f'href="{back}"' in overview
    services.revise_strategy(strategy, reason="Mended.", on=TODAY, by=None, at=NOW)
    assert waiting(strategy) == []


@pytest.mark.covers("S48")
def test_what_a_board_said_stays_readable_when_it_is_asked_anew(
    client: Client, refused: Approval
) -> None:
    strategy, chair = refused.strategy, make_chair(refused.body)
    services.revise_strategy(
        strategy, reason="A fifth priority.", on=TODAY, by=None, at=NOW
    )
    client.force_login(make_manager())

    page = client.get(f"/strategies/{strategy.key}/approvals/").content.decode()
    earlier = page.split("Earlier rounds")[1]
    assert WHY in earlier and "A fifth priority." in earlier
    assert "Not agreed" in earlier and "on version 0.1, 23 November 2026" in earlier

    services.propose_strategy(strategy, on=TODAY, by=None, at=NOW)
    client.force_login(chair)
    form = client.get(f"/strategies/{strategy.key}/approvals/{refused.pk}/")
    assert (
        f"it did not agree, with version 0.1 before it: {WHY}" in form.content.decode()
    )


@pytest.mark.covers("S48")
def test_the_chair_of_one_board_is_not_offered_the_decision_of_another(
    client: Client, refused: Approval
) -> None:
    other = refused.strategy.approvals.exclude(pk=refused.pk).get()
    client.force_login(make_chair(refused.body))

    form = client.get(f"/strategies/{refused.strategy.key}/approvals/{other.pk}/")

    assert f"The chair of {other.body} records its decision" in form.content.decode()
    assert "<button" not in form.content.decode().split("<main")[1].split("</main")[0]
    boards = f"/strategies/{refused.strategy.key}/approvals/"
    page = client.get(boards).content.decode()
    assert f'href="{boards}{refused.pk}/"' in page
    assert f'href="{boards}{other.pk}/"' not in page
    client.force_login(make_manager())
    assert f'href="{boards}{other.pk}/"' in client.get(boards).content.decode()


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("an_earlier_decision_was_taken", {"decision": ""}),
        ("an_earlier_refusal_says_why", {"note": ""}),
        ("an_earlier_round_says_why_it_ended", {"revised_because": ""}),
    ],
)
def test_what_must_never_be_true_of_an_earlier_round_the_database_refuses(
    refused: Approval, name: str, values: dict[str, str]
) -> None:
    strategy = refused.strategy
    services.revise_strategy(strategy, reason="Mended.", on=TODAY, by=None, at=NOW)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        strategy.earlier_decisions.update(**values)
