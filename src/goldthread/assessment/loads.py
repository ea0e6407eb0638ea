"""What loading the police files cost: rows read, set aside and merged, in one line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from goldthread.evidence.lake import BatchReport


@dataclass(frozen=True, slots=True)
class Loads:
    """The street files that stand in the lake, added up over every force."""

    files: int
    rows_read: int
    set_aside: int
    collapsed: int
    files_with_rows_set_aside: int
    most_set_aside: float
    most_set_aside_in: str


def summarised(
    batches: Sequence[BatchReport], taken_back: Mapping[int, int]
) -> Loads | None:
    """The newest report of each street file that was not taken back; None without any."""
    newest = {
        file.member: file
        for batch in batches
        if batch.act == "add" and batch.number not in taken_back
        for file in batch.files
        if "street" in file.member and not file.refusal and file.rows_read
    }
    files = [newest[name] for name in sorted(newest)]
    if not files:
        return None
    worst = max(files, key=lambda f: (f.set_aside / f.rows_read, f.member))
    return Loads(
        files=len(files),
        rows_read=sum(f.rows_read for f in files),
        set_aside=sum(f.set_aside for f in files),
        collapsed=sum(f.collapsed for f in files),
        files_with_rows_set_aside=sum(f.set_aside > 0 for f in files),
        most_set_aside=worst.set_aside / worst.rows_read,
        most_set_aside_in=worst.member if worst.set_aside else "",
    )
