"""What CURRENT names: the newest version and the history that led to it."""

from dataclasses import dataclass
from pathlib import Path

from goldthread.evidence.lake.disk import canonical, read_json, write_whole
from goldthread.evidence.lake.history import (
    Entry,
    entry_path,
    read_history,
    set_aside_files,
)
from goldthread.evidence.lake.manifest import Manifest, read_manifest


@dataclass(frozen=True, slots=True)
class State:
    """The lake as it stands: its newest manifest and its history."""

    manifest: Manifest
    entries: tuple[Entry, ...]

    @property
    def head(self) -> str:
        """Hash of the newest entry; empty for an empty lake."""
        return self.entries[-1].sha256 if self.entries else ""


def version_file(folder: Path, version: str) -> Path:
    """Where a version's manifest lies."""
    return folder / "versions" / f"{version}.json"


def read_state(folder: Path) -> State:
    """The lake as CURRENT names it; an empty one where there is no CURRENT yet."""
    current = folder / "CURRENT"
    if not current.exists():
        return State(Manifest({}, (folder / "DEMONSTRATION").exists()), ())
    head = read_json(current)
    entries = read_history(folder, head["entry"], head["sha256"])
    return State(read_manifest(version_file(folder, head["version"])), entries)


def files_held(state: State) -> set[str]:
    """Files that the lake as it stands needs: the newest version and the history."""
    held = {part.file for part in state.manifest.parts.values()}
    for entry in state.entries:
        held.add(entry_path(Path(), entry.number).as_posix())
        held.add(f"versions/{entry.report.version}.json")
        held.update(set_aside_files(entry))
    return held


def swap_current(folder: Path, entry: Entry) -> None:
    """Make an entry the newest, at once: the moment at which a batch holds."""
    write_whole(
        folder / "CURRENT",
        canonical(
            {
                "entry": entry.number,
                "sha256": entry.sha256,
                "version": entry.report.version,
            }
        ),
    )
