"""Keeping the lake true: verifying every file, citing versions, forgetting the rest."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pyarrow as pa
import pyarrow.parquet as pq

from goldthread.evidence.lake.disk import sha256_of, write_whole
from goldthread.evidence.lake.history import Entry, entry_path, set_aside_files
from goldthread.evidence.lake.manifest import Part, read_manifest
from goldthread.evidence.lake.report import (
    Fault,
    FileReport,
    LakeDamaged,
    LakeRefused,
)
from goldthread.evidence.lake.shelf import Shelf
from goldthread.evidence.lake.state import State, read_state, version_file
from goldthread.evidence.reading import Portion
from goldthread.evidence.set_aside import set_aside_csv

_OWN = {"CURRENT", "LOCK", "INTENT", "DEMONSTRATION"}


# --- rows set aside


def _report(entry: Entry, member: str | None) -> FileReport:
    """The file meant: the one named, or the only one with rows set aside."""
    sieved = [f for f in entry.report.files if f.set_aside_sha256]
    if not sieved:
        raise LakeRefused(f"No row was set aside in batch {entry.number}.")
    named = [f for f in sieved if member in (None, f.member)]
    if len(named) == 1 or (named and member is not None):
        return named[-1]
    listed = ", ".join(f.member for f in sieved[:8])
    if member is None:
        raise LakeRefused(
            f"Batch {entry.number} set rows of {len(sieved)} files aside; name one of"
            f" them: {listed}."
        )
    raise LakeRefused(
        f"Batch {entry.number} set no row of {member} aside; it did of {listed}."
    )


def read_set_aside(folder: Path, entry: Entry, named: str | None) -> pa.Table:
    """The rows of one file that a batch set aside."""
    report = _report(entry, named)
    member = report.member
    path = folder / "set_aside" / f"{report.set_aside_sha256}.parquet"
    if not path.exists() or sha256_of(path) != report.set_aside_sha256:
        raise LakeDamaged(
            f"The rows of {member} set aside by batch {entry.number} are not what was"
            " written; load the file again to have them told again."
        )
    return pq.read_table(path, use_threads=False)


def set_aside_file(folder: Path, entry: Entry, member: str | None) -> bytes:
    """The same as a CSV file to put right and send again."""
    rows = read_set_aside(folder, entry, member)
    header = (rows.schema.metadata or {}).get(b"header", b"").decode()
    portion = Portion(
        "", (), pa.table({}), rows, rows.num_rows, 0, (), member or "", header=header
    )
    return set_aside_csv(portion)


# --- verifying


def faults(folder: Path) -> list[Fault]:
    """Every file that is missing, changed, or belongs to no version."""
    if not (folder / "CURRENT").exists():
        if any(folder.glob("versions/*.json")) and not Shelf(folder).intended():
            return [Fault("CURRENT", "CURRENT is missing: restore it from a backup.")]
        return []
    try:
        state = read_state(folder)
    except LakeDamaged as damage:
        # The newest manifest or the history itself: nothing else can be judged by it.
        return [Fault(damage.path or "CURRENT", str(damage))]
    found: list[Fault] = []
    held = {entry_path(Path(), e.number).as_posix() for e in state.entries}
    parts: dict[str, Part] = {}
    for version in _versions_kept(folder, state):
        held.add(f"versions/{version}.json")
        try:
            manifest = read_manifest(version_file(folder, version))
        except LakeDamaged as damage:
            found.append(Fault(f"versions/{version}.json", str(damage)))
            continue
        parts |= {part.file: part for part in manifest.parts.values()}
    found += [f for part in parts.values() if (f := _part_fault(folder, part))]
    for entry in state.entries:
        held.update(set_aside_files(entry))
        found += _set_aside_faults(folder, entry)
    return found + _surplus(folder, held | parts.keys())


def _versions_kept(folder: Path, state: State) -> list[str]:
    """Versions that should be there: all of the history but those pruned on purpose."""
    pruned = set(_pruned(folder))
    ids = dict.fromkeys(e.report.version for e in state.entries)
    return [v for v in ids if v not in pruned or version_file(folder, v).exists()]


def _part_fault(folder: Path, part: Part) -> Fault | None:
    path = folder / part.file
    if not path.exists():
        words = f"{part.words} is missing; restore the file or load its month again."
        return Fault(part.file, words)
    size = path.stat().st_size
    if size != part.size:
        words = f"{part.words} has {size:,} bytes; {part.size:,} were written."
        return Fault(part.file, words)
    if (now := sha256_of(path)) != part.sha256:
        words = f"{part.words} is not what was written: its hash is {now[:12]} now."
        return Fault(part.file, words)
    return None


def _set_aside_faults(folder: Path, entry: Entry) -> Iterator[Fault]:
    for name in set_aside_files(entry):
        path = folder / name
        if not path.exists():
            yield Fault(name, f"Rows set aside by batch {entry.number} are missing.")
        elif sha256_of(path) != path.stem:
            yield Fault(name, f"Rows set aside by batch {entry.number} were changed.")


def _surplus(folder: Path, held: set[str]) -> list[Fault]:
    """Files nobody wrote as part of the lake; what a load noted is not among them."""
    known = held | _OWN | set(Shelf(folder).intended())
    found = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        passing = any(p.startswith(".") for p in name.split("/"))
        if path.is_file() and name not in known and not passing:
            if name.startswith(("citations/", "pruned/")):
                continue
            found.append(Fault(name, f"{name} belongs to no version of the lake."))
    return found


# --- citing and pruning


def cite(folder: Path, version: str, reference: str) -> None:
    """Note that something cites a version."""
    if not version_file(folder, version).exists():
        raise LakeRefused(f"The lake has no version {version}; it cannot be cited.")
    name = quote(reference, safe="") if len(reference) < 80 else _short(reference)
    path = folder / "citations" / version / name
    if not path.exists():
        write_whole(path, reference.encode())


def _short(reference: str) -> str:
    return hashlib.sha256(reference.encode()).hexdigest()


def citations(folder: Path, version: str) -> list[str]:
    """What cites a version."""
    found = sorted((folder / "citations" / version).glob("*"))
    return [path.read_text(encoding="utf-8") for path in found if path.name[0] != "."]


def _pruned(folder: Path) -> list[str]:
    return [path.stem for path in (folder / "pruned").glob("*.json")]


def prune(folder: Path, state: State, keep: int) -> list[str]:
    """Forget versions that are neither cited nor of the newest `keep` entries."""
    entries = state.entries
    newest = entries[-keep:] if keep else entries[-1:]
    kept = {e.report.version for e in newest} | {
        e.report.version_before for e in newest
    }
    kept.add(state.manifest.id)
    stored = {path.stem for path in folder.glob("versions/*.json")}
    gone = sorted(v for v in stored - kept if not citations(folder, v))
    if not gone:
        return []
    needed = {
        part.file
        for version in stored - set(gone)
        for part in read_manifest(version_file(folder, version)).parts.values()
    }
    unneeded = {
        part.file
        for version in gone
        for part in read_manifest(version_file(folder, version)).parts.values()
    } - needed
    # First the note that they are gone on purpose, then the manifests, then the
    # parts: killed in between, what is left over is only surplus.
    for version in gone:
        write_whole(folder / "pruned" / f"{version}.json", json.dumps(keep).encode())
        version_file(folder, version).unlink()
    for name in unneeded:
        (folder / name).unlink(missing_ok=True)
    return gone
