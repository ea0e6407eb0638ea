"""An organisation drawn from data: nothing overlaps, nothing is lost, the list agrees."""

import itertools
import re
from pathlib import Path

import pytest
from tests.documents import structures

from goldthread.documents import drawing
from goldthread.documents import house_style as style
from goldthread.documents.diagrams.layout import (
    PAD,
    SMALL,
    TEXT,
    Box,
    Layout,
    Line,
    layout,
)
from goldthread.documents.diagrams.picture import specification
from goldthread.documents.diagrams.structure import (
    Body,
    Item,
    Structure,
    Tie,
    as_html,
    as_list,
    as_table,
    in_words,
)

EVERY = structures.every()
A4_HIGH = 900  # pixels: 238 mm at the width of an A4 column


@pytest.fixture(params=EVERY)
def structure(request: pytest.FixtureRequest) -> Structure:
    return EVERY[request.param]


def overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def crosses(line: Line, box: Box, slack: float = 0.6) -> bool:
    """Whether a line runs through the inside of a box, not only up to its edge."""
    left, right = sorted((line.x, line.x2))
    top, bottom = sorted((line.y, line.y2))
    return (
        left < box.x + box.width - slack
        and right > box.x + slack
        and top < box.y + box.height - slack
        and bottom > box.y + slack
    )


def touches(line: Line, box: Box) -> bool:
    left, right = sorted((line.x, line.x2))
    top, bottom = sorted((line.y, line.y2))
    return (
        left <= box.x + box.width + 0.1
        and right >= box.x - 0.1
        and top <= box.y + box.height + 0.1
        and bottom >= box.y - 0.1
    )


def meet(one: Line, other: Line) -> bool:
    xs = sorted((one.x, one.x2)), sorted((other.x, other.x2))
    ys = sorted((one.y, one.y2)), sorted((other.y, other.y2))
    return (
        max(xs[0][0], xs[1][0]) <= min(xs[0][1], xs[1][1]) + 0.1
        and max(ys[0][0], ys[1][0]) <= min(ys[0][1], ys[1][1]) + 0.1
    )


def drawn_groups(placed: Layout) -> set[frozenset[str]]:
    """The bodies that each web of lines touching one another joins."""
    webs: list[list[Line]] = []
    for line in placed.lines:
        joined = [web for web in webs if any(meet(line, other) for other in web)]
        webs = [web for web in webs if web not in joined]
        webs.append([line, *itertools.chain(*joined)])
    return {
        frozenset(
            box.body.key
            for box in placed.boxes
            if any(touches(line, box) for line in web)
        )
        for web in webs
    }


def all_items(items: tuple[Item, ...]) -> list[Item]:
    return [one for item in items for one in (item, *all_items(item.items))]


def test_no_box_lies_on_another_and_all_stay_on_the_picture(
    structure: Structure,
) -> None:
    placed = layout(structure)

    assert len(placed.boxes) == len(structure.bodies)
    for one, other in itertools.combinations(placed.boxes, 2):
        assert not overlap(one, other), (one.body.key, other.body.key)
    for box in placed.boxes:
        assert box.x >= 0
        assert box.x + box.width <= style.WIDTH
        assert box.y + box.height <= placed.height


def test_no_line_runs_through_a_box_or_over_a_heading(structure: Structure) -> None:
    placed = layout(structure)

    for line in placed.lines:
        assert line.x == line.x2 or line.y == line.y2
        for box in placed.boxes:
            assert not crosses(line, box), (line, box.body.key)


def test_the_words_of_every_box_fit_inside_it(structure: Structure) -> None:
    for box in layout(structure).boxes:
        bold = box.body.kind == "governance"
        for line in box.label:
            assert style.words_wide(line, TEXT, bold=bold) <= box.width - 2 * PAD + 0.5
        for line in box.notes:
            assert style.words_wide(line, SMALL) <= box.width - 2 * PAD + 0.5


def test_every_body_is_joined_by_lines_to_the_one_it_hangs_from(
    structure: Structure,
) -> None:
    """Lines of reporting and links to one body may be one web or two, never a third's."""
    groups = drawn_groups(layout(structure))
    for body in structure.bodies:
        above = structure.above(body.key)
        mine = [group for group in groups if body.key in group]
        assert not above or any(above in group for group in mine)
    for group in groups:
        heads = {structure.above(key) for key in group} & group
        assert len(heads) == 1


def test_a_dashed_line_leads_to_what_is_only_linked(structure: Structure) -> None:
    placed = layout(structure)
    for box in placed.boxes:
        ends = [
            line
            for line in placed.lines
            if touches(line, box) and (line.y2, line.x2) >= (line.y, line.x)
            if abs(line.x2 - box.x) < 0.1 or abs(line.y2 - box.y) < 0.1
        ]
        tie = structure.hangs_by.get(box.body.key)
        if tie:
            assert [line.dashed for line in ends] == [tie.how == "linked to"]


@pytest.mark.covers("S113")
def test_the_drawing_and_the_list_hold_the_same_bodies_and_lines(
    structure: Structure,
) -> None:
    placed, items = layout(structure), all_items(as_list(structure))

    assert sorted(i.body.key for i in items) == sorted(b.body.key for b in placed.boxes)
    told = [tie for item in items for tie in item.lines]
    assert len(told) == len(set(told))
    assert set(told) == set(structure.ties)
    drawn = set(structure.hangs_by.values())
    noted = [t for body in structure.bodies for t in structure.further(body.key)]
    assert drawn | set(noted) == set(structure.ties)
    assert not drawn & set(noted)
    for box in placed.boxes:
        small = " ".join(box.notes)
        for tie in structure.further(box.body.key):
            assert f"also {tie.how} {structure.named[tie.other].label}" in small


@pytest.mark.covers("S113")
def test_every_line_is_said_in_the_words_of_the_list(structure: Structure) -> None:
    for item in all_items(as_list(structure)):
        for tie in item.lines:
            other = tie.other if tie.body == item.body.key else tie.body
            assert f"{tie.how} {structure.named[other].label}" in item.said


@pytest.mark.covers("S113")
def test_forty_bodies_are_read_on_one_page_of_a4() -> None:
    placed = layout(structures.forty())

    assert len(placed.boxes) == 40
    assert placed.height <= A4_HIGH
    assert min(TEXT, SMALL) * 170 / style.WIDTH * 72 / 25.4 >= 8  # points in print


@pytest.mark.covers("S113", "S0.8")
def test_eighteen_linked_groups_stand_in_bands_by_their_level() -> None:
    placed = layout(structures.partnership())

    assert [one.text for one in placed.headings] == [
        structures.REGIONAL,
        structures.LOCAL,
    ]
    linked = [box for box in placed.boxes if box.body.kind == "network"]
    assert len(linked) == 18
    assert placed.height <= A4_HIGH


def test_a_circle_and_several_parents_are_told_and_not_followed_for_ever() -> None:
    tangled = structures.tangled()

    assert tangled.above("a") == ""
    assert tangled.above("c") == "b"
    assert tangled.above("h") == "e"
    (a,) = [i for i in all_items(as_list(tangled)) if i.body.key == "a"]
    assert a.said == "reports to Body C <&>"


def test_what_is_linked_hangs_from_the_larger_of_the_two() -> None:
    bodies = tuple(Body(key, key.upper()) for key in "abc")
    both = Structure(bodies, (Tie("b", "reports to", "a"), Tie("a", "linked to", "c")))

    assert both.above("c") == "a"
    (item,) = [i for i in all_items(as_list(both)) if i.body.key == "c"]
    assert item.said == "linked to A"


def test_a_line_to_nobody_and_a_key_used_twice_are_refused() -> None:
    with pytest.raises(ValueError, match="not among the bodies"):
        Structure((Body("a", "A"),), (Tie("a", "reports to", "z"),))
    with pytest.raises(ValueError, match="give each its own"):
        Structure((Body("a", "A"), Body("a", "B")))


@pytest.mark.slow
def test_no_body_at_all_is_said(tmp_path: Path) -> None:
    svg = drawing.draw(specification(Structure(())), cache=tmp_path).decode()

    assert "No body is entered yet." in svg


@pytest.mark.slow
@pytest.mark.covers("S113")
def test_the_drawn_picture_holds_every_name_and_its_words(tmp_path: Path) -> None:
    partnership = structures.partnership()

    svg = drawing.draw(
        specification(partnership, "Who decides"), cache=tmp_path
    ).decode()

    words = " ".join(re.findall(r">([^<>]+)</t(?:ext|span)>", svg))
    for body in partnership.bodies:
        for word in body.label.split():
            assert word in words
    assert "also reports to Harm" in words
    assert "<title" in svg
    assert in_words(partnership).split(";")[0] in svg


def test_the_list_is_nested_markup_and_hostile_names_stay_words() -> None:
    made = as_html(structures.tangled(), "<svg></svg>")

    assert "Body A &lt;&amp;&gt;" in made
    assert made.count("<li>") == 8
    assert made.count("<ul") == made.count("</ul>") == 5
    assert "gt-structure__drawing" in made
    assert "(Partner board; linked; also linked to Body A &lt;&amp;&gt;)" in made
    assert "reports to, or is linked to where it says so" in made


def test_the_table_says_every_line_for_the_documents() -> None:
    partnership = structures.partnership()

    table = as_table(partnership, "Bodies")

    assert len(table.rows) == 28
    youth = next(row for row in table.rows if str(row[0]).startswith("Youth"))
    assert (
        youth[3] == "Reducing reoffending group, Harm reduction and hidden crimes group"
    )


def test_equal_structures_give_equal_specifications() -> None:
    assert specification(structures.partnership()) == specification(
        structures.partnership()
    )
