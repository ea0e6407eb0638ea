"""Actions that said in advance what they would change, and what came of them.

What came is in the figures: criminal damage left the ward where it had gathered (a truth
planted), shoplifting rose everywhere alike, robbery is too rare in a ward to tell, and
anti-social behaviour in the centre stood high in one year by chance and fell back. The
places are found in the lake by these properties, so that none is named here.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid5

import numpy as np

from goldthread.delivery import services
from goldthread.delivery.effect_asking import Asking, lake_to_ask
from goldthread.delivery.effect_given import read_given
from goldthread.delivery.effect_places import Place, places_to_name
from goldthread.delivery.models import Action, Update
from goldthread.evidence import offences, places, quality
from goldthread.partners.models import Person
from goldthread.performance.models import Indicator
from goldthread.performance.services import (
    judge_due_by_measure,
    state_effect_by_measure,
)
from goldthread.saxonbridge.plan import NAMESPACE
from goldthread.saxonbridge.sitting import person
from goldthread.saxonbridge.story import Story, at, later
from goldthread.strategy.models import Strategy


@dataclass(frozen=True, slots=True)
class Stated:
    """One action whose effect can be asked of the lake. `begins` is months before its
    window, which is the last twelve months of the lake; nothing where it is to come.
    """

    workstream: str
    title: str
    kind: str
    owner: str
    category: str
    measure: str
    percent: int
    begins: int | None
    fewest: bool = False  # the ward with fewest, else the one with most
    small: bool = False  # the small area with most in that ward; all crime is counted


STATED = (
    Stated("night", "Repair and relight the park and its shelters within a day", "prevention", "council", "criminal-damage-arson", "Criminal damage and arson recorded by the police", 25, 3),
    Stated("night", "Guards and radios for the shops of the centre", "prevention", "traders", "shoplifting", "Shoplifting recorded by the police", 45, 3),
    Stated("night", "Wardens in the centre on summer evenings", "prevention", "centre", "anti-social-behaviour", "Anti-social behaviour reported to the police", 15, 0),
    Stated("vehicles", "Walk home schemes from the last bus", "prevention", "residents", "robbery", "Robbery recorded by the police", 20, 3, fewest=True),
    Stated("vehicles", "Steering locks for everybody whose van was entered", "prevention", "vehicles", "vehicle-crime", "Vehicle crime recorded by the police", 20, None),
    Stated("night", "Gate the cut behind the parade and clear it every Monday", "prevention", "homes", "criminal-damage-arson", "Crime of every kind recorded by the police", 20, 3, small=True),
)  # fmt: skip


def make_effects(
    strategy: Strategy, story: Story, *, manager: Person, now: datetime
) -> int:
    """State and judge them; what stands already stays. How many were judged."""
    asking = lake_to_ask()
    if asking is None:
        return 0
    held = _last_month(asking)
    if held is None:
        return 0
    known = {one.code: one for one in places_to_name(asking, on=story.today)}
    most = _most(asking, later(held, -23))
    for row in STATED:
        if not Action.objects.filter(title=row.title).exists():
            wards = most[row.category, False]
            code = wards[-1 if row.fewest else 0]
            if row.small:
                within = (one for one in most[row.category, True] if one in known)
                code = next(one for one in within if known[one].within == code)
            _put_in(row, strategy, story, held, known[code], manager)
    judged = services.judge_due_effects(
        asking.engine,
        partnership=asking.partnership,
        on=story.today,
        at=now,
        local_breaks=asking.breaks,
        invented=asking.invented,
    )
    return len(judged)


TENTS = ("Station quarter", "Canal side", "University quarter")
INJURIES = "Injuries with glass that the night tent dressed"


def judge_otherwise(
    strategy: Strategy, story: Story, *, manager: Person, now: datetime
) -> int:
    """An effect by figures that volunteers keep, one by a measure; how many were judged."""
    opens = later(story.today.replace(day=1), -13)
    _by_hand(strategy, story, opens, manager)
    _by_measure(strategy, story, opens, manager)
    return len(
        [
            *services.judge_given(on=story.today, at=now),
            *judge_due_by_measure(on=story.today, at=now),
        ]
    )


def _otherwise(
    strategy: Strategy,
    story: Story,
    opens: date,
    manager: Person,
    workstream: str,
    title: str,
    owner: str,
) -> Action | None:
    """An action of two years ago; nothing where it is there already."""
    if Action.objects.filter(title=title).exists():
        return None
    who = person(owner, on=story.today)
    agency = who.acting.agency if who.acting else None
    return services.add_action(
        strategy.workstreams.get(key=workstream),
        title=title,
        kind="prevention",
        why="Agreed by the group that meets in the evening.",
        intended="Fewer people hurt",
        measure="As its expected effect says",
        owner=who,
        lead_agency=agency,
        community_owner="" if agency else "Volunteers of the quarter",
        start_on=opens,
        due_on=later(opens, 12),
        by=manager,
        at=at(later(opens, -1), 9),
    )


def _by_hand(strategy: Strategy, story: Story, opens: date, manager: Person) -> None:
    title = "Plastic glasses in the bars of the market square after ten"
    action = _otherwise(strategy, story, opens, manager, "night", title, "traders")
    if action is None:
        return
    expected = services.state_effect(
        action,
        measure=INJURIES,
        direction="down",
        percent=30,
        window_from=opens,
        window_until=later(opens, 12),
        comparison=TENTS,
        by=manager,
        at=at(later(opens, -1), 10),
    )
    rng = np.random.default_rng(41)
    rows = [["period", "this place", *TENTS]]
    for back in range(-30, 12):
        month = later(opens, back)
        own = 21.0 if month < opens else 11.0  # planted: half of them went
        counts = rng.poisson([own, 14.0, 18.0, 12.0])
        rows.append([f"{month:%B %Y}", *map(str, counts)])
    given = read_given(rows, expected, every=1, on=story.today)
    assert given.series is not None, given.faults
    services.give_figures(
        action,
        given.series,
        source="Register of the night tents, kept by their volunteers",
        strength="fair",
        note="The tents were shut in two weeks of the first winter.",
        by=manager,
        at=at(min(later(opens, 12), story.today), 10),
    )
    _done(action, action.owner or manager, at(later(opens, 12), 15), story)


def _by_measure(strategy: Strategy, story: Story, opens: date, manager: Person) -> None:
    indicator = Indicator.objects.filter(code="E1").first()
    if indicator is None:
        return
    begins = later(opens, -1)  # its newest figure is a month younger than the lake's
    title = "Wardens walk the three estates after school"
    action = _otherwise(strategy, story, begins, manager, "night", title, "homes")
    if action is None:
        return
    state_effect_by_measure(
        action,
        indicator,
        direction="down",
        percent=20,
        window_from=begins,
        window_until=later(begins, 12),
        by=manager,
        at=at(later(begins, -1), 10),
    )
    _done(action, action.owner or manager, at(later(begins, 12), 15), story)


def _last_month(asking: Asking) -> date | None:
    rows = quality.months_held(
        asking.engine, area=asking.partnership, source="offence"
    ).to_pylist()
    found: date | None = max(
        (row["month"] for row in rows if row["state"] == "held"), default=None
    )
    return found


def _most(asking: Asking, start: date) -> dict[tuple[str, bool], list[str]]:
    """The wards and the small areas of each category, the fullest first, in that year."""
    newest = max(
        (row["ward_year"], row["vintage"])
        for row in places.wards_of(asking.engine, area=asking.partnership).to_pylist()
    )
    counts: dict[tuple[str, bool], Counter[str]] = {
        (row.category, is_small): Counter()
        for row in STATED
        for is_small in {False, row.small}
    }
    span = {"vintage": newest[1], "start": start, "end": later(start, 12)}
    wards = offences.by_ward_and_category(
        asking.engine, area=asking.partnership, ward_year=newest[0], **span
    )
    small = offences.by_small_area_and_category(
        asking.engine, area=asking.partnership, **span
    )
    for is_small, code, table in (
        (False, "ward", wards),
        (True, "small_area", small),
    ):
        for row in table.to_pylist():
            if (row["category"], is_small) in counts:
                counts[row["category"], is_small][row[code]] += row["offences"]
    return {
        key: sorted(found, key=lambda place: (-found[place], place))
        for key, found in counts.items()
    }


def _put_in(
    row: Stated,
    strategy: Strategy,
    story: Story,
    held: date,
    place: Place,
    manager: Person,
) -> None:
    owner = person(row.owner, on=story.today)
    is_over = row.begins is not None
    opens = later(held, -11) if is_over else later(story.today.replace(day=1), 2)
    begins = later(opens, -(row.begins or 0))
    told = at(min(later(begins, -1), story.today), 9)
    agency = owner.acting.agency if owner.acting else None
    action = services.add_action(
        strategy.workstreams.get(key=row.workstream),
        title=row.title,
        kind=row.kind,
        why="Chosen by the group because it stood high in its last report.",
        intended=row.measure,
        measure=row.measure,
        owner=owner,
        lead_agency=agency,
        community_owner="" if agency else "Residents of the ward",
        start_on=begins,
        due_on=later(opens, 12),
        by=manager,
        at=told,
    )
    services.state_effect(
        action,
        measure=row.measure,
        direction="down",
        percent=row.percent,
        window_from=opens,
        window_until=later(opens, 12),
        place=place,
        question="monthly_by_category",
        parameters={"category": offences.ALL_CRIME if row.small else row.category},
        by=manager,
        at=told,
    )
    if is_over:
        _done(action, owner, at(later(opens, 12), 15), story)


def _done(action: Action, owner: Person, moment: datetime, story: Story) -> None:
    services.report_progress(
        action,
        status="complete",
        percent=100,
        text="The year is over. Whether it worked is judged from the records.",
        next_step="",
        token=uuid5(NAMESPACE, f"{action.title} is done"),
        via=Update.Via.SITE,
        by=owner,
        at=min(moment, at(story.today, 9)),
    )
