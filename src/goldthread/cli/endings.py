"""How a verb may end. These codes are promised: scripts are written against them."""

from dataclasses import dataclass

DONE = 0
REFUSED = 1  # refused, or looked and found wanting
USED_WRONGLY = 2
CANNOT_TELL = 3


@dataclass(frozen=True)
class Ending:
    """An exit code with the sentence that goes with it."""

    code: int
    sentence: str


class Refused(Exception):
    """What was asked is not done; the message is the sentence why."""


class UsedWrongly(Exception):
    """The words of the command do not fit; the message says which do."""


class CannotTell(Exception):
    """There is nothing to judge by; the message says what is missing."""


# By class name, so that no room is imported just to recognise its refusals.
_CODE_OF = {
    "Refused": REFUSED,
    "LakeRefused": REFUSED,
    "NothingHeld": REFUSED,
    "Unreadable": REFUSED,
    "UsedWrongly": USED_WRONGLY,
    "Misconfigured": USED_WRONGLY,
    "CannotTell": CANNOT_TELL,
}


def ending_of(error: Exception) -> Ending | None:
    """The ending an exception of ours stands for; None for a fault in the program."""
    for kind in type(error).__mro__:
        if kind.__module__.startswith("goldthread.") and kind.__name__ in _CODE_OF:
            return Ending(_CODE_OF[kind.__name__], str(error))
        if kind.__module__ == "django.db.utils" and kind.__name__ == "OperationalError":
            return Ending(
                CANNOT_TELL,
                f"The database does not answer ({str(error).strip()}). Start it, make "
                "room for it, or correct GOLDTHREAD_DATABASE.",
            )
    return None
