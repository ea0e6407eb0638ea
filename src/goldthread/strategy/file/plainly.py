"""A kept text as a reader reads it: words in place of the file's own keys and codes.

    gate: signed                ->  Waits for: Must be signed
    priorities: reduce-harm     ->  Priorities: Reduce harm

For reading and comparing only; what is loaded is the file itself.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from goldthread.documents import numbers
from goldthread.strategy.asked import CONTENTS
from goldthread.strategy.file.values import LIST
from goldthread.strategy.models import (
    Crosswalk,
    Evidence,
    LinkedPlan,
    Priority,
    Resource,
    Section,
)

_HEADING = re.compile(r"#{1,3} (.+)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LEFT_OUT = frozenset({"key", "template"})  # of no meaning to a reader
_CODES: Mapping[tuple[str, str], Any] = {
    ("Section", "gate"): Section.Gate,
    ("Priority", "heads"): Priority.Head,
    ("Evidence", "kind"): Evidence.Kind,
    ("Evidence", "category"): Evidence.Category,
    ("Evidence", "strength"): Evidence.Strength,
    ("Resource", "kind"): Resource.Kind,
    ("Linked plan", "relation"): LinkedPlan.Relation,
    ("From the strategy before", "kind"): Crosswalk.Kind,
}
_OF_PRIORITIES = frozenset({"priorities", "priority", "into"})
_NAMES = {"gate": "Waits for", "heads": "What it answers of what the law asks for"}


def in_words(text: str) -> str:
    """The same text without marks, keys and codes, line by line."""
    return "\n".join(_lines(text, _titles(text)))


def _lines(text: str, titles: Mapping[str, str]) -> Iterator[str]:
    under, among_fields = "", False
    for line in text.split("\n"):
        if heading := _HEADING.fullmatch(line):
            under, among_fields = heading[1].partition(":")[0], True
            yield _heading(heading[1])
        elif among_fields and line:
            name, _, value = line.partition(": ")
            if name not in _LEFT_OUT:
                yield f"{_NAMES.get(name, name.capitalize())}: {_said(under, name, value, titles)}"
        else:
            among_fields = False
            yield line


def _heading(words: str) -> str:
    kind, _, key = words.partition(": ")
    if kind != "Waived":
        return words
    head = key.removeprefix("head-")
    if key in CONTENTS:
        return f"Waived: {CONTENTS[key][0]}"
    return (
        f"Waived: {Priority.Head(head).label if head in Priority.Head.values else key}"
    )


def _said(under: str, name: str, value: str, titles: Mapping[str, str]) -> str:
    if _DAY.fullmatch(value):
        return numbers.day(date.fromisoformat(value))
    if name in _OF_PRIORITIES:
        return ", ".join(titles.get(key, key) for key in LIST.read(value))
    if codes := _CODES.get((under, name)):
        known = dict(codes.choices)
        return ", ".join(str(known.get(one, one)) for one in LIST.read(value))
    return value


def _titles(text: str) -> dict[str, str]:
    """What the priorities are called, by their keys."""
    found = re.findall(r"^## Priority: (.+)\nkey: (.+)$", text, flags=re.MULTILINE)
    return {key: title for title, key in found}
