"""What the strategy's forms send, and who sends it."""

import uuid
from typing import Any

from django.test import Client

from goldthread.strategy.models import Strategy


def send(client: Client, strategy: Strategy, page: str, **what: Any) -> Any:
    """Send a form with a mark of its own; the answer after the redirect."""
    told = {"once": str(uuid.uuid4())} | what
    return client.post(f"/strategies/{strategy.key}/{page}", told, follow=True)


def text(answer: Any) -> str:
    return answer.content.decode()
