"""Slides say all that the model says, natively, with marking, date and number on each."""

import dataclasses
import io
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any

import openpyxl
import pptx
import pytest
from tests.documents import readback, samples

from goldthread.documents import charts, lint, numbers, page
from goldthread.documents.charts.figures import figures_of
from goldthread.documents.html import alternative
from goldthread.documents.model import (
    Bullets,
    Chart,
    Column,
    Document,
    Figure,
    KeyFigure,
    KeyFigures,
    MapBlock,
    Paragraph,
    Section,
    Strong,
    Table,
    Words,
    blocks_of,
    plain,
)
from goldthread.documents.slides import kinds, plan, text, to_slides


@pytest.fixture(scope="session")
def written(document: Document, printed: dict[str, bytes]) -> bytes:
    return to_slides(document, printed)


@pytest.fixture(scope="session")
def opened(written: bytes) -> Any:
    return pptx.Presentation(io.BytesIO(written))


def small(*blocks: Any, **more: Any) -> Document:
    """A document of one section."""
    inside = blocks or (Paragraph("A sentence."),)
    words = (Section("s", "Section", inside),)
    start = Document("Plan", "", "Saxonbridge", "Official", date(2026, 1, 2), "", words)
    return dataclasses.replace(start, **more)


def opened_from(document: Document) -> Any:
    return pptx.Presentation(io.BytesIO(to_slides(document, {})))


def titles(file: Any) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in file.slides]


def texts(slide: Any) -> Iterator[str]:
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text
        if shape.has_table:
            for row in shape.table.rows:
                yield from (cell.text_frame.text for cell in row.cells)
    yield slide.notes_slide.notes_text_frame.text


def everything(file: Any) -> str:
    return readback.squeezed("\n".join(t for s in file.slides for t in texts(s)))


def charts_of(file: Any) -> list[Any]:
    return [shape for slide in file.slides for shape in slide.shapes if shape.has_chart]


def foot(slide: Any) -> dict[str, str]:
    kinds = {"DATE", "FOOTER", "SLIDE_NUMBER"}
    return {
        shape.placeholder_format.type.name: shape.text_frame.text
        for shape in slide.placeholders
        if shape.placeholder_format.type.name in kinds
    }


def test_every_sentence_and_figure_of_the_model_is_on_the_slides(
    document: Document, opened: Any
) -> None:
    said = everything(opened)
    # The table behind a native chart is in its data, which keeps no caption.
    native = [
        b.table
        for b in blocks_of(document)
        if isinstance(b, Chart) and figures_of(b.spec)
    ]
    behind = {plain(text) for table in native for text in (table.caption, *table.notes)}
    sentences = [
        words
        for text in lint.texts_of(document)
        if (words := plain(text)) not in behind
    ]
    sentences += [
        p for b in blocks_of(document) if isinstance(b, Words) for p in b.paragraphs
    ]

    assert len(sentences) > 25
    assert [s for s in sentences if readback.squeezed(s) not in said] == []
    figures = readback.figures_in_place(document)
    assert [around for _, around in figures if around not in said] == []


def test_every_row_of_every_table_is_in_a_native_table(
    document: Document, opened: Any
) -> None:
    found = [
        [cell.text_frame.text for cell in row.cells]
        for slide in opened.slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
    ]

    wanted = [
        row
        for table in readback.tables_on_slides(document)
        for row in readback.written_rows(table)
    ]
    assert len(wanted) == 9
    assert [row for row in wanted if row not in found] == []
    changed = dataclasses.replace(
        samples.table(), rows=(("Violence", 1, *samples.table().rows[0][2:]),)
    )
    assert readback.written_rows(changed)[0] not in found


def test_every_number_of_a_chart_is_in_a_chart_that_can_be_edited(
    document: Document, opened: Any
) -> None:
    wanted = [
        figures
        for block in blocks_of(document)
        if isinstance(block, Chart) and (figures := figures_of(block.spec))
    ]
    frames = charts_of(opened)

    assert len(frames) == len(wanted) == 7
    for frame, figures in zip(frames, wanted, strict=True):
        drawn = list(frame.chart.plots[0].series)
        assert [one.name for one in drawn] == [one.name for one in figures.series]
        for one, held in zip(drawn, figures.series, strict=True):
            keep_gaps = figures.kind != "points"
            values = [v for v in held.values if keep_gaps or v is not None]
            assert list(one.values) == values


def test_what_edit_data_opens_holds_the_same_numbers(
    document: Document, opened: Any
) -> None:
    by_words = {
        frame._element[0][0].get("descr"): frame.chart for frame in charts_of(opened)
    }
    assert len(by_words) == 1  # the sample says the same of each
    years = charts_of(opened)[1].chart

    blob = years.part.chart_workbook.xlsx_part.blob
    sheet = openpyxl.load_workbook(io.BytesIO(blob)).active

    assert [cell.value for cell in sheet["A"]] == [
        None,
        "2019-20",
        "2020-21",
        "2021-22",
    ]
    assert [cell.value for cell in sheet["B"]] == ["offences", 4120, None, 3590]
    assert [cell.value for cell in sheet["C"]][1:] == [4000, None, 3400]
    assert [cell.value for cell in sheet["F"]][1:] == [120, None, 110]
    bars = years._chartSpace.xpath(".//c:errBars//c:f")
    assert [one.text for one in bars] == ["Sheet1!$F$2:$F$4", "Sheet1!$E$2:$E$4"]


def test_a_name_that_looks_like_a_formula_stays_a_name_in_the_chart() -> None:
    rows = [samples.rated("=1+1", 3), samples.rated("{=2}", 4)]
    spec = charts.ranked_bars(rows, unit="calls")
    chart = Chart("c", "Calls are few.", spec, samples.table(), "Us", "Two bars.")

    blob = charts_of(opened_from(small(chart)))[0].chart.part.chart_workbook
    sheet = openpyxl.load_workbook(io.BytesIO(blob.xlsx_part.blob)).active

    assert [(c.value, c.data_type) for c in sheet["A"]][1:] == [
        ("=1+1", "s"),
        ("{=2}", "s"),
    ]


def test_maps_and_charts_without_numbers_are_pictures_with_their_words(
    document: Document, opened: Any
) -> None:
    pictures = [
        shape
        for slide in opened.slides
        for shape in slide.shapes
        if shape.shape_type is not None and shape.shape_type.name == "PICTURE"
    ]
    blocks = [b for b in blocks_of(document) if isinstance(b, Chart | MapBlock)]
    wanted = [alternative(b).replace("\u202f", " ") for b in blocks]

    spoken = [shape._element[0][0].get("descr") for shape in pictures]
    assert spoken == wanted[-2:]
    spoken = [frame._element[0][0].get("descr") for frame in charts_of(opened)]
    assert spoken == wanted[:-2]


def test_tables_and_key_figures_have_words_too(opened: Any) -> None:
    described = [
        shape._element[0][0].get("descr")
        for slide in opened.slides
        for shape in slide.shapes
        if shape.has_table
    ]

    assert described[0] == "Offences: 22\u202f310".replace("\u202f", " ")
    assert described[1] == "Offences by type: rows 1 to 3 of 3."
    assert all(described)


def test_a_picture_that_was_not_drawn_is_said_in_words(document: Document) -> None:
    assert "Thedarkestareaslieintheeast." in everything(opened_from(document))


def test_every_title_is_a_title_and_no_two_are_the_same(opened: Any) -> None:
    assert len(titles(opened)) == len(set(titles(opened)))
    assert titles(opened)[0] == "Strategic assessment 2022"
    assert titles(opened)[1] == "What this assessment says"
    assert "Offences gather in the east of the city." in titles(opened)
    assert titles(opened)[-1] == page.SOURCES[1]


@pytest.mark.covers("S57")
def test_every_slide_carries_marking_date_version_and_number() -> None:
    file = opened_from(
        small(handling="Partners only", version="1.9", lake_version="5", invented=True)
    )

    for number, slide in enumerate(file.slides, start=1):
        assert foot(slide) == {
            "DATE": "2 January 2026 · version 1.9 · data 5",
            "FOOTER": "Official · Partners only · Invented figures",
            "SLIDE_NUMBER": str(number),
        }
        fields = slide._element.findall(
            ".//{http://schemas.openxmlformats.org/drawingml/2006/main}fld"
        )
        assert [one.get("type") for one in fields] == ["slidenum"]


def test_the_notes_say_where_the_numbers_come_from(opened: Any) -> None:
    charted = [s for s in opened.slides if any(shape.has_chart for shape in s.shapes)]

    for slide in charted:
        notes = slide.notes_slide.notes_text_frame.text
        assert "Source: data.police.uk, October 2022 · L-01" in notes
        assert "Recorded crime follows police activity too." in notes
        assert "23 November 2026 · data 2026-11-20.3" in notes


@pytest.mark.covers("S58")
def test_a_draft_says_so_behind_every_slide_and_a_final_deck_does_not() -> None:
    draft, final = opened_from(small(draft=True)), opened_from(small())

    names = [shape.name for shape in draft.slide_master.shapes]
    assert "Draft mark" in names
    assert "Draft mark" not in [shape.name for shape in final.slide_master.shapes]
    assert "Status: Draft" in everything_spaced(draft)
    assert "Status" not in everything_spaced(final)
    assert draft.core_properties.content_status == "Draft"


def everything_spaced(file: Any) -> str:
    return "\n".join(text for slide in file.slides for text in texts(slide))


def test_a_long_table_goes_on_and_repeats_its_head_on_every_slide() -> None:
    table = Table(
        "Actions",
        (Column("Action"), Column("Days", "number")),
        tuple((f"Action number {n}", n) for n in range(60)),
    )

    file = opened_from(small(table))

    shown = [s.table for slide in file.slides for s in slide.shapes if s.has_table]
    assert len(shown) >= 3
    assert {one.cell(0, 0).text_frame.text for one in shown} == {"Action"}
    rows = [row.cells[1].text_frame.text for one in shown for row in list(one.rows)[1:]]
    assert rows == [str(n) for n in range(60)]
    assert f"Actions (1 of {len(shown)})" in titles(file)


def test_a_short_table_is_set_larger_than_a_long_one() -> None:
    def sizes(rows: int) -> set[float]:
        table = Table("T", (Column("Action"),), tuple((f"A {n}",) for n in range(rows)))
        return {one.size for one in plan.slides_of(small(table))}  # type: ignore[union-attr]

    assert sizes(5) == {16.0}
    assert sizes(14) == {14.0}
    assert sizes(600) == {12.0}


def test_nothing_runs_off_a_slide(opened: Any) -> None:
    wide, tall = opened.slide_width, opened.slide_height

    for slide in opened.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= wide
            assert shape.top + shape.height <= tall


def test_long_words_go_on_to_another_slide_at_a_sentence() -> None:
    long = Paragraph(
        tuple(
            piece
            for n in range(60)
            for piece in (
                "In this month the police recorded ",
                Figure(n, str(n)),
                " offences in all of the wards taken together, as they had before. ",
            )
        )
    )

    planned = plan.slides_of(small(long, Bullets(("A point.",))))

    assert len(planned) > 2
    assert all(isinstance(one, kinds.TextSlide) for one in planned)
    shown = " ".join(plain(line.text) for one in planned for line in one.lines)
    assert readback.squeezed(shown) == readback.squeezed(plain(long.text) + "A point.")


def test_a_heading_is_never_the_last_line_of_a_slide() -> None:
    from goldthread.documents.model import Callout

    for sentences in range(8, 18):
        filler = [Paragraph("A sentence that takes one line.")] * sentences
        planned = plan.slides_of(small(*filler, Callout("caveat", "Few months.")))
        for one in planned:
            assert isinstance(one, kinds.TextSlide)
            assert plain(one.lines[-1].text) != "Read with care"


def test_five_key_figures_take_two_slides() -> None:
    items = tuple(KeyFigure(f"K{n}", numbers.count_figure(n)) for n in range(5))

    file = opened_from(small(KeyFigures(items)))

    shown = [s.table for slide in file.slides for s in slide.shapes if s.has_table]
    assert [len(one.columns) for one in shown] == [4, 1]


def test_an_empty_table_says_that_there_is_nothing() -> None:
    table = Table("Actions", (Column("Action"), Column("Due", "date")), ())

    shown = opened_from(small(table)).slides[1].shapes

    assert "Nothing to show." in [s.table.cell(1, 0).text for s in shown if s.has_table]


def test_an_empty_cell_makes_its_row_no_taller() -> None:
    table = Table("Actions", (Column("Action"), Column("Also")), (("Marshals", ""),))

    shown = opened_from(small(table)).slides[1].shapes

    (made,) = [s.table for s in shown if s.has_table]
    assert made.cell(1, 1)._tc.xpath(".//a:endParaRPr/@sz") == ["1600"]


def test_hostile_words_still_make_a_deck() -> None:
    file = opened_from(
        small(Paragraph("\x00 & <b>\x0b done"), title="A \x01 plan" * 40)
    )

    assert "&<b>done" in everything(file)


def test_equal_documents_give_equal_bytes(
    written: bytes, printed: dict[str, bytes]
) -> None:
    assert to_slides(samples.document(), printed) == written
    archive = zipfile.ZipFile(io.BytesIO(written))
    assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_file_names_no_person_and_speaks_british_english(opened: Any) -> None:
    known = opened.core_properties
    space = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

    assert known.author == known.last_modified_by == "Safer Saxonbridge Partnership"
    assert known.created.date() == date(2026, 11, 23)
    spoken = {
        run.get("lang")
        for slide in opened.slides
        for run in slide._element.iter(f"{space}rPr")
    }
    assert spoken == {"en-GB"}
    assert [layout.name for layout in opened.slide_layouts] == [
        "First slide",
        "Title and text",
        "Chapter",
        "Title and picture",
    ]


def test_short_things_of_one_section_share_a_slide_and_keep_their_heading() -> None:
    table = Table("Actions", (Column("Action"),), (("Marshals",),))
    more = Table("Asks", (Column("Ask"),), (("A worker",),))

    file = opened_from(small(Paragraph("Two things."), table, more, Bullets(("Last.",))))  # fmt: skip

    assert titles(file)[1:] == ["Section"]
    shapes = file.slides[1].shapes
    assert sum(shape.has_table for shape in shapes) == 2
    said = everything(file)
    for words in ("Twothings.", "Actions", "Asks", "Last."):
        assert words in said
    tops = [shape.top for shape in shapes if shape.has_table]
    assert tops == sorted(tops)


def test_words_around_a_picture_stand_beside_it_and_a_long_story_goes_on() -> None:
    chart = next(b for b in blocks_of(samples.document()) if isinstance(b, Chart))
    before, after = Paragraph("It rose."), Paragraph("The owner says why. " * 3)

    one = plan.slides_of(small(before, chart, after))
    two = plan.slides_of(small(before, chart, Paragraph("A sentence of some length. " * 80)))  # fmt: skip

    assert [len(slide.beside) for slide in one] == [2]  # type: ignore[union-attr]
    assert isinstance(two[0], kinds.PictureSlide)
    assert [plain(line.text) for line in two[0].beside] == ["It rose."]
    assert all(isinstance(slide, kinds.TextSlide) for slide in two[1:])


def test_two_sections_never_share_a_slide() -> None:
    document = dataclasses.replace(
        small(),
        sections=(
            Section("a", "Who came", (Paragraph("Ten seats were filled."),)),
            Section("b", "What changed", (Paragraph("One figure."),)),
        ),
    )

    assert titles(opened_from(document))[1:] == ["Who came", "What changed"]


def test_words_too_long_for_a_slide_are_parted_where_another_message_begins() -> None:
    def told(points: int) -> list[str]:
        figures = KeyFigures((KeyFigure("K", numbers.count_figure(3)),))
        point = Bullets(("A point of some length about a measure. " * 3,) * points)
        lists = [
            block
            for lead in ("What improved", "NHS and council")
            for block in (Paragraph((Strong(lead),)), point)
        ]
        return titles(opened_from(small(figures, *lists)))[1:]

    assert told(1) == ["Section"]
    assert told(4) == ["Section", "Section: what improved", "Section: NHS and council"]


def test_a_list_of_points_does_not_stand_beside_a_picture() -> None:
    chart = next(b for b in blocks_of(samples.document()) if isinstance(b, Chart))

    words, picture = plan.slides_of(small(Bullets(("One.", "Two.")), chart))

    assert isinstance(words, kinds.TextSlide)
    assert isinstance(picture, kinds.PictureSlide)
    assert picture.beside == ()


def test_an_axis_parts_thousands_as_the_sentences_do_and_says_when_it_is_near() -> None:
    months = tuple(date(2025, n, 1) for n in range(1, 13))
    near = charts.monthly_line(months, [1190.0 + n for n in range(12)], unit="calls")
    far = charts.monthly_line(months, [3.0 * n for n in range(12)], unit="calls")

    axes = [
        charts_of(opened_from(small(Chart("c", "Calls.", spec, samples.table(), "Us", "A line."))))[0].chart.value_axis
        for spec in (near, far)
    ]  # fmt: skip

    said = [axis.axis_title.text_frame.text for axis in axes]
    assert said == ["calls (the scale does not start at zero)", "calls"]
    assert '[>=1000]#"\u202f"##0' in axes[0].tick_labels.number_format


def test_months_along_an_axis_are_named_in_steps_that_a_year_divides_into() -> None:
    quarters = tuple(date(y, m, 1) for y in range(2021, 2027) for m in (1, 4, 7, 10))
    spec = charts.monthly_line(quarters, [9.0] * 24, unit="calls", every=3)
    chart = Chart("c", "Calls.", spec, samples.table(), "Us", "A line.")

    alone, beside = (
        charts_of(opened_from(small(chart, *words)))[0].chart.category_axis._element
        for words in ((), (Paragraph("The owner says why."),))
    )

    steps = [axis.xpath("c:majorUnit/@val") for axis in (alone, beside)]
    assert steps == [["6"], ["12"]]


def test_lines_are_counted_word_by_word() -> None:
    words = "Overdue by 250 working days, off track"

    assert text.lines(words, 140, 14) == 3
    assert text.lines(words, 400, 14) == 1
    assert text.lines("W" * 40, 140, 14) > 3


def test_a_page_of_contents_is_for_chapters_with_many_parts() -> None:
    def parts(number: int) -> list[str]:
        inner = tuple(
            Section(f"s{n}", f"Part {n}", (Paragraph("A sentence. " * 60),))
            for n in range(number)
        )
        whole = dataclasses.replace(small(), sections=(Section("c", "Chapter", (), inner),))  # fmt: skip
        return [type(slide).__name__ for slide in plan.slides_of(whole)]

    assert "Divider" not in parts(3)
    assert parts(4)[0] == "Divider"


def test_a_long_table_fills_its_slides_evenly() -> None:
    rows = tuple((f"Action number {n}", n) for n in range(22))
    table = Table("Actions", (Column("Action"), Column("Days", "number")), rows)

    counts = [one.count for one in plan.slides_of(small(table))]  # type: ignore[union-attr]

    assert sum(counts) == 22
    assert len(counts) == 2
    assert min(counts) >= 8
