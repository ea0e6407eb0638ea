"""A number and its per cent stand on one line, however narrow the page."""

import ast
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.core.units import NO_BREAK, PER_CENT, tied

SRC = Path(__file__).resolve().parents[2] / "src" / "goldthread"
PARTED = re.compile(r"\d %(?![(\w])")
REPORTS = ("evidence", "saxonbridge")  # reports of files, for a terminal's wide lines


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("by up to 5 %.", f"by up to 5{NO_BREAK}%."),
        ("95 per cent limits", f"95{NO_BREAK}per cent limits"),
        ("20 per centenary", "20 per centenary"),
        ("5% and 12 months", "5% and 12 months"),
    ],
)
def test_a_number_does_not_part_from_its_per_cent(words: str, said: str) -> None:
    assert tied(words) == said


@given(st.text(alphabet="0123456789 %.perc nt", max_size=40))
def test_nothing_is_changed_but_the_kind_of_space(words: str) -> None:
    assert tied(words).replace(NO_BREAK, " ") == words.replace(NO_BREAK, " ")
    assert tied(tied(words)) == tied(words)


def test_no_sentence_or_page_of_ours_parts_them() -> None:
    """Every "5 %" that is written somewhere in the product is written with PER_CENT."""
    assert f"{NO_BREAK}%" == PER_CENT
    assert parted() == []


def parted() -> list[str]:
    """Lines of the product that would print a number, a plain space and a per cent sign."""
    found = []
    for path in sorted(SRC.glob("*/**/*.py")):
        if path.relative_to(SRC).parts[0] in REPORTS:
            continue
        tree = ast.parse(path.read_text())
        ours = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if PARTED.search(_written(node)) and id(node) not in ours:
                found.append(f"{path.relative_to(SRC)}: {_written(node)}")
    return found


def _written(node: ast.AST) -> str:
    """The words of a string as it is printed, a number for whatever is put into it."""
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(each.value) if isinstance(each, ast.Constant) else "0"
            for each in node.values
        )
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return str(node.value) if is_text else ""  # type: ignore[attr-defined]
