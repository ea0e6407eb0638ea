"""From the real mail to the updated action on a phone, and the desk as people see it."""

import re
import time
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page
from tests.browser import (
    NARROW,
    WIDE,
    OpenPage,
    enter,
    overflow,
    sign_in,
    violations,
    walk,
)
from tests.desk.made import colleague, make_link, make_owner, now, owned
from tests.desk.post import Post, opened
from tests.make import make_manager
from tests.partners.people import PASSWORD

from goldthread.delivery.models import Update
from goldthread.delivery.services import add_dependency, report_progress
from goldthread.desk import services
from goldthread.notes.models import Attachment
from goldthread.partners.models import Person

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
TWO_MINUTES = 120
LEAST_TARGET = 44  # pixels; a thumb


def in_days(days: int) -> Any:
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def noor(transactional_db: None) -> Person:
    return make_owner()


@pytest.fixture
def post(settings: Any, live_server: Any) -> Iterator[Post]:
    handler = Post()
    controller = opened(handler)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.ADDRESS = live_server.url
    yield handler
    controller.stop()


def address_in(post: Post) -> str:
    """The link as it stands in the mail that arrived."""
    (mail,) = post.taken
    text = (mail.content or b"").decode().replace("=\r\n", "")
    found = re.search(r"https?://\S+/u/\S+", text)
    assert found is not None, text
    return found[0]


def small_targets(page: Page) -> list[str]:
    """Links and buttons of the page's body that are lower than a thumb."""
    found: list[str] = page.evaluate(
        """(least) => [...document.querySelectorAll(
            'main .gt-todo__link, main button, main .govuk-radios__label')]
            .filter(each => each.offsetParent && each.getBoundingClientRect().height < least)
            .map(each => each.innerText)""",
        40,
    )
    return found


@pytest.mark.covers("C41")
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_an_action_is_told_from_the_mail_in_two_minutes_on_a_phone(
    noor: Person, post: Post, open_page: OpenPage, tmp_path: Path, script: bool
) -> None:
    first, second = owned(
        noor,
        "Train the taxi marshals of the night-time economy",
        "Mend the lamps at Heron Steps",
        at=now() - timedelta(days=40),
        due_on=in_days(-2),
    )
    photo = tmp_path / "marshals.jpg"
    Image.new("RGB", (1200, 900), "orange").save(photo)
    services.send_digests(on=timezone.localdate(), at=now())
    assert services.send_waiting(at=now()) == 1
    page = open_page(width=NARROW, script=script)
    began, taps = time.monotonic(), 0

    page.goto(address_in(post))
    if script:
        assert violations(page) == []
    assert overflow(page) <= 0 and small_targets(page) == []
    assert page.get_by_role("navigation").count() == 0
    page.get_by_role("link", name=first.title).click()
    page.get_by_label("At risk").wait_for()
    assert overflow(page) <= 0 and small_targets(page) == []
    if script:
        assert violations(page) == []
    page.get_by_label("At risk").check()
    page.get_by_label("How much of it is done").fill("60")
    page.get_by_label("What happened?").fill("Two of five are trained.")
    page.locator("input[type=file]").set_input_files(photo)
    page.get_by_role("button", name="Send").click()
    taps = 5  # the action, how it stands, the words, the photo, send
    page.get_by_text(f"Thank you. {first.reference} is up to date.").wait_for()
    page.get_by_role("link", name=second.title).click()
    page.get_by_label("Complete").check()
    page.get_by_role("button", name="Send").click()
    page.get_by_text("That is all. Thank you.").wait_for()

    assert time.monotonic() - began < TWO_MINUTES and taps <= 6
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, first.percent) == ("at_risk", 60)
    assert (second.status, second.percent) == ("complete", 100)
    assert Update.objects.filter(via="link", by=noor).count() == 2
    assert Attachment.objects.get().about_reference == first.reference
    if script:
        assert violations(page) == []
    assert overflow(page) <= 0


def test_a_mistake_on_the_phone_is_said_where_it_was_made(
    noor: Person, live_server: Any, open_page: OpenPage
) -> None:
    (action,) = owned(noor, "Mend the lamps at Heron Steps")
    token, _ = make_link(noor, action)
    page = open_page(width=NARROW)

    page.goto(f"{live_server.url}/u/{token}/{action.reference}/")
    page.get_by_label("Off track").check()
    page.get_by_label("How much of it is done").fill("900")
    page.get_by_role("button", name="Send").click()

    page.get_by_role("alert").wait_for()
    assert violations(page) == [] and overflow(page) <= 0
    assert not Update.objects.exists()


def test_a_link_that_is_over_offers_a_new_one(
    noor: Person, live_server: Any, post: Post, open_page: OpenPage
) -> None:
    (action,) = owned(noor, "Mend the lamps at Heron Steps")
    token, _ = make_link(noor, action, at=now() - timedelta(days=30))
    page = open_page(width=NARROW)

    page.goto(f"{live_server.url}/u/{token}/")
    assert violations(page) == [] and overflow(page) <= 0
    page.get_by_role("button", name="Send me a new link").click()
    page.get_by_text("a new link is on its way").wait_for()
    assert violations(page) == []
    services.send_waiting(at=now())
    page.goto(address_in(post))

    page.get_by_role("heading", name="How do these stand?").wait_for()


@pytest.fixture
def busy(noor: Person) -> Person:
    """A desk with something of every kind on it."""
    other, amar = colleague(), make_manager()
    late = owned(noor, "Train the taxi marshals", due_on=in_days(-9), at=now())[0]
    owned(noor, "Mend the lamps", "Paint the subway", due_on=in_days(6), at=now())
    owned(noor, "Ask the traders", at=now() - timedelta(days=50))
    key = owned(other, "Cut the key to the market gate", at=now())[0]
    add_dependency(late, on=key, words="", by=amar, at=now())
    report_progress(
        late, status="at_risk", percent=10, text="No room to train in.", next_step="",
        token=uuid.uuid4(), by=amar, at=now(),
    )  # fmt: skip
    services.save_view(
        name="Late in my agency", page="plan", query="needs=overdue", is_shared=True,
        by=noor, at=now(),
    )  # fmt: skip
    return noor


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_desk_is_clean_and_whole_at_every_width(
    busy: Person, live_server: Any, open_page: OpenPage, width: int
) -> None:
    page = open_page(width=width)
    sign_in(page, live_server.url, email=busy.email, password=PASSWORD)

    page.wait_for_url("**/desk/")
    assert violations(page) == [] and overflow(page) <= 0
    page.locator("#find").fill("lampps")
    page.get_by_role("button", name="Find").first.click()
    page.get_by_role("link", name="Mend the lamps").wait_for()
    assert violations(page) == [] and overflow(page) <= 0


def test_the_desk_works_by_keyboard_and_without_script(
    busy: Person, live_server: Any, open_page: OpenPage
) -> None:
    page = open_page(script=False)
    sign_in(page, live_server.url, email=busy.email, password=PASSWORD)
    page.get_by_role("button", name=re.compile("Begin with it")).click()
    page.get_by_text("From now on you begin with Late in my agency.").wait_for()
    page.goto(f"{live_server.url}/start/")
    assert page.url.endswith("/plan/?needs=overdue")
    page.get_by_role("link", name="Keep this list").click()
    page.get_by_label("A name for this list").fill("Mine")
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("link", name="Mine").wait_for()

    by_key = open_page()
    enter(by_key, live_server.url, email=busy.email, password=PASSWORD)
    by_key.goto(f"{live_server.url}/desk/")
    stops = walk(by_key, 16)
    assert stops[0] == "Skip to main content" and "q" in stops
    assert any("Train the taxi marshals" in stop for stop in stops)


def test_the_managers_page_of_mail_is_clean(
    noor: Person, live_server: Any, open_page: OpenPage, post: Post
) -> None:
    amar = make_manager()
    post.says[noor.email] = "550 5.1.1 No such user here"
    for key, person in (("a", noor), ("b", amar)):
        services.queue_mail(
            person, key=key, kind="digest", subject="What is due", body="x", by=None,
            at=now(),
        )  # fmt: skip
    services.send_waiting(at=now())
    for width in (WIDE, NARROW):
        page = open_page(width=width)
        enter(page, live_server.url, email=amar.email, password=PASSWORD)
        page.goto(f"{live_server.url}/mail/")
        page.get_by_role("heading", name="Did not arrive (1)").wait_for()
        assert violations(page) == [] and overflow(page) <= 0
