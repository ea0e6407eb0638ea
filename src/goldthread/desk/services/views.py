"""Lists kept under a name, which one comes first, and when somebody last looked."""

from datetime import datetime, timedelta

from django.db import transaction

from goldthread.audit.services import record
from goldthread.desk import rules
from goldthread.desk.models import SavedView, VisitMark
from goldthread.partners.models import Person

VISIT_LASTS = timedelta(minutes=30)


@transaction.atomic
def save_view(
    *, name: str, page: str, query: str, is_shared: bool, by: Person, at: datetime
) -> SavedView:
    """Keep a list with its filter under a name, for oneself or for everybody."""
    held = SavedView.objects.select_for_update().filter(owner=by)
    taken = held.filter(name=name.strip()).exists()
    if refusal := rules.refusal_to_save_view(name, taken=taken, held=held.count()):
        raise rules.Refused(refusal)
    view = SavedView.objects.create(
        owner=by,
        name=name.strip()[:80],
        page=page,
        query=query[:1000],
        is_shared=is_shared,
        saved_at=at,
    )
    record("view.saved", view, by=by, at=at, detail={"shared": is_shared})
    return view


@transaction.atomic
def begin_with_view(view: SavedView | None, *, by: Person, at: datetime) -> None:
    """Begin with this list after signing in; None begins at the desk again."""
    SavedView.objects.select_for_update().filter(owner=by, is_start=True).update(
        is_start=False
    )
    if view is not None:
        SavedView.objects.filter(pk=view.pk, owner=by).update(is_start=True)
    record(
        "view.begun_with", by, by=by, at=at, detail={"view": str(view or "the desk")}
    )


@transaction.atomic
def remove_view(view: SavedView, *, by: Person, at: datetime) -> None:
    """Keep a list no longer."""
    kept = SavedView.objects.select_for_update(of=("self",)).get(pk=view.pk)
    if refusal := rules.refusal_to_remove_view(kept, by=by):
        raise rules.Refused(refusal)
    record("view.removed", kept, by=by, at=at)
    kept.delete()


@transaction.atomic
def see_desk(person: Person, *, at: datetime) -> datetime | None:
    """Note that somebody looks, and say when they last did.

    A mark of a visit, not an act, so it leaves no row in the record. Half an hour of
    clicking is one visit: what is new stays new while one reads it.
    """
    mark = VisitMark.objects.select_for_update().filter(person=person).first()
    if mark is None:
        VisitMark.objects.create(person=person, seen_at=at)
        return None
    if at - mark.seen_at > VISIT_LASTS:
        mark.before_at = mark.seen_at
    mark.seen_at = max(at, mark.seen_at)
    mark.save(update_fields=["seen_at", "before_at"])
    return mark.before_at
