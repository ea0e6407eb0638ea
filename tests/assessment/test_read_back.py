"""The real Saxonbridge assessment, written, then read back: every number arrived."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from tests.documents import readback

from goldthread.assessment.guards import DISCLOSURE_RULE, MONTH_BASIS
from goldthread.assessment.paper import write
from goldthread.assessment.produce import Assessed, produce
from goldthread.assessment.tables_used import attributions
from goldthread.core.periods import statutory_year
from goldthread.documents.model import Section
from goldthread.evidence.engine import DuckEngine
from goldthread.evidence.lake import Lake
from goldthread.saxonbridge import Generated

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Written:
    """One assessment and its two files."""

    assessed: Assessed
    html: str
    pdf: bytes


@pytest.fixture(scope="module")
def written(
    saxonbridge_home: Path,
    saxonbridge_files: Generated,
    saxonbridge_drawn: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Written]:
    """Statutory year 2025/26 as page and as PDF."""
    engine = DuckEngine(Lake(saxonbridge_home).version())
    assessed = produce(
        engine,
        area=saxonbridge_files.partnership,
        period=statutory_year(2025),
        on=date(2026, 5, 20),
        comparison=saxonbridge_files.comparison,
        invented=True,
    )
    page, pdf = write(
        assessed,
        tmp_path_factory.mktemp("written"),
        formats=["html", "pdf"],
        drawn=saxonbridge_drawn,
    )
    yield Written(assessed, page.read_text(), pdf.read_bytes())
    engine.close()


def test_every_number_of_the_assessment_is_on_the_page(written: Written):
    document = written.assessed.document

    assert len(readback.figures_in_place(document)) > 100
    assert len(readback.tables_of(document)) > 15
    assert readback.lost_in_html(document, written.html) == []


def test_every_number_of_the_assessment_is_in_the_pdf(written: Written):
    assert readback.lost_in_pdf(written.assessed.document, written.pdf) == []


def test_a_number_that_did_not_arrive_is_named(written: Written):
    table = readback.tables_of(written.assessed.document)[0]
    row = (*table.rows[0][:-1], "99 887 766")
    odd = replace(
        written.assessed.document,
        sections=(Section("odd", "Odd", (replace(table, rows=(row,)),)),),
    )

    assert readback.lost_in_html(odd, written.html)
    assert readback.lost_in_pdf(odd, written.pdf)


@pytest.mark.covers("B4", "Z2")
def test_the_seven_headings_are_printed_in_the_laws_order(written: Written):
    text = readback.text_of_pdf(written.pdf)
    wanted = [
        s.heading for s in written.assessed.document.sections if s.heading[0] == "("
    ]

    for where in (readback.squeezed(written.html), text):
        # The contents list them once more before the text: the last place is the heading.
        places = [where.rfind(readback.squeezed(heading)) for heading in wanted]
        assert len(wanted) == 7
        assert -1 not in places and places == sorted(places)


def test_the_attribution_of_every_source_is_printed(written: Written):
    lines = attributions(written.assessed.findings)

    assert len(lines) >= 3
    text = readback.text_of_pdf(written.pdf)
    page = readback.squeezed(written.html.replace("&amp;", "&").replace("&#x27;", "'"))
    for line in lines:
        assert readback.squeezed(line) in text, line
        assert readback.squeezed(line) in page, line


def test_the_month_that_counts_is_said_in_print(written: Written):
    assert readback.squeezed(MONTH_BASIS) in readback.text_of_pdf(written.pdf)
    assert "reported late" in MONTH_BASIS


def test_the_disclosure_rule_stands_in_the_method_note(written: Written):
    assert readback.squeezed(DISCLOSURE_RULE) in readback.text_of_pdf(written.pdf)


def test_what_is_not_held_is_printed_with_whom_to_ask(written: Written):
    text = readback.text_of_pdf(written.pdf)

    for gap in written.assessed.finding("not-held-list").result.gaps:
        assert readback.squeezed(gap.ask) in text, gap.what
