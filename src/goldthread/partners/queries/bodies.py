"""One body's page: terms of reference, seats and who holds them, lines, legal roles."""

import calendar
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from goldthread.partners.models import (
    Body,
    Holding,
    Interest,
    LegalRole,
    Reporting,
    Seat,
)


@dataclass(frozen=True, slots=True)
class Sitting:
    """Somebody on a seat."""

    key: int  # of the holding
    person: int
    name: str
    since: date | None
    term_ends: date | None
    interests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A seat on one day."""

    key: int
    title: str
    kind: str
    agency: str
    area: str
    chosen_by: str
    votes: bool
    holder: Sitting | None
    deputies: tuple[Sitting, ...]
    is_over: bool  # the holder's term has run out, and nobody was chosen anew

    @property
    def is_vacant(self) -> bool:
        """Whether nobody sits here; a deputy does not fill a seat."""
        return self.holder is None


@dataclass(frozen=True, slots=True)
class BodyPage:
    """One body on one day."""

    body: Body
    on: date
    chair: str
    seats: tuple[SeatLine, ...]
    legal_roles: tuple[LegalRole, ...]
    reports_to: tuple[Reporting, ...]
    hears_from: tuple[Reporting, ...]

    @property
    def vacant(self) -> tuple[SeatLine, ...]:
        """What needs a person first."""
        return tuple(seat for seat in self.seats if seat.is_vacant)

    @property
    def over(self) -> tuple[SeatLine, ...]:
        """Whose term has run out."""
        return tuple(seat for seat in self.seats if seat.is_over)


def body_page(body: Body, on: date) -> BodyPage:
    """Everything one body's page shows for a day."""
    seats = seat_lines(Seat.objects.on(on).filter(body=body), on)
    chair = next(
        (s.holder.name for s in seats if s.kind == "Chair" and s.holder is not None), ""
    )
    return BodyPage(
        body=body,
        on=on,
        chair=chair,
        seats=tuple(
            sorted(seats, key=lambda one: (not one.is_vacant, not one.is_over))
        ),
        legal_roles=tuple(body.legal_roles.on(on).order_by("pk")),
        reports_to=tuple(body.reports.on(on).select_related("to").order_by("pk")),
        hears_from=tuple(body.hears.on(on).select_related("body").order_by("pk")),
    )


def seat_lines(seats: QuerySet[Seat], on: date) -> list[SeatLine]:
    """Seats with whoever sits on them that day, in the table's order."""
    declared = Prefetch("person__interests", Interest.objects.on(on).order_by("pk"))
    holders = Prefetch(
        "holdings",
        Holding.objects.on(on)
        .select_related("person")
        .prefetch_related(declared)
        .order_by("pk"),
    )
    found = (
        seats.select_related("agency", "area")
        .prefetch_related(holders)
        .order_by("number", "pk")
    )
    return [_line(seat, on) for seat in found]


def _line(seat: Seat, on: date) -> SeatLine:
    held = list(seat.holdings.all())
    holder = next((one for one in held if not one.is_deputy), None)
    ends = term_ends(holder, seat) if holder else None
    return SeatLine(
        key=seat.pk,
        title=seat.title,
        kind=seat.get_kind_display(),
        agency=str(seat.agency or ""),
        area=str(seat.area or ""),
        chosen_by=seat.chosen_by,
        votes=seat.votes,
        holder=_sitting(holder, seat) if holder else None,
        deputies=tuple(_sitting(one, seat) for one in held if one.is_deputy),
        is_over=ends is not None and ends <= on,
    )


def _sitting(held: Holding, seat: Seat) -> Sitting:
    return Sitting(
        key=held.pk,
        person=held.person_id,
        name=held.person.name,
        since=held.from_on,
        term_ends=term_ends(held, seat),
        interests=tuple(one.words for one in held.person.interests.all()),
    )


def term_ends(held: Holding, seat: Seat) -> date | None:
    """When somebody's term on a seat runs out; None where it has no end."""
    return months_later(held.from_on, seat.term_months)


def months_later(day: date | None, months: int | None) -> date | None:
    """The same day so many months on; the month's last day where it has no such day."""
    if day is None or months is None:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


@dataclass(frozen=True, slots=True)
class CrossMember:
    """Somebody who sits at more than one table, and what they declared."""

    key: int
    name: str
    seats: tuple[tuple[str, str, bool], ...]  # body, seat, as deputy
    interests: tuple[str, ...]


def cross_members(on: date) -> tuple[CrossMember, ...]:
    """The map of who sits where else (S36)."""
    held = (
        Holding.objects.on(on)
        .select_related("person", "seat__body")
        .prefetch_related(
            Prefetch("person__interests", Interest.objects.on(on).order_by("pk"))
        )
        .order_by("person__name", "person_id", "seat__body__name", "pk")
    )
    by_person: dict[int, list[Holding]] = {}
    for one in held:
        by_person.setdefault(one.person_id, []).append(one)
    return tuple(
        CrossMember(
            key,
            ones[0].person.name,
            tuple((o.seat.body.name, o.seat.title, o.is_deputy) for o in ones),
            tuple(i.words for i in ones[0].person.interests.all()),
        )
        for key, ones in by_person.items()
        if len({one.seat.body_id for one in ones}) > 1 or ones[0].person.interests.all()
    )
