"""The engine with a memory: each question is put once, and each finding notes what it asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from goldthread.evidence.engine import Engine

Parameter = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Ask:
    """One question as it was put: its name and its parameters."""

    question: str
    parameters: tuple[tuple[str, Parameter], ...]


class Notebook:
    """Put questions through here and they are asked once and written down.

    An assessment's thirty findings share about twenty questions; without the memory
    one area's assessment asks sixty times.
    """

    def __init__(self, engine: Engine) -> None:
        self.version = engine.version
        self._engine = engine
        self._answers: dict[Ask, pa.Table] = {}
        self._page: dict[Ask, None] | None = None
        self.settled: dict[Ask, None] = {}  # asked before any finding's page

    def table(self, question: str, **parameters: Parameter) -> pa.Table:
        """The answer, from memory where the same was asked before."""
        ask = Ask(question, tuple(sorted(parameters.items())))
        (self.settled if self._page is None else self._page)[ask] = None
        if ask not in self._answers:
            self._answers[ask] = self._engine.table(question, **parameters)
        return self._answers[ask]

    @contextmanager
    def page(self) -> Iterator[dict[Ask, None]]:
        """A fresh page: everything asked until it is turned, in order, once each."""
        outer, self._page = self._page, {}
        try:
            yield self._page
        finally:
            self._page = outer
