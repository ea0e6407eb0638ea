"""A document as data: what it refuses, and that it survives being stored."""

import dataclasses
import json
import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.documents import samples

from goldthread.documents import stored
from goldthread.documents.model import (
    Chart,
    Column,
    Document,
    Figure,
    Paragraph,
    Section,
    Strong,
    Table,
    pictures_of,
    plain,
)


def test_a_document_survives_being_stored(document: Document) -> None:
    assert stored.from_json(stored.to_json(document)) == document


def test_equal_documents_are_stored_as_equal_bytes(document: Document) -> None:
    assert stored.to_json(samples.document()) == stored.to_json(document)


def test_a_draft_is_stored_as_one_and_older_documents_keep_their_bytes(
    document: Document,
) -> None:
    draft = dataclasses.replace(document, draft=True, handling="h", version="1")

    assert stored.from_json(stored.to_json(draft)) == draft
    before = json.loads(stored.to_json(document))["document"]
    assert not {"draft", "handling", "version"} & set(before)


words = st.text(max_size=20)
figures = st.builds(
    Figure,
    st.none() | st.integers() | st.floats(allow_nan=False, allow_infinity=False),
    words,
    words,
)
texts = words | st.lists(words | figures | st.builds(Strong, words)).map(tuple)


@given(st.lists(st.builds(Paragraph, texts), max_size=4).map(tuple))
def test_any_sentence_survives_being_stored(blocks: tuple[Paragraph, ...]) -> None:
    whole = Document(
        "T", "", "A", "", date(2026, 1, 1), "v", (Section("s", "S", blocks),)
    )

    assert stored.from_json(stored.to_json(whole)) == whole


@pytest.mark.parametrize("content", [b"{}", b"[]", b"not json", b'{"format": 99}'])
def test_what_is_not_a_document_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(ValueError, match="Expected a document"):
        stored.from_json(content)


def test_a_piece_of_a_document_is_not_a_document() -> None:
    content = json.dumps({"format": 1, "document": {"is": "Strong", "text": "x"}})

    with pytest.raises(ValueError, match="found a Strong"):
        stored.from_json(content)


def test_nan_is_refused_because_it_would_hide_that_nothing_is_held() -> None:
    with pytest.raises(ValueError, match="say None"):
        Figure(math.nan, "x")
    with pytest.raises(ValueError, match="say None"):
        Table("T", (Column("A", "number"),), ((math.inf,),))


def test_a_row_with_too_few_cells_is_refused() -> None:
    with pytest.raises(ValueError, match="1 cells; it has 2 columns"):
        Table("T", (Column("A"), Column("B")), (("x",),))


def test_a_specification_with_nan_is_refused() -> None:
    with pytest.raises(ValueError, match="say None"):
        Chart("c", "T.", {"values": [math.nan]}, samples.table(), "s", "a")


def test_a_sentence_reads_as_its_pieces(document: Document) -> None:
    block = document.sections[0].blocks[1]

    assert isinstance(block, Paragraph)
    assert plain(block.text).startswith(
        "Police recorded 22\u202f310 offences, the fewest"
    )


def test_pictures_carry_their_title_and_words(document: Document) -> None:
    spec = pictures_of(document)["chart-line"]

    assert spec["usermeta"]["title"] == "Offences fell to 3\u202f590."
    assert spec["description"] == "The line falls."


def test_two_pictures_with_one_id_are_refused(document: Document) -> None:
    twice = dataclasses.replace(document, sections=document.sections * 2)

    with pytest.raises(ValueError, match="give each its own id"):
        pictures_of(twice)
