"""What core answers when the honest answer is no answer.

Wrong input (a programming slip) raises `ValueError`. Doubtful input (a month
masked, too few events) is part of working life, so it comes back as a value that
carries the sentence for the reader.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refused:
    """A figure that is not given, and the sentence that says why."""

    reason: str

    def __str__(self) -> str:
        return self.reason
