"""Which figures are due from whom, and which agencies have gone silent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q

from goldthread.partners.models import Agency, Appointment, Person
from goldthread.partners.policy import policy
from goldthread.performance.models import (
    Commentary,
    FigureChase,
    Indicator,
    KeyedReturn,
    Reading,
    Standing,
)
from goldthread.performance.periods import due_on, holes, later, short_label
from goldthread.performance.queries.lines import Line, first_period, lines_of
from goldthread.performance.rules import KEY, agency_of, may

MOST_PERIODS = 8  # older gaps are left to the page of the measure


@dataclass(frozen=True, slots=True)
class DueFigure:
    """One figure that an agency owes."""

    indicator: Indicator
    period_start: date
    period: str
    due_on: date
    days_late: int  # below zero: not due yet
    newest: Reading | None


@dataclass(frozen=True, slots=True)
class SilentAgency:
    """An agency whose figures have not come."""

    key: int
    name: str
    measures: int  # that are late
    of: int
    days: int  # since the oldest of them was due


def due_from(agency: Agency, *, on: date) -> tuple[DueFigure, ...]:
    """The figures that an agency should key now, the oldest first."""
    found = []
    indicators = list(
        Indicator.objects.in_use(on)
        .by_return()
        .of_agency(agency)
        .select_related("lead", "workstream__lead")
        .order_by("code", "pk")
    )
    # What a measure's newest reading is, its standing knows already.
    newest = {
        each.indicator_id: each.reading
        for each in Standing.objects.filter(
            indicator__in=indicators, area_code=F("indicator__area_code")
        ).select_related("reading")
    }
    for indicator in indicators:
        found += owed_of(indicator, newest.get(indicator.pk), on=on)
    return tuple(sorted(found, key=lambda each: (each.due_on, each.indicator.code)))


def owed_of(
    indicator: Indicator, newest: Reading | None, *, on: date
) -> list[DueFigure]:
    """The figures of one measure that should be keyed now, the oldest first."""
    start = (
        later(newest.period_start, indicator.every)
        if newest
        else first_period(indicator)
    )
    owed: list[DueFigure] = []
    lag = indicator.lag_months
    while later(start, indicator.every + lag) <= on and len(owed) < MOST_PERIODS:
        when = due_on(
            start, every=indicator.every, due_days=indicator.due_days, lag_months=lag
        )
        owed.append(
            DueFigure(
                indicator,
                start,
                short_label(start, later(start, indicator.every)),
                when,
                (on - when).days,
                newest,
            )
        )
        start = later(start, indicator.every)
    return owed


def silence(*, on: date) -> tuple[SilentAgency, ...]:
    """Every agency whose figures are late, the longest silent first."""
    return silence_in(lines_of(Indicator.objects.in_use(on).order_by("pk"), on=on))


def silence_in(lines: Iterable[Line]) -> tuple[SilentAgency, ...]:
    """The agencies of these lines whose figures are late."""
    by_agency: dict[int, list[Line]] = {}
    for line in lines:
        by_agency.setdefault(line.owner_key, []).append(line)
    found = [
        SilentAgency(
            key,
            own[0].owner,
            sum(line.fresh.is_late for line in own),
            len(own),
            max(line.fresh.days_late for line in own),
        )
        for key, own in by_agency.items()
        if any(line.fresh.is_late for line in own)
    ]
    return tuple(sorted(found, key=lambda each: (-each.days, each.name)))


def missing_periods(indicator: Indicator, *, on: date) -> list[date]:
    """The periods that are over and have no figure, the oldest first."""
    held = set(
        Reading.objects.standing()
        .filter(indicator=indicator, area_code=indicator.area_code)
        .values_list("period_start", flat=True)
    )
    found = holes(list(held), indicator.every, since=indicator.baseline_from)
    start = max(held, default=first_period(indicator))
    while later(start, indicator.every) <= on:
        if start not in held:
            found.append(start)
        start = later(start, indicator.every)
    return found


@dataclass(frozen=True, slots=True)
class Owing:
    """One agency, what it owes, and who could be asked for it."""

    agency: Agency
    due: tuple[DueFigure, ...]
    people: tuple[Person, ...]
    chases: tuple[FigureChase, ...] = ()  # of the oldest figure, the first one first
    asked: tuple[Person, ...] = ()  # whoever answers for the agency, else all of them

    @property
    def leads(self) -> tuple[Person, ...]:
        """Who leads what the late figures measure."""
        found = {}
        for each in self.due:
            if each.days_late > 0:
                stream = each.indicator.workstream
                lead = each.indicator.lead or (stream.lead if stream else None)
                if lead is not None and lead.is_active:
                    found[lead.pk] = lead
        return tuple(found.values())

    @property
    def late(self) -> int:
        return sum(each.days_late > 0 for each in self.due)

    @property
    def days_late(self) -> int:
        return max((each.days_late for each in self.due), default=0)


def owed_by_all(*, on: date) -> tuple[Owing, ...]:
    """Every agency that keys figures, the latest first."""
    agencies = Agency.objects.filter(
        pk__in=Indicator.objects.in_use(on).by_return().values("owner")
    ).order_by("name", "pk")
    told: dict[tuple[int, date], list[FigureChase]] = {}
    for chase in FigureChase.objects.filter(agency__in=agencies).order_by("at", "pk"):
        told.setdefault((chase.agency_id, chase.owed_since), []).append(chase)
    found = []
    for each in agencies:
        due = due_from(each, on=on)
        chases = told.get((each.pk, due[0].due_on), []) if due else []
        people = keyers_of(each, on=on)
        answering = keyers_of(each, on=on, role="agency_lead") if due else ()
        found.append(Owing(each, due, people, tuple(chases), answering or people))
    return tuple(sorted(found, key=lambda each: (-each.days_late, each.agency.name)))


def keyers_of(agency: Agency, *, on: date, role: str = "") -> tuple[Person, ...]:
    """Who acts for an agency in a role that may key figures, or in this one of them."""
    roles = [each.key for each in policy().who_may("key readings")]
    roles = [each for each in roles if role in ("", each)]
    acts = Appointment.objects.on(on).filter(agency=agency, role__in=roles)
    return tuple(
        Person.objects.filter(is_active=True, pk__in=acts.values("person")).order_by(
            "name", "pk"
        )
    )


def was_sent(token: str) -> bool:
    """Whether a return with this form's mark came already."""
    try:
        return KeyedReturn.objects.filter(token=UUID(token)).exists()
    except ValueError:
        return False


def due_of(person: Person, *, on: date) -> tuple[DueFigure, ...]:
    """What the agency owes for which somebody may key figures."""
    own = agency_of(person)
    return due_from(own, on=on) if own is not None and may(person, KEY) else ()


def waiting_for(person: Person) -> list[Indicator]:
    """The measures on which words wait for this lead, or for the manager where none is."""
    waiting = Indicator.objects.filter(
        pk__in=Commentary.objects.waiting().values("indicator")
    )
    mine = Q(lead=person) | Q(lead__isnull=True, workstream__lead=person)
    if may(person, "run the plan"):
        mine |= Q(lead__isnull=True, workstream__lead__isnull=True)
        mine |= Q(lead__isnull=True, workstream__isnull=True)
    return list(waiting.filter(mine).order_by("code", "pk"))
