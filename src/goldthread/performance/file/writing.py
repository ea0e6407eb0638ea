"""From measures as plain values to the text of a file, in canonical form."""

from collections.abc import Iterator

from goldthread.performance.file import told
from goldthread.performance.file.reading import TITLE
from goldthread.performance.file.shape import MEASURE, TOP
from goldthread.strategy.file.writing import field_lines, heading_lines


def write(file: told.MeasureFile) -> str:
    """The file, ending in one new line; reading it gives the same values back."""
    return "\n".join(_lines(file)) + "\n"


def _lines(file: told.MeasureFile) -> Iterator[str]:
    yield f"# {TITLE}"
    yield from field_lines(file, TOP)
    for one in file.measures:
        yield from heading_lines("##", one, MEASURE)
