"""A plan as partnerships keep it: one invented workbook with every usual mess in it."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django_tasks_db.models import DBTaskResult
from openpyxl import Workbook
from tests.make_plan import make_area, make_strategy, make_workstream
from tests.partners.people import NOW, make_agency, make_person

from goldthread.delivery import services
from goldthread.delivery.models import PlanImport
from goldthread.delivery.sheets.preparing import prepared, trial_of
from goldthread.delivery.sheets.trial_rows import Trial
from goldthread.delivery.tasks import carry_out
from goldthread.partners.models import Person

TODAY = date(2026, 11, 23)
HEADINGS = (
    "Ref", "Theme", "Action", "Lead agency / service", "Action owner", "Partners",
    "Start", "Deadline", "Status", "RAG", "% complete", "Progress to date", "Budget",
    "How will we know?", "Type", "Internal notes",
)  # fmt: skip
ROWS: tuple[tuple[Any, ...], ...] = (
    ("1.1", "Safer evenings", "Train door staff to spot people at risk", "Saxonshire Police", "Noor Ashby",
     "City Council; Fire", datetime(2026, 4, 1), "31st March 2027", "In progress", "Amber", 0.4,
     "Two of five venues trained, the third cancelled.", "£12,500", "Venues trained", "Prevention", "ask Dee"),
    ("1.2", None, "Open a taxi marshal scheme on Fridays and Saturdays", "Saxonbridge City Council", "noor@example.org",
     None, datetime(2026, 5, 1), "Dec 2026", "In progress", "Green", 0.75, "Running since June.", 8000, None, "Prevention", None),
    ("1.3", None, "Street pastors on three nights a week", "Canal Street Residents", None, None, None, "Ongoing",
     "Not started", None, 0, None, "TBC", None, "Early intervention", "they do it themselves"),
    ("2.1", "Neighbourhood crime", "=SUM of all repeat visits, within 48 hours", "Police", "Noor Ashby", "Council/Fire",
     46113, "31/02/2027", "On target", "Green", "50%", "Going well", None, None, "Enforcement", None),
    ("2.2", "Neighbourhood crime", "Mark bicycles in every secondary school", "Saxonbridge Fire & Rescue", "Somebody Else", None,
     None, "30.6.27", "Completed", "Blue", 1, "All nine schools done.", None, "Bicycles marked", "Prevention", None),
    ("2.2", "Neighbourhood crime", "Mark bicycles in every secondary school", "Saxonbridge Fire & Rescue", None, None,
     None, None, "Completed", "Blue", 1, None, None, None, "Prevention", None),
)  # fmt: skip


def make_partnership() -> Person:
    """Agencies, people and workstreams that the messy plan speaks of; its manager."""
    strategy = make_strategy()
    make_workstream("Safer evenings", strategy=strategy)
    make_workstream("Burglary and theft", priority=2, strategy=strategy)
    for name, short in (
        ("Saxonbridge City Council", ""),
        ("Saxonshire Police", ""),
        ("Saxonbridge Fire and Rescue Service", "Fire"),
    ):
        make_agency(name, short_name=short)
    make_area()
    make_person("noor@example.org", name="Noor Ashby", role="practitioner")
    return make_person("wulfric@example.org", name="Wulfric Dane")


def messy(
    rows: Sequence[Sequence[Any]] = ROWS, *, headings: Sequence[str] = HEADINGS
) -> bytes:
    """The workbook: a title above, merged themes, a section between, hidden things."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Action plan"
    sheet["A1"] = "Safer Saxonbridge: community safety action plan 2026/27"
    sheet.merge_cells("A1:H1")
    sheet["A2"] = "Quarter 2"
    sheet.append([])
    sheet.append(list(headings))
    for row in rows:
        sheet.append(list(row))
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, str) and cell.value.startswith("="):
                cell.data_type = "s"
            if headings[cell.column - 1] == "% complete" and isinstance(
                cell.value, int | float
            ):
                cell.number_format = "0%"
    if rows is ROWS:
        sheet.merge_cells("B5:B7")  # one theme over three actions
        sheet.row_dimensions[9].hidden = True
    lists = book.create_sheet("Lists")
    lists.append(["Green", "Amber", "Red"])
    lists.sheet_state = "hidden"
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def simple(
    *rows: Sequence[Any],
    headings: Sequence[str] = (
        "Reference",
        "Workstream",
        "Action",
        "Lead agency",
        "Kind",
    ),
) -> bytes:
    """A plain sheet in our own headings."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(headings))
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def handed_in(by: Person, content: bytes, name: str = "plan.xlsx") -> PlanImport:
    return services.hand_in_plan(name, content, strategy=make_strategy(), by=by, at=NOW)


def answered(found: PlanImport, by: Person, **words: dict[str, str]) -> PlanImport:
    """Every question answered as guessed, but for those said here."""
    from goldthread.delivery.sheets.mapping import mapping_from
    from goldthread.delivery.sheets.plain_words import plainly

    if found.state == PlanImport.State.MAPPING:
        found = services.confirm_columns(
            found, mapping_from(found.mapping), by=by, at=NOW
        )
    asked = prepared(found, on=TODAY).asked
    if not asked:
        return found
    told: dict[str, dict[str, str]] = {}
    for each in asked:
        key = words.get(each.field, {}).get(each.word, each.guess)
        told.setdefault(each.field, {})[plainly(each.word)] = key
    return services.confirm_words(found, told, by=by, at=NOW)


def tried(found: PlanImport) -> Trial:
    return trial_of(found, prepared(found, on=TODAY), on=TODAY)


def loaded(by: Person, content: bytes, **words: dict[str, str]) -> PlanImport:
    """Handed in, answered as guessed, loaded."""
    found = answered(handed_in(by, content), by, **words)
    return services.load_import(found, seen=tried(found).digest, by=by, at=NOW)


def work() -> None:
    """What the worker does with its list, in this process."""
    for task in DBTaskResult.objects.ready():
        task.claim("a worker of a test")
        carry_out.func(*task.args_kwargs["args"])
        task.set_successful(None)
