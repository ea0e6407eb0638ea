"""Whether crime stays in the same places, and what moved house (E44)."""

from dataclasses import dataclass

import numpy as np

from goldthread.assessment import guards, wording
from goldthread.assessment.chapters.neighbourhoods import area_names
from goldthread.assessment.chapters.spread import (
    CHAPTER,
    SEED,
    counts_by_area,
)
from goldthread.assessment.notebook import Notebook
from goldthread.assessment.recipe import NotSaid, Recipe, Told
from goldthread.assessment.scope import Scope
from goldthread.core.arrays import Floats
from goldthread.core.change import change
from goldthread.core.concentration import (
    stability,
)
from goldthread.core.hotspots import FEWEST_AREAS, benjamini_hochberg
from goldthread.core.periods import Period
from goldthread.documents import numbers
from goldthread.documents.model import (
    Block,
    Column,
    Paragraph,
    Run,
    Table,
    Text,
)
from goldthread.evidence.offences import ALL_CRIME, category_name

DISCOVERY_RATE = 0.05
BALANCE = 0.5  # what fell here is at least half of what rose there, or the reverse
SMALLEST_PAIR = 20  # records of both years in one small area


@dataclass(frozen=True, slots=True)
class AreaMove:
    """One small area where a category moved beyond chance."""

    code: str
    name: str
    before: int
    now: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where one category gathers now and gathered the year before."""

    category: str
    retained: float
    expected: float
    low: float
    risen: tuple[AreaMove, ...]
    fallen: tuple[AreaMove, ...]
    moved: bool


@dataclass(frozen=True, slots=True)
class Stable:
    """Whether the busiest tenth of small areas is that of the year before."""

    top: int
    areas: int
    retained: float
    expected: float
    low: float
    spearman: float
    places: tuple[Place, ...]

    @property
    def moved(self) -> tuple[Place, ...]:
        """Categories that gather elsewhere than the year before."""
        return tuple(p for p in self.places if p.moved)


def stable(scope: Scope, notebook: Notebook) -> Stable | NotSaid:
    """Compare the busiest areas with the year before, and with luck alone."""
    if not scope.is_whole_year or scope.held_in(scope.earlier) < 12:
        return NotSaid(
            "Whether the same places stay busiest is not stated: two whole years are needed, and "
            f"{len(scope.months_held)} and {scope.held_in(scope.earlier)} months are held."
        )
    both_years = Period(scope.earlier.start, scope.period.end, "the two years")
    if spells := scope.spells_in(both_years):
        return NotSaid(
            "Whether the same places stay busiest is not stated: "
            f"{spells[0].name.lower()} touches the two years. {spells[0].words}"
        )
    codes, now = counts_by_area(scope, notebook, scope.period)
    _, before = counts_by_area(scope, notebook, scope.earlier)
    names = area_names(scope, notebook)
    top = max(1, round(len(codes) / 10))
    if len(codes) < FEWEST_AREAS or not before[ALL_CRIME].sum():
        return NotSaid(
            "Whether the same places stay busiest is not stated: too few small areas."
        )
    whole = _stability(before[ALL_CRIME], now[ALL_CRIME], top)
    both = [
        c
        for c in sorted(now)
        if c in before and c != ALL_CRIME and not scope.steps_in(c, both_years)
    ]
    moves = _area_moves(codes, names, before, now, both)
    return Stable(
        top=top,
        areas=len(codes),
        retained=whole[0],
        expected=whole[1],
        low=whole[2],
        spearman=whole[3],
        places=tuple(_place(c, before[c], now[c], top, moves.get(c, [])) for c in both),
    )


def _stability(
    before: Floats, now: Floats, top: int
) -> tuple[float, float, float, float]:
    found = stability(np.array([before, now]), top=top, rng=np.random.default_rng(SEED))
    return (
        float(found.retained[0]),
        float(found.expected[0]),
        float(found.low[0]),
        float(found.spearman[0]),
    )


def _area_moves(
    codes: tuple[str, ...],
    names: dict[str, str],
    before: dict[str, Floats],
    now: dict[str, Floats],
    categories: list[str],
) -> dict[str, list[AreaMove]]:
    """Moves of one category in one area that stand among all that were compared."""
    pairs = [
        (category, at, float(before[category][at]), float(now[category][at]))
        for category in categories
        for at in range(len(codes))
        if before[category][at] + now[category][at] >= SMALLEST_PAIR
    ]
    if not pairs:
        return {}
    p_values = [change(new, old).p_value for _, _, old, new in pairs]
    found: dict[str, list[AreaMove]] = {}
    for (category, at, old, new), q in zip(
        pairs, benjamini_hochberg(p_values), strict=True
    ):
        if q <= DISCOVERY_RATE:
            move = AreaMove(
                codes[at], names.get(codes[at], codes[at]), int(old), int(new)
            )
            found.setdefault(category, []).append(move)
    return found


def _place(
    category: str, before: Floats, now: Floats, top: int, moves: list[AreaMove]
) -> Place:
    retained, expected, low, _ = _stability(before, now, top)
    ordered = sorted(moves, key=lambda m: (-abs(m.now - m.before), m.code))
    risen = tuple(m for m in ordered if m.now > m.before)
    fallen = tuple(m for m in ordered if m.now < m.before)
    # Luck alone calls one list in forty moved; that rises here and falls there, each
    # beyond chance, also balance, it does next to never. A category that rose in many
    # places and fell in one has risen, not moved.
    up, down = (sum(abs(m.now - m.before) for m in part) for part in (risen, fallen))
    moved = retained < low and min(up, down) >= BALANCE * max(up, down, 1)
    return Place(category, retained, expected, low, risen, fallen, moved)


def tell_stable(scope: Scope, result: Stable, notebook: Notebook) -> Told:
    """Whether the busiest places stay, and which category moved house."""
    ref = "concentration-stability"
    kept = round(result.retained * result.top)
    words: list[Run] = [
        "Of the ", numbers.count_figure(result.top, ref), " busiest small areas ",
        numbers.count_figure(kept, ref), " were among them the year before too; were nothing but "
        "luck to move them about ", numbers.count_figure(round(result.expected * result.top), ref),
        " would be.",
    ]  # fmt: skip
    blocks: list[Block] = [Paragraph(tuple(words))]
    key: Text | None = None
    for place in result.moved:
        key = _moved_sentence(place, ref)
        blocks += [Paragraph(key), _moved_table(place, ref)]
    if not result.moved:
        blocks.append(
            Paragraph(
                "No category gathers in another place than the year before, beyond luck."
            )
        )
    blocks.append(Paragraph(guards.CHOSEN_FOR_BEING_HIGH))
    return Told(tuple(blocks), key=key, weight=72.0)


def _moved_sentence(place: Place, ref: str) -> Text:
    def named(moves: tuple[AreaMove, ...]) -> tuple[Run, ...]:
        return wording.listed_some(
            [
                (f"{m.name} (", numbers.count_figure(m.before, ref), " to ",
                 numbers.count_figure(m.now, ref), ")")
                for m in moves
            ],
            3,
        )  # fmt: skip

    return (
        f"{category_name(place.category)} gathers in another place than the year before: up in ",
        *named(place.risen),
        "; down in ",
        *named(place.fallen),
        ".",
    )


def _moved_table(place: Place, ref: str) -> Table:
    return Table(
        f"{category_name(place.category)}: small areas that moved beyond chance",
        (
            Column("Small area"),
            Column("The year before", "number"),
            Column("Now", "number"),
        ),
        tuple((m.name, m.before, m.now) for m in (*place.risen, *place.fallen)),
        notes=("Of moves named like this one in twenty may be chance.",),
        source=wording.CRIME_SOURCE,
        ref=ref,
    )


RECIPES = (
    Recipe(
        "concentration-stability",
        CHAPTER,
        "Whether it stays in the same places",
        "stability/2",
        stable,
        tell_stable,
    ),
)
