"""Figures: what one's agency owes, whom to ask, and what a measure's lead waits for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F
from django.urls import reverse

from goldthread.desk.queries.errand import MOST, Errand
from goldthread.partners.models import Person
from goldthread.performance.models import Indicator, Reading, Standing
from goldthread.performance.queries.due import DueFigure, due_of, owed_of, waiting_for
from goldthread.performance.queries.lines import Freshness, freshness
from goldthread.performance.rules import DEFINE, KEY, agency_of, may
from goldthread.web.kit import Status
from goldthread.web.templatetags.kit import day


@dataclass(frozen=True, slots=True)
class LateFigure:
    """A measure whose newest figure has not come."""

    indicator: Indicator
    fresh: Freshness
    newest: Reading | None = None

    def many(self, on: date) -> int:
        """How many figures of it are late: the returns list each of them."""
        return sum(
            each.days_late > 0 for each in owed_of(self.indicator, self.newest, on=on)
        )

    @property
    def note(self) -> str:
        late = _days(self.fresh.days_late)
        return f"{self.fresh.missing}, from {self.indicator.owner}, {late} late"


def late_figures(*, on: date) -> tuple[LateFigure, ...]:
    """Every measure whose figure is late, the latest first: two questions."""
    found = Indicator.objects.in_use(on).select_related("owner", "workstream")
    stands = Standing.objects.filter(area_code=F("indicator__area_code"))
    newest = {row.indicator_id: row.reading for row in stands.select_related("reading")}
    rows = [
        LateFigure(one, freshness(one, newest.get(one.pk), on=on), newest.get(one.pk))
        for one in found
    ]
    late = [one for one in rows if one.fresh.is_late]
    return tuple(
        sorted(late, key=lambda one: (-one.fresh.days_late, one.indicator.code))
    )


def owed_figures(
    person: Person, late: Sequence[LateFigure], *, on: date
) -> list[Errand]:
    """Figures one's agency owes, agencies to ask, words that wait for one's approval."""
    found = [*_keyed(person, on), *_recorded(person, late)]
    if may(person, DEFINE):
        found += _to_ask_for(person, late, on)
    return [*found, *_to_approve(person)]


def _keyed(person: Person, on: date) -> list[Errand]:
    """What the agency gives by the form: what is late, then what is due by a day."""
    due = due_of(person, on=on)
    late = [each for each in due if each.days_late > 0]
    soon = [each for each in due if each.days_late <= 0]
    found = []
    if late:
        words = "figure that is" if len(late) == 1 else "figures that are"
        note = f"{_named(late)}; the oldest is {_days(late[0].days_late)} late"
        found.append(
            Errand(
                f"Enter {len(late)} {words} late",
                reverse("key_return"),
                note,
                (Status("Overdue", "concern"),),
            )
        )
    if soon:
        words = f"Enter {len(soon)} figure{'' if len(soon) == 1 else 's'}"
        by = day(min(each.due_on for each in soon))
        found.append(Errand(f"{words} by {by}", reverse("key_return"), _named(soon)))
    return found


def _named(due: Sequence[DueFigure]) -> str:
    """The measures, two of them by name."""
    names = list(dict.fromkeys(str(each.indicator) for each in due))
    more = f"; and {len(names) - 2} more" if len(names) > 2 else ""
    return "; ".join(names[:2]) + more


def _recorded(person: Person, late: Sequence[LateFigure]) -> list[Errand]:
    """What the agency answers for and writes down by hand, measure by measure."""
    own = agency_of(person)
    if own is None or not may(person, KEY):
        return []
    return [
        Errand(
            f"Record the figure of {one.indicator}",
            reverse("record_reading", args=[one.indicator.code]),
            one.note,
            (Status("Overdue", "concern"),),
        )
        for one in late
        if one.indicator.comes_from == Indicator.ComesFrom.HAND
        and one.indicator.owner_id == own.pk
    ][:MOST]


def _to_ask_for(person: Person, late: Sequence[LateFigure], on: date) -> list[Errand]:
    """Agencies whose figures are late: whoever minds the measures asks them."""
    own = agency_of(person)
    owing: dict[int, list[LateFigure]] = {}
    for one in late:
        keyed = one.indicator.comes_from == Indicator.ComesFrom.RETURN
        if keyed and (own is None or one.indicator.owner_id != own.pk):
            owing.setdefault(one.indicator.owner_id, []).append(one)
    return [
        Errand(
            f"Ask {each[0].indicator.owner} for {_counted(each, on)}",
            f"{reverse('returns')}#a{key}",
            f"the oldest is {_days(each[0].fresh.days_late)} late",
        )
        for key, each in owing.items()
    ][:MOST]


def _counted(late: Sequence[LateFigure], on: date) -> str:
    """As many as the returns list, so that nobody looks for the others."""
    many = sum(one.many(on) for one in late)
    words = f"{many} late figure{'' if many == 1 else 's'}"
    return words if many == len(late) else f"{words} of {_measures(len(late))}"


def _measures(count: int) -> str:
    return f"{count} measure{'' if count == 1 else 's'}"


def _to_approve(person: Person) -> list[Errand]:
    return [
        Errand(
            f"Approve what is said on {each}",
            f"{reverse('measure', args=[each.code])}#said",
        )
        for each in waiting_for(person)[:MOST]
    ]


def awaited_figures(person: Person, late: Sequence[LateFigure]) -> list[Errand]:
    """Late figures of the measures that one leads and another agency answers for."""
    own = agency_of(person)
    return [
        Errand(
            f"The figure of {one.indicator}",
            reverse("measure", args=[one.indicator.code]),
            one.note,
            (Status("Overdue", "concern"),),
        )
        for one in late
        if _is_led_by(one.indicator, person)
        and (own is None or one.indicator.owner_id != own.pk)
    ][:MOST]


def _is_led_by(indicator: Indicator, person: Person) -> bool:
    if indicator.lead_id is not None:
        return indicator.lead_id == person.pk
    stream = indicator.workstream
    return stream is not None and stream.lead_id == person.pk


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"
