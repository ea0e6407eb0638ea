"""Everything that changes what was handed in, and what the lake holds.

The lake is a store of its own, so its swap and our audit record cannot share one
transaction. The lake goes first, outside any transaction (a load may take minutes, and
SQLite has one writer), then the record. A kill in between leaves a batch without its
record: the lake's manifest still says who and when, and `goldthread doctor` names it.
"""

import re
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Protocol
from uuid import uuid4

from django.db import transaction

from goldthread.audit.services import Actor, Acts, Subject, record
from goldthread.documents.numbers import spaced
from goldthread.evidence.home import home
from goldthread.evidence.lake import STRANGERS, BatchReport, Lake
from goldthread.intake.models import Delivery
from goldthread.intake.rules import (
    Refused,
    refusal_of_files,
    refusal_to_load,
    refusal_to_withdraw,
)
from goldthread.partners.models import Person
from goldthread.web.background import subjects_of

LARGEST_DELIVERY = 2_000_000_000  # bytes; a national archive of 36 months has 1.6 GB


class Upload(Protocol):
    """A file as a form hands it over."""

    name: str | None
    size: int | None

    def chunks(self) -> Iterable[bytes]: ...


def lake() -> Lake:
    """The installation's one lake; whoever handed files in, each is read behind a wall."""
    return Lake(home(), within=STRANGERS)


def add_to_lake(
    paths: Sequence[Path], *, by: Actor | Acts, at: datetime, dry_run: bool = False
) -> BatchReport:
    """Load files, archives or folders into the lake; with `dry_run` only say what would
    change. One batch, one audit record."""
    report = lake().add(paths, by=_label(by), at=at, dry_run=dry_run)
    if not dry_run and report.changed:
        with transaction.atomic():
            record(
                "batch.loaded", _subject(report), by=by, at=at, detail=_figures(report)
            )
    return report


def take_back(batch: int, *, by: Actor | Acts, at: datetime) -> BatchReport:
    """Take a batch back: what it replaced stands again. Refused, naming the later
    batch, where one touched the same pieces."""
    report = lake().undo(batch, by=_label(by), at=at)
    with transaction.atomic():
        record(
            "batch.taken_back",
            Subject("lake.batch", str(batch), f"batch {batch}"),
            by=by,
            at=at,
            detail=_figures(report),
        )
    return report


@transaction.atomic
def hand_in(files: Sequence[Upload], *, by: Person, at: datetime) -> Delivery:
    """Keep the files that were handed in, and have them checked in the background."""
    sizes = [(_shown_name(file.name), file.size or 0) for file in files]
    if refusal := refusal_of_files(sizes, most=LARGEST_DELIVERY):
        raise Refused(refusal)
    delivery = Delivery.objects.create(
        folder=uuid4().hex,
        state=Delivery.State.CHECKING,
        handed_in_by=by,
        handed_in_at=at,
        progress="waiting for the worker",
    )
    folder = folder_of(delivery)
    folder.mkdir(mode=0o700, parents=True)
    for number, file in enumerate(files, start=1):
        _keep(file, folder / _safe_name(file.name or "", number))
    record(
        "delivery.handed_in",
        delivery,
        by=by,
        at=at,
        detail={"files": [name for name, _ in sizes]},
    )
    transaction.on_commit(lambda: _enqueue("check_delivery", delivery.pk))
    return delivery


def check_delivery(delivery: Delivery, *, at: datetime) -> Delivery:
    """Read everything once without changing the lake, and keep what it would do."""
    delivery.progress = "reading every row"
    delivery.save(update_fields=["progress"])
    report = lake().add(
        [folder_of(delivery)], by=_label(delivery.handed_in_by), at=at, dry_run=True
    )
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if delivery.state != Delivery.State.CHECKING:  # withdrawn meanwhile
            return delivery
        delivery.checked = report_as_data(report)
        refusal = spaced(_refusal_of(report))
        delivery.state = Delivery.State.REFUSED if refusal else Delivery.State.CHECKED
        delivery.refusal, delivery.progress = refusal, ""
        delivery.save(update_fields=["checked", "state", "refusal", "progress"])
        record(
            "delivery.checked",
            delivery,
            by=delivery.handed_in_by,
            at=at,
            detail=_figures(report),
        )
    return delivery


@transaction.atomic
def load_delivery(delivery: Delivery, *, by: Person, at: datetime) -> Delivery:
    """Decide that a checked delivery is loaded; the worker carries it out."""
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if refusal := refusal_to_load(delivery):
        raise Refused(refusal)
    delivery.state = Delivery.State.LOADING
    delivery.progress = "waiting for the worker"
    delivery.decided_by, delivery.decided_at = by, at
    delivery.save(update_fields=["state", "progress", "decided_by", "decided_at"])
    record("delivery.accepted", delivery, by=by, at=at)
    transaction.on_commit(lambda: _enqueue("load_delivery", delivery.pk))
    return delivery


def carry_out_load(delivery: Delivery, *, at: datetime) -> Delivery:
    """Put an accepted delivery into the lake. Safe to run again after a kill: the same
    file loaded twice changes nothing."""
    by = delivery.decided_by
    if delivery.state != Delivery.State.LOADING or by is None:
        return delivery
    delivery.progress = "building the new version of the lake"
    delivery.save(update_fields=["progress"])
    report = add_to_lake([folder_of(delivery)], by=by, at=at)
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
        delivery.state, delivery.progress = Delivery.State.LOADED, ""
        delivery.loaded, delivery.batch = report_as_data(report), report.number
        delivery.save(update_fields=["state", "progress", "loaded", "batch"])
        # Also where the lake held it all already and there is no new batch to record.
        record("delivery.loaded", delivery, by=by, at=at, detail=_figures(report))
    shutil.rmtree(folder_of(delivery), ignore_errors=True)
    return delivery


def take_up_abandoned() -> int:
    """Have the worker take up deliveries that wait and that are not on its list."""
    waits = {
        Delivery.State.CHECKING: "check_delivery",
        Delivery.State.LOADING: "load_delivery",
    }
    count = 0
    for state, task in waits.items():
        listed = subjects_of(f"goldthread.intake.tasks.{task}")
        left = Delivery.objects.filter(state=state).exclude(pk__in=listed)
        for key in left.order_by("pk").values_list("pk", flat=True):
            _enqueue(task, key)
            count += 1
    return count


@transaction.atomic
def withdraw_delivery(delivery: Delivery, *, by: Person, at: datetime) -> Delivery:
    """Take back files that were handed in and not yet loaded."""
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if refusal := refusal_to_withdraw(delivery):
        raise Refused(refusal)
    delivery.state, delivery.progress = Delivery.State.WITHDRAWN, ""
    delivery.decided_by, delivery.decided_at = by, at
    delivery.save(update_fields=["state", "progress", "decided_by", "decided_at"])
    record("delivery.withdrawn", delivery, by=by, at=at)
    folder = folder_of(delivery)
    transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))
    return delivery


@transaction.atomic
def refuse_delivery(delivery: Delivery, *, why: str, at: datetime) -> Delivery:
    """Note that a delivery cannot be read or loaded, and why."""
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    delivery.state, delivery.refusal = Delivery.State.REFUSED, spaced(why)
    delivery.progress = ""
    delivery.save(update_fields=["state", "refusal", "progress"])
    record(
        "delivery.refused",
        delivery,
        by=delivery.handed_in_by,
        at=at,
        outcome="refused",
        detail={"why": why[:500]},
    )
    return delivery


def folder_of(delivery: Delivery) -> Path:
    """Where the files of a delivery are kept until they are loaded."""
    return home() / "uploads" / delivery.folder


def report_as_data(report: BatchReport) -> dict[str, Any]:
    """A lake report as plain data for a JSON column; differences carry their words."""
    data = asdict(report)
    data["at"] = report.at.isoformat()
    for file, told in zip(data["files"], report.files, strict=True):
        file["differences"] = [{"words": each.words} for each in told.differences]
    return data


def _enqueue(name: str, delivery: int) -> None:
    from goldthread.intake import tasks

    getattr(tasks, name).enqueue(delivery)


def _refusal_of(report: BatchReport) -> str:
    """Why the whole delivery is refused: none of its files can be taken."""
    if report.files and all(file.refusal for file in report.files):
        return " ".join(dict.fromkeys(file.refusal for file in report.files))
    return ""


def _label(by: Actor | Acts) -> str:
    return (by if isinstance(by, Actor) else by.as_actor()).label


def _subject(report: BatchReport) -> Subject:
    return Subject("lake.batch", str(report.number), f"batch {report.number}")


def _figures(report: BatchReport) -> dict[str, Any]:
    counts = ("rows_read", "accepted", "set_aside", "collapsed", "replaced")
    return {what: report.total(what) for what in counts} | {
        "version": report.version,
        "files": [file.member for file in report.files][:200],
    }


def _shown_name(name: str | None) -> str:
    """A file's name as people see it: nothing unseen in it (and PostgreSQL refuses NUL)."""
    shown = "".join(sign for sign in name or "" if sign.isprintable())[:200]
    return shown or "a file"


def _safe_name(name: str, number: int) -> str:
    """A name that stays in its folder on every system, and is still recognised."""
    plain = re.sub(r"[^\w.\- ]", "_", Path(name.replace("\\", "/")).name).strip(". ")
    return f"{number:03d}/{plain[-120:] or 'file'}"


def _keep(file: Upload, path: Path) -> None:
    path.parent.mkdir(mode=0o700)
    out: IO[bytes]
    with path.open("wb") as out:
        for chunk in file.chunks():
            out.write(chunk)
