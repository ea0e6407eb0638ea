"""Concentration: in how few places how much happens, beside what chance alone would show.

Every figure stands beside a blind scatter of as many offences (methods §5), on small areas
and never on streets: the published points make concentration of their own (E40).
"""

from dataclasses import dataclass

import numpy as np

from goldthread.assessment import guards, wording
from goldthread.assessment.chapters.neighbourhoods import area_names
from goldthread.assessment.notebook import Notebook
from goldthread.assessment.recipe import NotSaid, Recipe, Told
from goldthread.assessment.scope import Scope
from goldthread.core.arrays import Floats
from goldthread.core.change import change
from goldthread.core.concentration import (
    FEWEST_PLACES,
    BesideChance,
    concentration,
    lorenz,
    stability,
)
from goldthread.core.hotspots import FEWEST_AREAS, benjamini_hochberg
from goldthread.core.periods import Period
from goldthread.core.refusal import Refused
from goldthread.documents import charts, numbers
from goldthread.documents.model import (
    Block,
    Cell,
    Chart,
    Column,
    Interval,
    Paragraph,
    Run,
    Table,
    Text,
)
from goldthread.evidence import offences
from goldthread.evidence.offences import ALL_CRIME, category_name

CHAPTER = "concentration"
SEED = 1998  # the year of the Act: the same draws on every machine, every time
DRAWS = 499
DISCOVERY_RATE = 0.05
BALANCE = 0.5  # what fell here is at least half of what rose there, or the reverse
SMALLEST_PAIR = 20  # records of both years in one small area


@dataclass(frozen=True, slots=True)
class Spread:
    """How one category is spread over small areas, beside chance."""

    category: str
    offences: int
    gini: BesideChance | None
    half: BesideChance | None
    refused: str

    @property
    def gathers(self) -> bool:
        """Whether it is more concentrated than a blind scatter."""
        return bool(
            self.gini
            and self.gini.beyond_chance
            and self.gini.observed > self.gini.high
        )


@dataclass(frozen=True, slots=True)
class Spreads:
    """Every category, and the curve of all crime."""

    areas: int
    share_of_areas: tuple[float, ...]
    share_of_crime: tuple[float, ...]
    spreads: tuple[Spread, ...]

    def of(self, category: str) -> Spread | None:
        """One category's spread."""
        return next((s for s in self.spreads if s.category == category), None)


def counts_by_area(
    scope: Scope, notebook: Notebook, period: Period
) -> tuple[tuple[str, ...], dict[str, Floats]]:
    """Codes of all small areas, and each category's counts over them."""
    codes = tuple(sorted(area_names(scope, notebook)))
    place = {code: at for at, code in enumerate(codes)}
    rows = offences.by_small_area_and_category(
        notebook,
        area=scope.area,
        vintage=scope.vintage,
        start=period.start,
        end=period.end,
    )
    found: dict[str, Floats] = {ALL_CRIME: np.zeros(len(codes))}
    for row in rows.to_pylist():
        at = place.get(row["small_area"])
        if at is None:
            continue
        found.setdefault(row["category"], np.zeros(len(codes)))[at] += row["offences"]
        if row["is_crime"]:
            found[ALL_CRIME][at] += row["offences"]
    return codes, found


def spreads(scope: Scope, notebook: Notebook) -> Spreads | NotSaid:
    """Generalised Gini and the share of areas with half, each beside a blind scatter."""
    codes, found = counts_by_area(scope, notebook, scope.period)
    if len(codes) < FEWEST_PLACES or not found[ALL_CRIME].sum():
        return NotSaid(
            f"No concentration is stated: {len(codes)} small areas with records are too few; "
            f"{FEWEST_PLACES} are needed."
        )
    curve = lorenz(found[ALL_CRIME])
    order = sorted(found, key=lambda c: (c != ALL_CRIME, c))
    return Spreads(
        areas=len(codes),
        share_of_areas=tuple(float(x) for x in curve[0]),
        share_of_crime=tuple(float(x) for x in curve[1]),
        spreads=tuple(_spread(c, found[c]) for c in order),
    )


def _spread(category: str, counts: Floats) -> Spread:
    found = concentration(counts, rng=np.random.default_rng(SEED), draws=DRAWS)
    if isinstance(found, Refused):
        return Spread(category, int(counts.sum()), None, None, found.reason)
    return Spread(
        category,
        int(counts.sum()),
        found.generalised_gini,
        found.share_of_places_for_half,
        "",
    )


def tell_spreads(scope: Scope, result: Spreads, notebook: Notebook) -> Told:
    """How few areas hold half, beside chance, then each category."""
    ref = "concentration-by-category"
    crime = result.of(ALL_CRIME)
    if crime is None or crime.half is None:
        return Told((_spread_table(scope, result, ref),))
    sentence = _spread_sentence(result, crime.half, ref)
    title: Text = (
        "Half of all crime is in ",
        numbers.share_figure(crime.half.observed, ref),
        " of the small areas; chance alone would need ",
        numbers.share_figure(crime.half.expected, ref),
        ".",
    )
    chart = Chart(
        id="chart-concentration",
        title=title,
        spec=charts.lorenz(result.share_of_areas, result.share_of_crime),
        table=_spread_table(scope, result, ref),
        source=wording.source(scope),
        alt="A curve of the share of crime against the share of small areas, busiest first.",
        caveats=(
            guards.SNAPPED,
            "Chance: as many offences thrown blindly over the same small areas, "
            f"{DRAWS} times.",
        ),
        ref=ref,
    )
    return Told((Paragraph(sentence), chart), key=sentence, weight=48.0)


def _spread_sentence(result: Spreads, half: BesideChance, ref: str) -> Text:
    gathered = sorted(
        (s for s in result.spreads if s.gathers and s.category != ALL_CRIME and s.gini),
        key=lambda s: (-(s.gini.observed if s.gini else 0), s.category),
    )
    even = [
        s
        for s in result.spreads
        if s.gini and not s.gathers and s.category != ALL_CRIME
    ]
    words: list[Run] = [
        "Half of all crime with a place is in ",
        numbers.count_figure(round(half.observed * result.areas), ref),
        f" of {result.areas} small areas; scattered blindly it would fill ",
        numbers.count_figure(round(half.expected * result.areas), ref),
        ".",
    ]
    if gathered:
        words.append(" Most gathered: ")
        words += wording.listed(
            [(wording.name_in_sentence(s.category),) for s in gathered[:3]]
        )
        words.append(".")
    if even:
        words.append(" Spread as chance would spread it: ")
        words += wording.listed([(wording.name_in_sentence(s.category),) for s in even])
        words.append(".")
    return tuple(words)


def _spread_table(scope: Scope, result: Spreads, ref: str) -> Table:
    return Table(
        f"Concentration over {result.areas} small areas, {wording.period_words(scope)}",
        (
            Column("Category"),
            Column("Offences with a place", "number"),
            Column("Small areas with half", "share", decimals=0),
            Column("By chance", "share", decimals=0),
            Column("Generalised Gini", "number", decimals=2),
            Column("By chance, 95% range", "interval", decimals=2),
            Column("Reading"),
        ),
        tuple(_spread_row(s) for s in result.spreads),
        notes=(
            "The Gini is 0 where all areas have as many and near 1 where one has all.",
        ),
        source=wording.source(scope),
        ref=ref,
    )


def _spread_row(spread: Spread) -> tuple[Cell, ...]:
    name = category_name(spread.category)
    if spread.gini is None or spread.half is None:
        return (name, spread.offences, "", "", "", "", spread.refused)
    return (
        name,
        spread.offences,
        spread.half.observed,
        spread.half.expected,
        spread.gini.observed,
        Interval(max(spread.gini.low, 0.0), spread.gini.high),
        "gathered beyond chance" if spread.gathers else "as chance would spread it",
    )


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
        "concentration-by-category", CHAPTER, "How few areas hold how much", "spread/1",
        spreads, tell_spreads,
    ),
    Recipe(
        "concentration-stability", CHAPTER, "Whether it stays in the same places", "stability/1",
        stable, tell_stable,
    ),
)  # fmt: skip
