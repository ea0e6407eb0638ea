"""The contents that a strategy begins with, and what the data write into them (S3)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from goldthread.documents import numbers
from goldthread.strategy.models import Section

# What stands in these sections by itself, after the words typed there; a section that
# has something of its own may stay without words.
MADE = ("partnership", "choosing", "priorities", "delivery", "glossary")


# How a template says that words are owed: "Gap: what was achieved, with its measure."
GAP = re.compile(r"(?:^|\s)(Gap: [^\n]+)")


def gap_in(text: str) -> str:
    """What a section itself says is still missing; empty where nothing is."""
    found = GAP.search(text)
    return found[1] if found else ""


def without_gaps(text: str) -> str:
    """A text as outsiders read it: what its writers noted for themselves is not theirs."""
    return GAP.sub(
        lambda found: found[0].removesuffix(found[1]) + "Still to be written.", text
    )


def signature_of(section: Section) -> str:
    """How a section was signed, and by whom where it was not the person named (S4)."""
    if section.signed_on is None:
        return ""
    day, name = numbers.day(section.signed_on), section.signed_name
    if section.signed_through:
        return f"Signed for {name} by {section.signed_through} on {day}"
    if section.signature_brought_by:
        return f"Signed on {day}, says the file that {section.signature_brought_by} brought in"
    return f"Signed on {day}"


def is_same_name(one: str, other: str) -> bool:
    """Whether two names are one, whatever their spaces and capitals."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


@dataclass(frozen=True, slots=True)
class Told:
    """One section to begin with."""

    key: str
    title: str
    gate: str = ""


STANDARD: Sequence[Told] = (
    Told("foreword", "Foreword", Section.Gate.SIGNED),
    Told("summary", "Executive summary", Section.Gate.AFTER_CONSULTATION),
    Told("partnership", "The partnership"),
    Told("area", "Our area on a page"),
    Told("reflections", "Reflections on the last strategy"),
    Told("choosing", "How we chose our priorities"),
    Told("priorities", "Priorities and workstreams"),
    Told("delivery", "Delivery"),
    Told("engagement", "How people were heard, and how they can help"),
    Told("equalities", "Equalities"),
    Told("glossary", "Glossary of terms"),
)
