"""Everything that changes an assessment: asking for it, making it, words, publishing."""

import json
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from goldthread.assessment import keeping
from goldthread.assessment.breaks import local_breaks
from goldthread.assessment.loads import summarised
from goldthread.assessment.models import Assessment, Finding, Wording
from goldthread.assessment.produce import Assessed, Progress, produce
from goldthread.assessment.queries import document_of, filled_headings
from goldthread.assessment.rules import Refused, refusal_to_publish, refusal_to_write
from goldthread.audit.services import Actor, Acts, record
from goldthread.core.periods import Period
from goldthread.documents import stored
from goldthread.evidence.engine import DuckEngine
from goldthread.evidence.home import home
from goldthread.evidence.lake import Lake
from goldthread.notes.editing import check_seen
from goldthread.partners.models import Person
from goldthread.web.background import subjects_of


@transaction.atomic
def request_assessment(
    *,
    area: str,
    period: Period,
    by: Actor | Acts | None,
    at: datetime,
    as_of: str = "current",
    comparison: Sequence[str] = (),
    in_background: bool = True,
) -> Assessment:
    """Ask for an assessment of the area with this code or name; the worker makes it."""
    lake = Lake(home())
    version = lake.version(as_of)
    found = version.resolve_area(area)
    assessment = Assessment.objects.create(
        area_code=found.code,
        area_name=found.name,
        period_start=period.start,
        period_end=period.end,
        period_label=period.label,
        comparison=list(comparison),
        lake_version=version.id,
        state=Assessment.State.MAKING,
        progress="waiting for the worker",
        is_invented=lake.is_demonstration,
        requested_by=by if isinstance(by, Person) else None,
        requested_at=at,
    )
    record("assessment.requested", assessment, by=by, at=at)
    if in_background:
        transaction.on_commit(lambda: _enqueue(assessment.pk))
    return assessment


def make_assessment(
    assessment: Assessment,
    *,
    by: Actor | Acts | None,
    at: datetime,
    progress: Progress | None = None,
) -> Assessed:
    """Make every finding and keep them; safe to run again after a kill.

    The lake is read outside the transaction: minutes of reading hold no lock.
    """
    lake = Lake(home())
    assessed = produce(
        DuckEngine(lake.version(assessment.lake_version)),
        area=assessment.area_code,
        period=period_of(assessment),
        on=at.date(),
        comparison=tuple(assessment.comparison),
        local_breaks=local_breaks(home()),
        loads=summarised(lake.batches(), lake.taken_back()),
        invented=assessment.is_invented,
        progress=progress,
    )
    lake.cite(assessment.lake_version, f"assessment {assessment.pk}")
    with transaction.atomic():
        kept = Assessment.objects.select_for_update().get(pk=assessment.pk)
        if kept.state != Assessment.State.MAKING:
            return assessed
        kept.findings.all().delete()
        Finding.objects.bulk_create(keeping.rows_of(kept, assessed))
        kept.scope = json.loads(keeping.scope_text(assessed.scope))
        kept.state, kept.progress, kept.made_at = Assessment.State.DRAFT, "", at
        kept.save(update_fields=["scope", "state", "progress", "made_at"])
        record(
            "assessment.made",
            kept,
            by=by,
            at=at,
            detail={"findings": len(assessed.findings), "lake": kept.lake_version},
        )
    assessment.refresh_from_db()
    return assessed


def take_up_abandoned() -> int:
    """Have those made whose making was killed and that no worker has on its list.

    `goldthread assess` makes its assessment in its own process: killed, it leaves one
    that would for ever say that it is being made.
    """
    listed = subjects_of("goldthread.assessment.tasks.make_assessment")
    making = Assessment.objects.filter(state=Assessment.State.MAKING)
    left = making.exclude(pk__in=listed).order_by("pk").values_list("pk", flat=True)
    for key in (found := list(left)):
        _enqueue(key)
    return len(found)


@transaction.atomic
def refuse_assessment(assessment: Assessment, *, why: str, at: datetime) -> Assessment:
    """Note that an assessment cannot be made, and why."""
    kept = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if kept.state != Assessment.State.MAKING:
        return kept
    kept.state, kept.refusal, kept.progress = Assessment.State.REFUSED, why, ""
    kept.save(update_fields=["state", "refusal", "progress"])
    record("assessment.refused", kept, by=kept.requested_by, at=at, outcome="refused",
           detail={"why": why[:500]})  # fmt: skip
    return kept


@transaction.atomic
def write_words(
    assessment: Assessment,
    *,
    heading: str,
    text: str,
    seen: int | None = None,
    by: Person,
    at: datetime,
) -> Wording:
    """Put the analyst's words under a heading; the words before them are kept.

    `seen` is the version a page showed: newer words raise `Overtaken`, never vanish.
    """
    return _word(assessment, heading, text.strip(), by, at, waiver=False, seen=seen)


@transaction.atomic
def waive_heading(
    assessment: Assessment,
    *,
    heading: str,
    reason: str,
    seen: int | None = None,
    by: Person,
    at: datetime,
) -> Wording:
    """Say why nothing stands under a heading, such as (g) outside two-tier areas."""
    if not reason.strip():
        raise Refused(
            "A heading is waived with a reason: say why nothing stands there."
        )
    return _word(assessment, heading, reason.strip(), by, at, waiver=True, seen=seen)


def _word(
    assessment: Assessment,
    heading: str,
    text: str,
    by: Person,
    at: datetime,
    *,
    waiver: bool,
    seen: int | None,
) -> Wording:
    kept = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if refusal := refusal_to_write(kept, heading):
        raise Refused(refusal)
    newest = kept.wordings.filter(heading=heading).order_by("-version").first()
    version = newest.version if newest else 0
    if newest and seen == version - 1 and _is_the_same(newest, text, by, waiver):
        return newest  # the same form came twice
    if newest and seen is not None:
        check_seen(seen, newest=version)
    wording = Wording.objects.create(
        assessment=kept,
        heading=heading,
        version=version + 1,
        text=text,
        is_waiver=waiver,
        written_by=by,
        written_at=at,
    )
    record(
        "assessment.heading_waived" if waiver else "assessment.words_written",
        kept,
        by=by,
        at=at,
        detail={"heading": heading, "version": wording.version},
    )
    return wording


def _is_the_same(newest: Wording, text: str, by: Person, waiver: bool) -> bool:
    said = (newest.text, newest.written_by_id, newest.is_waiver)
    return said == (text, by.pk, waiver)


@transaction.atomic
def publish_assessment(
    assessment: Assessment, *, by: Person, at: datetime
) -> Assessment:
    """Freeze the document as it stands and let anybody read it."""
    kept = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if refusal := refusal_to_publish(kept, filled_headings(kept)):
        raise Refused(refusal)
    document = document_of(kept, on=at.date(), marking="Published", prepared_by=by.name)
    kept.published_document = stored.to_json(document).decode()
    kept.state = Assessment.State.PUBLISHED
    kept.published_by, kept.published_at = by, at
    kept.save(
        update_fields=["published_document", "state", "published_by", "published_at"]
    )
    record("assessment.published", kept, by=by, at=at)
    return kept


def note_progress(assessment: Assessment, words: str) -> None:
    """Say how far the making has come; the page may be closed and opened again."""
    Assessment.objects.filter(pk=assessment.pk, state=Assessment.State.MAKING).update(
        progress=words[:200]
    )


def period_of(assessment: Assessment) -> Period:
    """The period an assessment covers."""
    start, end = _as_date(assessment.period_start), _as_date(assessment.period_end)
    return Period(start, end, assessment.period_label)


def _as_date(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _enqueue(assessment: int) -> None:
    from goldthread.assessment import tasks

    tasks.make_assessment.enqueue(assessment)
