"""The plan goes out with the columns that came in, flat, and comes back unchanged."""

import io
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from tests.delivery.sheets import (
    HEADINGS,
    TODAY,
    handed_in,
    loaded,
    make_partnership,
    messy,
    simple,
    tried,
)
from tests.make_plan import make_action, make_area, make_report, make_strategy
from tests.partners.people import NOW, make_agency, make_person

from goldthread.delivery import services
from goldthread.delivery.models import Action, PlanImport
from goldthread.delivery.queries.filters import filter_from
from goldthread.delivery.queries.imports import Sheet, plan_sheet
from goldthread.delivery.sheets import writing
from goldthread.delivery.sheets.csvfile import read_csv
from goldthread.delivery.sheets.known import known_to
from goldthread.delivery.sheets.preparing import proposed
from goldthread.delivery.sheets.standing import standing_in
from goldthread.delivery.sheets.table import table_of
from goldthread.delivery.sheets.text_cells import as_meant, as_text
from goldthread.delivery.sheets.trial import tried as tried_
from goldthread.delivery.sheets.trial_rows import Trial
from goldthread.delivery.sheets.workbook import read_workbook
from goldthread.partners.models import Agency, Person

pytestmark = pytest.mark.django_db
GROUP = {"Canal Street Residents": "community"}
RUN = (
    "=1+1",
    "+x",
    "-x",
    "@SUM(A1)",
    "＝1",
    "\t=1",
    "'=x",
    "''-y",
    '=cmd|"/c calc"!A1',
)


def out(*, own: bool = True, **asked: str) -> Sheet:
    found = plan_sheet(filter_from(asked), on=TODAY, own=own)
    assert found is not None
    return found


def xlsx(sheet: Sheet) -> bytes:
    title = writing.cover(sheet.strategy, on=TODAY, count=len(sheet.rows))
    return writing.as_xlsx(title, sheet.layout, sheet.rows, at=NOW)


def csv(sheet: Sheet) -> bytes:
    title = writing.cover(sheet.strategy, on=TODAY, count=len(sheet.rows))
    return writing.as_csv(title, sheet.layout, sheet.rows)


def cells(content: bytes) -> list[list[Any]]:
    book = load_workbook(io.BytesIO(content))
    return [list(row) for row in book["Plan"].iter_rows(values_only=True)]


@pytest.mark.covers("G4")
def test_the_columns_that_came_in_go_out_in_their_order_with_everything_in_them() -> (
    None
):
    manager = make_partnership()
    loaded(manager, messy(), lead_agency=GROUP)
    rows = cells(xlsx(out()))

    assert rows[0][0] == (
        "OFFICIAL. Safer Saxonbridge 2026 to 2029: the action plan, 4 actions, 23 November 2026"
    )
    assert tuple(rows[2]) == HEADINGS
    assert rows[3] == [
        "1.1", "Safer evenings", "Train door staff to spot people at risk",
        "Saxonshire Police", "Noor Ashby",
        "Saxonbridge City Council; Saxonbridge Fire and Rescue Service",
        datetime(2026, 4, 1), datetime(2027, 3, 31), "At risk", "Amber", 0.4,
        "Two of five venues trained, the third cancelled.", 12_500, "Venues trained",
        "Prevention", "ask Dee",
    ]  # fmt: skip
    assert rows[5][3] == "Canal Street Residents"


@pytest.mark.covers("G4")
def test_what_went_out_comes_in_without_a_question_and_changes_nothing() -> None:
    manager = make_partnership()
    loaded(manager, messy(), lead_agency=GROUP)
    for content, name in ((xlsx(out()), "out.xlsx"), (csv(out()), "out.csv")):
        found = handed_in(manager, content, name)

        assert found.state == PlanImport.State.READY
        assert tried(found).counts == {"leave": 4}


def test_without_an_import_the_plan_goes_out_in_our_own_columns_and_comes_back() -> (
    None
):
    manager = make_partnership()
    make_action("Do it")
    sheet = out()

    assert [heading for heading, _ in sheet.layout.columns][:5] == [
        "Reference", "Workstream", "Action", "In more words", "Kind",
    ]  # fmt: skip
    found = handed_in(manager, xlsx(sheet))
    assert found.state == PlanImport.State.READY
    assert tried(found).counts == {"leave": 1}


@pytest.mark.covers("G4")
@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("RAG", ("Green", "Amber", "Red", "Blue", "Not started")),
        ("Status", ("Green", "AMBER", "Red", "Complete", "Not started")),
        ("RAG rating", ("G", "A", "R", "B", "Not started")),
        ("Status", ("On track", "At risk", "Off track", "Complete", "Not started")),
    ],
)
def test_a_sheet_that_says_it_in_colours_gets_its_colours_back(
    heading: str, words: tuple[str, ...]
) -> None:
    manager = make_partnership()
    rows = [
        ("", "Safer evenings", f"Action {n}", "Saxonshire Police", "Prevention", word, "Why not")
        for n, word in enumerate(words)
    ]  # fmt: skip
    heads = ("Reference", "Workstream", "Action", "Lead agency", "Kind", heading, "Update")  # fmt: skip
    loaded(manager, simple(*rows, headings=heads))
    sheet = out()

    assert [row[5] for row in sheet.rows] == list(words)
    assert tried(handed_in(manager, xlsx(sheet))).counts == {"leave": 5}


def test_people_go_out_by_name_but_where_two_share_it_or_the_sheet_has_addresses() -> (
    None
):
    manager = make_partnership()
    noor = Person.objects.get(name="Noor Ashby")
    make_action("Do it", owner=noor)
    heads = ("Reference", "Workstream", "Action", "Lead agency", "Kind", "Owner")
    row = ("A-001", "Safer evenings", "Do it", "", "Prevention")
    loaded(manager, simple((*row, "Noor Ashby"), ("", "Safer evenings", "More", "Saxonshire Police", "Prevention", None), headings=heads))  # fmt: skip
    assert [each[5] for each in out().rows] == ["Noor Ashby", None]
    loaded(manager, simple((*row, "noor@example.org"), ("", "Safer evenings", "Most", "Saxonshire Police", "Prevention", None), headings=heads))  # fmt: skip
    assert out().rows[0][5] == "noor@example.org"
    loaded(manager, simple((*row, "Noor Ashby"), ("", "Safer evenings", "Least", "Saxonshire Police", "Prevention", None), headings=heads))  # fmt: skip
    make_person("other@example.org", name="Noor  ashby")
    assert out().rows[0][5] == "noor@example.org"
    assert tried(handed_in(manager, xlsx(out()))).of("change") == []


def test_a_filtered_list_goes_out_as_filtered() -> None:
    make_partnership()
    make_report(make_action("Late"), status="at_risk")
    make_action("Well")

    assert [row[2] for row in out(status="at_risk").rows] == ["Late"]


def test_an_export_is_flat_and_holds_nothing_that_was_not_asked_for() -> None:
    make_partnership()
    for text in RUN:
        make_action(text)
    secret = make_action("Plain")
    thread = secret.workstream.strategy.threads.first()
    services.answer_thread(secret, thread, text="CANARY-5521", by=None, at=NOW)
    content = xlsx(out())
    parts = zipfile.ZipFile(io.BytesIO(content))
    whole = b"".join(parts.read(name) for name in parts.namelist())

    assert b"CANARY-5521" not in whole
    sheet = parts.read("xl/worksheets/sheet1.xml")
    assert not re.search(rb"<f[ >]|hidden=|<legacyDrawing|<extLst", sheet)
    assert b"<definedName " not in whole and b'state="hidden"' not in whole
    assert not [
        name
        for name in parts.namelist()
        if re.search("comment|external|vba|pivot|customXml|drawing|connection", name)
    ]
    assert b">Goldthread</dc:creator>" in whole
    assert b"lastModifiedBy" not in whole
    titles = [row[2] for row in cells(content)[3:-1]]
    assert titles == [text.strip() for text in RUN]
    book = load_workbook(io.BytesIO(content))
    assert {cell.data_type for row in book["Plan"].iter_rows() for cell in row} <= {
        "s",
        "n",
        "d",
    }


def test_csv_cells_that_would_be_run_are_text_and_come_back_as_they_were() -> None:
    make_partnership()
    for text in RUN:
        make_action(text)
    told = csv(out()).decode("utf-8-sig")

    for line in told.splitlines()[3:]:
        assert not re.match(r"[^,]*,[^,]*,\"?[=+\-@＝]", line)
    titles = [row[2] for row in read_csv(csv(out()))[0].rows[3:]]
    assert titles == [text.strip() for text in RUN]


@given(st.text())
def test_any_cell_comes_back_from_csv_as_it_was_meant(text: str) -> None:
    assert as_meant(as_text(text)) == text
    assert not as_text(text).startswith(("=", "@", "\t", "\r", "\n", "＝"))


def test_rows_set_aside_go_out_with_their_faults_and_come_in_mended() -> None:
    manager = make_partnership()
    found = loaded(manager, messy(), lead_agency=GROUP)
    book = load_workbook(io.BytesIO(writing.set_aside_xlsx(found, at=NOW)))
    sheet = book["Plan"]
    heads = [cell.value for cell in sheet[3]]

    assert heads == [*HEADINGS, "Row in the file", "What is wrong"]
    assert [(row[-2].value, str(row[-1].value)[:36]) for row in sheet.iter_rows(min_row=4)] == [
        (8, "Deadline: expected a day that exists"),
        (10, "Action: expected each action once, f"),
    ]  # fmt: skip
    sheet.cell(4, heads.index("Deadline") + 1).value = "28/02/2027"
    sheet.delete_rows(5)
    file = io.BytesIO()
    book.save(file)
    mended = handed_in(manager, file.getvalue(), "mended.xlsx")

    assert mended.state == PlanImport.State.READY
    trial = tried(mended)
    assert trial.counts == {"create": 1}
    services.load_import(mended, seen=trial.digest, by=manager, at=NOW)
    assert Action.objects.get(due_on=date(2027, 2, 28)).title.startswith("=SUM of all")


def test_references_of_their_own_that_look_like_ours_still_find_their_action() -> None:
    manager = make_partnership()
    common = ("Safer evenings",)
    rest = ("Saxonshire Police", "Prevention")
    loaded(
        manager,
        simple(
            ("A-002", *common, "Theirs, ours A-001", *rest),
            ("A-001", *common, "Theirs, ours A-002", *rest),
            ("A-003", *common, "Both say A-003", *rest),
            ("A-005", *common, "Theirs, ours A-004", *rest),
        ),
    )
    make_action("No row of theirs, ours A-005")
    sheet = out()

    assert [row[0] for row in sheet.rows] == ["A-002", "A-001", "A-003", "A-005", ""]
    trial = back(xlsx(sheet))
    assert [row.outcome for row in trial.rows] == ["leave"] * 5
    assert [row.action.pk for row in trial.rows if row.action] == list(
        Action.objects.order_by("pk").values_list("pk", flat=True)
    )


WORDS = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), include_characters="=+-@'\n\t"),
    min_size=1,
    max_size=60,
).map(lambda text: f"{text}x".strip())  # fmt: skip
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
PLANS = st.lists(
    st.fixed_dictionaries(
        {
            "title": WORDS,
            "kind": st.sampled_from(Action.Kind.values),
            "detail": st.one_of(st.just(""), WORDS),
            "why": st.one_of(st.just(""), WORDS),
            "measure": st.one_of(st.just(""), WORDS),
            "funder": st.one_of(st.just(""), WORDS),
            "start_on": st.one_of(st.none(), DAYS),
            "cost_pounds": st.one_of(
                st.none(), st.decimals(0, 9_999_999_999, places=2).map(Decimal)
            ),
            "owned": st.booleans(),
            "community": st.one_of(st.none(), WORDS),
            "supported": st.integers(0, 3),
            "placed": st.booleans(),
            "report": st.one_of(
                st.none(),
                st.tuples(
                    st.sampled_from(Action.Status.values), st.integers(0, 100), WORDS
                ),
            ),
        }
    ),
    min_size=1,
    max_size=4,
)


def put(told: dict[str, Any]) -> None:
    """One action of a drawn plan, by the real services."""
    told = dict(told)
    agencies = list(Agency.objects.order_by("pk"))
    report, community = told.pop("report"), told.pop("community")
    start = told["start_on"]
    action = make_action(
        told.pop("title"),
        owner=Person.objects.get(name="Noor Ashby") if told.pop("owned") else None,
        support_agencies=agencies[: told.pop("supported")],
        areas=[make_area()] if told.pop("placed") else [],
        community_owner=community or "",
        lead_agency=None if community else agencies[0],
        due_on=start.replace(day=28) if start and start.day < 28 else None,
        **told,
    )
    if report:
        status, percent, text = report
        make_report(action, status=status, percent=percent, text=text)


def back(content: bytes, *, is_csv: bool = False) -> Trial:
    """What a file that went out would do if it came in."""
    strategy = make_strategy()
    sheets = (read_csv if is_csv else read_workbook)(content)
    mapping, sure = proposed(sheets, 0, strategy)
    assert sure
    return tried_(
        table_of(sheets[0]),
        mapping,
        known_to(strategy, on=TODAY),
        standing_in(strategy, on=TODAY),
        went_out=True,
        on=TODAY,
    )


@pytest.mark.slow
@pytest.mark.covers("G4")
@settings(
    max_examples=25,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a plan takes long to shrink
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(plan=PLANS)
def test_any_plan_goes_out_and_comes_back_without_a_change(
    plan: list[dict[str, Any]],
) -> None:
    mark = transaction.savepoint()
    try:
        if not Agency.objects.exists():
            make_partnership()
        for told in plan:
            put(told)
        sheet = out()
        for trial in (back(xlsx(sheet)), back(csv(sheet), is_csv=True)):
            assert [
                (row.outcome, row.cells, [str(p) for p in row.problems])
                for row in trial.rows
                if row.outcome != "leave"
            ] == []
            assert len(trial.rows) == len(plan)
    finally:
        transaction.savepoint_rollback(mark)


@pytest.mark.covers("G4", "S18")
def test_a_group_that_leads_an_action_stays_its_lead_though_an_agency_is_called_so() -> (
    None
):
    manager = make_partnership()
    loaded(manager, messy(), lead_agency=GROUP)
    make_agency("Canal Street Residents")

    found = handed_in(manager, xlsx(out()), "out.xlsx")

    assert found.state == PlanImport.State.READY
    assert tried(found).counts == {"leave": 4}
