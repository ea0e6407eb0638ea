"""A figure from a survey stands with how many answered and how sure that makes it (S93)."""

import csv
import io
import re
import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from tests.desk.made import now
from tests.make import make_manager
from tests.make_numbers import make_indicator, make_readings
from tests.make_plan import make_police_lead
from tests.make_public import issue, publish
from tests.partners.people import NOW, make_agency, make_installation

from goldthread.documents.model import plain, runs
from goldthread.governance.pack import bound
from goldthread.governance.pack import measures as pack
from goldthread.partners.models import Person
from goldthread.partners.rules import Refused
from goldthread.performance import services
from goldthread.performance.models import Indicator, Reading
from goldthread.performance.periods import later
from goldthread.performance.queries import due_from, series_of
from goldthread.performance.queries.lines import Line, lines_of
from goldthread.performance.return_file import read_return, template_rows
from goldthread.performance.services import Figure
from goldthread.performance.sureness import SELF_CHOSEN, UNCOUNTED, UNSAID, sure_of

pytestmark = pytest.mark.django_db
ASKED = "2,400 adults a quarter, drawn at random"
SURVEY: dict[str, Any] = {
    "name": "Feel safe after dark",
    "kind": "percent",
    "unit": "% of those asked",
    "polarity": "up",
    "basis": "survey",
    "out_of": "Everybody who answered",
    "asked": ASKED,
    "interval": "reckoned",
}
SENTENCE = "900 people answered. Had everybody been asked, it would most likely be between 54.7\N{NO-BREAK SPACE}% and 61.2\N{NO-BREAK SPACE}%."


def survey(code: str = "P1", **how: Any) -> Indicator:
    return make_indicator(code, **SURVEY | how)


def answered(measure: Indicator, part: float = 522, of: float = 900) -> Reading:
    """The newest reading: so many of so many answered that they do."""
    return make_readings(measure, [0], numerator=part, denominator=of)[0]


def line(measure: Indicator) -> Line:
    return lines_of(Indicator.objects.filter(pk=measure.pk), on=NOW.date())[0]


@pytest.mark.covers("S93", "E17")
def test_page_reading_pack_and_public_page_say_the_same_of_how_sure_it_is(
    client: Client,
) -> None:
    make_installation()
    client.force_login(make_manager())
    measure = survey()
    reading = answered(measure)
    issue(reading)
    publish(measure)

    for address in (
        "/measures/P1/",
        f"/measures/P1/{reading.pk}/",
        "/public/measures/",
        "/public/measures/P1/",
    ):
        assert SENTENCE in client.get(address).content.decode(), address
    assert SENTENCE in plain(bound.measured(line(measure)))
    assert SENTENCE in client.get("/public/measures.csv").content.decode()
    card = client.get("/measures/").content.decode()
    assert "900 answers, 54.7\N{NO-BREAK SPACE}% to 61.2\N{NO-BREAK SPACE}%" in card


def test_a_pack_binds_every_number_of_it_and_lists_the_surveys() -> None:
    measure = survey()
    answered(measure)
    told = line(measure)

    loose = "".join(
        each for each in runs(bound.measured(told)) if isinstance(each, str)
    )
    table = pack._sure([told])

    assert not re.search(r"\d", loose)
    (row,) = table.rows
    assert row[:3] == ("P1 Feel safe after dark", pytest.approx(58.0), 900)
    assert [round(float(str(each)), 1) for each in row[3:]] == [54.7, 61.2]


@pytest.mark.covers("S93", "E17")
@pytest.mark.parametrize(
    ("how", "figure", "words"),
    [
        ({"interval": "none"}, {"numerator": 522, "denominator": 900}, f"900 people answered. {SELF_CHOSEN}"),
        ({"interval": "", "asked": ""}, {"numerator": 522, "denominator": 900}, f"900 people answered. {UNSAID}"),
        ({"interval": "given"}, {"value": 58.0}, UNCOUNTED),
        ({"interval": "given"}, {"value": 58.0, "denominator": 900}, f"900 people answered. {UNSAID}"),
        ({}, {"numerator": 20, "denominator": 34}, "34 people answered. That is too few to show a share."),
        ({"kind": "score", "unit": "out of ten"}, {"value": 6.3}, UNCOUNTED),
        ({"kind": "score", "unit": "out of ten", "interval": "given"}, {"value": 6.3, "denominator": 900, "low": 6.1, "high": 6.5}, "900 people answered. Had everybody been asked, it would most likely be between 6.1 and 6.5."),
    ],
)  # fmt: skip
def test_what_nobody_knows_is_said_to_be_not_known(
    how: dict[str, Any], figure: dict[str, float], words: str
) -> None:
    measure = survey(**how)
    reading = services.record_readings(
        measure,
        [Figure(date(2026, 10, 1), **figure)],
        evidence="Report",
        by=None,
        at=NOW,
    )[0]

    found = sure_of(measure, reading)

    assert found is not None and found.sentence == words


def test_weights_widen_the_interval_and_what_came_with_the_figure_stands() -> None:
    plainly = sure_of(one := survey(), answered(one))
    weighted = sure_of(two := survey("P2", design_effect=2.0), answered(two))
    given = make_readings(
        three := survey("P3", interval="given"), [58.0], denominator=900, low=50.0, high=66.0
    )  # fmt: skip
    told = sure_of(three, given[0])

    assert plainly and weighted and told
    assert (weighted.least, weighted.most) == (
        "53.4\N{NO-BREAK SPACE}%",
        "62.5\N{NO-BREAK SPACE}%",
    )
    assert (
        plainly.short
        == "900 answers, 54.7\N{NO-BREAK SPACE}% to 61.2\N{NO-BREAK SPACE}%"
    )
    assert (
        told.short == "900 answers, 50.0\N{NO-BREAK SPACE}% to 66.0\N{NO-BREAK SPACE}%"
    )


def test_what_is_not_a_survey_says_nothing_of_it() -> None:
    counts = make_indicator()
    assert sure_of(counts, make_readings(counts)[-1]) is None
    assert sure_of(survey(), None) is None


def test_a_share_of_few_is_not_printed_in_a_pack_either() -> None:
    measure = survey()
    answered(measure, 20, 34)

    assert line(measure).cell == "not shown: 34 answers"


# ---------------------------------------------------------------- its definition


def test_a_survey_says_on_its_page_whom_it_asks_or_that_it_does_not_say(
    client: Client,
) -> None:
    make_installation()
    client.force_login(make_manager())
    survey(design_effect=1.3)
    survey("P2", asked="", interval="")

    said = client.get("/measures/P1/").content.decode()
    unsaid = client.get("/measures/P2/").content.decode()

    assert ASKED in said and "chosen at random, design effect 1.3" in said
    assert "Not said: how many are asked" in unsaid
    assert "Not said: nobody can tell" in unsaid


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"asked": "Residents"}, "Only a survey says whom it asks"),
        ({"interval": "none"}, "Only a survey says whom it asks"),
        ({"basis": "survey", "design_effect": 0.5}, "Weights make no survey surer"),
    ],
)
def test_what_a_definition_cannot_say_is_refused_in_words(
    how: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        make_indicator(**how)
    standing = make_indicator("V2")
    with pytest.raises(IntegrityError), transaction.atomic():
        Indicator.objects.filter(pk=standing.pk).update(**how)


# ------------------------------------------------------------------- its figures


@pytest.fixture
def surveys() -> Sequence[Indicator]:
    """What an agency owes: a share that is reckoned, a share that comes whole, a score."""
    make_installation()
    how = {
        "owner": make_agency("Saxonshire Police"),
        "comes_from": "return",
        "due_days": 10,
    }
    made = (
        survey("P1", **how),
        survey("P2", interval="given", **how),
        survey("P3", kind="score", unit="out of ten", interval="", **how),
    )
    until = later(timezone.localdate().replace(day=1), -2)
    answers = {"denominator": 900}
    make_readings(made[0], [0], until=until, at=now(), numerator=522, **answers)
    make_readings(made[1], [58.0], until=until, at=now(), **answers)
    make_readings(made[2], [6.3], until=until, at=now(), **answers)
    return made


def month() -> date:
    return later(timezone.localdate().replace(day=1), -1)


def keyed(client: Client, **boxes: str) -> str:
    lead = Person.objects.filter(email="morwenna@example.org").first()
    client.force_login(lead or make_police_lead())
    sent = {
        name.replace("__", f"-{month():%Y-%m}"): value for name, value in boxes.items()
    }
    answer = client.post(
        "/measures/returns/key/", sent | {"token": str(uuid.uuid4())}, follow=True
    )
    return str(answer.content.decode())


@pytest.mark.covers("S93")
def test_a_partner_is_asked_how_many_answered_and_for_the_interval_that_came_with_it(
    client: Client, surveys: Sequence[Indicator]
) -> None:
    form = keyed(client)
    assert "how many said so" in form and "how many people answered" in form
    assert "the interval begins at" in form

    boxes = {"P1__-n": "540", "P1__-d": "910", "P2__": "61.5", "P2__-d": "880"}
    ends = {"P2__-low": "57.9", "P2__-high": "65.0", "P3__": "6.4"}
    keyed(client, **boxes, **ends)

    first, second, third = (series_of(each)[-1] for each in surveys)
    assert (first.numerator, first.denominator) == (540, 910)
    assert (second.value, second.denominator) == (61.5, 880)
    assert (second.low, second.high) == (57.9, 65.0)
    assert (third.value, third.denominator) == (6.4, None)


@pytest.mark.parametrize(
    ("boxes", "words"),
    [
        ({"P1__-n": "540"}, "enter both numbers"),
        ({"P2__-d": "880"}, "enter this one too"),
        ({"P2__": "61.5", "P2__-low": "57.9"}, "enter this one too"),
        ({"P2__": "61.5", "P2__-low": "62", "P2__-high": "65"}, "expected the figure inside its interval"),
        ({"P2__": "61.5", "P2__-low": "60", "P2__-high": "165"}, "expected an interval up to 100\N{NO-BREAK SPACE}%"),
    ],
)  # fmt: skip
def test_half_an_interval_or_one_beside_its_figure_is_refused(
    client: Client, surveys: Sequence[Indicator], boxes: dict[str, str], words: str
) -> None:
    assert words in keyed(client, **boxes)
    assert not Reading.objects.filter(came_with__isnull=False).exists()


def test_a_file_asks_for_the_same_and_only_where_it_is_needed(
    surveys: Sequence[Indicator],
) -> None:
    due = due_from(surveys[0].owner, on=timezone.localdate())
    head, first, second, third = template_rows(due)
    assert head[-2:] == ["Interval from", "Interval to"]
    assert first[4:] == ["", "", "leave empty", "leave empty"]
    assert "the share itself" in second[1] and second[4:] == ["", "", "", ""]

    first[4:6], second[4:] = ["540", "910"], ["61.5", "880", "57.9", "65"]
    third[4] = "6.4"
    trial = read_return([head, first, second, third], due)

    assert trial.faults == ()
    assert trial.figures[surveys[1]] == [
        Figure(month(), value=61.5, denominator=880, low=57.9, high=65)
    ]
    assert trial.figures[surveys[2]] == [Figure(month(), value=6.4)]
    second[6] = ""
    assert "An interval has both its ends" in read_return([head, second], due).faults[
        0
    ].replace("an interval", "An interval")
    assert template_rows([each for each in due if each.indicator.code == "P1"])[0][-1] == "Out of how many"  # fmt: skip


def test_a_checked_file_keeps_its_interval_until_it_is_sent(
    client: Client, surveys: Sequence[Indicator]
) -> None:
    client.force_login(make_police_lead())
    rows = template_rows(due_from(surveys[1].owner, on=timezone.localdate()))
    rows[2][4:] = ["61.5", "880", "57.9", "65"]
    out = io.StringIO()
    csv.writer(out).writerows([rows[0], rows[2]])
    sheet = SimpleUploadedFile("figures.csv", out.getvalue().encode())
    checked = client.post("/measures/returns/file/", {"sheet": sheet}).content.decode()
    assert "Check these figures" in checked
    hidden = dict(re.findall(r'name="(figures|token)" value="([^"]+)"', checked))

    client.post("/measures/returns/file/", hidden | {"note": ""})

    newest = series_of(surveys[1])[-1]
    assert (newest.value, newest.low, newest.high) == (61.5, 57.9, 65.0)


def test_by_hand_the_same_numbers_are_asked_for_and_revised(
    client: Client, surveys: Sequence[Indicator]
) -> None:
    client.force_login(make_manager())
    form = client.get("/measures/P2/record/").content.decode()
    assert "The interval begins at" in form and "How many people answered" in form

    client.post(
        "/measures/P2/record/",
        {"once": str(uuid.uuid4()), "period_start": month().isoformat(), "value": "61.5", "denominator": "880", "low": "57.9", "high": "65", "evidence": "Report"},
    )  # fmt: skip

    newest = series_of(surveys[1])[-1]
    assert (newest.value, newest.denominator, newest.low) == (61.5, 880, 57.9)
    again = client.get(f"/measures/P2/{newest.pk}/revise/").content.decode()
    assert 'value="57.9"' in again
