"""How long things take here, and what runs against it, on one page."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from goldthread.governance.models import Clock, Deadline
from goldthread.governance.queries.reading import table
from goldthread.governance.services import CLOCKS
from goldthread.web.kit import Link, Status, Table
from goldthread.web.templatetags.kit import day


@dataclass(frozen=True, slots=True)
class ClocksPage:
    """What runs, the latest first; what ran; every clock."""

    running: Table | None
    done: Table | None
    clocks: Table
    has_own: bool


def clocks_page(*, may_keep: bool, on: date) -> ClocksPage:
    """Every clock and what runs against it."""
    rows = Deadline.objects.select_related("clock")
    running = list(rows.running().order_by("due_on", "pk"))
    done = list(rows.filter(done_on__isnull=False).order_by("-done_on", "-pk")[:40])
    kept = {one.key: one for one in Clock.objects.order_by("title", "pk")}
    own = [one for one in kept.values() if one.title]
    every = [
        *(_usual(key, kept.get(key), may_keep) for key in CLOCKS),
        *(_own(one, may_keep) for one in own),
    ]
    return ClocksPage(
        _deadlines("Running", running, may_keep, on) if running else None,
        _deadlines("Done", done, False, on) if done else None,
        table("Clocks", ("What takes how long", "How long", "Where it is written"), every),
        bool(own),
    )  # fmt: skip


def _usual(key: str, kept: Clock | None, may_keep: bool) -> tuple[object, ...]:
    usual = CLOCKS[key]
    days, working = (kept.days, kept.are_working) if kept else (usual.days, usual.are_working)  # fmt: skip
    return _named(usual.title, key, may_keep), _long(days, working), usual.source


def _own(clock: Clock, may_keep: bool) -> tuple[object, ...]:
    said = _long(clock.days, clock.are_working)
    return _named(clock.title, clock.key, may_keep), said, clock.source


def _named(title: str, key: str, may_keep: bool) -> Link | str:
    to = reverse("change_clock", args=[key.replace(" ", "-")])
    return Link(title, to) if may_keep else title


def _long(days: int, working: bool) -> str:
    return f"{days} {'working ' if working else ''}day{'' if days == 1 else 's'}"


def deadline_status(one: Deadline, on: date) -> Status:
    """How something stands against its clock."""
    if one.done_on:
        late = one.done_on > one.due_on
        return Status("Done late", "concern") if late else Status("Done in time", "done")  # fmt: skip
    left = (one.due_on - on).days
    if left < 0:
        return Status(f"{-left} day{'' if left == -1 else 's'} late", "concern")
    return Status(f"{left} day{'' if left == 1 else 's'} left", "waiting")


def _deadlines(caption: str, rows: list[Deadline], may_keep: bool, on: date) -> Table:
    return table(
        caption,
        ("What for", "Clock", "Began", "Due", "Status"),
        [
            (
                Link(one.about, reverse("stop_clock", args=[one.pk]))
                if may_keep
                else one.about,
                one.clock.title,
                day(one.began_on),
                day(one.due_on),
                deadline_status(one, on),
            )
            for one in rows
        ],
    )
