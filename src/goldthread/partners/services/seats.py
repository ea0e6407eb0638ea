"""Every change to seats, who holds them, and what they declared."""

from datetime import date, datetime

from django.db import transaction

from goldthread.audit.services import record
from goldthread.partners import rules
from goldthread.partners.models import (
    Agency,
    Area,
    Body,
    Holding,
    Interest,
    Person,
    Seat,
)
from goldthread.partners.services.checks import By, check, difference


@transaction.atomic
def add_seat(
    body: Body,
    *,
    title: str,
    kind: str,
    agency: Agency | None = None,
    area: Area | None = None,
    chosen_by: str = "",
    term_months: int | None = None,
    votes: bool = True,
    from_on: date | None = None,
    by: By,
    at: datetime,
) -> Seat:
    """Add a place at a table, whoever will sit on it."""
    seat = Seat(
        body=body,
        title=title.strip(),
        kind=kind,
        agency=agency,
        area=area,
        chosen_by=chosen_by.strip(),
        term_months=term_months,
        votes=votes,
        from_on=from_on,
        number=body.seats.count() + 1,
    )
    check(seat)
    seat.save()
    record("seat.added", seat, by=by, at=at)
    return seat


@transaction.atomic
def change_seat(
    seat: Seat,
    *,
    title: str,
    kind: str,
    agency: Agency | None,
    area: Area | None,
    chosen_by: str,
    term_months: int | None,
    votes: bool,
    from_on: date | None,
    by: By,
    at: datetime,
) -> Seat:
    """Correct what is known of a seat."""
    kept: Seat = Seat.objects.select_for_update().get(pk=seat.pk)
    detail = difference(
        kept,
        title=title.strip(),
        kind=kind,
        agency=agency,
        area=area,
        chosen_by=chosen_by.strip(),
        term_months=term_months,
        votes=votes,
        from_on=from_on,
    )
    check(kept)
    kept.save()
    record("seat.changed", kept, by=by, at=at, detail=detail)
    return kept


@transaction.atomic
def end_seat(seat: Seat, *, on: date, by: By, at: datetime) -> Seat:
    """Take a seat away from the table; whoever sits on it leaves it that day."""
    kept: Seat = Seat.objects.select_for_update().get(pk=seat.pk)
    kept.until_on = on
    check(kept)
    kept.save(update_fields=["until_on"])
    for held in kept.holdings.on(on):
        _end(held, on)
    record("seat.ended", kept, by=by, at=at, detail={"after": {"until": str(on)}})
    return kept


@transaction.atomic
def take_seat(
    seat: Seat,
    *,
    person: Person,
    from_on: date,
    is_deputy: bool = False,
    by: By,
    at: datetime,
) -> Holding:
    """Seat somebody, as holder or deputy; whoever held the seat leaves it that day."""
    kept: Seat = Seat.objects.select_for_update().get(pk=seat.pk)
    if refusal := rules.refusal_to_sit(kept, person, from_on):
        raise rules.Refused(refusal)
    if not is_deputy:
        for held in kept.holdings.on(from_on).filter(is_deputy=False):
            _end(held, from_on)
    holding = Holding(seat=kept, person=person, from_on=from_on, is_deputy=is_deputy)
    check(holding)
    holding.save()
    detail = {"after": {"person": person.name, "deputy": is_deputy}}
    record("seat.taken", kept, by=by, at=at, detail=detail)
    return holding


@transaction.atomic
def leave_seat(holding: Holding, *, on: date, by: By, at: datetime) -> Holding:
    """Somebody leaves a seat; it stands vacant until it is taken."""
    kept: Holding = Holding.objects.select_for_update().get(pk=holding.pk)
    _end(kept, on)
    detail = {"before": {"person": kept.person.name}, "after": {"until": str(on)}}
    record("seat.left", kept.seat, by=by, at=at, detail=detail)
    return kept


def _end(held: Holding, on: date) -> None:
    if held.from_on == on:  # never sat there: a correction on the same day
        held.delete()
        return
    held.until_on = on
    check(held)
    held.save(update_fields=["until_on"])


@transaction.atomic
def declare_interest(
    person: Person,
    *,
    words: str,
    agency: Agency | None = None,
    from_on: date,
    by: By,
    at: datetime,
) -> Interest:
    """Write down what could sway somebody (S36)."""
    interest = Interest(
        person=person, words=words.strip(), agency=agency, from_on=from_on
    )
    check(interest)
    interest.save()
    record("interest.declared", person, by=by, at=at)
    return interest


@transaction.atomic
def end_interest(interest: Interest, *, on: date, by: By, at: datetime) -> Interest:
    """An interest is over; that it was declared stays known."""
    kept: Interest = Interest.objects.select_for_update().get(pk=interest.pk)
    kept.until_on = on
    check(kept)
    kept.save(update_fields=["until_on"])
    record("interest.ended", kept.person, by=by, at=at)
    return kept
