"""Keeps requests below what a publisher allows: 15 a second, 30 in one burst."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Pace:
    """A bucket of tokens: one is spent for each request, `rate` come back each second.

    data.police.uk answers 429 above 15 requests a second or 30 at once; we stay just
    below, because its bucket and ours do not tick together.
    """

    clock: Callable[[], float]
    sleep: Callable[[float], None]
    rate: float = 14.0
    burst: int = 28
    _tokens: float = field(init=False)
    _seen: float = field(init=False)

    def __post_init__(self) -> None:
        if self.rate <= 0 or self.burst < 1:
            raise ValueError(
                "a pace needs a rate above zero and a burst of at least one"
            )
        self._tokens = float(self.burst)
        self._seen = self.clock()

    def wait(self) -> None:
        """Return when the next request may go."""
        self._refill()
        # A token short of a billionth is a token: waiting for the rest of it would be a
        # sleep too small to move any clock, and so would never end.
        while self._tokens < 1 - 1e-9:
            self.sleep((1 - self._tokens) / self.rate)
            self._refill()
        self._tokens -= 1

    def _refill(self) -> None:
        now = self.clock()
        # A clock set back must not stop us for ever.
        passed = max(now - self._seen, 0.0)
        self._tokens = min(self.burst, self._tokens + passed * self.rate)
        self._seen = now
