"""What the documentation points at exists, and what it tells people to type is right."""

import re
import shlex
from pathlib import Path
from urllib.parse import unquote

import pytest

from goldthread.cli.parser import arguments

ROOT = Path(__file__).parents[2]
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
FENCE = re.compile(r"^```.*?\n(.*?)^```", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"^ {4,}(\S.*)$", re.MULTILINE)
# Before the command may stand settings: GOLDTHREAD_HOME=/srv/goldthread goldthread serve
COMMAND = re.compile(r"^(?:\$ )?(?:[A-Z_]+=\S+ )*(?:\S*/)?goldthread (.+)$")
INLINE = re.compile(r"`goldthread ([a-z][^`]+)`")
# "goldthread lake add" in a sentence names the command; it is complete only with a path.
INCOMPLETE = re.compile(r"found nothing there|expected one of .*; found none")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_and_picture_of_a_page_exists(page: Path) -> None:
    assert not dead_links(page.read_text(), page.parent)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_of_a_page_is_one_that_the_program_knows(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not wrong_commands(page.read_text(), capsys)


def test_pages_were_found_and_hold_links_and_commands() -> None:
    words = "".join(page.read_text() for page in PAGES)
    assert len(LINK.findall(words)) > 15
    assert len(commands(words)) > 20


@pytest.mark.parametrize(
    ("planted", "named"),
    [
        ("See [the guide](no-such-page.md).", "no-such-page.md"),
        ("![a picture](images/none.png)", "images/none.png"),
        ("[top](README.md#no-such-heading)", "README.md#no-such-heading"),
    ],
)
def test_a_planted_dead_link_is_named(planted: str, named: str) -> None:
    assert dead_links(planted, ROOT) == [named]


def test_a_good_link_and_another_site_are_left_alone() -> None:
    good = "[a](README.md#try-it) [b](https://example.org/none) [c](docs/glossary.md)"
    assert not dead_links(good, ROOT)


@pytest.mark.parametrize(
    "planted",
    [
        "```\ngoldthread lake ad files\n```\n",
        "text\n\n    goldthread assess Leicester --untill 2022-10\n",
        "```\nGOLDTHREAD_HOME=/srv/g goldthread serve --prot 80\n```\n",
        "Run `goldthread lake undoo 3`.",
        "```\ngoldthread lake undo\n```\n",
    ],
)
def test_a_planted_wrong_command_is_named(
    planted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(wrong_commands(planted, capsys)) == 1


def dead_links(words: str, folder: Path) -> list[str]:
    """The links of this text that lead to no file or to no heading of it."""
    return [target for target in LINK.findall(words) if _is_dead(target, folder)]


def _is_dead(target: str, folder: Path) -> bool:
    if re.match(r"[a-z]+:", target):
        return False
    path, _, heading = unquote(target).partition("#")
    if not path:
        return False
    found = folder / path
    if not found.exists():
        return True
    return bool(heading) and heading not in _headings(found.read_text())


def _headings(words: str) -> set[str]:
    named = re.findall(r"^#+ +(.+)$", words, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in named}


def commands(words: str) -> list[tuple[str, bool]]:
    """Each command of a text, and whether it stands as a line to type (complete)."""
    blocks = [*FENCE.findall(words), *INDENTED.findall(FENCE.sub("", words))]
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    typed = [found for line in lines if (found := COMMAND.match(line.strip()))]
    named = INLINE.findall(FENCE.sub("", words))
    return [(each.group(1), True) for each in typed] + [(each, False) for each in named]


def wrong_commands(words: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What the program would refuse of the commands in this text, and why."""
    faults = []
    for command, is_typed in commands(words):
        for part in command.split(" && goldthread "):
            said = _refusal(part, capsys)
            if said and (is_typed or not INCOMPLETE.search(said)):
                faults.append(f"goldthread {part}: {said}")
    return faults


def _refusal(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    try:
        arguments(shlex.split(command, comments=True))
    except SystemExit as stopped:
        said = capsys.readouterr().err
        return said if stopped.code else ""
    return ""
