"""The yearly review: findings meet each workstream, exactly one outcome each; what is coming."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests.make import make_manager
from tests.make_board import TODAY, make_board, make_decision, on_seat
from tests.make_numbers import QUIET, make_indicator, make_readings
from tests.make_plan import make_action, make_strategy
from tests.partners.people import NOW, PASSWORD, make_person

from goldthread.assessment.models import Assessment, Finding
from goldthread.audit.models import Event
from goldthread.documents import stored
from goldthread.documents.lint import faults, texts_of
from goldthread.documents.model import Document, plain
from goldthread.governance import services, tasks
from goldthread.governance.models import AnnualReview, EmergingIssue, StreamReview
from goldthread.governance.papers.review import review_document
from goldthread.governance.papers.written import files_of
from goldthread.governance.queries.board import needs_of_boards
from goldthread.governance.queries.reviews import reviews_page
from goldthread.governance.rules import reader_of
from goldthread.governance.services import Judged
from goldthread.partners.models import Person
from goldthread.partners.rules import Refused
from goldthread.strategy import services as steering
from goldthread.strategy.models import Strategy, Workstream

pytestmark = pytest.mark.django_db
WHY = "It reaches who it should, and the figures moved."


def make_review() -> AnnualReview:
    """The review of 2026/27 of a strategy whose priorities cite one finding."""
    strategy = make_strategy(state="in_force")
    return services.open_review(
        strategy,
        Assessment.objects.get(),
        make_board(),
        year=2026,
        on=TODAY,
        by=make_manager(),
        at=NOW,
    )


def judge(row: StreamReview, outcome: str = "keep", **how: object) -> StreamReview:
    """An outcome with its reasons and the findings that were suggested."""
    usual: dict[str, object] = {
        "reasons": WHY,
        "findings": tuple(row.findings.all()),
    }
    told = Judged(outcome=outcome, **usual | how)  # type: ignore[arg-type]
    return services.review_stream(row, told, on=TODAY, by=make_manager(), at=NOW)


def agree(review: AnnualReview, approach: str = "Kept: it served.") -> AnnualReview:
    return services.agree_review(
        review, approach=approach, on=TODAY, by=make_manager(), at=NOW
    )


def make_issue(**how: object) -> EmergingIssue:
    """Something that the police saw coming."""
    usual: dict[str, object] = {
        "title": "Electric bikes without plates in the parks",
        "source": "Neighbourhood police, Kingsholm",
        "likelihood": 4,
        "impact": 3,
        "on": TODAY - timedelta(days=30),
        "by": on_seat("Police"),
        "at": NOW,
    }
    return services.raise_issue(**usual | how)  # type: ignore[arg-type]


def said(document: Document) -> str:
    return "\n".join(plain(text) for text in texts_of(document))


@pytest.mark.covers("S10", "C9")
def test_a_review_brings_every_open_workstream_together_with_the_findings_above_it() -> (
    None
):
    review = make_review()

    rows = list(review.streams.order_by("number"))

    streams = Workstream.objects.filter(closed_on__isnull=True).order_by("number")
    assert [row.workstream for row in rows] == list(streams)
    assert {f.ref for row in rows for f in row.findings.all()} == {"change-by-category"}
    assert Event.objects.get(verb="review.opened").detail["workstreams"] == len(rows)


@pytest.mark.covers("S10", "S50")
def test_each_workstream_has_exactly_one_outcome_a_year_and_no_review_ends_without() -> (
    None
):
    review = make_review()
    row = review.streams.get()
    with pytest.raises(Refused, match="No outcome yet: Standing work"):
        agree(review)

    judge(row, "change")
    judge(row, "keep")  # said again, it replaces the first

    agreed = agree(review)
    assert agreed.state == "agreed"
    assert StreamReview.objects.get(workstream=row.workstream).outcome == "keep"
    judged = Event.objects.filter(verb="review.judged").order_by("pk").last()
    assert judged is not None
    assert (judged.detail["before"], judged.detail["after"]) == ("change", "keep")
    assert judged.detail["findings"] == ["change-by-category"]
    told = Event.objects.get(verb="review.agreed").detail
    assert (told["keep"], told["digest"]) == (1, agreed.digest)
    with transaction.atomic(), pytest.raises(IntegrityError):
        review.streams.create(workstream=row.workstream, number=9, title="Again")


@pytest.mark.covers("S46")
def test_the_next_review_begins_with_why_the_last_one_kept_the_approach() -> None:
    first = make_review()
    judge(first.streams.get())
    with pytest.raises(Refused, match="this way of working is kept"):
        agree(first, approach=" ")
    agree(first, approach="Broad themes are kept: new work found its place in days.")

    second = services.open_review(
        first.strategy,
        first.assessment,
        first.body,
        year=2027,
        on=TODAY,
        by=make_manager(),
        at=NOW,
    )

    words = said(review_document(second, on=TODAY))
    assert "new work found its place in days" in words
    assert f"Standing work: Keep. {WHY}" in words


def test_an_outcome_needs_its_reasons_and_something_that_speaks_for_it() -> None:
    row = make_review().streams.get()
    for how, words in (
        ({"outcome": "keep", "reasons": ""}, "Say why"),
        ({"outcome": "keep", "findings": ()}, "Choose a finding"),
        ({"outcome": "new"}, "is a workstream already"),
        ({"outcome": "perhaps"}, "Expected keep, change or close"),
    ):
        with pytest.raises(Refused, match=words):
            judge(row, **how)  # type: ignore[arg-type]
    assert judge(row, findings=(), besides="Wardens' log, May").besides


def test_an_agreed_review_is_frozen_and_says_where_everything_stood(
    settings: object,
) -> None:
    strategy = make_strategy(state="in_force")
    stream = strategy.workstreams.get()
    make_readings(make_indicator("V1", workstream=stream), (*QUIET, 131, 140))
    make_action(workstream=stream, due_on=TODAY - timedelta(days=9))
    review = make_review()
    judge(review.streams.get(), "close", reasons="It did what it was for.")
    decision = make_decision()

    agreed = services.agree_review(
        review,
        approach="Kept.",
        decision=decision,
        on=TODAY,
        by=make_manager(),
        at=NOW,
    )

    document = stored.from_json(agreed.document)
    words = said(document)
    assert faults(document) == []
    assert "Close: It did what it was for." in words
    assert "Change by category" in words
    assert "Vehicle crimes recorded: 140" in words
    assert "1 action in the plan: 0 complete, 1 overdue." in words
    assert decision.reference in words
    with pytest.raises(Refused, match="was agreed on 23 November 2026"):
        judge(agreed.streams.get())
    with pytest.raises(Refused, match="was agreed on"):
        agree(agreed)


def test_a_review_is_opened_once_on_a_published_assessment_by_the_manager() -> None:
    review = make_review()
    strategy, how = review.strategy, {"year": 2026, "on": TODAY, "at": NOW}
    by, body = make_manager(), review.body
    with pytest.raises(Refused, match="has its review of 2026 already"):
        services.open_review(strategy, review.assessment, body, by=by, **how)
    with pytest.raises(Refused, match="manager leads"):
        services.open_review(strategy, review.assessment, body, by=on_seat("Police"), **how)  # fmt: skip
    draft = Assessment(state="draft")
    with pytest.raises(Refused, match="not published yet"):
        services.open_review(strategy, draft, body, by=by, **how | {"year": 2027})
    for stream in strategy.workstreams.all():
        steering.close_workstream(stream, on=TODAY, reason="Done", by=by, at=NOW)
    with pytest.raises(Refused, match="nothing to review"):
        services.open_review(strategy, review.assessment, body, by=by, **how | {"year": 2027})  # fmt: skip


def test_a_strategy_that_is_not_in_force_is_not_reviewed() -> None:
    strategy: Strategy = make_strategy()
    with pytest.raises(Refused, match="not in force"):
        services.open_review(
            strategy,
            Assessment(state="published"),
            make_board(),
            year=2026,
            on=TODAY,
            by=make_manager(),
            at=NOW,
        )


@pytest.mark.covers("S50")
def test_from_something_seen_coming_to_its_answer_the_days_are_counted() -> None:
    issue = make_issue()
    assert issue.score == 12
    assert [need.status.words for need in reviews_page(on=TODAY).needs] == ["No answer yet"]  # fmt: skip

    settled = services.settle_issue(
        issue,
        outcome="dropped",
        words="The dealer was found; it stopped.",
        on=TODAY,
        by=make_manager(),
        at=NOW,
    )

    assert settled.days(TODAY + timedelta(days=99)) == 30
    assert Event.objects.get(verb="issue.settled").detail == {"outcome": "dropped", "days": 30}  # fmt: skip
    assert reviews_page(on=TODAY).needs == ()


@pytest.mark.covers("S120")
def test_an_answer_to_what_is_coming_is_due_by_the_clock_that_the_manager_sets() -> None:  # fmt: skip
    make_issue()
    assert "an answer was due 21 November 2026" in reviews_page(on=TODAY).needs[0].note

    services.set_clock("emerging issue", days=60, are_working=False, by=make_manager(), at=NOW)  # fmt: skip

    assert "an answer is due 23 December 2026" in reviews_page(on=TODAY).needs[0].note


def test_what_is_watched_stays_open_and_what_is_settled_does_not_change() -> None:
    stream = make_strategy(state="in_force").workstreams.get()
    issue = make_issue()

    def settle(outcome: str, words: str = "We will see.", by: Person | None = None, into: Workstream | None = None) -> EmergingIssue:  # fmt: skip
        return services.settle_issue(
            issue,
            outcome=outcome,
            words=words,
            workstream=into,
            on=TODAY,
            by=by or make_manager(),
            at=NOW,
        )

    settle("watch")
    for given, words in (
        (("taken",), "which workstream"),
        (("lost",), "Expected one of"),
        (("dropped", " "), "Say why"),
        (("dropped", "No", on_seat("Police")), "manager leads"),
    ):
        with pytest.raises(Refused, match=words):
            settle(*given)  # type: ignore[arg-type]
    assert settle("taken", into=stream).workstream == stream
    with pytest.raises(Refused, match="was settled on"):
        settle("dropped")
    with pytest.raises(Refused, match="who saw it"):
        make_issue(source=" ")
    with pytest.raises(Refused, match="People of the partnership"):
        make_issue(by=make_person("nobody@example.org", role=None, name="Nobody"))


@pytest.mark.covers("S50", "S108")
def test_what_was_seen_coming_can_become_a_new_workstream_in_the_review() -> None:
    review, issue = make_review(), make_issue()
    finding = Finding.objects.get()

    row = services.propose_workstream(
        review,
        Judged("new", "Nobody has it.", findings=(finding,)),
        title="Bikes in parks",
        issue=issue,
        on=TODAY,
        by=make_manager(),
        at=NOW,
    )

    issue.refresh_from_db()
    assert (row.outcome, issue.outcome) == ("new", "new")
    proposed = Event.objects.get(verb="review.proposed")
    assert proposed.cause == Event.objects.get(verb="issue.settled").cause
    assert "It came of E-001" in said(review_document(review, on=TODAY))
    with pytest.raises(Refused, match="Choose a finding"):
        services.propose_workstream(
            review,
            Judged("new", "Because"),
            title="X",
            on=TODAY,
            by=make_manager(),
            at=NOW,
        )


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "agreed"},
        {"document": "{}"},
    ],
)
def test_the_database_keeps_a_review_whole(wrong: dict[str, str]) -> None:
    make_review()
    with pytest.raises(IntegrityError), transaction.atomic():
        AnnualReview.objects.update(**wrong)


@pytest.mark.parametrize(
    "wrong",
    [{"outcome": "keep"}, {"judged_on": TODAY}, {"outcome": "new", "reasons": "x", "judged_on": TODAY}],
)  # fmt: skip
def test_the_database_keeps_an_outcome_whole(wrong: dict[str, object]) -> None:
    make_review()
    with pytest.raises(IntegrityError), transaction.atomic():
        StreamReview.objects.update(**wrong)


@pytest.mark.parametrize(
    "wrong",
    [{"outcome": "watch"}, {"likelihood": 6}, {"source": ""}, {"outcome": "taken", "outcome_words": "x", "settled_on": TODAY}],
)  # fmt: skip
def test_the_database_keeps_what_is_coming_whole(wrong: dict[str, object]) -> None:
    make_issue()
    with pytest.raises(IntegrityError), transaction.atomic():
        EmergingIssue.objects.update(**wrong)


@pytest.mark.slow
def test_the_manager_walks_a_review_from_opening_to_its_files_on_the_pages(
    client: Client,
) -> None:
    by, strategy = make_manager(), make_strategy(state="in_force")
    board = make_board()
    assert client.login(email=by.email, password=PASSWORD)
    assert "No review yet" in client.get("/board/reviews/").content.decode()
    given = {"year": "2026", "assessment": Assessment.objects.get().pk, "body": board.pk}  # fmt: skip

    opened = client.post("/board/reviews/add/", given)
    review = AnnualReview.objects.get()
    here = f"/board/reviews/{review.pk}/"
    assert opened["Location"] == here
    assert "No outcome yet" in client.get(here).content.decode()
    row = f"{here}workstreams/1/"
    page = client.get(row).content.decode()
    assert "Change by category" in page
    assert "No measure belongs to this workstream" in page
    assert "Choose a finding" in client.post(row, {"outcome": "keep", "reasons": WHY}).content.decode()  # fmt: skip
    finding = Finding.objects.get().pk
    assert client.post(row, {"outcome": "keep", "reasons": WHY, "findings": [finding]})["Location"] == here  # fmt: skip
    client.post(f"{here}new/", {"title": "Bikes", "reasons": "Seen.", "besides": "Wardens"})  # fmt: skip
    client.post(f"{here}agree/", {"approach": "Kept: it served."})

    tasks.write_paper_files.func("review", review.pk)
    page = client.get(here).content.decode()
    assert "Kept: it served." in page
    assert "Standing work" in page
    review.refresh_from_db()
    assert set(files_of(review)) == {"pdf", "docx"}
    pdf = client.get(f"{here}files/pdf/")
    assert b"".join(pdf.streaming_content)[:5] == b"%PDF-"  # type: ignore[attr-defined]
    assert client.get(f"{here}files/xlsx/").status_code == 404
    assert client.get(f"{here}workstreams/2/").status_code == 404
    assert strategy.title in page


def test_anybody_of_the_partnership_says_what_is_coming_and_the_manager_answers(
    client: Client,
) -> None:
    police, stream = on_seat("Police"), make_strategy(state="in_force").workstreams.get()  # fmt: skip
    assert client.login(email=police.email, password=PASSWORD)
    told = {"title": "Bikes", "source": "Wardens", "likelihood": "4", "impact": "3"}
    assert client.post("/board/coming/add/", told).status_code == 302
    assert client.get("/board/coming/E-001/settle/").status_code == 403

    manager = make_manager()
    assert client.login(email=manager.email, password=PASSWORD)
    assert "Say what becomes of it" in client.get("/board/coming/E-001/").content.decode()  # fmt: skip
    client.post("/board/coming/E-001/settle/", {"outcome": "taken", "workstream": stream.pk, "words": "It fits."})  # fmt: skip
    page = client.get("/board/coming/E-001/").content.decode()
    assert "Goes into a workstream" in page
    assert "Say what becomes of it" not in page


def test_what_is_coming_and_what_ran_out_of_time_stand_on_the_boards_first_page() -> (
    None
):
    by = make_manager()
    make_issue()
    clock = services.add_clock("A review is acknowledged", source="Section 3", days=2, are_working=True, by=by, at=NOW)  # fmt: skip
    services.start_clock(clock, about="Review 14", began_on=TODAY - timedelta(days=9), by=by, at=NOW)  # fmt: skip

    needs = {need.words: need.note for need in needs_of_boards(reader_of(by), on=TODAY)}

    assert needs["Review 14"] == "A review is acknowledged, due 17 November 2026, 6 days ago"  # fmt: skip
    assert "Neighbourhood police, Kingsholm, 30 days ago" in needs["E-001 Electric bikes without plates in the parks"]  # fmt: skip
    police = [need.words for need in needs_of_boards(reader_of(on_seat("Police")), on=TODAY)]  # fmt: skip
    assert "Review 14" not in police
