"""The tables are declared once and everything follows the declaration."""

from pathlib import Path

from goldthread.evidence.tables import TABLES, reference_page

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "lake-tables.md"


def test_the_reference_page_is_what_the_declarations_print() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference_page(), (
        "stale: run `python -m goldthread.evidence.tables`"
    )


def test_rows_have_one_order_only() -> None:
    for table in TABLES.values():
        names = table.schema().names
        assert set(table.order) <= set(names), table.name
        assert len(set(names)) == len(names), table.name


def test_every_column_says_what_it_means_and_every_table_whose_it_is() -> None:
    for table in TABLES.values():
        assert table.steward and table.licence and table.grain
        for column in table.columns:
            assert column.meaning.endswith("."), (table.name, column.name)
