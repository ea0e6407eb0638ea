"""Two versions of a text compared in words: what stayed, what came, what went.

    compare("We met on Monday.", "We will meet on Monday.")
    (kept "We ", removed "met ", added "will meet ", kept "on Monday.")

Paragraphs that stayed as they are hold the two texts together; between them each
paragraph is compared in words with the one it most likely was. Kept and removed pieces together give back the first text to the byte,
kept and added ones the second.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from rapidfuzz.distance import LCSseq

from goldthread.documents import numbers

Kind = Literal["kept", "added", "removed"]

_PARAGRAPH = re.compile(r".+?(?:\n[^\S\n]*\n\s*|\Z)", re.DOTALL)
_BREAK = re.compile(r"\n[^\S\n]*\n\s*")
_TOKEN = re.compile(r"(?:\w+(?:['’-]\w+)*|[^\w\s]|^)\s*")
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
# Longest common subsequences of 25,000 words take 0.1 s and 80 MB; beyond that, and only
# where not one paragraph in between stayed the same, a stretch is shown as replaced.
_MOST = 25_000**2
_ALIKE = 0.5  # of their words that two paragraphs share when one became the other
_MOST_PAIRS = 400_000  # of paragraphs, a second
_ISLAND = 3  # kept words that only interrupt, between two longer changes


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text and what became of it."""

    kind: Kind
    text: str


@dataclass(slots=True)
class _Stretch:
    """Neighbouring tokens of both texts: the same words, or one run for another."""

    same: bool
    before: list[str]
    after: list[str]


def compare(before: str, after: str) -> tuple[Piece, ...]:
    """The two texts as pieces in reading order; a removed piece stands before its new one."""
    stretches: list[_Stretch] = []
    for same, olds, news in _aligned(_paragraphs(before), _paragraphs(after)):
        if same:
            stretches.append(_Stretch(True, [*olds], [*news]))
        else:
            stretches += _between(olds, news)
    return tuple(_joined(_pieces(_without_islands(stretches))))


def summary(pieces: Sequence[Piece]) -> str:
    """The change in one sentence: "12 words added, 3 removed."."""
    added, removed = (words_in(pieces, kind) for kind in ("added", "removed"))
    if all(piece.kind == "kept" for piece in pieces):
        return "Nothing changed."
    if not added and not removed:
        return "No word changed, only punctuation or spacing."
    if added and removed:
        return f"{_counted(added)} added, {numbers.count(removed)} removed."
    return f"{_counted(added or removed)} {'added' if added else 'removed'}."


def words_in(pieces: Sequence[Piece], kind: Kind) -> int:
    """How many words the pieces of one kind hold."""
    return sum(len(_WORD.findall(p.text)) for p in pieces if p.kind == kind)


def as_html(pieces: Sequence[Piece]) -> str:
    """The pieces as paragraphs with <ins> and <del>, said in words for a screen reader."""
    inside = "".join(map(_marked, pieces))
    return (
        f'<div class="gt-compared"><p class="govuk-body">{inside}</p></div>\n'.replace(
            '<p class="govuk-body"></p>', ""
        )
    )


def _counted(words: int) -> str:
    return f"{numbers.count(words)} {'word' if words == 1 else 'words'}"


def _paragraphs(text: str) -> list[str]:
    return _PARAGRAPH.findall(text)


def _tokens(text: str) -> list[str]:
    """Words and signs, each with the space after it; nothing is lost."""
    return _TOKEN.findall(text)


def _between(olds: list[str], news: list[str]) -> list[_Stretch]:
    """Changed paragraphs: each beside the one it was, as far as that can be seen.

    Word by word over all of them at once, a dropped paragraph would lend its full stop to
    the next. But where paragraphs were run together or parted, all at once keeps more.
    """
    once = _by_words("".join(olds), "".join(news))
    if len(olds) * len(news) <= 1 or len(olds) * len(news) > _MOST_PAIRS:
        return once
    each = []
    old = new = 0
    for i, j in [*_pairs(olds, news), (len(olds), len(news))]:
        apart = _tokens("".join(olds[old:i])), _tokens("".join(news[new:j]))
        each.append(_Stretch(False, *apart))
        if i < len(olds):
            each += _by_words(olds[i], news[j])
        old, new = i + 1, j + 1
    return each if _kept(each) >= 0.8 * _kept(once) else once


def _by_words(old: str, new: str) -> list[_Stretch]:
    return [_Stretch(*found) for found in _aligned(_tokens(old), _tokens(new))]


def _kept(stretches: Sequence[_Stretch]) -> int:
    return sum(_size(one.before) for one in stretches if one.same)


def _pairs(olds: Sequence[str], news: Sequence[str]) -> list[tuple[int, int]]:
    """Which paragraph became which, in order, so that most words are shared."""
    bags = [[set(_WORD.findall(text)) for text in texts] for texts in (olds, news)]
    best = [[0.0] * (len(news) + 1) for _ in range(len(olds) + 1)]
    for i in reversed(range(len(olds))):
        for j in reversed(range(len(news))):
            one, other = bags[0][i], bags[1][j]
            share = 2 * len(one & other) / max(len(one) + len(other), 1)
            best[i][j] = max(best[i + 1][j], best[i][j + 1])
            if share >= _ALIKE:
                best[i][j] = max(best[i][j], best[i + 1][j + 1] + share)
    found, i, j = [], 0, 0
    while i < len(olds) and j < len(news):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            found.append((i, j))
            i, j = i + 1, j + 1
    return found


def _aligned(
    before: Sequence[str], after: Sequence[str]
) -> Iterator[tuple[bool, list[str], list[str]]]:
    """Runs that are the same but for spaces after them, and the runs between those."""
    olds, news = [one.rstrip() for one in before], [one.rstrip() for one in after]
    if len(olds) * len(news) > _MOST:
        yield False, [*before], [*after]
        return
    old = new = 0  # up to where both are told
    for block in LCSseq.editops(olds, news).as_matching_blocks():
        # The library compares hashes; two words with one hash must not pass for the same.
        if olds[block.a : block.a + block.size] != news[block.b : block.b + block.size]:
            continue
        yield False, [*before[old : block.a]], [*after[new : block.b]]
        old, new = block.a + block.size, block.b + block.size
        yield True, [*before[block.a : old]], [*after[block.b : new]]
    yield False, [*before[old:]], [*after[new:]]


def _without_islands(stretches: list[_Stretch]) -> list[_Stretch]:
    """Changes side by side made one, and with them the few words kept by chance.

    A sentence written anew still shares "the" and "of" with the old one; shown as kept
    they cut the change into crumbs that nobody can read.
    """
    whole: list[_Stretch] = []
    for one in stretches:
        if not one.before and not one.after:
            continue
        if not one.same and len(whole) > 1 and _is_island(whole[-2], whole[-1], one):
            island = whole.pop()
            whole[-1] = _together(whole[-1], island)
        if not one.same and whole and not whole[-1].same:
            whole[-1] = _together(whole[-1], one)
        else:
            whole.append(one)
    return whole


def _is_island(left: _Stretch, middle: _Stretch, right: _Stretch) -> bool:
    kept = _size(middle.before)
    return (
        middle.same
        and not left.same
        and kept <= _ISLAND
        and 2 * kept <= min(_changed(left), _changed(right))
        and not any(_BREAK.search(token) for token in middle.before)
    )


def _changed(one: _Stretch) -> int:
    return max(_size(one.before), _size(one.after))


def _size(tokens: Sequence[str]) -> int:
    return sum(_WORD.match(token) is not None for token in tokens)


def _together(one: _Stretch, other: _Stretch) -> _Stretch:
    return _Stretch(False, one.before + other.before, one.after + other.after)


def _pieces(stretches: Sequence[_Stretch]) -> Iterator[Piece]:
    for one in stretches:
        if not one.same:
            yield Piece("removed", "".join(one.before))
            yield Piece("added", "".join(one.after))
            continue
        for old, new in zip(one.before, one.after, strict=True):
            if old == new:
                yield Piece("kept", old)
            else:  # the words are the same, the space after them is not
                core = old.rstrip()
                yield Piece("kept", core)
                yield Piece("removed", old[len(core) :])
                yield Piece("added", new[len(core) :])


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one piece; empty ones dropped."""
    last: Kind = "kept"
    texts: list[str] = []
    for piece in pieces:
        if not piece.text:
            continue
        if piece.kind != last and texts:
            yield Piece(last, "".join(texts))
            texts = []
        last = piece.kind
        texts.append(piece.text)
    if texts:
        yield Piece(last, "".join(texts))


def _marked(piece: Piece) -> str:
    if piece.kind == "kept":
        return _PARTED.join(map(_lines, _BREAK.split(piece.text)))
    parts = _BREAK.split(piece.text)
    if not piece.text.strip():
        sign = "¶" if len(parts) > 1 else " "
        said = "a paragraph break" if len(parts) > 1 else "a space"
        parted = _PARTED if len(parts) > 1 and piece.kind == "added" else ""
        return _tag(piece.kind, f"{_spoken(said)}{sign}") + parted
    return _PARTED.join(
        _tag(piece.kind, _lines(part)) if part.strip() else "" for part in parts
    )


_ENDS = {"added": " end of addition]", "removed": " end of removal]"}
_PARTED = '</p>\n<p class="govuk-body">'


def _tag(kind: Kind, inside: str) -> str:
    name = "ins" if kind == "added" else "del"
    return (
        f'<{name} class="gt-{kind}">{_spoken(f"[{kind}: ")}{inside}'
        f"{_spoken(_ENDS[kind])}</{name}>"
    )


def _spoken(words: str) -> str:
    return f'<span class="gt-spoken">{words}</span>'


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>\n")
