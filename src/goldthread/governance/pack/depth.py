"""One topic a quarter in depth: everything of a workstream, where a pack shows exceptions (C35)."""

from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from datetime import date

from goldthread.delivery.models import Action, Effect
from goldthread.delivery.working_calendar import days_off
from goldthread.documents.model import (
    Block,
    Bullets,
    Callout,
    Chart,
    Column,
    CrossReference,
    Paragraph,
    Section,
    Strong,
    Table,
)
from goldthread.governance.pack.bound import measured
from goldthread.governance.queries.reading import action_status
from goldthread.performance import charts
from goldthread.performance.models import Indicator, Standing
from goldthread.performance.queries import Line, scorecard
from goldthread.performance.services.standings import behind
from goldthread.strategy.models import Workstream

MOST_CHARTS = 4


@dataclass(frozen=True, slots=True)
class Depth:
    """Everything that is held of one workstream."""

    stream: Workstream
    priorities: tuple[str, ...]
    lines: tuple[Line, ...]
    charts: tuple[Chart, ...]
    actions: tuple[Action, ...]
    effects: dict[int, Effect]  # the newest judgement of an action


def depth_of(stream: Workstream, on: date) -> Depth:
    """Read what a pack says of a topic that the meeting looks into."""
    card = scorecard(by="workstream", key=stream.pk, on=on)
    lines = card.lines if card else ()
    actions = tuple(
        Action.objects.standing()
        .filter(workstream=stream)
        .select_related("lead_agency")
        .order_by("stage", "due_on", "reference")
    )
    judged = Effect.objects.newest().filter(action__in=[one.pk for one in actions])
    return Depth(
        stream,
        tuple(stream.priorities.order_by("number").values_list("title", flat=True)),
        lines,
        tuple(_charts(lines)),
        actions,
        {one.action_id: one for one in judged},
    )


def _charts(lines: tuple[Line, ...]) -> Iterator[Chart]:
    keys = [line.key for line in lines]
    known = {one.pk: one for one in Indicator.objects.filter(pk__in=keys)}
    stand = {
        one.indicator_id: one
        for one in Standing.objects.filter(indicator__in=keys)
        if one.area_code == known[one.indicator_id].area_code
    }
    drawn = 0
    for key in keys:
        if key not in stand or drawn == MOST_CHARTS:
            continue
        area = known[key].area_code
        chart = charts.chart_of(known[key], behind(known[key], area), stand[key])
        if chart is not None:
            drawn += 1
            # A measure of concern may be drawn in the pack too, under its own name.
            yield replace(chart, id=f"depth-{chart.id}")


def depth(found: Depth, on: date, *, elsewhere: Set[str]) -> Section:
    """The topic as a section: what it is for, its measures, its actions, what worked.

    Measures whose codes are in `elsewhere` have their picture under what is of concern.
    """
    stream = found.stream
    return Section(
        f"depth-{stream.key}",
        f"{stream.title} in depth",
        tuple(_blocks(found, on, elsewhere)),
    )


def _blocks(found: Depth, on: date, elsewhere: Set[str]) -> Iterator[Block]:
    stream = found.stream
    if stream.purpose:
        yield Paragraph(stream.purpose)
    led = f"Led by {stream.lead_agency}. " if stream.lead_agency else ""
    yield Paragraph(f"{led}It stands under {'; '.join(found.priorities)}.")
    yield Paragraph((Strong("How its measures stand"),))
    if found.lines:
        yield Bullets(tuple(measured(line) for line in found.lines))
        drawn = {one.ref for one in found.charts} & elsewhere
        yield from (_drawn_elsewhere(one) for one in found.lines if one.code in drawn)
        yield from (one for one in found.charts if one.ref not in elsewhere)
    else:
        yield Callout("not-held", "No measure belongs to this workstream.")
    if not found.actions:
        yield Callout("not-held", "No action carries it out.")
        return
    off = days_off(around=on)
    yield Table(
        f"Every action of {stream.title}",
        (
            Column("Action"),
            Column("Led by"),
            Column("Due", "date"),
            Column("Status"),
            Column("Did it work"),
        ),
        tuple(
            (
                f"{one.reference} {one.title}",
                one.community_owner or str(one.lead_agency),
                one.due_on,
                action_status(one, on, off=off).words,
                _worked(found.effects.get(one.pk)),
            )
            for one in found.actions
        ),
        id=f"table-depth-{stream.key}",
    )


def _drawn_elsewhere(line: Line) -> Paragraph:
    named = CrossReference(line.name.rstrip("."), f"concern-{line.code.lower()}")
    return Paragraph((named, " has its picture under the measures of concern."))


def _worked(effect: Effect | None) -> str:
    if effect is None:
        return "not judged"
    return f"{effect.get_result_display()}; {effect.strength}"
