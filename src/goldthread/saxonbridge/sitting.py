"""The invented people of the partnership: what they are appointed to, where they sit."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from goldthread.partners import services
from goldthread.partners.demonstration import add_invented_person
from goldthread.partners.middleware import appointments_of
from goldthread.partners.models import (
    Agency,
    Body,
    Holding,
    Membership,
    Person,
    ReviewedAppointment,
    Seat,
)
from goldthread.partners.queries.bodies import months_later
from goldthread.saxonbridge.story import Story, at

PLACE = "saxonbridge.example.org"


@dataclass(frozen=True, slots=True)
class Somebody:
    """Somebody invented, who does a part of the work."""

    name: str
    email: str
    agency: str
    role: str
    title: str


PEOPLE = (
    Somebody("Cressida Vane", "violence", "Saxonbridge City Council", "lead", "Lead for young people and violence"),
    Somebody("Tobias Marchbanks", "youth", "Saxonbridge City Council", "practitioner", "Youth work manager"),
    Somebody("Leonie Ashdown", "abuse", "Saxonbridge City Council", "practitioner", "Domestic abuse co-ordinator"),
    Somebody("Idris Calloway", "centre", "Saxonshire Police", "practitioner", "City centre inspector"),
    Somebody("Petra Holloway", "vehicles", "Saxonshire Police", "practitioner", "Problem solver, Marlpit"),
    Somebody("Nkechi Farrant", "probation", "Saxonshire Probation", "agency_lead", "Head of probation delivery"),
    Somebody("Rowan Teasdale", "custody", "Saxonshire Probation", "practitioner", "Through-the-gate worker"),
    Somebody("Anneliese Dorrit", "health", "Saxonshire Integrated Care Board", "agency_lead", "Commissioner"),
    Somebody("Gethin Orme", "fire", "Saxonshire Fire and Rescue", "agency_lead", "Group manager, prevention"),
    Somebody("Sunita Blackwood", "homes", "Saxonbridge Homes", "agency_lead", "Head of tenancies"),
    Somebody("Marcus Quayle", "traders", "Saxonbridge Traders", "board", "Chair of the traders"),
    Somebody("Philippa Sorrell", "residents", "Residents' Assembly", "resident", "Resident representative, south"),
    Somebody("Baptiste Renwick", "cabinet", "Saxonbridge City Council", "board", "Cabinet member for safer communities"),
    Somebody("Yolanda Pryce", "council", "Saxonbridge City Council", "agency_lead", "Director of place"),
    Somebody("Hal Ferrier", "data", "Saxonbridge City Council", "governance", "Information governance"),
    Somebody("Eudora Pellew", "scrutiny", "Saxonbridge City Council", "scrutiny", "Scrutiny officer"),
    Somebody("Wren Castellan", "trust", "Saxonbridge Community Trust", "practitioner", "Community organiser"),
)  # fmt: skip

# Seat of the board -> whose; what is not named stands vacant.
SEATS = {
    "Chair": "board",
    "City council": "council",
    "Police": "police",
    "Fire and rescue": "fire",
    "Probation": "probation",
    "NHS commissioner": "health",
    "Cabinet member for safer communities": "cabinet",
    "Housing": "homes",
    "Business": "traders",
    "Third sector, seat 1": "trust",
    "Resident representative, south": "residents",
}
# Who has answered in this quarter's review of access, and about whom.
ANSWERED = {
    "police": ("City centre inspector",),
    "probation": ("Through-the-gate worker",),
}
FACILITATORS = {
    "Saxonbridge City Council": "data",
    "Saxonshire Police": "police",
    "Saxonshire Fire and Rescue": "fire",
    "Saxonshire Probation": "probation",
    "Saxonshire Integrated Care Board": "health",
}


def person(name: str, *, on: date) -> Person:
    """Somebody by the first part of their e-mail, acting as they do on a day."""
    found: Person = Person.objects.get(email=f"{name}@{PLACE}")
    held = appointments_of(found, on=on)
    found.acting = held[0] if held else None
    return found


def add_people(story: Story, *, now: datetime) -> None:
    """Everybody with an account; those who are there stay as they are."""
    begun = date(story.first, 4, 1)
    for one in PEOPLE:
        email = f"{one.email}@{PLACE}"
        if Person.objects.filter(email=email).exists():
            continue
        added = add_invented_person(email=email, name=one.name, at=now)
        services.appoint(
            added,
            agency=Agency.objects.get(name=one.agency),
            role=one.role,
            title=one.title,
            from_on=begun,
            by=None,
            at=now,
        )


# Chosen again term by term, but for one whose last term ran out unnoticed.
LAPSED = "Resident representative, south"


def _terms(seat: Seat, begun: date, today: date) -> list[date]:
    """The days on which each term of a seat begins, up to today."""
    terms, next_term = [begun], months_later(begun, seat.term_months)
    while next_term and next_term <= today:
        terms.append(next_term)
        next_term = months_later(next_term, seat.term_months)
    return terms[:-1] if seat.title == LAPSED and len(terms) > 1 else terms


def take_seats(story: Story, *, now: datetime) -> None:
    """Who sits on the board, who makes information flow, and an interest declared."""
    begun = date(story.first - 1, 5, 1)  # before the first decision
    board = Body.objects.get(name="Safer Saxonbridge Board")
    for title, name in SEATS.items():
        seat = Seat.objects.get(body=board, title=title)
        if not Holding.objects.filter(seat=seat).exists():
            for from_on in _terms(seat, begun, story.today):
                services.take_seat(
                    seat,
                    person=person(name, on=story.today),
                    from_on=from_on,
                    by=None,
                    at=now,
                )
    group = Body.objects.get(name="Violence reduction group")
    for title, name in (("Chair", "violence"), ("Youth justice", "youth")):
        seat = Seat.objects.get(body=group, title=title)
        if not Holding.objects.filter(seat=seat).exists():
            services.take_seat(
                seat,
                person=person(name, on=story.today),
                from_on=begun,
                by=None,
                at=now,
            )
    for agency, name in FACILITATORS.items():
        for held in Membership.objects.filter(
            agency__name=agency, facilitator__isnull=True
        ):
            services.nominate_facilitator(
                held, person=person(name, on=story.today), by=None, at=now
            )
    trader = person("traders", on=story.today)
    if not trader.interests.exists():
        services.declare_interest(
            trader,
            words="Owns two of the shops beside the late-night hub",
            from_on=begun,
            by=None,
            at=at(begun),
        )


def review_access(story: Story, *, now: datetime) -> None:
    """This quarter's review of access, half answered; opened once."""
    review = services.open_review(
        on=story.today, by=None, at=now, due_on=story.today + timedelta(days=9)
    )
    if review is None:
        return
    for name, titles in ANSWERED.items():
        lines = ReviewedAppointment.objects.filter(
            review=review, appointment__title__in=titles
        )
        services.answer_review(
            review,
            {line.pk: "kept" for line in lines},
            on=story.today,
            by=person(name, on=story.today),
            at=now,
        )
