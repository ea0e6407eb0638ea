"""The partnership's own recording breaks, and results as canonical JSON."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from goldthread.assessment.breaks import (
    FILE_NAME,
    breaks_for,
    local_breaks,
    recording_break,
    write_local_breaks,
)
from goldthread.assessment.plain import canonical


@pytest.mark.covers("E32")
def test_breaks_come_back_as_they_were_written(tmp_path: Path):
    kept = (
        recording_break(
            date(2024, 7, 1), "Counted anew.", category="drugs", force="mercia"
        ),
        recording_break(date(2023, 1, 1), "A new system."),
    )

    write_local_breaks(tmp_path, kept)

    assert local_breaks(tmp_path) == kept


def test_no_file_means_no_local_breaks(tmp_path: Path):
    assert local_breaks(tmp_path) == ()


@pytest.mark.parametrize(
    "line", ["x,drugs,July 2024,words", "x,drugs,2024-07,", "x,drugs,2024-13,w"]
)
def test_a_line_that_is_not_understood_is_named(tmp_path: Path, line: str):
    (tmp_path / FILE_NAME).write_text(f"force,category,month,words\n{line}\n")

    with pytest.raises(ValueError, match="Line 2"):
        local_breaks(tmp_path)


def test_a_force_has_its_own_breaks_and_the_nations():
    mine = recording_break(date(2024, 7, 1), "Mine.", force="mercia")
    other = recording_break(date(2024, 7, 1), "Not mine.", force="wessex")

    real = breaks_for("mercia", [mine, other], invented=False)
    invented = breaks_for("mercia", [mine, other], invented=True)

    assert invented == (mine,)
    assert mine in real and other not in real and len(real) > 5


def test_canonical_json_is_one_way_of_writing():
    one = {"b": np.array([1.5, np.nan]), "a": (date(2024, 1, 1), np.int64(3), True)}
    other = {"a": [date(2024, 1, 1), 3, True], "b": [1.5, None]}

    assert (
        canonical(one)
        == canonical(other)
        == '{"a":["2024-01-01",3,true],"b":[1.5,null]}'
    )
    with pytest.raises(TypeError, match="object"):
        canonical(object())
