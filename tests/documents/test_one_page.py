"""A strategy on a page: always one sheet, always readable, or refused with a reason."""

import dataclasses
import io
import re

import pytest
from tests.documents import one_pages, readback

from goldthread.documents import one_page
from goldthread.documents.one_page import DoesNotFit, OnePage, html_page, pdf_page

MADE = {
    "small": one_pages.small,
    "ordinary": one_pages.ordinary,
    "large": one_pages.large,
}


@pytest.fixture(scope="module")
def sheets() -> dict[str, bytes]:
    return {name: pdf_page(make()) for name, make in MADE.items()}


def every_text(one: OnePage) -> list[str]:
    return [
        one.title,
        one.vision,
        one.area,
        one.marking,
        one.handling,
        *(
            text
            for p in one.priorities
            for text in (
                p.name,
                p.summary,
                *p.outcomes,
                *p.focus_areas,
                *p.workstreams,
            )
        ),
        *(text for t in one.threads for text in (t.name, t.statement)),
        *(each.body for each in one.approvals),
    ]


def sizes(pdf: bytes) -> list[float]:
    """The size in points of every piece of text on the first page."""
    from pypdf import PdfReader

    found = []

    def visit(
        text: str, cm: list[float], tm: list[float], _: object, size: float
    ) -> None:
        if text.strip():
            found.append(abs(size * tm[3] * cm[3]))

    PdfReader(io.BytesIO(pdf)).pages[0].extract_text(visitor_text=visit)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", MADE)
def test_small_and_large_strategies_fill_exactly_one_sheet_of_a4_on_its_side(
    sheets: dict[str, bytes], name: str
) -> None:
    from pypdf import PdfReader

    pages = PdfReader(io.BytesIO(sheets[name])).pages

    assert len(pages) == 1
    assert (round(pages[0].mediabox.width), round(pages[0].mediabox.height)) == (
        842,
        595,
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", MADE)
def test_no_words_are_lost_and_none_is_smaller_than_can_be_read(
    sheets: dict[str, bytes], name: str
) -> None:
    said = readback.text_of_pdf(sheets[name])

    assert [
        t for t in every_text(MADE[name]()) if readback.squeezed(t) not in said
    ] == []
    assert min(sizes(sheets[name])) >= one_page.SMALLEST - 0.01


@pytest.mark.slow
def test_a_short_strategy_is_set_larger_than_a_long_one(
    sheets: dict[str, bytes],
) -> None:
    assert min(sizes(sheets["small"])) > min(sizes(sheets["large"]))


@pytest.mark.slow
def test_the_foot_stands_at_the_foot(sheets: dict[str, bytes]) -> None:
    from pypdf import PdfReader

    lowest = []

    def visit(text: str, cm: list[float], tm: list[float], *_: object) -> None:
        if text.strip():
            lowest.append(tm[5] * cm[3] + cm[5])

    PdfReader(io.BytesIO(sheets["ordinary"])).pages[0].extract_text(visitor_text=visit)

    assert min(lowest) < 50  # points from the edge of the sheet


@pytest.mark.slow
def test_what_cannot_fit_is_refused_with_what_to_shorten() -> None:
    with pytest.raises(
        DoesNotFit, match="The longest is 'The long one' with 352 words"
    ):
        pdf_page(one_pages.too_large())


@pytest.mark.parametrize("count", [0, 7])
def test_more_priorities_than_columns_are_refused(count: int) -> None:
    with pytest.raises(ValueError, match=f"this strategy has {count}"):
        dataclasses.replace(
            one_pages.small(), priorities=one_pages.small().priorities * count
        )


@pytest.mark.slow
@pytest.mark.covers("S57", "S58")
def test_the_sheet_carries_marking_date_version_approvals_and_the_draft_mark(
    sheets: dict[str, bytes],
) -> None:
    draft, final = (readback.text_of_pdf(sheets[n]) for n in ("large", "ordinary"))

    assert "Official·23November2026·Version2.1·" in final
    assert "AgreedbySaxonbridgeCityCouncil,18November2026" in final
    assert "NotyetagreedbytheSafeguardingTogetherBoard" in final
    assert "Draft" not in final
    assert "Official·forpartnersuntiltheboardhasmet·Draft·" in draft
    assert draft.count("Draft") == 2


@pytest.mark.slow
def test_the_sheet_is_tagged_and_equal_strategies_give_equal_bytes(
    sheets: dict[str, bytes],
) -> None:
    from pypdf import PdfReader

    root = PdfReader(io.BytesIO(sheets["small"])).trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert pdf_page(one_pages.small()) == sheets["small"]


def test_the_page_on_screen_says_the_same_in_the_order_of_reading() -> None:
    made = html_page(one_pages.ordinary())

    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", made.partition("<main>")[2]))
    places = [
        words.index(text) for text in ("Community", "Reducing reoffending", "Drug and")
    ]
    assert places == sorted(places)
    assert re.findall(r"<h(\d)", made) == ["1", *["2", "3", "3", "3"] * 4, "2"]
    assert "<script" not in made
    assert " style=" not in made


def test_what_people_typed_cannot_become_markup() -> None:
    hostile = dataclasses.replace(
        one_pages.small(), title="<b>", vision="&<i>", marking="<u>"
    )

    made = one_page.fragment(hostile)

    assert "&lt;b&gt;" in made
    assert "&amp;&lt;i&gt;" in made
    assert "<u>" not in made


def test_nothing_is_printed_of_what_a_strategy_has_not() -> None:
    made = one_page.fragment(one_pages.small())

    assert "gt-onepage__foot" not in made
    assert "gt-onepage__threads" not in made
    assert "gt-onepage__vision" not in made
    assert "Workstreams" not in made
