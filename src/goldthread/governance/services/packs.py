"""Building a pack from live data, reading it over, issuing it: then it is frozen."""

import hashlib
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
    _fill(kept, at=at, draft=True)
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
def issue_pack(pack: Pack, *, by: Person, at: datetime) -> Pack:
    """Freeze a pack as it reads now, and hold the readings it shows (S106).

    Later corrections of a reading change no pack; they stand in the next one as what
    was revised.
    """
    kept = _locked(pack)
    refuse_unless_runs(kept.body, by, at=at, what="issues its pack")
    refuse(rules.refusal_to_issue(kept))
    with one_act():
        shown = _fill(kept, at=at, draft=False)
        kept.lock = lock_readings(
            f"{kept.body}, pack of {kept.quarter}, version {kept.version}",
            with_earlier(shown.readings),
            by=by,
            at=at,
        )
        kept.state, kept.issued_at, kept.issued_by = Pack.State.ISSUED, at, by
        kept.built_at = at
        check(kept)
        kept.save()
        detail = {
            "everybody": kept.hash_everybody,
            "members": kept.hash_members,
            "readings": len(shown.readings),
        }
        record("pack.issued", kept, by=by, at=at, detail=detail)
    return kept


def _fill(pack: Pack, *, at: datetime, draft: bool) -> Material:
    """Both editions as they read on this day, stored and hashed."""
    on = local_day(at)
    period = quarter_of(pack.quarter_start)
    pack.meeting = next_meeting(pack.body, on)
    told = {}
    for audience in (EVERYBODY, MEMBERS):
        told[audience] = material_for(
            pack.body, period, audience=audience, on=on, meeting=pack.meeting
        )
        made = document_of(told[audience], version=str(pack.version), draft=draft)
        text = stored.to_json(made)
        setattr(pack, f"for_{audience}", text.decode())
        setattr(pack, f"hash_{audience}", hashlib.sha256(text).hexdigest())
    return told[MEMBERS]


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
