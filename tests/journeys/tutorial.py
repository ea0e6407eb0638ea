"""The steps of docs/tutorials/first-assessment.md, walked as it tells them.

The test walks them so that the tutorial cannot rot; tools/pictures.py walks them to take
its pictures. A step bears the heading it has there.
"""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

ACCOUNT = "analyst@saxonbridge.example.org"
PASSWORD = "one gold thread through it all"
PATIENCE = 240_000  # milliseconds that the worker may take on a crowded machine

Take = Callable[[str], None]


class Walk:
    """Somebody new at the browser, with the tutorial beside them."""

    def __init__(self, page: Page, base: str, home: Path, take: Take) -> None:
        self.page, self.base, self.home, self.take = page, base, home, take
        self.main = page.locator("main")

    def steps(self) -> dict[str, Callable[[], None]]:
        """What each numbered heading of the tutorial asks for, in its order."""
        return {
            "1. Start the city": self.start,
            "2. Read": self.read,
            "3. Ask how it is known": self.ask,
            "4. Hand in a file": self.hand_in,
            "5. See what is held": self.see_what_is_held,
            "6. Make last year's": self.make_last_years,
        }

    def start(self) -> None:
        self.page.goto(self.base)
        expect(self.page.get_by_text("A demonstration.")).to_be_visible()

    def read(self) -> None:
        expect(self.main).to_contain_text("cannot be told apart from the year before")
        words = " ".join(self.main.inner_text().split())
        assert "32 883" in words.replace("\N{NARROW NO-BREAK SPACE}", " ")
        assert "32 375" in words.replace("\N{NARROW NO-BREAK SPACE}", " ")
        self.take("assessment")

    def ask(self) -> None:
        self.main.get_by_role("link", name="Change since last year").click()
        figure = self.page.locator("figure", has_text="counts moved")
        self.take("chart")
        figure.get_by_role("link", name="How we know").click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("how we know")
        expect(self.main).to_contain_text("Finding A1-change-by-category")
        for kind in ("Evidence", "Question", "Method", "Said in"):
            expect(self.main.get_by_text(kind, exact=True).first).to_be_visible()
        self.take("how-we-know")

    def hand_in(self) -> None:
        self._sign_in()
        self._open("Data", "Batches")
        self.main.get_by_role("link", name="3", exact=False).first.click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Batch 3")
        self.main.get_by_role("button", name="Take this batch back").click()
        expect(self.main).to_contain_text("Took back batch 3")
        self._open("Data")
        folder = self.home / "suppliers/corrections/2025-12"
        self.page.locator("input[type=file]").set_input_files(
            folder / "2025-12-saxonshire-street.csv"
        )
        self.main.get_by_role("button", name="Check these files").click()
        expect(self.main).to_contain_text("Nothing is changed yet", timeout=PATIENCE)
        # The page asks again by itself until the worker has read every row.
        expect(self.main).to_contain_text(
            "5\N{NARROW NO-BREAK SPACE}255", timeout=PATIENCE
        )
        expect(self.main).to_contain_text("5\N{NARROW NO-BREAK SPACE}232")
        self.take("delivery")
        self.main.get_by_role("button", name="Load these files").click()
        expect(self.main).to_contain_text("Loaded as batch", timeout=PATIENCE)

    def see_what_is_held(self) -> None:
        self._open("Data", "Coverage")
        saxonshire = self.page.locator("table", has_text="saxonshire").first
        expect(saxonshire.locator(".gt-month--partial").first).to_be_visible()
        expect(self.page.locator(".gt-month--missing").first).to_be_visible()
        saxonshire.evaluate("table => table.scrollIntoView()")
        self.take("coverage")
        self._open("Data", "Quality")
        expect(self.main).to_contain_text("Records without a place")

    def make_last_years(self) -> None:
        self._open("Assessments")
        self.main.get_by_label("The twelve months").select_option(label="2024/25")
        self.main.get_by_role("button", name="Make it").click()
        expect(self.main).to_contain_text("A draft.", timeout=PATIENCE)
        expect(self.main).to_contain_text("still wait for your words")
        self.take("draft")

    def _sign_in(self) -> None:
        self.page.get_by_role("link", name="Sign in").first.click()
        self.page.get_by_label("Your e-mail address").fill(ACCOUNT)
        self.page.get_by_label("Your password", exact=True).fill(PASSWORD)
        self.main.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(lambda url: "/login/" not in url)

    def _open(self, door: str, tab: str = "") -> None:
        self.page.get_by_role("navigation", name="Main").get_by_role(
            "link", name=door, exact=True
        ).click()
        if tab:
            self.main.get_by_role("link", name=tab, exact=True).click()
