"""Faults of form are named before anybody sees the document."""

import dataclasses

from tests.documents import samples

from goldthread.documents import lint
from goldthread.documents.model import (
    Block,
    Chart,
    CrossReference,
    Document,
    Figure,
    MapBlock,
    Paragraph,
    Section,
)


def with_blocks(document: Document, *blocks: Block) -> Document:
    return dataclasses.replace(document, sections=(Section("s", "S", blocks),))


def chart_of(document: Document) -> Chart:
    chart = document.sections[1].sections[0].blocks[0]
    assert isinstance(chart, Chart)
    return chart


def test_the_sample_has_no_faults(document: Document) -> None:
    assert lint.faults(document) == []


def test_an_empty_section_is_named(document: Document) -> None:
    empty = dataclasses.replace(document, sections=(Section("s", "Robbery"),))

    (fault,) = lint.faults(empty)

    assert "'Robbery' is empty" in fault


def test_a_title_that_is_no_sentence_is_named(document: Document) -> None:
    chart = dataclasses.replace(chart_of(document), title="Burglary by month")

    (fault,) = lint.faults(with_blocks(document, chart))

    assert "is not a sentence" in fault


def test_missing_words_and_source_are_named(document: Document) -> None:
    chart = dataclasses.replace(chart_of(document), alt=" ", source="")

    faults = lint.faults(with_blocks(document, chart))

    assert any("cannot see it" in fault for fault in faults)
    assert any("where its numbers come from" in fault for fault in faults)


def test_a_map_without_its_unlocated_share_is_named(document: Document) -> None:
    shaded = document.sections[1].sections[0].blocks[-1]
    assert isinstance(shaded, MapBlock)

    (fault,) = lint.faults(
        with_blocks(document, dataclasses.replace(shaded, unlocated=""))
    )

    assert "cannot place" in fault


def test_a_figure_that_hides_a_gap_is_named(document: Document) -> None:
    gap = Paragraph(("Robberies: ", Figure(None, "0"), "."))
    blank = Paragraph(("Robberies: ", Figure(3, " "), "."))

    faults = lint.faults(with_blocks(document, gap, blank))

    assert "is written '0' but is not held" in faults[0]
    assert "is not written; its value is 3" in faults[1]


def test_a_link_to_nowhere_and_an_id_used_twice_are_named(document: Document) -> None:
    lost = Paragraph((CrossReference("see there", "nowhere"),))
    table = dataclasses.replace(samples.table(), id="t")

    faults = lint.faults(with_blocks(document, table, table, lost))

    assert "used twice" in faults[0]
    assert "not in the document" in faults[1]
