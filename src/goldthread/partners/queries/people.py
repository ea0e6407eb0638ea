"""Who is here, what they are appointed to, and who needs somebody first."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from goldthread.partners import rules_people
from goldthread.partners.models import Agency, Appointment, Invitation, Person
from goldthread.partners.policy import OWN_AGENCY, policy
from goldthread.web.kit import Status

PER_PAGE = 50
SOON = timedelta(days=60)  # an appointment that ends within two months needs a word


@dataclass(frozen=True, slots=True)
class Need:
    """Something that waits for whoever brings people in."""

    words: str
    page: str  # the name of an address
    key: int | None
    does: str


@dataclass(frozen=True, slots=True)
class Known:
    """One person of the list."""

    person: Person
    acts: tuple[str, ...]
    status: Status


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """The list of people, what waits first."""

    needs: tuple[Need, ...]
    people: tuple[Known, ...]
    page: Page[Person]
    agency: Agency | None  # None: all of them


def who_is_seen_by(by: Person, *, on: date) -> QuerySet[Person]:
    """The people that somebody who brings people in looks after."""
    if agency := agency_of(by):
        found: QuerySet[Person] = Person.objects.acting_for(agency, on=on)
        return found
    everyone: QuerySet[Person] = Person.objects.all()
    return everyone


def agency_of(by: Person) -> Agency | None:
    """The one agency whose people somebody looks after; None: all agencies."""
    role = policy().roles.get(by.acting.role) if by.acting else None
    own = role is not None and role.appoints_for == OWN_AGENCY
    return by.acting.agency if own and by.acting else None


def people_page(
    by: Person, *, number: str, now: datetime, today: date, days: int
) -> PeoplePage:
    """Everybody `by` looks after; `days` without a sign-in put an account to sleep."""
    agency = agency_of(by)
    page = Paginator(
        who_is_seen_by(by, on=today).order_by("name", "pk"), PER_PAGE
    ).get_page(number)
    people = list(page.object_list)
    acts = list(_appointments(agency, today).filter(person__in=people))
    asked = list(_invitations(agency).filter(person__in=people))
    return PeoplePage(
        needs=_needs(agency, now, today),
        people=tuple(_known(one, acts, asked, now, days) for one in people),
        page=page,
        agency=agency,
    )


def _needs(agency: Agency | None, now: datetime, today: date) -> tuple[Need, ...]:
    dead = Q(expires_at__lte=now) | Q(mail_failed_at__isnull=False)
    ending = _appointments(agency, today).filter(until_on__lte=today + SOON)
    return (
        *(_of_invitation(one) for one in _invitations(agency).filter(dead)),
        *(_of_appointment(one) for one in ending),
        *(_of_agency(one) for one in _without_anybody(agency, today)),
    )


def _appointments(agency: Agency | None, today: date) -> QuerySet[Appointment]:
    found: QuerySet[Appointment] = Appointment.objects.on(today).filter(
        person__is_active=True
    )
    if agency:
        found = found.filter(agency=agency)
    return found.select_related("agency", "person").order_by("until_on", "pk")


def _invitations(agency: Agency | None) -> QuerySet[Invitation]:
    found: QuerySet[Invitation] = Invitation.objects.open().filter(
        person__is_active=True
    )
    if agency:
        found = found.filter(agency=agency)
    return found.select_related("agency", "person").order_by("expires_at", "pk")


def _without_anybody(agency: Agency | None, today: date) -> list[Agency]:
    if agency:
        return []
    acting = Appointment.objects.on(today).filter(person__is_active=True)
    return list(
        Agency.objects.on(today)
        .exclude(pk__in=acting.values("agency"))
        .order_by("name", "pk")
    )


def _of_invitation(one: Invitation) -> Need:
    what = "did not leave" if one.mail_failed_at else "has lapsed"
    return Need(
        f"The invitation of {one.person} for {one.agency} {what}.",
        "person",
        one.person_id,
        "Send it again",
    )


def _of_appointment(one: Appointment) -> Need:
    assert one.until_on is not None
    last = one.until_on - timedelta(days=1)
    return Need(
        f"{one.person} acts for {one.agency} until {last.day} {last:%B %Y}.",
        "extend_appointment",
        one.pk,
        "Let it run on",
    )


def _of_agency(agency: Agency) -> Need:
    return Need(f"Nobody acts for {agency.name}.", "invite", None, "Invite somebody")


def _known(
    person: Person,
    acts: list[Appointment],
    asked: list[Invitation],
    now: datetime,
    days: int,
) -> Known:
    mine = [one for one in acts if one.person_id == person.pk]
    mine_asked = [one for one in asked if one.person_id == person.pk]
    return Known(
        person,
        (
            *(words_of(one) for one in mine),
            *(f"Invited: {words_of(one)}" for one in mine_asked),
        ),
        _status(person, bool(mine), mine_asked, now, days),
    )


def words_of(one: Appointment | Invitation) -> str:
    """An appointment, held or offered, as people say it."""
    return f"{one.title or policy().words(one.role)}, {one.agency}"


def _status(
    person: Person, acts: bool, asked: list[Invitation], now: datetime, days: int
) -> Status:
    if person.left_on or not person.is_active:
        return Status("Left" if person.left_on else "Closed", "quiet")
    if any(one.expires_at > now for one in asked):
        return Status("Invited", "waiting")
    if asked:
        return Status("Lapsed", "concern")
    if not acts:
        return Status("No appointment", "quiet")
    if rules_people.refusal_to_sleeper(person, at=now, days=days):
        return Status("Asleep", "quiet")
    return Status("Active", "done")


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person: who they are, what they hold and held, what can be done."""

    person: Person
    runs: tuple[tuple[Appointment, str], ...]
    over: tuple[tuple[Appointment, str], ...]
    asked: tuple[tuple[Invitation, str, bool], ...]  # the last: it still works
    factors: int
    status: Status
    is_asleep: bool
    refusal: str | None  # why the reader may not see them out or let them in again


def person_page(
    person: Person, by: Person, *, now: datetime, today: date, days: int
) -> PersonPage:
    """What somebody who brings people in may know of one person."""
    agency = agency_of(by)
    every = Appointment.objects.filter(person=person).select_related("agency", "person")
    held = list(every.order_by("from_on", "pk"))
    runs = [one for one in held if one.is_true_on(today)]
    seen = [one for one in held if agency is None or one.agency_id == agency.pk]
    asked = list(_invitations(agency).filter(person=person))
    return PersonPage(
        person=person,
        runs=tuple((one, words_of(one)) for one in seen if one in runs),
        over=tuple((one, words_of(one)) for one in seen if one not in runs),
        asked=tuple((one, words_of(one), one.expires_at > now) for one in asked),
        factors=_factors(person),
        status=_status(person, bool(runs), asked, now, days),
        is_asleep=bool(rules_people.refusal_to_sleeper(person, at=now, days=days)),
        refusal=rules_people.refusal_to_change_person(
            person, runs, by=by, found=policy(), act="do this"
        ),
    )


def _factors(person: Person) -> int:
    found = Authenticator.objects.filter(user_id=person.pk)
    return int(found.exclude(type=Authenticator.Type.RECOVERY_CODES).count())
