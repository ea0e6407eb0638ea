"""A file cut into headings with their fields and text, each with its line number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_HEADING = re.compile(r"(#{1,3}) (.+)")
_FIELD = re.compile(r"([a-z][a-z ]*): (.+)")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a file, and where."""

    line: int
    words: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.words}"


class Unreadable(Exception):
    """A file that cannot be loaded; `faults` says every reason with its line."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda one: one.line))
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(slots=True)
class Piece:
    """A heading and what stands under it until the next one."""

    level: int
    words: str
    line: int
    fields: dict[str, tuple[str, int]] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)
    text_line: int = 0


def pieces(text: str, faults: list[Fault]) -> list[Piece]:
    """The headings of a file in order; what is wrong with the lines goes to `faults`."""
    found: list[Piece] = []
    among_fields = False
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        if heading := _HEADING.fullmatch(line.rstrip()):
            found.append(Piece(len(heading[1]), heading[2].strip(), number))
            among_fields = True
        elif not found:
            if line.strip():
                faults.append(
                    Fault(
                        number,
                        f"expected a title like “# Our strategy”; found {_cut(line)}.",
                    )
                )
        elif among_fields and line.strip():
            _read_field(found[-1], line, number, faults)
        else:
            among_fields = False
            if not found[-1].text:
                found[-1].text_line = number
            found[-1].text.append(line.rstrip())
    return found


def _read_field(piece: Piece, line: str, number: int, faults: list[Fault]) -> None:
    told = _FIELD.fullmatch(line.strip())
    if told is None:
        words = "expected “name: value”, or an empty line before the text begins"
        faults.append(Fault(number, f"{words}; found {_cut(line)}."))
    elif told[1] in piece.fields:
        faults.append(
            Fault(
                number,
                f"{told[1]} was given already, in line {piece.fields[told[1]][1]}.",
            )
        )
    else:
        piece.fields[told[1]] = (told[2].strip(), number)


def text_of(piece: Piece) -> str:
    """The running text under a heading, as it was typed."""
    return "\n".join(_plain(line) for line in piece.text).strip("\n")


def items_of(piece: Piece, faults: list[Fault]) -> tuple[str, ...]:
    """The items of a list: lines that begin with a number or a dash."""
    found = []
    for number, line in enumerate(piece.text, start=piece.text_line):
        if not line.strip():
            continue
        item = re.fullmatch(r"(?:\d{1,3}\.|-) +(.+)", line.strip())
        if item is None:
            faults.append(
                Fault(number, f"expected an item like “1. ...”; found {_cut(line)}.")
            )
        else:
            found.append(item[1])
    return tuple(found)


def written(text: str) -> Iterator[str]:
    """Running text as lines of a file; a line that would be a heading is marked."""
    for line in text.replace("\r\n", "\n").strip("\n").split("\n"):
        clear = line.rstrip()
        yield "\\" + clear if re.match(r"\\*#", clear) else clear


def _plain(line: str) -> str:
    return line[1:] if re.match(r"\\+#", line) else line


def _cut(line: str) -> str:
    short = line.strip()[:60]
    return f"“{short}{'…' if len(line.strip()) > 60 else ''}”"
