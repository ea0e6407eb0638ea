"""Where crime clusters: small areas that stand out together with their neighbours (E8)."""

from dataclasses import dataclass

import numpy as np

from goldthread.assessment import guards, wording
from goldthread.assessment.chapters.located import unlocated_words
from goldthread.assessment.chapters.neighbourhoods import (
    CHAPTER,
    area_names,
    counted_by_small_area,
    outlines,
)
from goldthread.assessment.notebook import Notebook
from goldthread.assessment.recipe import NotSaid, Recipe, Told
from goldthread.assessment.scope import Scope
from goldthread.core.hotspots import getis_ord, neighbours_from_edges
from goldthread.core.refusal import Refused
from goldthread.core.season import stabilised
from goldthread.documents import maps, numbers
from goldthread.documents.model import (
    Column,
    MapBlock,
    Table,
    Text,
)
from goldthread.evidence import places


@dataclass(frozen=True, slots=True)
class HotSpot:
    """One small area that stands out high among its neighbours."""

    code: str
    name: str
    crimes: int
    z: float


@dataclass(frozen=True, slots=True)
class HotSpots:
    """Areas that stand out with their neighbours, at a stated rate of false alarms."""

    areas: int
    rate: float
    hot: tuple[HotSpot, ...]
    cold: tuple[str, ...]
    caveat: str


def hot_spots(scope: Scope, notebook: Notebook) -> HotSpots | NotSaid:
    """Gi* of crimes over the map of small areas, false discoveries held at one in twenty."""
    refused = guards.map_data_refusal("gi*", unit="small area")
    shapes = outlines(scope, notebook)
    counts = counted_by_small_area(scope, notebook)
    if refused or len(shapes) < 2:
        return NotSaid(
            "No hot spots are marked: the outlines of the small areas are not held. Load them."
        )
    codes = sorted(shapes)
    edges = places.touching([shapes[c] for c in codes])
    crimes = np.array([counts.get(c, (0, 0))[0] for c in codes], dtype=float)
    # On the stabilised scale one city centre does not drown every other cluster.
    found = getis_ord(
        stabilised(crimes), neighbours_from_edges(edges, areas=len(codes))
    )
    if isinstance(found, Refused):
        return NotSaid(found.reason)
    names = area_names(scope, notebook)
    hot = [
        HotSpot(
            codes[at],
            names.get(codes[at], codes[at]),
            int(crimes[at]),
            float(found.z[at]),
        )
        for at in np.flatnonzero(found.hot)
    ]
    return HotSpots(
        areas=len(codes),
        rate=found.rate,
        hot=tuple(sorted(hot, key=lambda h: (-h.z, h.code))),
        cold=tuple(codes[at] for at in np.flatnonzero(found.cold)),
        caveat=found.caveat,
    )


def tell_hot_spots(scope: Scope, result: HotSpots, notebook: Notebook) -> Told:
    """A map of what stands out, and the list."""
    ref = "neighbourhoods-hot-spots"
    shapes, hot = outlines(scope, notebook), {h.code for h in result.hot}
    names = area_names(scope, notebook)
    if not result.hot:
        title: Text = ("No cluster of small areas stands out.",)
    else:
        title = (
            numbers.count_figure(len(result.hot), ref),
            f" of {result.areas} small areas stand out high together with their neighbours.",
        )
    table = Table(
        "Small areas that stand out high together with their neighbours",
        (
            Column("Small area"),
            Column("Crimes", "number"),
            Column("Gi* (standard deviations)", "number", decimals=1),
        ),
        tuple((h.name, h.crimes, h.z) for h in result.hot),
        notes=(
            f"Gi*, of which {round(100 * result.rate)} in 100 marked areas may be chance.",
            *((result.caveat,) if result.caveat else ()),
        ),
        source=wording.source(scope),
        ref=ref,
    )
    drawn = [
        maps.Area(
            c,
            names.get(c, c),
            shape,
            hot_spot="high"
            if c in hot
            else "low"
            if c in result.cold
            else "not distinguishable",
        )
        for c, shape in sorted(shapes.items())
    ]
    return Told(
        (
            MapBlock(
                id="map-hot-spots",
                title=title,
                spec=maps.hot_spot_map(drawn),
                table=table,
                unlocated=unlocated_words(scope, notebook),
                source=wording.source(scope),
                alt="Small areas marked where crime stands out high or low among neighbours.",
                caveats=(
                    guards.SNAPPED,
                    guards.MAP_BLAME,
                    guards.CHOSEN_FOR_BEING_HIGH,
                    "One month or two of records mark what those months were, not what is usual."
                    if len(scope.months_held) < 12
                    else "Areas are compared with the mean of all; crime is higher in every centre.",
                ),
                ref=ref,
            ),
        )
    )


RECIPES = (
    Recipe(
        "neighbourhoods-hot-spots",
        CHAPTER,
        "Where it clusters",
        "hot-spots/1",
        hot_spots,
        tell_hot_spots,
    ),
)
