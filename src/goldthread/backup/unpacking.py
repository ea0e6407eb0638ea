"""The files of a backup put back into an empty home folder, before any setting is read.

The installation's keys are among them, so nothing here may start Django. A restore that
was killed leaves a mark: the site does not start beside it, and the next restore begins
again.
"""

import shutil
from pathlib import Path
from tarfile import TarFile

from goldthread.backup import archive
from goldthread.backup.archive import Manifest
from goldthread.backup.refusal import Refused
from goldthread.evidence.home import home

MARK = "restore-not-finished"


def check_backup(path: Path) -> tuple[Manifest, list[str]]:
    """What the backup says of itself, and everything in it that is not so."""
    with archive.reading(path) as (tar, manifest):
        return manifest, list(archive.faults_of(tar, manifest))


def refusal_to_start() -> str | None:
    """Why nothing may run on this home folder: a restore stopped half way."""
    if not (home() / MARK).exists():
        return None
    return (
        f"A restore into {home()} was not finished, so it is not whole. Run "
        "`goldthread restore` again; it begins anew."
    )


def restore_files(path: Path) -> None:
    """Check the whole backup, then put its files into the empty home folder.

    Before the settings are read: the installation's keys are among the files.

    Raises:
        Refused: the backup is not whole, or the folder is not empty.
    """
    with archive.reading(path) as (tar, manifest):
        if faults := list(archive.faults_of(tar, manifest)):
            more = f" And {len(faults) - 3} more." if len(faults) > 3 else ""
            raise Refused(
                f"{path.name} is not whole, and nothing was restored. "
                f"{' '.join(faults[:3])}{more}"
            )
        _make_room()
        for name in manifest.members:
            if name.startswith("home/"):
                _put(tar, name, home() / name.removeprefix("home/"))


def _make_room() -> None:
    """An empty home folder, marked; what a killed restore left is thrown away."""
    folder = home()
    if (folder / MARK).exists():
        shutil.rmtree(folder)
    if folder.exists() and any(folder.iterdir()):
        raise Refused(
            f"{folder} is not empty, and a restore would mix two installations. Name an "
            "empty folder in GOLDTHREAD_HOME, or move this one away."
        )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / MARK).touch()


def _put(tar: TarFile, name: str, to: Path) -> None:
    about = tar.getmember(name)
    source = tar.extractfile(about)
    to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with to.open("wb") as file:
        to.chmod(about.mode & 0o700)  # keys stay their owner's alone
        if source is not None:
            shutil.copyfileobj(source, file, archive.A_READ)
