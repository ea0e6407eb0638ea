"""The whole of it in a real browser: crash, two editors, mention, photo; small, mute, dark."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page
from tests.browser import NARROW, WIDE, OpenPage, enter, overflow, violations
from tests.notes import files
from tests.notes.notes_site import TEXT
from tests.partners.people import PASSWORD, make_person

from goldthread.notes.models import Attachment, Comment, Draft

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
BOX = "What is planned"


@pytest.fixture(autouse=True)
def _people(transactional_db: None) -> None:
    make_person()
    make_person("bea@example.org", name="Bea Quillfeather")


def opened(
    open_page: OpenPage, base: str, email: str = "amar@example.org", **how: Any
) -> Page:
    page = open_page(**how)
    enter(page, base, email=email, password=PASSWORD)
    page.goto(f"{base}/alley/")
    return page


def saved(page: Page) -> str:
    """Wait until the page says that the draft is saved; what it says."""
    said = page.locator("form").filter(has=page.get_by_label(BOX)).get_by_role("status")
    said.filter(has_text=re.compile("Draft saved")).wait_for(timeout=15_000)
    return said.inner_text()


def test_a_killed_page_is_opened_again_and_every_word_is_there(
    live_server: Any, open_page: OpenPage
) -> None:
    base = live_server.url
    page = opened(open_page, base)
    page.get_by_label(BOX).fill("Two gates and a lamp at the bend")
    page.get_by_label("A light").check()
    assert re.fullmatch(r"Draft saved \d\d:\d\d", saved(page))

    page.context.close()  # the browser is gone, and with it cookies and page
    again = opened(open_page, base, width=NARROW)  # on another device
    offer = again.get_by_label("What you began before")
    assert "Two gates and a lamp at the bend" in offer.inner_text()
    assert "You began writing here on" in offer.inner_text()
    assert violations(again) == [] and overflow(again) <= 0
    offer.get_by_role("link", name="Use it").click()

    assert again.get_by_label(BOX).input_value() == "Two gates and a lamp at the bend"
    assert again.get_by_label("A light").is_checked()
    again.get_by_role("button", name="Save the text").click()
    again.wait_for_url("**/alley/")
    assert Comment.objects.on(TEXT).get().text == "Two gates and a lamp at the bend"
    again.goto(f"{base}/alley/")
    assert again.get_by_label("What you began before").count() == 0


def test_words_typed_a_moment_before_the_page_is_left_are_kept(
    live_server: Any, open_page: OpenPage
) -> None:
    page = opened(open_page, live_server.url)
    page.get_by_label(BOX).fill("Left at once")

    page.goto(f"{live_server.url}/account/")

    # The browser sends the last words while it goes: a busy server may read them late.
    for _ in range(40):
        page.goto(f"{live_server.url}/alley/")
        if page.get_by_label("What you began before").count():
            break
        page.wait_for_timeout(250)
    assert "Left at once" in page.get_by_label("What you began before").inner_text()


def test_a_draft_that_is_not_wanted_is_thrown_away(
    live_server: Any, open_page: OpenPage
) -> None:
    page = opened(open_page, live_server.url)
    page.get_by_label(BOX).fill("Not like this")
    saved(page)
    page.reload()

    page.get_by_role("button", name="Throw it away").click()

    page.wait_for_url("**/alley/")
    assert page.get_by_label("What you began before").count() == 0
    assert not Draft.objects.offered().exists()


def test_the_session_ends_while_somebody_types_and_nothing_is_lost(
    live_server: Any, open_page: OpenPage
) -> None:
    page = opened(open_page, live_server.url)
    page.context.clear_cookies(name="sessionid")
    page.get_by_label(BOX).fill("Typed after the session had ended")
    assert "You are signed out" in saved(page)

    page.get_by_role("button", name="Save the text").click()
    page.wait_for_url("**/account/login/**")
    page.get_by_label("Your e-mail address").fill("amar@example.org")
    page.get_by_label("Your password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/alley/**")

    assert page.get_by_label(BOX).input_value() == "Typed after the session had ended"
    page.get_by_role("button", name="Save the text").click()
    page.wait_for_url("**/alley/")
    assert Comment.objects.on(TEXT).count() == 1


def test_two_browsers_edit_the_same_text_and_nothing_is_lost(
    live_server: Any, open_page: OpenPage
) -> None:
    first = opened(open_page, live_server.url)
    second = opened(open_page, live_server.url, "bea@example.org", width=NARROW)
    first.get_by_label(BOX).fill("Two gates.")
    second.get_by_label(BOX).fill("One lamp.")
    first.get_by_role("button", name="Save the text").click()
    first.wait_for_url("**/alley/")

    second.get_by_role("button", name="Save the text").click()

    versions = second.get_by_label("Both versions")
    versions.wait_for()
    assert (
        "One lamp." in versions.inner_text() and "Two gates." in versions.inner_text()
    )
    assert second.get_by_label(BOX).input_value() == "One lamp."
    assert violations(second) == [] and overflow(second) <= 0
    second.get_by_label(BOX).fill("Two gates and one lamp.")
    second.get_by_role("button", name="Save the text").click()
    second.wait_for_url("**/alley/")
    kept = Comment.objects.on(TEXT).get()
    assert kept.text == "Two gates and one lamp."
    assert [e.text for e in kept.earlier.all()] == ["Two gates."]


def test_going_back_shows_what_was_said_and_an_empty_box(
    live_server: Any, open_page: OpenPage
) -> None:
    page = opened(open_page, live_server.url)
    page.get_by_label("Your comment").fill("Once is enough.")
    page.get_by_role("button", name="Add your comment").click()
    page.wait_for_url("**/alley/#comment-*")

    page.go_back()
    page.wait_for_load_state()

    # Words put back by the browser would stand under a new mark and be said again.
    assert page.get_by_label("Your comment").input_value() == ""
    assert page.get_by_text("Once is enough.").is_visible()
    assert Comment.objects.filter(text="Once is enough.").count() == 1


def test_a_double_click_says_it_once(live_server: Any, open_page: OpenPage) -> None:
    page = opened(open_page, live_server.url, script=False)
    page.get_by_label("Your comment").fill("Double.")

    page.get_by_role("button", name="Add your comment").dblclick()
    page.wait_for_url("**/alley/#comment-*")
    page.goto(f"{live_server.url}/alley/")

    assert Comment.objects.filter(text="Double.").count() == 1


def test_a_colleague_is_mentioned_and_a_comment_changed_and_withdrawn(
    live_server: Any, open_page: OpenPage
) -> None:
    page = opened(open_page, live_server.url, width=NARROW)
    page.get_by_text("Who can be mentioned").click()
    assert page.get_by_text("@Bea Quillfeather").is_visible()
    page.get_by_label("Your comment").fill("@Bea Quillfeather, is the lamp yours?")
    page.get_by_role("button", name="Add your comment").click()
    page.wait_for_url("**/alley/#comment-*")
    assert page.locator(".gt-talk b", has_text="@Bea Quillfeather").is_visible()
    assert violations(page) == [] and overflow(page) <= 0

    page.get_by_role("link", name="Change your comment").click()
    page.get_by_label("Your comment").fill("@Bea Quillfeather, the lamp is yours.")
    page.get_by_role("button", name="Save the change").click()
    page.wait_for_url("**/alley/#comment-*")
    page.get_by_text("Changed on").click()
    assert page.get_by_text("is the lamp yours?").is_visible()
    page.get_by_role("button", name="Withdraw the comment").click()

    page.get_by_text("Amar Tolliver withdrew this comment").wait_for()
    assert page.get_by_text("the lamp").count() == 0
    assert violations(page) == []


def test_a_phone_photo_is_attached_without_its_place(
    live_server: Any, open_page: OpenPage, tmp_path: Path
) -> None:
    taken = tmp_path / "IMG_2041.jpg"
    taken.write_bytes(files.photo(1200, 900))
    page = opened(open_page, live_server.url, width=NARROW)
    page.locator("input[type=file]").set_input_files(taken)
    page.get_by_role("button", name="Attach").click()

    page.get_by_text("without the place and the device").wait_for()
    picture = page.locator(".gt-files__picture")
    picture.scroll_into_view_if_needed()
    page.wait_for_function(
        "document.querySelector('.gt-files__picture').naturalWidth > 0"
    )
    with page.expect_download() as taken_away:
        page.get_by_role("link", name="IMG_2041.jpg").click()

    assert taken_away.value.suggested_filename == "IMG_2041.jpg"
    content = Path(taken_away.value.path()).read_bytes()
    assert not Image.open(io.BytesIO(content)).getexif()
    assert b"Canary" not in content
    assert violations(page) == [] and overflow(page) <= 0
    assert Attachment.objects.get().kind == "jpeg"


def test_all_of_it_works_without_javascript(
    live_server: Any, open_page: OpenPage, tmp_path: Path
) -> None:
    note = tmp_path / "note.txt"
    note.write_text("The lamp is broken.")
    page = opened(open_page, live_server.url, script=False, width=NARROW)
    page.get_by_label(BOX).fill("Typed without JavaScript")
    page.get_by_role("button", name="Keep as a draft").first.click()
    assert page.get_by_label(BOX).input_value() == "Typed without JavaScript"
    assert page.get_by_text("Your draft of").is_visible()

    page.goto(f"{live_server.url}/alley/")
    assert page.get_by_label("What you began before").count() == 1
    page.get_by_label("Your comment").fill("Said without JavaScript.")
    page.get_by_role("button", name="Add your comment").click()
    page.locator("input[type=file]").set_input_files(note)
    page.get_by_role("button", name="Attach").click()

    assert page.get_by_role("link", name="note.txt").is_visible()
    assert page.get_by_text("Said without JavaScript.").is_visible()
    assert overflow(page) <= 0


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_page_of_notes_is_sound(
    live_server: Any, open_page: OpenPage, width: int
) -> None:
    page = opened(open_page, live_server.url, width=width)
    for path in ("/alley/", "/alley/notes/", "/alley/files/"):
        page.goto(live_server.url + path)
        assert violations(page) == [], path
        assert overflow(page) <= 0, path
