"""What belongs together: the acts of one request or one command share an id."""

import uuid
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Act:
    """One thing a person or a command set out to do; all it causes shares `cause`."""

    request_id: str = ""
    cause: uuid.UUID = field(default_factory=uuid.uuid4)


current_act: ContextVar[Act | None] = ContextVar("current_act", default=None)
