"""Reports: who may, what they change, once and never over a newer one; then silence."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.make import make_manager
from tests.make_plan import (
    TODAY,
    TOKEN,
    days_ago,
    make_action,
    make_police_lead,
    make_report,
    make_workstream,
)
from tests.partners.people import NOW, make_agency, make_person

from goldthread.audit.models import Event
from goldthread.delivery import queries, rules, services
from goldthread.delivery.models import Action, Chase, PlanSettings, Update
from goldthread.delivery.queries.lines import in_the_plan, lines_of
from goldthread.delivery.silence import silence
from goldthread.partners.rules import Refused
from goldthread.strategy.models import Workstream
from goldthread.strategy.services import WorkstreamTold, change_workstream

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


def test_a_report_is_what_the_action_shows_from_then_on() -> None:
    owner = make_person("owner@example.org", role="practitioner")
    action = make_action(owner=owner)

    make_report(action, by=owner, next_step="Second rank in May", via=Update.Via.LINK)

    action.refresh_from_db()
    assert (action.status, action.percent) == ("on_track", 40)
    assert (action.next_step, action.last_update_at) == ("Second rank in May", NOW)
    event = Event.objects.get(verb="action.reported")
    assert event.detail["after"] == {"status": "on_track", "percent": 40}
    assert event.detail["via"] == "link"
    assert "marshals" not in str(event.detail)  # the record holds no content


def test_the_same_form_twice_is_one_report() -> None:
    action = make_action()
    told: dict[str, Any] = {
        "status": "on_track",
        "percent": 40,
        "text": "Begun",
        "next_step": "",
        "token": TOKEN,
        "by": None,
        "at": NOW,
    }

    first = services.report_progress(action, **told)
    again = services.report_progress(action, **told | {"text": "Begun, again"})

    assert first == again
    assert Update.objects.count() == 1
    assert Event.objects.filter(verb="action.reported").count() == 1


def test_what_is_complete_is_wholly_done() -> None:
    action = make_action()

    make_report(action, status="complete", percent=80)

    action.refresh_from_db()
    assert (action.status, action.percent) == ("complete", 100)


@pytest.mark.parametrize("status", ["at_risk", "off_track", "stopped"])
def test_bad_news_says_why(status: str) -> None:
    with pytest.raises(Refused, match="Say in a sentence why it is"):
        make_report(make_action(), status=status, text=" ")

    assert not Update.objects.exists()


def test_no_state_and_no_share_that_does_not_exist() -> None:
    action = make_action()

    with pytest.raises(Refused, match="Expected one of the states"):
        make_report(action, status="splendid")
    with pytest.raises(Refused, match="between 0 and 100"):
        make_report(action, percent=101)


def test_an_old_form_never_overwrites_a_newer_report() -> None:
    action = make_action()
    make_report(action, percent=60)

    with pytest.raises(rules.Overtaken):
        make_report(action, percent=40, seen=1)
    make_report(action, percent=70, seen=2)

    action.refresh_from_db()
    assert action.percent == 70


def test_owner_lead_agency_supporters_and_manager_report_and_nobody_else() -> None:
    police, council = make_agency("Saxonshire Police"), make_agency()
    owner = make_person("owner@example.org", role="resident", agency=make_agency("Us"))
    action = make_action(owner=owner, lead_agency=council, support_agencies=[police])
    welcome = [
        owner,
        make_person("a@example.org", role="practitioner", agency=council),
        make_person("b@example.org", role="practitioner", agency=police),
        make_person("c@example.org", role="manager", agency=make_agency("Team")),
    ]
    others = [
        make_person("d@example.org", role="practitioner", agency=make_agency("NHS")),
        make_person("e@example.org", role="board", agency=council),
        make_person("f@example.org", role=None),
    ]

    for person in welcome:
        make_report(action, by=person)
    for person in others:
        with pytest.raises(Refused, match="report on it"):
            make_report(action, by=person)

    assert action.updates.count() == len(welcome)


def test_a_token_of_another_action_does_not_pass_for_a_report() -> None:
    first, second = make_action(), make_action("Light the underpass")
    made = make_report(first)

    with pytest.raises(IntegrityError), transaction.atomic():
        services.report_progress(
            second,
            status="on_track",
            percent=10,
            text="",
            next_step="",
            token=made.token,
            by=None,
            at=NOW,
        )


@pytest.mark.covers("C41", "G11", "G19")
@pytest.mark.parametrize(
    ("days", "level"),
    [(29, ""), (30, "owner"), (44, "owner"), (45, "lead"), (59, "lead"), (60, "chair")],
)
def test_silence_climbs_from_the_owner_to_the_lead_to_the_chair(
    days: int, level: str
) -> None:
    action = make_action(at=days_ago(200))
    make_report(action, at=days_ago(days))
    action.refresh_from_db()

    found = silence(action, TODAY, PlanSettings())

    assert (found.level, found.days) == (level, days)
    listed = {
        name: [each.action for each in queries.silent_actions(on=TODAY, level=name)]
        for name in ("owner", "lead", "chair")
    }
    reached = ("owner", "lead", "chair")[: ("", "owner", "lead", "chair").index(level)]
    assert listed == {name: [action] if name in reached else [] for name in listed}


@pytest.mark.covers("C41")
def test_silence_says_its_dates_in_a_sentence() -> None:
    action = make_action(at=days_ago(46))

    found = silence(action, TODAY, PlanSettings())

    assert found.sentence == (
        "Not a word for 46 days, since 8 October 2026. "
        "It comes to the chair's list on 7 December 2026."
    )
    assert found.owner_on == date(2026, 11, 7)


def test_nobody_is_asked_about_what_has_not_begun_or_is_over() -> None:
    later = make_action(at=days_ago(90), start_on=TODAY - timedelta(days=10))
    done = make_action("Done", at=days_ago(90))
    make_report(done, status="complete", at=days_ago(80))
    done.refresh_from_db()

    assert not silence(later, TODAY, PlanSettings()).is_silent
    assert not silence(done, TODAY, PlanSettings()).is_silent
    assert not queries.silent_actions(on=TODAY)


def make_early() -> tuple[Action, Workstream]:
    """An action put in long before its workstream opens, on 1 April 2027."""
    stream = make_workstream("Next spring", opened_on=date(2027, 4, 1))
    return make_action(workstream=stream, at=days_ago(90)), stream


@pytest.mark.covers("C41")
def test_nobody_is_silent_before_the_workstream_opens() -> None:
    action, stream = make_early()
    settings, opens = PlanSettings(), stream.opened_on
    silent = opens + timedelta(days=settings.owner_days)

    early = silence(action, TODAY, settings)
    assert (early.is_silent, early.is_ahead) == (False, True)
    assert "It begins on 1 April 2027" in early.sentence
    for on, listed in ((TODAY, []), (silent - A_DAY, []), (silent, [action])):
        assert [one.action for one in queries.silent_actions(on=on)] == listed
        needs = queries.filter_from({"needs": "silent"})
        found = queries.selected(needs, on=on, settings=settings)
        assert list(found) == listed
        (line,) = lines_of(in_the_plan(), on=on, settings=settings)
        assert bool(line.silent_days) == bool(listed)
        assert queries.silences(on=on, most=9).others_count == len(listed)
    assert silence(action, silent, settings).since == opens
    with pytest.raises(Refused, match="has not been silent for so long"):
        services.note_chase(action, level="owner", on=TODAY, by=None, at=NOW)


@pytest.mark.covers("C41")
def test_a_workstream_that_opens_on_another_day_moves_the_silence_with_it() -> None:
    action, stream = make_early()
    first = stream.priorities.get()
    told = WorkstreamTold("Next spring", [first], first, opened_on=days_ago(31).date())

    change_workstream(stream, told, by=make_manager(), at=NOW)

    (silent,) = queries.silent_actions(on=TODAY)
    assert (silent.action, silent.silence.days) == (action, 31)


def test_a_report_on_the_last_evening_of_the_day_in_london_counts_for_that_day() -> (
    None
):
    # 23:30 in London on 23 July is 22:30 UTC; half an hour later it is the 24th.
    action = make_action(at=days_ago(200))
    make_report(action, at=NOW.replace(month=7, day=23, hour=22, minute=30))
    action.refresh_from_db()
    assert silence(action, TODAY, PlanSettings()).since == date(2026, 7, 23)
    make_report(action, at=NOW.replace(month=7, day=23, hour=23, minute=0))
    action.refresh_from_db()
    assert silence(action, TODAY, PlanSettings()).since == date(2026, 7, 24)


@pytest.mark.covers("C41")
def test_one_silence_is_told_once_at_each_level_and_answered_by_a_report() -> None:
    action = make_action(at=days_ago(50))
    told: dict[str, Any] = {"on": TODAY, "by": None, "at": NOW}

    first = services.note_chase(action, level="owner", **told)
    again = services.note_chase(action, level="owner", **told)
    services.note_chase(action, level="lead", **told)
    with pytest.raises(Refused, match="has not been silent for so long"):
        services.note_chase(action, level="chair", **told)
    with pytest.raises(Refused, match="Expected owner, lead or chair"):
        services.note_chase(action, level="mayor", **told)

    assert first is not None
    assert again is None
    assert Event.objects.filter(verb="action.chased").count() == 2
    make_report(action, at=NOW + timedelta(hours=1))
    assert not Chase.objects.filter(answered_at__isnull=True).exists()


def test_the_thresholds_are_the_partnerships_own() -> None:
    manager = make_manager()
    action = make_action(at=days_ago(15))

    services.set_silence(owner_days=14, lead_days=21, chair_days=28, by=manager, at=NOW)

    assert [each.action for each in queries.silent_actions(on=TODAY)] == [action]
    assert Event.objects.get(verb="plan.silence_set").detail["after"] == [14, 21, 28]


def test_thresholds_out_of_order_or_by_others_are_refused() -> None:
    with pytest.raises(Refused, match="each larger than the one before"):
        services.set_silence(
            owner_days=30, lead_days=30, chair_days=60, by=None, at=NOW
        )
    with pytest.raises(Refused, match="Only the partnership manager"):
        services.set_silence(
            owner_days=1, lead_days=2, chair_days=3, by=make_police_lead(), at=NOW
        )
    PlanSettings.objects.get_or_create(only=True)
    with (
        pytest.raises(IntegrityError, match="silence_reaches_the_owner"),
        transaction.atomic(),
    ):
        PlanSettings.objects.update(owner_days=60)


def test_the_desk_learns_what_is_due_late_and_silent_for_somebody() -> None:
    owner = make_manager()
    late = make_action("Late", owner=owner, due_on=TODAY - timedelta(days=1))
    soon = make_action("Soon", owner=owner, due_on=TODAY + timedelta(days=6))
    quiet = make_action("Quiet", owner=owner, at=days_ago(40))
    make_action("Somebody else's", due_on=TODAY - timedelta(days=1))
    done = make_action("Done", owner=owner, due_on=TODAY - timedelta(days=1))
    make_report(done, status="complete")

    end = TODAY + timedelta(days=7)
    assert set(queries.actions_of(owner)) == {late, soon, quiet}
    assert list(queries.overdue_for(owner, on=TODAY)) == [late]
    assert list(queries.due_for(owner, start=TODAY, end=end)) == [soon]
    assert list(queries.silent_for(owner, on=TODAY)) == [quiet]


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"percent": 101}, "an_update_is_between_nothing_and_done"),
        ({"status": "at_risk", "text": ""}, "a_worrying_update_says_why"),
    ],
)
def test_the_database_refuses_reports_that_make_no_sense(
    wrong: dict[str, Any], constraint: str
) -> None:
    made = make_report(make_action())

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Update.objects.filter(pk=made.pk).update(**wrong)


def test_a_chase_is_never_answered_before_it_was_sent() -> None:
    action = make_action(at=days_ago(50))
    services.note_chase(action, level="owner", on=TODAY, by=None, at=NOW)

    with (
        pytest.raises(IntegrityError, match="answered_after_it_was_sent"),
        transaction.atomic(),
    ):
        Chase.objects.update(answered_at=NOW - timedelta(days=1))
