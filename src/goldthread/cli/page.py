"""The reference page of the command, printed from its parser."""

import argparse

from goldthread.cli.parser import Parser, build

OPENING = """# The `goldthread` command

Printed from the code by `make docs`.

`GOLDTHREAD_HOME` names the folder of the lake, the database and files. Areas are
given by code or by an unambiguous name (partnership, local authority, ward, small
area). Months are written 2022-10. Progress goes to a terminal's standard error and
nowhere else.

| exit code | meaning |
|---|---|
| 0 | done |
| 1 | refused, or looked and found wanting |
| 2 | used wrongly |
| 3 | cannot tell |
"""


def text() -> str:
    """The whole page in Markdown."""
    return OPENING + "".join(_section(parser) for parser in _verbs(build()))


def _verbs(parser: Parser) -> list[Parser]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return [
                leaf
                for child in action.choices.values()
                for leaf in (_verbs(child) or [child])
            ]
    return []


def _section(parser: Parser) -> str:
    lines = [f"\n## {parser.prog}\n", f"{_sentence(parser)}\n"]
    rows = [_row(action) for action in parser._actions if action.dest != "help"]
    if rows:
        lines += ["| word | meaning |", "|---|---|", *rows, ""]
    return "\n".join(lines)


def _row(action: argparse.Action) -> str:
    name = "/".join(action.option_strings) or str(action.metavar or action.dest)
    if action.option_strings and action.nargs != 0:
        name += f" {action.metavar or action.dest.upper()}"
    default = (
        f" (default {action.default})"
        if action.option_strings and action.default not in (None, False, "==SUPPRESS==")
        else ""
    )
    return f"| `{name}` | {action.help or ''}{default} |"


def _sentence(parser: Parser) -> str:
    words = parser.description or ""
    return f"{words[:1].upper()}{words[1:]}."
