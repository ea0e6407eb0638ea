"""The lookups and boundaries that say where records lie, as one version holds them."""

from functools import partial

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from goldthread.evidence.geography import Places
from goldthread.evidence.lake.manifest import Manifest, Name
from goldthread.evidence.lake.shelf import Shelf
from goldthread.evidence.outlines import Outlines

LOOKUPS = ("small_area", "small_area_change", "partnership")

# Building Places reads 105,000 lookup rows (0.3 s): worth keeping between the dry run
# and the load that follows it. Two, because a load may bring new ones.
_kept: dict[tuple[str, str], Places] = {}


def lookups_digest(manifest: Manifest) -> str:
    """Changes when any lookup that places records does."""
    return manifest.digest_of(LOOKUPS)


def outlines_digest(manifest: Manifest) -> str:
    """Changes when any boundary that places records does."""
    held = {n: p for n, p in manifest.parts.items() if _places(n)}
    return Manifest(held).digest_of(["boundary"])


def _places(name: Name) -> bool:
    return name[0] == "boundary" and name[1][:1] == ("small_area",)


def _outlines(shelf: Shelf, manifest: Manifest, vintage: str) -> Outlines:
    pieces = []
    for part in manifest.of("boundary"):
        if not _places(part.name) or part.key[1] != vintage:
            continue
        rows = pq.read_table(shelf.path(part), use_threads=False)
        exact = rows.filter(pc.invert(rows["generalised"]))
        pieces.append(exact.select(["code", "geometry"]))
    if not pieces:
        schema = pa.schema([("code", pa.string()), ("geometry", pa.binary())])
        return Outlines(schema.empty_table())
    return Outlines(pa.concat_tables(pieces))


def places_of(shelf: Shelf, manifest: Manifest) -> Places:
    """Where records lie by the lookups and boundaries of a manifest."""
    key = (lookups_digest(manifest), outlines_digest(manifest))
    if key in _kept:
        return _kept[key]
    known: dict[str, Outlines] = {}

    def outlines(vintage: str) -> Outlines:
        if vintage not in known:
            known[vintage] = load(vintage)
        return known[vintage]

    load = partial(_outlines, shelf, manifest)
    tables = [shelf.read(manifest, name) for name in LOOKUPS]
    places = Places(tables[0], tables[1], tables[2], outlines)
    # A dry run's boundaries vanish with its passing folder: not to be kept.
    if shelf.top == shelf.base:
        while len(_kept) >= 2:
            del _kept[next(iter(_kept))]
        _kept[key] = places
    return places
