"""From the text of a file to its measures as plain values, or every fault by line."""

from dataclasses import dataclass

from goldthread.performance.file import told
from goldthread.performance.file.shape import MEASURE, TOP
from goldthread.strategy.file.lines import Fault, Piece, Unreadable, pieces, text_of
from goldthread.strategy.file.reading import LONGEST, fields_of, made_of

TITLE = "Measures"


@dataclass(frozen=True, slots=True)
class Placed:
    """What a file tells, and the line of each measure."""

    told: told.MeasureFile
    lines: tuple[int, ...]


def read(text: str) -> told.MeasureFile:
    """The measures that a file tells.

    Raises:
        Unreadable: the file does not follow the shape; every fault with its line.
    """
    return placed(text).told


def placed(text: str) -> Placed:
    """The measures that a file tells, with the lines they came from.

    Raises:
        Unreadable: as `read`.
    """
    if len(text) > LONGEST:
        raise Unreadable([Fault(1, f"the file is longer than {LONGEST} characters.")])
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        raise Unreadable(
            [Fault(line, "there is a NUL byte. Save the file as plain text.")]
        )
    faults: list[Fault] = []
    found = pieces(text.lstrip("\ufeff"), faults)
    top = _top(found, faults)
    measures, lines = _measures(found[1:], faults)
    _look_up(measures, lines, faults)
    if faults:
        raise Unreadable(faults)
    return Placed(told.MeasureFile(top, tuple(measures)), tuple(lines))


def _top(found: list[Piece], faults: list[Fault]) -> str:
    if not found or found[0].level != 1 or found[0].words != TITLE:
        line = found[0].line if found else 1
        faults.append(Fault(line, f"expected the title “# {TITLE}” first."))
        return ""
    if text_of(found[0]):
        faults.append(
            Fault(
                found[0].text_line,
                "expected a heading like “## Measure: its name” before running text.",
            )
        )
    return str(fields_of(found[0], TOP, faults).get("strategy", ""))


def _measures(
    found: list[Piece], faults: list[Fault]
) -> tuple[list[told.MeasureTold], list[int]]:
    measures: list[told.MeasureTold] = []
    lines: list[int] = []
    index = 0
    while index < len(found):
        piece = found[index]
        inside = []
        index += 1
        while index < len(found) and found[index].level == 3:
            inside.append(found[index])
            index += 1
        words, _, title = piece.words.partition(": ")
        if piece.level != 2 or words != MEASURE.words:
            faults.append(
                Fault(
                    piece.line,
                    f"expected “## {MEASURE.words}: its name”; found “{piece.words}”.",
                )
            )
            continue
        made = made_of(piece, title.strip(), MEASURE, inside, faults)
        if made is not None:
            measures.append(made)
            lines.append(piece.line)
    return measures, lines


def _look_up(
    measures: list[told.MeasureTold], lines: list[int], faults: list[Fault]
) -> None:
    """A code is used once, and what must be said is said."""
    seen: dict[str, int] = {}
    for one, line in zip(measures, lines, strict=True):
        if one.code in seen:
            faults.append(
                Fault(
                    line,
                    f"the code {one.code} is used already, in line {seen[one.code]}.",
                )
            )
        seen.setdefault(one.code, line)
        if len(one.targets) > 1:
            faults.append(Fault(line, "a measure has one target at most."))
        for words, text in (
            ("a definition", one.definition),
            ("“What counts”", one.counts),
        ):
            if not text:
                faults.append(Fault(line, f"{one.code} says nothing under {words}."))
