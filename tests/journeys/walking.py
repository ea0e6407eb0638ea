"""Somebody walking through the site in a real Chromium: by keyboard alone, or without scripts.

With scripts everything is reached by the Tab key and done with keys, as by somebody who
holds no mouse; without them it is clicked on a phone. Each page is judged the first time
it is met: axe, and whether it fits at 1280 and at 360 pixels. With GOLDTHREAD_SHOTS set
to a folder, a picture of each is left there for people to look at.
"""

import os
import re
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, TimeoutError
from tests.browser import NARROW, WIDE, OpenPage, overflow, violations

SHOTS = os.environ.get("GOLDTHREAD_SHOTS")
FARTHEST = 250  # a page with more stops than that is no page for a keyboard
# About how many stops lie between the keyboard and an element; a group of answers is one.
STOPS_BEFORE = """there => {
  const name = each => each.type === "radio" ? each.name : "";
  const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter(each => each.tabIndex >= 0 && !each.disabled && each.checkVisibility())
    .filter((each, n, all) => !name(each) || all.findIndex(other => name(other) === name(each)) === n);
  return stops.indexOf(there) - stops.indexOf(document.activeElement);
}"""


class Walker:
    """A person, their browser, and what they can do on a page."""

    def __init__(
        self,
        open_page: OpenPage,
        base: str,
        *,
        story: str,
        script: bool = True,
        by_key: bool | None = None,
        width: int | None = None,
        axe_at: tuple[int, ...] = (NARROW, WIDE),
        **how: Any,
    ) -> None:
        self.script, self.by_key = script, script if by_key is None else by_key
        self.width = width or (WIDE if script else NARROW)
        self.page = open_page(width=self.width, script=script, **how)
        self.base, self.story, self.axe_at = base, story, axe_at
        self.main = self.page.locator("main")
        self.judged: list[str] = []

    def goes_to(self, path: str) -> str:
        """Open an address and read the page."""
        self.page.goto(path if path.startswith("http") else self.base + path)
        return self.reads()

    def reads(self) -> str:
        """The words of the page's main part; the page is judged where it is new."""
        self.page.wait_for_load_state()
        self._judge()
        return " ".join(self.main.inner_text().split())

    def presses(self, name: str, *, number: int = 0) -> str:
        """Press a button of the page; what the next page says."""
        return self._activates(
            self.main.get_by_role("button", name=name, exact=True).nth(number)
        )

    def follows(self, name: str, *, number: int = 0) -> str:
        """Follow a link of the page, also one that looks like a button."""
        links = self.main.get_by_role("link", name=name)
        buttons = self.main.get_by_role("button", name=name)
        return self._activates(links.or_(buttons).nth(number))

    def opens(self, door: str) -> str:
        """Go through one of the doors of the main navigation."""
        doors = self.page.get_by_role("navigation", name="Main")
        return self._activates(doors.get_by_role("link", name=door, exact=True))

    def fills(
        self, label: str, words: object, *, within: Locator | None = None
    ) -> None:
        """Write into a field, in place of what stands in it."""
        field = (within or self.main).get_by_label(label, exact=True).first
        if not self.by_key:
            field.fill(str(words))
            return
        self._reach(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(str(words))

    def fills_day(self, label: str, day: date) -> None:
        """Write a day into its three boxes."""
        group = self.main.get_by_role("group", name=label)
        for name, part in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            self.fills(name, part, within=group)

    def chooses(self, label: str, option: str) -> None:
        """Choose from a list: by typing the beginning of the words, as people do."""
        field = self.main.get_by_label(label, exact=True)
        if not self.by_key:
            field.select_option(label=option)
            return
        self._reach(field)
        self.page.keyboard.type(option)
        chosen = field.evaluate("each => each.selectedOptions[0].label")
        assert chosen == option, f"typing {option!r} chose {chosen!r}"

    def ticks(self, name: str, *, within: Locator | None = None) -> None:
        """Tick a box or choose one of several answers."""
        box = (within or self.main).get_by_label(name, exact=True).first
        if not self.by_key:
            box.check()
            return
        if box.get_attribute("type") == "radio":
            self._chooses_radio(box)
            return
        self._reach(box)
        if not box.is_checked():
            self.page.keyboard.press("Space")
        assert box.is_checked(), name

    def _chooses_radio(self, box: Locator) -> None:
        """Tab stops at a group of answers once; the arrows go through it."""
        group = self.page.locator(f"input[name='{box.get_attribute('name')}']")
        self._reach(group)
        self.page.keyboard.press("Space")
        for _ in range(group.count()):
            if box.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows do not reach {box}")

    def _activates(self, there: Locator) -> str:
        """Every button and link of a page without scripts leads to a page."""
        self._reach(there)
        with self.page.expect_navigation():
            if not self.by_key:
                there.click()
            else:
                role = there.get_attribute("role")
                self.page.keyboard.press("Space" if role == "button" else "Enter")
        return self.reads()

    def _reach(self, there: Locator) -> None:
        """Press Tab until the keyboard is there; it must not take for ever."""
        try:
            there.first.wait_for()
        except TimeoutError:
            said = self.main.inner_text()
            raise AssertionError(f"no {there} on {self.page.url}:\n{said}") from None
        if not self.by_key:
            return
        # Most of the way without a look after each stop: looking takes longer than Tab.
        for _ in range(there.first.evaluate(STOPS_BEFORE) - 3):
            self.page.keyboard.press("Tab")
        for _ in range(FARTHEST):
            if there.evaluate_all("found => found.includes(document.activeElement)"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {there} on {self.page.url}")

    def _judge(self) -> None:
        kind = re.sub(r"/\d+/", "/1/", self.page.url.removeprefix(self.base))
        kind = re.sub(r"[?#].*", "", kind)
        if kind in self.judged:
            return
        self.judged.append(kind)
        if not self.script:
            assert overflow(self.page) <= 0, self.page.url
            self.pictured(self.page)
            return
        for width in (NARROW + WIDE - self.width, self.width):
            self.page.set_viewport_size({"width": width, "height": 800})
            if width in self.axe_at:
                assert violations(self.page) == [], (self.page.url, width)
            assert overflow(self.page) <= 0, (self.page.url, width)
            self.pictured(self.page)

    def pictured(self, page: Page) -> None:
        """Leave a picture for people to look at, where they want some."""
        if not SHOTS:
            return
        width = (page.viewport_size or {"width": 0})["width"]
        name = re.sub(r"[^a-z0-9]+", "-", self.judged[-1].lower()).strip("-")
        number = f"{len(self.judged):02d}"
        file = f"{self.story}-{number}-{name or 'front'}-{width}.png"
        page.screenshot(path=Path(SHOTS) / file, full_page=True)
