"""Scrutiny's clock, the duties of the year, section 17, exceptions, shared issues."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from tests.make import make_authorities, make_body, make_manager
from tests.make_board import TODAY, make_board, make_decision, on_seat
from tests.make_plan import make_action, make_strategy
from tests.partners.people import NOW, PASSWORD, make_agency

from goldthread.audit.models import Event
from goldthread.governance import rules, services
from goldthread.governance.models import (
    DutyDone,
    Recovery,
    ScrutinyRequest,
    Section17Check,
    SharedIssue,
)
from goldthread.governance.queries.duties import duties_page
from goldthread.partners.rules import Refused

pytestmark = pytest.mark.django_db


def make_scrutiny(**how: Any) -> ScrutinyRequest:
    """What the committee recommends."""
    usual: dict[str, Any] = {
        "committee": "Crime and disorder committee",
        "kind": "report",
        "asked": "Show the figures for each ward",
        "received_on": TODAY - timedelta(days=10),
        "by": make_manager(),
        "at": NOW,
    }
    return services.record_scrutiny(**usual | how)


@pytest.mark.covers("B8", "Z15")
def test_a_recommendation_is_due_within_28_days_whatever_day_it_asks_for() -> None:
    came = TODAY - timedelta(days=10)

    usual = make_scrutiny()
    sooner = make_scrutiny(wanted_by=came + timedelta(days=7))
    later = make_scrutiny(wanted_by=came + timedelta(days=60))

    due = [one.due_on - came for one in (usual, sooner, later)]
    assert [one.days for one in due] == [28, 7, 28]
    assert not ScrutinyRequest.objects.overdue(came + timedelta(days=28)).exists() or (
        ScrutinyRequest.objects.overdue(came + timedelta(days=28)).get() == sooner
    )
    assert ScrutinyRequest.objects.overdue(came + timedelta(days=29)).count() == 3


@pytest.mark.covers("Z17")
def test_a_local_clock_counts_working_days_over_bank_holidays() -> None:
    # Good Friday and Easter Monday of 2026 are 3 and 6 April.
    assert services.due_after("scrutiny information", date(2026, 4, 1)) == date(2026, 4, 17)  # fmt: skip
    services.set_clock(
        "scrutiny information", days=2, are_working=True, by=make_manager(), at=NOW
    )

    assert services.due_after("scrutiny information", date(2026, 4, 1)) == date(2026, 4, 7)  # fmt: skip


@pytest.mark.parametrize(
    ("key", "days", "said"),
    [
        ("scrutiny report", 40, "The law gives 28 days"),
        ("tea", 2, "Expected one of the clocks"),
        ("scrutiny information", 900, "from 1 to 366"),
    ],
)
def test_a_clock_that_cannot_run_so_is_refused(key: str, days: int, said: str) -> None:
    with pytest.raises(Refused, match=said):
        services.set_clock(key, days=days, are_working=False, by=make_manager(), at=NOW)


def test_scrutiny_is_answered_once_in_words_and_may_become_an_action() -> None:
    request, by = make_scrutiny(), make_manager()
    action = make_action()
    how = {"by": by, "at": NOW}

    with pytest.raises(Refused, match="Say what was answered"):
        services.answer_scrutiny(request, reply=" ", on=TODAY, **how)
    with pytest.raises(Refused, match="not in the days to come"):
        services.answer_scrutiny(request, reply="Yes", on=TODAY + timedelta(1), **how)
    services.answer_scrutiny(request, reply="Done", on=TODAY, action=action, **how)
    with pytest.raises(Refused, match="was answered on"):
        services.answer_scrutiny(request, reply="Again", on=TODAY, **how)

    kept = ScrutinyRequest.objects.get()
    assert kept.action == action
    assert Event.objects.get(verb="scrutiny.answered").actor_label == by.name


def test_names_go_to_scrutiny_for_a_reason_only() -> None:
    with pytest.raises(Refused, match="for a reason"):
        make_scrutiny(names_people=True)


def test_the_partnership_manager_keeps_the_log_of_duties() -> None:
    with pytest.raises(Refused, match="manager keeps"):
        make_scrutiny(by=on_seat("Police"))


@pytest.mark.covers("B9", "B10")
def test_the_duties_of_the_year_say_what_is_done_and_which_authority_was_missing() -> (
    None
):
    make_authorities()
    by = make_manager()
    council = make_agency()
    how = {"by": by, "at": NOW}
    services.record_duty("plan_sent", on=TODAY, words="To the commissioner", **how)
    with pytest.raises(Refused, match="who came for each"):
        services.record_duty("public_meeting", on=TODAY, words="Guildhall", **how)
    services.record_duty(
        "public_meeting",
        on=TODAY,
        words="Guildhall, advertised in the Courier",
        presences=[(council, "Chief executive")],
        **how,
    )

    stands = {line.words: line for line in duties_page(on=TODAY).duties}

    assert stands["The plan was sent to the policing body"].status.words == "Done"
    meeting = stands["A public meeting was held"]
    assert meeting.status.words == "Somebody was missing"
    assert "Saxonshire Police" in meeting.note
    committee = stands["The crime and disorder committee met"]
    assert committee.status.words == "Not done yet"


def test_a_duty_is_one_that_exists_and_that_was_done() -> None:
    how = {"words": "There", "by": make_manager(), "at": NOW}
    with pytest.raises(Refused, match="one of the duties"):
        services.record_duty("tea", on=TODAY, **how)
    with pytest.raises(Refused, match="still to come"):
        services.record_duty("summary", on=TODAY + timedelta(1), **how)
    assert not DutyDone.objects.exists()


def check_told(**how: Any) -> services.CheckTold:
    usual: dict[str, Any] = {
        "subject": "Street lamps off after midnight",
        "crime": "worse",
        "substance": "none",
        "reoffending": "none",
        "violence": "unknown",
        "reasons": "Darkness hides what happens",
        "mitigation": "Lamps stay on around the ranks",
    }
    return services.CheckTold(**usual | how)


@pytest.mark.covers("S31", "B12")
def test_a_decision_is_checked_under_four_heads_and_what_gets_worse_is_mitigated() -> (
    None
):
    by, decision = make_manager(), make_decision()
    with pytest.raises(Refused, match="Say what is done against that"):
        services.check_section_17(check_told(mitigation=""), on=TODAY, by=by, at=NOW)

    row = services.check_section_17(
        check_told(decision=decision, follow_up_on=TODAY), on=TODAY, by=by, at=NOW
    )

    assert duties_page(on=TODAY).share == "1 of 1 decisions of this year have a check."
    assert Section17Check.objects.to_follow_up(TODAY).get() == row
    with pytest.raises(Refused, match="what came of it"):
        services.follow_up_section_17(row, words=" ", on=TODAY, by=by, at=NOW)
    services.follow_up_section_17(row, words="Nothing rose", on=TODAY, by=by, at=NOW)
    assert not Section17Check.objects.to_follow_up(TODAY).exists()


def make_exception() -> Recovery:
    """The mentors are late."""
    return services.raise_exception(
        make_board(),
        title="The mentors are a year late",
        words="No post is filled",
        on=TODAY - timedelta(days=9),
        action=make_action(),
        by=make_manager(),
        at=NOW,
    )


def step(found: Recovery, to: str, **how: Any) -> Recovery:
    usual = {"words": "Said", "on": TODAY, "by": make_manager(), "at": NOW}
    return services.take_step(found, to=to, **usual | how)


@pytest.mark.covers("S49")
def test_an_exception_is_challenged_supported_recovers_and_is_closed_each_on_its_day() -> (
    None
):
    found = make_exception()
    assert found.agency == make_agency()

    step(found, "challenged", on=TODAY - timedelta(days=5))
    step(found, "supported", due_on=TODAY + timedelta(days=60))
    step(found, "recovering")
    closed = step(found, "closed")

    told = closed.steps.order_by("pk")
    assert [one.state for one in told] == ["raised", "challenged", "supported", "recovering", "closed"]  # fmt: skip
    assert not Recovery.objects.open().exists()
    assert Event.objects.filter(verb="exception.stepped").count() == 4


LEGAL = {(a, b) for a, after in rules.NEXT.items() for b in after}


@pytest.mark.parametrize("start", list(rules.NEXT))
@pytest.mark.parametrize("end", list(rules.NEXT))
def test_every_step_that_may_not_follow_is_refused(start: str, end: str) -> None:
    ways = {
        "raised": (),
        "challenged": ("challenged",),
        "supported": ("challenged", "supported"),
        "recovering": ("challenged", "supported", "recovering"),
        "closed": ("closed",),
    }
    found = make_exception()
    for to in ways[start]:
        found = step(found, to, due_on=TODAY)

    if (start, end) in LEGAL:
        assert step(found, end, due_on=TODAY).state == end
    else:
        with pytest.raises(Refused, match="It can become"):
            step(found, end, due_on=TODAY)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"words": ""}, "Say what was said"),
        ({"on": TODAY + timedelta(1)}, "not in the days to come"),
        ({"on": TODAY - timedelta(days=30)}, "after the one before"),
    ],
)
def test_a_step_says_something_on_a_day_in_order(
    how: dict[str, Any], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        step(make_exception(), "challenged", **how)


def test_support_says_by_when_it_should_show_and_a_step_is_one_that_exists() -> None:
    found = step(make_exception(), "challenged")
    with pytest.raises(Refused, match="by when"):
        step(found, "supported")
    with pytest.raises(Refused, match="Expected one of"):
        step(found, "forgotten")


@pytest.mark.covers("S112")
def test_a_shared_issue_has_exactly_one_lead_whatever_anybody_does() -> None:
    board, other, by = make_board(), make_body("Safeguarding Together"), make_manager()
    how = {"title": "Exploitation", "agreed_on": TODAY, "by": by, "at": NOW}

    with pytest.raises(Refused, match="at least one other"):
        services.share_issue(lead=board, supports=[], **how)
    with pytest.raises(Refused, match="does not support as well"):
        services.share_issue(lead=board, supports=[board], **how)
    services.share_issue(lead=board, supports=[other], **how)
    services.share_issue(lead=other, supports=[board], **how)

    issue = SharedIssue.objects.get()
    assert (issue.lead, list(issue.supports.all())) == (other, [board])
    with pytest.raises(IntegrityError), transaction.atomic():
        SharedIssue.objects.update(lead=None)


def test_duties_scrutiny_section_17_and_exceptions_are_kept_on_their_pages(
    client: Client,
) -> None:
    make_authorities()
    board, by = make_board(), make_manager()
    action = make_action()
    assert client.login(email=by.email, password=PASSWORD)
    today = timezone.localdate()
    day = {"on_day": str(today.day), "on_month": str(today.month), "on_year": str(today.year)}  # fmt: skip
    came = {key.replace("on_", "received_on_"): value for key, value in day.items()}
    sends: tuple[tuple[str, dict[str, Any]], ...] = (
        ("/board/duties/add/", {"kind": "summary", "words": "On the site", **day}),
        ("/board/scrutiny/add/", {"committee": "Scrutiny", "kind": "report", "asked": "Figures by ward", **came}),
        ("/board/scrutiny/s-001/answer/", {"reply": "Here they are", "action": action.reference, **day}),
        ("/board/section-17/add/", {"subject": "Lamps", "crime": "better", "substance": "none", "reoffending": "none", "violence": "none", "reasons": "Light"}),
        ("/board/section-17/c-001/outcome/", {"words": "It held"}),
        ("/board/exceptions/add/", {"body": board.pk, "title": "Late", "action": action.reference, "words": "A year"}),
        ("/board/exceptions/x-001/challenged/", {"words": "Why so late?"}),
        ("/board/exceptions/share/", {"title": "Exploitation", "lead": board.pk, "supports": [make_body("Safeguarding Together").pk]}),
    )  # fmt: skip
    for address, given in sends:
        answer = client.post(address, given)
        assert answer.status_code == 302, (address, answer.content.decode())

    shown = "".join(
        client.get(address).content.decode()
        for address in (
            "/board/duties/",
            "/board/exceptions/",
            "/board/scrutiny/s-001/",
            "/board/section-17/c-001/",
            "/board/exceptions/x-001/",
        )
    )
    for words in ("On the site", "Figures by ward", "Here they are", "It held", "Why so late?", "Exploitation", "Answered in time"):  # fmt: skip
        assert words in shown
    refused = client.post("/board/exceptions/x-001/closed/", {"words": ""})
    assert "gt-" in refused.content.decode()
    assert Recovery.objects.get().state == "challenged"


@pytest.mark.covers("S31", "B12")
def test_a_decision_leads_to_its_section_17_check_and_shows_it_afterwards(
    client: Client,
) -> None:
    decision, by = make_decision(), make_manager()
    assert client.login(email=by.email, password=PASSWORD)
    here, form = "/board/decisions/D-001/", "/board/section-17/add/?decision=d-001"
    assert "Check it under section 17" in client.get(here).content.decode()
    assert decision.title in client.get(form).content.decode()

    heads = dict.fromkeys(("crime", "substance", "reoffending", "violence"), "none")
    sent = client.post(form, {"subject": decision.title, "decision": decision.pk, "reasons": "It changes nothing.", **heads})  # fmt: skip

    assert sent.status_code == 302
    page = client.get(here).content.decode()
    assert "C-001" in page
    assert "Check it under section 17" not in page


@pytest.mark.covers("S112")
def test_a_shared_issue_is_changed_from_the_register_and_has_one_lead(
    client: Client,
) -> None:
    board, other, by = make_board(), make_body("Safeguarding Together"), make_manager()
    services.share_issue(title="Children and drugs", lead=board, supports=[other], words="By place", agreed_on=TODAY, by=by, at=NOW)  # fmt: skip
    issue = SharedIssue.objects.get()
    assert client.login(email=by.email, password=PASSWORD)
    assert f"/board/exceptions/share/?issue={issue.pk}" in client.get("/board/exceptions/").content.decode()  # fmt: skip
    page = client.get(f"/board/exceptions/share/?issue={issue.pk}").content.decode()
    assert "Children and drugs" in page

    client.post(f"/board/exceptions/share/?issue={issue.pk}", {"title": issue.title, "lead": other.pk, "supports": [board.pk]})  # fmt: skip

    issue = SharedIssue.objects.get()
    assert (issue.lead, list(issue.supports.all())) == (other, [board])


@pytest.mark.covers("S49")
def test_an_exception_can_be_of_a_whole_workstream(client: Client) -> None:
    stream = make_strategy(state="in_force").workstreams.get()
    by, board = make_manager(), make_board()
    assert client.login(email=by.email, password=PASSWORD)

    client.post("/board/exceptions/add/", {"body": board.pk, "title": "It stands still", "workstream": stream.pk, "words": "No action moved in a quarter."})  # fmt: skip

    found = Recovery.objects.get()
    assert found.workstream == stream
    assert "Standing work" in client.get("/board/exceptions/X-001/").content.decode()
