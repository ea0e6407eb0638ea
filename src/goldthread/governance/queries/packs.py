"""Packs in a list, and one pack on its page."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from goldthread.documents.model import Document
from goldthread.governance.models import Pack
from goldthread.governance.pack.bound import unsupported
from goldthread.governance.pack.changed import Changed, changed_since
from goldthread.governance.pack.files import FORMATS, files_of
from goldthread.governance.queries.reading import table
from goldthread.governance.rules import Reader
from goldthread.governance.services import built_now, edition_of
from goldthread.web.kit import Download, Link, Row, Status, Table
from goldthread.web.templatetags.kit import day

MOODS = {
    "building": "working",
    "draft": "waiting",
    "failed": "concern",
    "issued": "done",
}


def pack_status(pack: Pack) -> Status:
    return Status(pack.get_state_display(), MOODS[pack.state])  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class PacksPage:
    """The packs: those that wait for somebody first."""

    drafts: Table | None
    issued: Table | None


def packs_page(reader: Reader, *, drafts: bool) -> PacksPage:
    """Every issued pack, and the drafts for whoever runs a board."""
    rows = Pack.objects.select_related("body").newest_first()
    waiting = list(rows.drafts()) if drafts else []
    issued = list(rows.issued()[:40])
    return PacksPage(
        table("Not issued yet", COLUMNS, map(_line, waiting)) if waiting else None,
        table("Issued", COLUMNS, map(_line, issued)) if issued else None,
    )


COLUMNS = ("Pack", "Quarter", "#Version", "Day", "Status")


def _line(pack: Pack) -> tuple[object, ...]:
    return (
        Link(str(pack.body), reverse("pack", args=[pack.pk])),
        pack.quarter,
        pack.version,
        day(pack.issued_at or pack.built_at or pack.asked_at),
        pack_status(pack),
    )


@dataclass(frozen=True, slots=True)
class PackPage:
    """One pack for one reader."""

    status: Status
    document: Document | None
    downloads: tuple[Download, ...]
    are_files_written: bool
    facts: tuple[Row, ...]
    unsupported: tuple[str, ...]  # for whoever reads it over
    changed: tuple[Changed, ...]  # since the draft was built
    may_issue: bool


def pack_page(pack: Pack, *, cleared: bool, runs: bool, at: datetime) -> PackPage:
    """A pack as this reader may see it, with what should be mended before it goes."""
    document = edition_of(pack, cleared=cleared) if pack.for_everybody else None
    files = files_of(pack, cleared=cleared) if document else {}
    downloads = tuple(
        Download(
            FORMATS[name].words,
            reverse("pack_file", args=[pack.pk, name]),
            FORMATS[name].label,
            path.stat().st_size,
        )
        for name, path in files.items()
    )
    facts = [Row("Quarter", pack.quarter), Row("Version", str(pack.version))]
    if pack.meeting:
        to = reverse("meeting", args=[pack.meeting_id])
        facts.append(Row("For the meeting on", Link(day(pack.meeting.held_on), to)))
    if pack.built_at:
        facts.append(Row("As known on", day(pack.built_at)))
    if pack.issued_at:
        facts.append(Row("Issued", f"{day(pack.issued_at)} by {pack.issued_by}"))
        stands = pack.hash_members if cleared else pack.hash_everybody
        facts.append(Row("Checksum (the same checksum, the same pack)", stands))
    draft = document is not None and pack.state == Pack.State.DRAFT and runs
    return PackPage(
        pack_status(pack),
        document,
        downloads,
        len(files) == len(FORMATS),
        tuple(facts),
        tuple(unsupported(document)) if document else (),
        changed=changed_since(document, built_now(pack, at=at))
        if document and draft
        else (),
        may_issue=draft,
    )
