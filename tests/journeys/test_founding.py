"""A manager founds a partnership: from nothing to a strategy two boards agreed and a plan.

An empty installation made by `goldthread setup`, the site and its worker as real
processes. The founding strategy's template is made one's own, what blocks is filled, two
boards agree, it comes into force, and the spreadsheet in which the old plan lived is
brought in. Once by keyboard alone, once on a phone without scripts.
"""

import json
import re
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.styles import PatternFill
from tests.browser import WIDE, OpenPage
from tests.journeys.conftest import Place
from tests.journeys.walking import Walker

pytestmark = [pytest.mark.browser, pytest.mark.slow]
EMAIL, PASSWORD = "wilfreda@example.org", "seven herons under the viaduct"
TITLE, KEY = "Safer Saxonbridge 2026 to 2029", "safer-saxonbridge-2026-to-2029"
PATIENCE = 120.0  # seconds that the worker may take on a crowded machine
OURS = (
    ("City of Wolverhampton Council", "Saxonbridge City Council"),
    ("West Midlands Police", "Saxonshire Police"),
    ("West Midlands Fire and Rescue Authority", "Saxonshire Fire Authority"),
    ("Black Country Integrated Care Board", "Saxonshire Integrated Care Board"),
)
AUTHORITIES = (*(new for _, new in OURS), "Probation Service")
BOARDS = (
    ("Safer Wolverhampton Partnership Board", "Safer Saxonbridge Board"),
    ("City of Wolverhampton Council Cabinet", "Saxonbridge Cabinet"),
)
THREADS = ("Early help", "With communities", "Equality", "Places")
PRIORITIES = (
    "Reducing offending",
    "Preventing violence",
    "Reducing harm",
    "Building community capacity",
)


@pytest.mark.covers("S30", "S48", "B5", "Z10")
@pytest.mark.parametrize("script", [True, False], ids=["keyboard", "no script"])
def test_a_manager_founds_a_partnership(
    place: Place, open_page: OpenPage, script: bool
) -> None:
    told = place.command(
        "setup", "--email", EMAIL, "--name", "Wilfreda Moss", "--area", "X22000001",
        "--area-name", "Safer Saxonbridge Partnership",
        GOLDTHREAD_SETUP_PASSWORD=PASSWORD,
    )  # fmt: skip
    assert f"sign in as {EMAIL}" in told
    site = place.serves()
    # The rooms ask axe about their pages at both widths; here at the one it is walked in.
    manager = Walker(
        open_page,
        f"http://127.0.0.1:{site.port}",
        story="founding",
        script=script,
        axe_at=(WIDE,),
    )
    signs_in(manager)
    begins_from_the_template(manager)
    makes_the_partnership_ones_own(manager)
    fills_what_blocks(manager)
    asks_people(manager)
    finishes_the_text(manager)
    lets_two_boards_agree(manager)
    brings_it_into_force(manager)
    brings_the_plan_in(manager, place.folder)
    judged(place)


def signs_in(manager: Walker) -> None:
    """A password alone is not enough for whoever runs the partnership."""
    manager.goes_to("/account/login/")
    manager.fills("Your e-mail address", EMAIL)
    manager.fills("Your password", PASSWORD)
    said = manager.presses("Sign in")
    assert "Your second factor" in said, said
    manager.follows("Set up an app")
    secret = manager.page.locator("code.gt-key").inner_text()
    moment = int(time.time()) // 30
    code = totp.format_hotp_value(totp.hotp_value(secret, moment))
    manager.fills("The code that the app shows now", code)
    manager.presses("Set it up")
    said = manager.presses("I have kept them")
    assert "Begin the strategy" in said, said


def begins_from_the_template(manager: Walker) -> None:
    """The founding strategy becomes a draft of one's own, its gaps marked as gaps."""
    manager.follows("Begin the strategy")
    manager.follows("from a template")
    manager.fills("The title of your strategy", TITLE)
    manager.fills_day("Its first day", date(2026, 4, 1))
    manager.fills_day("Its last day", date(2029, 3, 31))
    manager.ticks(
        "Bring its agencies, boards and seats too (take them out or change them afterwards)"
    )
    said = manager.presses("Begin")
    assert manager.page.url.endswith(f"/strategies/{KEY}/"), said
    assert "It is a draft now" in said
    assert "What is still missing" in said


def makes_the_partnership_ones_own(manager: Walker) -> None:
    """The agencies and boards of another city get the names of this one."""
    said = manager.opens("Partnership")
    assert "What the law asks for and is missing" in said
    for old, new in OURS:
        manager.goes_to("/partnership/")
        manager.follows(old)
        manager.follows("Change what is known of it")
        manager.fills("Its full name", new)
        manager.presses("Save")
    for old, new in BOARDS:
        manager.goes_to("/partnership/bodies/")
        manager.follows(old, number=-1)
        manager.follows("Change this body and its terms")
        manager.fills("Its full name", new)
        manager.presses("Save")
    said = manager.goes_to("/partnership/")
    assert all(name in said for name in AUTHORITIES), said


def fills_what_blocks(manager: Walker) -> None:
    """Threads, evidence, workstreams and means; what cannot be had yet is waived."""
    here = f"/strategies/{KEY}/"
    for name in THREADS:
        manager.goes_to(f"{here}threads/")
        manager.follows("Name it")
        manager.fills("Its name", name)
        manager.presses("Save")
    manager.goes_to(f"{here}evidence/")
    manager.follows("Add evidence by hand")
    manager.fills("What it shows", "Residents named knives at six of nine meetings.")
    manager.fills("Where it comes from", "Notes of the ward meetings, May 2026")
    manager.chooses("How strong it is", "Fair")
    manager.ticks("What people say and see")
    manager.chooses("Where it belongs", "Community concerns")
    manager.ticks("Preventing violence")
    manager.presses("Add")
    opens_workstreams(manager, here)
    for authority in AUTHORITIES:
        manager.goes_to(f"{here}add-resource/")
        manager.chooses("Authority", authority)
        manager.chooses("What kind", "People")
        manager.fills("What it is", "One full-time officer")
        manager.presses("Add")
        manager.goes_to(f"{here}add-measure/")
        manager.chooses("Authority", authority)
        manager.fills("How it will measure its success", "Fewer repeat victims")
        manager.presses("Add")
    manager.goes_to(f"{here}requirements/")
    manager.follows("Waive it")  # an assessment is made when the files are in
    manager.fills("Why", "The first assessment is due in January; the board knows.")
    said = manager.presses("Waive it")
    assert "Waived" in said, said


def opens_workstreams(manager: Walker, here: str) -> None:
    """Two, over all four priorities; each says how it answers each thread."""
    for title, under in (
        ("Safer evenings", PRIORITIES[:2]),
        ("Safer homes", PRIORITIES[2:]),
    ):
        manager.goes_to(f"{here}workstreams/")
        manager.presses("Open a workstream")
        manager.fills("The workstream", title)
        stands_under = manager.main.get_by_role("group", name="It stands under")
        for priority in under:
            manager.ticks(priority, within=stands_under)
        manager.chooses("Its main priority", under[0])
        manager.chooses("Lead agency", "Saxonbridge City Council")
        manager.presses("Open it")
        for number, thread in enumerate(THREADS, start=1):
            key = title.lower().replace(" ", "-")
            manager.goes_to(f"{here}threads/{number}/in/{key}/")
            manager.fills("How it answers", f"{title}: {thread}, in every step.")
            manager.presses("Save")


def asks_people(manager: Walker) -> None:
    """A consultation that has closed; the draft goes on with what was heard."""
    here, today = f"/strategies/{KEY}/", timezone.localdate()
    manager.goes_to(here)
    manager.presses("Open the consultation")
    manager.fills_day("Its first day", today - timedelta(days=60))
    manager.fills_day("Its last day", today - timedelta(days=10))
    manager.fills("How people answer", "Write to the partnership by letter.")
    said = manager.presses("Open the consultation")
    assert "The consultation is open." in said
    manager.presses("Close the consultation")
    said = manager.presses("Close the consultation")
    assert "The consultation is closed." in said, said


def finishes_the_text(manager: Walker) -> None:
    """Every section gets its words; a gap cannot be called finished, nor signed."""
    here = f"/strategies/{KEY}/sections/"
    said = manager.goes_to(here)
    assert "11 of 11 sections are not finished." in said and "Still a gap" in said
    manager.goes_to(f"{here}reflections/finish/")
    said = manager.presses("It is finished")
    assert "itself says that something is missing" in said, said
    for key in SECTIONS:
        manager.goes_to(f"{here}{key}/")
        if key != "glossary":
            manager.fills("The words", f"What we say together about our {key}.")
            manager.presses("Save")
        if key == "foreword":
            continue
        manager.goes_to(f"{here}{key}/finish/")
        manager.presses("It is finished")
    manager.goes_to(f"{here}foreword/sign/")
    manager.fills("Name", "Odette Farrow")
    manager.fills("Role", "Chair of the board")
    said = manager.presses("Sign it")
    assert "Every section is finished." in said, said


def lets_two_boards_agree(manager: Walker) -> None:
    """Not agreed until both have; what they decide about cannot be changed meanwhile."""
    here = f"/strategies/{KEY}/"
    said = manager.goes_to(here)
    assert "Blocks" not in said, said
    manager.presses("Put it before the boards")
    said = manager.presses("Put it before the boards")
    assert "It is before the boards" in said
    assert "must not change under their hands" in manager.goes_to(f"{here}change/")
    for _, board in BOARDS:
        said = manager.goes_to(f"{here}approvals/")
        assert "Not agreed until all have" in said
        manager.follows("Record its decision")
        manager.ticks("It agreed")
        said = manager.presses("Record it")
        assert board in said
    assert "Every named body has agreed." in said, said


def brings_it_into_force(manager: Walker) -> None:
    """From today; then anybody may read it."""
    here = f"/strategies/{KEY}/"
    manager.goes_to(here)
    manager.presses("Bring it into force")
    said = manager.presses("Bring it into force")
    assert "In force" in said, said
    manager.presses("Publish it")
    said = manager.presses("Publish")
    assert "Published. Anybody can read it now, at" in said, said


def brings_the_plan_in(manager: Walker, folder: Path) -> None:
    """The spreadsheet as it is: what it means is asked once, bad rows are set aside."""
    file = folder / "CSP action plan v7 FINAL (2).xlsx"
    old_plan().save(file)
    said = manager.opens("Plan")
    assert "No action yet" in said
    manager.follows("Bring it in")
    manager.page.locator("input[type=file]").set_input_files(file)
    said = manager.presses("Read this file")
    assert "The headings stand in row 5" in said, said
    manager.chooses("Kind", "Prevention")  # no column of the old plan says it
    said = manager.presses("Go on")
    assert "What the words mean" in said and "Parks" in said, said
    manager.chooses("Lead agency: Parks", "Saxonbridge City Council")
    said = manager.presses("See what would change")
    assert "Nothing is changed yet." in said, said
    button = manager.main.get_by_role("button", name=re.compile(r"^Load \d+ rows?$"))
    said = manager.presses(button.inner_text())
    until = time.monotonic() + PATIENCE
    while not re.search(r"\d+ actions? added", said):
        assert time.monotonic() < until, said
        time.sleep(0.5)
        manager.page.reload()
        said = manager.reads()
    assert "5 actions added, 0 changed, 1 row set aside" in said, said
    said = manager.opens("Plan")
    assert "Train door staff to spot people at risk" in said


def old_plan() -> Workbook:
    """A plan as it is found: titles, merged themes, colours that mean, half-dates."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "2026-27 (live)"
    sheet["A1"] = "SAFER SAXONBRIDGE - COMMUNITY SAFETY ACTION PLAN"
    sheet.merge_cells("A1:I1")
    sheet["A2"] = "Last updated by Wilf 3/11, PLEASE DO NOT SORT"
    sheet["H3"] = "Key: green = on track"
    for number, heading in enumerate(HEADINGS, start=1):
        sheet.cell(5, number, heading)
    for number, row in enumerate(ROWS, start=6):
        for place, value in enumerate(row, start=1):
            if value is not None:
                sheet.cell(number, place, value)
    sheet.merge_cells("A6:A7")
    sheet.merge_cells("A9:A11")
    for number, colour in ((6, "FF92D050"), (7, "FFFFC000")):
        sheet.cell(number, 7).fill = PatternFill("solid", fgColor=colour)
    sheet.column_dimensions["I"].hidden = True
    sheet.cell(13, 1, "Actions in total")
    sheet.cell(13, 2, "=COUNTA(B6:B11)")
    old = book.create_sheet("2025-26 OLD")
    old.append(["nothing of this counts any more"])
    old.sheet_state = "hidden"
    return book


HEADINGS = (
    "Workstream", "What we will do", "Lead", "Supported by", "Start", "By when",
    "Where are we?", "Comments this quarter", "Cost",
)  # fmt: skip
ROWS: tuple[tuple[Any, ...], ...] = (
    ("Safer evenings", "Train door staff to spot people at risk", "Saxonshire Police",
     "Council", datetime(2026, 4, 1), "31st March 2027", "On track", "Two of five venues.", "£12,500"),
    (None, "Open a taxi marshal scheme", "Saxonbridge City Council", None,
     datetime(2026, 5, 4), datetime(2026, 12, 31), "In progress", "Running since June.", 8000),
    (None,) * 9,
    ("Safer homes", "Visit people burgled twice within 48 hours", "Saxonshire Police",
     "Saxonshire Fire Authority; Probation Service", None, "30.6.27", "On track", None, None),
    (None, "Fit locks for people who fled violence", "Saxonbridge City Council", None,
     None, "31/02/2027", "Not started", "Waiting for the grant", "TBC"),
    (None, "Check smoke alarms on the same visit", "Saxonshire Fire Authority", None,
     None, "Ongoing", "Complete", "All 90 done.", None),
    ("Safer homes", "Cut the hedges at Heron Steps", "Parks", None, None, None, None, None, None),
)  # fmt: skip
SECTIONS = (
    "foreword", "partnership", "area", "reflections", "choosing", "priorities",
    "delivery", "engagement", "equalities", "glossary", "summary",
)  # fmt: skip

JUDGE = """
from goldthread.audit.models import Event
from goldthread.delivery.models import Action, PlanImport
from goldthread.strategy.models import Strategy
one = Strategy.objects.get()
print(json.dumps({
    "state": one.state, "published": one.is_published,
    "boards": sorted([str(a.body), a.decision] for a in one.approvals.all()),
    "waived": list(one.waivers.values_list("requirement", flat=True)),
    "actions": dict(Action.objects.values_list("title", "status")),
    "imports": list(PlanImport.objects.values_list("state", flat=True)),
    "told": {verb: Event.objects.filter(verb=verb).count() for verb in sys.argv[1:]},
    "by": sorted(set(Event.objects.filter(verb__in=sys.argv[1:]).values_list("actor_label", flat=True))),
}))
"""


def judged(place: Place) -> None:
    """What stands in the database, and what the record says of how it came there."""
    verbs = (
        "strategy.propose", "approval.decided", "strategy.enforce",
        "strategy.published", "section.signed", "requirement.waived",
    )  # fmt: skip
    found = json.loads(place.asks(JUDGE, *verbs))
    assert (found["state"], found["published"]) == ("in_force", True)
    assert found["boards"] == sorted([new, "agreed"] for _, new in BOARDS)
    assert found["waived"] == ["priorities"]
    assert found["actions"] == {
        ROWS[0][1]: "on_track",
        ROWS[1][1]: "on_track",
        ROWS[3][1]: "on_track",
        ROWS[5][1]: "complete",
        ROWS[6][1]: "not_started",
    }
    assert found["told"] == dict.fromkeys(verbs, 1) | {"approval.decided": 2}
    assert "the record is whole" in place.command("audit", "verify").lower()
