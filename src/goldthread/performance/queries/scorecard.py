"""Scorecards by board, priority, workstream or agency, what needs somebody first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from goldthread.partners.models import Agency, Body
from goldthread.performance.models import Indicator
from goldthread.performance.models.indicators import Indicators
from goldthread.performance.queries.due import SilentAgency, silence_in
from goldthread.performance.queries.lines import Line, lines_of
from goldthread.strategy.models import Approval, Crosswalk, Priority, Workstream
from goldthread.strategy.queries import current

WAYS = ("all", "board", "priority", "workstream", "agency")


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Every measure of a board, priority, workstream or agency as it stands on a day."""

    by: str
    key: int | None
    title: str
    on: date
    lines: tuple[Line, ...]
    silent: tuple[SilentAgency, ...]

    @property
    def needs(self) -> tuple[Line, ...]:
        """What somebody should look at: concern first, then what is late."""
        wanting = [line for line in self.lines if line.needs_someone]
        order = {"orange": 0, "grey": 1, "blue": 2}
        return tuple(
            sorted(
                wanting,
                key=lambda line: (order[line.colour], -line.fresh.days_late, line.code),
            )
        )

    @property
    def population(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.about == "population")

    @property
    def service(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.about == "service")

    def count(self, colour: str) -> int:
        return sum(line.colour == colour for line in self.lines)

    @property
    def improving(self) -> int:
        return self.count("blue")

    @property
    def of_concern(self) -> int:
        return self.count("orange")

    @property
    def grey(self) -> int:
        return self.count("grey")

    @property
    def late(self) -> int:
        return sum(line.fresh.is_late for line in self.lines)

    @property
    def freshness(self) -> int | None:
        """Per cent of the measures whose newest due figure is in."""
        if not self.lines:
            return None
        return round(100 * (len(self.lines) - self.late) / len(self.lines))


def scorecard(*, by: str = "all", key: int | None = None, on: date) -> Scorecard | None:
    """The scorecard of one board, priority, workstream or agency; None where there is none."""
    found = chosen(by, key, on=on)
    if found is None:
        return None
    indicators, title = found
    lines = lines_of(indicators.order_by("code", "pk"), on=on)
    return Scorecard(by, key, title, on, lines, silence_in(lines))


def chosen(by: str, key: int | None, *, on: date) -> tuple[Indicators, str] | None:
    """The measures of a scorecard and its title."""
    every: Indicators = Indicator.objects.in_use(on)
    if by == "all":
        return every, "All measures"
    if key is None:
        return None
    if by == "agency":
        agency = Agency.objects.filter(pk=key).first()
        return (every.of_agency(agency), str(agency)) if agency else None
    if by == "workstream":
        stream = Workstream.objects.filter(pk=key).first()
        return (every.filter(workstream=stream), stream.title) if stream else None
    if by == "priority":
        priority = Priority.objects.filter(pk=key).first()
        return (_under(every, [priority]), priority.title) if priority else None
    if by == "board":
        body = Body.objects.filter(pk=key).first()
        return (_of_board(every, body, on=on), str(body)) if body else None
    return None


def _under(every: Indicators, priorities: Sequence[Priority]) -> Indicators:
    """Under these priorities, or under an older one that continues in one of them (S41)."""
    keys = with_older([each.pk for each in priorities])
    found: Indicators = every.filter(
        pk__in=Indicator.objects.filter(
            Q(outcomes__priority__in=keys)
            | Q(
                workstream__links__priority__in=keys,
                workstream__links__is_primary=True,
            )
        ).values("pk")
    )
    return found


def with_older(priorities: Sequence[int]) -> set[int]:
    """These priorities and those of earlier strategies that went into them."""
    known = set(priorities)
    fresh = set(known)
    while fresh:
        rows = Crosswalk.objects.filter(new__in=fresh).values_list("old", flat=True)
        fresh = set(rows) - known
        known |= fresh
    return known


def _of_board(every: Indicators, body: Body, *, on: date) -> Indicators:
    """All of the strategy for who agrees it; else the workstreams a board governs."""
    strategy = current(on)
    asked = Approval.objects.filter(body=body, strategy=strategy)
    if strategy is not None and asked.filter(workstream__isnull=True).exists():
        under = _under(every, list(strategy.priorities.all()))
        found: Indicators = every.filter(
            Q(pk__in=under.values("pk")) | Q(workstream__strategy=strategy)
        )
        return found
    governed: Indicators = every.filter(
        workstream__in=asked.filter(workstream__isnull=False).values("workstream")
    )
    return governed
