"""The gate: every figure of a finding leaves through here (issue 4.5, decision 3).

It looks at the lake tables the figures came from. Tables declared as published row by
row let everything through as it is. Any other, and small counts are taken out of every
sentence, table and picture by `core.disclosure`, with what could be worked back to them:

    Robbery | 3  | 12%   ->   Robbery | under 5 | under 5
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from goldthread.assessment.notebook import Ask
from goldthread.assessment.recipe import Told, tables_of_asks
from goldthread.core.disclosure import exposed_by_totals, protect
from goldthread.documents import numbers
from goldthread.documents.model import (
    Block,
    Bullets,
    Callout,
    Cell,
    Chart,
    Column,
    Figure,
    Interval,
    KeyFigure,
    KeyFigures,
    MapBlock,
    Paragraph,
    Run,
    Spec,
    Suppressed,
    Table,
    Text,
    runs,
)
from goldthread.evidence.tables import TABLES, Sharing

UNDER = 5
HIDDEN = Suppressed(UNDER)
RULE = (
    "Counts of one to four are not shown here, nor what could be worked back to them: "
    "these records are not published."
)
NO_PICTURE = "No picture is drawn, because it would show the counts that are withheld."

# A small number or a share that a sentence states outside its figures.
_LOOSE = re.compile(
    r"(?<![\w.,\u202f])(?:[1-4](?!\w|[.,\u202f]\d)|(?!95%)\d+(?:\.\d+)?%)"
)


def closed(tables: Collection[str]) -> tuple[str, ...]:
    """Those of the tables that are not published row by row."""
    return tuple(t for t in tables if TABLES[t].sharing is not Sharing.OPEN)


def require_open(tables: Collection[str]) -> None:
    """An assessment's area, months and residents are settled from open tables alone.

    They stand in every document and file, so no small count may be among them.
    """
    if found := closed(tables):
        raise ValueError(
            "expected the area, the months and the residents of an assessment from "
            f"tables published row by row; found {', '.join(found)}."
        )


def as_shared(told: Told, tables: Collection[str]) -> Told:
    """What may be shown of it, by the sharing basis of the tables it rests on."""
    if not closed(tables):
        return told
    return replace(
        told,
        blocks=(*map(_block, told.blocks), Callout("caveat", RULE)),
        key=None if told.key is None else _text(told.key),
    )


def result_shown(asks: Sequence[Ask], result: Any) -> Any:
    """The result as a file may hold it: whole, or the sentence why it is withheld."""
    if found := closed(tables_of_asks(asks)):
        titles = ", ".join(TABLES[name].title.lower() for name in found)
        return {"withheld": f"Rests on records that are not published: {titles}."}
    return result


def _block(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return Paragraph(_text(block.text))
    if isinstance(block, Callout):
        return replace(block, text=_text(block.text), heading=_loose(block.heading))
    if isinstance(block, Bullets):
        return Bullets(tuple(map(_text, block.items)))
    if isinstance(block, KeyFigures):
        return KeyFigures(tuple(map(_key_figure, block.items)))
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Chart | MapBlock):
        return _picture(block)
    return block  # a person's own words


def _key_figure(item: KeyFigure) -> KeyFigure:
    figure, *note = runs(_text((item.figure, *runs(item.note))))
    assert isinstance(figure, Figure)
    # A movement (better, worse) of a number that is hidden tells of it.
    status = None if figure.value == HIDDEN else item.status
    return replace(
        item,
        label=_loose(item.label),
        figure=figure,
        note=tuple(note),
        status=status,
    )


def _text(text: Text) -> Text:
    """A sentence without its small counts, and without what rests on them."""
    if isinstance(text, str):
        return _loose(text)
    figures = [run for run in runs(text) if isinstance(run, Figure)]
    counts = [float(f.value) for f in figures if isinstance(f.value, int)]
    any_small = bool(protect(counts).suppressed.any()) if counts else False

    def shown(run: Run) -> Run:
        if isinstance(run, str):
            return _loose(run)
        if not isinstance(run, Figure):
            return run
        hide = (
            _is_small(run.value)
            if _is_count(run.value)
            else _is_derived(run.value)
            and (any_small or not counts or _points_back(run.value, counts))
        )
        return Figure(HIDDEN, numbers.suppressed(HIDDEN), run.ref) if hide else run

    return tuple(map(shown, runs(text)))


def _points_back(value: Any, counts: Sequence[float]) -> bool:
    """Whether a share of one of the counts is a small count, or leaves one over."""
    if not isinstance(value, float) or not 0 < value < 1:
        return False
    return any(
        _is_small(round(part * whole))
        for whole in counts
        for part in (value, 1 - value)
    )


def _table(table: Table) -> Table:
    columns = [_counts(table, at) for at in range(len(table.columns))]
    hidden = np.array([_small_in(column) for column in columns], dtype=bool)
    rows = tuple(
        tuple(
            _cell(cell, table.columns[at], hidden[:, row], at, cells)
            for at, cell in enumerate(cells)
        )
        for row, cells in enumerate(table.rows)
    )
    return replace(
        table,
        caption=_text(table.caption),
        rows=rows,
        notes=tuple(map(_text, table.notes)),
    )


def _counts(table: Table, at: int) -> list[float]:
    """A column's counts; NaN where it holds none."""
    return [
        float(cells[at])  # type: ignore[arg-type]
        if _is_count_cell(cells[at], table.columns[at])
        else np.nan
        for cells in table.rows
    ]


def _small_in(counts: list[float]) -> Any:
    """Which are hidden: the small ones, and one more where one alone would be.

    Totals are printed elsewhere, so a single gap is one subtraction away.
    """
    if not counts:
        return np.zeros(0, dtype=bool)
    column = np.array(counts)
    found = protect(np.nan_to_num(column, nan=0.0))
    hidden = found.suppressed.copy()
    alone = hidden.sum() == 1 and exposed_by_totals(found).any()
    if alone and (others := np.flatnonzero((column > 0) & ~hidden)).size:
        hidden[others[np.argmin(column[others])]] = True
    return hidden


def _cell(
    cell: Cell, column: Column, hidden: Any, at: int, cells: tuple[Cell, ...]
) -> Cell:
    if hidden[at]:
        return HIDDEN
    if isinstance(cell, str):
        # Words in a column of numbers may be one: "3 of 11".
        return HIDDEN if cell and column.is_numeric else cell
    if not _is_derived(cell) or _is_count_cell(cell, column):
        return cell
    own = [float(c) for c in cells if isinstance(c, int) and not isinstance(c, bool)]
    if hidden.any() or not own:
        return HIDDEN
    return HIDDEN if column.kind == "share" and _leaves_few(cell, own) else cell


def _leaves_few(share: Cell, counts: Sequence[float]) -> bool:
    """Whether the whole that a share tells of leaves a small count over."""
    if not isinstance(share, float) or not 0 < share < 1:
        return False
    return any(_is_small(round(count / share - count)) for count in counts)


def _picture(block: Chart | MapBlock) -> Block:
    table = _table(block.table)
    has_gap = any(cell == HIDDEN for row in table.rows for cell in row)
    if has_gap or _has_small(block.spec):
        notes = (*table.notes, *map(_text, block.caveats), NO_PICTURE)
        if isinstance(block, MapBlock):
            notes = (*notes, _text(block.unlocated))
        return replace(
            table, id=block.id, caption=_text(block.title), notes=notes, ref=block.ref
        )
    shown = replace(
        block,
        title=_text(block.title),
        table=table,
        alt=_loose(block.alt),
        caveats=tuple(map(_text, block.caveats)),
    )
    if isinstance(shown, MapBlock):
        return replace(shown, unlocated=_text(shown.unlocated))
    return shown


def _has_small(spec: Spec | Sequence[Any]) -> bool:
    """Whether the rows that a picture is drawn from hold a small whole number."""
    if isinstance(spec, dict):
        return any(
            _row_small(value) if key == "values" else _has_small(value)
            for key, value in spec.items()
            if isinstance(value, dict | list)
        )
    return any(_has_small(each) for each in spec if isinstance(each, dict | list))


def _row_small(value: Any) -> bool:
    if isinstance(value, dict):
        # An outline's corners are places, not counts.
        return any(_row_small(v) for k, v in value.items() if k != "geometry")
    if isinstance(value, list):
        return any(map(_row_small, value))
    return _is_small(value)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_count_cell(cell: Cell, column: Column) -> bool:
    if column.kind != "number" or column.decimals:
        return False
    return _is_count(cell) or (isinstance(cell, float) and cell.is_integer())


def _is_small(value: Any) -> bool:
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and float(value).is_integer()
        and 0 < value < UNDER
    )


def _is_derived(value: Any) -> bool:
    return isinstance(value, float | int | Interval) and not isinstance(value, bool)


def _loose(words: str) -> str:
    return _LOOSE.sub(
        lambda found: (
            "a share" if found[0].endswith("%") else numbers.suppressed(HIDDEN)
        ),
        words,
    )
