"""What the tests of this room begin with."""

import pytest
from django.test import Client
from tests.make import (
    make_manager,
    make_strategy,
)
from tests.partners.people import NOW

from goldthread.strategy import services
from goldthread.strategy.models import Strategy


@pytest.fixture
def strategy() -> Strategy:
    """A draft with a thread and a piece of evidence."""
    made = make_strategy()
    _more(made)
    return made


def _more(strategy: Strategy) -> None:
    by = make_manager()
    services.add_thread(strategy, name="Early help", by=by, at=NOW)
    services.add_evidence(
        strategy,
        services.EvidenceTold(
            text="Residents named knives.",
            kind="qualitative",
            category="concerns",
            source="Six meetings",
            strength="fair",
            priorities=list(strategy.priorities.all()),
        ),
        by=by,
        at=NOW,
    )


@pytest.fixture
def amar(client: Client, strategy: Strategy) -> Client:
    """The partnership manager, signed in."""
    client.force_login(make_manager())
    return client
