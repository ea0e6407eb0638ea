"""What the law asks of a partnership and is missing, each in a sentence; no queries.

Crime and Disorder Act 1998 s5 names the authorities (B1); the 2007 regulations ask each
for a person who makes information flow (reg 4, B7) and for a strategy group of two or
more people (reg 3, B11). A lawyer should read this list before it is called compliance.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from goldthread.partners.models import Agency, Body, Membership

_REQUIRED = (
    Agency.Kind.COUNCIL,
    Agency.Kind.POLICE,
    Agency.Kind.FIRE,
    Agency.Kind.PROBATION,
    Agency.Kind.HEALTH,
)
_ACT, _REGULATIONS = "Crime and Disorder Act 1998, s5", "2007 Regulations"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing, the law that asks for it, and where it is mended."""

    words: str
    law: str
    page: str  # the name of an address
    key: int | None = None


def found(
    members: Sequence[Membership], bodies: Sequence[Body], on: date
) -> tuple[Gap, ...]:
    """Every gap on this day, what the Act asks first."""
    return (
        *_authorities(members),
        *_ended(members, on),
        *_facilitators(members),
        *_strategy_group(bodies, on),
        *_seats(members, bodies),
    )


def _responsible(members: Sequence[Membership]) -> list[Membership]:
    return [one for one in members if one.tier == Membership.Tier.RESPONSIBLE]


def _authorities(members: Sequence[Membership]) -> Iterator[Gap]:
    held = {one.agency.kind for one in _responsible(members)}
    for kind in _REQUIRED:
        if kind not in held:
            yield Gap(
                f"No {_lower(kind.label)} authority is named as a responsible authority.",
                _ACT,
                "agency_add",
            )


def _ended(members: Sequence[Membership], on: date) -> Iterator[Gap]:
    for one in members:
        if one.agency.until_on and one.agency.until_on <= on:
            yield Gap(
                f"{one.agency.name} has ended, and is still listed as a member. Say who took over.",
                _ACT,
                "agency",
                one.agency_id,
            )


def _facilitators(members: Sequence[Membership]) -> Iterator[Gap]:
    for one in _responsible(members):
        if one.facilitator is None:
            yield Gap(
                f"{one.agency.name} has named nobody who makes information flow.",
                f"{_REGULATIONS}, reg 4",
                "agency",
                one.agency_id,
            )


def _strategy_group(bodies: Sequence[Body], on: date) -> Iterator[Gap]:
    groups = [
        body
        for body in bodies
        if any(
            "community safety partnership" in role.name.casefold()
            and role.is_true_on(on)
            for role in body.legal_roles.all()
        )
    ]
    if not groups:
        yield Gap(
            "No body has the legal role of community safety partnership.",
            f"{_REGULATIONS}, reg 3",
            "bodies",
        )
    for body in groups:
        if len(_sitting(body)) < 2:
            yield Gap(
                f"Fewer than two people sit on {body.name}.",
                f"{_REGULATIONS}, reg 3",
                "body",
                body.pk,
            )


def _seats(members: Sequence[Membership], bodies: Sequence[Body]) -> Iterator[Gap]:
    seated = {seat.agency_id for body in bodies for seat in body.seats.all()}
    for one in _responsible(members):
        if bodies and one.agency_id not in seated:
            yield Gap(
                f"{one.agency.name} has no seat on any of the partnership’s bodies.",
                _ACT,
                "agency",
                one.agency_id,
            )


def _sitting(body: Body) -> set[int]:
    return {
        held.person_id
        for seat in body.seats.all()
        for held in seat.holdings.all()
        if not held.is_deputy
    }


def _lower(words: str) -> str:
    return words if words.isupper() else words[:1].lower() + words[1:]
