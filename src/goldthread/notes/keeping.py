"""Every change to drafts: what people are typing, kept while they type.

Saving a draft leaves no row in the record of events. The record says what people did;
typing is not yet an act, a row every three seconds would bury what is, and the row would
say when somebody hesitated. The act is saving the thing itself, and its own service
records that.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from goldthread.notes import rules
from goldthread.notes.models import Draft
from goldthread.notes.sheets import Sheet
from goldthread.partners.models import Person
from goldthread.partners.rules import Refused

MOST_SHEETS = 10  # of one person for one form; the oldest makes room
DRAFTS_KEPT = timedelta(days=90)
SLIPS_KEPT = timedelta(days=4)  # longer than a slip serves without a session


@transaction.atomic
def save_draft(
    sheet: Sheet,
    fields: Mapping[str, Sequence[str]],
    *,
    at: datetime,
    stroke: int | None = None,
    signed_out: bool = False,
) -> Draft:
    """Keep what its writer has typed so far. A finished sheet stays finished, and a
    save that was overtaken by a later one (`stroke` counts them) changes nothing."""
    kept = {name: [_storable(v) for v in values] for name, values in fields.items()}
    if not any(value.strip() for values in kept.values() for value in values):
        kept = {}
    if refusal := rules.refusal_of_draft(
        sum(len(value) for values in kept.values() for value in values)
    ):
        raise Refused(refusal)
    writer = Person.objects.filter(pk=sheet.writer, is_active=True).first()
    if writer is None:
        raise Refused("This account is closed, and nothing more is kept for it.")
    Draft.objects.get_or_create(sheet=sheet.id, defaults=_blank(sheet, at))
    draft = Draft.objects.select_for_update().get(sheet=sheet.id)
    if draft.finished_at or (stroke is not None and stroke < draft.strokes):
        return draft
    draft.fields, draft.saved_at, draft.was_signed_out = kept, at, signed_out
    draft.strokes = draft.strokes if stroke is None else stroke
    draft.save(update_fields=["fields", "saved_at", "was_signed_out", "strokes"])
    if sheet.origin:
        _finish(sheet.origin, writer, at=at)
    _make_room(writer, sheet)
    return draft


@transaction.atomic
def finish_draft(sheet: Sheet, *, at: datetime) -> None:
    """The form itself was sent: its drafts are done, and late saves come too late."""
    Draft.objects.get_or_create(sheet=sheet.id, defaults=_blank(sheet, at))
    writer = Person.objects.get(pk=sheet.writer)
    _finish(sheet.id, writer, at=at)
    if sheet.origin:
        _finish(sheet.origin, writer, at=at)


@transaction.atomic
def throw_away_draft(draft: Draft) -> None:
    """Its writer does not want it any more."""
    draft.delete()


@transaction.atomic
def forget_drafts(*, at: datetime) -> int:
    """Forget drafts nobody came back to in three months, and slips no longer needed."""
    old = Draft.objects.saved_before(at - DRAFTS_KEPT)
    spent = Draft.objects.filter(finished_at__lt=at - SLIPS_KEPT)
    return int(old.delete()[0]) + int(spent.delete()[0])


def _blank(sheet: Sheet, at: datetime) -> dict[str, Any]:
    return {
        "writer_id": sheet.writer,
        "form": sheet.form,
        "page": sheet.page,
        "based_on": sheet.based_on,
        "saved_at": at,
        **sheet.about.columns,
    }


def _finish(sheet: uuid.UUID, writer: Person, *, at: datetime) -> None:
    Draft.objects.filter(sheet=sheet, writer=writer, finished_at__isnull=True).update(
        fields={}, finished_at=at
    )


def _make_room(writer: Person, sheet: Sheet) -> None:
    mine = Draft.objects.of(writer, sheet.about, sheet.form).unfinished()
    surplus = mine.newest_first().values_list("pk", flat=True)[MOST_SHEETS:]
    Draft.objects.filter(pk__in=list(surplus)).delete()


def _storable(typed: str) -> str:
    # PostgreSQL keeps neither; a draft is never a reason to complain about them.
    return typed.replace("\x00", "").encode("utf-8", "replace").decode()
