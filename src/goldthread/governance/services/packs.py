"""Building a pack from live data, reading it over, issuing it: then it is frozen."""

import hashlib
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from goldthread.audit.services import record
from goldthread.core.periods import Period, quarter_of
from goldthread.core.uk_time import local_day
from goldthread.documents import stored
from goldthread.documents.model import Document
from goldthread.governance import rules
from goldthread.governance.models import Pack
from goldthread.governance.pack import EVERYBODY, MEMBERS, document_of, material_for
from goldthread.governance.pack.material import Material, next_meeting
from goldthread.governance.services.writing import (
    check,
    one_act,
    refuse,
    refuse_unless_runs,
)
from goldthread.partners.models import Body, Person
from goldthread.performance.models import Reading
from goldthread.performance.queries import with_earlier
from goldthread.performance.services import lock_readings


@transaction.atomic
def ask_for_pack(body: Body, period: Period, *, by: Person, at: datetime) -> Pack:
    """Ask for the pack of a quarter; a draft that stands is built anew."""
    refuse_unless_runs(body, by, at=at, what="asks for its pack")
    refuse(rules.refusal_to_build(period, on=local_day(at)))
    Body.objects.select_for_update().get(pk=body.pk)
    packs = Pack.objects.of(body).filter(quarter_start=period.start)
    pack: Pack | None = packs.drafts().first()
    if pack is None:
        highest = packs.aggregate(Max("version"))["version__max"] or 0
        pack = Pack(
            body=body,
            quarter_start=period.start,
            quarter=period.label,
            version=highest + 1,
        )
    pack.state, pack.failed_because = Pack.State.BUILDING, ""
    pack.asked_at, pack.asked_by = at, by
    check(pack)
    pack.save()
    record("pack.asked_for", pack, by=by, at=at)
    return pack


@transaction.atomic
def build_pack(pack: Pack, *, by: Person | None, at: datetime) -> Pack:
    """Put a draft together from what is known now."""
    kept = _locked(pack)
    if kept.state == Pack.State.ISSUED:
        return kept
    shown = _fill(kept, at=at)
    kept.readings = [one.pk for one in with_earlier(shown.readings)]
    kept.state, kept.built_at, kept.failed_because = Pack.State.DRAFT, at, ""
    check(kept)
    kept.save()
    record("pack.built", kept, by=by, at=at)
    return kept


@transaction.atomic
def note_pack_failed(pack: Pack, *, why: str, at: datetime) -> Pack:
    """Say why a pack could not be built."""
    kept = _locked(pack)
    if kept.state != Pack.State.ISSUED:
        kept.state, kept.failed_because = Pack.State.FAILED, why[:500] or "not known"
        kept.save(update_fields=["state", "failed_because"])
        record("pack.failed", kept, by=None, at=at, detail={"why": why[:200]})
    return kept


@transaction.atomic
def issue_pack(
    pack: Pack, *, by: Person, at: datetime, read: str | None = None
) -> Pack:
    """Freeze a pack as it was read over, and hold the readings it shows (S106).

    What changed since it was built is not in it. `read` is what the draft on the page
    hashed to: where it was built again since, nothing is issued. Later corrections of a
    reading change no pack; they stand in the next one as what was revised.
    """
    kept = _locked(pack)
    refuse_unless_runs(kept.body, by, at=at, what="issues its pack")
    refuse(rules.refusal_to_issue(kept, read=read))
    shown: list[int] = kept.readings or []
    with one_act():
        _freeze(kept)
        kept.lock = lock_readings(
            f"{kept.body}, pack of {kept.quarter}, version {kept.version}",
            Reading.objects.filter(pk__in=shown),
            by=by,
            at=at,
        )
        kept.state, kept.issued_at, kept.issued_by = Pack.State.ISSUED, at, by
        check(kept)
        kept.save()
        detail = {
            "everybody": kept.hash_everybody,
            "members": kept.hash_members,
            "readings": len(shown),
        }
        record("pack.issued", kept, by=by, at=at, detail=detail)
    return kept


def _fill(pack: Pack, *, at: datetime) -> Material:
    """Both editions as they read on this day, stored and hashed."""
    for audience in (EVERYBODY, MEMBERS):
        told, made = _draft(pack, audience, at)
        pack.meeting = told.meeting
        _keep(pack, audience, made)
    return told


def _draft(pack: Pack, audience: str, at: datetime) -> tuple[Material, Document]:
    told = material_for(
        pack.body,
        quarter_of(pack.quarter_start),
        audience=audience,
        on=local_day(at),
        meeting=next_meeting(pack.body, local_day(at)),
    )
    return told, document_of(told, version=str(pack.version), draft=True)


def _freeze(pack: Pack) -> None:
    """The same words without the mark of a draft."""
    for cleared, audience in ((False, EVERYBODY), (True, MEMBERS)):
        _keep(pack, audience, replace(edition_of(pack, cleared=cleared), draft=False))


def _keep(pack: Pack, audience: str, made: Document) -> None:
    text = stored.to_json(made)
    setattr(pack, f"for_{audience}", text.decode())
    setattr(pack, f"hash_{audience}", hashlib.sha256(text).hexdigest())


def built_now(pack: Pack, *, at: datetime) -> Document:
    """What a draft would say to its members if it were built again; nothing is kept."""
    return _draft(pack, MEMBERS, at)[1]


def edition_of(pack: Pack, *, cleared: bool) -> Document:
    """The edition that this reader may have, exactly as it was stored."""
    text = pack.for_members if cleared else pack.for_everybody
    return stored.from_json(text)


def _locked(pack: Pack) -> Pack:
    found: Pack = (
        Pack.objects.select_for_update(of=("self",))
        .select_related("body")
        .get(pk=pack.pk)
    )
    return found
