"""Acronyms against the glossary: used but not explained, explained but not used."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from goldthread.documents.prose.faults import GLOSSARY, Fault
from goldthread.documents.prose.parts import (
    Section,
    line_of,
    listed,
    without_machines,
)

# Two capitals at least; "CSPs" is CSP. Not part of a version, a postcode or a road.
_ACRONYM = re.compile(r"(?<![\w.&/-])([A-Z][A-Z&]*[A-Z])(?=s?\b)(?!\d|[’']?[a-rt-z])")
_SHOUTED = re.compile(r"(?:(?<![\w-])[A-Z][A-Z-]++[ \t]*+){3,}")
_IS_ACRONYM = re.compile(r"[A-Z][A-Z&]*[A-Z]")
_NUMERAL = re.compile(r"[IVXLC]+")
# Everybody reads these; spelled out they would slow the reader down.
_EVERYDAY = listed("UK US EU MP MPS TV PDF VAT COVID OK AM PM ID A4 TBC TBA TBD TODO")
_SMALL = listed("a an and for in of on the to with")
_NEAR = 400  # letters within which an acronym is written out, if at all
_PIECES = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class _Use:
    """Where an acronym stands first, and the words on both sides of it."""

    section: Section
    line: int
    before: str
    after: str


def faults(
    sections: Sequence[Section], glossary: Mapping[str, Sequence[str]]
) -> Iterator[Fault]:
    """What the glossary lacks, what it has in vain, what it leaves open."""
    uses = _first_uses(sections)
    for acronym, use in uses.items():
        meanings = [words for words in glossary.get(acronym, ()) if words.strip()]
        if len(meanings) == 1 or _spelled_out(acronym, use):
            continue
        if meanings:
            yield _ambiguous(acronym, use, meanings)
        else:
            yield _undefined(acronym, use)
    for term in glossary:
        if term not in uses and not _stands_in(sections, term):
            yield Fault(
                GLOSSARY,
                0,
                term,
                "unused",
                f"The glossary explains {term!r}, which the text never uses. "
                "Use it, or take it out of the glossary.",
            )


def _undefined(acronym: str, use: _Use) -> Fault:
    return Fault(
        use.section.key,
        use.line,
        acronym,
        "acronym",
        f"{acronym!r} is explained neither here nor in the glossary. Write it out where "
        "it first stands, or put it into the glossary.",
    )


def _ambiguous(acronym: str, use: _Use, meanings: Sequence[str]) -> Fault:
    return Fault(
        use.section.key,
        use.line,
        acronym,
        "ambiguous",
        f"{acronym!r} may mean {' or '.join(meanings)}. Write it out where it first stands.",
    )


def _first_uses(sections: Sequence[Section]) -> dict[str, _Use]:
    """Every acronym of the text where a reader meets it first, headings included."""
    found: dict[str, _Use] = {}
    for section in sections:
        heading = without_machines(section.heading)
        for is_heading, text in ((True, heading), (False, section.plain)):
            shouted = [one.span() for one in _SHOUTED.finditer(text)]
            for one in _ACRONYM.finditer(text):
                acronym, place = one[1], one.start()
                if _is_no_acronym(acronym) or any(a <= place < b for a, b in shouted):
                    continue
                line = 0 if is_heading else line_of(text, place)
                before = text[max(0, place - _NEAR) : place]
                after = text[one.end(1) : one.end(1) + _NEAR]
                use = _Use(section, line, before, after)
                found.setdefault(acronym, use)
    return found


def _is_no_acronym(word: str) -> bool:
    return word in _EVERYDAY or _NUMERAL.fullmatch(word) is not None


def _spelled_out(acronym: str, use: _Use) -> bool:
    """ "Violence Reduction Unit (VRU)", "VRU (Violence ...)" or "VRU - Violence ..."."""
    if use.before.rstrip(" \"'‘“").endswith("("):
        words = _PIECES.findall(use.before)
        tries = range(2, 2 * len(acronym) + 3)
        return any(_spells(acronym, words[-count:]) for count in tries)
    inside = re.match(r"s?\s*(?:\(|[-–:]\s|,? (?:or|short for|stands for) )", use.after)
    if inside:
        words = _PIECES.findall(use.after[inside.end() :].split("\n")[0])
        tries = range(2, 2 * len(acronym) + 3)
        return any(_spells(acronym, words[:count]) for count in tries)
    return False


def _spells(acronym: str, words: Sequence[str]) -> bool:
    """Whether the first letters of some words, small ones aside, are the acronym."""
    initials = "".join(word[0] for word in words).upper()
    large = "".join(word[0] for word in words if word.lower() not in _SMALL).upper()
    return acronym.replace("&", "") in (initials, large)


def _stands_in(sections: Sequence[Section], term: str) -> bool:
    """Whether a term is used: acronyms letter for letter, words whatever their capitals."""
    flags = 0 if _IS_ACRONYM.fullmatch(term) else re.IGNORECASE
    wanted = re.compile(rf"(?<!\w){re.escape(term)}(?:e?s)?(?!\w)", flags)
    return any(
        wanted.search(section.plain) or wanted.search(section.heading)
        for section in sections
    )
