"""The steps of the tutorials for those who run, lead and sit on a partnership."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Locator, expect
from tests.journeys.tutorial import FirstAssessment, Walk

from goldthread.core.uk_time import local_day

BOARD = "Safer Saxonbridge Board"


class AQuarter(Walk):
    """The partnership manager's quarter: figures, pack, board."""

    file = "a-quarter.md"

    def steps(self) -> dict[str, Callable[[], None]]:
        return {
            "1. Sign in": self.sign_in,
            "2. Ask for the figures": self.ask,
            "3. Let words go on": self.approve,
            "4. Build the pack": self.build,
            "5. After the meeting": self.after,
            "6. Mend the thread": self.mend,
        }

    def sign_in(self) -> None:
        self.page.goto(self.base)
        self.signs_in("manager")
        self.sees("Your desk", "waiting for you")

    def ask(self) -> None:
        self.opens("Measures", "Returns")
        self.sees("Saxonshire Fire and Rescue", "F1 Deliberate small fires")
        self.take("returns")
        self.presses("Send Gethin Orme a link to the form")
        self.sees("A link is on its way to Gethin Orme.")
        for _ in range(600):  # the worker sends what waits within a second or two
            if any(self._letters()):
                return
            self.page.wait_for_timeout(200)
        raise AssertionError("no mail with the link came into the outbox")

    def _letters(self) -> Iterator[Path]:
        for letter in self.home.glob("outbox/*"):
            text = letter.read_text(encoding="utf-8")
            if "Figures that your agency owes" in text and "/r/" in text:
                yield letter

    def approve(self) -> None:
        self.opens("Your desk", "Approve what is said on B1 Burglaries recorded")
        self.sees("Burglary fell sharply because of the new locks. (not supported: ")
        self.main.get_by_text(
            "Waits for its lead.", exact=True
        ).scroll_into_view_if_needed()
        self.take("words")
        self.presses("Approve it with its marks")
        self.sees("It is approved and goes on.")

    def build(self) -> None:
        self.opens("Board", "Packs", "Build a pack")
        self.main.get_by_label("Board", exact=True).select_option(label=BOARD)
        # Building and issuing one takes the worker half a minute: test_two_quarters.py.
        expect(self.main.get_by_role("button", name="Build it")).to_be_visible()
        self.opens("Board", "Packs", BOARD)
        self.sees("Issued", "In short", "What is of concern")

    def after(self) -> None:
        self.opens("Your desk")
        self.follows("Write and agree the minutes: ", exact=False)
        self.sees("Agenda and minutes")
        self.follows("Mentors for young people: what stands in the way")
        self.follows("Action")
        self.main.get_by_label("The action in one line").fill(
            "Ask two schools for a room a week where mentors can meet"
        )
        self.main.get_by_label("Workstream").select_option(
            label="Young people and violence"
        )
        self.main.get_by_label("Prevention").check()
        self.main.get_by_label("Lead agency").select_option(
            label="Saxonbridge City Council"
        )
        _day(self.main, "Due", _today() + timedelta(days=90))
        self.main.get_by_label("Which decision it carries out").select_option(index=1)
        self.presses("Put it into the plan")
        self.sees("in the plan.")
        self.follows("Ask two schools for a room a week", exact=False)
        self.follows("State it")
        self.sees("Expected effect", "From police records")
        self.follows("By figures given by hand")
        self.main.get_by_label("What will change").fill(
            "Young people who have a mentor, of thirty"
        )
        self.main.get_by_label("More", exact=True).check()
        begins = (_today() + timedelta(days=31)).replace(day=1)
        _day(self.main, "To be seen from", begins)
        _day(self.main, "Up to, not including", begins.replace(year=begins.year + 1))
        heading = self.main.get_by_role("heading", name="Expected effect")
        heading.evaluate("each => each.scrollIntoView()")
        self.take("expected")
        self.presses("State it")
        self.sees("The expected effect is stated.")

    def mend(self) -> None:
        self.opens("Your desk")
        self.follows("places where the thread is broken", exact=False)
        self.sees(
            "places where the thread is broken", "nobody has said what came of it"
        )
        self.take("broken")


class TheBoard(Walk):
    """A board member's evening with the pack; the chair's after the meeting."""

    file = "the-board.md"

    def steps(self) -> dict[str, Callable[[], None]]:
        return {
            "1. Sign in": self.sign_in,
            "2. See what needs the board": self.needs,
            "3. Read the pack": self.pack,
            "4. Ask whether it is real": self.real,
            "5. Follow the thread": self.thread,
            "6. Put a challenge": self.challenge,
            "7. Say what came of it": self.came,
        }

    def sign_in(self) -> None:
        self.page.goto(self.base)
        self.signs_in("board")
        self.sees("Your desk")

    def needs(self) -> None:
        self.opens("Board")
        self.sees("Needs somebody", "Meetings to come")
        self.take("board")

    def pack(self) -> None:
        self.follows("Packs")
        self.follows(BOARD)
        self.sees("In short", "What came of the last meeting", "How to read")
        heading = self.main.get_by_role("heading", name="In short")
        heading.evaluate("each => each.scrollIntoView()")
        self.take("board-pack")

    def real(self) -> None:
        self.opens("Measures")
        self.follows("N1 Assaults treated between six", exact=False)
        self.sees("Nobody types a colour.", "What it measures")
        self.take("measure")

    def thread(self) -> None:
        self.opens("Plan", "What worked")
        self.sees("No effect", "Cannot tell", "Too early")
        self.follows("Repair and relight the park and its shelters", exact=False)
        self.sees("It worked: ", "What was stated in advance")
        crumbs = self.page.get_by_role("navigation", name="Breadcrumb")
        crumbs.get_by_role("link", name=re.compile("^A-")).click()
        self.follows("The thread")
        self.sees("What it led to: 1 effect")
        priorities = self.main.get_by_text("Priorities", exact=True).first
        priorities.evaluate("each => each.scrollIntoView()")
        self.take("thread")

    def challenge(self) -> None:
        self.opens("Board", "Challenges", "Put a challenge")
        asked = "Did violence fall at the two ranks without marshals too?"
        self.main.get_by_label("Your challenge").fill(asked)
        self.main.get_by_label("To whom").select_option(label="Idris Calloway")
        self.presses("Put it")
        self.sees(asked, "Not answered")

    def came(self) -> None:
        self.opens("Your desk")
        self.follows("Say what came of D-001", exact=False)
        words = "Too early to say: the figures of the autumn are not in."
        self.main.get_by_label("What came of it").fill(words)
        self.presses("Save")
        self.sees(words)


class YourAgency(Walk):
    """What an agency lead does in a quarter of an hour."""

    file = "your-agency.md"

    def steps(self) -> dict[str, Callable[[], None]]:
        return {
            "1. Sign in, or follow the link": self.sign_in,
            "2. Say how an action stands": self.report,
            "3. Give your figures": self.figures,
            "4. Say what happened": self.words,
            "5. Say who is still with you": self.people,
        }

    def sign_in(self) -> None:
        self.page.goto(self.base)
        self.signs_in("police")
        self.sees("Your desk", "Overdue")
        self.take("agency-desk")

    def report(self) -> None:
        self.follows("Report", exact=False)
        self.sees("Report progress")
        self.main.get_by_label("On track").check()
        self.main.get_by_label("What happened?").fill(
            "The last two agencies have signed; the first picture is drawn."
        )
        self.take("report")
        self.presses("Send the report")
        self.sees("is up to date.")

    def figures(self) -> None:
        self.opens("Measures", "Returns", "Enter the figures")
        self.sees("Last time", "never counts as 0")
        self.main.get_by_label(re.compile("^Domestic abuse reported")).first.fill("610")
        self.take("figures")
        self.presses("Send the figures")
        self.sees("Thank you. The figures stand.")

    def words(self) -> None:
        self.opens("Measures")
        self.follows("H1 Domestic abuse reported")
        for said in ("Reports rose by 300 %.", "610 reports came in."):
            self.follows("Say what happened")
            self.main.get_by_label("What happened").fill(said)
            self.presses("Send it to the lead")
            self.sees("Waits for its lead.", said)
            # The words that were approved before stand there too, with their own mark.
            marked = self.main.get_by_text("(not supported: 300 %")
            if said.startswith("Reports"):
                expect(marked).to_be_visible()
                self.main.get_by_text(
                    "Waits for its lead.", exact=True
                ).scroll_into_view_if_needed()
                self.take("marked")
            else:
                expect(marked).to_have_count(0)

    def people(self) -> None:
        self.opens("Your desk")
        self.follows("still needs access", exact=False)
        self.sees("You are asked about")
        self.main.get_by_role("radio").first.check()
        self.presses("Save my answers")
        self.sees("Thank you")


def _day(main: Locator, label: str, day: date) -> None:
    group = main.get_by_role("group", name=label)
    for name, part in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(name).fill(str(part))


def _today() -> date:
    return local_day(datetime.now(UTC))


ALL: tuple[type[Walk], ...] = (FirstAssessment, AQuarter, TheBoard, YourAgency)
