"""Who belongs to the partnership on a day, and what the law still misses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from goldthread.partners import gaps
from goldthread.partners.models import Agency, Body, Holding, Membership, Seat
from goldthread.partners.queries.bodies import term_ends

_TIERS = (
    (Membership.Tier.RESPONSIBLE, "Responsible authorities"),
    (Membership.Tier.CO_OPERATING, "Co-operating bodies"),
    (Membership.Tier.INVITED, "Invited to take part"),
)


@dataclass(frozen=True, slots=True)
class Partner:
    """An agency as a member: what it is called, since when, whom it followed."""

    key: int
    name: str
    kind: str
    note: str
    facilitator: str
    since: date | None
    follows: tuple[str, ...]
    membership: int


@dataclass(frozen=True, slots=True)
class Tier:
    """All members of one standing in law."""

    key: str
    words: str
    partners: tuple[Partner, ...]


@dataclass(frozen=True, slots=True)
class PartnershipPage:
    """The partnership on one day."""

    on: date
    tiers: tuple[Tier, ...]
    gaps: tuple[gaps.Gap, ...]
    bodies: tuple[Body, ...]  # ours
    vacancies: tuple["Vacancy", ...]


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A seat on which nobody sits."""

    seat: int
    title: str
    body: str
    body_key: int
    chosen_by: str


@dataclass(frozen=True, slots=True)
class TermOver:
    """Somebody whose term on a seat has run out."""

    title: str
    body: str
    body_key: int
    name: str
    ended: date


def partnership_page(on: date) -> PartnershipPage:
    """Everything the first page of the partnership shows for a day."""
    members = memberships_on(on)
    bodies = bodies_with_seats(on)
    return PartnershipPage(
        on=on,
        tiers=tuple(_tiers(members)),
        gaps=gaps.found(members, bodies, on),
        bodies=tuple(bodies),
        vacancies=tuple(vacancies(bodies, on)),
    )


def memberships_on(on: date) -> list[Membership]:
    """What each agency is on this day, in the list's order."""
    return list(
        Membership.objects.on(on)
        .select_related("agency", "facilitator")
        .prefetch_related("agency__predecessors")
        .order_by("number", "agency__name", "pk")
    )


def bodies_with_seats(on: date) -> list[Body]:
    """Our own bodies on this day with the seats and holders of that day."""
    seats = Prefetch("seats", Seat.objects.on(on).order_by("number", "pk"))
    holders = Prefetch(
        "seats__holdings",
        Holding.objects.on(on).select_related("person").order_by("is_deputy", "pk"),
    )
    found = Body.objects.on(on).filter(is_ours=True)
    return list(
        found.prefetch_related(seats, holders, "seats__agency", "legal_roles").order_by(
            "name"
        )
    )


def vacancies(bodies: Sequence[Body], on: date) -> list[Vacancy]:
    """The seats without a holder; deputies do not fill a seat."""
    return [
        Vacancy(seat.pk, seat.title, body.name, body.pk, seat.chosen_by)
        for body in bodies
        for seat in body.seats.all()
        if not any(not held.is_deputy for held in seat.holdings.all())
    ]


def _tiers(members: Sequence[Membership]) -> list[Tier]:
    return [
        Tier(
            key,
            words,
            tuple(_partner(one) for one in members if one.tier == key),
        )
        for key, words in _TIERS
    ]


def _partner(held: Membership) -> Partner:
    agency: Agency = held.agency
    return Partner(
        key=agency.pk,
        name=agency.name,
        kind=agency.get_kind_display(),
        note=agency.note,
        facilitator=held.facilitator.name if held.facilitator else "",
        since=held.from_on,
        follows=tuple(sorted(old.name for old in agency.predecessors.all())),
        membership=held.pk,
    )


def terms_over(bodies: Sequence[Body], on: date) -> list[TermOver]:
    """Who sits on although the term has run out (S29); the oldest first."""
    found = [
        TermOver(seat.title, body.name, body.pk, held.person.name, ended)
        for body in bodies
        for seat in body.seats.all()
        for held in seat.holdings.all()
        if not held.is_deputy and (ended := term_ends(held, seat)) and ended <= on
    ]
    return sorted(found, key=lambda one: (one.ended, one.body, one.title))
