"""Two versions of a text, in words: nothing lost, nothing invented, and easy to read."""

import itertools
import random
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.documents.compare import Piece, as_html, compare, summary


def rejoined(pieces: tuple[Piece, ...], leaving_out: str) -> str:
    return "".join(piece.text for piece in pieces if piece.kind != leaving_out)


# Few letters and much space, so that the two texts share words, breaks and oddities.
texts = st.one_of(
    st.text(),
    st.text(alphabet="ab \n\t.-'’é\u2028\x1c", max_size=60),
    st.lists(
        st.sampled_from(["the ", "of ", "crime, ", "fell.\n\n", "\n", "ward"])
    ).map("".join),
)


@pytest.mark.covers("S58")
@given(texts, texts)
def test_kept_and_removed_give_the_old_text_kept_and_added_the_new(
    before: str, after: str
) -> None:
    pieces = compare(before, after)

    assert rejoined(pieces, "added") == before
    assert rejoined(pieces, "removed") == after


@given(texts, texts)
def test_pieces_are_whole_and_never_two_of_a_kind_side_by_side(
    before: str, after: str
) -> None:
    pieces = compare(before, after)

    assert all(piece.text for piece in pieces)
    assert all(a.kind != b.kind for a, b in itertools.pairwise(pieces))


@given(texts)
def test_a_text_compared_with_itself_is_kept_whole(text: str) -> None:
    pieces = compare(text, text)

    assert all(piece.kind == "kept" for piece in pieces)
    assert summary(pieces) == "Nothing changed."


@pytest.mark.covers("S58")
def test_a_changed_word_is_one_word_removed_and_one_added() -> None:
    pieces = compare("Crime fell in the east.", "Crime rose in the east.")

    assert pieces == (
        Piece("kept", "Crime "),
        Piece("removed", "fell "),
        Piece("added", "rose "),
        Piece("kept", "in the east."),
    )
    assert summary(pieces) == "1 word added, 1 removed."


def test_punctuation_beside_a_word_does_not_change_the_word() -> None:
    pieces = compare("It fell, we think.", "It fell; we think.")

    assert [p.text for p in pieces if p.kind != "kept"] == [", ", "; "]
    assert summary(pieces) == "No word changed, only punctuation or spacing."


def test_a_paragraph_put_in_between_leaves_its_neighbours_whole() -> None:
    pieces = compare(
        "One.\n\nTwo two.\n\nThree.", "One.\n\nNew two.\n\nTwo two.\n\nThree."
    )

    assert [p for p in pieces if p.kind != "kept"] == [Piece("added", "New two.\n\n")]
    assert summary(pieces) == "2 words added."


def test_a_sentence_written_anew_is_not_cut_into_crumbs() -> None:
    pieces = compare(
        "Partners will meet to review progress of the agreed plan each quarter.",
        "Nobody has yet decided who is going to chair the new safety board.",
    )

    assert [piece.kind for piece in pieces] == ["removed", "added", "kept"]
    assert pieces[-1].text == "."


def test_a_dropped_paragraph_is_shown_whole_and_its_neighbour_changes_in_place() -> (
    None
):
    pieces = compare(
        "We say what was done.\n\nThis is to go from the text.\n\nEnd.",
        "We say what was done and what was not.\n\nEnd.",
    )

    assert [(p.kind, p.text) for p in pieces if p.kind != "kept"] == [
        ("added", " and what was not"),
        ("removed", "This is to go from the text.\n\n"),
    ]


def test_small_changes_close_together_stay_apart() -> None:
    pieces = compare("A safe city for all people.", "A safer city for most people.")

    assert [p.text for p in pieces if p.kind == "kept"] == [
        "A ",
        "city for ",
        "people.",
    ]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("", "one two", "2 words added."),
        ("one two three", "", "3 words removed."),
        ("a", "a " + "b " * 1200, "1\u202f200 words added."),
        ("a b", "a  b", "No word changed, only punctuation or spacing."),
    ],
)
def test_the_change_is_said_in_one_sentence(before: str, after: str, said: str) -> None:
    assert summary(compare(before, after)) == said


def test_the_page_marks_changes_for_eyes_and_for_ears() -> None:
    made = as_html(compare("Crime <fell> here.", "Crime <rose> here."))

    assert "&lt;" in made
    assert re.search(
        r'<del class="gt-removed"><span class="gt-spoken">\[removed: ', made
    )
    assert re.search(r'<ins class="gt-added"><span class="gt-spoken">\[added: ', made)
    assert "end of addition]" in made


def test_a_mark_never_spans_two_paragraphs() -> None:
    made = as_html(compare("One.", "One.\n\nTwo two.\n\nThree three.\nAnd a line."))

    for paragraph in re.findall(r"<p class=[^>]*>(.*?)</p>", made, re.DOTALL):
        assert paragraph.count("<ins") == paragraph.count("</ins>")
    assert made.count("<p ") == made.count("</p>") == 3
    assert "<br>" in made


def test_paragraphs_run_together_or_parted_are_shown_by_a_sign() -> None:
    together = as_html(compare("One.\n\nTwo.", "One. Two."))
    parted = as_html(compare("One. Two.", "One.\n\nTwo."))

    assert "a paragraph break</span>¶" in together
    assert together.count("<p ") == 1
    assert "¶" in parted
    assert parted.count("<p ") == 2


@given(texts, texts)
def test_the_page_is_balanced_and_holds_every_word(before: str, after: str) -> None:
    made = as_html(compare(before, after))

    for tag in ("p", "ins", "del", "span", "div"):
        assert len(re.findall(rf"<{tag}\b", made)) == made.count(f"</{tag}>")
    assert "<p><p" not in made


COMMON = ["the", "of", "in", "and", "crime", "ward", "police"]


def words(count: int, seed: int) -> list[str]:
    draw = random.Random(seed)
    return [f"{draw.choice(COMMON)}{draw.randrange(300)}" for _ in range(count)]


@pytest.mark.slow
@pytest.mark.covers("S58")
@pytest.mark.parametrize("changed", [0.01, 0.2, 1.0])
def test_twenty_thousand_words_are_compared_in_a_second(changed: float) -> None:
    draw = random.Random(1)
    old = words(20_000, 2)
    new = [f"{word}x" if draw.random() < changed else word for word in words(20_000, 2)]
    before, after = (
        "".join(w + ("\n\n" if n % 80 == 0 else " ") for n, w in enumerate(text))
        for text in (old, new)
    )
    start = time.process_time()

    pieces = compare(before, after)

    # Measured: 0.04 s where one word of a hundred changed, 0.4 s where every fifth did,
    # 0.3 s where all did; 40,000 words take up to 0.9 s.
    assert time.process_time() - start < 2
    assert rejoined(pieces, "added") == before


def test_a_stretch_too_long_to_follow_is_shown_as_replaced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("goldthread.documents.compare._MOST", 4)

    pieces = compare("a b c d", "a x c d")

    assert [piece.kind for piece in pieces] == ["removed", "added"]
