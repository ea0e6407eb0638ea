"""What the plan's pages are told: filters, orders, sums, threads, histories, calendars."""

from datetime import date, timedelta
from typing import Any

import icalendar
import pytest
from django.db import connection
from tests.make import make_manager
from tests.make_plan import (
    TODAY,
    days_ago,
    make_action,
    make_area,
    make_police_lead,
    make_report,
    make_strategy,
    make_workstream,
)
from tests.partners.people import NOW, make_agency, make_person

from goldthread.delivery import feeds, queries, services
from goldthread.delivery.models import Action, CalendarFeed, PlanSettings
from goldthread.delivery.queries.filters import needed, ordered
from goldthread.delivery.working_calendar import bank_holidays, days_off
from goldthread.partners.services import end_appointment
from goldthread.strategy.models import Evidence

pytestmark = pytest.mark.django_db


def titles(**asked: str) -> list[str]:
    """The titles a filter in the address finds, in its order."""
    found = queries.filter_from(asked)
    settings = PlanSettings()
    rows = queries.selected(found, on=TODAY, settings=settings)
    rows = ordered(rows, found, on=TODAY, settings=settings)
    return [each.title for each in rows]


@pytest.fixture
def plan() -> dict[str, Action]:
    """Six actions, each of which stands in its own way."""
    make_strategy(state="in_force")
    violence = make_workstream("Safer evenings", priority=1, also=2)
    homes = make_workstream("Safer homes", priority=2)
    police = make_agency("Saxonshire Police")
    owner = make_person("owner@example.org", name="Noor Ashby", role="practitioner")
    yesterday, soon = TODAY - timedelta(days=1), TODAY + timedelta(days=20)
    made = {
        "late": make_action("Late", workstream=violence, due_on=yesterday),
        "risky": make_action("Risky", workstream=violence, owner=owner, due_on=soon),
        "quiet": make_action("Quiet", workstream=homes, at=days_ago(61)),
        "fine": make_action(
            "Fine",
            workstream=homes,
            kind="enforcement",
            lead_agency=police,
            areas=[make_area()],
            due_on=TODAY + timedelta(days=200),
        ),
        "done": make_action("Done", workstream=homes, due_on=yesterday),
        "ours": make_action(
            "Ours 100%", workstream=homes, community_owner="Friends of the Canal"
        ),
    }
    make_report(made["late"])
    make_report(made["risky"], status="at_risk", text="The funding is late")
    make_report(made["fine"])
    make_report(made["done"], status="complete")
    return made


@pytest.mark.covers("S104", "S45")
@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"needs": "overdue"}, {"Late"}),
        ({"needs": "at_risk"}, {"Risky"}),
        ({"needs": "silent"}, {"Quiet"}),
        ({"needs": "any"}, {"Late", "Risky", "Quiet"}),
        ({"silent": "chair"}, {"Quiet"}),
        ({"due": "month"}, {"Risky"}),
        ({"due": "quarter"}, {"Risky"}),
        ({"due": "later"}, {"Fine"}),
        ({"due": "none"}, {"Quiet", "Ours 100%"}),
        ({"status": "complete"}, {"Done"}),
        ({"kind": "enforcement"}, {"Fine"}),
        ({"led": "community"}, {"Ours 100%"}),
        ({"led": "agency"}, {"Late", "Risky", "Quiet", "Fine", "Done"}),
        ({"text": "RISK"}, {"Risky"}),
        ({"text": "a-001"}, {"Late"}),
        ({"text": "100%"}, {"Ours 100%"}),
        ({"text": "canal"}, {"Ours 100%"}),
        ({"owner": "0"}, {"Late", "Quiet", "Fine", "Done", "Ours 100%"}),
        ({"origin": "plan"}, set()),
    ],
)
def test_a_filter_finds_what_its_words_say(
    asked: dict[str, str], found: set[str]
) -> None:
    assert set(titles(**asked)) == found


def test_a_filter_by_thing_finds_what_belongs_to_it(plan: dict[str, Action]) -> None:
    fine, risky = plan["fine"], plan["risky"]
    strategy = fine.workstream.strategy
    by_priority = {
        number: set(titles(priority=str(strategy.priorities.get(number=number).pk)))
        for number in (1, 2)
    }

    assert by_priority[1] == {"Late", "Risky"}  # by the primary link alone
    assert by_priority[2] == {"Quiet", "Fine", "Done", "Ours 100%"}
    assert titles(agency=str(fine.lead_agency_id)) == ["Fine"]
    assert titles(area=str(make_area().pk)) == ["Fine"]
    assert titles(owner=str(risky.owner_id)) == ["Risky"]
    assert set(titles(workstream=str(risky.workstream_id))) == {"Late", "Risky"}
    assert len(titles(strategy=str(strategy.pk))) == 6


@pytest.mark.usefixtures("plan")
def test_what_needs_attention_comes_first_and_what_is_over_last() -> None:
    assert titles() == ["Late", "Risky", "Quiet", "Fine", "Ours 100%", "Done"]
    assert titles(sort="due")[0] == "Late"
    assert titles(sort="reference")[:2] == ["Late", "Risky"]
    assert titles(sort="heard")[0] == "Quiet"
    assert titles(sort="agency")[0] == "Late"


@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize(
    "value", ["-1", "1 OR 1=1", "9" * 30, "née", "\x00", "due_on DESC", "<script>"]
)
def test_an_address_that_means_nothing_is_named_and_left_out(value: str) -> None:
    for name in ("workstream", "owner", "sort", "status", "needs", "silent"):
        found = queries.filter_from({name: value})

        assert found.not_understood == (name,)
        assert len(titles(**{name: value})) == 6


def test_a_filter_writes_the_address_that_asks_for_it() -> None:
    found = queries.filter_from({"owner": "0", "needs": "silent", "text": "a & b"})

    assert found.address() == "owner=0&needs=silent&text=a+%26+b"
    assert found.address(needs="") == "owner=0&text=a+%26+b"
    assert found.is_narrowed
    assert not queries.filter_from({"sort": "due"}).is_narrowed


def test_the_first_page_says_what_needs_me_and_how_many_of_what(
    plan: dict[str, Action],
) -> None:
    owner = plan["risky"].owner
    assert owner is not None
    owner.acting = owner.appointments.get()

    page = queries.plan_page(queries.filter_from({}), person=owner, page=None, on=TODAY)

    # What nobody owns and the own agency leads is theirs to look at, too.
    assert [line.title for line in page.mine] == ["Late", "Risky", "Quiet"]
    assert {tab.words: tab.count for tab in page.tabs} == {
        "All": 6,
        "Needs attention": 3,
        "Overdue": 1,
        "At risk or off track": 1,
        "Silent": 1,
    }
    assert page.total == 6
    quiet = next(line for line in page.lines if line.title == "Quiet")
    assert [each.words for each in quiet.statuses] == ["Not started", "Silent"]
    assert quiet.silent_days == 61


def test_the_page_of_a_plan_shows_the_strategy_in_force_and_others_on_request(
    plan: dict[str, Action],
) -> None:
    old = make_strategy(title="Safer Saxonbridge 2023 to 2026", state="draft")
    make_action("Of old", workstream=make_workstream("Old", strategy=old))
    person = make_manager()

    def shown(**asked: str) -> list[str]:
        page = queries.plan_page(
            queries.filter_from(asked), person=person, page=None, on=TODAY
        )
        return [line.title for line in page.lines]

    assert len(shown()) == len(plan)
    assert shown(strategy=str(old.pk)) == ["Of old"]


@pytest.mark.usefixtures("plan")
@pytest.mark.covers("S54", "C34")
def test_sums_over_priorities_workstreams_and_agencies_are_the_whole() -> None:
    found = queries.summary(queries.filter_from({}), on=TODAY)

    assert (found.whole.total, found.whole.complete) == (6, 1)
    assert (found.whole.overdue, found.whole.at_risk, found.whole.silent) == (1, 1, 1)
    for lines in (found.priorities, found.workstreams, found.agencies):
        for part in ("total", "complete", "overdue", "at_risk", "silent"):
            parts = sum(getattr(line, part) for line in lines)
            assert parts == getattr(found.whole, part)
    assert [(line.name, line.total) for line in found.priorities] == [
        ("Violence", 2),
        ("Neighbourhood crime", 4),
    ]
    assert found.agencies[0].name == "Saxonbridge City Council"
    assert found.agencies[-1].name == "The community, without an agency"
    assert found.in_year == 6


@pytest.mark.usefixtures("plan")
@pytest.mark.covers("S54")
def test_a_kind_of_action_that_nobody_does_is_flagged_in_a_sentence() -> None:
    found = queries.summary(queries.filter_from({}), on=TODAY)

    assert {kind.name: kind.total for kind in found.kinds} == {
        "Prevention": 5,
        "Early help": 0,
        "Intervention": 0,
        "Enforcement": 1,
        "Enabling": 0,
    }
    assert found.balance == (
        "No action is early help, intervention and enabling: ask whether that is meant."
    )
    for kind in ("early_help", "intervention", "enabling"):
        make_action(kind=kind)
    again = queries.summary(queries.filter_from({}), on=TODAY)
    assert again.balance == "Every kind of action is in the plan."


@pytest.mark.usefixtures("plan")
@pytest.mark.covers("S18")
def test_the_plan_shows_how_much_of_it_the_community_leads() -> None:
    found = queries.summary(queries.filter_from({}), on=TODAY)

    assert found.community_words == (
        "1 of 6 actions is led by the community itself (17\N{NO-BREAK SPACE}%)."
    )


def test_an_empty_plan_has_sums_too() -> None:
    found = queries.summary(queries.filter_from({}), on=TODAY)

    assert found.whole.total == 0
    assert found.balance == "There is no action yet, so there is no balance to show."
    assert found.community_words == ""


@pytest.mark.usefixtures("plan")
def test_the_printed_plan_stands_in_the_order_of_the_strategy() -> None:
    found = queries.printed_plan(queries.filter_from({}), on=TODAY)

    assert [(each.priority, each.workstream) for each in found.groups] == [
        ("Violence", "Safer evenings"),
        ("Neighbourhood crime", "Safer homes"),
    ]
    assert [line.reference for line in found.groups[0].lines] == ["A-001", "A-002"]
    assert found.total == 6


def test_the_thread_of_an_action_goes_up_to_why_and_says_where_it_is_broken() -> None:
    workstream = make_workstream(also=2)
    action = make_action(workstream=workstream)
    person = make_manager()

    def steps() -> list[tuple[str, str]]:
        found = queries.action_named(action.reference.lower())
        assert found is not None
        page = queries.action_page(found, person=person, on=TODAY)
        return [(step.kind, step.words) for step in page.steps]

    assert steps() == [
        ("Why", "No reason is given: the thread is broken here"),
        ("Priority", "Violence"),
        ("Outcome", "None named: the thread is broken here"),
        ("Workstream", "Safer evenings"),
        ("Action", "A-001 Open a taxi marshal scheme"),
    ]
    priority = workstream.strategy.priorities.get(number=1)
    evidence = Evidence.objects.create(
        strategy=workstream.strategy,
        number=1,
        kind="qualitative",
        category="concerns",
        text="Residents avoid the rank at night",
        source="Survey, May 2026",
        strength="fair",
        added_at=NOW,
    )
    evidence.priorities.add(priority)
    assert steps()[0] == ("Evidence", "What its priority rests on")
    assert steps()[1] == ("Why", "No reason is given: the thread is broken here")
    services.change_action(
        action,
        seen=1,
        reason="Named",
        why="Survey of May",
        outcome=priority.outcomes.get(),
        by=None,
        at=NOW,
    )
    assert steps()[0] == ("Why", "Survey of May")
    assert steps()[2] == ("Outcome", "Fewer people are harmed: Violence")


def test_an_action_tells_its_whole_history_the_newest_first() -> None:
    manager = make_manager()
    action = make_action(at=days_ago(70), by=manager)
    services.note_chase(
        action, level="owner", on=TODAY - timedelta(days=30), by=None, at=days_ago(30)
    )
    make_report(action, by=manager, at=days_ago(20), next_step="More of it")
    action.refresh_from_db()
    services.change_action(
        action,
        seen=action.version,
        reason="Later",
        due_on=date(2027, 1, 31),
        by=manager,
        at=days_ago(3),
    )

    found = queries.action_named("A-001")
    assert found is not None
    page = queries.action_page(found, person=manager, on=TODAY)

    assert [(entry.who, entry.words) for entry in page.history] == [
        ("Amar Tolliver", "Due: 31 January 2027"),
        ("Amar Tolliver", "On track, 40 per cent"),
        ("Goldthread", "Silent since 14 September 2026: the owner was told"),
        ("Amar Tolliver", "Put into the plan"),
    ]
    assert page.history[1].text == "Two marshals are trained. Next: More of it"
    assert page.due_words == "Due 31 January 2027, in 46 working days"


@pytest.mark.covers("Z17")
def test_days_off_are_the_bank_holidays_and_the_closures_of_the_area() -> None:
    closed = date(2026, 12, 29)
    services.add_closure(
        on=closed, words="Council offices closed", by=make_manager(), at=NOW
    )

    found = days_off(around=TODAY)

    assert {closed, date(2026, 12, 25), date(2026, 12, 28), date(2027, 3, 29)} <= found
    assert date(2026, 12, 30) not in found
    assert date(2026, 8, 31) in bank_holidays(2026, 2026)


def calendar(feed: CalendarFeed) -> dict[str, Any]:
    """The feed read back as a calendar reads it: what by which day."""
    written = feeds.calendar_of(feed, base="https://plan.example.org", at=NOW)
    parsed = icalendar.Calendar.from_ical(written)
    return {
        str(event["summary"]): (event.decoded("dtstart"), event.decoded("dtend"))
        for event in parsed.walk("VEVENT")
    }


def test_a_calendar_reads_due_dates_and_milestones_as_whole_days_without_people(
    plan: dict[str, Action],
) -> None:
    owner = plan["risky"].owner
    assert owner is not None
    services.add_milestone(
        plan["risky"], title="Staff hired", due_on=TODAY, by=None, at=NOW
    )
    mine = services.open_feed(owner, scope="mine", by=owner, at=NOW)
    whole = services.open_feed(owner, scope="plan", by=owner, at=NOW)

    own = feeds.open_feed_of(mine, on=TODAY)
    every = feeds.open_feed_of(whole, on=TODAY)

    assert own is not None
    assert every is not None
    due = TODAY + timedelta(days=20)
    assert calendar(own) == {
        "A-002 due: Risky": (due, due + timedelta(days=1)),
        "A-002 milestone: Staff hired": (TODAY, TODAY + timedelta(days=1)),
    }
    assert calendar(every).keys() == {
        "A-001 due: Late",
        "A-002 due: Risky",
        "A-002 milestone: Staff hired",
        "A-004 due: Fine",
    }
    written = feeds.calendar_of(every, base="https://plan.example.org", at=NOW)
    assert b"Noor" not in written
    assert b"URL:https://plan.example.org/plan/A-001/" in written


def test_a_secret_address_opens_nothing_once_it_is_closed_or_its_owner_has_left() -> (
    None
):
    person = make_manager()
    first = services.open_feed(person, scope="plan", by=person, at=NOW)
    second = services.open_feed(person, scope="plan", by=person, at=NOW)
    assert feeds.open_feed_of(first, on=TODAY) is None
    opened = feeds.open_feed_of(second, on=TODAY)
    assert opened is not None
    assert second not in str(CalendarFeed.objects.values())

    end_appointment(person.appointments.get(), on=date(2026, 11, 1), by=None, at=NOW)
    assert feeds.open_feed_of(second, on=TODAY) is None
    services.revoke_feed(opened, by=person, at=NOW)
    assert feeds.open_feed_of(second, on=date(2026, 10, 1)) is None


def test_a_stranger_of_the_plan_reads_no_calendar() -> None:
    person = make_person("admin@example.org", role="sysadmin")
    secret = services.open_feed(person, scope="plan", by=person, at=NOW)

    assert feeds.open_feed_of(secret, on=TODAY) is None
    assert feeds.open_feed_of("", on=TODAY) is None


def test_an_agency_lead_sees_what_the_agency_leads_and_nobody_owns() -> None:
    lead = make_police_lead()
    make_action("Ours", lead_agency=lead.acting.agency, due_on=days_ago(2).date())
    make_action("Theirs", due_on=days_ago(2).date())

    page = queries.plan_page(queries.filter_from({}), person=lead, page="7", on=TODAY)

    assert [line.title for line in page.mine] == ["Ours"]
    assert page.page.number == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_what_was_counted_is_counted_again_after_every_kind_of_write() -> None:
    manager = make_manager()
    action = make_action(due_on=TODAY - timedelta(days=1))

    def counts() -> dict[str, int | None]:
        page = queries.plan_page(
            queries.filter_from({}), person=manager, page=None, on=TODAY
        )
        sums = queries.summary(queries.filter_from({}), on=TODAY)
        assert sums.whole.total == page.total
        return {tab.words: tab.count for tab in page.tabs}

    assert counts() == counts()
    assert counts()["Overdue"] == 1
    make_action("Another", due_on=TODAY - timedelta(days=1))
    assert counts()["Overdue"] == 2
    make_report(action, status="complete")
    assert counts()["Overdue"] == 1
    services.delete_action(action, reason="Twice", by=manager, at=NOW)
    assert counts()["All"] == 1
    services.restore_action(action, by=manager, at=NOW)
    assert counts()["All"] == 2
    services.set_silence(owner_days=1, lead_days=2, chair_days=3, by=manager, at=NOW)
    make_action("Quiet", at=days_ago(2))
    assert counts()["Silent"] == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite says how it looks")
def test_counts_and_order_never_read_the_actions_themselves() -> None:
    settings = PlanSettings()
    scope = queries.PlanFilter(strategy=make_strategy().pk)
    found = queries.selected(scope, on=TODAY, settings=settings)
    keys = ordered(found, scope, on=TODAY, settings=settings).values_list("pk")

    for asked in (keys, found.filter(needed(TODAY, settings)["any"]).values("pk")):
        assert "USING COVERING INDEX actions_counted" in asked.explain()
