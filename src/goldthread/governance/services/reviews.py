"""The yearly review of workstreams, and what is coming: opened, judged, agreed, frozen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from goldthread.assessment.models import Assessment, Finding
from goldthread.audit.services import record
from goldthread.governance import rules
from goldthread.governance.models import (
    AnnualReview,
    Decision,
    EmergingIssue,
    StreamReview,
)
from goldthread.governance.papers.review import review_document
from goldthread.governance.papers.suggested import suggested_findings
from goldthread.governance.papers.written import frozen
from goldthread.governance.services.writing import (
    check,
    next_reference,
    one_act,
    refuse,
)
from goldthread.partners.models import Body, Person
from goldthread.strategy.models import Strategy, Workstream
from goldthread.strategy.queries import workstreams_on
from goldthread.strategy.unchanged import fingerprint


@dataclass(frozen=True, slots=True)
class Judged:
    """What is said of one workstream in its yearly review."""

    outcome: str
    reasons: str
    findings: Sequence[Finding] = ()
    besides: str = ""
    from_on: date | None = None  # of what closes or opens; else when the year is over


@transaction.atomic
def open_review(
    strategy: Strategy,
    assessment: Assessment,
    body: Body,
    *,
    year: int,
    on: date,
    by: Person | None,
    at: datetime,
) -> AnnualReview:
    """Open a year's review: every open workstream meets the findings that bear on it."""
    refuse(rules.refusal_to_lead_reviews(by))
    Strategy.objects.select_for_update().get(pk=strategy.pk)
    streams = workstreams_on(strategy, on)
    refuse(
        rules.refusal_to_open_review(
            strategy,
            year=year,
            is_published=assessment.state == Assessment.State.PUBLISHED,
            already=AnnualReview.objects.filter(strategy=strategy, year=year).exists(),
            streams=len(streams),
        )
    )
    review = AnnualReview(
        strategy=strategy,
        assessment=assessment,
        body=body,
        year=year,
        opened_at=at,
        opened_by=by,
    )
    check(review)
    review.save()
    for number, stream in enumerate(streams, start=1):
        row = review.streams.create(
            workstream=stream, number=number, title=stream.title
        )
        row.findings.set(suggested_findings(stream, assessment))
    detail = {"assessment": str(assessment), "workstreams": len(streams)}
    record("review.opened", review, by=by, at=at, detail=detail)
    return review


@transaction.atomic
def review_stream(
    row: StreamReview, told: Judged, *, on: date, by: Person | None, at: datetime
) -> StreamReview:
    """Give a workstream its one outcome of the year; said again, it replaces the first."""
    kept = locked_row(row)
    refuse(rules.refusal_to_lead_reviews(by))
    refuse(
        rules.refusal_to_review_stream(
            kept,
            outcome=told.outcome,
            reasons=told.reasons,
            findings=len(told.findings),
            besides=told.besides,
        )
    )
    before = kept.outcome
    kept.outcome, kept.reasons = told.outcome, told.reasons.strip()
    kept.besides, kept.judged_on, kept.judged_by = told.besides.strip(), on, by
    closes = kept.outcome == StreamReview.Outcome.CLOSE
    kept.from_on = (told.from_on or kept.day) if closes else None
    check(kept)
    kept.save()
    kept.findings.set(told.findings)
    detail = {
        "before": before,
        "after": kept.outcome,
        "findings": sorted(each.ref for each in told.findings),
    }
    record("review.judged", kept, by=by, at=at, detail=detail)
    return kept


@transaction.atomic
def propose_workstream(
    review: AnnualReview,
    told: Judged,
    *,
    title: str,
    issue: EmergingIssue | None = None,
    on: date,
    by: Person | None,
    at: datetime,
) -> StreamReview:
    """Say that a new workstream is needed; what was seen coming is settled with it."""
    kept = _locked(review)
    refuse(rules.refusal_to_lead_reviews(by))
    number = kept.streams.aggregate(most=Max("number"))["most"] or 0
    row = StreamReview(
        review=kept,
        number=number + 1,
        title=title.strip(),
        outcome=StreamReview.Outcome.NEW,
        reasons=told.reasons.strip(),
        besides=told.besides.strip(),
        issue=issue,
        from_on=told.from_on,
        judged_on=on,
        judged_by=by,
    )
    row.from_on = row.day
    refuse(
        rules.refusal_to_review_stream(
            row,
            outcome=StreamReview.Outcome.NEW,
            reasons=told.reasons,
            findings=len(told.findings),
            besides=told.besides,
        )
    )
    with one_act():
        check(row)
        row.save()
        row.findings.set(told.findings)
        record("review.proposed", row, by=by, at=at)
        if issue is not None:
            settle_issue(
                issue,
                outcome=EmergingIssue.Outcome.NEW,
                words=f"{kept}: {told.reasons.strip()}",
                on=on,
                by=by,
                at=at,
            )
    return row


@transaction.atomic
def agree_review(
    review: AnnualReview,
    *,
    approach: str,
    on: date,
    decision: Decision | None = None,
    by: Person | None,
    at: datetime,
) -> AnnualReview:
    """Agree a review in which every workstream has its outcome: then it is frozen."""
    kept = _locked(review)
    refuse(rules.refusal_to_lead_reviews(by))
    left = kept.streams.filter(outcome="").order_by("number")
    refuse(
        rules.refusal_to_agree_review(
            kept, left=[each.title for each in left], approach=approach
        )
    )
    kept.approach, kept.decision = approach.strip(), decision
    kept.state, kept.agreed_on, kept.agreed_by = AnnualReview.State.AGREED, on, by
    kept.document, kept.digest = frozen(review_document(kept, on=on))
    check(kept)
    kept.save()
    for row in kept.streams.filter(outcome=StreamReview.Outcome.CHANGE):
        assert row.workstream is not None  # only what is new is none yet
        row.stood = fingerprint(row.workstream)
        row.save(update_fields=["stood"])
    outcomes = list(kept.streams.values_list("outcome", flat=True))
    detail = {
        "digest": kept.digest,
        **{each: outcomes.count(each) for each in StreamReview.Outcome.values},
    }
    record("review.agreed", kept, by=by, at=at, detail=detail)
    return kept


@transaction.atomic
def raise_issue(
    *,
    title: str,
    source: str,
    likelihood: int,
    impact: int,
    words: str = "",
    on: date,
    by: Person | None,
    at: datetime,
) -> EmergingIssue:
    """Put something that is coming on the list, before it is a problem (S50)."""
    refuse(rules.refusal_to_raise_issue(by, words=source))
    issue = EmergingIssue(
        reference=next_reference("E"),
        title=title.strip(),
        words=words.strip(),
        source=source.strip(),
        likelihood=likelihood,
        impact=impact,
        raised_on=on,
        raised_by=by,
    )
    check(issue)
    issue.save()
    record("issue.raised", issue, by=by, at=at, detail={"score": issue.score})
    return issue


@transaction.atomic
def settle_issue(
    issue: EmergingIssue,
    *,
    outcome: str,
    words: str,
    workstream: Workstream | None = None,
    on: date,
    by: Person | None,
    at: datetime,
) -> EmergingIssue:
    """Say what becomes of something that was seen coming; what is watched stays open."""
    kept: EmergingIssue = EmergingIssue.objects.select_for_update().get(pk=issue.pk)
    refuse(rules.refusal_to_lead_reviews(by))
    refuse(
        rules.refusal_to_settle(
            kept, outcome=outcome, words=words, goes_into=workstream is not None
        )
    )
    taken = outcome == EmergingIssue.Outcome.TAKEN
    kept.outcome, kept.outcome_words = outcome, words.strip()
    kept.workstream = workstream if taken else None
    kept.settled_on, kept.settled_by = on, by
    check(kept)
    kept.save()
    detail = {"outcome": outcome, "days": kept.days(on)}
    record("issue.settled", kept, by=by, at=at, detail=detail)
    return kept


def _locked(review: AnnualReview) -> AnnualReview:
    found: AnnualReview = (
        AnnualReview.objects.select_for_update(of=("self",))
        .select_related("strategy", "assessment", "body")
        .get(pk=review.pk)
    )
    return found


def locked_row(row: StreamReview) -> StreamReview:
    _locked(row.review)  # whoever agrees it holds the review: nobody judges meanwhile
    found: StreamReview = (
        StreamReview.objects.select_for_update(of=("self",))
        .select_related("review__strategy")
        .get(pk=row.pk)
    )
    return found
