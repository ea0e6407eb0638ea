"""Every question has a plain twin, and both engines give exactly its rows."""

from datetime import date
from typing import Any

import pytest
from tests.evidence.questions import made, plainly

from goldthread.evidence.catalogue import questions
from goldthread.evidence.engine import DuckEngine, SparkEngine, parameters_of

WHEN = [
    {"start": date(2022, 1, 1), "end": date(2022, 7, 1)},
    {"start": date(2011, 1, 1), "end": date(2022, 3, 1)},
]
VALUES: dict[str, list[Any]] = {
    "area": ["X22000002", "X06000001", "X05202411", "X0111101", "X22999999"],
    "vintage": ["2011", "2021"],
    "force": ["northshire", "nobody"],
    "year": [2020],
    "ward_year": [2017, 2024],
    "edition": [2019],
    "measure": ["imd_decile"],
    "level": ["csp", "small_area"],
    "source": ["offence", "stop_search"],
}


def cases() -> list[Any]:
    """Each question with each choice of parameters that differ in kind."""
    found = []
    for name in sorted(questions()):
        wanted = parameters_of(questions()[name].sql)
        for number in range(5):
            chosen = {
                p: VALUES[p][min(number, len(VALUES[p]) - 1)]
                for p in wanted
                if p not in ("start", "end")
            }
            if "start" in wanted:
                chosen |= WHEN[min(number, 1)]
            if number and (name, chosen) == (found[-1].values[0], found[-1].values[1]):
                continue
            found.append(pytest.param(name, chosen, id=f"{name}-{number}"))
    return found


def test_every_question_has_a_plain_twin():
    missing = [name for name in questions() if not hasattr(plainly, name)]

    assert not missing, f"write a twin in plainly.py for {', '.join(missing)}"


@pytest.mark.parametrize(("name", "chosen"), cases())
def test_the_answer_is_its_plain_twins(
    name: str, chosen: dict[str, Any], duck: DuckEngine, by_hand: made.HandMade
):
    answer = duck.table(name, **chosen).to_pylist()

    assert answer == getattr(plainly, name)(by_hand.tables, **chosen)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "chosen"), cases())
def test_sail_gives_identical_rows(
    name: str, chosen: dict[str, Any], duck: DuckEngine, sail: SparkEngine
):
    assert (
        sail.table(name, **chosen).to_pylist() == duck.table(name, **chosen).to_pylist()
    )


@pytest.mark.parametrize(("name", "chosen"), cases())
def test_no_answer_depends_on_the_order_of_rows_in_files(
    name: str, chosen: dict[str, Any], duck: DuckEngine, turned: made.HandMade
):
    other = DuckEngine(turned, pruned=False)  # type: ignore[arg-type]

    answer = other.table(name, **chosen)

    assert answer.equals(duck.table(name, **chosen))
    other.close()


def test_most_cases_answer_something(duck: DuckEngine):
    silent = set(questions())
    for case in cases():
        name, chosen = case.values
        if duck.table(name, **chosen).num_rows:
            silent.discard(name)

    assert not silent, (
        f"no case of {', '.join(sorted(silent))} has an answer to compare"
    )


def test_a_head_names_every_parameter_and_column(duck: DuckEngine):
    for name, question in questions().items():
        wanted = parameters_of(question.sql)
        chosen = {p: VALUES[p][0] for p in wanted if p in VALUES}
        if "start" in wanted:
            chosen |= WHEN[0]

        answer = duck.table(name, **chosen)

        assert sorted(question.parameters) == sorted(wanted), name
        assert list(question.columns) == answer.column_names, name
        assert question.title.endswith(".") and question.grain, name
