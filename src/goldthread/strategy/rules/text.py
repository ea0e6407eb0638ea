"""Why a section may not be written, called finished or signed."""

from collections.abc import Sequence
from datetime import date

from goldthread.partners.models import Person
from goldthread.partners.policy import policy
from goldthread.strategy.models import (
    Section,
    Strategy,
)
from goldthread.strategy.rules.words import written
from goldthread.strategy.sections import gap_in

WRITE = "write the strategy"


def refusal_to_write_section(
    section: Section, strategy: Strategy, *, on: date, unfinished: Sequence[str]
) -> str | None:
    """Why a section is locked; `unfinished` are the others it waits for (S24)."""
    if section.gate == Section.Gate.AFTER_CONSULTATION:
        if not strategy.has_consulted_by(on):
            return f"“{section}” is written after the consultation has closed."
        if unfinished:
            return f"“{section}” sums up the others, so it waits for them. Not finished yet: {', '.join(unfinished)}."
    return None


def refusal_to_author(section: Section, *, by: object) -> str | None:
    """Why `by` may not write this section: its named author may, and who writes them all.

    A file that is loaded, and a task, act for nobody's role.
    """
    if not isinstance(by, Person) or by.acting is None or by.pk == section.author_id:
        return None
    if policy().may(by.acting.role, WRITE):
        return None
    who = ", ".join(role.short.lower() for role in policy().who_may(WRITE))
    author = f"{section.author}, its author, or " if section.author else ""
    return f"You may read this. To write it is for: {author}{who}."


def refusal_to_finish(section: Section, *, stands_alone: bool) -> str | None:
    """Why a section may not be called finished; None when it may."""
    if stands_alone and not section.text.strip():
        return f"“{section}” is empty. Write it first."
    if gap := gap_in(section.text):
        return _still_a_gap(section, gap)
    if section.gate == Section.Gate.SIGNED and not section.signed_on:
        return f"“{section}” is final once it is signed. The person it speaks for signs it."
    return None


def _still_a_gap(section: Section, gap: str) -> str:
    said = gap if len(gap) <= 90 else f"{gap[:90].rsplit(' ', 1)[0]} …"
    return f"“{section}” itself says that something is missing: “{said}” Write it in place of that line first."


def refusal_to_sign(
    section: Section, *, name: str, role: str, signed_on: date, today: date
) -> str | None:
    """Why a section may not be signed; None when it may (S4)."""
    if section.gate != Section.Gate.SIGNED:
        return f"“{section}” needs no signature."
    if not section.text.strip():
        return f"“{section}” is empty; nobody signs an empty page."
    if gap := gap_in(section.text):
        return _still_a_gap(section, gap)
    if not name.strip() or not role.strip():
        return "A signature has a name and a role, such as Chair of the board."
    if signed_on > today:
        return f"{written(signed_on)} is still to come. Give the day on which it is signed, today at the latest."
    return None
