"""The steps of the tutorials, walked as they tell them: here those of the analyst.

The test walks them so that no tutorial can rot; tools/pictures.py walks them to take
their pictures. A step bears the heading it has there.
"""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

PLACE = "saxonbridge.example.org"
PASSWORD = "one gold thread through it all"
PATIENCE = 240_000  # milliseconds that the worker may take on a crowded machine

Take = Callable[[str], None]


class Walk:
    """Somebody new at the browser, with a tutorial beside them."""

    file = ""  # the file in docs/tutorials

    def __init__(self, page: Page, base: str, home: Path, take: Take) -> None:
        self.page, self.base, self.home, self.take = page, base, home, take
        self.main = page.locator("main")

    def steps(self) -> dict[str, Callable[[], None]]:
        """What each numbered heading of the tutorial asks for, in its order."""
        raise NotImplementedError

    def signs_in(self, name: str) -> None:
        """Through the link on the page, with an account of the demonstration."""
        self.page.get_by_role("link", name="Sign in").first.click()
        self.page.get_by_label("Your e-mail address").fill(f"{name}@{PLACE}")
        self.page.get_by_label("Your password", exact=True).fill(PASSWORD)
        self.main.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(lambda url: "/login/" not in url)

    def opens(self, door: str, *tabs: str) -> None:
        """Go through a door of the main navigation, then on by links or tabs."""
        self.page.get_by_role("navigation", name="Main").get_by_role(
            "link", name=door, exact=True
        ).click()
        for tab in tabs:
            self.follows(tab)

    def follows(self, name: str, *, exact: bool = True) -> None:
        """Follow a link of the page, also one that looks like a button."""
        there = self.main.get_by_role("link", name=name, exact=exact)
        buttons = self.main.get_by_role("button", name=name, exact=exact)
        there.or_(buttons).first.click()

    def presses(self, name: str) -> None:
        self.main.get_by_role("button", name=name, exact=True).first.click()

    def sees(self, *words: str) -> None:
        """The page says this."""
        for each in words:
            expect(self.main).to_contain_text(each, timeout=PATIENCE)


class FirstAssessment(Walk):
    """The analyst's first assessment."""

    file = "first-assessment.md"

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
        self.signs_in("analyst")
        self.opens("Data", "Batches")
        self.main.get_by_role("link", name="3", exact=False).first.click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Batch 3")
        self.main.get_by_role("button", name="Take this batch back").click()
        expect(self.main).to_contain_text("Took back batch 3")
        self.opens("Data")
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
        self.opens("Data", "Coverage")
        saxonshire = self.page.locator("table", has_text="saxonshire").first
        expect(saxonshire.locator(".gt-month--partial").first).to_be_visible()
        expect(self.page.locator(".gt-month--missing").first).to_be_visible()
        saxonshire.evaluate("table => table.scrollIntoView()")
        self.take("coverage")
        self.opens("Data", "Quality")
        expect(self.main).to_contain_text("Records without a place")

    def make_last_years(self) -> None:
        self.opens("Assessments")
        self.main.get_by_label("The twelve months").select_option(label="2024/25")
        self.main.get_by_role("button", name="Make it").click()
        expect(self.main).to_contain_text("A draft.", timeout=PATIENCE)
        expect(self.main).to_contain_text("still wait for your words")
        self.take("draft")
