"""The verbs of the numbers: the same figures as the pages, for people and for programs."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from tests.make_numbers import QUIET, make_indicator, make_readings
from tests.make_plan import make_strategy
from tests.partners.people import make_agency, make_installation

from goldthread.cli import main
from goldthread.performance.models import Indicator, Reading, Standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_home")]


def test_with_nothing_kept_the_verbs_say_what_to_do(capsys: Any) -> None:
    assert main(["indicator", "list"]) == 0
    assert main(["scorecard"]) == 0
    assert main(["indicator", "read"]) == 3

    told = capsys.readouterr()
    assert "goldthread indicator load FILE" in told.out
    assert "Nothing is measured here yet." in told.out
    assert "no lake" in told.err


@pytest.mark.covers("C32")
def test_a_scorecard_is_the_same_as_table_json_and_csv(capsys: Any) -> None:
    make_readings(make_indicator(), [*QUIET, 150])

    assert main(["scorecard"]) == 0
    assert "Getting worse" in capsys.readouterr().out
    assert main(["scorecard", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert main(["scorecard", "Saxonbridge City Council", "--csv"]) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert main(["indicator", "show", "v1", "--json"]) == 0
    series = json.loads(capsys.readouterr().out)

    (one,) = told["measures"]
    assert (one["value"], one["colour"]) == (150, "orange")
    assert row["value"] == "150.0" and row["status"] == one["status"]
    assert series[-1]["value"] == 150 and len(series) == 17


def test_a_file_is_loaded_and_dumped_as_it_was(capsys: Any, tmp_path: Path) -> None:
    make_installation()
    strategy = make_strategy()
    make_agency()
    file, out = tmp_path / "in.md", tmp_path / "out.md"
    file.write_text(
        f"# Measures\nstrategy: {strategy.key}\n\n## Measure: Fires\ncode: F1\n"
        "unit: fires\nkind: count\ndirection: down\nabout: population\n"
        "basis: records\nevery: month\nowner: Saxonbridge City Council\n"
        "source: Records\nsince: 2024-04-01\n\nFires.\n\n### What counts\n\nOne fire.\n"
    )

    assert main(["indicator", "load", str(file)]) == 0
    assert (
        main(["indicator", "dump", "--strategy", strategy.key, "--out", str(out)]) == 0
    )
    assert out.read_text() == file.read_text()
    file.write_text(file.read_text().replace("kind: count", "kind: heap"))
    assert main(["indicator", "load", str(file)]) == 1

    told = capsys.readouterr()
    assert "1 measure as the file says now." in told.out
    assert "in.md, line 7: kind: expected one of count" in told.err
    assert Indicator.objects.count() == 1


def test_figures_of_a_file_are_recorded_all_or_none(
    capsys: Any, tmp_path: Path
) -> None:
    make_indicator("F1")
    make_indicator("P1", kind="percent", out_of="Those asked")
    file = tmp_path / "figures.csv"
    words = ["indicator", "record", str(file), "--evidence", "Report of the service"]
    file.write_text("code,from,value\nF1,2025-09,3\nF1,soon,4\nX9,2025-09,1\n")

    assert main(words) == 1
    assert not Reading.objects.exists()
    file.write_text(
        "code,from,value,numerator,denominator\n"
        "F1,2025-09,3,,\nF1,2025-10,4,,\nP1,2025-09,,30,60\n"
    )
    assert main(words) == 0
    assert main(words) == 1  # they are there already
    file.write_text("measure,when\n")
    assert main(words) == 1

    told = capsys.readouterr()
    assert "figures.csv, line 3: from: expected a month like 2026-10" in told.err
    assert "figures.csv, line 4: there is no measure X9." in told.err
    assert "there is a figure for September 2025 already" in told.err
    assert "expected the columns code, area, from" in told.err
    kept = Reading.objects.order_by("indicator__code", "period_start")
    assert [each.value for each in kept] == [3, 4, 50]


def test_what_an_older_rule_derived_is_derived_again(capsys: Any) -> None:
    make_readings(make_indicator(), list(QUIET))
    Standing.objects.update(rules="goldthread-0")

    assert main(["indicator", "restand"]) == 0

    assert "Derived again: 1 measure." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["scorecard", "Nobody"], "expected the name of a board"),
        (["indicator", "show", "X9"], "expected the code of a measure"),
        (["indicator", "load", "nowhere.md"], "expected a file that is there"),
        (["indicator", "dump"], "none in force"),
        (["indicator", "lod"], "Did you mean “load”?"),
    ],
)
def test_a_slip_is_answered_with_what_was_expected(
    capsys: Any, words: list[str], said: str
) -> None:
    try:
        code = main(words)
    except SystemExit as end:
        code = int(str(end.code))

    assert code == 2
    assert said in capsys.readouterr().err
