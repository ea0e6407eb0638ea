"""The yearly review as a document: each workstream, what speaks for it, its one outcome."""

from collections.abc import Iterator
from datetime import date

from goldthread.core.periods import statutory_year
from goldthread.delivery.models import Action
from goldthread.documents.model import (
    Block,
    Bullets,
    Callout,
    Column,
    Document,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Section,
    Strong,
    Table,
    Text,
)
from goldthread.documents.numbers import count_figure, day
from goldthread.governance.models import AnnualReview, EmergingIssue, StreamReview
from goldthread.governance.pack.bound import counted, measured
from goldthread.governance.papers.suggested import what_it_says
from goldthread.partners.models import Installation
from goldthread.performance.queries import scorecard
from goldthread.strategy.models import Workstream


def review_document(review: AnnualReview, *, on: date) -> Document:
    """The whole review: in short, each workstream, what is new, what is coming."""
    rows = list(
        review.streams.select_related("workstream", "issue")
        .prefetch_related("findings")
        .order_by("number")
    )
    installation = Installation.objects.first()
    return Document(
        title=f"Yearly review of workstreams, {statutory_year(review.year).label}",
        subtitle=f"{review.strategy}, before {review.body}",
        area=review.strategy.partnership,
        marking=review.strategy.marking,
        date=on,
        lake_version=review.assessment.lake_version,
        sections=(
            _in_short(review, rows),
            *(_stream(each, on) for each in rows),
            *_coming(review, on),
            *_before(review),
        ),
        invented=bool(installation and installation.is_demonstration),
        draft=review.state == AnnualReview.State.OPEN,
    )


def _in_short(review: AnnualReview, rows: list[StreamReview]) -> Section:
    told = [each.outcome for each in rows]
    labels = {"keep": "kept", "change": "changed", "close": "closed", "new": "new"}
    blocks: list[Block] = [
        KeyFigures(
            tuple(
                KeyFigure(words, count_figure(told.count(key), f"review:{key}"))
                for key, words in labels.items()
            )
        ),
        Paragraph(f"It rests on the {review.assessment}."),
    ]
    if review.approach:
        blocks += [
            Paragraph((Strong("The way of working"),)),
            Paragraph(review.approach),
        ]
    if review.decision:
        blocks.append(Paragraph(f"Decided as {review.decision}."))
    left = [each.title for each in rows if not each.outcome]
    if left:
        blocks.append(Callout("awaiting-words", f"No outcome yet: {', '.join(left)}."))
    return Section("summary", "In short", tuple(blocks))


def _stream(row: StreamReview, on: date) -> Section:
    blocks: list[Block] = [Paragraph(_outcome(row))]
    findings = [
        (*what_it_says(each), f" ({each.reference})")
        for each in sorted(row.findings.all(), key=lambda one: one.number)
    ]
    if findings:
        blocks += [
            Paragraph((Strong("What the assessment found"),)),
            Bullets(tuple(findings)),
        ]
    if row.besides:
        blocks += [Paragraph((Strong("What else speaks"),)), Paragraph(row.besides)]
    if row.issue:
        blocks.append(Paragraph(f"It came of {row.issue}, seen by {row.issue.source}."))
    if row.workstream:
        blocks += how_it_stands(row.workstream, on)
    return Section(f"stream-{row.number}", row.title, tuple(blocks))


def _outcome(row: StreamReview) -> Text:
    if not row.outcome:
        return (Strong("No outcome yet"), ".")
    when = f" from {day(row.from_on)}" if row.from_on else ""
    return (Strong(f"{row.get_outcome_display()}{when}"), f": {row.reasons}")


def how_it_stands(stream: Workstream, on: date) -> Iterator[Block]:
    """A workstream's measures and its actions, each number with what it was read from."""
    card = scorecard(by="workstream", key=stream.pk, on=on)
    lines = card.lines if card else ()
    yield Paragraph((Strong("How its measures stand"),))
    if lines:
        yield Bullets(tuple(measured(line) for line in lines))
    else:
        yield Callout("not-held", "No measure belongs to this workstream.")
    actions = Action.objects.standing().filter(workstream=stream)
    ref = f"plan:workstream:{stream.key}"
    yield Paragraph((Strong("How its actions stand"),))
    yield Paragraph(
        (
            *counted(actions.count(), "action", "actions", ref),
            " in the plan: ",
            count_figure(actions.filter(status="complete").count(), ref),
            " complete, ",
            count_figure(actions.overdue(on).count(), ref),
            " overdue.",
        )
    )


def _coming(review: AnnualReview, on: date) -> Iterator[Section]:
    """What was seen coming in the year, and how long it took to get an answer."""
    year = statutory_year(review.year)
    rows = EmergingIssue.objects.filter(raised_on__gte=year.start, raised_on__lt=year.end)  # fmt: skip
    issues = list(rows.order_by("pk"))
    if not issues:
        return
    table = Table(
        "Seen coming in the year",
        (
            Column("Issue"),
            Column("Seen by"),
            Column("Likelihood times impact", "number"),
            Column("What became of it"),
            Column("Days to an answer", "number"),
        ),
        tuple(
            (
                str(each),
                each.source,
                each.score,
                str(each.get_outcome_display()) if each.outcome else "no answer yet",
                each.days(on) if each.outcome else None,
            )
            for each in issues
        ),
        id="table-coming",
    )
    yield Section("coming", "What is coming", (table,))


def _before(review: AnnualReview) -> Iterator[Section]:
    """What the review before said, so that nobody begins from nothing (S46)."""
    last = (
        AnnualReview.objects.filter(year__lt=review.year, state="agreed")
        .order_by("-year", "-pk")
        .first()
    )
    if last is None:
        return
    told = tuple(
        (
            f"{each.title}: ",
            Strong(str(each.get_outcome_display())),
            f". {each.reasons}",
        )
        for each in last.streams.order_by("number")
    )
    yield Section(
        "before",
        f"What the review of {statutory_year(last.year).label} said",
        (Paragraph(last.approach), Bullets(told)),
    )
