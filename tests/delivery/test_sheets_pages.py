"""The pages of the plan's spreadsheet, as the manager meets them."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_tasks_db.models import DBTaskResult
from tests.browser import NARROW, WIDE, OpenPage, enter, overflow, violations, walk
from tests.delivery.sheets import make_partnership, messy, simple, work
from tests.make_plan import make_police_lead
from tests.partners.people import PASSWORD

from goldthread.audit.models import Event
from goldthread.delivery.models import Action, PlanImport
from goldthread.partners.models import Person

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ONCE = "5d9f1f6e-6c9b-4b36-9a7e-2c6a33d2f0aa"
ROW = ("", "Safer evenings", "Do it", "Saxonshire Police", "Prevention")


@pytest.fixture
def manager() -> Person:
    return make_partnership()


@pytest.fixture
def signed_in(client: Client, manager: Person) -> Client:
    client.force_login(manager)
    return client


def send(
    client: Client, content: bytes, name: str = "plan.xlsx", once: str = ONCE
) -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post("/plan/spreadsheet/", {"sheet": file, "once": once}, follow=True)


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_a_file_in_our_own_headings_goes_straight_to_what_would_change(
    signed_in: Client,
) -> None:
    page = text(send(signed_in, simple(ROW)))

    assert "1 action would be added, 0 changed" in page
    assert "Nothing is changed yet" in page
    assert not Action.objects.exists()


def test_a_refused_file_is_said_so_beside_the_form_and_leaves_nothing(
    signed_in: Client,
) -> None:
    page = text(send(signed_in, b"PK\x03\x04 broken"))

    assert "The file is not a whole .xlsx workbook." in page
    assert "There is a problem" in page
    assert not PlanImport.objects.exists()


def test_the_same_form_sent_twice_is_one_import(signed_in: Client) -> None:
    send(signed_in, simple(ROW))
    send(signed_in, simple(ROW))

    assert PlanImport.objects.count() == 1


def test_columns_then_words_then_trial_then_loaded_then_taken_back(
    signed_in: Client,
) -> None:
    page = send(signed_in, messy())
    assert page.redirect_chain[-1][0].endswith("/columns/")
    assert "The headings stand in row 4" in text(page)
    found = PlanImport.objects.get()
    base = f"/plan/spreadsheet/{found.pk}/"
    told = {f"c{at}": name for at, name in found.mapping["columns"].items()}
    page = signed_in.post(f"{base}columns/", told, follow=True)
    assert "Lead agency: Canal Street Residents" in text(page)
    form = page.context["form"]
    words = {name: field.initial for name, field in form.fields.items()}
    words["w1"] = "community"
    page = signed_in.post(f"{base}words/", words, follow=True)
    assert (
        "4 actions would be added, 0 changed, 0 left as they are; 2 rows would be set aside"
        in text(page)
    )
    seen = page.context["digest"]
    page = signed_in.post(f"{base}load/", {"seen": seen}, follow=True)
    assert "You may close this page; the work goes on." in text(page)
    assert not Action.objects.exists()
    again = signed_in.post(f"{base}load/", {"seen": seen}, follow=True)
    assert "Being loaded already. This page says how far it is." in text(again)
    assert "HX-Refresh" not in signed_in.get(f"{base}progress/").headers
    work()
    assert signed_in.get(f"{base}progress/")["HX-Refresh"] == "true"
    page = signed_in.get(base)
    assert "4 actions added, 0 changed, 2 rows set aside" in text(page)
    again = signed_in.post(f"{base}load/", {"seen": "x"}, follow=True)
    assert "already. Nothing was done again." in text(again)
    aside = signed_in.get(f"{base}set-aside/")
    assert aside["Content-Disposition"].startswith("attachment")
    page = signed_in.post(f"{base}undo/", follow=True)
    assert f"Taking back {found.file_name}" in text(page)
    work()
    assert "Everything is as it was." in text(signed_in.get(base))
    assert not Action.objects.standing().exists()


@pytest.mark.covers("G4")
def test_a_sheet_without_kinds_is_asked_for_one_before_its_columns(
    signed_in: Client,
) -> None:
    heads = ("What we will do", "Led by", "Theme")
    row = ("Do it", "Saxonshire Police", "Safer evenings")
    answer = send(signed_in, simple(row, headings=heads))
    page = text(answer)

    assert page.index("What your sheet has no column for") < page.index("The columns<")
    assert [each.name for each in answer.context["form"].gaps()] == ["kind"]
    found = PlanImport.objects.get()
    base = f"/plan/spreadsheet/{found.pk}/"
    told = {f"c{at}": name for at, name in found.mapping["columns"].items()}
    page = text(signed_in.post(f"{base}columns/", told))
    assert "Your sheet has no column for Kind. Choose one for its new actions" in page
    aside = signed_in.post(f"{base}columns/", {**told, "kind": "aside"}, follow=True)
    assert "1 row is set aside for it." in text(aside)
    page = text(signed_in.post(f"{base}columns/", {**told, "kind": "enabling"}, follow=True))  # fmt: skip
    assert "1 action would be added" in page
    assert "is set aside for it" not in page


def test_our_own_headings_without_kinds_say_so_on_top_of_the_trial(
    signed_in: Client,
) -> None:
    page = text(send(signed_in, simple(ROW[:4], headings=("Reference", "Workstream", "Action", "Lead agency"))))  # fmt: skip

    assert "Your sheet has no column for Kind" in page


def test_words_said_before_are_not_asked_among_new_ones(signed_in: Client) -> None:
    send(signed_in, messy())
    found = PlanImport.objects.get()
    base = f"/plan/spreadsheet/{found.pk}/"
    told = {f"c{at}": name for at, name in found.mapping["columns"].items()}
    page = signed_in.post(f"{base}columns/", told, follow=True)
    assert len(page.context["fresh"]) == 6 and not page.context["said_before"]
    form = page.context["form"]
    words = {name: field.initial for name, field in form.fields.items()}
    signed_in.post(f"{base}words/", words)
    page = signed_in.get(f"{base}words/")
    assert not page.context["fresh"] and len(page.context["said_before"]) == 6
    assert "was explained before" in text(page)


def test_the_spreadsheet_is_a_part_of_the_plan_for_those_who_bring_one_in(
    signed_in: Client,
) -> None:
    assert 'href="/plan/spreadsheet/"' in text(signed_in.get("/plan/settings/"))
    assert "The parts of the plan" in text(signed_in.get("/plan/spreadsheet/"))
    signed_in.force_login(make_police_lead())
    assert 'href="/plan/spreadsheet/"' not in text(signed_in.get("/plan/settings/"))


def test_an_old_preview_loads_nothing(signed_in: Client) -> None:
    send(signed_in, simple(ROW))
    found = PlanImport.objects.get()
    page = signed_in.post(
        f"/plan/spreadsheet/{found.pk}/load/", {"seen": "old"}, follow=True
    )
    assert "Being loaded" in text(signed_in.get("/plan/spreadsheet/"))
    work()

    page = signed_in.get(f"/plan/spreadsheet/{found.pk}/")
    assert "Nothing was loaded" in text(page)
    assert "The plan changed since you looked" in text(page)
    assert not Action.objects.exists()


def test_work_that_stopped_says_so_and_is_asked_for_again(signed_in: Client) -> None:
    seen = send(signed_in, simple(ROW)).context["digest"]
    found = PlanImport.objects.get()
    base = f"/plan/spreadsheet/{found.pk}/"
    signed_in.post(f"{base}load/", {"seen": seen})
    DBTaskResult.objects.all().delete()  # a database that was put back without its list
    page = text(signed_in.get(base))

    assert "The work stopped before its end, and nothing was changed." in page
    assert "Ask again" in page
    signed_in.post(f"{base}load/")
    work()
    assert "1 action added" in text(signed_in.get(base))
    assert Event.objects.filter(verb="plan_import.loaded").count() == 1


def test_looking_writes_nothing_and_taking_out_leaves_its_record(
    signed_in: Client,
) -> None:
    send(signed_in, simple(ROW))
    found, before = PlanImport.objects.get(), PlanImport.objects.values().get()
    for address in ("", f"{found.pk}/", f"{found.pk}/columns/", f"{found.pk}/words/"):
        assert signed_in.get(f"/plan/spreadsheet/{address}").status_code == 200
    assert before == PlanImport.objects.values().get()
    for kind in ("xlsx", "csv"):
        answer = signed_in.get(f"/plan/export.{kind}")
        assert answer["Content-Disposition"].startswith('attachment; filename="plan-')
        assert answer["Cache-Control"] == "no-store"
    told = Event.objects.filter(verb="plan.exported").latest("at").detail
    assert (told["kind"], told["actions"], told["marking"]) == ("csv", 0, "OFFICIAL")
    assert len(told["sha256"]) == 64


def test_whoever_does_not_run_the_plan_gets_none_of_it(
    client: Client, manager: Person
) -> None:
    client.force_login(make_police_lead())
    for address in ("/plan/spreadsheet/", "/plan/export.xlsx", "/plan/export.csv"):
        assert client.get(address).status_code == 403


def test_what_is_not_there_is_not_found(signed_in: Client) -> None:
    send(signed_in, simple(ROW))
    key = PlanImport.objects.get().pk
    for address in ("999/", f"{key}/set-aside/", f"{key}/columns/?sheet=7"):
        assert signed_in.get(f"/plan/spreadsheet/{address}").status_code == 404


HOSTILE = '"><script>alert(1)</script>{{7*7}}'


def test_hostile_words_in_a_file_lie_inert_on_every_page(signed_in: Client) -> None:
    heads = ("Reference", "Workstream", "Action", "Lead agency", "Kind", HOSTILE)
    row = ("", HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    page = send(signed_in, simple(row, headings=heads), f"{HOSTILE}.xlsx")
    assert page.status_code == 200
    found = PlanImport.objects.get()
    told = {f"c{at}": name for at, name in found.mapping["columns"].items()}
    base = f"/plan/spreadsheet/{found.pk}/"
    pages = [page, signed_in.post(f"{base}columns/", told, follow=True)]
    pages.append(signed_in.post(f"{base}words/", {}, follow=True))
    for each in pages:
        assert each.status_code == 200
        assert b"<script>alert" not in each.content


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.covers("G4")
@pytest.mark.parametrize(("width", "script"), [(WIDE, True), (NARROW, False)])
def test_a_manager_brings_a_messy_plan_in_and_takes_it_back(
    live_server: Any, open_page: OpenPage, tmp_path: Path, width: int, script: bool
) -> None:
    make_partnership()
    file = tmp_path / "Action plan 2026-27 v3 FINAL.xlsx"
    file.write_bytes(messy())
    page = open_page(width=width, script=script)

    def look(name: str) -> None:
        assert overflow(page) <= 0
        if script:
            assert violations(page) == []
        page.screenshot(path=f"/tmp/ps-{name}-{width}.png", full_page=True)

    enter(page, live_server.url, email="wulfric@example.org", password=PASSWORD)
    page.goto(f"{live_server.url}/plan/spreadsheet/")
    look("bring")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Read this file").click()
    page.wait_for_url("**/columns/")
    look("columns")
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/words/")
    look("words")
    page.get_by_label("Lead agency: Canal Street Residents").select_option("community")
    page.get_by_role("button", name="See what would change").click()
    page.get_by_role("heading", name="Set aside (2)").wait_for()
    look("trial")
    assert "Load 4 rows" in walk(page, 30)
    page.get_by_role("button", name="Load 4 rows").click()
    page.get_by_text("You may close this page").wait_for()
    look("loading")
    work()
    if not script:
        page.get_by_role("link", name="Look again").click()
    page.get_by_text("4 actions added").wait_for()
    look("done")
    with page.expect_download() as taken:
        page.get_by_role("link", name="These rows as an Excel file").click()
    assert taken.value.suggested_filename.endswith(".xlsx")
    page.get_by_role("button", name="Take it back").click()
    page.get_by_text("You may close this page").wait_for()
    work()
    if not script:
        page.get_by_role("link", name="Look again").click()
    page.get_by_text("Taken back", exact=True).wait_for()
    look("undone")
    assert not Action.objects.standing().exists()
