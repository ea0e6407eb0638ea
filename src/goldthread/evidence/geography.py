"""Where each record lies: small area of both vintages, local authority, partnership.

The rule, in order (data book, oddities 5 to 10):

1. The published small-area code decides. Its vintage is told file by file: a code that
   only one vintage knows gives the file away; codes of both vintages follow the file.
2. The other vintage follows by lookup where it is one to one (unchanged, merged up,
   split down). Where it is not, the point decides among the candidates, if boundaries
   are held; otherwise that vintage stays empty and is counted.
3. A record without a code (files of 2010-11, the API) is placed by its point.
4. The local authority follows from the small area, the partnership from the local
   authority; where one authority holds several partnerships, the district that the
   small area's 2011 name still carries decides ("Corby 001A" is Corby's).
5. A record without code and point is in no partnership, only in its force's total.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from goldthread.evidence.crosswalk import force_slug
from goldthread.evidence.outlines import Outlines

Ids = np.ndarray[Any, Any]
VINTAGES = ("2011", "2021")


def force_of_area(name: str) -> str:
    """The short name that files have for the force of a force area."""
    return force_slug("City of London" if name == "London, City of" else name)


@dataclass(frozen=True, slots=True)
class Home:
    """What a small-area code of one vintage says about where a record lies."""

    vintage: str
    lsoa11: str | None
    lsoa21: str | None
    lad: str | None
    csp: str | None
    others: tuple[str, ...] = ()  # candidates in the other vintage, where not one


NOWHERE = Home("", None, None, None, None)


@dataclass(frozen=True, slots=True)
class Placing:
    """The placed columns of one part, and what the analyst should know about them."""

    columns: Mapping[str, pa.Array]
    areas: Mapping[str, int]  # rows by local authority and by partnership
    unsettled: int  # rows that (more) boundaries could place better
    counts: Mapping[str, int]


class Places:
    """Everything needed to say where records lie, worked out once from the lookups."""

    def __init__(
        self,
        small_area: pa.Table,
        change: pa.Table,
        partnership: pa.Table,
        outlines: Callable[[str], Outlines],
    ) -> None:
        """`outlines(vintage)` is only called when a point has to decide."""
        self._names11: dict[str, str] = {}
        self._lad_of: dict[str, dict[str, str]] = {v: {} for v in VINTAGES}
        for row in small_area.select(
            ["code", "vintage", "name", "lad_code"]
        ).to_pylist():
            self._lad_of[row["vintage"]][row["code"]] = row["lad_code"]
            if row["vintage"] == "2011":
                self._names11[row["code"]] = row["name"]
        self._down: dict[str, list[str]] = {}  # 2011 code -> 2021 codes
        self._up: dict[str, list[str]] = {}
        self._lad22: dict[str, str] = {}
        for row in change.to_pylist():
            self._down.setdefault(row["lsoa11"], []).append(row["lsoa21"])
            self._up.setdefault(row["lsoa21"], []).append(row["lsoa11"])
            self._lad22[row["lsoa21"]] = row["lad22"]
        self._partnerships(partnership)
        self._outlines = outlines
        self._homes: dict[tuple[str, str], Home] = {}
        self._codes = {
            "2011": self._lad_of["2011"].keys() | self._down.keys(),
            "2021": self._lad_of["2021"].keys() | self._up.keys(),
        }
        self._alone = {
            "2011": self._codes["2011"] - self._codes["2021"],
            "2021": self._codes["2021"] - self._codes["2011"],
        }

    def _partnerships(self, partnership: pa.Table) -> None:
        self._csps: dict[str, dict[str, str]] = {}  # lad -> csp code -> csp name
        self.force_of: dict[str, str] = {}  # lad -> force slug
        newest: dict[str, int] = {}
        rows = sorted(partnership.to_pylist(), key=lambda r: -r["year"])
        for row in rows:
            lad = row["lad_code"]
            if newest.setdefault(lad, row["year"]) == row["year"]:
                self._csps.setdefault(lad, {})[row["csp_code"]] = row["csp_name"]
                self.force_of[lad] = force_of_area(row["force_name"])
        self._forces = set(self.force_of.values())
        self._by_district = self._districts()

    def _districts(self) -> dict[tuple[str, str], str]:
        """(authority, district in the 2011 name) -> partnership, where one holds many.

        A district whose name no partnership carries goes to the one partnership that
        no district carries, if there is exactly one of each (Christchurch: Dorset).
        """
        found: dict[tuple[str, str], str] = {}
        districts: dict[str, set[str]] = {}
        for code, name in self._names11.items():
            lad = self.lad_of("2011", code)
            if lad is not None and len(self._csps.get(lad, ())) > 1:
                districts.setdefault(lad, set()).add(_district(name))
        for lad, names in districts.items():
            named = {
                district: csp
                for csp, csp_name in self._csps[lad].items()
                for district in names
                if district in (csp_name, *csp_name.split(" and "))
            }
            left = names - named.keys()
            spare = self._csps[lad].keys() - set(named.values())
            if len(left) == 1 and len(spare) == 1:
                named[left.pop()] = spare.pop()
            found |= {(lad, district): csp for district, csp in named.items()}
        return found

    @property
    def csps_of(self) -> Mapping[str, Sequence[str]]:
        """The partnership areas of each local authority."""
        return {lad: sorted(csps) for lad, csps in self._csps.items()}

    @property
    def authorities(self) -> set[str]:
        """Local authorities that records can be placed in."""
        placed = {self.lad_of(v, code) for v in VINTAGES for code in self._codes[v]}
        return {lad for lad in placed if lad is not None}

    def has_area(self, force: str) -> bool:
        """Whether a lookup gives this force an area of its own."""
        return force in self._forces

    def known(self, vintage: str) -> Iterable[str]:
        """Small-area codes of a vintage that the lookups know."""
        return self._codes[vintage]

    def lad_of(self, vintage: str, code: str) -> str | None:
        """The local authority of a small area, by the newest codes held."""
        if vintage == "2021":
            return self._lad_of["2021"].get(code) or self._lad22.get(code)
        lads = {self.lad_of("2021", each) for each in self._down.get(code, ())}
        if len(lads) == 1:
            return lads.pop()
        return None if lads else self._lad_of["2011"].get(code)

    def csp_of(self, vintage: str, code: str, lad: str | None) -> str | None:
        """The partnership area of a small area."""
        csps = self._csps.get(lad, {}) if lad is not None else {}
        if len(csps) <= 1:
            return next(iter(csps), None)
        old = [code] if vintage == "2011" else self._up.get(code, [])
        found = {
            self._by_district.get((lad or "", _district(self._names11.get(each, ""))))
            for each in old
        }
        return found.pop() if len(found) == 1 else None

    def home(self, vintage: str, code: str) -> Home:
        """What a code says, read as a code of this vintage."""
        key = (vintage, code)
        if key not in self._homes:
            others = (self._down if vintage == "2011" else self._up).get(code, [])
            if (
                not others
                and code in self._codes["2021" if vintage == "2011" else "2011"]
            ):
                others = [code]  # no change lookup held: the same code is the same area
            other = others[0] if len(others) == 1 else None
            lad = self.lad_of(vintage, code)
            self._homes[key] = Home(
                vintage,
                code if vintage == "2011" else other,
                code if vintage == "2021" else other,
                lad,
                self.csp_of(vintage, code, lad),
                tuple(sorted(others)) if len(others) > 1 else (),
            )
        return self._homes[key]

    def vintage_of(self, codes: Mapping[str, int]) -> str:
        """The vintage of a file, from how often each code stands in it."""
        votes = {
            vintage: sum(codes[code] for code in codes.keys() & alone)
            for vintage, alone in self._alone.items()
        }
        return "2011" if votes["2011"] > votes["2021"] else "2021"

    def _homes_of(self, codes: Sequence[str], rows: Sequence[int]) -> list[Home]:
        held = dict(zip(codes, rows, strict=True))
        vintage = self.vintage_of(held)
        other = "2011" if vintage == "2021" else "2021"
        return [
            self.home(vintage, code)
            if code in self._codes[vintage]
            else self.home(other, code)
            if code in self._codes[other]
            else NOWHERE
            for code in codes
        ]

    def place(self, rows: pa.Table, force: str) -> Placing:
        """Say where each row of one force's month lies."""
        published = _published(rows)
        if not pa.types.is_dictionary(published.type):
            published = published.dictionary_encode()
        codes = published.dictionary.to_pylist()
        which = published.indices.fill_null(len(codes)).to_numpy(zero_copy_only=False)
        count = np.bincount(which, minlength=len(codes) + 1)
        homes = self._homes_of(codes, count[:-1].tolist())
        ids = which.astype(np.int64)
        counts: Counter[str] = Counter()
        counts["unknown_code"] = sum(
            int(n) for h, n in zip(homes, count, strict=False) if h is NOWHERE
        )
        homes.append(NOWHERE)
        unsettled = self._by_point(rows, homes, ids, len(codes), counts)
        return self._columns(homes, ids, force, unsettled, counts)

    def _by_point(
        self,
        rows: pa.Table,
        homes: list[Home],
        ids: Ids,
        uncoded: int,
        counts: Counter[str],
    ) -> int:
        """Let points decide where the code does not; adds to `homes`, changes `ids`."""
        undecided = [i for i, h in enumerate(homes) if h.others or i == uncoded]
        asked = np.flatnonzero(np.isin(ids, undecided))
        x, y = (
            rows[name].take(pa.array(asked)).to_numpy()
            for name in ("longitude", "latitude")
        )
        has_point = np.isfinite(x) & np.isfinite(y)
        asked, x, y = asked[has_point], x[has_point], y[has_point]
        if not len(asked):
            return 0
        # Points come from a fixed national list: distinct ones first, then map back.
        spots, back = np.unique(
            np.column_stack([ids[asked], x, y]), axis=0, return_inverse=True
        )
        back = back.reshape(-1)
        settled = self._settle(homes, spots, uncoded)
        ids[asked] = np.arange(len(homes), len(homes) + len(settled))[back]
        homes.extend(settled)
        per_spot = np.bincount(back, minlength=len(settled)).tolist()
        for home, here in zip(settled, per_spot, strict=True):
            counts[_how_settled(home)] += here
        return len(asked)

    def _settle(self, homes: Sequence[Home], spots: Ids, uncoded: int) -> list[Home]:
        """A home for each distinct (home, longitude, latitude)."""
        which = spots[:, 0].astype(int)
        found: list[Home] = [NOWHERE] * len(spots)
        for i in np.unique(which).tolist():
            here = np.flatnonzero(which == i)
            points = spots[here, 1:]
            if i == uncoded:
                new = self._uncoded(points)
            else:
                new = self._among(homes[i], points)
            for spot, home in zip(here.tolist(), new, strict=True):
                found[spot] = home
        return found

    def _among(self, home: Home, points: Ids) -> list[Home]:
        """The published code stands; the point chooses between its candidates."""
        other = "2021" if home.vintage == "2011" else "2011"
        chosen = self._outlines(other).nearest(points, home.others)
        return [
            home if code is None else self._completed(home, other, code)
            for code in chosen
        ]

    def _completed(self, home: Home, vintage: str, code: str) -> Home:
        lsoa11 = code if vintage == "2011" else home.lsoa11
        lsoa21 = code if vintage == "2021" else home.lsoa21
        lad = home.lad or self.lad_of(vintage, code)
        csp = home.csp or self.csp_of(vintage, code, lad)
        return Home(home.vintage, lsoa11, lsoa21, lad, csp)

    def _uncoded(self, points: Ids) -> list[Home]:
        """Records without a code lie where their point lies."""
        in_21 = self._outlines("2021").containing(points)
        in_11 = self._outlines("2011").containing(points)
        return [self._at(a, b) for a, b in zip(in_11, in_21, strict=True)]

    def _at(self, lsoa11: str | None, lsoa21: str | None) -> Home:
        if lsoa21 is not None:
            home = self.home("2021", lsoa21)
        elif lsoa11 is not None:
            home = self.home("2011", lsoa11)
        else:
            return NOWHERE
        return Home(
            "", lsoa11 or home.lsoa11, lsoa21 or home.lsoa21, home.lad, home.csp
        )

    def _columns(
        self,
        homes: Sequence[Home],
        ids: Ids,
        force: str,
        unsettled: int,
        counts: Counter[str],
    ) -> Placing:
        per_home = np.bincount(ids, minlength=len(homes)).tolist()
        areas: Counter[str] = Counter()
        for home, rows in zip(homes, per_home, strict=True):
            if not rows:
                continue
            if home.lad:
                areas[home.lad] += rows
            if home.csp:
                areas[home.csp] += rows
            elif home.lad and len(self._csps.get(home.lad, ())) > 1:
                counts["several_partnerships"] += rows
        outside = [self._outside(h, force) for h in homes]
        counts["outside_force_area"] = sum(
            rows for out, rows in zip(outside, per_home, strict=True) if out
        )
        columns = {
            "lsoa_vintage": _spread([h.vintage or None for h in homes], ids),
            "lsoa11": _spread([h.lsoa11 for h in homes], ids),
            "lsoa21": _spread([h.lsoa21 for h in homes], ids),
            "lad_code": _spread([h.lad for h in homes], ids),
            "csp_code": _spread([h.csp for h in homes], ids),
            "outside_force_area": pa.array(outside, pa.bool_()).take(pa.array(ids)),
        }
        held = {name: n for name, n in counts.items() if n}
        return Placing(columns, dict(sorted(areas.items())), unsettled, held)

    def _outside(self, home: Home, force: str) -> bool | None:
        """Whether a record lies outside its force's area; None where that is unknown.

        A force that no lookup gives an area to (the transport police) has none to be
        outside of.
        """
        if home.lad is None or not self.has_area(force):
            return None
        theirs = self.force_of.get(home.lad)
        return None if theirs is None else theirs != force


def _published(rows: pa.Table) -> pa.Array:
    """The published small-area codes; searches are published without any."""
    if "lsoa_published" not in rows.column_names:
        return pa.nulls(rows.num_rows, pa.string())
    return rows["lsoa_published"].combine_chunks()


def _how_settled(home: Home) -> str:
    """How a point decided, as the name of a count."""
    if home.lsoa11 is None and home.lsoa21 is None:
        return "in_no_outline"
    if not home.vintage:
        return "placed_by_point"
    if home.lsoa11 is None or home.lsoa21 is None:
        return "other_vintage_unknown"
    return "other_vintage_by_point"


def _district(name: str) -> str:
    """The district in a small area's name: "Corby 001A" is in Corby."""
    return name.rpartition(" ")[0]


def _spread(values: Sequence[str | None], ids: Ids) -> pa.DictionaryArray:
    """One value per home, spread over the rows, as a dictionary in sorted order."""
    words = sorted({v for v in values if v is not None})
    position = {word: i for i, word in enumerate(words)}
    per_home = np.array([position[v] if v is not None else -1 for v in values])
    at = per_home[ids].astype(np.int32)
    return pa.DictionaryArray.from_arrays(
        pa.array(at, mask=at < 0), pa.array(words, pa.string())
    )
