"""From the whole strategy as plain values to the text of a file, in canonical form."""

from collections.abc import Iterator
from typing import Any

from goldthread.strategy.file import told
from goldthread.strategy.file.lines import written
from goldthread.strategy.file.shape import HEADINGS, LISTS, TOP, Field, Heading


def write(strategy: told.StrategyFile) -> str:
    """The file, ending in one new line; reading it gives the same values back."""
    return "\n".join(_lines(strategy)) + "\n"


def _lines(strategy: told.StrategyFile) -> Iterator[str]:
    yield f"# {strategy.title}"
    yield from field_lines(strategy, TOP)
    if strategy.aim:
        yield from ("", "## Aim", "", *written(strategy.aim))
    for words, attribute, _ in LISTS:
        yield from _list(f"## {words}", getattr(strategy, attribute))
    for attribute, heading in HEADINGS:
        for one in getattr(strategy, attribute):
            yield from heading_lines("##", one, heading)


def heading_lines(marks: str, one: Any, heading: Heading) -> Iterator[str]:
    title = getattr(one, heading.title) if heading.title else ""
    yield ""
    yield f"{marks} {heading.words}" + (f": {title}" if title else "")
    yield from field_lines(one, heading.fields)
    if heading.text and (text := getattr(one, heading.text)):
        yield from ("", *written(text))
    for words, attribute in heading.texts:
        if text := getattr(one, attribute):
            yield from ("", f"### {words}", "", *written(text))
    for words, attribute in heading.lists:
        yield from _list(f"### {words}", getattr(one, attribute))
    for attribute, inner in heading.inside:
        for each in getattr(one, attribute):
            yield from heading_lines("###", each, inner)


def _list(title: str, items: tuple[str, ...]) -> Iterator[str]:
    if items:
        yield from ("", title, "")
        yield from (f"{number}. {item}" for number, item in enumerate(items, start=1))


def field_lines(one: Any, fields: tuple[Field, ...]) -> Iterator[str]:
    """The fields that say something else than they would when left out."""
    usual = {name: f.default for name, f in type(one).__dataclass_fields__.items()}
    for field in fields:
        value = getattr(one, field.attribute)
        if field.required or value != usual[field.attribute]:
            yield f"{field.name}: {field.value.write(value)}"
