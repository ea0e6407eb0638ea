"""Printed tables: no name squeezed, no page half empty, no months in ten pages."""

import dataclasses
import io
import math
from collections.abc import Sequence
from datetime import date

import docx
from tests.documents import samples

from goldthread.documents import columns
from goldthread.documents.folding import folded
from goldthread.documents.html import Setting, behind_pictures, sections
from goldthread.documents.model import (
    Cell,
    Chart,
    Column,
    Document,
    Section,
    Table,
    blocks_of,
)
from goldthread.documents.word import to_word

TODAY = date(2026, 11, 26)
LONG = "A-035 Walk the streets with students and night workers twice a year"


def deepest(heads: Sequence[Column], row: Sequence[str], letters: int) -> int:
    wide = columns.widths(heads, [row], letters)
    return max(
        math.ceil(len(text) / (room - columns.MARGIN))
        for text, room in zip(row, wide, strict=True)
    )


def monthly(rows: int, unit: str = "recorded crimes") -> Table:
    heads = (Column("Period"), Column(unit, "number"))
    return Table("By month", heads, tuple((f"Month {n}", n) for n in range(rows)))


def test_no_name_is_squeezed_while_other_columns_have_room() -> None:
    heads = [Column(name) for name in ("Action", "Led by", "Status", "Did it work")]
    row = [
        LONG,
        "Saxonbridge City Council",
        "Overdue by 209 working days",
        "not judged",
    ]

    assert deepest(heads, row, 86) <= 3


def test_a_column_is_never_narrower_than_its_longest_word_or_a_date() -> None:
    heads = [Column("Action"), Column("Due", "date")]
    wide = columns.widths(heads, [[LONG * 3, "23 September 2026"]], 40)

    assert wide[1] >= len("23 September 2026")
    assert wide[0] >= len("students")


def test_columns_fill_no_more_than_the_page() -> None:
    heads = [Column("Action"), Column("Led by"), Column("Status")]
    for letters in range(60, 140, 7):
        wide = columns.widths(heads, [[LONG, "Police", "On track"]], letters)
        assert sum(wide) <= letters


def test_a_deep_table_of_few_rows_may_be_cut_by_a_page() -> None:
    def table(words: str) -> Table:
        heads = tuple(Column(name) for name in "ABCDE")
        return Table("Actions", heads, ((words,) * 5,) * 12)

    assert columns.is_short(table("On track"))
    assert not columns.is_short(table("A status in more words than one line has room for"))  # fmt: skip
    assert not columns.is_short(monthly(15))


def test_months_are_folded_and_read_down_strip_after_strip() -> None:
    table = monthly(65)

    made = folded(table)

    assert [c.heading for c in made.columns] == ["Period", "recorded crimes"] * 3
    assert len(made.rows) == 22
    down = [row[at : at + 2] for at in (0, 2, 4) for row in made.rows if row[at] != ""]
    assert down == list(table.rows)
    assert made.rows[-1][-2:] == ("", "")


def test_paper_folds_the_months_behind_a_chart_and_a_screen_does_not() -> None:
    (chart, *_) = (b for b in blocks_of(samples.document()) if isinstance(b, Chart))
    chart = dataclasses.replace(chart, table=monthly(65))
    section = (Section("s", "Section", (chart,)),)
    document = Document("Pack", "", "Saxonbridge", "OFFICIAL", TODAY, "", section)

    screen, printed = sections(document, Setting()), behind_pictures(document)
    (word,) = docx.Document(io.BytesIO(to_word(document, {}))).tables

    assert screen.count(">Period</th>") == 1
    assert printed.count(">Period</th>") == 3
    assert [cell.text for cell in word.rows[1].cells] == [
        *("Month 0", "0", "Month 22", "22", "Month 44", "44")
    ]


def test_short_tables_and_long_names_are_not_folded() -> None:
    names: tuple[tuple[Cell, ...], ...] = tuple(
        (f"{LONG} {n}", date(2026, 1, 1)) for n in range(40)
    )
    wide = Table("Actions", (Column("Action"), Column("Due", "date")), names)

    assert folded(monthly(24)) == monthly(24)
    assert folded(wide) == wide
