"""Saxonbridge's measures with five years of readings, through the real services.

Some come from its lake, most from partners who key them every quarter; one agency has
fallen silent, one figure was revised after the board had seen it, one is counted
differently since a day, and the hidden crimes stand beside their companions.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from importlib.resources import files
from uuid import UUID, uuid5

import numpy as np
from django.db import transaction

from goldthread.assessment.notebook import Notebook
from goldthread.evidence.engine import DuckEngine
from goldthread.evidence.home import home
from goldthread.evidence.lake import Lake
from goldthread.partners.models import Agency, Person
from goldthread.performance import services
from goldthread.performance.early import BANDS
from goldthread.performance.file.loading import load
from goldthread.performance.models import EarlyCount, Indicator, Lock, Reading
from goldthread.performance.periods import due_on, later
from goldthread.performance.services import Figure, IndicatorTold
from goldthread.saxonbridge.measured_rows import EARLY, LATELY, SAID, SHAPES, Shape
from goldthread.saxonbridge.sitting import person
from goldthread.saxonbridge.story import Story, at
from goldthread.strategy.models import Outcome, Strategy

NAMESPACE = UUID("9b3a6c1e-52a7-4b7d-8f0e-3d6f4c2b1a90")
YEARS = 5
BROUGHT_OVER = "Brought over from the spreadsheet of the years before"
SILENT = "Saxonshire Fire and Rescue"
SILENT_MONTHS = 5
# The measures that the strategy before counted too, under its own outcomes (S41).
BEFORE = {"H1": "safer-homes", "N1": "safer-streets", "C1": "repeat-offenders"}


@transaction.atomic  # a build that is killed begins this part again
def measure(strategy: Strategy, story: Story, *, now: datetime) -> int:
    """Every measure and its readings up to today; how many measures there are."""
    manager = person("manager", on=story.today)
    if Indicator.objects.exists():
        return Indicator.objects.count()
    begun = at(date(story.second, 3, 24))
    load(_text(story), by=manager, at=begun)
    _continue(strategy, manager, begun)
    for indicator in Indicator.objects.from_lake().order_by("code"):
        _from_lake(indicator, _engine(), story, now=now)
    _keyed(story, manager)
    _seen_and_revised(story, manager)
    _early(story)
    _said(story, manager)
    return Indicator.objects.count()


def _text(story: Story) -> str:
    text = (
        files("goldthread.saxonbridge.strategies")
        .joinpath("measures.md")
        .read_text(encoding="utf-8")
    )
    words = story.words | {
        "{Y1-1}": str(story.second - 1),
        "{Y1+1}": str(story.second + 1),
    }
    for mark, value in words.items():
        text = text.replace(mark, value)
    return text


def _continue(strategy: Strategy, manager: Person, moment: datetime) -> None:
    for code, key in BEFORE.items():
        indicator = Indicator.objects.get(code=code)
        older = Outcome.objects.filter(
            priority__strategy=strategy.follows, priority__key=key
        ).order_by("number")
        told = IndicatorTold.of_standing(indicator)
        outcomes = (*told.outcomes, *older[:1])
        services.change_indicator(
            indicator,
            replace(told, outcomes=outcomes),
            reason="It was measured under the strategy before too",
            by=manager,
            at=moment,
        )


_engines: list[Notebook] = []


def _engine() -> Notebook:
    """One engine with a memory: measures of the same city share their answers."""
    version = Lake(home()).version()
    if not _engines or _engines[0].version.id != version.id:
        _engines[:] = [Notebook(DuckEngine(version))]
    return _engines[0]


def _from_lake(
    indicator: Indicator, engine: Notebook, story: Story, *, now: datetime
) -> None:
    """What the lake holds, then what the force has told since, which is provisional."""
    analyst = person("analyst", on=story.today)
    made = services.read_lake(indicator, engine, by=analyst, at=now)
    held = [each for each in made if each.area_code == indicator.area_code]
    if not held or indicator.is_divided:
        return
    rng = np.random.default_rng(sum(map(ord, indicator.code)))
    figures = []
    values = {each.period_start: each.value for each in held}
    start = later(max(values), 1)
    while due_on(start, every=1, due_days=indicator.due_days) <= story.today:
        usual = (values[later(start, -12)] + values[later(start, -24)]) / 2
        usual *= LATELY.get(indicator.code, 1.0)
        values[start] = float(max(0, round(usual + rng.normal(0, usual**0.5))))
        figures.append(Figure(start, value=values[start]))
        start = later(start, 1)
    if figures:
        services.record_readings(
            indicator,
            figures,
            evidence="Monthly summary of Saxonshire Police, provisional",
            by=analyst,
            at=now,
        )


def _keyed(story: Story, manager: Person) -> None:
    """What is not from the lake: years brought over, then returns every quarter."""
    turn = _quarter(later(story.today.replace(day=1), -24))
    wanted = Indicator.objects.exclude(comes_from="lake").select_related("owner")
    series = {
        each: _series(each, SHAPES[each.code], story)
        for each in wanted.order_by("code")
    }
    for indicator, figures in series.items():
        is_hand = indicator.comes_from == "hand"
        old = [f for f in figures if is_hand or f.period_start < turn]
        if old:
            last = later(old[-1].period_start, indicator.every)
            services.record_readings(
                indicator,
                old,
                evidence=indicator.source if is_hand else BROUGHT_OVER,
                by=manager,
                at=at(max(last, turn)) if not is_hand else at(story.today, 8),
            )
    start = turn
    while start <= story.today:
        _returns(series, start, story)
        start = later(start, 3)


def _returns(series: dict[Indicator, list[Figure]], start: date, story: Story) -> None:
    """One return of each agency for the periods that end in a quarter."""
    end = later(start, 3)
    by_agency: dict[Agency, dict[Indicator, list[Figure]]] = {}
    for indicator, figures in series.items():
        if indicator.comes_from != "return":
            continue
        own = [f for f in figures if start <= f.period_start < end]
        if own:
            by_agency.setdefault(indicator.owner, {})[indicator] = own
    for agency, owed in sorted(by_agency.items(), key=lambda each: each[0].name):
        rng = np.random.default_rng([ord(agency.name[-2]), start.toordinal()])
        sent = min(end + timedelta(days=int(rng.integers(6, 40))), story.today)
        last = max(
            later(f.period_start, i.every) for i, own in owed.items() for f in own
        )
        services.key_return(
            agency,
            owed,
            token=uuid5(NAMESPACE, f"{agency.name}{start}"),
            via="link" if rng.random() < 0.6 else "site",
            note="",
            by=None,
            at=at(max(sent, last), 11),
        )


def _series(indicator: Indicator, shape: Shape, story: Story) -> list[Figure]:
    """Five years of figures whose newest is the newest that is due."""
    today = story.today.replace(day=1)
    first = later(_quarter(today) if indicator.every == 3 else today, -12 * YEARS)
    rng = np.random.default_rng(sum(map(ord, indicator.code)) + 7)
    figures: list[Figure] = []
    step = 0
    silent = later(today, -SILENT_MONTHS)
    while True:
        start = later(first, step * indicator.every)
        due = due_on(
            start,
            every=indicator.every,
            due_days=indicator.due_days,
            lag_months=indicator.lag_months,
        )
        if due > story.today:
            return figures
        if indicator.owner.name != SILENT or start < silent:
            share = step * indicator.every / (12 * YEARS)
            figures.append(shape.figure(indicator, start, share, rng))
        step += 1


def _seen_and_revised(story: Story, manager: Person) -> None:
    """A pack held the figures of a quarter ago; one of them was corrected since."""
    day = _quarter(story.today)
    name = f"Figures for the board, {day:%B %Y}"
    if Lock.objects.filter(name=name).exists():
        return
    held = Reading.objects.standing().filter(
        period_end__lte=day, period_end__gt=later(day, -12), indicator__lag_months=0
    )
    services.lock_readings(name, held, by=manager, at=at(day, 15))
    wrong = (
        Reading.objects.standing()
        .filter(indicator__code="N1", period_end__lte=day)
        .order_by("-period_start")
        .first()
    )
    assert wrong is not None  # five years were just recorded
    services.revise_reading(
        wrong,
        Figure(wrong.period_start, value=wrong.value + 25),
        reason="The hospital found a week of records that had not been sent",
        by=person("health", on=story.today)
        if wrong.indicator.owner.name == "Saxonshire Integrated Care Board"
        else manager,
        at=at(story.today, 9),
    )


def _early(story: Story) -> None:
    """Eight quarters of counts of how early people were found."""
    newest = later(_quarter(story.today), -3)
    for number, (name, people, lead) in enumerate(EARLY):
        agency = Agency.objects.get(name=name)
        for back in range(7, -1, -1):
            start = later(newest, -3 * back)
            if EarlyCount.objects.filter(agency=agency, period_start=start).exists():
                continue
            rng = np.random.default_rng([number, back])
            seen = int(rng.poisson(people))
            counts = {}
            for dimension, shares in lead.items():
                early = np.array(shares, dtype=float)
                early[0] += early[0] * 0.05 * (7 - back)  # a little earlier each time
                split = rng.multinomial(seen, early / early.sum())
                for (band, _), n in zip(BANDS[dimension], split, strict=True):
                    counts[dimension, band] = int(n)
            sent = min(later(start, 3) + timedelta(days=20 + 4 * number), story.today)
            services.record_early_counts(
                agency,
                period_start=start,
                counts=counts,
                token=uuid5(NAMESPACE, f"early{name}{start}"),
                by=None,
                at=at(sent, 10),
            )


def _said(story: Story, manager: Person) -> None:
    """What owners wrote on the newest figures; the last one still waits for its lead."""
    for number, (code, parts) in enumerate(SAID):
        indicator = Indicator.objects.select_related("owner").get(code=code)
        written = services.write_commentary(
            indicator, **parts, by=None, at=at(story.today - timedelta(days=9), 10)
        )
        if number < len(SAID) - 1:
            services.approve_commentary(
                written, by=manager, at=at(story.today - timedelta(days=6), 10)
            )


def _quarter(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
