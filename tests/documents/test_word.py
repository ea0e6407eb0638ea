"""The Word file says all that the model says, in styles, with its marking on every page."""

import dataclasses
import io
import zipfile
from datetime import date
from typing import Any

import pytest
from tests.documents import readback, samples

from goldthread.documents import lint, page
from goldthread.documents.html import alternative
from goldthread.documents.model import (
    Bullets,
    Callout,
    Chart,
    Column,
    Document,
    Figure,
    MapBlock,
    Paragraph,
    Section,
    Strong,
    Table,
    Words,
    blocks_of,
    plain,
    sections_of,
)
from goldthread.documents.word import to_word

docx = pytest.importorskip("docx")

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING = (
    "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
)


@pytest.fixture(scope="session")
def written(document: Document, printed: dict[str, bytes]) -> bytes:
    return to_word(document, printed)


@pytest.fixture(scope="session")
def opened(written: bytes) -> Any:
    return docx.Document(io.BytesIO(written))


def opened_from(document: Document) -> Any:
    return docx.Document(io.BytesIO(to_word(document, {})))


def small(**more: Any) -> Document:
    """A document of one sentence."""
    words = (Section("s", "Section", (Paragraph("A sentence."),)),)
    start = Document("Plan", "", "Saxonbridge", "Official", date(2026, 1, 2), "", words)
    return dataclasses.replace(start, **more)


def test_whose_the_document_is_stands_above_its_title_and_nowhere_the_maker() -> None:
    lines = [line.text for line in opened_from(small()).paragraphs]

    assert lines[:2] == ["Saxonbridge", "Plan"]
    printed = page.page(small(), {})
    assert '<p class="gt-title__mark">Saxonbridge</p>' in printed
    assert ">Goldthread<" not in printed


def test_strong_words_that_lead_a_list_in_stay_on_its_page() -> None:
    blocks = (
        Paragraph((Strong("Workstreams"),)),
        Bullets(("One", "Two")),
        Paragraph((Strong("Odette Farrow"), ", Chair")),
    )
    document = small(sections=(Section("s", "Section", blocks),))
    kept = {
        line.text: bool(line.paragraph_format.keep_with_next)
        for line in opened_from(document).paragraphs
        if line.text in ("Workstreams", "Two", "Odette Farrow, Chair")
    }

    assert kept == {"Workstreams": True, "Two": False, "Odette Farrow, Chair": False}
    assert page.page(document, {}).count("govuk-body gt-leads-in") == 1


def everything(part: Any) -> str:
    """All words of a part in order, links and fields too, without spaces."""
    return readback.squeezed("".join(t.text or "" for t in part.iter(f"{W}t")))


def headings(file: Any) -> list[tuple[int, str]]:
    return [
        (int(line.style.name[-1]), line.text)
        for line in file.paragraphs
        if line.style.name.startswith("Heading")
    ]


def head_and_foot(file: Any) -> tuple[str, str]:
    sheet = file.sections[0]
    return tuple(  # type: ignore[return-value]
        "\n".join(line.text for line in part.paragraphs)
        for part in (sheet.header, sheet.footer)
    )


def test_every_heading_of_the_model_is_a_heading_style_in_order(
    document: Document, opened: Any
) -> None:
    wanted = [(depth, section.heading) for depth, section in sections_of(document)]

    assert headings(opened)[: len(wanted)] == wanted
    assert headings(opened)[len(wanted) :] == [
        (1, page.BEHIND[1]),
        (1, page.SOURCES[1]),
    ]


def test_every_sentence_and_figure_of_the_model_is_in_the_file(
    document: Document, opened: Any
) -> None:
    said = everything(opened.element.body)
    sentences = [plain(text) for text in lint.texts_of(document)]
    sentences += [
        p for b in blocks_of(document) if isinstance(b, Words) for p in b.paragraphs
    ]

    assert len(sentences) > 40
    assert [s for s in sentences if readback.squeezed(s) not in said] == []
    figures = readback.figures_in_place(document)
    assert [around for _, around in figures if around not in said] == []


def test_every_table_cell_of_the_model_is_in_the_file(
    document: Document, opened: Any
) -> None:
    found = [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in opened.tables
    ]

    for table in readback.tables_of(document):
        heads = [
            f"{c.heading}\n{c.unit}" if c.unit else c.heading for c in table.columns
        ]
        assert [heads, *readback.written_rows(table)] in found
    assert any("9\u202f310" in cell for rows in found for row in rows for cell in row)


def test_the_comparison_notices_a_cell_that_changed(
    document: Document, opened: Any
) -> None:
    table = samples.table()
    changed = dataclasses.replace(table, rows=(("Violence", 1, *table.rows[0][2:]),))
    found = [[c.text for c in row.cells] for t in opened.tables for row in t.rows]

    assert readback.written_rows(changed)[0] not in found
    assert readback.written_rows(table)[0] in found


def test_numbers_stand_right_and_heads_repeat_on_every_page(opened: Any) -> None:
    table = next(t for t in opened.tables if t.rows[0].cells[0].text == "Type")
    first = table.rows[0]._tr.trPr

    assert first.find(f"{W}tblHeader") is not None
    assert table.style.name == "Goldthread table"
    styles = [cell.paragraphs[0].style.name for cell in table.rows[1].cells]
    assert styles == [
        "Table text",
        *["Table number"] * 5,
        "Table text",
    ]
    assert opened.styles["Table number"].paragraph_format.alignment == 2


def test_every_picture_is_in_the_file_with_its_words(
    document: Document, opened: Any
) -> None:
    spoken = [one.get("descr") for one in opened.element.body.iter(DRAWING)]
    wanted = [
        alternative(block).replace("\u202f", " ")
        for block in blocks_of(document)
        if isinstance(block, Chart | MapBlock)
    ]

    assert len(wanted) == 9
    assert spoken == wanted
    assert len(opened.inline_shapes) == 9
    assert all(shape.width <= docx.shared.Mm(171) for shape in opened.inline_shapes)


def test_a_picture_that_was_not_drawn_is_said_in_words(document: Document) -> None:
    file = opened_from(document)

    assert len(file.inline_shapes) == 0
    assert "Thedarkestareaslieintheeast." in everything(file.element.body)


def test_the_contents_lead_to_each_heading_and_leave_its_page_to_who_lays_it_out(
    document: Document, opened: Any
) -> None:
    lines = [line for line in opened.paragraphs if line.style.name.startswith("toc")]
    codes = [one.text.strip() for one in opened.element.body.iter(f"{W}instrText")]

    # LibreOffice works out a reference, but none inside a field of contents.
    assert not any(code.startswith("TOC") for code in codes)
    for line, code in zip(lines, codes, strict=False):
        (link,) = line._p.iter(f"{W}hyperlink")
        assert code == f"PAGEREF {link.get(f'{W}anchor')} \\h"
    asks = opened.settings.element.find(f"{W}updateFields")
    assert asks.get(f"{W}val") == "true"  # Word offers to fill the pages in
    assert asks.getnext().tag == f"{W}compat"
    assert not [one for one in opened.element.body.iter() if f"{W}dirty" in one.attrib]
    assert [readback.squeezed(everything(line._p)) for line in lines] == [
        readback.squeezed(words)
        for words in (
            "What this assessment says",
            "Levels and patterns",
            "Month by month",
            page.BEHIND[1],
            page.SOURCES[1],
        )
    ]


def test_every_link_in_the_file_leads_to_a_place_in_it(opened: Any) -> None:
    body = opened.element.body
    places = [one.get(f"{W}name") for one in body.iter(f"{W}bookmarkStart")]
    links = [one.get(f"{W}anchor") for one in body.iter(f"{W}hyperlink")]

    assert len(links) > 10
    assert set(links) <= set(places)
    assert len(places) == len(set(places))
    assert all(len(place) <= 40 for place in places)


@pytest.mark.covers("S57")
def test_every_page_carries_marking_handling_date_versions_and_number() -> None:
    file = opened_from(
        small(
            handling="Partners only",
            version="1.9",
            lake_version="2026-01-01.1",
            invented=True,
        )
    )

    head, foot = head_and_foot(file)

    assert head.startswith("Official\tPlan, Saxonbridge")
    assert head.endswith("Partners only")
    assert foot.startswith(
        "2 January 2026 · version 1.9 · data 2026-01-01.1 · Invented figures\tPage "
    )
    codes = [
        one.text.strip()
        for one in file.sections[0].footer._element.iter(f"{W}instrText")
    ]
    assert codes == ["PAGE", "NUMPAGES"]
    assert not file.sections[0].different_first_page_header_footer


def test_a_document_that_is_not_from_the_lake_has_no_empty_field() -> None:
    file = opened_from(small())

    head, foot = head_and_foot(file)

    assert head == "Official\tPlan, Saxonbridge"
    assert foot == "2 January 2026\tPage 1 of 1"
    said = everything(file.element.body)
    assert "Versionofthedata" not in said
    assert "Handling" not in said
    assert "Status" not in said


@pytest.mark.covers("S58")
def test_a_draft_carries_words_own_watermark_and_a_final_document_none() -> None:
    draft, final = to_word(small(draft=True), {}), to_word(small(), {})

    def head(content: bytes) -> bytes:
        return zipfile.ZipFile(io.BytesIO(content)).read("word/header1.xml")

    assert b"PowerPlusWaterMarkObject" in head(draft)
    assert b'string="Draft"' in head(draft)
    assert b"WaterMark" not in head(final)
    assert docx.Document(io.BytesIO(draft)).core_properties.content_status == "Draft"


def test_the_file_speaks_british_english_and_names_no_person(
    document: Document, opened: Any
) -> None:
    known = opened.core_properties
    language = opened.styles.element.find(f".//{W}rPrDefault//{W}lang")

    assert language.get(f"{W}val") == "en-GB"
    assert known.title == document.title
    assert known.author == known.last_modified_by == "Safer Saxonbridge Partnership"
    assert (known.created.date(), known.modified.date()) == (document.date,) * 2
    assert "python" not in known.comments.lower()


def test_the_look_lives_in_the_styles(opened: Any) -> None:
    names = {style.name for style in opened.styles}

    assert {"Title", "Heading 1", "Heading 2", "Caption", "List Bullet"} <= names
    assert opened.styles["Normal"].font.name == "Atkinson Hyperlegible Next"
    assert not any("Accent" in name for name in names)
    used = {line.style.name for line in opened.paragraphs}
    assert {"Title", "Subtitle", "Caption", "List Bullet", "Callout"} <= used


def test_equal_documents_give_equal_bytes(
    written: bytes, printed: dict[str, bytes]
) -> None:
    assert to_word(samples.document(), printed) == written
    dated = {one.date_time for one in zipfile.ZipFile(io.BytesIO(written)).infolist()}
    assert dated == {(1980, 1, 1, 0, 0, 0)}


def test_an_empty_table_says_that_there_is_nothing() -> None:
    table = Table("Actions", (Column("Action"), Column("Due", "date")), ())

    file = opened_from(small(sections=(Section("s", "S", (table,)),)))

    assert file.tables[0].rows[1].cells[0].text == "Nothing to show."


def test_hostile_words_and_deep_sections_still_make_a_file() -> None:
    deep = Section(
        "d" * 90, "Deep", (Callout("caveat", ("\x00 & <b>", Figure(None, "not held"))),)
    )
    for depth in range(6):
        deep = Section(f"s {depth}/ü", f"Level {depth}\x0b", (), (deep,))

    file = opened_from(small(title="A \x01 plan", sections=(deep,)))

    assert [depth for depth, _ in headings(file)] == [1, 2, 3, 4, 4, 4, 4]
    assert "&<b>notheld" in everything(file.element.body)


def test_no_column_is_narrower_than_its_longest_word_while_there_is_room() -> None:
    table = Table(
        "Workstreams",
        (Column("Workstream"), Column("Lead"), Column("Threads", "number")),
        (("Integrated offender management", "A council " * 12, 4),) * 3,
    )

    file = opened_from(small(sections=(Section("s", "S", (table,)),)))

    widths = [column.width.mm for column in file.tables[0].columns]
    assert sum(widths) == pytest.approx(170, abs=0.5)
    assert widths[2] > len("Threads") * 1.9  # a wide letter of 9 points is 1.9 mm
    assert widths[1] > widths[0] > widths[2]


def test_a_name_beside_many_columns_keeps_room_for_its_words() -> None:
    names = ("Measure", "Unit", "Period", "Latest", "Before", "A year ago", "Target")
    columns = tuple(Column(name) for name in names)
    row = ("Assaults treated between six in the evening and six in the morning",
           "people treated", "Oct 2026", "1 190", "121", "132", "no target")  # fmt: skip

    file = opened_from(
        small(
            sections=(
                Section("a", "A", (Table("Seven", columns, (row,) * 3),)),
                Section("b", "B", (Table("Eight", (*columns, Column("Status")), ((*row, "Getting worse"),) * 3),)),
            )
        )
    )  # fmt: skip

    seven, eight = file.tables
    assert seven.rows[1].cells[0].paragraphs[0].style.name == "Table text"
    assert eight.rows[1].cells[0].paragraphs[0].style.name == "Table text, crowded"
    assert eight.rows[1].cells[0].paragraphs[0].style.font.size.pt == 8
    # Sixteen letters of eight points; at the usual size it had room for eleven.
    assert eight.columns[0].width.mm > 16 * 1.9 * 8 / 9
