"""The assessment on the site: made, written, published, read, doubted."""

import csv
import io
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client, override_settings
from tests.browser import OpenPage, enter, overflow, violations
from tests.laid import laid
from tests.partners.people import PASSWORD, make_demonstration, make_person

from goldthread.assessment import files, services, tasks
from goldthread.assessment.headings import STATUTORY
from goldthread.assessment.models import Assessment, Wording
from goldthread.assessment.pages import document_shown
from goldthread.audit.models import Event
from goldthread.core.periods import statutory_year
from goldthread.documents.model import Chart, MapBlock, blocks_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
SAXONBRIDGE = "X22000001"


@laid
def made() -> Assessment:
    """Saxonbridge 2025/26 from the lake at hand, asked for and made."""
    make_demonstration()
    amar = make_person()
    asked = services.request_assessment(
        area=SAXONBRIDGE,
        period=statutory_year(2025),
        by=amar,
        at=NOW,
        in_background=False,
    )
    services.make_assessment(asked, by=amar, at=NOW)
    return asked


@laid
def made_and_published() -> Assessment:
    """The same with every heading written, published."""
    found = made()
    by = found.requested_by
    assert by is not None
    for heading in STATUTORY:
        services.write_words(
            found, heading=heading.key, text=f"Words on {heading.key}.", by=by, at=NOW
        )
    services.publish_assessment(found, by=by, at=NOW)
    found.refresh_from_db()
    return found


@pytest.fixture
def draft(saxonbridge_copy: Path) -> Assessment:
    """Saxonbridge 2025/26, made and not yet written in."""
    return made()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the published one, as the worker wrote them once."""
    return tmp_path_factory.mktemp("documents")


@pytest.fixture
def published(saxonbridge_copy: Path, written: Path) -> Assessment:
    """Every heading written, published, its files written."""
    found = made_and_published()
    shutil.copytree(written, saxonbridge_copy / "documents", dirs_exist_ok=True)
    files.write_files(found)
    shutil.copytree(saxonbridge_copy / "documents", written, dirs_exist_ok=True)
    return found


@pytest.mark.browser
@pytest.mark.covers("B4", "Z2")
def test_an_assessment_is_asked_for_written_and_published_without_scripts(
    live_server: Any, open_page: OpenPage, saxonbridge_copy: Path
) -> None:
    make_demonstration()
    make_person()
    page = open_page(script=False)
    enter(page, live_server.url, email="amar@example.org", password=PASSWORD)

    page.goto(f"{live_server.url}/assessments/")
    page.get_by_label("The twelve months").select_option("2025/26")
    page.get_by_role("button", name="Make it").click()
    asked = Assessment.objects.get()
    assert "You may close this page" in page.content()
    tasks.make_assessment.func(asked.pk)
    page.reload()
    assert "7 of the seven contents" in page.content()
    assert page.get_by_role("button", name="Publish").is_disabled()

    for heading in STATUTORY:
        page.goto(f"{live_server.url}/assessments/{asked.pk}/words/{heading.key}/")
        page.get_by_label("Your words").fill(f"What we know about {heading.key}.")
        page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Publish").click()

    asked.refresh_from_db()
    assert asked.state == Assessment.State.PUBLISHED
    assert Event.objects.filter(verb="assessment.published").count() == 1
    stranger = open_page(script=False)
    stranger.goto(live_server.url)
    assert "Strategic assessment of" in stranger.content()
    assert "invented" in stranger.content()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 360])
def test_every_assessment_page_is_accessible_and_fits(
    live_server: Any, open_page: OpenPage, published: Assessment, width: int
) -> None:
    page = open_page(width=width)
    first = published.findings.order_by("number")[2].ref
    sections = [section.id for section in document_shown(published).sections[1:]]

    for path in ("", *(f"{name}/" for name in sections), f"findings/{first}/"):
        page.goto(f"{live_server.url}/assessments/{published.pk}/{path}")

        assert violations(page) == [], path
        assert overflow(page) <= 0, path
        assert "invented" in page.content()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 360])
def test_the_analysts_own_pages_are_accessible_and_fit(
    live_server: Any, open_page: OpenPage, draft: Assessment, width: int
) -> None:
    page = open_page(width=width)
    enter(page, live_server.url, email="amar@example.org", password=PASSWORD)

    for path in ("", f"{draft.pk}/", f"{draft.pk}/words/why/"):
        page.goto(f"{live_server.url}/assessments/{path}")

        assert violations(page) == [], path
        assert overflow(page) <= 0, path


def test_every_address_of_a_published_assessment_opens_for_anybody(
    client: Client, published: Assessment
) -> None:
    base = f"/assessments/{published.pk}/"
    document = document_shown(published)
    pictures = [b.id for b in blocks_of(document) if isinstance(b, Chart | MapBlock)]
    addresses = [
        base,
        *(f"{base}{section.id}/" for section in document.sections),
        *(f"{base}findings/{ref}/" for ref in refs(published)),
        *(f"{base}tables/{name}.csv" for name in pictures),
        *(f"{base}pictures/{name}.json" for name in pictures),
        *(f"{base}assessment.{kind}" for kind in ("pdf", "html", "json")),
    ]

    refused = {}
    for address in addresses:
        answer = client.get(address)
        refused[address] = answer.status_code
        answer.close()

    assert pictures
    assert {a: status for a, status in refused.items() if status != 200} == {}


@pytest.mark.covers("S118")
def test_residents_find_the_evidence_from_their_first_page(
    client: Client, published: Assessment
) -> None:
    cache.clear()
    told = f'href="/assessments/{published.pk}/">Read what we found</a>'
    first = client.get("/public/").content.decode()
    assert "What the evidence says" in first and told in first
    assert "for April 2025 to March 2026." in first
    assert client.get(f"/assessments/{published.pk}/").status_code == 200

    elsewhere = "https://inside.example.org"
    for address, leads in ((elsewhere, True), (settings.USUAL_ADDRESS, False)):
        cache.clear()
        with override_settings(PUBLIC_ONLY=True, ADDRESS=address):  # on its own host
            alone = client.get("/public/").content.decode()
        assert (f'href="{elsewhere}/assessments/{published.pk}/"' in alone) is leads
        assert ("What the evidence says" in alone) is leads


def test_a_draft_asks_strangers_to_sign_in(client: Client, draft: Assessment) -> None:
    base = f"/assessments/{draft.pk}/"
    cache.clear()
    assert "What the evidence says" not in client.get("/public/").content.decode()

    for path in ("", "method/", "assessment.json", f"findings/{refs(draft)[0]}/"):
        answer = client.get(base + path)

        assert answer.status_code == 302, path
        assert "/account/login/" in answer["Location"], path


def test_a_table_leaves_as_values_that_no_spreadsheet_runs(
    client: Client, published: Assessment
) -> None:
    document = document_shown(published)
    chart = next(b for b in blocks_of(document) if isinstance(b, Chart))

    answer = client.get(f"/assessments/{published.pk}/tables/{chart.id}.csv")

    rows = list(csv.reader(io.StringIO(answer.content.decode())))
    assert len(rows) == len(chart.table.rows) + 1
    assert not [c for row in rows for c in row if c[:1] in ("=", "+", "@", "\t")]


def test_two_analysts_who_write_at_once_both_keep_their_words(
    client: Client, draft: Assessment
) -> None:
    bea = make_person("bea@example.org", name="Bea Quillfeather")
    services.write_words(draft, heading="why", text="Bea's words.", by=bea, at=NOW)
    client.force_login(draft.requested_by)

    answer = client.post(
        f"/assessments/{draft.pk}/words/why/", {"text": "Amar's words.", "seen": "0"}
    )

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody else wrote here" in page
    assert "Amar&#x27;s words." in page
    assert "Bea&#x27;s words." in page
    assert [w.text for w in Wording.objects.all()] == ["Bea's words."]


def test_the_words_of_a_form_that_came_too_late_are_offered_again(
    client: Client, draft: Assessment
) -> None:
    client.force_login(draft.requested_by)
    address = f"/assessments/{draft.pk}/words/why/"
    page = client.get(address).content.decode()
    slip = page.split('name="draft" value="')[1].split('"')[0]
    client.logout()

    client.post(address, {"text": "Two hours of words.", "seen": "0", "draft": slip})
    client.force_login(draft.requested_by)

    assert "Two hours of words." in client.get(address).content.decode()
    assert not Wording.objects.exists()


def test_the_same_words_sent_twice_are_written_once(
    client: Client, draft: Assessment
) -> None:
    client.force_login(draft.requested_by)
    sent = {"text": "Once.", "seen": "0"}

    answers = [
        client.post(f"/assessments/{draft.pk}/words/why/", sent) for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Wording.objects.count() == 1


def test_a_finding_computed_again_says_same(client: Client, draft: Assessment) -> None:
    client.force_login(draft.requested_by)
    ref = refs(draft)[1]

    answer = client.post(f"/assessments/{draft.pk}/findings/{ref}/again/", follow=True)

    assert "the same, to the byte" in answer.content.decode()


def test_a_finding_whose_stored_result_was_touched_says_different(
    client: Client, draft: Assessment
) -> None:
    client.force_login(draft.requested_by)
    row = draft.findings.get(ref=refs(draft)[1])
    row.result = row.result.replace("1", "2", 1)
    row.save()

    answer = client.post(
        f"/assessments/{draft.pk}/findings/{row.ref}/again/", follow=True
    )

    assert "different" in answer.content.decode()


def test_the_json_carries_every_finding_with_its_question(
    client: Client, published: Assessment
) -> None:
    answer = client.get(f"/assessments/{published.pk}/assessment.json")

    content = json.loads(b"".join(answer.streaming_content))
    answer.close()
    assert [f["ref"] for f in content["findings"]] == refs(published)
    assert all(f["questions"] or "result" in f for f in content["findings"])
    assert content["lake_version"] == published.lake_version


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "a\x00b", "\u202eevil"])
def test_hostile_words_are_shown_inert_or_refused(
    client: Client, draft: Assessment, text: str
) -> None:
    client.force_login(draft.requested_by)

    answer = client.post(
        f"/assessments/{draft.pk}/words/why/", {"text": text, "seen": "0"}, follow=True
    )
    shown = client.get(f"/assessments/{draft.pk}/why/").content.decode()

    assert answer.status_code == 200
    assert "<script>alert" not in shown


def refs(assessment: Assessment) -> list[str]:
    return list(assessment.findings.order_by("number").values_list("ref", flat=True))
