"""One analyst's first assessment, from the empty installation to the reader's phone.

Saxonbridge stands for a real partnership: its lake is marked as a demonstration's, since
no other takes invented codes. The worker's tasks run here, in the order it would.
"""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from tests.browser import NARROW, OpenPage, overflow, sign_in, violations
from tests.corpus.build import zipped

from goldthread.assessment import tasks as assessing
from goldthread.assessment.headings import STATUTORY
from goldthread.assessment.models import Assessment
from goldthread.audit.models import Event
from goldthread.evidence.lake import Lake
from goldthread.intake import tasks
from goldthread.intake.models import Delivery
from goldthread.partners import setup_code
from goldthread.partners.models import Installation
from goldthread.saxonbridge import Generated

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
EMAIL, PASSWORD = "wilfreda@example.org", "seven herons under the viaduct"
FIRST, LAST = "2024-02", "2026-03"  # 26 months: a statutory year and the one before
SPOILT = "2025-06-saxonshire-street.csv"


class Analyst:
    """Somebody at the browser, and the worker in the next room."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base

    def goes_to(self, path: str) -> str:
        """Open a page and read it."""
        self.page.goto(self.base + path)
        return self.reads()

    def reads(self) -> str:
        """The words of the page's main part, spaces made even."""
        return " ".join(self.page.locator("main").inner_text().split())

    def presses(self, button: str) -> None:
        """Press a button of the page's main part."""
        self.page.locator("main").get_by_role("button", name=button).click()

    def is_well_served(self) -> None:
        """The page at hand is accessible and fits its window."""
        assert violations(self.page) == [], self.page.url
        assert overflow(self.page) <= 0, self.page.url

    def hands_in(self, name: str, content: bytes) -> tuple[Delivery, str]:
        """Hand a file in and wait for the check; what its page then says."""
        self.goes_to("/data/")
        self.page.locator("input[type=file]").set_input_files(
            {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        )
        self.presses("Check these files")
        self.page.wait_for_url("**/data/deliveries/*/")
        delivery = Delivery.objects.newest_first()[0]
        tasks.check_delivery.func(delivery.pk)
        said = self.goes_to(f"/data/deliveries/{delivery.pk}/")
        assert "This is what loading would do. Nothing is changed yet." in said, said
        return delivery, said

    def loads(self, delivery: Delivery) -> str:
        """Decide that a delivery is loaded; what its page says afterwards."""
        self.presses("Load these files")
        tasks.load_delivery.func(delivery.pk)
        said = self.goes_to(f"/data/deliveries/{delivery.pk}/")
        delivery.refresh_from_db()
        assert f"Loaded as batch {delivery.batch}" in said, said
        return said


def figure(said: str, name: str) -> int:
    """A figure of a delivery's summary, by its name."""
    found = re.search(rf"{name} (\d+(?:[,\u202f\u00a0 ]\d{{3}})*)", said)
    assert found, said
    return int(re.sub(r"\D", "", found[1]))


def months(files: Generated) -> dict[str, bytes]:
    """The street files of 26 months, as their archive holds them."""
    return {
        f"{path.name[:7]}/{path.name}": path.read_bytes()
        for path in files.police
        if path.name.endswith("-saxonshire-street.csv")
        and FIRST <= path.name[:7] <= LAST
    }


def mended(downloaded: bytes) -> bytes:
    """The first row whose month could not be read, corrected; nothing else."""
    rows = list(csv.DictReader(io.StringIO(downloaded.decode())))
    row = next(row for row in rows if row["Month"] not in ("", "2025-06"))
    out = io.StringIO()
    write = csv.DictWriter(out, row.keys())
    write.writeheader()
    write.writerow(row | {"Month": "2025-06"})
    return out.getvalue().encode()


def street_rows(home: Path, month: str) -> int:
    """How many street records of a month the lake holds."""
    (row,) = [
        row
        for row in Lake(home).coverage("saxonshire").to_pylist()
        if row["source"] == "offence" and f"{row['month']:%Y-%m}" == month
    ]
    return int(row["rows"])


@pytest.mark.covers("B4", "Z2")
def test_a_first_assessment_from_set_up_to_the_readers_phone(
    live_server: Any,
    open_page: OpenPage,
    empty_home: Path,
    saxonbridge_files: Generated,
) -> None:
    Lake(empty_home).mark_demonstration()
    analyst = Analyst(open_page(), live_server.url)
    sets_up(analyst)
    hands_in_the_context(analyst, saxonbridge_files)
    batch = hands_in_the_months(analyst, saxonbridge_files, empty_home)
    mends_a_row(analyst, batch, empty_home)
    hands_in_the_corrected_month(analyst, saxonbridge_files)
    reads_the_coverage(analyst)
    made = makes_the_assessment(analyst)
    checks_a_finding(analyst, made)
    writes_and_publishes(analyst, made)
    a_stranger_reads(Analyst(open_page(width=NARROW), live_server.url), made)


def sets_up(analyst: Analyst) -> None:
    """With the code from the home folder, and with no other."""
    code = setup_code.current(settings.GOLDTHREAD_HOME)
    analyst.goes_to("/setup/")
    analyst.is_well_served()
    page = analyst.page
    for label, words in (
        ("The set-up code", "not the code"),
        ("The name of your partnership", "Safer Saxonbridge Partnership"),
        ("The code of its area", "X22000001"),
        ("Your name", "Wilfreda Moss"),
        ("Your e-mail address", EMAIL),
        ("A password", PASSWORD),
    ):
        page.get_by_label(label, exact=True).fill(words)
    analyst.presses("Set up")
    assert "That is not the set-up code." in analyst.reads()
    assert not Installation.objects.exists()

    page.get_by_label("The set-up code").fill(code)
    page.get_by_label("A password").fill(PASSWORD)
    analyst.presses("Set up")
    expect(page.get_by_text("Your partnership is set up.")).to_be_visible()
    sign_in(page, analyst.base, email=EMAIL, password=PASSWORD)
    assert analyst.page.goto(analyst.base + "/setup/").status == 404  # type: ignore[union-attr]


def hands_in_the_context(analyst: Analyst, files: Generated) -> None:
    """Lookups, residents, deprivation and outlines, in one archive."""
    packed = zipped({path.name: path.read_bytes() for path in files.context})
    delivery, said = analyst.hands_in("context.zip", packed)
    assert figure(said, "Would be set aside") == 0
    analyst.loads(delivery)
    assert "No month of police files is held yet." in analyst.goes_to("/assessments/")


def hands_in_the_months(analyst: Analyst, files: Generated, home: Path) -> int:
    """26 months, one of them with bad rows; the number of their batch."""
    archive = months(files)
    assert len(archive) == 26
    before = Lake(home).version().id
    delivery, said = analyst.hands_in("archive.zip", zipped(archive))
    assert Lake(home).version().id == before
    aside = figure(said, "Would be set aside")
    assert aside >= 10
    assert figure(said, "Rows read") == sum(
        figure(said, name)
        for name in ("Would be accepted", "Would be set aside", "Repeats merged")
    )

    said = analyst.loads(delivery)

    assert figure(said, "Set aside") == aside
    assert Lake(home).version().id != before
    assert delivery.batch
    return delivery.batch


def mends_a_row(analyst: Analyst, batch: int, home: Path) -> None:
    """The rows set aside come down as CSV; one is corrected and goes in again."""
    held = street_rows(home, "2025-06")
    analyst.goes_to(f"/data/batches/{batch}/")
    analyst.page.locator("summary", has_text="The files, one by one").click()
    link = analyst.page.get_by_role("link", name=f"{SPOILT} set aside, as CSV")
    with analyst.page.expect_download() as download:
        link.click()
    content = mended(Path(download.value.path()).read_bytes())

    delivery, said = analyst.hands_in(download.value.suggested_filename, content)
    assert figure(said, "Would be accepted") == 1
    assert figure(said, "Would be set aside") == 0
    analyst.loads(delivery)

    assert street_rows(home, "2025-06") == held + 1


def hands_in_the_corrected_month(analyst: Analyst, files: Generated) -> None:
    """A month that was held already: what differs is said before and after."""
    (corrected,) = files.corrections
    delivery, said = analyst.hands_in(corrected.name, corrected.read_bytes())
    told = said.split("What would change against what was held")[1]
    assert "2025-12" in told or "December 2025" in told
    replaced = figure(said, "Rows that would be replaced")
    assert replaced > 1_000

    said = analyst.loads(delivery)

    assert "What changed against what was held" in said
    assert figure(said, "Rows replaced") == replaced


def reads_the_coverage(analyst: Analyst) -> None:
    """26 months held, none missing."""
    said = analyst.goes_to("/data/coverage/")
    assert "26 months held" in said
    assert "months held, 1 missing" not in said
    analyst.is_well_served()


def makes_the_assessment(analyst: Analyst) -> Assessment:
    """The newest statutory year of the own partnership, which is offered first."""
    analyst.goes_to("/assessments/")
    expect(analyst.page.get_by_label("The partnership")).to_have_value("X22000001")
    analyst.page.get_by_label("The twelve months").select_option("2025/26")
    analyst.presses("Make it")
    analyst.page.wait_for_url(re.compile(r"/assessments/\d+/$"))
    asked = Assessment.objects.get()
    assessing.make_assessment.func(asked.pk)
    asked.refresh_from_db()
    assert asked.state == Assessment.State.DRAFT, asked.refusal
    said = analyst.goes_to(f"/assessments/{asked.pk}/")
    assert "7 of the seven contents that the law asks for still wait" in said
    expect(
        analyst.page.locator("main").get_by_role("button", name="Publish")
    ).to_be_disabled()
    return asked


def checks_a_finding(analyst: Analyst, made: Assessment) -> None:
    """From a chapter to how we know, and the same figures once more."""
    chapters = analyst.page.get_by_role("navigation", name="Contents")
    chapters.get_by_role("link", name="Levels and patterns").first.click()
    way = analyst.page.get_by_role("link", name="How we know").first
    way.click()
    said = analyst.reads()
    assert made.lake_version[:12] in said
    assert "goldthread ask" in said

    analyst.presses("Compute it again")

    analyst.page.wait_for_load_state()
    again = " ".join(analyst.page.locator("body").inner_text().split())
    assert re.search(r"\bthe same\b", again), again
    assert "differ" not in again.split("how we know")[0]


def writes_and_publishes(analyst: Analyst, made: Assessment) -> None:
    """Words under each of the seven contents; then anybody may read it."""
    for heading in STATUTORY:
        analyst.goes_to(f"/assessments/{made.pk}/words/{heading.key}/")
        analyst.page.get_by_label("Your words").fill(f"Agreed about {heading.key}.")
        analyst.presses("Save")
        analyst.page.wait_for_url(f"**/assessments/{made.pk}/")
    analyst.presses("Publish")
    expect(
        analyst.page.get_by_text("Published. Anybody can read it now.")
    ).to_be_visible()
    made.refresh_from_db()
    assert made.state == Assessment.State.PUBLISHED
    done = set(Event.objects.values_list("verb", flat=True))
    assert {"delivery.handed_in", "batch.loaded", "assessment.published"} <= done


def a_stranger_reads(stranger: Analyst, made: Assessment) -> None:
    """At 360 pixels, signed in nowhere: the assessment, a chapter, and no way to change it."""
    said = stranger.goes_to("/")
    assert "Strategic assessment of" in said
    stranger.is_well_served()
    said = stranger.goes_to(f"/assessments/{made.pk}/why/")
    assert "Agreed about why." in said
    assert stranger.page.get_by_role("button", name="Publish").count() == 0
    stranger.goes_to("/data/")
    assert "/account/login/" in stranger.page.url
