"""A real mail server on loopback, which takes, refuses or puts off mail as told."""

import socket
from collections.abc import Callable
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Post:
    """What the server took, and what it is told to say."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.says: dict[str, str] = {}  # address -> its answer
        self.then: Callable[[], None] = lambda: None  # between taking and saying so

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, to: str, options: Any
    ) -> str:
        if to in self.says:
            return self.says[to]
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        self.taken.append(envelope)
        self.then()
        return "250 OK"


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def opened(post: Post) -> Controller:
    """The server, listening; stop it at the end."""
    controller = Controller(post, hostname="127.0.0.1", port=free_port())
    controller.start()
    return controller
