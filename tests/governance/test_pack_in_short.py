"""The first page of a pack: the largest first, what is left out counted, what comes back."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import takewhile

import pytest
from tests.governance.test_pack import QUARTER, built, make_world, numbers_of
from tests.make import make_manager
from tests.make_board import TODAY, make_challenge, make_decision, make_meeting
from tests.make_effects import judge, series, stated
from tests.make_numbers import QUIET, make_indicator, make_readings
from tests.partners.people import NOW, make_person

from goldthread.documents.lint import faults
from goldthread.documents.model import Bullets, Chart, Document, Table, blocks_of, plain
from goldthread.governance import services
from goldthread.governance.models import Meeting
from goldthread.governance.pack import EVERYBODY, MEMBERS, document_of, material_for
from goldthread.governance.pack.bound import unbound
from goldthread.governance.pack.material import next_meeting
from goldthread.governance.pack.summary import moved
from goldthread.performance import services as numbers
from goldthread.performance.services import Figure
from goldthread.strategy.models import Workstream

pytestmark = pytest.mark.django_db


def in_short(document: Document) -> list[str]:
    first = document.sections[0]
    return [
        plain(each)
        for block in first.blocks
        if isinstance(block, Bullets)
        for each in block.items
    ]


def test_of_many_concerns_the_largest_three_are_told_and_the_others_counted() -> None:
    board = make_world()
    stream = Workstream.objects.order_by("pk").first()
    names = ("Thefts of bicycles", "Thefts of handbags", "Thefts of lead")
    for code, name, last in zip(
        ("K3", "K2", "K1"), names, (900, 700, 500), strict=True
    ):
        worse = make_indicator(code, workstream=stream, name=name)
        make_readings(worse, (*QUIET, last, last))

    document = built(board)

    said = in_short(document)
    told = [one.split(":")[0] for one in said if one.startswith("Thefts")]
    assert told == list(names)
    assert "And 1 more: Vehicle crimes recorded." in said
    charts = [block for block in blocks_of(document) if isinstance(block, Chart)]
    assert {"K1", "K2", "K3", "V1"} <= {chart.ref for chart in charts}  # one for each
    assert unbound(document) == [] and faults(document) == []


def test_what_comes_back_before_the_board_meets_again_is_asked_first() -> None:
    board = make_world()
    item = Meeting.objects.took_place().get().items.get()
    soon, late = TODAY + timedelta(days=30), TODAY + timedelta(days=90)
    make_meeting(held_on=TODAY + timedelta(days=60))  # the one after next
    make_decision(item, "defer", title="The cameras", deferred_to=soon)
    make_decision(item, "defer", title="The gates", deferred_to=late)
    make_challenge(due_on=TODAY - timedelta(days=2), question="Who paid for it?")

    said = in_short(built(board))

    asked = [one for one in said if one.startswith(("Take", "Decide", "Say", "Have"))]
    assert asked[0].startswith("Take D-002 up again")
    assert not any("The gates" in one for one in said)
    assert any(one.startswith("And ") and "sections that follow" in one for one in said)


def test_scrutiny_that_waits_is_put_to_the_board() -> None:
    board, by = make_world(), make_manager()
    services.record_scrutiny(
        committee="Crime and disorder committee",
        kind="report",
        asked="How is knife crime counted?",
        received_on=TODAY,
        wanted_by=TODAY + timedelta(days=5),  # a Saturday
        by=by,
        at=NOW,
    )

    material = material_for(board, QUARTER, audience=MEMBERS, on=TODAY, meeting=next_meeting(board, TODAY))  # fmt: skip

    assert [one.reference for one in material.scrutiny] == ["S-001"]
    alone = replace(material, items=(), due=(), back=(), challenges=(), risks=())
    (said,) = [one for one in in_short(document_of(alone, version="1", draft=True)) if "S-001" in one]  # fmt: skip
    assert said == "Answer Crime and disorder committee on S-001 by 27 November 2026, as offices are closed on 28 November 2026: How is knife crime counted?"  # fmt: skip


def test_one_line_says_what_worked() -> None:
    board = make_world()
    action = stated()
    assert not any(one.startswith("What worked") for one in in_short(built(board)))

    judge(action, series(60, 20))

    (said,) = [one for one in in_short(built(board)) if one.startswith("What worked")]
    assert str(action) in said


def test_a_revised_figure_is_told_with_its_measure() -> None:
    board, by = make_world(), make_manager()
    pack = services.ask_for_pack(board, QUARTER, by=by, at=NOW)
    services.issue_pack(services.build_pack(pack, by=by, at=NOW), by=by, at=NOW)
    was = numbers_of("V1").readings.standing().order_by("-period_start").first()
    told = Figure(was.period_start, value=151)
    numbers.revise_reading(was, told, reason="A late batch", by=by, at=NOW)

    section = next(one for one in built(board).sections if one.id == "revisions")

    (bullets,) = [block for block in section.blocks if isinstance(block, Bullets)]
    assert plain(bullets.items[0]).startswith("Vehicle crimes recorded, October 2026: was 140")  # fmt: skip


def test_a_pack_says_how_new_its_figures_are_and_words_say_their_month() -> None:
    board = make_world()
    second = make_person("ottoline@example.org", name="Ottoline Fennick")
    worse = numbers_of("V1")
    numbers.approve_commentary(worse.commentaries.get(), by=second, at=NOW)

    document = built(board)

    assert document.subtitle == "Board pack, Q2 2026/27, with the newest figures held on 23 November 2026"  # fmt: skip
    said = "\n".join(repr(block) for block in blocks_of(document))
    assert "Said of " in said


def test_whose_figures_are_late_is_said_before_the_tables() -> None:
    board = make_world()

    def said(on: date) -> str:
        told = material_for(board, QUARTER, audience=EVERYBODY, on=on, meeting=None)
        document = document_of(told, version="1", draft=False)
        (measures,) = [one for one in document.sections if one.id == "measures"]
        before = takewhile(lambda one: not isinstance(one, Table), measures.blocks)
        return " ".join(map(repr, before))

    assert "Figures that are late" not in said(TODAY)
    late = said(TODAY + timedelta(days=200))
    assert "Figures that are late" in late
    assert "Vehicle crimes recorded: " in late and ", owed by " in late


def test_a_decision_of_which_nothing_is_expected_says_so() -> None:
    board = make_world()
    item = Meeting.objects.took_place().get().items.get()
    make_decision(item, "note", title="The report is noted")

    (table,) = [b for b in blocks_of(built(board)) if isinstance(b, Table) and b.id == "table-last-decisions"]  # fmt: skip

    assert [row[2] for row in table.rows] == ["23 November 2026", "nothing expected"]


def test_size_is_how_far_a_measure_is_from_its_usual() -> None:
    board = make_world()
    lines = material_for(board, QUARTER, audience=MEMBERS, on=TODAY, meeting=None).lines
    line = next(one for one in lines if one.code == "V1")

    assert moved(replace(line, value=22.0, recent=(2.0, 2.0, 22.0))) == 10
    assert moved(replace(line, value=None)) == 0 == moved(replace(line, recent=(4.0,)))
