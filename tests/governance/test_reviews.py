"""The yearly review: findings meet each workstream, exactly one outcome each; what is coming."""

import re
import uuid
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests.make import make_manager
from tests.make_board import TODAY, make_board, make_decision, on_seat
from tests.make_numbers import QUIET, make_indicator, make_readings
from tests.make_plan import make_action, make_strategy, make_workstream
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
from goldthread.governance.queries.carried_out import carried_out
from goldthread.governance.queries.reviews import reviews_page
from goldthread.governance.rules import reader_of
from goldthread.governance.services import Judged
from goldthread.partners.models import Person
from goldthread.partners.rules import Refused
from goldthread.strategy import services as steering
from goldthread.strategy.models import Strategy, Workstream

pytestmark = pytest.mark.django_db
WHY = "It reaches who it should, and the figures moved."
OPENED = steering.WorkstreamTold(
    title="Bikes in parks", priorities=(), primary=None, opened_on=date(2026, 12, 1)
)


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
    assert "Close from 1 April 2027: It did what it was for." in words
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


# ------------------------------------------------------ carried out in the strategy


def judged_review(outcome: str, **how: object) -> AnnualReview:
    """A review in which one workstream goes on and "Safer evenings" gets this outcome."""
    make_workstream("Safer evenings", strategy=make_strategy(state="in_force"))
    review = make_review()
    for row in review.streams.order_by("number"):
        speaks = {"findings": (), "besides": "The leads' workshop"}
        if row.title == "Safer evenings":
            judge(row, outcome, **speaks | how)
        else:
            judge(row, **speaks)
    return review


def asked_of(review: AnnualReview, by: Person | None = None) -> list[tuple[str, str]]:
    """What a review asks of the strategy: how that stands, and the click."""
    found = carried_out(review, by=by or make_manager(), on=TODAY).asked
    return [(one.status.words, one.act.words if one.act else "") for one in found]


@pytest.mark.covers("S10", "S9")
def test_what_a_review_closes_is_closed_in_the_strategy_in_the_same_act() -> None:
    review = judged_review(
        "close", reasons="Its work is done.", from_on=date(2027, 1, 1)
    )

    agreed = services.agree_and_close(
        review, approach="Kept.", on=TODAY, by=make_manager(), at=NOW
    )

    stream = Workstream.objects.get(title="Safer evenings")
    assert stream.closed_on == date(2027, 1, 1)
    assert stream.close_reason == f"{agreed}: Its work is done."
    assert asked_of(agreed) == [("Closed from 1 January 2027", "")]
    closed = Event.objects.get(verb="workstream.closed")
    assert closed.cause == Event.objects.get(verb="review.agreed").cause
    kept = Workstream.objects.get(title="Standing work")
    assert kept.closed_on is None


def test_where_the_strategy_refuses_a_closure_the_review_is_not_agreed_either() -> None:
    review = judged_review("close", from_on=date(2020, 1, 1))  # before it opened

    with (
        pytest.raises(Refused, match="Close it on that day or later"),
        transaction.atomic(),
    ):
        services.agree_and_close(review, approach="Kept.", on=TODAY, by=make_manager(), at=NOW)  # fmt: skip

    review.refresh_from_db()
    assert review.state == "open"


def test_what_closes_says_from_when_and_without_a_day_it_is_when_the_year_is_over() -> (
    None
):
    review = judged_review("close")

    row = review.streams.get(title="Safer evenings")
    assert row.from_on == date(2027, 4, 1)
    assert (
        judge(row, "keep", besides="The same").from_on is None
    )  # said again, it closes no more


@pytest.mark.covers("S10")
def test_a_change_waits_until_the_strategy_says_something_else() -> None:
    review = agree(judged_review("change", reasons="Vans, not cars."))
    assert asked_of(review) == [("Not carried out yet", "Change it in the strategy")]
    assert [need.note for need in reviews_page(on=TODAY).needs] == [
        "1 of its outcomes is not carried out in the strategy yet"
    ]

    stream = Workstream.objects.get(title="Safer evenings")
    priority = stream.priorities.get()
    told = steering.WorkstreamTold(
        title=stream.title,
        purpose="Vans, and the tools in them",
        priorities=[priority],
        primary=priority,
        opened_on=stream.opened_on,
    )
    steering.change_workstream(stream, told, by=make_manager(), at=NOW)

    assert asked_of(review) == [("Changed in the strategy since", "")]
    assert reviews_page(on=TODAY).needs == ()


@pytest.mark.covers("S10", "S50")
def test_a_new_workstream_is_opened_in_the_strategy_from_the_page_of_the_review(
    client: Client,
) -> None:
    review = judged_review("keep")
    services.propose_workstream(
        review,
        Judged("new", "Nobody has it.", besides="Wardens", from_on=date(2026, 12, 1)),
        title="Bikes in parks",
        on=TODAY,
        by=make_manager(),
        at=NOW,
    )
    row = review.streams.get(outcome="new")
    here = f"/board/reviews/{review.pk}/"
    client.force_login(make_manager())
    assert client.get(f"{here}new/{row.number}/")["Location"] == here  # not agreed yet
    review = agree(review)

    page = client.get(f"{here}new/{row.number}/").content.decode()
    assert 'value="Bikes in parks"' in page and "Nobody has it." in page
    priority = review.strategy.priorities.get(number=1)
    sent = {
        "title": "Bikes in parks",
        "purpose": "Riders, dealers, and who lends",
        "priorities": [priority.pk],
        "primary": priority.pk,
        "opened_on_day": "1",
        "opened_on_month": "12",
        "opened_on_year": "2026",
    }
    assert client.post(f"{here}new/{row.number}/", sent)["Location"] == here

    made = Workstream.objects.get(title="Bikes in parks")
    row.refresh_from_db()
    assert row.became == made and made.opened_on == date(2026, 12, 1)
    assert asked_of(review) == [("Opened from 1 December 2026", "")]
    opened = Event.objects.get(verb="review.carried_out")
    assert opened.cause == Event.objects.filter(verb="workstream.opened").order_by("pk").last().cause  # type: ignore[union-attr]  # fmt: skip
    with pytest.raises(Refused, match="was opened as"):
        services.open_proposed(row, OPENED, by=make_manager(), at=NOW)


def test_the_click_leads_to_the_strategys_own_form_with_day_and_reason_filled_in(
    client: Client,
) -> None:
    review = agree(judged_review("close", reasons="Its work is done."))
    client.force_login(make_manager())
    here = f"/board/reviews/{review.pk}/"
    page = client.get(here).content.decode()
    assert "1 of 1 not carried out yet" in page
    address = unescape(re.findall(r'href="([^"]+/close/\?[^"]+)"', page)[0])

    form = client.get(address).content.decode()
    named = re.findall(r'<input[^>]*name="on_[^>]*>', form)
    boxes = [re.findall(r'value="(\d+)"', each)[0] for each in named]
    reason = re.search(r"<textarea[^>]*name=\"reason\"[^>]*>\s*([^<]*)", form)
    assert boxes == ["1", "4", "2027"]
    assert reason is not None and unescape(reason[1]) == f"{review}: Its work is done."
    sent = {"on_day": "1", "on_month": "4", "on_year": "2027"}
    sent |= {"reason": unescape(reason[1]), "once": str(uuid.uuid4())}
    client.post(address, sent)

    page = client.get(here).content.decode()
    assert "all of it is carried out" in page and "Closed from 1 April 2027" in page


def test_who_does_not_write_the_strategy_sees_what_waits_and_no_click() -> None:
    review = agree(judged_review("change"))
    row = review.streams.get(outcome="change")

    assert asked_of(review, by=on_seat("Police")) == [("Not carried out yet", "")]
    with pytest.raises(Refused, match="Whoever writes the strategy"):
        services.open_proposed(row, OPENED, by=on_seat("Police"), at=NOW)


def test_only_what_is_new_is_opened_as_a_workstream() -> None:
    make_review()
    with pytest.raises(IntegrityError), transaction.atomic():
        StreamReview.objects.update(became=Workstream.objects.get())


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
    [{"outcome": "keep"}, {"judged_on": TODAY}, {"outcome": "new", "reasons": "x", "judged_on": TODAY}, {"from_on": TODAY}],
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
