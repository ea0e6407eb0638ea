"""The verbs that keep an installation: back up, check a backup, restore."""

import argparse
from dataclasses import asdict
from pathlib import Path

from goldthread import __version__
from goldthread.cli.booted import acting, boot_to_restore, boot_with_tables, now
from goldthread.cli.endings import DONE, REFUSED
from goldthread.cli.printing import print_json, progress
from goldthread.evidence.home import home


def backup(chosen: argparse.Namespace) -> int:
    """Write everything to one file, while people work."""
    boot_with_tables()
    from goldthread.backup.making import make_backup

    path = Path(chosen.file).absolute()
    made = make_backup(path, software=__version__, by=acting(chosen.as_email), at=now())
    if chosen.json:
        print_json(asdict(made))
        return REFUSED if made.missing else DONE
    rows = sum(table.rows for table in made.tables.values())
    print(
        f"{path} holds {rows:,} rows of {len(made.tables)} tables and "
        f"{len(made.members) - len(made.tables):,} files. The installation's keys are "
        "among them: keep it as safe as the installation."
    )
    for name in made.missing:
        print(f"A row speaks of the file {name}, and it was not in {home() / 'files'}.")
    return REFUSED if made.missing else DONE


def check(chosen: argparse.Namespace) -> int:
    """Say whether a backup is whole, to the last byte."""
    from goldthread.backup.unpacking import check_backup

    made, faults = check_backup(Path(chosen.file))
    if chosen.json:
        print_json(asdict(made) | {"faults": faults})
    else:
        for fault in faults:
            print(fault)
        if not faults:
            print(
                f"The backup of {made.made_at} is whole: {len(made.tables)} tables, "
                f"{len(made.members) - len(made.tables):,} files."
            )
    return REFUSED if faults else DONE


def restore(chosen: argparse.Namespace) -> int:
    """Put a backup into an empty home folder and an empty database."""
    from goldthread.backup.unpacking import restore_files

    path = Path(chosen.file).absolute()
    progress("checking the backup, and putting its files in place")
    restore_files(path)
    boot_to_restore()
    from goldthread.backup.restoring import restore_rows

    made = restore_rows(path, by=acting(None), at=now(), tell=progress)
    if chosen.json:
        print_json({"made_at": made.made_at, "home": str(home())})
    else:
        print(
            f"Restored into {home()}: everything as it was at {made.made_at}, compared "
            "row for row. `goldthread serve` starts it."
        )
    return DONE
