"""The reference page of the file of measures, printed from its shape."""

from goldthread.performance.file.shape import MEASURE, TOP
from goldthread.strategy.file.manual import field_table, heading_page

_OPENING = """# The file of measures

Printed from `src/goldthread/performance/file/shape.py`. `goldthread indicator dump` writes
every measure in use as a text file, and `goldthread indicator load FILE` keeps what it
says: what is new is defined, what differs is changed, what says the same stays untouched.
Every fault is said with its line, and a file with a fault changes nothing.

- The first line is `# Measures`, with the strategy's key under it.
- A field is a line `name: value`; names in a list have `;` between them. After an empty
  line comes running text. Days are written 2024-04-01.
- Agencies are named in full, people by e-mail, measures by their code, outcomes by the key
  of their priority and their number. A measure keeps its outcomes of other strategies.
- Readings are not in the file: they are what happened, not what is meant.
"""


def reference_page() -> str:
    """The whole page, in Markdown."""
    lines = [
        _OPENING,
        "## Under the title",
        "",
        *field_table(TOP),
        *heading_page("##", MEASURE),
    ]
    return "\n".join(lines) + "\n"
