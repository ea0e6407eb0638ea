"""Reads outlines of areas: GeoJSON in WGS84, as the ONS and others publish them.

The properties say what an outline is (`LSOA21CD`, `WD25CD`, `ltla24_code`). A file is
cut into parts that can be replaced one by one: small areas by the place in their name,
wards by local authority, local authorities all together.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from goldthread.evidence.containers import Member
from goldthread.evidence.fetching.addresses import BOUNDARIES, Address
from goldthread.evidence.fetching.client import Client
from goldthread.evidence.fetching.context import ContextCame, fetch_each
from goldthread.evidence.reading import SET_ASIDE, Portion, Remark, Unreadable
from goldthread.evidence.sources.areas import (
    CODE_EXAMPLES,
    CODE_PATTERNS,
    Level,
    area_column,
)
from goldthread.evidence.sources.outlines import Unfit, outline
from goldthread.evidence.sources.published import plain, stem
from goldthread.evidence.tables import TABLES

# All 35,672 small areas at the ONS's 20 m generalisation are about 100 MB; the text is
# held once and cut into one outline at a time.
MOST_BYTES = 400 * 1024 * 1024

_LEVELS: tuple[Level, ...] = ("small_area", "ward", "local_authority")
_FEATURES = re.compile(r'"features"\s*:\s*\[')
_COARSE = re.compile(r"simplif|_bsc|_buc|super|ultra|generali[sz]ed")
_FULL = re.compile(r"_bf[ce]\b|_bf[ce]_|full")
_LIST_GAP = re.compile(r"[\s,]*")


def fetch(
    to: Path,
    *,
    client: Client,
    addresses: Sequence[Address] = BOUNDARIES,
    where: str = "1=1",
) -> ContextCame:
    """Fetch the outlines, all or those whose name `where` names into the folder `to`, unread."""
    return fetch_each(client, addresses, to, where=where)


def recognises(name: str, head: bytes) -> bool:
    """Whether this is a GeoJSON collection of outlines."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    named = re.search(r"\.geojson(\.gz)?$", name.lower()) is not None
    return named or (start == b"{" and b"FeatureCollection" in head)


def read(member: Member, *, today: date) -> Iterator[Portion]:
    """The outlines of the file, one portion for each part that is replaced whole."""
    text = _text(member)
    _refuse_other_grids(member.name, text[:4000])
    kinds: _Kinds | None = None
    parts: dict[str, _Part] = {}
    seen: set[str] = set()
    stray: list[tuple[int, str, str, str, str]] = []
    for number, (feature, source) in enumerate(_features(member.name, text), start=1):
        properties = feature.get("properties")
        if not isinstance(properties, Mapping):
            properties = {}
        if kinds is None:
            kinds = _kinds(member.name, properties, today)
        part = kinds.part(properties)
        try:
            code = kinds.code(properties, seen)
            shape = outline(feature.get("geometry"))
        except Unfit as unfit:
            stray.append((number, *unfit.row(), source[:4000]))
            parts.setdefault(part, _Part())
            continue
        seen.add(code)
        into = parts.setdefault(part, _Part())
        into.rows.append((code, kinds.name(properties), shape.wkb))
        into.repaired.extend([code] if shape.repaired else [])
    if kinds is None or not seen:
        raise Unreadable(_nothing_usable(member.name, stray))
    yield from _portions(member.name, kinds, parts, stray)


@dataclass(slots=True)
class _Part:
    rows: list[tuple[str, str | None, bytes]] = field(default_factory=list)
    repaired: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Kinds:
    """What the properties of one file's outlines mean."""

    member: str
    level: Level
    vintage: str
    code_key: str
    name_key: str | None
    authority_key: str | None

    def code(self, properties: Mapping[str, Any], seen: set[str]) -> str:
        found = str(properties.get(self.code_key) or "").strip()
        if not re.fullmatch(CODE_PATTERNS[self.level], found):
            raise Unfit(self.code_key, CODE_EXAMPLES[self.level], found)
        if found in seen:
            raise Unfit(self.code_key, "each area once", found)
        return found

    def name(self, properties: Mapping[str, Any]) -> str | None:
        found = properties.get(self.name_key) if self.name_key else None
        text = re.sub(r"[\x00-\x1f\x7f]", "", str(found or "")).strip()[:120]
        return text or None

    def part(self, properties: Mapping[str, Any]) -> str:
        """What this outline is replaced together with."""
        if self.level == "local_authority":
            return "all"
        name = self.name(properties) or ""
        if self.level == "small_area" and (
            place := re.fullmatch(r"(.+) \d{3}[A-Z]{1,2}", name)
        ):
            return _slug(place[1])
        authority = properties.get(self.authority_key) if self.authority_key else None
        return str(authority) if authority else _slug(stem(self.member))


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "unnamed"


def _kinds(member: str, properties: Mapping[str, Any], today: date) -> _Kinds:
    keys = {key: area_column(plain(key)) for key in properties if isinstance(key, str)}
    known = {key: area for key, area in keys.items() if area}
    for level in _LEVELS:
        codes = {k: a for k, a in known.items() if a.is_code and a.level == level}
        if not codes:
            continue
        code_key, area = next(iter(codes.items()))
        year = area.year or _year_in(stem(member))
        if year is None or not 2001 <= year <= today.year:
            raise Unreadable(
                f"{member}: the property “{code_key}” does not say the year of its "
                "codes; name it as the ONS does, such as LSOA21CD or WD25CD."
            )
        if level == "small_area" and year not in (2011, 2021):
            raise Unreadable(
                f"{member}: small areas exist for 2011 and 2021; “{code_key}” says "
                f"{year}."
            )
        names = [k for k, a in known.items() if not a.is_code and a.level == level]
        return _Kinds(
            member=member,
            level=level,
            vintage=str(year),
            code_key=code_key,
            name_key=names[0] if names else None,
            authority_key=_authority_key(properties, known),
        )
    raise Unreadable(
        f"{member}: no property of its outlines names a small area, a ward or a local "
        f"authority (found: {', '.join(map(str, list(properties)[:8])) or 'none'}). "
        "Expected a code such as LSOA21CD, WD25CD or LAD24CD."
    )


def _authority_key(
    properties: Mapping[str, Any], known: Mapping[str, Any]
) -> str | None:
    coded = [
        key
        for key, area in known.items()
        if area.is_code and area.level == "local_authority"
    ]
    return next(
        (key for key in properties if plain(str(key)) == "ladcd_active"),
        coded[0] if coded else None,
    )


def _year_in(name: str) -> int | None:
    found = re.search(r"(?i)(?:lsoa|ward|wd|lad|ltla)_?(?:20)?(\d\d)(?!\d)", name)
    return 2000 + int(found[1]) if found else None


def _text(member: Member) -> str:
    with member.open() as stream:
        raw = stream.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise Unreadable(
            f"{member.name} is larger than {MOST_BYTES // 2**20} MB unpacked; get the "
            "outlines generalised to 20 m (BGC), or of your own area only."
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"{member.name} is not UTF-8 text (byte {error.start + 1:,}), as GeoJSON "
            "must be; export it again as GeoJSON."
        ) from None


def _refuse_other_grids(name: str, start: str) -> None:
    crs = re.search(r'"crs"\s*:\s*\{.{0,200}?"name"\s*:\s*"([^"]+)"', start, re.S)
    if crs and not re.search(r"CRS84|4326|WGS", crs[1], re.I):
        raise Unreadable(
            f"{name} is drawn on the grid {crs[1]}; longitude and latitude (WGS84, "
            "EPSG:4326) were expected. Export it again in that system."
        )


def _features(name: str, text: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Each feature with its text; a collection is never parsed whole."""
    found = _FEATURES.search(text)
    if found is None:
        raise Unreadable(
            f"{name} is not a GeoJSON collection: it has no list of “features”. Export "
            "it again as GeoJSON."
        )
    decoder = json.JSONDecoder(parse_constant=_no_constant)
    at, number = found.end(), 0
    while True:
        at = _LIST_GAP.match(text, at).end()  # type: ignore[union-attr]
        if text[at : at + 1] == "]":
            return
        number += 1
        try:
            feature, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            raise Unreadable(
                f"{name} breaks off or is damaged at outline {number:,}; nothing of it "
                "was used. Download it again."
            ) from None
        yield (
            (feature if isinstance(feature, dict) else {}),
            text[at : min(end, at + 4000)],
        )
        at = end


def _no_constant(text: str) -> float:
    raise ValueError(f"{text} is not a number that JSON knows")


def _nothing_usable(name: str, stray: list[tuple[int, str, str, str, str]]) -> str:
    if not stray:
        return f"{name} holds no outlines; export it again."
    number, column, expected, found, _ = stray[0]
    return (
        f"None of the {len(stray):,} outlines of {name} can be used. Outline {number}, "
        f"{column}: expected {expected}, found {found}."
    )


def _generalised(name: str) -> tuple[bool, tuple[Remark, ...]]:
    """Whether the outlines are too coarse to place points by, and what to say of it."""
    low = stem(name).lower()
    if _COARSE.search(low):
        words = (
            "The outlines are simplified: good for maps, not for placing points; they "
            "can miss the true outline by a street or more."
        )
        return True, (Remark("generalised", words, 1),)
    if _FULL.search(low):
        return False, ()
    words = (
        "The file does not say how far its outlines were generalised. Points close to "
        "an edge may fall on its wrong side (3.6 % of Wolverhampton’s records did)."
    )
    return False, (Remark("generalisation-unstated", words, 1),)


def _portions(
    member: str,
    kinds: _Kinds,
    parts: dict[str, _Part],
    stray: list[tuple[int, str, str, str, str]],
) -> Iterator[Portion]:
    """One portion a part; outlines set aside come with the first."""
    coarse, remarks = _generalised(member)
    aside = pa.Table.from_pylist(
        [dict(zip(SET_ASIDE.names, row, strict=True)) for row in stray], SET_ASIDE
    )
    for part in sorted(name for name, held in parts.items() if held.rows):
        held = parts[part]
        rows = _rows(kinds, sorted(held.rows), coarse)
        yield Portion(
            table="boundary",
            key=(kinds.level, kinds.vintage, part),
            rows=rows,
            set_aside=aside,
            rows_read=rows.num_rows + aside.num_rows,
            collapsed=0,
            remarks=remarks + _repaired(held.repaired),
            member=member,
        )
        aside, remarks = aside.slice(0, 0), ()


def _repaired(codes: list[str]) -> tuple[Remark, ...]:
    if not codes:
        return ()
    shown = ", ".join(codes[:5]) + (" and others" if len(codes) > 5 else "")
    words = (
        f"{len(codes):,} outlines crossed themselves and were repaired; their area "
        f"changed by less than 1 %: {shown}."
    )
    return (Remark("outlines-repaired", words, len(codes)),)


def _rows(
    kinds: _Kinds, rows: list[tuple[str, str | None, bytes]], coarse: bool
) -> pa.Table:
    columns = {
        "level": [kinds.level] * len(rows),
        "code": [code for code, _, _ in rows],
        "name": [name for _, name, _ in rows],
        "vintage": [kinds.vintage] * len(rows),
        "geometry": [wkb for _, _, wkb in rows],
        "generalised": [coarse] * len(rows),
    }
    schema = TABLES["boundary"].schema(placed=False)
    return pa.Table.from_pydict(
        {name: columns[name] for name in schema.names}, schema=schema
    )
