"""What every write of this room does: lock the strategy, look, keep, tell the record."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model
from django.db.models.deletion import ProtectedError
from django.utils.text import slugify

from goldthread.audit.services import Actor, Acts, record
from goldthread.partners.rules import Refused
from goldthread.partners.services.checks import check
from goldthread.strategy import rules
from goldthread.strategy.models import Strategy
from goldthread.strategy.states import step

By = Actor | Acts | None
Row = TypeVar("Row", bound=Model)
LONGEST_KEY = 60


def locked(strategy: Strategy) -> Strategy:
    """The strategy as it stands, locked: everything in it is written one at a time."""
    kept: Strategy = Strategy.objects.select_for_update().get(pk=strategy.pk)
    return kept


def refuse(refusal: str | None) -> None:
    if refusal:
        raise Refused(refusal)


def writable(strategy: Strategy) -> Strategy:
    """The strategy, locked; refused where its text stands still."""
    kept = locked(strategy)
    refuse(rules.refusal_to_write(kept))
    return kept


def differing(row: Model, values: dict[str, Any]) -> dict[str, Any]:
    """Set these values; what was before and what is after, as the record keeps it."""
    before, after = {}, {}
    for name, value in values.items():
        stood = getattr(row, name)
        if stood != value:
            before[name], after[name] = _plain(stood), _plain(value)
            setattr(row, name, value)
    return {"before": before, "after": after} if after else {}


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | bool | list | None) else str(value)[:300]


def keep(row: Row) -> Row:
    """Save what is whole; a value that does not fit is refused in a sentence."""
    check(row)
    row.save()
    return row


def forget(row: Model) -> None:
    """Delete what nothing else stands on; else refused."""
    try:
        row.delete()
    except ProtectedError as used:
        one = next(iter(used.protected_objects))
        raise Refused(
            f"“{row}” cannot go: {one._meta.verbose_name} “{one}” stands on it. Change that first."
        ) from None


def tell(
    verb: str,
    row: Model,
    strategy: Strategy,
    *,
    by: By,
    at: datetime,
    detail: dict[str, Any] | None = None,
    cause: UUID | None = None,
) -> None:
    """The strategy has changed once more, and the record says how."""
    strategy.revision += 1
    strategy.save(update_fields=["revision"])
    told = {"strategy": strategy.key} | (detail or {})
    record(verb, row, by=by, at=at, detail=told, cause=cause)


def moved(
    strategy: Strategy,
    verb: str,
    *,
    by: By,
    at: datetime,
    cause: UUID | None = None,
    **said: object,
) -> Strategy:
    """Take a step of its life, and tell the record what was said with it."""
    before, strategy.state = strategy.state, step(verb).end
    keep(strategy)
    detail = {"before": {"state": before}, "after": {"state": strategy.state, **said}}
    told = f"strategy.{verb}"
    tell(told, strategy, strategy, by=by, at=at, detail=detail, cause=cause)
    return strategy


def key_of(title: str, taken: Iterable[str]) -> str:
    """A name for addresses and files, made of a title, that nobody else has."""
    known = set(taken)
    stem = slugify(title)[: LONGEST_KEY - 4].strip("-") or "unnamed"
    names = (stem if n == 1 else f"{stem}-{n}" for n in range(1, 1000))
    return next(name for name in names if name not in known)
