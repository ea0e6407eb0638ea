"""The places an effect may be expected in, by the names that people call them.

Those whose records the lake holds by month: the partnership, its council areas, its
wards and small areas of the newest boundaries. And those that the partnership named
itself, for figures that are given by hand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz, process

from goldthread.core.refusal import Refused
from goldthread.delivery.effect_asking import Asking, lake_to_ask
from goldthread.delivery.sheets.plain_words import plainly
from goldthread.evidence import places
from goldthread.partners.models import Area

NEAR = 70.0  # of 100: near enough to be offered, never taken without a word
OFFERED = 3
Kind = Area.Kind


@dataclass(frozen=True, slots=True)
class Place:
    """One place with its name; `is_held` says whether the lake counts its records."""

    code: str
    name: str
    kind: str  # as the list of areas has it
    words: str  # "ward", "small area in Marlpit"
    is_held: bool = True
    within: str = ""  # the ward of a small area, by its code

    @property
    def label(self) -> str:
        """The name with what it is: Marlpit (ward)."""
        return f"{self.name} ({self.words})"


def places_to_name(asking: Asking | None, *, on: date) -> tuple[Place, ...]:
    """Every place that may be named on this day: the whole first, small ones last."""
    found = {one.code: one for one in _held(asking)} if asking else {}
    for area in Area.objects.on(on).order_by("name", "pk"):
        words = area.get_kind_display().lower()
        found.setdefault(
            area.code, Place(area.code, area.name, area.kind, words, is_held=False)
        )
    return tuple(found.values())


def _held(asking: Asking) -> Iterator[Place]:
    version = asking.engine.version
    whole = version.area(asking.partnership)
    if whole is None:
        return
    yield Place(whole.code, whole.name, Kind.PARTNERSHIP, "the whole partnership")
    for one in version.areas("local_authority"):
        if one.within == whole.code:
            yield Place(one.code, one.name, Kind.LOCAL_AUTHORITY, "council area")
    rows = places.wards_of(asking.engine, area=whole.code).to_pylist()
    newest = max(((r["ward_year"], r["vintage"]) for r in rows), default=None)
    rows = [r for r in rows if (r["ward_year"], r["vintage"]) == newest]
    wards = {r["ward"]: r["name"] or r["ward"] for r in rows}
    for code, name in sorted(wards.items(), key=lambda each: (each[1], each[0])):
        yield Place(code, name, Kind.WARD, "ward")
    small = []
    for row in rows:
        known = version.area(row["small_area"])
        name = known.name if known else row["small_area"]
        words = f"small area in {wards[row['ward']]}"
        small.append(
            Place(
                row["small_area"],
                name,
                Kind.NEIGHBOURHOOD,
                words,
                within=row["ward"],
            )
        )
    yield from sorted(small, key=lambda each: (each.name, each.code))


def name_of(code: str, *, on: date) -> str:
    """What people call the place of a code; nothing where nobody here knows it."""
    own = Area.objects.filter(code=code).first()
    if own is not None:
        return str(own)
    known = places_to_name(lake_to_ask(), on=on)
    return next((one.name for one in known if one.code == code), "")


def place_called(text: str, known: Sequence[Place]) -> Place | Refused:
    """The one place that people call so; refused with the nearest names."""
    wanted = _folded(text)
    found = [
        one
        for one in known
        if wanted in (_folded(one.name), _folded(one.label), _folded(one.code))
    ]
    # A place of our own that the lake knows under the same name is the lake's.
    found = [one for one in found if one.is_held] or found
    if len(found) == 1:
        return found[0]
    if found:
        return Refused(
            f"{len(found)} places are called {text}. Write which: "
            f"{_either([one.label for one in found[:OFFERED]])}."
        )
    names = {one.label: _folded(one.name) for one in known}
    near = process.extract(
        wanted, names, scorer=fuzz.WRatio, limit=OFFERED, score_cutoff=NEAR
    )
    if not near:
        return Refused(
            f"No place here is called “{text}”. Expected the name of a ward, a small area or the partnership; choose one from the list."
        )
    return Refused(
        f"No place here is called “{text}”. Did you mean {_either([label for _, _, label in near])}?"
    )


def _folded(text: str) -> str:
    """St Oswin's, st oswins and hill-top, Hill Top are the same."""
    return plainly(text.replace("-", " ").replace("'", "").replace("’", ""))


def _either(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
