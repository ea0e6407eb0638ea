"""An effect whose figures nobody holds here is mended by giving them."""

import pytest
from django.test import Client
from tests.delivery.test_effect_given import by_hand, give
from tests.make import make_manager
from tests.partners.people import PASSWORD
from tests.thread.fabric import TODAY

from goldthread.thread.broken import broken
from goldthread.thread.broken.shape import Break
from goldthread.thread.nouns import SYSTEM

pytestmark = pytest.mark.django_db


def unjudged() -> Break:
    (found,) = (
        each
        for one in broken(SYSTEM, on=TODAY)
        for each in one.breaks
        if one.kind.key == "effect-not-judged"
    )
    return found


def test_an_effect_in_words_only_leads_to_giving_its_figures_and_then_to_judging(
    client: Client,
) -> None:
    action, by = by_hand(), make_manager()

    waits = unjudged()
    assert waits.mend.words == "Give its figures"
    assert waits.mend.href == f"/plan/{action.reference}/effect/figures/"
    assert "nobody has given the figures" in waits.sentence
    assert client.login(email=by.email, password=PASSWORD)
    assert client.get(waits.mend.href).status_code == 200

    give(action)

    assert unjudged().mend.words == "Judge it"
    assert unjudged().mend.href == f"/plan/{action.reference}/effect/worked/"
