"""Reads: an assessment's document, its words, its findings as they were made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from goldthread.assessment import keeping, sharing
from goldthread.assessment.headings import STATUTORY, Heading
from goldthread.assessment.models import Assessment, Finding, Wording
from goldthread.assessment.plain import canonical
from goldthread.assessment.produce import compose
from goldthread.assessment.recipe import tables_of_asks
from goldthread.assessment.reproduce import Reproduction, reproduce
from goldthread.documents import stored
from goldthread.documents.model import Document, Words
from goldthread.evidence.engine import DuckEngine
from goldthread.evidence.home import home
from goldthread.evidence.lake import Lake
from goldthread.notes.editing import Theirs


def newest_words(assessment: Assessment) -> dict[str, Wording]:
    """The newest wording under each heading that has one."""
    found: dict[str, Wording] = {}
    rows = assessment.wordings.select_related("written_by").order_by("version", "pk")
    for wording in rows:
        found[wording.heading] = wording
    return found


def theirs(assessment: Assessment, heading: str) -> Theirs:
    """The newest words under a heading, as the writer who came second sees them."""
    newest = newest_words(assessment)[heading]
    return Theirs(
        newest.text, newest.written_by.name, newest.written_at, newest.version
    )


def filled_headings(assessment: Assessment) -> set[str]:
    """Headings that hold words or a waiver."""
    return {key for key, wording in newest_words(assessment).items() if wording.text}


def document_of(
    assessment: Assessment, *, on: date, marking: str = "", prepared_by: str = ""
) -> Document:
    """The document as it was published, else as findings and words make it now."""
    if assessment.state == Assessment.State.PUBLISHED:
        return stored.from_json(assessment.published_document)
    findings = [
        keeping.finding_of(row) for row in assessment.findings.order_by("number", "pk")
    ]
    return compose(
        keeping.scope_of(assessment.scope),
        assessment.lake_version,
        findings,
        on=on,
        words=_words(newest_words(assessment)),
        prepared_by=prepared_by,
        marking=marking,
    )


def _words(newest: Mapping[str, Wording]) -> dict[str, Words]:
    return {
        key: Words(
            f"Not needed here: {wording.text}" if wording.is_waiver else wording.text,
            wording.written_by.name,
            wording.written_at.date(),
        )
        for key, wording in newest.items()
        if wording.text
    }


@dataclass(frozen=True, slots=True)
class HeadingState:
    """One statutory heading on the analyst's list: filled, waived or owed."""

    heading: Heading
    text: str
    version: int
    is_waiver: bool
    written_by: str
    written_at: datetime | None

    @property
    def is_owed(self) -> bool:
        """Whether words or a waiver are still needed."""
        return not self.text


def heading_states(assessment: Assessment) -> tuple[HeadingState, ...]:
    """The seven headings in the law's order, for the page that edits them."""
    newest = newest_words(assessment)
    return tuple(_state(h, newest.get(h.key)) for h in STATUTORY)


def _state(heading: Heading, wording: Wording | None) -> HeadingState:
    if wording is None:
        return HeadingState(heading, "", 0, False, "", None)
    return HeadingState(
        heading,
        wording.text,
        wording.version,
        wording.is_waiver,
        wording.written_by.name,
        wording.written_at,
    )


def finding_named(reference: str) -> Finding | None:
    """The finding a person quotes as A12-change-by-category."""
    key, _, ref = reference.strip().partition("-")
    if key[:1].upper() != "A" or not key[1:].isdigit():
        return None
    return (
        Finding.objects.select_related("assessment")
        .filter(assessment_id=int(key[1:]), ref=ref)
        .first()
    )


def result_shown(finding: Finding) -> str:
    """A finding's result as it may be taken away: to the byte where its data are open."""
    asks = keeping.asks_of(finding.questions)
    if sharing.closed(tables_of_asks(asks)):
        return canonical(sharing.result_shown(asks, None))
    return finding.result


def reproduced(finding: Finding) -> Reproduction:
    """Make a stored finding again from the lake version it was made from."""
    engine = DuckEngine(Lake(home()).version(finding.lake_version))
    return reproduce(
        engine,
        ref=finding.ref,
        method=finding.method,
        scope=keeping.scope_of(finding.assessment.scope),
        asks=keeping.asks_of(finding.questions),
        lake_version=finding.lake_version,
        canonical=finding.result,
    )
