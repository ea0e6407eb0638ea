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
