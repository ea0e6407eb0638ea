"""Faults in the sentences themselves: cut short, garbled, doubled, oddly capital, absent."""

import itertools
import re
from collections.abc import Iterator

from goldthread.documents.prose.faults import Fault
from goldthread.documents.prose.parts import WORD, Part, Section, listed

_NOTES = "¹²³⁴⁵⁶⁷⁸⁹⁰"
_CLOSERS = f"\"'”’)] {_NOTES}"
_STOPS = ".!?…:;"
_ENDED = re.compile(rf"[a-z]{{3}}[.!?][\"'”’)]*[{_NOTES}]*\s+(?=[A-Z])")
# No English sentence ends in one of these, with or without its full stop.
_NEVER_LAST = listed(
    "a an and or but the our their your its my every because whose unless "
    "including than into from between towards"
)
# These end a sentence now and then ("proud of", "the area they live in").
_SELDOM_LAST = listed("of to for with by at that which as")
_AT_EASE_BEFORE_OF = listed(
    "proud aware part care afraid tired made dream heard thought sure fond capable think "
    "consist composed hear worthy ashamed most"
)
_PLACEHOLDER = re.compile(
    r"(?:^|[–:-]\s+|[\[(])(?:to be (?:added|agreed|completed|confirmed|decided|drafted|"
    r"inserted|supplied|written)\b|(?:text|content|details?|wording) to follow\b|"
    r"insert .{1,40}? here\b|lorem ipsum\b|placeholder\b|x{3,}\b)",
    re.IGNORECASE,
)
_TO_COME = re.compile(r"\bTB[ACD]\b|\bTODO\b")
_BROKEN_LETTERS = re.compile("\ufffd|[ÃÂ][\u0080-\u00bf€™œž]|â€")
# Four at least: of three there are hrs, pts, ltd and a hundred more.
_NO_VOWELS = re.compile(r"[BCDFGHJKLMNPQRSTVXZ]?[bcdfghjklmnpqrstvxz]{4,}")
_SHORT_FORMS = listed("cctv cllr cllrs dept html http https docx xlsx")
# A letter by itself; "a" and "I" are words, "o" and "y" too in Welsh, and x is "by".
_STRAY = re.compile(r"(?<![\w.'’/(&-])[b-hj-np-wz](?![\w.'’/):&-])")
_SUMS = frozenset("0123456789=+*/<>|~^()[]{}±×≤≥√%£\"'“”‘’")
_JOINING = listed(
    "a an the and or to by on in of for not than then with at upon against versus "
    "as is are but no nor per from after over into through about"
)
_MAY_DOUBLE = listed("that had is so very many no bye ha")
_HELPING = listed(
    "is are was were be been being has have had will would should could must may "
    "can we they who it"
)


def empty(section: Section) -> Iterator[Fault]:
    """A heading with nothing under it, or with words that only promise words."""
    if not section.parts:
        yield Fault(
            section.key,
            0,
            section.heading,
            "empty",
            f"Nothing stands under {section.heading!r}. Write it, or take the heading out.",
        )
    elif all(part.shape == "note" for part in section.parts):
        yield Fault(
            section.key,
            0,
            section.heading,
            "empty",
            f"Under {section.heading!r} stand only footnotes. Write what they belong to, "
            "or take both out.",
        )
    for part, following in zip(section.parts, [*section.parts[1:], None], strict=False):
        if found := _PLACEHOLDER.search(part.text) or _TO_COME.search(part.text):
            yield Fault(
                section.key,
                part.line,
                part.text[found.start() :].lstrip(" -–:[("),
                "empty",
                "These words only hold the place of others. Write what was meant to "
                "stand here.",
            )
        elif _announces(part) and _answers_not(part, following):
            yield Fault(
                section.key,
                part.line,
                part.text,
                "empty",
                f"Nothing follows {_last_words(part.text)!r}. Write what it announces, "
                "or take it out.",
            )


def _answers_not(part: Part, following: Part | None) -> bool:
    """Whether nothing, or the next heading, stands where the announced should."""
    if following is None:
        return True
    deeper = following.depth > part.depth
    return _announces(following) and part.shape == following.shape and not deeper


def _announces(part: Part) -> bool:
    return part.shape == "heading" or (
        part.shape == "words" and part.text.rstrip(_CLOSERS).endswith(":")
    )


def truncated(section: Section, part: Part) -> Iterator[Fault]:
    """A paragraph or point that ends in mid-air."""
    if part.shape not in ("words", "bullet") or not part.words:
        return
    if _ends_in_mid_air(part):
        yield Fault(
            section.key,
            part.line,
            _last_words(part.text),
            "truncated",
            f"This ends in mid-air after {part.words[-1]!r}. Finish the sentence.",
        )


def _ends_in_mid_air(part: Part) -> bool:
    text = part.text.rstrip(_CLOSERS)
    stopped = text.endswith(tuple(_STOPS))
    if len(part.words) < 2 or text.endswith((":", ";")):
        return False
    before, last = part.words[-2].lower(), part.words[-1].lower()
    if text.endswith((",", "-", "–")):
        return part.shape == "words"
    if not text.rstrip(_STOPS).lower().endswith(last):
        return False  # a number or a sign came after the last word
    if last in _NEVER_LAST:
        return part.words[-1].islower()
    if stopped:
        return last == "of" and before in ("risk", "number", "instead", "because")
    if last == "of" and before not in _AT_EASE_BEFORE_OF:
        return True
    tail = _ENDED.split(text)[-1]
    return part.shape == "words" and (
        (tail != text and _is_running(tail))
        or (last in _SELDOM_LAST and len(part.words) >= 12)
    )


def _is_running(tail: str) -> bool:
    """Whether words are a sentence rather than a list of names."""
    words: list[str] = WORD.findall(tail)
    return sum(word.islower() for word in words) >= 0.6 * max(1, len(words))


def garbled(section: Section, part: Part) -> Iterator[Fault]:
    """Letters that are no word: a slip of the keyboard, or of a copied picture."""
    found = _BROKEN_LETTERS.search(part.text) or _no_word(part.text)
    if found is None and part.shape != "row":
        found = _stray_letter(part.text)
    if found:
        yield Fault(
            section.key,
            part.line,
            _around(part.text, found),
            "garbled",
            f"{found.group()!r} is not a word. Write the line again from what was meant.",
        )


def _no_word(text: str) -> re.Match[str] | None:
    return next(
        (
            word
            for word in WORD.finditer(text)
            if _NO_VOWELS.fullmatch(word.group())
            and word.group().lower() not in _SHORT_FORMS
            and text[word.end() : word.end() + 1] not in set("-_/.@\\")
        ),
        None,
    )


def _stray_letter(text: str) -> re.Match[str] | None:
    """A letter by itself that is not part of a sum or a list of letters."""
    for found in _STRAY.finditer(text):
        before, after = text[: found.start()].rstrip(), text[found.end() :].lstrip()
        if not {before[-1:], after[:1]} & _SUMS:
            return found
    return None


def doubled(section: Section, part: Part) -> Iterator[Fault]:
    """A word written twice, side by side or round one other word."""
    words = list(WORD.finditer(part.text))
    for one, other in itertools.pairwise(words):
        between = part.text[one.end() : other.start()]
        if between.strip() or not _same(one, other) or one.group() in _MAY_DOUBLE:
            continue
        if not (one.group().istitle() and other.group().istitle()):
            yield _doubled(section, part, one, other)
    for one, middle, other in zip(words, words[1:], words[2:], strict=False):
        between = part.text[one.end() : other.start()]
        if _same(one, other) and _is_a_slip(one.group(), middle.group(), between):
            yield _doubled(section, part, one, other)


def _same(one: re.Match[str], other: re.Match[str]) -> bool:
    return one.group().lower() == other.group().lower()


def _is_a_slip(word: str, middle: str, between: str) -> bool:
    """ "Whether "managed effective managed"; not "asked and asked", nor "step by step"."""
    return (
        len(word) >= 5
        and word.islower()
        and word.endswith("ed")
        and middle.lower() not in _JOINING
        and between.strip() == middle
    )


def _doubled(
    section: Section, part: Part, one: re.Match[str], other: re.Match[str]
) -> Fault:
    return Fault(
        section.key,
        part.line,
        part.text[one.start() : other.end()],
        "doubled",
        f"{one.group()!r} is written twice. Take one of them out.",
    )


def capitals(section: Section, part: Part) -> Iterator[Fault]:
    """A capital where a sentence has none: "It is Recognised that"."""
    if part.shape == "row":
        return
    words = list(WORD.finditer(part.text))
    for before, one, after in zip(words, words[1:], words[2:], strict=False):
        word = one.group()
        alone = part.text[before.end() : after.start()].strip() == word
        if (
            alone
            and word.istitle()
            and word.lower().endswith(("ed", "ised", "ing"))
            and before.group().lower() in _HELPING
            and after.group().islower()
            and (word.endswith("ed") or _has_small(section, word))
        ):
            yield Fault(
                section.key,
                part.line,
                part.text[before.start() : one.end()],
                "capital",
                f"{word!r} has a capital in the middle of a sentence. "
                f"Write {word.lower()!r}.",
            )


def _has_small(section: Section, word: str) -> bool:
    return re.search(rf"\b{re.escape(word.lower())}\b", section.plain) is not None


def _last_words(text: str, count: int = 8) -> str:
    return " ".join(text.split()[-count:])


def _around(text: str, found: re.Match[str], room: int = 30) -> str:
    """A few whole words on both sides of what was found."""
    start, end = max(0, found.start() - room), found.end() + room
    start = text.rfind(" ", 0, start) + 1 if start else 0
    stop = text.find(" ", end)
    return text[start : stop if stop > 0 else len(text)].strip()
