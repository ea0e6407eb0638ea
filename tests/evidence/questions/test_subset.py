"""Questions keep to the words that both engines speak and that give one answer."""

import ast
import re
from pathlib import Path

import pytest

import goldthread
from goldthread.evidence.catalogue import questions

SOURCE = Path(goldthread.__file__).parent
BANNED = {
    "a hash, which differs from engine to engine": r"\b\w*hash\w*\s*\(|\bmd5\s*\(|\bsha\d*\s*\(",
    "an approximate count": r"\bapprox\w*",
    "an as-of join": r"\basof\b",
    "a pivot": r"\b(un)?pivot\b",
    "a collected list, whose order is the engine's": (
        r"\b(array_agg|list|group_concat|string_agg|listagg|collect_list|collect_set)\s*\("
    ),
    "whichever row comes first": r"\b(first|last|any_value|arbitrary|arg_m\w+)\s*\(",
    "a sample": r"\b(tablesample|using\s+sample|random\s*\(|rand\s*\()",
    "the clock": r"\b(now\s*\(|current_date|current_timestamp|today\s*\()",
}


def statement(sql: str) -> str:
    """The question without its comments, in small letters."""
    return re.sub(r"--[^\n]*", "", sql).casefold()


def faults(sql: str) -> list[str]:
    """What a question says that two engines may answer differently."""
    text = statement(sql)
    found = [why for why, word in BANNED.items() if re.search(word, text)]
    if "order by" not in text:
        found.append("no total order")
    if "{" in text or "%s" in text:
        found.append("a value put in by text")
    return found


@pytest.mark.parametrize("name", sorted(questions()))
def test_a_question_keeps_to_what_every_engine_answers_alike(name: str):
    assert faults(questions()[name].sql) == []


@pytest.mark.parametrize(
    "planted",
    [
        "SELECT hash(street) AS h FROM offence ORDER BY h",
        "SELECT approx_count_distinct(street) FROM offence ORDER BY 1",
        "SELECT * FROM a ASOF JOIN b USING (month) ORDER BY 1",
        "PIVOT offence ON category USING count(*) ORDER BY month",
        "SELECT array_agg(street) FROM offence ORDER BY 1",
        "SELECT first(street) FROM offence ORDER BY 1",
        "SELECT month FROM offence -- ORDER BY month",
        "SELECT month FROM offence WHERE area = '{area}' ORDER BY month",
        "SELECT current_date FROM offence ORDER BY 1",
    ],
)
def test_each_forbidden_word_is_found(planted: str):
    assert faults(planted)


def test_no_question_file_is_left_out_of_the_catalogue():
    files = {path.stem for path in SOURCE.rglob("*.sql")}

    assert files == set(questions())


def test_questions_are_named_and_never_written_in_the_code():
    written = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for folder in ("assessment", "intake", "web", "cli", "evidence")
        for path in (SOURCE / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.JoinedStr) and _selects(node)
    ]

    # The door itself names files and columns; it never carries a value of a question.
    assert {place.split(":")[0] for place in written} <= {"evidence/engine.py"}


def _selects(node: ast.JoinedStr) -> bool:
    text = "".join(
        part.value
        for part in node.values
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    )
    return bool(re.search(r"\bselect\b.*\b(from|where)\b", text, re.I | re.S))
