"""The reference page of the file's shape, printed from the shape itself."""

from collections.abc import Iterator

from goldthread.strategy.file.shape import HEADINGS, LISTS, TOP, Field, Heading

_OPENING = """# The strategy file

Printed from `src/goldthread/strategy/file/shape.py`. A strategy is also a text file that
people can read, compare and mail: `goldthread strategy dump KEY` writes it and
`goldthread strategy load FILE` makes a new draft of it. A file in canonical form (what
`dump` writes) comes out as it went in. Every fault is said with its line, and a file
with a fault changes nothing.

- The first line is the title, `# Our strategy`, with its fields directly under it.
- A field is a line `name: value`. Names in a list have `;` between them; a semicolon or a
  backslash inside a name has a backslash before it. Days are written 2024-04-01.
- After an empty line comes running text. A line of text that begins with `#` has a
  backslash before it.
- Agencies, bodies and people are named: by full name, people by e-mail. What a file tells
  of the partnership and is not known yet is added; what is there stays as it is.
- How far a strategy has come, what boards decided and the dates of a consultation are
  not in the file: they are what happened to it, not what it says.
"""


def reference_page() -> str:
    """The whole page, in Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield _OPENING
    yield "## Under the title"
    yield ""
    yield from field_table(TOP)
    yield "`## Aim` holds the overarching aim as text."
    for words, _, what in LISTS:
        yield f"`## {words}` holds a list: {what}."
    for _, heading in HEADINGS:
        yield from heading_page("##", heading)


def heading_page(marks: str, heading: Heading) -> Iterator[str]:
    name = f": its {heading.title.replace('_', ' ')}" if heading.title else ""
    yield ""
    yield f"## `{marks} {heading.words}{name}`"
    yield ""
    text = (
        f" Text under it is its {heading.text.replace('_', ' ')}."
        if heading.text
        else ""
    )
    yield f"{heading.what[:1].upper()}{heading.what[1:]}.{text}"
    yield ""
    yield from field_table(heading.fields)
    for words, _ in (*heading.texts, *heading.lists):
        yield f"`### {words}` may stand inside."
    for _, inner in heading.inside:
        yield from heading_page("###", inner)


def field_table(fields: tuple[Field, ...]) -> Iterator[str]:
    if not fields:
        return
    yield "| field | holds | must be there | |"
    yield "|---|---|---|---|"
    for one in fields:
        must = "yes" if one.required else ""
        yield f"| `{one.name}` | {one.value.expects} | {must} | {one.what} |"
    yield ""
