"""The gold thread as a drawing: a row a noun, gold lines, and nothing lost."""

import json
from pathlib import Path

from goldthread.documents import house_style as style
from goldthread.documents.diagrams import strands
from goldthread.documents.drawing import draw


def test_a_thread_is_drawn_with_every_row_and_says_how_many_it_leaves_to_the_list(
    tmp_path: Path,
) -> None:
    levels = (
        strands.Level("Priority", (strands.Knotted("p", "Stopping harm", True),)),
        strands.Level(
            "Actions",
            tuple(strands.Knotted(f"a{n}", f"A-{n:03} Do it") for n in range(6)),
        ),
    )
    ties = [("p", f"a{n}") for n in range(6)]

    spec = strands.specification(levels, ties)

    told = json.dumps(spec)
    assert "Stopping harm" in told and "and 3 more" in told and "A-004" not in told
    (lines,) = [
        layer for layer in spec["layer"] if layer["mark"].get("color") == style.GOLD
    ]
    assert len(lines["data"]["values"]) == 4  # three boxes, and one for the rest
    assert "1 priority, then 6 actions" in spec["description"]
    assert b"<svg" in draw(spec, cache=tmp_path)


def test_a_line_goes_round_the_box_that_stands_between_and_two_keep_apart() -> None:
    named = ("Outcome", "Measure", "Action", "Effect")
    levels = [
        strands.Level(words, (strands.Knotted(words, f"The {words}"),))
        for words in named
    ]
    straight = [("Outcome", "Measure"), ("Action", "Effect")]

    def lines(*ties: tuple[str, str]) -> list[dict[str, float]]:
        spec = strands.specification(levels, [*straight, *ties])
        (layer,) = [
            each for each in spec["layer"] if each["mark"].get("color") == style.GOLD
        ]
        found: list[dict[str, float]] = layer["data"]["values"]
        return found

    assert len(lines()) == 2
    one = lines(("Measure", "Effect"))
    two = lines(("Outcome", "Action"), ("Measure", "Effect"))

    assert len(one) == 2 + 3
    down = one[3]
    assert down["x"] == down["x2"] > max(each["x"] for each in one[:2]) + 100
    assert two[3]["x"] != two[6]["x"]
