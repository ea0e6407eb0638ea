"""The yearly reviews, the list of what is coming and the looks back, as pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse

from goldthread.core.periods import statutory_year
from goldthread.documents import stored
from goldthread.documents.model import Document, Section
from goldthread.governance.models import (
    AnnualReview,
    EmergingIssue,
    LookBack,
    LookBackClaim,
    StreamReview,
)
from goldthread.governance.pack.files import FORMATS
from goldthread.governance.papers.look_back import look_back_document
from goldthread.governance.papers.review import how_it_stands, review_document
from goldthread.governance.papers.written import Paper, files_of
from goldthread.governance.queries.carried_out import carried_out
from goldthread.governance.queries.reading import Need, table
from goldthread.governance.queries.things import ThingPage
from goldthread.governance.services import due_after
from goldthread.strategy.models import Priority
from goldthread.web.kit import Download, Link, Row, Status, Step, Table
from goldthread.web.templatetags.kit import day

OUTCOME_MOODS = {"": "waiting", "keep": "done", "change": "working", "close": "quiet", "new": "working"}  # fmt: skip


def outcome_status(row: StreamReview) -> Status:
    """A workstream's outcome, or that it has none yet."""
    words = str(row.get_outcome_display()) if row.outcome else "No outcome yet"
    return Status(words, OUTCOME_MOODS[row.outcome])  # type: ignore[arg-type]


def review_status(review: AnnualReview) -> Status:
    done = review.state == AnnualReview.State.AGREED
    return Status(review.get_state_display(), "done" if done else "working")


def look_back_status(look_back: LookBack) -> Status:
    done = look_back.state == LookBack.State.ISSUED
    return Status(look_back.get_state_display(), "done" if done else "working")


def issue_status(issue: EmergingIssue) -> Status:
    """How something that is coming stands."""
    if not issue.outcome:
        return Status("No answer yet", "concern")
    watched = issue.outcome == EmergingIssue.Outcome.WATCH
    return Status(issue.get_outcome_display(), "waiting" if watched else "done")


@dataclass(frozen=True, slots=True)
class ReviewsPage:
    """What waits, then the reviews, what is coming, the looks back."""

    needs: tuple[Need, ...]
    reviews: Table | None
    coming: Table | None
    settled: Table | None
    looks: Table | None


def reviews_page(*, on: date) -> ReviewsPage:
    """Every yearly review, what was seen coming, and every look back."""
    reviews = list(
        AnnualReview.objects.select_related("strategy", "body", "assessment")
        .annotate(
            left=Count("streams", filter=Q(streams__outcome="")), all=Count("streams")
        )
        .order_by("-year", "-pk")
    )
    issues = list(EmergingIssue.objects.order_by("-raised_on", "-pk"))
    looks = list(LookBack.objects.select_related("strategy").order_by("-pk"))
    return ReviewsPage(
        needs=tuple(_needs(reviews, issues, looks, on)),
        reviews=_reviews(reviews) if reviews else None,
        coming=_issues("What is coming", [i for i in issues if i.outcome in ("", "watch")], on),
        settled=_issues("What became of the others", [i for i in issues if i.outcome not in ("", "watch")], on),
        looks=_looks(looks) if looks else None,
    )  # fmt: skip


def _needs(
    reviews: list[AnnualReview],
    issues: list[EmergingIssue],
    looks: list[LookBack],
    on: date,
) -> Iterator[Need]:
    for review in reviews:
        if review.state == AnnualReview.State.OPEN:
            left = review.left  # type: ignore[attr-defined]
            note = f"{left} of {review.all} workstreams without an outcome" if left else "every workstream has its outcome; the review can be agreed"  # type: ignore[attr-defined]  # fmt: skip
            yield Need(str(review), _to(review), note, Status("Under way", "working"))
    agreed = [one for one in reviews if one.state == AnnualReview.State.AGREED]
    for review in agreed[:1]:  # the newest; what an older one asked, it asked again
        if left := carried_out(review, on=on).left:
            note = f"{left} of its outcomes {'is' if left == 1 else 'are'} not carried out in the strategy yet"
            yield Need(str(review), _to(review), note, Status("To carry out", "waiting"))  # fmt: skip
    for issue in issues:
        if not issue.outcome:
            due = due_after("emerging issue", issue.raised_on)
            note = f"seen by {issue.source}; likelihood times impact {issue.score}; {'an answer was' if due < on else 'an answer is'} due {day(due)}"
            yield Need(str(issue), _to(issue), note, issue_status(issue))
    for look_back in looks:
        if look_back.state == LookBack.State.DRAFT:
            note = f"begun on {day(look_back.begun_at)}"
            yield Need(str(look_back), _to(look_back), note, look_back_status(look_back))  # fmt: skip


def _to(thing: AnnualReview | EmergingIssue | LookBack) -> str:
    if isinstance(thing, AnnualReview):
        return reverse("annual_review", args=[thing.pk])
    if isinstance(thing, LookBack):
        return reverse("look_back", args=[thing.pk])
    return reverse("emerging_issue", args=[thing.reference])


def _reviews(reviews: list[AnnualReview]) -> Table:
    return table(
        "Yearly reviews",
        ("Review", "Strategy", "Board", "#Workstreams", "Agreed", "Status"),
        [
            (
                Link(statutory_year(one.year).label, _to(one)),
                str(one.strategy),
                str(one.body),
                one.all,  # type: ignore[attr-defined]
                day(one.agreed_on) if one.agreed_on else "not yet",
                review_status(one),
            )
            for one in reviews
        ],
    )


def _issues(caption: str, issues: list[EmergingIssue], on: date) -> Table | None:
    if not issues:
        return None
    return table(
        caption,
        ("Issue", "Seen by", "Raised", "#Likelihood times impact", "#Days", "Status"),
        [
            (
                Link(str(one), _to(one)),
                one.source,
                day(one.raised_on),
                one.score,
                one.days(on),
                issue_status(one),
            )
            for one in issues
        ],
        note="Days run from when it was raised to its answer, or to today.",
    )


def _looks(looks: list[LookBack]) -> Table:
    return table(
        "Looks back",
        ("Strategy", "Issued", "Status"),
        [
            (
                Link(str(one.strategy), _to(one)),
                day(one.issued_at) if one.issued_at else "not yet",
                look_back_status(one),
            )
            for one in looks
        ],
    )


@dataclass(frozen=True, slots=True)
class PaperPage:
    """A review or a look back for one reader, with its document and its files."""

    status: Status
    facts: tuple[Row, ...]
    document: Document
    downloads: tuple[Download, ...]
    is_frozen: bool


def review_page(review: AnnualReview, *, on: date) -> PaperPage:
    """A review as it reads: frozen where it is agreed, as it stands where it is not."""
    frozen = review.state == AnnualReview.State.AGREED
    to = reverse("assessment", args=[review.assessment_id])
    facts = [
        Row("Strategy", str(review.strategy)),
        Row("Board", str(review.body)),
        Row("Rests on", Link(str(review.assessment), to)),
    ]
    if review.decision:
        decided = reverse("decision", args=[review.decision.reference])
        facts.append(Row("Decision", Link(str(review.decision), decided)))
    if review.agreed_on:
        facts.append(Row("Agreed", f"{day(review.agreed_on)} by {review.agreed_by}"))
        facts.append(Row("Checksum (the same checksum, the same paper)", review.digest))
    document = stored.from_json(review.document) if frozen else review_document(review, on=on)  # fmt: skip
    return PaperPage(
        review_status(review),
        tuple(facts),
        document,
        _downloads(review, "review_file"),
        frozen,
    )


def look_back_page(look_back: LookBack, *, on: date) -> PaperPage:
    """A look back as it reads: frozen where it is issued, as it stands where it is not."""
    frozen = look_back.state == LookBack.State.ISSUED
    facts = [Row("Strategy", str(look_back.strategy))]
    if look_back.issued_at:
        facts.append(Row("Issued", f"{day(look_back.issued_at)} by {look_back.issued_by}"))  # fmt: skip
        facts.append(
            Row("Checksum (the same checksum, the same paper)", look_back.digest)
        )
    document = stored.from_json(look_back.document) if frozen else look_back_document(look_back, on=on)  # fmt: skip
    return PaperPage(
        look_back_status(look_back),
        tuple(facts),
        document,
        _downloads(look_back, "look_back_file"),
        frozen,
    )


def _downloads(paper: Paper, page: str) -> tuple[Download, ...]:
    words = {"pdf": "To print", "docx": "To edit in Word"}
    return tuple(
        Download(
            words[name],
            reverse(page, args=[paper.pk, name]),
            FORMATS[name].label,
            path.stat().st_size,
        )
        for name, path in files_of(paper).items()
    )


@dataclass(frozen=True, slots=True)
class Judging:
    """A workstream in review, with what speaks for and against it."""

    row: StreamReview
    status: Status
    stands: Section | None


def judging(row: StreamReview, *, on: date) -> Judging:
    """What whoever judges a workstream should have before them."""
    blocks = tuple(how_it_stands(row.workstream, on)) if row.workstream else ()
    stands = Section("stands", "How it stands", blocks) if blocks else None
    return Judging(row, outcome_status(row), stands)


@dataclass(frozen=True, slots=True)
class ToSay:
    """An old priority and what is said of it so far."""

    priority: Priority
    claims: tuple[LookBackClaim, ...]


def to_say(look_back: LookBack) -> tuple[ToSay, ...]:
    """Each old priority with its claims; those of which nothing is said come first."""
    claims = list(look_back.claims.select_related("reading__indicator").order_by("pk"))
    found = [
        ToSay(one, tuple(c for c in claims if c.priority_id == one.pk))
        for one in look_back.strategy.priorities.order_by("number")
    ]
    return tuple(sorted(found, key=lambda one: bool(one.claims)))


def issue_page(issue: EmergingIssue, *, may_settle: bool, on: date) -> ThingPage:
    """Everything the page of something that is coming shows."""
    facts = [
        Row("Seen by", issue.source),
        Row("Raised", f"{day(issue.raised_on)} by {issue.raised_by or 'nobody named'}"),
        Row("Likelihood", f"{issue.likelihood} of 5"),
        Row("Impact", f"{issue.impact} of 5"),
        Row("Days to an answer" if issue.outcome else "Days so far", str(issue.days(on))),
    ]  # fmt: skip
    if issue.workstream:
        facts.append(Row("Goes into", str(issue.workstream)))
    steps = [Step("Seen", issue.title, notes=(day(issue.raised_on),))]
    if issue.outcome:
        who = f"{issue.settled_by}, {day(issue.settled_on)}"
        steps.append(Step(str(issue.get_outcome_display()), issue.outcome_words, notes=(who,)))  # fmt: skip
    acts: tuple[Link, ...] = ()
    if may_settle and issue.outcome in ("", EmergingIssue.Outcome.WATCH):
        here = reverse("settle_issue", args=[issue.reference])
        acts = (Link("Say what becomes of it", here),)
    return ThingPage(
        "Coming", issue.reference, issue.title, issue_status(issue), issue.words, tuple(facts), tuple(steps), None, acts
    )  # fmt: skip
