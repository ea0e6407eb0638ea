"""What a sheet says of actions beside the plan, kept and put back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goldthread.delivery.models import Action, SheetRow
from goldthread.delivery.sheets.preparing import Prepared
from goldthread.delivery.sheets.trial_rows import TrialRow

_FIELDS = ["reference", "cells"]


@dataclass(frozen=True, slots=True)
class Said:
    """What one row says of an action and nothing of the plan stands for."""

    action: Action
    reference: str | None  # their own; None where the sheet has no such column
    cells: Mapping[str, str]  # heading -> text
    headings: frozenset[str]  # of the whole sheet


def kept_row(action: Action, row: TrialRow, ready: Prepared) -> Said:
    heads = {at.place: at.heading for at in ready.table.columns}
    columns: Mapping[int, str] = ready.mapping.columns
    cells = {
        heading: row.row.cell(at)
        for at, heading in heads.items()
        if at not in columns and row.row.cell(at)
    }
    own: str | None = row.reference if row.reference.upper() != action.reference else ""
    if "reference" not in columns.values():
        own = None
    return Said(action, own, cells, frozenset(heads.values()))


def keep_rows(said: Sequence[Said]) -> dict[int, dict[str, Any]]:
    """Keep what the sheet says beside the plan; what was kept of each action before."""
    stood = {
        each.action_id: each
        for each in SheetRow.objects.filter(action__in=[one.action for one in said])
    }
    now = []
    for each in said:
        kept = stood.get(each.action.pk)
        before = (kept.reference, kept.cells) if kept else None
        own = each.reference
        if own is None:
            own = kept.reference if kept else ""
        unseen = {
            heading: text
            for heading, text in (kept.cells if kept else {}).items()
            if heading not in each.headings
        }
        after = (own[:60], unseen | dict(each.cells))
        if after != before and (before is not None or any(after)):
            now.append(SheetRow(action=each.action, reference=after[0], cells=after[1]))
    _put(now)
    return {
        key: {"reference": kept.reference, "cells": kept.cells}
        for key, kept in stood.items()
    }


def restore_rows(before: Mapping[int, Mapping[str, Any] | None]) -> None:
    """Put back what was kept of actions before: action -> its row, None for none."""
    none = [key for key, told in before.items() if told is None]
    SheetRow.objects.filter(action__in=none).delete()
    _put([SheetRow(action_id=key, **told) for key, told in before.items() if told])


def _put(rows: Sequence[SheetRow]) -> None:
    SheetRow.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["action"], update_fields=_FIELDS
    )
