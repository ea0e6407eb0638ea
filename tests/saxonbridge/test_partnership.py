"""The demonstration has a partnership, two agreed strategies and a plan that lives."""

import sqlite3
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow  # builds the demonstration: half a minute


@pytest.fixture(scope="module")
def built(demonstration_home: Path) -> sqlite3.Connection:
    """The database of a demonstration built by its command."""
    file = demonstration_home / "goldthread.sqlite3"
    return sqlite3.connect(f"file:{file}?mode=ro", uri=True)


def one(built: sqlite3.Connection, question: str) -> Any:
    return built.execute(question).fetchone()[0]


@pytest.mark.covers("S1")
def test_one_strategy_is_in_force_and_the_one_before_is_closed_behind_it(
    built: sqlite3.Connection,
) -> None:
    rows = built.execute(
        "select state, in_force_from, in_force_until, published_at is not null"
        " from strategy_strategy order by period_start"
    ).fetchall()

    assert [row[0] for row in rows] == ["closed", "in_force"]
    assert rows[0][2] == rows[1][1]
    assert all(row[3] for row in rows)
    undecided = "select count(*) from strategy_approval where decision != 'agreed'"
    assert one(built, undecided) == 0


@pytest.mark.covers("S56")
def test_no_workstream_leaves_a_thread_unanswered(built: sqlite3.Connection) -> None:
    current = "(select id from strategy_strategy where state = 'in_force')"
    streams = one(
        built, f"select count(*) from strategy_workstream where strategy_id = {current}"
    )
    threads = one(
        built, f"select count(*) from strategy_thread where strategy_id = {current}"
    )

    assert one(built, "select count(*) from strategy_threadstatement") == (
        streams * threads
    )


@pytest.mark.covers("S42")
def test_a_strategy_rests_on_what_was_known_when_it_was_written(
    built: sqlite3.Connection,
) -> None:
    younger = """select count(*) from strategy_evidence e
        join strategy_strategy s on s.id = e.strategy_id
        left join assessment_finding f on f.id = e.finding_id
        left join assessment_assessment a on a.id = f.assessment_id
        where e.dated_on >= date(s.agreed_at) or a.published_at >= s.agreed_at"""
    own = """select count(*) from strategy_evidence e
        join strategy_strategy s on s.id = e.strategy_id
        where s.state = 'in_force' and e.category = 'assessment'"""

    assert one(built, younger) == 0
    assert one(built, own) >= 4
    # What was found this year is met by this year's review, decision and actions.
    assert one(built, "select count(*) from governance_streamreview_findings") >= 8
    assert one(built, "select count(*) from delivery_action where finding_id > 0") >= 4


def test_the_plan_has_two_years_of_updates_and_all_that_a_manager_meets(
    built: sqlite3.Connection,
) -> None:
    first, last, count = built.execute(
        "select min(at), max(at), count(*) from delivery_update"
    ).fetchone()
    states = dict(
        built.execute("select status, count(*) from delivery_action group by 1")
    )
    today = date.today()  # noqa: TID251 (the demonstration is told back from today)
    silent = one(
        built,
        "select count(*) from delivery_action where status = 'on_track'"
        f" and last_update_at < '{today - timedelta(days=60)}'",
    )

    assert count > 600
    assert date.fromisoformat(last[:10]) - date.fromisoformat(first[:10]) > timedelta(
        600
    )
    assert states.keys() >= {"on_track", "at_risk", "off_track", "complete", "stopped"}
    assert silent >= 3
    kinds = "select count(distinct kind) from delivery_action"
    assert one(built, kinds) == 5
    assert one(
        built, "select count(*) from delivery_action where community_owner != ''"
    )


def test_seats_are_held_and_some_stand_vacant_as_in_life(
    built: sqlite3.Connection,
) -> None:
    seats = one(built, "select count(*) from partners_seat")
    held = one(built, "select count(distinct seat_id) from partners_holding")

    assert 0 < held < seats
    without = (
        "select count(*) from partners_membership m where tier = 'responsible'"
        " and until_on is null and facilitator_id is null"
    )
    assert one(built, without) == 0


def test_the_record_holds_a_row_for_every_report(built: sqlite3.Connection) -> None:
    reports = one(built, "select count(*) from delivery_update")
    told = "select count(*) from audit_event where verb = 'action.reported'"

    assert one(built, told) == reports


@pytest.mark.covers("E12", "E44")
def test_what_came_of_the_actions_that_said_so_in_advance_is_what_was_planted(
    built: sqlite3.Connection,
) -> None:
    found = {
        title: (result, doubts)
        for title, result, doubts in built.execute(
            "select a.title, e.result, e.doubts from delivery_effect e"
            " join delivery_action a on a.id = e.action_id"
        )
    }

    assert {title: result for title, (result, _) in found.items()} == {
        "Repair and relight the park and its shelters within a day": "worked",
        "Guards and radios for the shops of the centre": "no effect",
        "Wardens in the centre on summer evenings": "cannot tell",
        "Walk home schemes from the last bus": "cannot tell",
        "Gate the cut behind the parade and clear it every Monday": "cannot tell",
        "Plastic glasses in the bars of the market square after ten": "worked",
        "Wardens walk the three estates after school": found[
            "Wardens walk the three estates after school"
        ][0],
    }
    spike = found["Wardens in the centre on summer evenings"][1]
    assert "It was chosen when it stood high" in spike
    too_early = "Steering locks for everybody whose van was entered"
    assert too_early not in found
    places = dict(
        built.execute(
            "select a.title, r.kind from delivery_effect e"
            " join delivery_expectedeffect x on x.action_id = e.action_id"
            " join delivery_action a on a.id = e.action_id"
            " join partners_area r on r.id = x.area_id"
        )
    )
    assert places["Repair and relight the park and its shelters within a day"] == "ward"
    gated = "Gate the cut behind the parade and clear it every Monday"
    assert places[gated] == "neighbourhood"  # a small area of that ward
    stated = "select count(*) from delivery_action where title = ?"
    assert built.execute(stated, [too_early]).fetchone()[0] == 1


@pytest.mark.covers("Z8", "C32")
def test_the_measures_have_five_years_and_every_story_that_a_board_meets(
    built: sqlite3.Connection,
) -> None:
    standing = "select count(*) from performance_reading where superseded_at is null"

    assert one(built, "select count(*) from performance_indicator") >= 25
    assert one(built, standing) > 1_500
    assert one(built, f"{standing} and lake_version <> ''") > 300
    assert one(built, f"{standing} and vintage > 1") == 1  # revised after a pack
    assert one(built, "select count(*) from performance_lockedreading") > 100
    hidden = "select count(*) from performance_indicator where hidden_crime <> ''"
    assert one(built, f"{hidden} and companion_id is not null") >= 3
    assert one(built, f"{hidden} and companion_id is null") == 1  # a broken thread
    assert one(built, "select count(*) from performance_mark where kind = 'break'") == 1
    colours = built.execute(
        "select colour, count(*) from performance_standing group by colour"
    ).fetchall()
    assert {colour for colour, _ in colours} == {"blue", "orange", "grey"}
    waiting = "select count(*) from performance_commentary where approved_at is null"
    assert one(built, waiting) == 1


@pytest.mark.covers("S10", "S38", "S112", "C9")
def test_the_year_is_lived_in_reviewed_and_the_strategy_before_is_looked_back_on(
    built: sqlite3.Connection,
) -> None:
    row = "select count(*) from governance_streamreview"
    streams = "select count(*) from strategy_workstream where strategy_id = (select id from strategy_strategy where state = 'in_force')"

    assert one(built, f"{row} where workstream_id is not null") == one(built, streams)
    assert one(built, f"{row} where outcome = ''") == 0
    assert one(built, f"{row} where outcome = 'new' and issue_id is not null") == 1
    assert one(built, "select state from governance_annualreview") == "agreed"
    assert one(built, "select state from governance_lookback") == "issued"
    claims = "select count(*) from governance_lookbackclaim"
    assert one(built, f"{claims} where reading_id is not null") == 3
    assert one(built, f"{claims} where source <> ''") == 3
    shared = "select count(distinct lead_id) from governance_sharedissue"
    assert one(built, shared) == 2  # each board leads on one of the two
    running = "select count(*) from governance_deadline where done_on is null"
    assert one(built, running) == 1
    nobody = "select count(*) from governance_yearstep where owner_id is null"
    assert one(built, nobody) == 0
    back = "select count(*) from governance_forwarditem where decision_id is not null"
    assert one(built, back) == 1  # what was deferred knows its decision
