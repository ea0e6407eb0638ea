"""A real Chromium for the tests that look at pages as people do.

    def test_it(live_server, open_page): page = open_page(width=360); page.goto(...)

Every page reports what its console complained about; a refused style or script (content
security policy), a missing file or a JavaScript error fails the test at its end.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect, sync_playwright

FLAGS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WIDE, NARROW = 1280, 360
OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the whole run; the distribution's, nothing is downloaded."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        raise pytest.UsageError(
            "The page tests need Chromium, and none was found. Run: sudo apt-get install --no-install-recommends chromium"
        )
    # Playwright keeps an event loop in this thread, and Django would take our ordinary
    # database calls for calls from inside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    expect.set_options(timeout=30_000)  # a page on a crowded machine may take ten
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS + root)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[OpenPage]:
    """Opens pages: `open_page(width=360, script=False)`; closes and judges them."""
    contexts, complaints = [], []

    def opened(*, width: int = WIDE, script: bool = True, **how: Any) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=script, **how
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: _note(complaints, said.type, said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not complaints, complaints


def _note(complaints: list[str], kind: str, words: str) -> None:
    # An error page is an answer; that its own status is 4xx is no fault of the page.
    if kind == "error" and "status of 4" not in words:
        complaints.append(words)


def sign_in(page: Page, base: str, *, email: str, password: str) -> None:
    """Sign in through the page, as a person does."""
    page.goto(f"{base}/account/login/")
    page.get_by_label("Your e-mail address").fill(email)
    page.get_by_label("Your password", exact=True).fill(password)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/login/" not in url)


def enter(page: Page, base: str, *, email: str, password: str) -> None:
    """Send the form of sign-in, without drawing it: for those who go elsewhere next."""
    at, ask = f"{base}/account/login/", page.request
    ask.get(at)
    (token,) = (
        c["value"] for c in page.context.cookies(at) if c["name"] == "csrftoken"
    )
    told = {"login": email, "password": password, "csrfmiddlewaretoken": token}
    answer = ask.post(at, form=told, max_redirects=0)
    assert answer.status == 302, answer.text()


# How words look: their colour and size, and what lies behind them. Four fifths of what axe
# takes goes into contrast, and the same words look the same on a hundred pages: it is
# asked again only where something looks as nothing did that it found sound.
LOOKS = """() => {
  const plain = "rgba(0, 0, 0, 0) none 1 static none normal", behind = new Map();
  const under = each => {
    if (!each) return "";
    if (!behind.has(each)) {
      const s = getComputedStyle(each);
      const own = [s.backgroundColor, s.backgroundImage, s.opacity, s.position, s.filter, s.mixBlendMode].join(" ");
      behind.set(each, (own === plain ? "" : own + " < ") + under(each.parentElement));
    }
    return behind.get(each);
  };
  const found = new Set();
  for (const each of document.body.querySelectorAll("*")) {
    const says = [...each.childNodes].some(one => one.nodeType === 3 && one.data.trim());
    if (!(says || each.matches("input, select, textarea")) || !each.checkVisibility()) continue;
    const s = getComputedStyle(each);
    found.add([s.color, s.fontSize, s.fontWeight, s.textShadow, under(each)].join(" "));
  }
  return [...found];
}"""
_sound: set[str] = set()


def violations(page: Page) -> list[str]:
    """What axe finds wrong on this page, one line each with the place."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    looks = set(page.evaluate(LOOKS))
    # Only what is wrong leaves the browser: what passed is a thousand lines.
    found = page.evaluate(
        "contrast => axe.run(document, {resultTypes: ['violations'],"
        " rules: {'color-contrast': {enabled: contrast}}}).then(said =>"
        " said.violations.map(({id, help, nodes}) =>"
        " ({id, help, places: nodes.map(node => node.target)})))",
        not looks <= _sound,
    )
    if not found:
        _sound.update(looks)
    return [
        f"{rule['id']}: {rule['help']} at {place}"
        for rule in found
        for place in rule["places"]
    ]


def overflow(page: Page) -> int:
    """How many pixels the page is wider than the window."""
    # Right after a click there is a moment in which the next page has no element at all.
    page.wait_for_load_state()
    return int(
        page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    )


def walk(page: Page, steps: int) -> list[str]:
    """What Tab reaches, in order: the words or the name of each stop."""
    stops = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        stops.append(
            page.evaluate(
                "(document.activeElement.innerText || document.activeElement.name"
                " || document.activeElement.tagName).trim().split('\\n')[0]"
            )
        )
    return stops
