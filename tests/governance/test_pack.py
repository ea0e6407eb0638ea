"""The quarterly pack: one model, four files, every number bound and read back."""

import io
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
import pytest
from django.test import Client
from tests.documents import readback
from tests.make import make_body, make_manager
from tests.make_board import (
    TODAY,
    make_ask,
    make_board,
    make_challenge,
    make_decision,
    make_item,
    make_meeting,
    make_risk,
    on_seat,
)
from tests.make_effects import STATED, judge, series
from tests.make_numbers import QUIET, make_indicator, make_readings
from tests.make_plan import make_action, make_area, make_report, make_strategy
from tests.partners.people import NOW, PASSWORD, make_installation, make_person

from goldthread.audit.models import Event
from goldthread.cli.parser import arguments
from goldthread.core.periods import Period, quarter_of
from goldthread.delivery import services as plan
from goldthread.delivery.models import Action
from goldthread.documents.lint import faults
from goldthread.documents.model import (
    Chart,
    Document,
    Paragraph,
    Section,
    Table,
    blocks_of,
    plain,
)
from goldthread.governance import services, tasks
from goldthread.governance.models import Meeting, Pack
from goldthread.governance.pack import (
    EVERYBODY,
    MEMBERS,
    document_of,
    files,
    material_for,
)
from goldthread.governance.pack.bound import shown_numbers, unbound, unsupported
from goldthread.governance.pack.material import next_meeting
from goldthread.governance.pack.quarters import quarter_named
from goldthread.partners.models import Body
from goldthread.partners.rules import Refused
from goldthread.performance import services as numbers
from goldthread.performance.models import Lock, Reading
from goldthread.performance.periods import later
from goldthread.performance.queries import revisions_of
from goldthread.performance.services import Figure
from goldthread.strategy import services as steering

pytestmark = pytest.mark.django_db

QUARTER: Period = quarter_of(date(2026, 7, 1))


def make_world() -> Body:
    """A board with measures that rose and fell, a plan, risks, asks and two meetings."""
    strategy = make_strategy(state="in_force")
    by, board = make_manager(), make_board()
    steering.publish_strategy(strategy, on=TODAY, by=by, at=NOW)
    stream = strategy.workstreams.first()
    worse = make_indicator("V1", workstream=stream, name="Vehicle crimes recorded")
    make_readings(worse, (*QUIET, 131, 140))
    better = make_indicator("V2", workstream=stream, name="Violence at the ranks")
    make_readings(better, (*QUIET, 71, 62))
    share = make_indicator(
        "T1",
        workstream=stream,
        name="People who feel safe after dark",
        kind="percent",
        unit="% of those asked",
        out_of="residents asked",
        polarity="up",
    )
    make_readings(share, [None, 61.5], denominator=400.0, numerator=246.0)
    numbers.write_commentary(
        worse,
        what="Vehicle crimes fell by 30 per cent after the patrols.",
        by=by,
        at=NOW,
    )
    action = make_action(workstream=stream, due_on=TODAY - timedelta(days=9), cost_pounds=12500)  # fmt: skip
    make_report(action, status="at_risk", text="The post is vacant.")
    held = make_meeting(state="held", held_on=TODAY - timedelta(days=20))
    make_decision(held.items.get(), effect_by=TODAY)
    make_ask(item=held.items.get())
    make_challenge()
    make_risk(review_on=TODAY - timedelta(days=3))
    ahead = make_meeting(held_on=TODAY + timedelta(days=14))
    make_item(ahead, summary="The board is asked to keep the marshals")
    make_item(ahead, "Mr Secret", audience="members", restricted_because="A live case")
    return board


def built(board: Body, audience: str = EVERYBODY) -> Document:
    told = material_for(
        board,
        QUARTER,
        audience=audience,
        on=TODAY,
        meeting=next_meeting(board, TODAY),
    )
    return document_of(told, version="1", draft=False)


def words_of(document: Document) -> str:
    told = [str(section.heading) for section in document.sections]
    told += [repr(block) for block in blocks_of(document)]
    return "\n".join(told)


def test_words_that_wait_for_their_lead_are_not_said_and_not_called_missing() -> None:
    said = words_of(built(make_world()))

    assert "has said why; the words wait for their lead" in said
    assert "has not said why" not in said
    assert "fell by 30 per cent" not in said


@pytest.mark.covers("S106", "C30", "C31")
def test_the_pack_begins_with_what_is_good_what_worries_and_what_is_asked() -> None:
    document = built(make_world())

    first = document.sections[0]
    said = " ".join(plain(b.text) if hasattr(b, "text") else repr(b) for b in first.blocks)  # fmt: skip
    assert first.heading == "In short"
    assert "Violence at the ranks" in said
    assert "Vehicle crimes recorded" in said
    assert "keep the marshals" in said
    assert faults(document) == []


def test_the_pack_holds_exceptions_measures_money_risks_and_what_came_of_decisions() -> (
    None
):
    document = built(make_world())

    assert [one.id for one in document.sections] == [
        "summary",
        "decisions",
        "last",
        "concern",
        "measures",
        "plan",
        "places",
        "money",
        "risks",
        "asks",
        "challenges",
        "attendance",
        "reading",
    ]
    said = words_of(document)
    for words in ("A-001", "12", "R-001", "Q-001", "H-001", "D-001"):
        assert words in said


@pytest.mark.covers("C38")
def test_the_highest_risks_stand_first_with_where_their_last_review_moved_them() -> (
    None
):
    board = make_world()
    high = make_risk(title="The grant ends", inherent=(5, 5), residual=(4, 5))
    services.review_risk(
        high,
        likelihood=3,
        impact=4,
        words="Half of it is promised again.",
        on=TODAY,
        next_on=TODAY + timedelta(days=90),
        by=make_manager(),
        at=NOW,
    )
    highest = make_risk(title="No analyst", inherent=(5, 5), residual=(5, 5))

    document = built(board)
    section = next(one for one in document.sections if one.id == "risks")
    (table,) = [each for each in section.blocks if isinstance(each, Table)]

    rows = {str(row[0])[:5]: row for row in table.rows}
    assert str(table.rows[0][0]).startswith(highest.reference)
    assert (rows[high.reference][3], rows[high.reference][5]) == (12, "down from 20")
    assert rows[highest.reference][5] == "not reviewed yet"


@pytest.mark.covers("C35")
def test_the_topic_that_a_meeting_looks_into_stands_in_the_pack_with_everything_of_it() -> (
    None
):
    board = make_world()
    ahead = next_meeting(board, TODAY)
    stream = Action.objects.get().workstream
    assert ahead is not None
    assert not [one for one in built(board).sections if one.id.startswith("depth")]
    make_action("Light the courts", workstream=stream)
    make_item(ahead, "Standing work, a year on", purpose="discussion", in_depth=stream)

    document = built(board)
    (section,) = [one for one in document.sections if one.id.startswith("depth")]

    assert section.heading == f"{stream.title} in depth"
    drawn = [each.ref for each in blocks_of(document) if isinstance(each, Chart)]
    assert len(drawn) == len(set(drawn)) == 3  # and none of them a second time
    (actions,) = [each for each in section.blocks if isinstance(each, Table)]
    assert [str(row[0]) for row in actions.rows] == [
        "A-001 Open a taxi marshal scheme",
        "A-002 Light the courts",
    ]  # every one, not the exceptions alone
    said = "\n".join(repr(each) for each in section.blocks)
    assert "People who feel safe after dark" in said and "not judged" in said
    assert faults(document) == [] and unbound(document) == []


@pytest.mark.covers("C35", "S122")
def test_a_topic_of_a_restricted_item_is_in_the_members_edition_alone() -> None:
    board = make_world()
    ahead, stream = next_meeting(board, TODAY), Action.objects.get().workstream
    assert ahead is not None
    make_item(ahead, "Quietly", audience="members", restricted_because="A live case", in_depth=stream)  # fmt: skip

    def depths(audience: str) -> int:
        sections = built(board, audience).sections
        return sum(one.id.startswith("depth") for one in sections)

    assert (depths(EVERYBODY), depths(MEMBERS)) == (0, 1)


@pytest.mark.covers("S122")
def test_what_is_restricted_is_in_the_members_edition_alone() -> None:
    board = make_world()

    everybody, members = words_of(built(board)), words_of(built(board, MEMBERS))

    assert "Mr Secret" not in everybody
    assert "leaves out items" in everybody
    assert "Mr Secret" in members
    assert built(board).marking == "OFFICIAL"
    assert built(board, MEMBERS).marking == "OFFICIAL-SENSITIVE"


def test_every_number_in_a_sentence_is_bound_to_what_it_was_read_from() -> None:
    document = built(make_world())
    readings = {str(key) for key in Reading.objects.values_list("pk", flat=True)}

    assert unbound(document) == []
    shown = shown_numbers(document)
    assert len(shown) > 15
    assert all(ref for _, ref in shown)
    bound = [ref.partition(":")[2] for _, ref in shown if ref.startswith("reading:")]
    assert bound
    assert set(bound) <= readings


@pytest.mark.parametrize(
    ("words", "is_loose"),
    [
        ("Crimes fell by 12 in the centre.", True),
        ("Thefts rose x3 in a year.", True),
        ("Third sector, seat 2", False),
        ("It worked: moderate (level 3 of 5).", False),
        ("Public order offences stand beside it as O1.", False),
        ("D-014 is due on 3 March 2027, item 4, for Q2 2026/27.", False),
    ],
)
def test_what_names_a_thing_is_no_figure(words: str, is_loose: bool) -> None:
    section = Section("s", "Section", (Paragraph(words),))
    document = Document("Pack", "", "Saxonbridge", "OFFICIAL", TODAY, "", (section,))

    assert unbound(document) == [words] * is_loose


def test_a_sentence_that_the_figures_do_not_support_is_marked_and_stays() -> None:
    board = make_world()
    worse = numbers_of("V1")
    # Whoever wrote a marked sentence does not approve it themselves.
    second = make_person("ottoline@example.org", name="Ottoline Fennick")
    numbers.approve_commentary(worse.commentaries.get(), by=second, at=NOW)

    document = built(board)

    assert "Vehicle crimes fell by 30 per cent" in words_of(document)
    marked = unsupported(document)
    assert any("The figures rose" in one for one in marked), marked


def numbers_of(code: str) -> Any:
    from goldthread.performance.models import Indicator

    return Indicator.objects.get(code=code)


@pytest.mark.slow
def test_pdf_word_slides_and_workbook_hold_every_number_of_the_one_model(
    tmp_path: Path,
) -> None:
    document = built(make_world(), MEMBERS)
    made = files.written(document, list(files.FORMATS), drawn=tmp_path)

    assert readback.lost_in_pdf(document, made["pdf"]) == []
    word = docx.Document(io.BytesIO(made["docx"]))
    rows = [[c.text for c in r.cells] for t in word.tables for r in t.rows]
    said = readback.squeezed(
        "\n".join([p.text for p in word.paragraphs] + [c for r in rows for c in r])
    )
    figures = readback.figures_in_place(document)
    assert len(figures) > 15
    assert [f.display for f, _ in figures if readback.squeezed(f.display) not in said] == []  # fmt: skip
    wanted = [r for t in readback.tables_of(document) for r in readback.written_rows(t)]
    # Long narrow tables are folded: a row stands beside others on one line.
    flat = "\n".join(f"|{'|'.join(map(readback.squeezed, row))}|" for row in rows)
    assert [r for r in wanted if f"|{'|'.join(map(readback.squeezed, r))}|" not in flat] == []  # fmt: skip
    slides = pptx.Presentation(io.BytesIO(made["pptx"]))
    wanted = [
        r for t in readback.tables_on_slides(document) for r in readback.written_rows(t)
    ]
    shown = [
        [readback.squeezed(cell.text_frame.text) for cell in row.cells]
        for slide in slides.slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
    ]
    assert [r for r in wanted if [readback.squeezed(c) for c in r] not in shown] == []
    charts = [s.chart for slide in slides.slides for s in slide.shapes if s.has_chart]
    pictures = [b for b in blocks_of(document) if isinstance(b, Chart)]
    for picture, chart in zip(pictures, charts, strict=True):
        drawn = {v for one in chart.plots[0].series for v in one.values}
        assert {row[1] for row in picture.table.rows} <= drawn
    book = openpyxl.load_workbook(io.BytesIO(made["xlsx"]))
    values = {
        cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
    }
    assert not any(str(v).startswith("=") for v in values if v is not None)
    held = {
        value
        for table in readback.tables_of(document)
        for row in table.rows
        for value in row
        if isinstance(value, int | float)
    }
    stated = {f.value for f, _ in figures if isinstance(f.value, int | float)}
    assert [v for v in held | stated if v not in values] == []


@pytest.mark.covers("S106")
def test_an_issued_pack_is_frozen_hashed_and_holds_its_readings() -> None:
    board, by = make_world(), make_manager()
    asked = services.ask_for_pack(board, QUARTER, by=by, at=NOW)
    with pytest.raises(Refused, match="read it over first"):
        services.issue_pack(asked, by=by, at=NOW)
    services.build_pack(asked, by=by, at=NOW)
    issued = services.issue_pack(asked, by=by, at=NOW)
    before = (issued.for_members, issued.hash_members)

    worse = numbers_of("V1")
    reading = worse.readings.standing().order_by("-period_start").first()
    numbers.revise_reading(
        reading,
        Figure(reading.period_start, value=151),
        reason="A late batch came in",
        by=by,
        at=NOW,
    )
    services.build_pack(issued, by=by, at=NOW)  # an issued pack is never built anew

    kept = Pack.objects.get()
    assert (kept.for_members, kept.hash_members) == before
    assert len(kept.hash_everybody) == 64
    # What the pack shows of a measure is its last figure, the one before, a year before.
    held = Lock.objects.get().readings
    assert held.values("indicator").distinct().count() == 3
    last = reading.period_start
    assert {one.period_start for one in held.filter(indicator=worse)} == {
        last,
        later(last, -1),
        later(last, -12),
    }
    revised = revisions_of([worse])
    assert (revised[0].was, revised[0].now) == (140, 151)
    events = Event.objects.filter(verb__in=("pack.issued", "readings.locked"))
    assert len({event.cause for event in events}) == 1
    with pytest.raises(Refused, match="was issued"):
        services.issue_pack(kept, by=by, at=NOW)
    again = services.ask_for_pack(board, QUARTER, by=by, at=NOW)
    assert again.version == 2
    assert "was 140" in words_of(built(board)) or "140" in words_of(built(board))
    assert "revisions" in [one.id for one in built(board).sections]


def test_a_pack_is_asked_for_by_who_runs_the_board_and_not_of_a_quarter_to_come() -> (
    None
):
    board, by = make_board(), make_manager()

    with pytest.raises(Refused, match="chair of"):
        services.ask_for_pack(board, QUARTER, by=on_seat("Police"), at=NOW)
    with pytest.raises(Refused, match="has not begun"):
        services.ask_for_pack(board, quarter_of(date(2027, 7, 1)), by=by, at=NOW)
    first = services.ask_for_pack(board, QUARTER, by=by, at=NOW)
    second = services.ask_for_pack(board, QUARTER, by=by, at=NOW)
    assert first == second
    failed = services.note_pack_failed(first, why="No room", at=NOW)
    assert (failed.state, failed.failed_because) == ("failed", "No room")


def test_a_board_without_measures_or_meetings_still_has_a_pack() -> None:
    document = built(make_body("Youth board"))

    assert faults(document) == []
    assert "No measure belongs to this board yet" in words_of(document)


@pytest.mark.slow
def test_the_button_builds_the_worker_writes_and_each_reader_gets_their_edition(
    client: Client, empty_home: Path, django_capture_on_commit_callbacks: Any
) -> None:
    board, manager = make_world(), make_manager()
    assert client.login(email=manager.email, password=PASSWORD)

    asked = client.post(
        "/board/packs/add/", {"body": board.pk, "quarter": QUARTER.start.isoformat()}
    )
    assert asked.status_code == 302, asked.content.decode()
    pack = Pack.objects.get()
    tasks.build_pack.func(pack.pk)
    page = client.get(f"/board/packs/{pack.pk}/").content.decode()
    assert "Issue it" in page
    assert "Mr Secret" in page
    assert client.post(f"/board/packs/{pack.pk}/issue/").status_code == 302
    tasks.write_pack_files.func(pack.pk)
    members = client.get(f"/board/packs/{pack.pk}/files/pdf/")
    inside = b"".join(members.streaming_content)

    resident = on_seat("Residents")
    assert client.login(email=resident.email, password=PASSWORD)
    theirs = client.get(f"/board/packs/{pack.pk}/").content.decode()
    assert "Mr Secret" not in theirs
    open_ = client.get(f"/board/packs/{pack.pk}/files/pdf/")
    assert b"".join(open_.streaming_content) != inside


def test_a_draft_is_nobodys_but_theirs_who_run_the_board(client: Client) -> None:
    board = make_world()
    pack = services.ask_for_pack(board, QUARTER, by=make_manager(), at=NOW)
    resident = on_seat("Residents")
    assert client.login(email=resident.email, password=PASSWORD)

    assert client.get(f"/board/packs/{pack.pk}/").status_code == 404
    assert client.get("/board/packs/").status_code == 200


@pytest.mark.slow
def test_the_command_writes_the_four_files_of_a_quarter(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_installation()
    board = make_world()

    chosen = arguments(
        ["pack", board.name, "--quarter", "2026-Q2", "--out", str(tmp_path), "--json"]
    )
    assert chosen.run(chosen) == 0

    told = json.loads(capsys.readouterr().out)
    assert told["quarter"] == "Q2 2026/27"
    assert [Path(one).suffix for one in told["files"]] == [".pdf", ".docx", ".pptx", ".xlsx"]  # fmt: skip
    assert all(Path(one).stat().st_size > 2_000 for one in told["files"])


@pytest.mark.parametrize("words", ["2026-Q2", "2026q2", "Q2 2026/27"])
def test_a_quarter_is_named_as_people_name_it(words: str) -> None:
    assert quarter_named(words, on=TODAY) == QUARTER
    assert quarter_named("last", on=TODAY) == QUARTER


def test_what_is_no_quarter_is_refused_in_a_sentence() -> None:
    with pytest.raises(ValueError, match="such as 2026-Q2"):
        quarter_named("autumn", on=TODAY)


def test_what_is_overdue_and_what_is_deferred_say_until_when_in_the_pack() -> None:
    board = make_world()
    make_decision(Meeting.objects.took_place().get().items.get(), "defer", title="Cameras come back")  # fmt: skip

    said = words_of(built(board))

    assert "Overdue by 6 working days, at risk" in said
    assert "D-002, by 21 February 2027: Cameras come back" in said
    assert "Deferred to 21 February 2027" in said


def test_the_page_of_a_meeting_leads_to_its_pack(client: Client) -> None:
    board, by = make_world(), make_manager()
    pack = services.ask_for_pack(board, QUARTER, by=by, at=NOW)
    services.build_pack(pack, by=by, at=NOW)
    ahead = next_meeting(board, TODAY)
    assert ahead is not None
    here, link = f"/board/meetings/{ahead.pk}/", f"/board/packs/{pack.pk}/"
    resident = on_seat("Residents")

    assert client.login(email=by.email, password=PASSWORD)
    assert "Q2 2026/27, version 1, draft" in client.get(here).content.decode()
    assert client.login(email=resident.email, password=PASSWORD)
    assert link not in client.get(here).content.decode()

    issued = services.issue_pack(pack, by=by, at=NOW)
    assert link in client.get(here).content.decode()
    assert issued.lock.name == "Safer Saxonbridge Board, pack of Q2 2026/27, version 1"


def test_places_are_those_that_actions_and_effects_name_and_no_more_is_claimed() -> (
    None
):
    board = make_world()
    action = Action.objects.get()
    plan.change_action(action, seen=action.version, areas=[make_area()], reason="Where it is", by=make_manager(), at=NOW)  # fmt: skip

    document = built(board)

    section = next(one for one in document.sections if one.id == "places")
    table = next(b for b in section.blocks if isinstance(b, Table))
    assert table.rows == (("Castle", 1, 0, 1, "nothing is judged yet"),)
    said = words_of(document)
    assert "are not kept here yet" in said
    assert "0 of 1 actions name no place." in " ".join(plain(b.text) for b in section.blocks if isinstance(b, Paragraph))  # fmt: skip


def test_an_effect_stands_in_the_place_that_it_was_judged_in_and_in_no_other() -> None:
    board = make_world()
    here, there = make_area(), make_area("X22000012", "Wharf")
    action = Action.objects.get()
    plan.change_action(action, seen=action.version, areas=[here, there], reason="Both", by=make_manager(), at=NOW)  # fmt: skip
    plan.state_effect(action, measure="Damage", direction="down", percent=20, window_from=date(2025, 4, 1), window_until=date(2026, 4, 1), area=here, by=None, at=STATED)  # fmt: skip
    judge(action, series(30, 15))

    section = next(one for one in built(board).sections if one.id == "places")

    table = next(b for b in section.blocks if isinstance(b, Table))
    told = {row[0]: row[4] for row in table.rows}
    assert told == {
        "Castle": f"{action.reference}: it worked",
        "Wharf": "nothing is judged yet",
    }


@pytest.mark.covers("B11")
def test_money_is_called_planned_and_what_was_spent_is_said_to_be_not_held() -> None:
    document = built(make_world())

    section = next(one for one in document.sections if one.id == "money")
    table = next(b for b in section.blocks if isinstance(b, Table))
    assert section.heading == "Money: what is planned"
    assert [row[1:] for row in table.rows] == [(1, 12500, 0)]
    said = " ".join(plain(b.text) for b in section.blocks if hasattr(b, "text"))
    assert "£12\u202f500 is planned for the 1 of 1 actions that name a cost" in said
    assert "What was spent is not held here" in said
