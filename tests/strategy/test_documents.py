"""The strategy as it leaves: the document, its files, the page, frozen as published."""

import io
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
import pytest
from pypdf import PdfReader
from tests.make import TODAY, make_manager, make_public, make_strategy
from tests.partners.people import NOW, make_agency, make_demonstration

from goldthread.documents import lint, stored
from goldthread.documents.model import (
    Bullets,
    Document,
    Paragraph,
    Table,
    blocks_of,
    plain,
)
from goldthread.partners import services as partners
from goldthread.strategy import files, one_page, services
from goldthread.strategy.models import Strategy
from goldthread.strategy.running_text import parts_of
from goldthread.strategy.tasks import write_files

pytestmark = pytest.mark.django_db


def words_of(document: Document) -> str:
    said: list[str] = []
    for block in blocks_of(document):
        if isinstance(block, Paragraph):
            said.append(plain(block.text))
        elif isinstance(block, Bullets):
            said += map(plain, block.items)
        elif isinstance(block, Table):
            said += [str(cell) for row in block.rows for cell in row]
            said += map(plain, block.notes)
    return "\n".join(said)


def test_a_typed_text_becomes_paragraphs_bullets_and_headings() -> None:
    text = "First line\ngoes on.\n\n- one\n  and more\n- two\nAfter.\n\n## A heading\n\nUnder it."

    parts = parts_of(text, under="area")

    assert parts.blocks == (
        Paragraph("First line goes on."),
        Bullets(("one and more", "two")),
        Paragraph("After."),
    )
    assert [s.heading for s in parts.sections] == ["A heading"]
    assert parts.sections[0].id == "area-1"


@pytest.mark.covers("B5")
def test_what_was_waived_and_who_is_silent_stand_in_the_document() -> None:
    strategy = make_strategy()
    police = make_agency("Saxonshire Police")
    by: dict[str, Any] = {"by": make_manager(), "at": NOW}
    told = services.ResourceTold(agency=police, kind="people", words="One officer")
    services.add_resource(strategy, told, **by)
    services.add_measure(strategy, police, text="Fewer repeats", **by)
    whole_words = words_of(files.reading_of(strategy, on=TODAY).document)
    silent = "Nothing is written down here for Saxonbridge City Council."
    assert whole_words.count(silent) == 2

    reason = "The fire service answers in May."
    services.waive_requirement(
        strategy, requirement="resources", reason=reason, on=TODAY, **by
    )

    words = words_of(files.reading_of(strategy, on=TODAY).document)
    assert f"How the authorities allocate and deploy resources\n{reason}" in words
    council = make_agency("Saxonbridge City Council")
    told = services.ResourceTold(agency=council, kind="people", words="A co-ordinator")
    services.add_resource(strategy, told, **by)
    assert reason not in words_of(files.reading_of(strategy, on=TODAY).document)


@pytest.mark.covers("S41")
def test_why_an_old_priority_ended_stands_in_the_document() -> None:
    last = make_strategy("The last one")
    strategy = make_strategy("The next one", follows=last)
    old = last.priorities.order_by("number")[0]
    by: dict[str, Any] = {"by": make_manager(), "at": NOW}
    services.write_crossing(
        strategy, old, None, kind="ends", note="The county does it now.", **by
    )

    words = words_of(files.reading_of(strategy, on=TODAY).document)

    assert f"{old}\nEnds\n\nThe county does it now." in words


def test_the_document_says_what_the_data_say_in_its_own_order() -> None:
    strategy = make_public()
    document = files.reading_of(strategy, on=TODAY).document

    words = words_of(document)

    for said in (
        "Prevent violence, together.",
        "Fewer young people hurt",
        "Violence rose by a tenth. (Finding A",
        "One full-time officer",
        "Fewer repeat victims",
        "Safeguarding Together",
        "Odette Farrow, Chair",
        "Saxonshire Police",
    ):
        assert said in words, said
    assert lint.faults(document) == []
    assert stored.from_json(stored.to_json(document)) == document


def test_the_printed_glossary_holds_the_words_that_are_used_and_no_others() -> None:
    strategy = make_strategy()
    for term, full in (
        ("MASH", "Multi-agency safeguarding hub"),
        ("CBO", "Criminal behaviour order"),
    ):
        partners.add_term(term=term, expansions=[full], by=None, at=NOW)
    area = strategy.sections.get(key="area")
    services.write_section(
        area, text="The MASH meets daily.", on=TODAY, by=None, at=NOW
    )

    words = words_of(files.reading_of(strategy, on=TODAY).document)

    assert "Multi-agency safeguarding hub" in words
    assert "Criminal behaviour order" not in words


def test_a_strategy_without_sections_still_says_what_it_wants() -> None:
    strategy = make_strategy()
    for section in strategy.sections.all():
        services.remove_section(section, by=None, at=NOW)

    document = files.reading_of(strategy, on=TODAY).document

    assert [s.heading for s in document.sections][:1] == ["Priorities and workstreams"]
    assert "Fewer young people hurt" in words_of(document)


def test_what_was_published_stays_as_it_was_whatever_is_written_later() -> None:
    strategy = make_public()
    before = files.reading_of(strategy, on=TODAY)
    one = strategy.workstreams.get(key="domestic-abuse")
    services.close_workstream(one, on=TODAY, reason="Merged.", by=None, at=NOW)

    strategy.refresh_from_db()

    assert files.reading_of(strategy, on=TODAY) == before
    working = files.working_text(strategy, on=TODAY)
    assert "Domestic abuse" not in working.threads[0].workstreams


def test_the_page_and_the_thread_come_back_from_what_was_frozen() -> None:
    reading = files.working_text(make_strategy(is_complete=True), on=TODAY)

    text = one_page.to_json(reading.sheet, reading.threads)

    assert one_page.from_json(text) == (reading.sheet, reading.threads)
    assert reading.threads[0].evidence[0].finding.startswith("A")


@pytest.mark.slow
@pytest.mark.covers("S57", "S58", "S118")
def test_every_file_carries_the_marking_and_a_draft_says_so_on_every_page(
    empty_home: Path,
) -> None:
    make_demonstration()
    strategy = make_strategy()
    services.change_strategy(
        strategy,
        services.StrategyTold(
            title=strategy.title,
            partnership=strategy.partnership,
            period_start=strategy.period_start,
            period_end=strategy.period_end,
            marking="RESTRICTED",
            handling="Board members only",
        ),
        by=make_manager(),
        at=NOW,
    )
    write_files.func(strategy.pk)
    strategy.refresh_from_db()

    found = _files(strategy)

    assert set(found) == {"pdf", "word", "slides", "tables", "page", "sheet"}
    pdf = PdfReader(io.BytesIO(found["pdf"].read_bytes()))
    for page in pdf.pages:
        assert "OFFICIAL-SENSITIVE" in page.extract_text()
        assert "Invented figures" in page.extract_text() or page is pdf.pages[0]
    assert len(PdfReader(io.BytesIO(found["sheet"].read_bytes())).pages) == 1
    word = docx.Document(str(found["word"]))
    header = " ".join(p.text for s in word.sections for p in s.header.paragraphs)
    assert "OFFICIAL-SENSITIVE" in header
    for slide in pptx.Presentation(str(found["slides"])).slides:
        said = [shape.text_frame.text for shape in slide.placeholders]
        assert any("OFFICIAL-SENSITIVE · Board members only" in text for text in said)
    book = openpyxl.load_workbook(found["tables"])
    assert all("OFFICIAL-SENSITIVE" in s.oddHeader.left.text for s in book.worksheets)
    assert "gt-watermark" in found["page"].read_text()
    assert "Board members only" in found["page"].read_text()


def _files(strategy: Strategy) -> dict[str, Path]:
    reading = files.reading_of(strategy, on=TODAY)
    return files.files_in(strategy, files.folder_of(strategy, reading))


@pytest.mark.slow
def test_files_are_written_once_and_a_killed_writer_leaves_nothing_half(
    empty_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    strategy = make_public()

    def killed(*_: Any) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(files, "to_word", killed)
        files.write_files(strategy, on=TODAY)
    assert _files(strategy) == {}
    assert list((empty_home / "documents").rglob("*.pdf")) == []

    folder = files.write_files(strategy, on=TODAY)
    written = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    files.write_files(strategy, on=TODAY)

    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == written
    assert 'gt-watermark"' not in _files(strategy)["page"].read_text()


@pytest.mark.slow
def test_the_files_are_asked_for_on_the_page_and_served_as_they_lie(
    empty_home: Path, client: Any
) -> None:
    strategy = make_public()
    client.force_login(make_manager())
    page = client.get(f"/strategies/{strategy.key}/public/").content.decode()
    assert "Write the PDF and Word files" in page
    assert client.get(f"/strategies/{strategy.key}/files/pdf/").status_code == 404
    asked = client.post(f"/strategies/{strategy.key}/export/", follow=True)
    assert "The files are being written" in asked.content.decode()
    lie = files.files_in(strategy, files.write_files(strategy, on=TODAY))
    client.logout()

    assert {kind.name for kind in files.KINDS} == set(lie)
    for kind in files.KINDS:
        answer = client.get(f"/strategies/{strategy.key}/files/{kind.name}/")
        assert answer.status_code == 200
        assert answer["Content-Type"] == kind.mime
        assert files.file_name(strategy, kind) in answer["Content-Disposition"]
        # Read to its end the answer closes itself; closed by hand it would take the
        # test's own connection along (Django lets go of old ones with every answer).
        assert b"".join(answer) == lie[kind.name].read_bytes()


@pytest.mark.slow
def test_a_strategy_that_does_not_fit_on_a_page_says_what_to_shorten(
    empty_home: Path, client: Any
) -> None:
    strategy = make_strategy()
    one = strategy.priorities.get(key="reduce-harm")
    long = [
        f"Outcome {n}: {'a long promise about what people would see ' * 8}"
        for n in range(40)
    ]
    services.write_outcomes(one, long, by=None, at=NOW)

    folder = files.write_files(strategy, on=TODAY)

    assert "sheet" not in _files(strategy)
    assert "Reduce harm" in files.why_not_in(folder)
