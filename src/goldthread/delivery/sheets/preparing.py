"""A spreadsheet made ready: cut into a table, its columns guessed or remembered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from goldthread.delivery.models import PlanImport
from goldthread.delivery.sheets.asking import Question, questions
from goldthread.delivery.sheets.fields import FIELDS
from goldthread.delivery.sheets.grid import Sheet, Unreadable, sheet_from
from goldthread.delivery.sheets.guessing import guessed, is_own_heading
from goldthread.delivery.sheets.known import Known, known_to
from goldthread.delivery.sheets.mapping import (
    ASIDE,
    COMMUNITY,
    NOTHING,
    Mapping,
    mapping_from,
    remembered_as,
)
from goldthread.delivery.sheets.rules import refusal_of_mapping
from goldthread.delivery.sheets.standing import standing_in
from goldthread.delivery.sheets.table import Column, PlanTable, table_of
from goldthread.delivery.sheets.trial import Tell, tried
from goldthread.delivery.sheets.trial_rows import Trial
from goldthread.delivery.sheets.writing import went_out
from goldthread.strategy.models import Strategy

REMEMBERED = 20  # loaded files that are looked through, the newest first


@dataclass(frozen=True, slots=True)
class Prepared:
    """One file as it is about to be read."""

    table: PlanTable
    mapping: Mapping
    known: Known
    asked: tuple[Question, ...]


def sheets_of(found: PlanImport) -> list[Sheet]:
    return [sheet_from(each) for each in found.content]


def best_sheet(sheets: Sequence[Sheet]) -> int:
    """The sheet that has most of a plan's columns, and then most rows.

    Raises:
        Unreadable: none has headings.
    """
    best: tuple[int, int, int] | None = None
    refusal: Unreadable | None = None
    for at, sheet in enumerate(sheets):
        try:
            table = table_of(sheet)
        except Unreadable as why:
            refusal = refusal or why
            continue
        named = len({name for name in guessed(table.columns).values() if name})
        score = (named, len(table.rows), -at)
        best = score if best is None or score > best else best
    if best is None:
        raise refusal or Unreadable("The file has no sheet that could be read.")
    return -best[2]


def prepared(found: PlanImport, *, on: date) -> Prepared:
    """The file with its mapping as it was confirmed."""
    mapping = mapping_from(found.mapping)
    table = table_of(sheets_of(found)[mapping.sheet])
    known = known_to(found.strategy, on=on)
    return Prepared(table, mapping, known, questions(table, mapping, known))


def trial_of(
    found: PlanImport, ready: Prepared, *, on: date, tell: Tell | None = None
) -> Trial:
    """What the file would do to the plan as it stands now."""
    standing = standing_in(found.strategy, on=on)
    return tried(
        ready.table,
        ready.mapping,
        ready.known,
        standing,
        went_out=went_out(ready.table.above, found.strategy),
        on=on,
        tell=tell,
    )


def proposed(
    sheets: Sequence[Sheet], sheet: int, strategy: Strategy
) -> tuple[Mapping, bool]:
    """A mapping for one sheet, and whether all of it is remembered from a loaded file.

    What was confirmed for a heading before comes first, then what is guessed.
    """
    columns = table_of(sheets[sheet]).columns
    memory = _memory(strategy)
    guess = guessed(columns)
    taken: set[str] = set()
    chosen: dict[int, str] = {}
    for column in columns:  # what is remembered wins over what is guessed
        name = memory.columns.get(remembered_as(column.heading))
        if name and name not in taken:
            chosen[column.place] = name
            taken.add(name)
    for column in columns:
        is_new = remembered_as(column.heading) not in memory.columns
        name = guess[column.place]
        if is_new and name and name not in taken:
            chosen[column.place] = name
            taken.add(name)
    mapping = replace(
        memory.mapping,
        sheet=sheet,
        columns=dict(sorted(chosen.items())),
        words={name: dict(told) for name, told in memory.mapping.words.items()},
    )
    sure = all(_is_sure(column, chosen, memory) for column in columns)
    refusal = refusal_of_mapping(mapping, table_of(sheets[sheet]))
    return mapping, sure and refusal is None


@dataclass(frozen=True, slots=True)
class _Memory:
    columns: dict[str, str]  # heading -> field, or "" where it was left out
    mapping: Mapping  # defaults and words


def _is_sure(column: Column, chosen: dict[int, str], memory: _Memory) -> bool:
    """Whether nobody needs to be asked what a column is."""
    if remembered_as(column.heading) in memory.columns:
        return True
    own = is_own_heading(column.heading)
    return bool(own) and chosen.get(column.place) == own


def _memory(strategy: Strategy) -> _Memory:
    """What was confirmed for files loaded before, the newest last said."""
    loaded = list(
        PlanImport.objects.filter(loaded_at__isnull=False)
        .order_by("-loaded_at", "-pk")
        .only("mapping", "headings", "strategy_id")[:REMEMBERED]
    )
    columns: dict[str, str] = {}
    words: dict[str, dict[str, str]] = {}
    for each in reversed(loaded):
        mapping = mapping_from(each.mapping)
        for at, heading in each.headings:
            columns[remembered_as(heading)] = mapping.columns.get(at, "")
        for name, told in mapping.words.items():
            # Whose key it is hangs on the strategy for these; the others outlive it.
            if each.strategy_id == strategy.pk or name not in ("workstream", "outcome"):
                words.setdefault(name, {}).update(told)
    _share(words)
    newest = next((each for each in loaded if each.strategy_id == strategy.pk), None)
    last = mapping_from(newest.mapping) if newest else Mapping()
    return _Memory(columns, Mapping(0, {}, last.clears, last.defaults, words))


_SHARED = (("lead_agency", "support_agencies"), ("status", "rag"), ("areas", "effect_area"))  # fmt: skip


def _share(words: dict[str, dict[str, str]]) -> None:
    """What a word means does not hang on the column of two that it stood in."""
    for pair in _SHARED:
        for one, other in (pair, pair[::-1]):
            for word, key in dict(words.get(one, {})).items():
                if key not in (ASIDE, NOTHING, COMMUNITY):
                    words.setdefault(other, {}).setdefault(word, key)


def field_choices() -> list[tuple[str, str]]:
    """What a column may be, for a list to choose from."""
    kept = ("", "Keep it in the spreadsheet only")
    return [kept, *((each.name, each.heading) for each in FIELDS.values())]
