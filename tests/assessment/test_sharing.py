"""Figures leave through one gate that asks on what basis their rows are held (4.5)."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pypdf import PdfReader
from tests.assessment.test_findings import assess

from goldthread.assessment import traps
from goldthread.assessment.notebook import Notebook
from goldthread.assessment.paper import as_json, write
from goldthread.assessment.recipe import Finding, Recipe, Told, Unguarded, cook
from goldthread.assessment.reproduce import reproduce
from goldthread.assessment.sharing import RULE, require_open
from goldthread.core.periods import twelve_months_ending
from goldthread.documents import charts, numbers
from goldthread.documents.lint import texts_of
from goldthread.documents.model import (
    Chart,
    Column,
    Figure,
    Interval,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Suppressed,
    Table,
    blocks_of,
    plain,
)
from goldthread.evidence.engine import DuckEngine
from goldthread.evidence.lake import Lake
from goldthread.evidence.tables import TABLES, Sharing, Trap
from goldthread.saxonbridge import Generated

PARTNERS_TABLE = "clinic_visit"
QUESTION = f"SELECT ward, visits FROM {PARTNERS_TABLE}"
HIDDEN = Suppressed(5)


class OneTable:
    """An engine that holds one partner's table."""

    version = None

    def table(self, question: str, **parameters: Any) -> pa.Table:
        assert question == QUESTION
        return pa.table({"ward": ["A", "B", "C", "D"], "visits": [3, 40, 25, 0]})


def analyse(scope: object, notebook: Notebook) -> list[dict[str, Any]]:
    return notebook.table(QUESTION).to_pylist()


def tell(scope: object, rows: list[dict[str, Any]], notebook: Notebook) -> Told:
    counts = [row["visits"] for row in rows]
    total = sum(counts)
    table = Table(
        "Visits by ward",
        (
            Column("Ward"),
            Column("Visits", "number"),
            Column("Share", "share", decimals=1),
            Column("Limits", "interval", decimals=1),
            Column("Written", "number"),
        ),
        tuple(
            (r["ward"], r["visits"], r["visits"] / total, Interval(0.5, 9.5), "3 of 68")
            for r in rows
        ),
        notes=("Only 3 visits in A, 4.4% of all; 95% limits; wards of 2021.",),
    )
    key = (
        "Ward A had ", numbers.count_figure(counts[0]), " visits, ",
        numbers.share_figure(counts[0] / total), " of ", numbers.count_figure(total), ".",
    )  # fmt: skip
    chart = Chart(
        "chart-visits",
        "Most visits are in B",
        charts.ranked_bars(
            [charts.Rated(r["ward"], float(r["visits"])) for r in rows], unit="visits"
        ),
        table,
        "the clinic",
        "Bars of visits.",
    )
    figures = KeyFigures(
        (
            KeyFigure(
                "Fewest", numbers.count_figure(3), ("or ", numbers.share_figure(0.044))
            ),
        )
    )
    alone = Paragraph(("Of all visits ", numbers.share_figure(0.5), " were on time."))
    most = Paragraph(("Ward B had ", numbers.count_figure(40), " visits."))
    return Told((Paragraph(key), table, chart, figures, alone, most), key=key)


@pytest.fixture
def partners_table(monkeypatch: pytest.MonkeyPatch) -> None:
    declared = replace(
        TABLES["stop_search"], name=PARTNERS_TABLE, title="Visits to the clinic",
        sharing=Sharing.PARTNERS,
    )  # fmt: skip
    monkeypatch.setitem(TABLES, PARTNERS_TABLE, declared)


def cooked() -> Finding:
    recipe = Recipe("clinic", "levels", "Visits", "visits/1", analyse, tell)
    return cook(recipe, None, Notebook(OneTable()), "v1")  # type: ignore[arg-type]


def test_a_partners_small_counts_leave_no_finding_though_its_chapter_forgot_them(
    partners_table: None,
) -> None:
    sentence, table, drawn, figures, alone, most, rule = cooked().blocks

    assert isinstance(sentence, Paragraph) and isinstance(table, Table)
    assert plain(sentence.text) == "Ward A had under 5 visits, under 5 of 68."
    by_ward = {row[0]: row[1:] for row in table.rows}
    assert by_ward["A"] == (HIDDEN,) * 4
    # 25 too: with the total printed, 3 alone would be one subtraction away.
    assert by_ward["C"] == (HIDDEN,) * 4
    assert by_ward["B"] == (40, 40 / 68, Interval(0.5, 9.5), HIDDEN)
    assert by_ward["D"][0] == 0
    assert plain(table.notes[0]) == (
        "Only under 5 visits in A, a share of all; 95% limits; wards of 2021."
    )
    assert isinstance(drawn, Table) and drawn.id == "chart-visits"
    assert "No picture is drawn" in plain(drawn.notes[-1])
    assert isinstance(figures, KeyFigures)
    assert figures.items[0].figure.value == HIDDEN
    assert plain(figures.items[0].note) == "or under 5"
    assert isinstance(alone, Paragraph)  # a share of nobody knows what
    assert plain(alone.text) == "Of all visits under 5 were on time."
    assert isinstance(most, Paragraph) and plain(most.text) == "Ward B had 40 visits."
    assert plain(rule.text) == RULE  # type: ignore[union-attr]
    assert plain(cooked().key or "") == plain(sentence.text)


def test_the_same_table_published_row_by_row_is_shown_as_it_is(
    partners_table: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = replace(TABLES[PARTNERS_TABLE], sharing=Sharing.OPEN)
    monkeypatch.setitem(TABLES, PARTNERS_TABLE, published)

    sentence, table, drawn, *_ = cooked().blocks

    assert plain(sentence.text) == "Ward A had 3 visits, 4.4% of 68."  # type: ignore[union-attr]
    assert isinstance(table, Table) and table.rows[0][1] == 3
    assert isinstance(drawn, Chart)


def test_every_table_says_on_what_basis_it_is_shared() -> None:
    with pytest.raises(TypeError, match="sharing"):
        type(TABLES["offence"])(  # type: ignore[call-arg]
            "x", "X", "one row", (), (), (), steward="s", licence="l"
        )
    assert {t.sharing for t in TABLES.values()} == {Sharing.OPEN}


def test_an_assessment_settles_its_area_from_open_tables_only(
    partners_table: None,
) -> None:
    require_open(["offence", "population"])
    with pytest.raises(ValueError, match=PARTNERS_TABLE):
        require_open(["offence", PARTNERS_TABLE])


def test_findings_are_made_in_one_place_where_the_gate_stands() -> None:
    source = Path(__file__).parents[2] / "src" / "goldthread"
    makers = {
        path.name
        for path in source.rglob("*.py")
        if re.search(r"assessment\.recipe import [^\n]*\bFinding\b", path.read_text())
        and re.search(r"\bFinding\(\n", path.read_text())
    }
    # `keeping` gives back what `cook` made and the database kept.
    assert makers == {"keeping.py"}


TRAPS: dict[Trap, traps.Heeded] = {
    "overlapping flags": traps.flags_shown(
        "x", {"a": 30, "b": 40}, total=50, unit="crimes", source="s"
    )[1],
    "two dates": traps.date_basis("pattern", dates=("month",)),
    "age bands": traps.age_title("Knife crime", under=25, by="victim"),
    "survey answers": traps.sample(300),  # type: ignore[dict-item]
    "agreed definition": traps.serious_violence("the list", "2"),  # type: ignore[dict-item]
    "lagging cohort": traps.cohort_period(  # type: ignore[dict-item]
        twelve_months_ending("2022-03"), published=date(2026, 1, 1)
    ),
}


@pytest.mark.covers("E43", "E45", "E46", "E47", "E48", "E50", "E63")
@pytest.mark.parametrize("trap", TRAPS)
def test_a_chapter_cannot_tell_of_a_table_without_heeding_its_traps(
    trap: Trap, partners_table: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        TABLES, PARTNERS_TABLE, replace(TABLES[PARTNERS_TABLE], traps=(trap,))
    )

    with pytest.raises(Unguarded, match=trap):
        cooked()

    def heeds(scope: object, rows: Any, notebook: Notebook) -> Told:
        return Told((Paragraph("Told."),), heeded=(TRAPS[trap],))

    recipe = Recipe("clinic", "levels", "Visits", "visits/1", analyse, heeds)
    told = cook(recipe, None, Notebook(OneTable()), "v1")  # type: ignore[arg-type]
    printed = [plain(b.text) for b in told.blocks if hasattr(b, "text")]
    assert any(TRAPS[trap].words.split(",")[0] in words for words in printed)


# --- one whole assessment whose stops and searches are a partner's


@pytest.fixture(scope="module")
def engine(saxonbridge_home: Path) -> Iterator[DuckEngine]:
    engine = DuckEngine(Lake(saxonbridge_home).version())
    yield engine
    engine.close()


@pytest.mark.slow
@pytest.mark.covers("B53")
def test_a_partners_source_is_protected_in_page_pdf_and_json_and_open_ones_are_not(
    engine: DuckEngine,
    saxonbridge_files: Generated,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    period = twelve_months_ending("2021-05")
    shown = assess(engine, saxonbridge_files, period)
    monkeypatch.setitem(
        TABLES,
        "stop_search",
        replace(TABLES["stop_search"], sharing=Sharing.PARTNERS),
    )

    held = assess(engine, saxonbridge_files, period)

    ref = "stops-by-result"
    small = {
        row[0]
        for block in shown.finding(ref).blocks
        if isinstance(block, Table)
        for row in block.rows
        if any(isinstance(c, int) and 0 < c < 5 for c in row)
    }
    assert small  # the open ones are shown
    cells = [
        cell
        for block in held.finding(ref).blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row
    ]
    assert HIDDEN in cells
    assert not any(isinstance(c, int) and 0 < c < 5 for c in cells)
    for text in texts_of(held.document):
        for run in text if isinstance(text, tuple) else ():
            if isinstance(run, Figure) and run.ref == ref:
                assert run.value == HIDDEN or not 0 < float(run.value) < 5  # type: ignore[arg-type]
    for other in held.findings:
        if "stop_search" not in str(other.asks) and other.ref != ref:
            assert other.blocks == shown.finding(other.ref).blocks, other.ref
    content = json.loads(as_json(held))
    result = next(f["result"] for f in content["findings"] if f["ref"] == ref)
    assert result == {
        "withheld": "Rests on records that are not published: stop and search."
    }
    page, pdf, _ = write(held, tmp_path, drawn=tmp_path / "drawn")
    start = page.read_text().index("Stops and searches by result")
    assert "under 5" in page.read_text()[start : start + 6000]
    printed = "".join(p.extract_text() for p in PdfReader(pdf).pages)
    assert RULE.split(",")[0] in " ".join(printed.split())
    assert any(isinstance(b, Table) for b in blocks_of(held.document))


@pytest.mark.slow
def test_reproducing_says_that_a_protected_result_differs_and_not_by_how_much(
    engine: DuckEngine, saxonbridge_files: Generated, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = assess(engine, saxonbridge_files, twelve_months_ending("2021-05")).finding(
        "stops-by-result"
    )
    monkeypatch.setitem(
        TABLES,
        "stop_search",
        replace(TABLES["stop_search"], sharing=Sharing.PARTNERS),
    )

    def again(canonical: str) -> Any:
        return reproduce(
            engine, ref=found.ref, method=found.method, scope=found.scope,
            asks=found.asks, lake_version=found.lake_version, canonical=canonical,
        )  # fmt: skip

    assert again(found.canonical).same
    other = again(found.canonical.replace('"months":2', '"months":3'))
    assert not other.same and "was" not in other.sentence
