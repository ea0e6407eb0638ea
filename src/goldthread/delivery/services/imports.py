"""A spreadsheet handed in, and what its columns and words were said to be."""

import hashlib
from collections.abc import Mapping as Map
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from goldthread.audit.services import record
from goldthread.core.uk_time import local_day
from goldthread.delivery.models import Action, PlanImport
from goldthread.delivery.rules import Refused
from goldthread.delivery.sheets import rules
from goldthread.delivery.sheets.grid import Unreadable
from goldthread.delivery.sheets.mapping import Mapping, mapping_from
from goldthread.delivery.sheets.matching import NEW
from goldthread.delivery.sheets.preparing import (
    best_sheet,
    prepared,
    proposed,
    sheets_of,
)
from goldthread.delivery.sheets.reading import read_file
from goldthread.delivery.sheets.table import table_of
from goldthread.partners.models import Person
from goldthread.strategy.models import Strategy


def hand_in_plan(
    file_name: str,
    content: bytes,
    *,
    strategy: Strategy,
    by: Person | None,
    at: datetime,
) -> PlanImport:
    """Take in a spreadsheet; nothing of the plan is changed yet.

    Where all its headings and words were confirmed for an earlier file, nothing is
    asked again: it is ready to be looked at.
    """
    if refusal := rules.refusal_to_bring(by):
        raise Refused(refusal)
    name = file_name.replace("\0", "").strip()[-200:]
    try:
        # Outside the transaction: a stranger's file may take seconds to read.
        sheets = read_file(name, content)
        mapping, sure = proposed(sheets, best_sheet(sheets), strategy)
    except Unreadable as why:
        raise Refused(str(why)) from None
    with transaction.atomic():
        found: PlanImport = PlanImport(
            strategy=strategy,
            file_name=name,
            file_hash=hashlib.sha256(content).hexdigest(),
            content=[sheet.plain() for sheet in sheets],
            state=PlanImport.State.MAPPING,
            by=by,
            at=at,
        )
        _map(found, replace(mapping, confirmed=sure))
        if sure and not prepared(found, on=local_day(at)).asked:
            found.state = PlanImport.State.READY
        found.save()
        detail = {"sha256": found.file_hash, "bytes": len(content)}
        record("plan_import.handed_in", found, by=by, at=at, detail=detail)
    return found


@transaction.atomic
def confirm_columns(
    found: PlanImport, mapping: Mapping, *, by: Person | None, at: datetime
) -> PlanImport:
    """Say what each column of a handed-in spreadsheet is; words said before stay said."""
    kept = _held(found, by)
    sheets = sheets_of(kept)
    if not 0 <= mapping.sheet < len(sheets):
        raise Refused("Choose a sheet of the file.")
    try:
        table = table_of(sheets[mapping.sheet])
    except Unreadable as why:
        raise Refused(str(why)) from None
    if refusal := rules.refusal_of_mapping(mapping, table):
        raise Refused(refusal)
    words = mapping_from(kept.mapping).words
    _map(kept, replace(mapping, words=words, confirmed=True))
    _settle(kept, at)
    record(
        "plan_import.columns_confirmed",
        kept,
        by=by,
        at=at,
        detail={
            "columns": {
                head: mapping.columns.get(at_, "") for at_, head in kept.headings
            }
        },
    )
    return kept


@transaction.atomic
def confirm_words(
    found: PlanImport,
    words: Map[str, Map[str, str]],
    *,
    by: Person | None,
    at: datetime,
) -> PlanImport:
    """Say what each unknown word of a spreadsheet means: field -> word -> key."""
    kept = _held(found, by)
    mapping = mapping_from(kept.mapping)
    known = prepared(kept, on=local_day(at)).known
    told = {name: dict(each) for name, each in mapping.words.items()}
    for name, answers in words.items():
        book = known.books.get(name)
        for word, key in answers.items():
            if book is None or (key not in book.options and key not in _OTHERS):
                raise Refused(f"Choose from the list what {word!r} means.")
            told.setdefault(name, {})[word] = key
    _map(kept, replace(mapping, words=told))
    kept.state = PlanImport.State.READY
    kept.save(update_fields=["mapping", "headings", "state"])
    counted = {name: len(answers) for name, answers in words.items()}
    record("plan_import.words_confirmed", kept, by=by, at=at, detail={"words": counted})
    return kept


@transaction.atomic
def say_which(
    found: PlanImport, same: Map[int, str], *, by: Person | None, at: datetime
) -> PlanImport:
    """Say which action rows of a spreadsheet are: row -> its key, or that it is new."""
    kept = _held(found, by)
    mapping = mapping_from(kept.mapping)
    keys = [int(said) for said in same.values() if said.isascii() and said.isdigit()]
    there = dict(
        Action.objects.standing()
        .filter(pk__in=keys, workstream__strategy=kept.strategy)
        .values_list("pk", "reference")
    )
    names = {str(key): reference for key, reference in there.items()} | {NEW: NEW}
    if any(said not in names for said in same.values()):
        raise Refused("Choose for each row whether it is the action named, or a new one.")  # fmt: skip
    kept.mapping = replace(mapping, same={**mapping.same, **same}).plain()
    kept.save(update_fields=["mapping"])
    told = [[row, names[said]] for row, said in sorted(same.items())]
    record("plan_import.rows_told", kept, by=by, at=at, detail={"rows": told})
    return kept


_OTHERS = ("", "none", "community")


def _held(found: PlanImport, by: Person | None) -> PlanImport:
    kept: PlanImport = (
        PlanImport.objects.select_for_update(of=("self",))
        .select_related("strategy")
        .get(pk=found.pk)
    )
    if refusal := rules.refusal_to_map(kept, by=by):
        raise Refused(refusal)
    return kept


def _map(found: PlanImport, mapping: Mapping) -> None:
    table = table_of(sheets_of(found)[mapping.sheet])
    found.mapping = mapping.plain()
    found.headings = [[column.place, column.heading] for column in table.columns]


def _settle(found: PlanImport, at: datetime) -> None:
    """Ready to be tried, unless a word still has to be asked about."""
    asked = prepared(found, on=local_day(at)).asked
    found.state = PlanImport.State.MAPPING if asked else PlanImport.State.READY
    found.save(update_fields=["mapping", "headings", "state"])
