"""One thing that waits for somebody, and what the desk counts of each kind."""

from dataclasses import dataclass

from goldthread.web.kit import Status

MOST = 8  # of each kind; the list behind it shows all


@dataclass(frozen=True, slots=True)
class Errand:
    """Something that waits: what to do in words, where that is done, since when."""

    words: str
    href: str
    note: str = ""
    statuses: tuple[Status, ...] = ()
    renews: tuple[str, ...] = ()  # public copies that one click brings up to date
