"""Asking the worker to load a spreadsheet or to take one back, and how that goes.

The list of work is in the same database, so what was asked and its place on the list
stand or fall together; a worker that is killed leaves the plan as it was, and whoever
takes the work up again finds from the state whether there is anything left to do.
"""

from datetime import datetime

from django.db import transaction

from goldthread.audit.services import record
from goldthread.core.uk_time import local_day
from goldthread.delivery.models import PlanImport
from goldthread.delivery.rules import Overtaken, Refused
from goldthread.delivery.services.import_loading import held, load_import
from goldthread.delivery.services.import_undoing import undo_import
from goldthread.delivery.sheets import rules
from goldthread.delivery.sheets.trial import Tell
from goldthread.partners.models import Appointment, Person
from goldthread.web.background import subjects_of

State = PlanImport.State
TASK = "goldthread.delivery.tasks.carry_out"
_STOOD: dict[str, str] = {State.LOADING: State.READY, State.UNDOING: State.LOADED}
_ASKED: dict[str, str] = {State.LOADING: "load_asked", State.UNDOING: "undo_asked"}
SOMETIMES = 25  # rows between two words on how far it is


@transaction.atomic
def ask_to_load(
    found: PlanImport, *, seen: str, by: Person | None, at: datetime
) -> PlanImport:
    """Have the worker load a tried spreadsheet; asked twice, it is loaded once."""
    kept = held(found)
    if refusal := rules.refusal_to_load(kept, by=by):
        raise Refused(refusal)
    return _ask(kept, State.LOADING, seen=seen, by=by, at=at)


@transaction.atomic
def ask_to_undo(found: PlanImport, *, by: Person | None, at: datetime) -> PlanImport:
    """Have the worker take a loaded spreadsheet back."""
    kept = held(found)
    if refusal := rules.refusal_to_take_back(kept, by=by):
        raise Refused(refusal)
    return _ask(kept, State.UNDOING, seen="", by=by, at=at)


def _ask(
    kept: PlanImport, state: str, *, seen: str, by: Person | None, at: datetime
) -> PlanImport:
    if refusal := rules.refusal_to_ask(kept, is_listed=is_listed(kept)):
        raise Refused(refusal)
    kept.settle(state)
    kept.asked_by, kept.asked_at, kept.seen = by, at, seen[:64]
    kept.asked_as = by.acting if by else None
    kept.save(update_fields=PlanImport.SETTLED)
    # Late: the task calls this module.
    from goldthread.delivery.tasks import carry_out

    carry_out.enqueue(kept.pk)
    record(f"plan_import.{_ASKED[state]}", kept, by=by, at=at)
    return kept


def is_listed(found: PlanImport) -> bool:
    """Whether the worker has this file on its list, waiting or under way."""
    return found.pk in subjects_of(TASK)


def carry_out_asked(found: PlanImport, *, at: datetime) -> PlanImport:
    """Do what the worker was asked to do with a file; done already, nothing is done."""
    by = _asker(found, at)
    try:
        if found.state == State.LOADING:
            return load_import(
                found, seen=found.seen, by=by, at=at, tell=_telling(found)
            )
        if found.state == State.UNDOING:
            return undo_import(found, by=by, at=at, tell=_telling(found))
    except (Refused, Overtaken) as why:
        return give_up(found, why=str(why))
    return found


@transaction.atomic
def give_up(found: PlanImport, *, why: str) -> PlanImport:
    """Nothing was done, and the page says why; it can be asked again."""
    kept = held(found)
    if stood := _STOOD.get(kept.state):
        kept.settle(stood, why_not=why)
        kept.save(update_fields=PlanImport.SETTLED)
    return kept


def _asker(found: PlanImport, at: datetime) -> Person | None:
    """Who asked, acting as they did then, if they still may."""
    by = found.asked_by
    if by is not None:
        held_now = Appointment.objects.on(local_day(at)).select_related("agency")
        is_there = by.is_active and found.asked_as_id is not None
        by.acting = held_now.filter(pk=found.asked_as_id).first() if is_there else None
    return by


def _telling(found: PlanImport) -> Tell:
    def tell(done: int, whole: int) -> None:
        if done % SOMETIMES == 0:
            PlanImport.objects.filter(pk=found.pk).update(done=done, whole=whole)

    return tell
