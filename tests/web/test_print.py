"""Boards print: every page gives clean paper, with its words and without its controls."""

import io
import re
from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import Error, Page
from pypdf import PdfReader
from tests.browser import OpenPage, enter
from tests.partners.people import PASSWORD, make_demonstration, make_person
from tests.web.test_access import pages

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.web.kit_site"),
]
A4 = (595, 842)  # points
# What one presses, and what leads elsewhere; none of it does anything on paper.
CONTROLS = (
    "nav, button, .govuk-button, .govuk-skip-link, .govuk-pagination, .gt-tabs,"
    " .gt-header__account, .gt-downloads, .govuk-file-upload-wrapper, dialog,"
    " input[type=submit]"
)


def paper(page: Page) -> PdfReader:
    """The page as Chromium prints it."""
    return PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))


def as_on_paper(page: Page) -> Page:
    """The page looks as A4 would show it: 178 mm are 673 pixels."""
    page.set_viewport_size({"width": 673, "height": 1000})
    page.emulate_media(media="print")
    return page


def controls_that_print(page: Page) -> list[str]:
    """The words of every control that paper would show."""
    shown: list[str] = page.evaluate(
        "controls => [...document.querySelectorAll(controls)]"
        ".filter(e => e.checkVisibility({visibilityProperty: true}))"
        ".filter(e => e.getBoundingClientRect().width && e.getBoundingClientRect().height)"
        ".map(e => e.innerText || e.className)",
        CONTROLS,
    )
    return shown


def too_wide(page: Page) -> list[str]:
    """Tables that A4 would cut off at its right edge."""
    found: list[str] = page.evaluate(
        "[...document.querySelectorAll('table, figure, pre, dl')]"
        ".filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
        ".map(e => e.innerText.slice(0, 60))"
    )
    return found


@pytest.fixture
def reader(live_server: Any, open_page: OpenPage) -> Page:
    """Somebody who manages the partnership, with the page at hand."""
    make_demonstration()
    make_person()
    page = open_page()
    enter(page, live_server.url, email="amar@example.org", password=PASSWORD)
    return page


def test_no_page_of_the_site_prints_a_control(live_server: Any, reader: Page) -> None:
    seen: Counter[int] = Counter()
    as_on_paper(reader)
    for path, pattern in pages():
        if "account_" in str(pattern.name) or path.startswith("/kit/broken"):
            continue
        answer = reader.request.get(live_server.url + path, max_redirects=5)
        # That there is nothing here is one page, whatever the address.
        if not answer.ok and seen[answer.status]:
            continue
        try:
            loaded = reader.goto(live_server.url + path)
        except Error:  # a file to take away, or an answer without a page
            continue
        if loaded is None or loaded.status not in (200, 403, 404):
            continue
        assert controls_that_print(reader) == [], path
        assert too_wide(reader) == [], path
        seen[loaded.status] += 1

    assert seen[200] > 15


def test_paper_is_a4_and_every_sheet_has_its_number(
    live_server: Any, reader: Page
) -> None:
    reader.goto(live_server.url + "/kit/")
    printed = paper(reader)

    for number, sheet in enumerate(printed.pages, start=1):
        width, height = map(round, sheet.mediabox[2:])
        assert abs(width - A4[0]) <= 1
        assert abs(height - A4[1]) <= 1
        assert f"Page {number} of {len(printed.pages)}" in sheet.extract_text()


def test_paper_says_when_it_was_read_by_whom_and_where(
    live_server: Any, reader: Page
) -> None:
    reader.goto(live_server.url + "/kit/")
    words = " ".join(paper(reader).pages[-1].extract_text().split())

    assert re.search(r"stood on \d+ [A-Z][a-z]+ 20\d\d at \d\d:\d\d", words)
    assert "read by Amar Tolliver" in words
    assert "/kit/" in words
    assert not reader.get_by_text("read by Amar").is_visible()  # on the screen


def test_paper_keeps_the_words_and_the_tables(live_server: Any, reader: Page) -> None:
    reader.goto(live_server.url + "/kit/")
    words = " ".join(
        " ".join(sheet.extract_text() for sheet in paper(reader).pages).split()
    )

    for said in ("Burglary fell in four wards", "Recorded offences by type", "906"):
        assert said in words
    assert "Sign out" not in words
    assert "(/kit/)" not in words  # an address of the site leads nowhere on paper


def test_paper_has_our_own_typeface(live_server: Any, reader: Page) -> None:
    reader.goto(live_server.url + "/kit/")

    names = {
        str(font["/BaseFont"])
        for sheet in paper(reader).pages
        for font in (
            each.get_object() for each in sheet["/Resources"]["/Font"].values()
        )  # type: ignore[index,attr-defined]
    }

    assert any("Atkinson" in name for name in names)
    assert not any("DejaVuSans" in name for name in names), names


def test_a_control_that_prints_would_be_found(live_server: Any, reader: Page) -> None:
    reader.goto(live_server.url + "/kit/")
    reader.evaluate(
        "for (const link of document.querySelectorAll('link[media=print]')) link.remove()"
    )

    assert any(
        "Sign out" in words for words in controls_that_print(as_on_paper(reader))
    )
