"""Which questions the lake answers, read from the head of each question's file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

_PARTS = ("title", "grain", "parameter", "column")


@dataclass(frozen=True, slots=True)
class Question:
    """One named question: what it asks, what it needs, what it answers.

    parameters and columns map a name to its meaning, in the file's order.
    """

    name: str
    title: str
    grain: str
    parameters: dict[str, str]
    columns: dict[str, str]
    sql: str


@cache
def questions() -> dict[str, Question]:
    """Every question by name, in order of name."""
    folder = resources.files("goldthread.evidence") / "questions"
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".sql")),
        key=lambda file: file.name,
    )
    return {
        (name := file.name.removesuffix(".sql")): described(
            name, file.read_text(encoding="utf-8")
        )
        for file in files
    }


def described(name: str, text: str) -> Question:
    """The description at the head of a question's text.

    Raises:
        ValueError: a comment line of the head is none of title, grain, parameter, column.
    """
    head, _, sql = text.partition("\n\n")
    found: dict[str, dict[str, str]] = {part: {} for part in _PARTS}
    for line in head.splitlines():
        label, _, meaning = line.removeprefix("-- ").partition(": ")
        part, _, subject = label.partition(" ")
        if part not in _PARTS or not meaning:
            raise ValueError(
                f"{name}.sql: expected “-- title: ...”, “-- grain: ...”, “-- parameter "
                f"NAME: ...” or “-- column NAME: ...”; found “{line}”."
            )
        found[part][subject] = meaning
    return Question(
        name=name,
        title=found["title"].get("", ""),
        grain=found["grain"].get("", ""),
        parameters=found["parameter"],
        columns=found["column"],
        sql=sql.strip(),
    )


def reference_page() -> str:
    """The reference page of all questions, in Markdown."""
    lines = [
        "# Questions",
        "",
        "Printed from the code by `make docs`. Put one with `goldthread ask`. Periods are",
        "half-open: from the first month up to, not including, the month after the last.",
        "A month that is not held is absent or missing, never zero.",
    ]
    for question in questions().values():
        lines += ["", f"## {question.name}", "", question.title, ""]
        lines += [f"{question.grain[:1].upper()}{question.grain[1:]}.", ""]
        lines += ["| | name | meaning |", "|---|---|---|"]
        lines += [
            f"| {kind} | `{name}` | {meaning} |"
            for kind, names in (
                ("needs", question.parameters),
                ("answers", question.columns),
            )
            for name, meaning in names.items()
        ]
    return "\n".join(lines) + "\n"
