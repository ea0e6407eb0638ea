"""Actions: put in, changed with a reason, taken out and back; by those who may."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.make import make_manager
from tests.make_plan import (
    TODAY,
    make_action,
    make_area,
    make_police_lead,
    make_report,
    make_strategy,
    make_workstream,
)
from tests.partners.people import NOW, make_agency, make_person

from goldthread.audit.models import Event
from goldthread.delivery import rules, services
from goldthread.delivery.models import Action, Change
from goldthread.partners.rules import Refused

pytestmark = pytest.mark.django_db


def changed(action: Action, **told: Any) -> Action:
    """The action changed by the partnership manager, seen as it is."""
    how = {"seen": action.version, "reason": "Agreed on Monday", "by": None, "at": NOW}
    return services.change_action(action, **how | told)


@pytest.mark.covers("C40", "S104")
def test_an_action_holds_everything_that_an_action_plan_asks_for() -> None:
    workstream = make_workstream()
    owner = make_manager()
    police = make_agency("Saxonshire Police")
    outcome = workstream.strategy.priorities.get(number=1).outcomes.get()

    action = make_action(
        workstream=workstream,
        detail="At the rank by the viaduct, Fridays and Saturdays.",
        kind="prevention",
        why="Residents' survey of May 2026, question 7",
        outcome=outcome,
        intended="People get home unharmed",
        measure="Violence recorded at the rank",
        owner=owner,
        support_agencies=[police],
        areas=[make_area()],
        start_on=date(2026, 12, 1),
        due_on=date(2027, 3, 31),
        cost_pounds=Decimal("12500"),
        funder="Police and crime commissioner",
        by=owner,
    )

    kept = Action.objects.get(pk=action.pk)
    assert kept.reference == "A-001"
    assert list(kept.support_agencies.all()) == [police]
    assert list(kept.areas.all()) == [make_area()]
    assert (kept.status, kept.percent, kept.version) == ("not_started", 0, 1)
    assert kept.outcome == outcome
    event = Event.objects.get(verb="action.added")
    assert event.subject_label == "A-001 Open a taxi marshal scheme"
    assert event.actor_label == owner.name


def test_references_follow_each_other_and_are_never_given_twice() -> None:
    first, second = make_action(), make_action("Light the underpass")
    manager = make_manager()
    services.delete_action(second, reason="Twice in the plan", by=manager, at=NOW)
    services.purge_deleted(NOW + timedelta(days=31))

    third = make_action("Train door staff")

    assert [first.reference, third.reference] == ["A-001", "A-003"]
    assert not Action.objects.filter(reference="A-002").exists()


@pytest.mark.covers("S104")
def test_what_comes_after_the_strategy_is_in_force_is_marked_as_added_in_the_year() -> (
    None
):
    begun = make_strategy(title="Safer Saxonbridge now", state="in_force")

    agreed = make_action(workstream=make_workstream("Later"))
    added = make_action(workstream=make_workstream(strategy=begun))

    assert agreed.origin == Action.Origin.PLAN
    assert added.origin == Action.Origin.IN_YEAR


@pytest.mark.covers("S18")
def test_a_group_of_residents_can_lead_an_action_without_any_agency() -> None:
    action = make_action(
        "Walk the canal path together", community_owner="Friends of the Canal"
    )

    assert action.lead_agency is None
    assert rules.leader_of(action) == "Friends of the Canal"
    assert list(Action.objects.by_community()) == [action]


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"title": "  "}, "Action: This field cannot be blank"),
        ({"kind": "magic"}, "Kind: Value 'magic' is not a valid choice"),
        (
            {"start_on": date(2027, 2, 1), "due_on": date(2027, 1, 1)},
            "An action is due after it starts",
        ),
        ({"cost_pounds": Decimal("-1")}, "An action costs nothing or more"),
    ],
)
def test_an_action_that_makes_no_sense_is_refused_in_words(
    told: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        make_action(**told)

    assert not Action.objects.exists()
    assert not Event.objects.filter(verb="action.added").exists()


def test_an_action_needs_somebody_who_leads_it() -> None:
    with pytest.raises(Refused, match="has a lead agency or a community owner"):
        services.add_action(
            make_workstream(), title="Nobody's", kind="enabling", by=None, at=NOW
        )


def test_a_closed_workstream_takes_no_action() -> None:
    closed = make_workstream("Old work", closed_on=date(2026, 10, 1))

    with pytest.raises(Refused, match="Old work closed on 1 October 2026"):
        make_action(workstream=closed)


@pytest.mark.covers("C40", "G10")
def test_every_changed_field_stands_in_the_change_log_with_its_reason() -> None:
    manager = make_manager()
    action = make_action(due_on=date(2027, 3, 31), areas=[make_area()])

    changed(
        action,
        title="Open a taxi marshal scheme at two ranks",
        due_on=date(2027, 6, 30),
        areas=[make_area(), make_area("X22000012", "Bridge End")],
        measure=action.measure,
        reason="The second rank opens in May",
        by=manager,
    )

    rows = {row.field: row for row in Change.objects.filter(action=action)}
    assert rows.keys() == {"title", "due_on", "areas"}
    due = rows["due_on"]
    assert (due.before, due.after) == ("31 March 2027", "30 June 2027")
    assert (due.reason, due.by) == ("The second rank opens in May", manager)
    assert (rows["areas"].before, rows["areas"].after) == (
        "Castle",
        "Bridge End, Castle",
    )
    event = Event.objects.get(verb="action.changed")
    assert event.detail["changed"] == ["Action", "Due", "Areas"]


def test_a_change_without_a_reason_is_refused_and_no_change_needs_none() -> None:
    action = make_action()

    with pytest.raises(Refused, match="Say in a few words why"):
        changed(action, title="Something else", reason=" ")
    same = changed(action, title=action.title, reason="")

    assert same.version == 1
    assert not Change.objects.exists()


def test_an_old_page_never_overwrites_a_newer_one() -> None:
    action = make_action()
    changed(action, title="Train door staff")

    with pytest.raises(rules.Overtaken, match="Both versions stand below"):
        changed(action, seen=1, title="Light the underpass")

    action.refresh_from_db()
    assert action.title == "Train door staff"
    assert Change.objects.count() == 1


def test_a_report_in_between_does_not_stand_in_the_way_of_a_change() -> None:
    action = make_action()
    make_report(action)

    found = changed(action, seen=1, title="Train door staff")

    assert (found.title, found.status, found.version) == (
        "Train door staff",
        "on_track",
        3,
    )


def test_an_agency_lead_puts_in_and_changes_what_the_own_agency_leads() -> None:
    lead = make_police_lead()
    own = make_action(lead_agency=lead.acting.agency, by=lead)

    found = changed(own, title="Train door staff", by=lead)

    assert found.title == "Train door staff"
    with pytest.raises(Refused, match="You act for Saxonshire Police"):
        make_action(by=lead)
    with pytest.raises(Refused, match="is led by Saxonbridge City Council"):
        changed(make_action(), title="Theirs", by=lead)


def test_an_agency_lead_gives_no_action_away_and_moves_none() -> None:
    lead = make_police_lead()
    own = make_action(lead_agency=lead.acting.agency, by=lead)

    with pytest.raises(Refused, match="gives an action to another agency"):
        changed(own, lead_agency=make_agency(), by=lead)
    with pytest.raises(Refused, match="to another workstream"):
        changed(own, workstream=make_workstream("Other work"), by=lead)


def test_nobody_moves_an_action_into_a_closed_workstream() -> None:
    action = make_action()
    closed = make_workstream("Old work", closed_on=TODAY)

    with pytest.raises(Refused, match="Old work closed on 23 November 2026"):
        changed(action, workstream=closed)


def test_the_lead_of_a_workstream_runs_it_and_no_other() -> None:
    lead = make_person("lena@example.org", role="lead", agency=make_agency("NHS"))
    theirs = make_workstream("Their work", lead=lead)
    other = make_action(workstream=make_workstream("Other work"))

    action = make_action(workstream=theirs, by=lead)
    changed(action, lead_agency=make_agency("Saxonshire Police"), by=lead)

    with pytest.raises(Refused, match="is led by"):
        changed(other, title="Mine now", by=lead)


@pytest.mark.parametrize("role", ["board", "practitioner", "resident", None])
def test_those_who_only_read_or_report_change_nothing(role: str | None) -> None:
    person = make_person("reader@example.org", role=role)
    action = make_action()

    with pytest.raises(Refused, match="put actions into the plan"):
        make_action(by=person)
    with pytest.raises(Refused, match="change it"):
        changed(action, title="Something else", by=person)


def test_what_is_deleted_can_be_had_back_for_thirty_days_as_it_was() -> None:
    manager, action = make_manager(), make_action()
    make_report(action)

    services.delete_action(action, reason="Twice in the plan", by=manager, at=NOW)
    assert not Action.objects.standing().exists()
    services.restore_action(action, by=manager, at=NOW + timedelta(days=29))

    kept = Action.objects.standing().get()
    assert (kept.status, kept.deleted_by) == ("on_track", None)
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"action.deleted", "action.restored"} <= verbs
    assert [row.reason for row in kept.changes.order_by("pk")] == [
        "Twice in the plan",
        "Restored",
    ]


def test_after_thirty_days_it_is_gone_and_the_record_says_so() -> None:
    manager, action = make_manager(), make_action()
    services.delete_action(action, reason="Twice", by=manager, at=NOW)

    with pytest.raises(Refused, match="more than 30 days ago"):
        services.restore_action(action, by=manager, at=NOW + timedelta(days=30))
    assert services.purge_deleted(NOW + timedelta(days=29)) == 0
    assert services.purge_deleted(NOW + timedelta(days=30)) == 1

    assert not Action.objects.exists()
    assert Event.objects.get(verb="action.purged").detail == {"actions": ["A-001"]}


def test_only_the_manager_deletes_and_restores_and_nothing_twice() -> None:
    manager, lead = make_manager(), make_police_lead()
    action = make_action(lead_agency=lead.acting.agency)

    with pytest.raises(Refused, match="Only the partnership manager deletes"):
        services.delete_action(action, reason="Mine", by=lead, at=NOW)
    with pytest.raises(Refused, match="deleted by a person"):
        services.delete_action(action, reason="Tidy", by=None, at=NOW)
    with pytest.raises(Refused, match="is not deleted"):
        services.restore_action(action, by=manager, at=NOW)
    services.delete_action(action, reason="Twice", by=manager, at=NOW)
    with pytest.raises(Refused, match="is deleted already"):
        services.delete_action(action, reason="Again", by=manager, at=NOW)
    with pytest.raises(Refused, match="Only the partnership manager restores"):
        services.restore_action(action, by=lead, at=NOW)
    with pytest.raises(Refused, match="Restore it first"):
        changed(action, title="Alive", by=manager)
    with pytest.raises(Refused, match="nothing is reported on it"):
        make_report(action, by=manager)


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"title": ""}, "an_action_says_what_is_to_be_done"),
        ({"percent": 101}, "an_action_is_between_nothing_and_done"),
        ({"status": "complete", "stage": 2}, "a_complete_action_is_wholly_done"),
        ({"stage": 2}, "an_action_stands_where_its_status_says"),
        ({"lead_agency": None}, "an_action_has_a_lead_agency_or_a_community_owner"),
        ({"deleted_at": NOW}, "an_action_is_deleted_whole_or_not_at_all"),
        ({"cost_pounds": Decimal(-1)}, "an_action_costs_nothing_or_more"),
        (
            {"start_on": date(2027, 2, 1), "due_on": date(2027, 1, 1)},
            "an_action_is_due_after_it_starts",
        ),
    ],
)
def test_the_database_itself_refuses_what_is_never_true(
    wrong: dict[str, Any], constraint: str
) -> None:
    action = make_action()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(**wrong)
