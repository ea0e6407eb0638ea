"""A draft put out for consultation: opened, closed, called off (S24)."""

from datetime import date, datetime, timedelta

from django.db import transaction

from goldthread.core.uk_time import local_day
from goldthread.strategy import rules
from goldthread.strategy.models import Strategy
from goldthread.strategy.services.freezing import frozen
from goldthread.strategy.services.writing import By, locked, moved, refuse

A_DAY = timedelta(days=1)
HELD = ("opens_on", "closes_on", "answers", "document", "ended_because")


@transaction.atomic
def open_consultation(
    strategy: Strategy,
    *,
    opens_on: date,
    closes_on: date,
    answers: str = "",
    by: By,
    at: datetime,
) -> Strategy:
    """Put the draft out for consultation as it stands, from a day until another.

    The text that people are asked about is frozen: writing goes on beside it. What was
    held before stays known, should this one be cancelled.
    """
    kept = locked(strategy)
    refuse(
        rules.refusal_to_consult(
            kept,
            opens=opens_on,
            closes=closes_on,
            priorities=kept.priorities.count(),
            on=local_day(at),
        )
    )
    kept.consulted_before = _as_held(kept) if kept.consultation_opens_on else {}
    _held(
        kept,
        opens_on=opens_on,
        closes_on=closes_on,
        answers=answers.strip(),
        document=frozen(kept, on=local_day(at)),
    )
    return moved(
        kept, "consult", by=by, at=at, opens=str(opens_on), closes=str(closes_on)
    )


def _as_held(strategy: Strategy) -> dict[str, str]:
    """A consultation as it was held, to be put back."""
    held = {name: getattr(strategy, f"consultation_{name}") for name in HELD}
    return {name: str(value) for name, value in held.items() if value}


def _held(
    strategy: Strategy,
    *,
    opens_on: date | None = None,
    closes_on: date | None = None,
    answers: str = "",
    document: str = "",
    ended_because: str = "",
) -> None:
    """Let this be the consultation that a strategy knows of; none where it has no days."""
    strategy.consultation_opens_on, strategy.consultation_closes_on = (
        opens_on,
        closes_on,
    )
    strategy.consultation_answers, strategy.consultation_document = answers, document
    strategy.consultation_ended_because = ended_because


@transaction.atomic
def close_consultation(
    strategy: Strategy, *, reason: str = "", on: date, by: By, at: datetime
) -> Strategy:
    """End the consultation, `on` being its last day at the latest; its days are kept."""
    kept = locked(strategy)
    refuse(rules.refusal_to_end(kept, on=on, reason=reason))
    closes = kept.consultation_closes_on
    if closes and closes > on + A_DAY:
        kept.consultation_closes_on = on + A_DAY
        kept.consultation_ended_because = reason.strip()
    until = str(kept.consultation_closes_on)
    return moved(kept, "end", by=by, at=at, reason=reason, closes=until)


@transaction.atomic
def cancel_consultation(
    strategy: Strategy, *, reason: str, on: date, by: By, at: datetime
) -> Strategy:
    """Call the consultation off: its days are forgotten, but for the record.

    One that was held before it is known again: people were asked then.
    """
    kept = locked(strategy)
    refuse(rules.refusal_to_cancel(kept, on=on, reason=reason))
    days = f"{kept.consultation_opens_on} to {kept.consultation_closes_on}"
    before = dict(kept.consulted_before)
    opened, closed = (
        date.fromisoformat(before.pop(name)) if name in before else None
        for name in ("opens_on", "closes_on")
    )
    _held(kept, opens_on=opened, closes_on=closed, **before)
    kept.consulted_before = {}
    return moved(kept, "cancel", by=by, at=at, reason=reason, days=days)
