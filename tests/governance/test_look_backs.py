"""The look back by old priority: every claim rests on a reading, or is called an anecdote."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests import make
from tests.documents import readback
from tests.make_board import TODAY, on_seat
from tests.make_numbers import make_indicator, make_readings
from tests.partners.people import NOW, PASSWORD

from goldthread.audit.models import Event
from goldthread.documents import stored
from goldthread.documents.lint import faults
from goldthread.documents.model import (
    Bullets,
    Callout,
    Document,
    Figure,
    Table,
    blocks_of,
    plain,
    runs,
)
from goldthread.governance import services, tasks
from goldthread.governance.models import LookBack, LookBackClaim
from goldthread.governance.papers.look_back import look_back_document
from goldthread.governance.papers.tracks import Term, tracks_of
from goldthread.governance.papers.written import files_of
from goldthread.governance.services import ClaimTold
from goldthread.partners.rules import Refused
from goldthread.strategy import services as steering
from goldthread.strategy.models import Strategy

pytestmark = pytest.mark.django_db

ON = date(2026, 5, 15)  # of the term, April is over
# Two years as usual, a year well under it, April with it, and May not yet over.
FELL = (*([100, 104, 97, 102, 99, 103] * 4), *([61, 58, 62, 60, 59, 63] * 2))


def make_world() -> tuple[Strategy, Strategy]:
    """A strategy, and the one after it, into which one of its priorities goes."""
    by = make.make_manager()
    old = make.make_strategy("Before", state="in_force")
    new = make.make_strategy("After", period=(date(2029, 4, 1), date(2032, 4, 1)), follows=old)  # fmt: skip
    violence, harm = old.priorities.order_by("number")
    into = new.priorities.order_by("number")[0]
    steering.write_crossing(new, violence, into, kind="continues", by=by, at=NOW)
    steering.write_crossing(new, harm, None, kind="ends", by=by, at=NOW)
    measure = make_indicator(
        "V1",
        name="Violence at the ranks",
        outcomes=tuple(into.outcomes.all()),
        opened_on=date(2023, 4, 1),
    )
    make_readings(measure, (*FELL, 64, 400), until=date(2026, 5, 1))
    return old, new


def make_look_back() -> LookBack:
    old, _ = make_world()
    return services.begin_look_back(old, by=make.make_manager(), at=NOW)


def claim(look_back: LookBack, number: int = 1, **how: Any) -> LookBackClaim:
    priority = look_back.strategy.priorities.get(number=number)
    told = ClaimTold(**{"priority": priority, "kind": "achieved", "text": "Violence at the ranks fell."} | how)  # fmt: skip
    return services.claim(look_back, told, by=make.make_manager(), at=NOW)


def last_of(look_back: LookBack) -> Any:
    priority = look_back.strategy.priorities.get(number=1)
    return tracks_of(priority, Term.of(look_back.strategy, ON))[0].last


def told(document: Document) -> list[str]:
    return [
        plain(text)
        for block in blocks_of(document)
        if isinstance(block, Bullets)
        for text in block.items
    ]


@pytest.mark.covers("S41")
def test_a_series_of_today_reaches_back_to_the_old_priority_and_stops_at_its_term() -> (
    None
):
    look_back = make_look_back()
    violence, harm = look_back.strategy.priorities.order_by("number")
    term = Term(date(2023, 4, 1), date(2026, 4, 1))

    found = tracks_of(violence, term)

    assert [each.indicator.code for each in found] == ["V1"]
    assert found[0].last.period_start == date(2026, 3, 1)  # and not what came after
    assert found[0].first_year == pytest.approx(100.83, abs=0.01)
    assert found[0].last_year == pytest.approx(60.5)
    assert found[0].standing.word == "Improving"
    assert tracks_of(harm, term) == []


@pytest.mark.covers("S38")
def test_every_claim_shows_the_reading_it_rests_on_or_is_called_an_anecdote() -> None:
    look_back = make_look_back()
    reading = last_of(look_back)
    claim(look_back, reading=reading)
    claim(look_back, 2, kind="learned", text="People stayed longer.", source="a trader")

    document = look_back_document(look_back, on=ON)

    words = told(document)
    assert words[0].startswith("Violence at the ranks fell. Measure V1 Violence at the ranks: 64 ")  # fmt: skip
    assert words[1] == "People stayed longer. Anecdote, told by a trader."
    bound = [
        run.ref
        for block in blocks_of(document)
        if isinstance(block, Bullets)
        for text in block.items
        for run in runs(text)
        if isinstance(run, Figure)
    ]
    assert bound == [f"reading:{reading.pk}"] * 2
    assert faults(document) == []
    text = " ".join(plain(b.text) for b in blocks_of(document) if hasattr(b, "text"))
    assert "continues as “Prevent violence”" in text
    assert "it ends." in text
    table = next(b for b in blocks_of(document) if isinstance(b, Table))
    assert table.rows[0][0] == "V1 Violence at the ranks"


@pytest.mark.covers("S38")
def test_a_claim_that_its_own_measure_does_not_support_is_marked_and_stays() -> None:
    look_back = make_look_back()
    claim(look_back, text="Violence at the ranks rose by 12 %.", reading=last_of(look_back))  # fmt: skip

    document = look_back_document(look_back, on=ON)

    marks = [b for b in blocks_of(document) if isinstance(b, Callout) and b.heading]
    assert [mark.heading for mark in marks] == ["Not supported by the figures"]
    assert told(document)[0].startswith("Violence at the ranks rose by 12 %.")


def test_a_claim_rests_on_one_of_the_two_and_on_no_third_thing() -> None:
    look_back = make_look_back()
    reading = last_of(look_back)
    for how, words in (
        ({}, "Choose the measure that shows it"),
        ({"reading": reading, "source": "a trader"}, "not both"),
        ({"text": " ", "source": "a trader"}, "in a sentence"),
    ):
        with pytest.raises(Refused, match=words):
            claim(look_back, **how)
    other = Strategy.objects.get(title="After").priorities.get(number=1)
    with pytest.raises(Refused, match="is no priority of"):
        claim(look_back, priority=other, source="a trader")
    with pytest.raises(Refused, match="manager leads"):
        services.begin_look_back(look_back.strategy, by=on_seat("Police"), at=NOW)
    claim(look_back, reading=reading)
    for wrong in ({"source": "a trader"}, {"reading": None}, {"text": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            LookBackClaim.objects.update(**wrong)


def test_a_look_back_is_issued_when_something_is_said_of_each_priority_and_frozen() -> (
    None
):
    look_back, by = make_look_back(), make.make_manager()
    first = claim(look_back, reading=last_of(look_back))
    gone = claim(look_back, source="nobody")
    services.take_back_claim(gone, by=by, at=NOW)
    assert services.begin_look_back(look_back.strategy, by=by, at=NOW) == look_back

    def issue() -> LookBack:
        return services.issue_look_back(look_back, on=TODAY, by=by, at=NOW)

    with pytest.raises(Refused, match="Nothing is said yet of: Reduce harm"):
        issue()
    claim(look_back, 2, kind="not_achieved", text="Few told us.", source="the refuge")

    issued = issue()

    assert told(stored.from_json(issued.document))[1].startswith("Few told us.")
    assert Event.objects.get(verb="look_back.issued").detail == {"digest": issued.digest, "claims": 2, "anecdotes": 1}  # fmt: skip
    assert Event.objects.filter(verb="look_back.claim_removed").count() == 1
    with pytest.raises(Refused, match="was issued on"):
        issue()
    with pytest.raises(Refused, match="says what it says"):
        claim(look_back, reading=first.reading)
    with pytest.raises(Refused, match="says what it says"):
        services.take_back_claim(first, by=by, at=NOW)
    for wrong in ({"document": ""}, {"state": "draft"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            LookBack.objects.update(**wrong)


@pytest.mark.slow
@pytest.mark.covers("S38", "C2", "C8")
def test_the_manager_writes_and_issues_a_look_back_on_its_pages(client: Client) -> None:
    old, _ = make_world()
    by = make.make_manager()
    assert client.login(email=by.email, password=PASSWORD)

    begun = client.post("/board/look-back/add/", {"strategy": old.pk})
    look_back = LookBack.objects.get()
    here = f"/board/look-back/{look_back.pk}/"
    assert begun["Location"] == here
    violence, harm = old.priorities.order_by("number")
    page = client.get(f"{here}priorities/{violence.key}/").content.decode()
    assert "V1 Violence at the ranks: 400, May 2026" in page
    assert "anecdote" in client.get(f"{here}priorities/{harm.key}/").content.decode()
    for priority in (violence, harm):
        client.post(
            f"{here}priorities/{priority.key}/",
            {"kind": "achieved", "text": "People stay.", "source": "a trader"},
        )
    extra = claim(look_back, source="nobody")
    assert client.post(f"{here}claims/{extra.pk}/off/").status_code == 302
    assert client.post(f"{here}issue/").status_code == 302

    tasks.write_paper_files.func("look_back", look_back.pk)
    page = client.get(here).content.decode()
    assert "Anecdote" in page
    assert "Take it out" not in page
    look_back.refresh_from_db()
    files = files_of(look_back)
    document = stored.from_json(look_back.document)
    assert readback.lost_in_pdf(document, files["pdf"].read_bytes()) == []
    word = client.get(f"{here}files/docx/")
    assert b"".join(word.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
