"""The verbs that ask: which questions there are, and one of them answered."""

import argparse
from datetime import date
from typing import Any

from goldthread.cli.endings import DONE, CannotTell, UsedWrongly
from goldthread.cli.printing import print_csv, print_json, print_table
from goldthread.evidence.catalogue import Question, questions
from goldthread.evidence.engine import DuckEngine
from goldthread.evidence.home import home
from goldthread.evidence.lake import Lake
from goldthread.evidence.lake.version import LakeVersion


def listed(chosen: argparse.Namespace) -> int:
    """Print every question with what it needs."""
    rows = [
        {
            "question": each.name,
            "needs": ", ".join(each.parameters),
            "asks": each.title,
        }
        for each in questions().values()
    ]
    if chosen.json:
        print_json(rows)
    else:
        print_table(["question", "needs", "asks"], rows, empty="There are none.")
    return DONE


def ask(chosen: argparse.Namespace) -> int:
    """Put one question to the lake and print the answer."""
    question = _named(chosen.question)
    version = opened(chosen.as_of)
    parameters = _parameters(question, chosen, version)
    answer = DuckEngine(version).table(question.name, **parameters).to_pylist()
    columns = list(question.columns)
    if chosen.json:
        print_json(
            {
                "question": question.name,
                "parameters": parameters,
                "lake_version": version.id,
                "rows": answer,
            }
        )
    elif chosen.csv:
        print_csv(columns, answer)
    else:
        print_table(columns, answer, empty="No rows: the lake holds nothing for this.")
    return DONE


def opened(as_of: str | None) -> LakeVersion:
    """The lake's version that was asked for.

    Raises:
        CannotTell: there is no lake yet.
    """
    if not (home() / "lake").exists():
        raise CannotTell(
            f"There is no lake in {home()} yet. Load files first: goldthread lake add "
            "PATH."
        )
    lake = Lake(home())
    return lake.version(as_of) if as_of else lake.version()


def month(text: str) -> date:
    """The first day of a month written 2022-10.

    Raises:
        UsedWrongly: it is not written so, or is no month.
    """
    try:
        year, number = text.split("-")
        if len(year) != 4 or len(number) != 2 or not text.isascii():
            raise ValueError
        day = date(int(year), int(number), 1)
        if not 1900 <= day.year <= 2200:
            raise ValueError
        return day
    except ValueError:
        raise UsedWrongly(
            f"expected a month written like 2022-10; found {text}."
        ) from None


def month_after(day: date) -> date:
    """The first day of the next month."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _named(name: str) -> Question:
    import difflib

    if name in questions():
        return questions()[name]
    near = difflib.get_close_matches(name, questions(), n=1)
    hint = f" Did you mean “{near[0]}”?" if near else ""
    raise UsedWrongly(
        f"expected a question that `goldthread questions` lists; found “{name}”.{hint}"
    )


def _parameters(
    question: Question, chosen: argparse.Namespace, version: LakeVersion
) -> dict[str, Any]:
    given: dict[str, Any] = dict(_pair(text) for text in chosen.given)
    if chosen.area:
        given["area"] = version.resolve_area(chosen.area).code
    if chosen.start:
        given["start"] = month(chosen.start)
    if chosen.end:
        given["end"] = month_after(month(chosen.end))
    for name, widest in (("start", date(1900, 1, 1)), ("end", date(2200, 1, 1))):
        if name in question.parameters:
            given.setdefault(name, widest)
    if given.get("start", date.min) >= given.get("end", date.max):
        raise UsedWrongly(
            f"expected --from to be no later than --to; found {chosen.start} and "
            f"{chosen.end}."
        )
    missing = [name for name in question.parameters if name not in given]
    if missing:
        raise UsedWrongly(
            f"{question.name} also needs "
            + "; ".join(
                f"{_word(name)} ({question.parameters[name]})" for name in missing
            )
            + "."
        )
    surplus = [name for name in given if name not in question.parameters]
    if surplus:
        raise UsedWrongly(
            f"{question.name} does not take {', '.join(map(_word, surplus))}; it takes "
            f"{', '.join(map(_word, question.parameters)) or 'nothing'}."
        )
    return given


def _word(name: str) -> str:
    return {"area": "--area", "start": "--from", "end": "--to"}.get(
        name, f"--with {name}=..."
    )


def _pair(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals:
        raise UsedWrongly(f"expected --with NAME=VALUE; found {text}.")
    if name in ("area", "start", "end"):
        raise UsedWrongly(f"expected {_word(name)} for this; found --with {text}.")
    whole = (
        value.isascii() and value.isdigit() and name != "vintage"
    )  # "2021" names a vintage of codes
    return name, int(value) if whole else value
