"""The seven things the law says an assessment must include, in its order (B4).

The 2007 Regulations, regulation 7: levels and patterns; changes; why; what the authorities
should prioritise; what local people want prioritised; how far the last plan was
implemented; and, in two-tier areas, what the county group should consider.
"""

from dataclasses import dataclass

from goldthread.documents.model import Block, Callout, Words


@dataclass(frozen=True, slots=True)
class Heading:
    """One statutory heading: its letter, its words, its chapters, and what is owed."""

    key: str
    letter: str
    words: str
    chapters: tuple[str, ...]
    owed: str


STATUTORY = (
    Heading(
        "levels",
        "a",
        "Levels and patterns of crime, disorder and substance misuse",
        (
            "area",
            "levels",
            "neighbourhoods",
            "concentration",
            "comparison",
            "outcomes",
            "stops",
        ),
        "what the figures mean here, and what partners see that police figures do not show, "
        "substance misuse above all.",
    ),
    Heading(
        "changes",
        "b",
        "Changes since the last assessment",
        ("change", "trend"),
        "which of these changes partners recognise, and what changed that is not counted.",
    ),
    Heading(
        "why",
        "c",
        "Why the changes happened",
        (),
        "the reasons: victims, offenders and places, what was done, and what changed in law, "
        "recording and the economy. Figures show that something changed, never why.",
    ),
    Heading(
        "priorities",
        "d",
        "What the authorities should prioritise",
        (),
        "the priorities this assessment supports, each with the findings it rests on.",
    ),
    Heading(
        "community",
        "e",
        "What people who live and work here want prioritised",
        (),
        "what local people said, who was asked, how many answered, and who was not heard.",
    ),
    Heading(
        "implementation",
        "f",
        "How far the last plan was carried out",
        (),
        "each step of the last plan: done, under way or not begun, with evidence.",
    ),
    Heading(
        "county",
        "g",
        "Matters for the county group",
        (),
        "what the county group should consider, or that this is not a two-tier area.",
    ),
)
KEYS = tuple(heading.key for heading in STATUTORY)


def waiting(heading: Heading, words: Words | None) -> tuple[Block, ...]:
    """The analyst's words under a heading, or that they are awaited."""
    if words is not None and words.paragraphs:
        return (words,)
    return (Callout("awaiting-words", f"Awaited from the partnership: {heading.owed}"),)
