"""A return as a file: given out with what is due, tried first, kept whole or not at all."""

import io
import re
import uuid
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from tests.desk.made import now
from tests.make_numbers import make_indicator, make_readings
from tests.make_plan import make_police_lead
from tests.partners.people import make_agency, make_installation

from goldthread.audit.models import Event
from goldthread.desk import services as desk
from goldthread.partners.models import Agency
from goldthread.performance import queries
from goldthread.performance.models import KeyedReturn, Reading
from goldthread.performance.periods import later
from goldthread.performance.return_file import read_return, template_rows

pytestmark = pytest.mark.django_db


def month(back: int) -> date:
    return later(timezone.localdate().replace(day=1), -back)


@pytest.fixture
def police() -> Agency:
    """An agency that owes two counts and two shares."""
    make_installation()
    police = make_agency("Saxonshire Police")
    how: dict[str, Any] = {"owner": police, "comes_from": "return", "due_days": 10}
    counts = make_indicator("H1", **how)
    make_readings(counts, [30, 31], until=month(3), at=now())
    shares = make_indicator(
        "H2", **how, kind="percent", out_of="Every case", unit="% of cases"
    )
    make_readings(shares, [0], until=month(3), numerator=30, denominator=60, at=now())
    return police


def due(police: Agency) -> tuple[queries.DueFigure, ...]:
    return queries.due_from(police, on=timezone.localdate())


def filled(police: Agency, **told: tuple[str, str]) -> list[list[str]]:
    """The template with some figures in it: code and months back -> how many, out of."""
    rows = template_rows(due(police))
    for row in rows[1:]:
        for key, (value, out_of) in told.items():
            code, back = key.split("_")
            if row[0] == code and row[3] == f"{month(int(back)):%B %Y}":
                row[4], row[5] = value, out_of
    return rows


def as_file(rows: list[list[str]], name: str = "figures.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n".join(map(";".join, rows)).encode())


def test_the_template_names_every_figure_that_is_due(
    police: Agency, client: Client
) -> None:
    client.force_login(make_police_lead())

    book = load_workbook(
        io.BytesIO(client.get("/measures/returns/figures.xlsx").content)
    )
    text = client.get("/measures/returns/figures.csv").content.decode("utf-8-sig")

    rows = [[cell.value or "" for cell in row] for row in book.active.rows]
    assert rows == template_rows(due(police))
    assert [row[0] for row in rows] == ["Code", "H1", "H2", "H1", "H2"]
    assert rows[1][5] == "leave empty" and rows[2][5] == ""
    assert (
        text.splitlines()[0]
        == "Code,Measure,Period,First month,How many,Out of how many"
    )
    assert client.get("/measures/returns/figures.exe").status_code == 404


def test_a_filled_file_becomes_figures_and_empty_rows_are_left_for_later(
    police: Agency,
) -> None:
    rows = filled(police, H1_2=("1,044", "leave empty"), H2_1=("30", "40"))

    trial = read_return(rows, due(police))

    assert trial.faults == ()
    assert [(each.measure[:2], each.shown, each.told, each.before) for each in trial.lines] == [
        ("H1", "1\N{NARROW NO-BREAK SPACE}044 recorded crimes", "", "31"),
        ("H2", "75.0\N{NO-BREAK SPACE}% of cases", "30 of 40", "50.0\N{NO-BREAK SPACE}%"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["V9", "", "", "{1}", "4", ""], "expected the code of a measure that is due (H1 and H2); found 'V9'."),
        (["H1", "", "", "soon", "4", ""], "expected the first month of a period, such as July 2026; found 'soon'."),
        (["H1", "", "", "{3}", "4", ""], "say so in the note and the partnership corrects it."),
        (["H1", "", "", "{1}", "many", ""], "expected a number in “How many”, nought or more, such as 12; found 'many'."),
        (["H1", "", "", "{1}", "4.5", ""], "expected a whole number; found 4.5."),
        (["H1", "", "", "{1}", "4", "9"], "H1 needs no “Out of how many”, so leave that empty; found '9'."),
        (["H2", "", "", "{1}", "4", ""], "expected a number in “Out of how many”"),
        (["H2", "", "", "{1}", "9", "5"], "more than all of them"),
        (["h1", "", "", "{2}", "5", ""], "is in the file twice. Keep one row."),
    ],
)  # fmt: skip
def test_every_bad_row_is_said_in_a_sentence_with_its_number(
    police: Agency, row: list[str], words: str
) -> None:
    months = {f"{{{n}}}": f"{month(n):%B %Y}" for n in (1, 2, 3)}
    rows = [*filled(police, H1_2=("44", "")), [months.get(c, c) for c in row]]

    trial = read_return(rows, due(police))

    (fault,) = trial.faults
    assert fault.startswith("Row 6: ") and words in fault


def test_a_file_of_another_shape_or_without_figures_is_refused(police: Agency) -> None:
    assert (
        read_return([["A", "B"]], due(police))
        .faults[0]
        .startswith("The first row has no column Code, First month and How many.")
    )
    assert read_return(filled(police), due(police)).faults == (
        "There is no figure in the file yet. Fill in “How many”.",
    )
    assert read_return([], due(police)).faults


@pytest.mark.slow
@pytest.mark.covers("S13", "C32")
def test_a_partner_sends_a_file_by_the_link_and_nothing_is_half_done(
    police: Agency, client: Client
) -> None:
    lead = make_police_lead()
    token = desk.issue_return_link(lead, agency=police, by=None, at=now())
    here = f"/r/{token}/file/"
    bad = filled(police, H1_2=("44", ""), H1_1=("many", ""), H2_1=("9", "5"))
    good = filled(police, H1_2=("44", ""), H2_2=("30", "40"))

    page = client.get(f"/r/{token}/").content.decode()
    template = client.get(f"/r/{token}/figures.csv")
    none = client.post(here, {}).content.decode()
    empty = client.post(here, {"sheet": SimpleUploadedFile("figures.csv", b"")})
    refused = client.post(here, {"sheet": as_file(bad)})
    macro = client.post(here, {"sheet": as_file(good, "figures.xlsm")})
    looked = client.post(here, {"sheet": as_file(good)})
    nothing_yet = Reading.objects.filter(came_with__isnull=False).exists()
    text = looked.content.decode()
    sent = {
        name: re.search(rf'name="{name}" value="([^"]+)"', text)[1]  # type: ignore[index]
        for name in ("figures", "token")
    }
    kept = client.post(here, sent | {"note": "From our system"})
    again = client.post(here, sent | {"note": "From our system"})

    assert here in page and template.status_code == 200
    assert "<title>Error: " in none and "Choose a file." in none
    assert "Choose the one that was filled in and saved." in empty.content.decode()
    assert refused.status_code == 422
    assert "2 things to put right" in refused.content.decode()
    assert "macros" in macro.content.decode()
    assert looked.status_code == 200 and "Send 2 figures" in text
    assert not nothing_yet
    assert kept.status_code == again.status_code == 302
    made = KeyedReturn.objects.get()
    assert (made.via, made.sent_by, made.note) == ("file", lead, "From our system")
    assert made.readings.count() == 2
    assert Event.objects.get(verb="return.keyed").detail["via"] == "file"


@pytest.mark.slow
def test_on_the_site_too_and_what_was_not_looked_at_here_is_not_kept(
    police: Agency, client: Client
) -> None:
    client.force_login(make_police_lead())
    here = "/measures/returns/file/"

    looked = client.post(here, {"sheet": as_file(filled(police, H1_2=("44", "")))})
    text = looked.content.decode()
    figures = re.search(r'name="figures" value="([^"]+)"', text)
    assert figures is not None
    forged = client.post(here, {"figures": "made up", "token": str(uuid.uuid4())})
    kept = client.post(here, {"figures": figures[1], "token": str(uuid.uuid4())})
    late = client.post(here, {"figures": figures[1], "token": str(uuid.uuid4())})

    assert "check it once more" in forged.content.decode()
    assert kept.status_code == 302
    assert late.status_code in (302, 422)
    assert Reading.objects.filter(came_with__isnull=False).count() == 1
    assert client.get("/r/nonsense/file/").status_code == 410
    assert client.get("/r/nonsense/figures.csv").status_code == 410
