"""From the text of a file to the whole strategy as plain values, or every fault by line."""

import difflib
from dataclasses import dataclass
from typing import Any

from goldthread.strategy.file import told
from goldthread.strategy.file.lines import (
    Fault,
    Piece,
    Unreadable,
    items_of,
    pieces,
    text_of,
)
from goldthread.strategy.file.shape import HEADINGS, LISTS, TOP, Field, Heading
from goldthread.strategy.file.values import Unfit

LONGEST = 2_000_000  # characters; the founding strategy has 17 000


@dataclass(frozen=True, slots=True)
class Placed:
    """What a file tells, and in which line each of its headings stands."""

    told: told.StrategyFile
    lines: dict[str, tuple[int, ...]]  # "workstreams" -> the line of each

    def line(self, attribute: str, index: int = 0) -> int:
        """The line of the n-th heading of a kind; the title's where there is none."""
        found = self.lines.get(attribute, ())
        return found[index] if index < len(found) else 1


def read(text: str) -> told.StrategyFile:
    """The strategy that a file tells.

    Raises:
        Unreadable: the file does not follow the shape; every fault with its line.
    """
    return placed(text).told


def placed(text: str) -> Placed:
    """The strategy that a file tells, with the lines it came from.

    Raises:
        Unreadable: as `read`.
    """
    faults: list[Fault] = []
    if len(text) > LONGEST:
        raise Unreadable([Fault(1, f"the file is longer than {LONGEST} characters.")])
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        raise Unreadable(
            [Fault(line, "there is a NUL byte. Save the file as plain text.")]
        )
    found = pieces(text.lstrip("\ufeff"), faults)
    values = _top(found, faults)
    _gather(found[1:], values, faults)
    _look_up(values, faults)
    if faults:
        raise Unreadable(faults)
    made = told.StrategyFile(**{key: value for key, (value, _) in values.items()})
    lines = {
        key: line if isinstance(line, tuple) else (line,)
        for key, (_, line) in values.items()
    }
    return Placed(made, lines)


Values = dict[str, tuple[Any, Any]]  # attribute -> value, and the lines it came from


def _top(found: list[Piece], faults: list[Fault]) -> Values:
    if not found or found[0].level != 1:
        line = found[0].line if found else 1
        faults.append(Fault(line, "expected the title first, like “# Our strategy”."))
        return {}
    top = found[0]
    if text_of(top):
        faults.append(
            Fault(
                top.text_line, "expected a heading like “## Aim” before running text."
            )
        )
    values: Values = {"title": (top.words, top.line)}
    for name, value in fields_of(top, TOP, faults).items():
        values[name] = (value, top.line)
    return values


def _gather(found: list[Piece], values: Values, faults: list[Fault]) -> None:
    index = 0
    while index < len(found):
        piece = found[index]
        inside = []
        index += 1
        while index < len(found) and found[index].level == 3:
            inside.append(found[index])
            index += 1
        if piece.level == 2:
            _second(piece, inside, values, faults)
        else:
            faults.append(Fault(piece.line, "expected a heading with two or three #."))


def _second(
    piece: Piece, inside: list[Piece], values: Values, faults: list[Fault]
) -> None:
    if piece.words == "Aim":
        values["aim"] = (text_of(piece), piece.line)
        return
    for words, attribute, _ in LISTS:
        if piece.words == words:
            values[attribute] = (items_of(piece, faults), piece.line)
            return
    words, _, title = piece.words.partition(": ")
    for attribute, heading in HEADINGS:
        if words == heading.words:
            made = made_of(piece, title.strip(), heading, inside, faults)
            before, lines = values.get(attribute, ((), ()))
            if made is not None:
                values[attribute] = ((*before, made), (*lines, piece.line))
            return
    known = ["Aim", *(one[0] for one in LISTS), *(one.words for _, one in HEADINGS)]
    near = difflib.get_close_matches(words, known, n=1)
    hint = f" Did you mean “## {near[0]}”?" if near else ""
    faults.append(
        Fault(piece.line, f"expected one of {', '.join(known)}; found “{words}”.{hint}")
    )


def made_of(
    piece: Piece, title: str, heading: Heading, inside: list[Piece], faults: list[Fault]
) -> Any:
    before = len(faults)
    values = fields_of(piece, heading.fields, faults)
    if heading.title:
        if not title and heading.title_required:
            faults.append(Fault(piece.line, f"expected “{heading.words}: its name”."))
        values[heading.title] = (
            _thread(title, piece, faults) if heading.title == "thread" else title
        )
    elif title:
        faults.append(Fault(piece.line, f"“{heading.words}” has no name of its own."))
    if heading.text:
        values[heading.text] = text_of(piece)
    elif text_of(piece):
        faults.append(
            Fault(piece.text_line, f"no text stands under “{heading.words}”.")
        )
    _deeper(heading, inside, values, faults)
    return heading.makes(**values) if len(faults) == before else None


def _thread(title: str, piece: Piece, faults: list[Fault]) -> int:
    if not (title.isascii() and title.isdigit() and len(title) < 4):
        faults.append(
            Fault(piece.line, f"expected the number of a thread; found “{title}”.")
        )
        return 0
    return int(title)


def _deeper(
    heading: Heading, inside: list[Piece], values: dict[str, Any], faults: list[Fault]
) -> None:
    lists, texts = dict(heading.lists), dict(heading.texts)
    makes = {one.words: (attribute, one) for attribute, one in heading.inside}
    for piece in inside:
        words, _, title = piece.words.partition(": ")
        if piece.words in lists:
            values[lists[piece.words]] = items_of(piece, faults)
        elif piece.words in texts:
            values[texts[piece.words]] = text_of(piece)
        elif words in makes:
            attribute, one = makes[words]
            made = made_of(piece, title.strip(), one, [], faults)
            if made is not None:
                values[attribute] = (*values.get(attribute, ()), made)
        else:
            known = [*lists, *texts, *makes]
            said = f"expected one of {', '.join(known)}" if known else "nothing stands"
            faults.append(
                Fault(piece.line, f"{said} under “{heading.words}”; found “{words}”.")
            )


def fields_of(
    piece: Piece, allowed: tuple[Field, ...], faults: list[Fault]
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    known = {one.name: one for one in allowed}
    for name, (text, line) in piece.fields.items():
        one = known.get(name)
        if one is None:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f" Did you mean “{near[0]}”?" if near else ""
            said = f"expected one of {', '.join(known) or 'no fields'}"
            faults.append(Fault(line, f"{said}; found “{name}”.{hint}"))
            continue
        try:
            values[one.attribute] = one.value.read(text)
        except Unfit as unfit:
            faults.append(
                Fault(line, f"{name}: expected {unfit}; found “{text[:60]}”.")
            )
    for one in allowed:
        if one.required and one.name not in piece.fields:
            faults.append(
                Fault(piece.line, f"“{one.name}: ...” is missing under this heading.")
            )
    return values


def _look_up(values: Values, faults: list[Fault]) -> None:
    """Names inside the file must lead somewhere inside the file."""
    keys = _unique(values, "priorities", "key", faults)
    _unique(values, "workstreams", "key", faults)
    _unique(values, "sections", "key", faults)
    threads = len(values.get("threads", ((), ()))[0])
    for attribute in ("workstreams", "evidence", "linked_plans"):
        for one, line in _each(values, attribute):
            for key in one.priorities:
                if key not in keys:
                    faults.append(_nowhere(line, key, keys))
            for said in getattr(one, "statements", ()):
                if not 1 <= said.thread <= threads:
                    faults.append(
                        Fault(
                            line,
                            f"it answers thread {said.thread}; there are {threads}.",
                        )
                    )
    for attribute, name in (("resources", "priority"), ("crosswalk", "new")):
        for one, line in _each(values, attribute):
            key = getattr(one, name)
            if key and key not in keys:
                faults.append(_nowhere(line, key, keys))
    start, end = (
        values.get(name, (None, 0))[0] for name in ("period_start", "period_end")
    )
    if start and end and end < start:
        faults.append(
            Fault(1, f"the strategy ends on {end}, before it begins on {start}.")
        )


def _each(values: Values, attribute: str) -> list[tuple[Any, int]]:
    found, lines = values.get(attribute, ((), ()))
    return list(zip(found, lines, strict=True))


def _unique(
    values: Values, attribute: str, name: str, faults: list[Fault]
) -> dict[str, int]:
    seen: dict[str, int] = {}
    for one, line in _each(values, attribute):
        key = getattr(one, name)
        if key in seen:
            faults.append(
                Fault(line, f"the key {key} is used already, in line {seen[key]}.")
            )
        seen.setdefault(key, line)
    return seen


def _nowhere(line: int, key: str, keys: dict[str, int]) -> Fault:
    near = difflib.get_close_matches(key, keys, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    return Fault(line, f"no priority in this file has the key {key}.{hint}")
