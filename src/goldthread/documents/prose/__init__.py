"""What a careful reader would mark in a text before it is published (Z11, E70).

    lint([("foreword", "Foreword", "It is Recognised that ...")], {"CSP": ("...",)})

Nothing here knows the language's words: a word list would call every place name wrong
and teach people to ignore the list. Each rule is a shape that good prose does not have,
and it keeps quiet where good prose might have it; a fault that is missed costs a reading,
one that is false costs the reader's trust in all the others.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from goldthread.documents.prose import acronyms, links, parts, sentences
from goldthread.documents.prose.faults import GLOSSARY, WARNINGS, Fault, Kind

__all__ = ["GLOSSARY", "WARNINGS", "Fault", "Kind", "lint"]

Given = tuple[str, str, str]
"""One section: its key, its heading and its text."""


def lint(
    sections: Iterable[Given], glossary: Mapping[str, Sequence[str]]
) -> tuple[Fault, ...]:
    """Every fault in reading order; what is wrong with the glossary comes last.

    `glossary` holds each term with what it stands for; several meanings make it
    ambiguous. The glossary itself is not one of the sections.
    """
    read = [parts.read(*section) for section in sections]
    found = [fault for section in read for fault in _within(section)]
    found += acronyms.faults(read, glossary)
    order = {section.key: number for number, section in enumerate(read)}
    last = len(order)
    return tuple(
        sorted(found, key=lambda fault: (order.get(fault.section, last), fault.line))
    )


def _within(section: parts.Section) -> Iterator[Fault]:
    """What can be seen in one section without knowing the others."""
    yield from sentences.empty(section)
    yield from links.faults(section)
    for part in section.parts:
        yield from sentences.truncated(section, part)
        yield from sentences.garbled(section, part)
        yield from sentences.doubled(section, part)
        yield from sentences.capitals(section, part)
