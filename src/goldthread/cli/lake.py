"""The verbs of the lake: add, verify, batches, undo, set-aside, coverage."""

import argparse
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from goldthread.cli.endings import DONE, REFUSED, CannotTell, UsedWrongly
from goldthread.cli.printing import print_json, print_table, progress
from goldthread.evidence.home import home
from goldthread.evidence.lake import BatchReport, Lake


def add(chosen: argparse.Namespace) -> int:
    """Load files into the lake and say what became of every row."""
    from goldthread.cli.booted import acting, boot_with_tables, now

    paths = [_existing(text) for text in chosen.paths]
    boot_with_tables()
    from goldthread.intake.services import add_to_lake

    progress("Reading and checking every row.")
    report = add_to_lake(
        paths, by=acting(chosen.as_email), at=now(), dry_run=chosen.dry_run
    )
    if chosen.json:
        print_json(_as_data(report))
    else:
        _print_report(report, dry_run=chosen.dry_run)
    return REFUSED if report.refused else DONE


def fetch(chosen: argparse.Namespace) -> int:
    """Bring files from their publishers into a folder; `add` loads them."""
    from goldthread.cli.booted import now
    from goldthread.evidence.fetching import command

    return command.run(chosen, today=now().date(), say=progress)


def undo(chosen: argparse.Namespace) -> int:
    """Take a batch back."""
    from goldthread.cli.booted import acting, boot_with_tables, now

    number = _number(chosen.batch)
    _lake()
    boot_with_tables()
    from goldthread.intake.services import take_back

    report = take_back(number, by=acting(chosen.as_email), at=now())
    if chosen.json:
        print_json(_as_data(report))
    else:
        print(f"Batch {number} is taken back; this is batch {report.number}.")
        for note in report.notes:
            print(f"  {note}")
    return DONE


def verify(chosen: argparse.Namespace) -> int:
    """Check every file of the lake against what was written."""
    faults = _lake().verify()
    if chosen.json:
        print_json([asdict(fault) for fault in faults])
    for fault in [] if chosen.json else faults:
        print(f"{fault.path}: {fault.words}")
    if not faults and not chosen.json:
        print("Every file of the lake is what was written.")
    return REFUSED if faults else DONE


def batches(chosen: argparse.Namespace) -> int:
    """List what was loaded and taken back, the newest last."""
    reports = _lake().batches()
    if chosen.json:
        print_json([_as_data(report) for report in reports])
        return DONE
    rows = [
        {
            "batch": report.number,
            "on": f"{report.at:%d %B %Y %H:%M}",
            "by": report.by,
            "what": f"took back batch {report.undoes}"
            if report.undoes
            else _files(report),
            "accepted": report.total("accepted"),
            "set aside": report.total("set_aside"),
            "replaced": report.total("replaced"),
            "version": report.version[:12],
        }
        for report in reports
    ]
    print_table(list(rows[0]) if rows else [], rows, empty="Nothing was loaded yet.")
    return DONE


def set_aside(chosen: argparse.Namespace) -> int:
    """Write the rows of a batch that were set aside, to be mended and sent again."""
    lake, number = _lake(), _number(chosen.batch)
    report = next((each for each in lake.batches() if each.number == number), None)
    if report is None:
        raise UsedWrongly(
            f"expected a batch that `goldthread lake batches` lists; found {number}."
        )
    files = [file for file in report.files if file.set_aside]
    if not files:
        print(f"Batch {number} set no row aside.", file=sys.stderr)
        return DONE
    folder = Path(chosen.out)
    folder.mkdir(parents=True, exist_ok=True)
    for number_of_file, file in enumerate(files, start=1):
        stem = Path(file.member).name.split(".")[0]  # two folders may hold one name
        path = folder / f"set-aside-{number}-{number_of_file:03d}-{stem}.csv"
        path.write_bytes(lake.set_aside_csv(number, file.member))
        print(f"{path}: {file.set_aside:,} rows to mend and send again")
    return DONE


def coverage(chosen: argparse.Namespace) -> int:
    """Say which months of which source are held, partial or missing."""
    lake = _lake()
    version = lake.version()
    area = version.resolve_area(chosen.area).code if chosen.area else None
    rows = lake.coverage(area).to_pylist()
    if chosen.json:
        print_json(rows)
    else:
        print_table(list(rows[0]) if rows else [], rows, empty="Nothing is held yet.")
    return DONE


def _lake() -> Lake:
    if not (home() / "lake").exists():
        raise CannotTell(
            f"There is no lake in {home()} yet. Load files first: goldthread lake add "
            "PATH."
        )
    return Lake(home())


def _existing(text: str) -> Path:
    path = Path(text)
    if not path.exists():
        raise UsedWrongly(f"expected a file, an archive or a folder; {text} is none.")
    return path


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise UsedWrongly(
            f"expected a batch's number, as `goldthread lake batches` shows; found {text}."
        )
    return int(text)


def _files(report: BatchReport) -> str:
    names = list(dict.fromkeys(file.member for file in report.files))
    return ", ".join(names[:2]) + (
        f" and {len(names) - 2} more" if len(names) > 2 else ""
    )


def _as_data(report: BatchReport) -> dict[str, Any]:
    return asdict(report) | {"changed": report.changed}


def _print_report(report: BatchReport, *, dry_run: bool) -> None:
    rows = [
        {
            "file": file.member,
            "read": file.rows_read,
            "accepted": file.accepted,
            "set aside": file.set_aside,
            "merged": file.collapsed,
            "replaced": file.replaced,
        }
        for file in report.files
        if not file.refusal and not file.is_left_out
    ]
    if rows:
        print_table(list(rows[0]), rows, empty="")
    for file in report.files:
        for remark in file.remarks:
            whose = "" if file.is_left_out else f"{file.member}: "
            print(f"{whose}{remark.words}")
        for difference in file.differences:
            print(f"Changed: {difference.words}")
    for note in report.notes:
        print(note)
    if dry_run:
        print("This was a dry run: nothing was changed.")
    elif not report.changed:
        held = rows or any("already loaded" in note for note in report.notes)
        print(
            "Nothing changed"
            + (": the lake holds these files already." if held else ".")
        )
    else:
        print(
            f"Batch {report.number}: {report.total('accepted'):,} rows accepted, "
            f"{report.total('set_aside'):,} set aside, "
            f"{report.total('replaced'):,} replaced. Lake version {report.version[:12]}."
        )
        if report.total("set_aside"):
            print(f"See them: goldthread lake set-aside {report.number}")
    _print_refused(report, dry_run=dry_run)


def _print_refused(report: BatchReport, *, dry_run: bool) -> None:
    """What was not taken is said last, where nobody overlooks it, with what to do."""
    from goldthread.intake.queries import refusals_of

    for refusal in refusals_of(_as_data(report)["files"]):
        more = f" The same of {refusal.count - 1} more." if refusal.count > 1 else ""
        print(f"Not taken: {refusal.words}{more}")
    count = len({file.member for file in report.files if file.refusal})
    if not count or dry_run:
        return
    which, it = (
        ("1 file was", "it") if count == 1 else (f"{count:,} files were", "them")
    )
    rest = "Everything else is loaded and stays. " if report.changed else ""
    print(f"{which} not taken. {rest}Put right what is said above and add {it} again.")
