"""The strategy verbs, run as a new user would: a typo, no data, twice."""

from pathlib import Path
from typing import Any

import pytest

from goldthread.cli import main

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_home")]


def test_with_nothing_kept_the_list_says_what_to_do(capsys: Any) -> None:
    assert main(["strategy", "list"]) == 0

    assert "goldthread strategy load FILE" in capsys.readouterr().out


def test_a_template_is_loaded_once_and_written_as_it_was(
    capsys: Any, tmp_path: Path
) -> None:
    assert main(["strategy", "load", "--template", "founding"]) == 0
    assert main(["strategy", "load", "--template", "founding"]) == 1
    out = tmp_path / "founding.md"
    assert (
        main(["strategy", "dump", "founding", "--with-partnership", "--out", str(out)])
        == 0
    )

    told = capsys.readouterr()
    assert "is a draft now" in told.out
    assert "founding, line 1: There is a strategy under 'founding' already" in told.err
    assert out.read_text().startswith("# Community safety and harm reduction")


def test_a_file_with_faults_is_refused_with_every_line(
    capsys: Any, tmp_path: Path
) -> None:
    file = tmp_path / "ours.md"
    file.write_text(
        "# Ours\nkey: ours\npartnership: P\nfrom: soon\nuntil: 2027-03-31\n"
    )

    assert main(["strategy", "load", str(file)]) == 1

    assert (
        "ours.md, line 4: from: expected a day like 2024-04-01"
        in capsys.readouterr().err
    )


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["load"], 2, "expected one file, or --template"),
        (["load", "nowhere.md"], 2, "expected a file that is there"),
        (["load", "--template", "foundng"], 2, "expected a template (founding)"),
        (["dump", "foundng"], 2, "expected the key of a strategy (none yet)"),
        (["lod"], 2, "Did you mean “load”?"),
    ],
)
def test_a_slip_is_answered_in_a_sentence(
    capsys: Any, words: list[str], code: int, said: str
) -> None:
    assert main(["strategy", *words]) == code
    assert said in capsys.readouterr().err
