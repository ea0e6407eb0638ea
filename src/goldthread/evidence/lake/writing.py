"""Adding a batch and taking one back: a new version beside the old, then one swap."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from goldthread.evidence.forces import AREA_DOWNLOAD, key_words
from goldthread.evidence.lake.allowance import Allowance
from goldthread.evidence.lake.context import (
    lookups_digest,
    outlines_digest,
    places_of,
)
from goldthread.evidence.lake.derived import derived_parts
from goldthread.evidence.lake.hands import Hands
from goldthread.evidence.lake.history import (
    Change,
    Entry,
    entry_path,
    supplied_by,
    taken_back,
)
from goldthread.evidence.lake.loading import (
    READERS,
    Loader,
    parts_of,
)
from goldthread.evidence.lake.manifest import Manifest, Name, Part, read_manifest
from goldthread.evidence.lake.parts import PartWriter
from goldthread.evidence.lake.report import (
    BatchReport,
    FileReport,
    LakeRefused,
    Progress,
)
from goldthread.evidence.lake.shelf import Shelf
from goldthread.evidence.lake.state import (
    State,
    files_held,
    swap_current,
    version_file,
)
from goldthread.evidence.lake.supplied import Supplied, supplied
from goldthread.evidence.lake.tally import Taken
from goldthread.evidence.tables import TABLES


@dataclass(frozen=True, slots=True)
class Addition:
    """What a person asks the lake to take."""

    paths: tuple[Path, ...]
    by: str
    at: datetime
    today: date
    confirmed: bool
    within: Allowance | None = None  # what reading one of the files may use


def add(shelf: Shelf, state: State, what: Addition, progress: Progress) -> BatchReport:
    """Load files as the next batch."""
    before = state.manifest
    with Hands(what.within) as hands:
        team = hands if what.within else None
        given, reports, notes = _given(state, what.paths, team)
        loader = Loader(
            shelf,
            before,
            today=what.today,
            confirmed=what.confirmed,
            progress=progress,
            team=team,
        )
        taken = loader.load(given)
    notes += _given_twice(given, taken)
    supplied_parts = parts_of(taken)
    changes = [
        Change(
            name, before.parts[name].sha256 if name in before.parts else None, p.sha256
        )
        for name, p in sorted(supplied_parts.items())
        if name not in before.parts or before.parts[name].sha256 != p.sha256
    ]
    now = before.with_parts(supplied_parts)
    final = (lookups_digest(now), outlines_digest(now))
    fresh = loader.placed if loader.places_digest == final else set()
    now, more = _placed_again(shelf, before, now, fresh, set(), progress)
    now, changes, doubled = _without_doubles(shelf, before, now, changes)
    now = _with_derived(shelf, before, now, progress)
    more += doubled
    for each in taken:
        if each.parts and not any(c.name in each.parts for c in changes):
            notes.append(f"{each.report.member} says what the lake already holds.")
    report = BatchReport(
        None, "add", what.by, what.at, now.id, before.id,
        tuple(reports + [each.report for each in taken]), tuple(notes + more),
    )  # fmt: skip
    return _committed(shelf, state, report, changes, now, progress)


def _given(
    state: State, paths: Sequence[Path], team: Hands | None
) -> tuple[list[Supplied], list[FileReport], list[str]]:
    """The files to read; those that cannot be opened; notes on those loaded before."""
    files: list[Supplied] = []
    reports: list[FileReport] = []
    notes: list[str] = []
    loaded = _loaded_before(state.entries)
    seen: set[str] = set()
    for each in supplied(paths, team):
        if isinstance(each, FileReport):
            reports.append(each)
        elif (entry := loaded.get(each.sha256)) is None:
            files.append(each)
        elif each.sha256 not in seen:
            seen.add(each.sha256)
            notes.append(_known(each, entry, state.entries))
    return files, reports, notes


def _loaded_before(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Files of which everything was taken by a batch that still stands."""
    entries = list(entries)
    undone = taken_back(entries)
    found: dict[str, Entry] = {}
    for entry in entries:
        if entry.report.act != "add" or entry.number in undone:
            continue
        refused = {f.sha256 for f in entry.report.files if f.refusal or f.is_left_out}
        for file in entry.report.files:
            if file.sha256 not in refused:
                found[file.sha256] = entry
    return found


def _known(file: Supplied, entry: Entry, entries: Sequence[Entry]) -> str:
    """Why a file that was loaded before changes nothing."""
    words = (
        f"{file.path.name} was already loaded in batch {entry.number} on"
        f" {entry.report.at:%-d %B %Y}; nothing changed."
    )
    stacks = supplied_by(entries)
    later = {stacks[c.name][-1][0] for c in entry.changes if stacks.get(c.name)}
    if newer := sorted(n for n in later if n > entry.number):
        words += (
            f" Batch {newer[-1]} has since replaced some of it; to go back, take that"
            " batch back."
        )
    return words


def _given_twice(files: Sequence[Supplied], taken: Sequence[Taken]) -> list[str]:
    """Pieces that two files of one load give differently: the later one stands."""
    stands: dict[Name, tuple[str, str]] = {}
    notes = []
    for file, each in zip(files, taken, strict=True):
        for name, part in each.parts.items():
            if name in stands and stands[name][1] != part.sha256:
                notes.append(
                    f"{part.words} is given by {stands[name][0]} and differently by"
                    f" {file.path.name}; the later, {file.path.name}, stands."
                )
            stands[name] = (file.path.name, part.sha256)
    return notes


def undo(
    shelf: Shelf,
    state: State,
    batch: int,
    by: str,
    at: datetime,
    progress: Progress,
) -> BatchReport:
    """Take a batch back: what it replaced stands again, placed by today's lookups."""
    entry = _entry_to_undo(state, batch)
    older = _manifest_before(shelf, entry)
    before = state.manifest
    restored: dict[Name, Part | None] = {}
    changes = []
    for change in entry.changes:
        part = older.parts.get(change.name) if change.before else None
        restored[change.name] = part
        held = before.parts.get(change.name)  # none where the batch made it step back
        changes.append(
            Change(
                change.name,
                held.sha256 if held else None,
                part.sha256 if part else None,
            )
        )
    now = before.with_parts(restored)
    moved = (lookups_digest(older), outlines_digest(older)) != (
        lookups_digest(now),
        outlines_digest(now),
    )
    again = {n for n, p in restored.items() if p is not None} if moved else set()
    now, notes = _placed_again(shelf, before, now, set(), again, progress)
    now = _with_derived(shelf, before, now, progress)
    names = ", ".join(
        sorted({f.member for f in entry.report.files if not f.refusal})[:5]
    )
    notes = [f"Batch {batch} ({names}) is taken back.", *notes]
    report = BatchReport(
        None, "undo", by, at, now.id, before.id, (), tuple(notes), undoes=batch
    )
    return _committed(shelf, state, report, changes, now, progress)


def _entry_to_undo(state: State, batch: int) -> Entry:
    """The entry of a batch that may be taken back, or a sentence why not."""
    found = [entry for entry in state.entries if entry.number == batch]
    if not found:
        raise LakeRefused(
            f"There is no batch {batch}; `goldthread lake batches` lists those there are."
        )
    entry = found[0]
    if entry.report.act != "add":
        raise LakeRefused(
            f"Batch {batch} took batch {entry.report.undoes} back; load that batch's"
            " files again instead."
        )
    if by := taken_back(state.entries).get(batch):
        raise LakeRefused(f"Batch {batch} was already taken back by batch {by}.")
    stacks = supplied_by(state.entries)
    later: dict[int, Name] = {}
    for change in entry.changes:
        newest = stacks[change.name][-1][0]
        if newest != batch:
            later.setdefault(newest, change.name)
    if later:
        number = max(later)
        table, key = later[number]
        raise LakeRefused(
            f"Batch {batch} cannot be taken back: batch {number} came later and touched"
            f" the same {table} {key_words(key)}. Take batch {number} back first."
        )
    return entry


def _manifest_before(shelf: Shelf, entry: Entry) -> Manifest:
    replaced = [c for c in entry.changes if c.before]
    if not replaced:
        return Manifest({})
    path = version_file(shelf.base, entry.report.version_before)
    if not path.exists():
        raise LakeRefused(
            f"Batch {entry.number} cannot be taken back: the version before it was"
            " pruned. Load the earlier files again instead."
        )
    return read_manifest(path)


def _placed_again(
    shelf: Shelf,
    before: Manifest,
    now: Manifest,
    fresh: set[Name],
    again: set[Name],
    progress: Progress,
) -> tuple[Manifest, list[str]]:
    """Place again what new lookups or boundaries move."""
    writer = PartWriter(shelf, places_of(shelf, now))
    lookups = lookups_digest(before) != lookups_digest(now)
    outlines = outlines_digest(before) != outlines_digest(now)
    stale = [
        part
        for name, part in sorted(now.parts.items())
        if TABLES[name[0]].is_placed
        and name not in fresh
        and (name in again or lookups or (outlines and part.unsettled))
    ]
    notes = []
    if stale:
        progress(f"placing {len(stale)} monthly files by the lookups held now")
        with ThreadPoolExecutor(READERS) as pool:
            written = list(pool.map(writer.again, stale))
        moved = [
            (old, new.part)
            for old, new in zip(stale, written, strict=True)
            if old.sha256 != new.part.sha256
        ]
        now = now.with_parts({new.name: new for _, new in moved})
        if moved:
            rows = sum(part.rows for _, part in moved)
            notes.append(
                f"{len(moved):,} monthly files ({rows:,} rows) were placed again by the"
                " lookups and boundaries held now."
            )
    return now, notes


def _without_doubles(
    shelf: Shelf, before: Manifest, now: Manifest, changes: Sequence[Change]
) -> tuple[Manifest, list[Change], list[str]]:
    """Where a force's own month is held, a download of some of its area steps back.

    The same records would be counted twice; the force's file has them all, and has
    their crime ids.
    """
    force_of = places_of(shelf, now).force_of
    doubles = [
        part
        for name, part in sorted(now.parts.items())
        if TABLES[name[0]].is_placed
        and name[1][0].startswith(AREA_DOWNLOAD)
        and any(
            (name[0], (force_of.get(area, ""), name[1][-1])) in now.parts
            for area in part.areas
        )
    ]
    if not doubles:
        return now, list(changes), []
    names = {part.name for part in doubles}
    kept = [change for change in changes if change.name not in names]
    kept += [
        Change(name, before.parts[name].sha256, None)
        for name in sorted(names)
        if name in before.parts
    ]
    notes = [
        f"{part.words} is left out: its force's own file of that month is held, and its"
        " records must not count twice."
        for part in doubles
    ]
    return now.with_parts(dict.fromkeys(names)), kept, notes


def _with_derived(
    shelf: Shelf, before: Manifest, now: Manifest, progress: Progress
) -> Manifest:
    """The derived tables of a manifest, worked out where they can have changed."""
    progress("working out areas and coverage")
    writer = PartWriter(shelf, places_of(shelf, now))
    return now.with_parts(derived_parts(now, before, writer))


def _committed(
    shelf: Shelf,
    state: State,
    report: BatchReport,
    changes: Sequence[Change],
    now: Manifest,
    progress: Progress,
) -> BatchReport:
    """Make the batch hold; a dry run, or one that changes nothing, only reports."""
    passing = shelf.top != shelf.base
    if passing or not report.changed:
        if not passing:
            shelf.clear_debris(files_held(state))
        return report
    number = len(state.entries) + 1
    report = replace(report, number=number)
    entry = Entry(report, tuple(changes), state.head)
    shelf.put(f"versions/{now.id}.json", now.content())
    shelf.put(entry_path(Path(), number).as_posix(), entry.content())
    progress("securing the new version on disk")
    shelf.sync()
    swap_current(shelf.base, entry)
    # Parts written on the way and placed again before the end belong to no version.
    shelf.clear_debris(files_held(State(now, (*state.entries, entry))))
    progress(f"batch {number} holds")
    return report
