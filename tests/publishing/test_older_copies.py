"""A public copy never renews itself; whoever may renew it is told what it lacks."""

import re
from dataclasses import replace
from datetime import date, timedelta
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from tests.make import make_manager, make_public
from tests.make_board import TODAY, make_decision
from tests.make_numbers import QUIET, make_indicator, make_readings
from tests.make_plan import make_report
from tests.make_public import action_of, issue, public_measure, publish, publish_action
from tests.partners.people import NOW, make_agency, make_installation, make_person

from goldthread.desk.queries.copies import older_copies
from goldthread.desk.queries.errand import Errand
from goldthread.governance import services as board
from goldthread.notes.models import Publication
from goldthread.partners import services as partners
from goldthread.partners.models import Person
from goldthread.performance import services as numbers
from goldthread.performance.ageing import measures_behind
from goldthread.performance.freezing import told_of
from goldthread.performance.models import Indicator
from goldthread.performance.services import Figure, IndicatorTold
from goldthread.strategy import services as steering

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


@pytest.fixture
def manager(client: Client) -> Person:
    make_installation()
    person = make_manager()
    client.force_login(person)
    return person


def page(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def told(role: str = "manager") -> list[Errand]:
    return older_copies(role, on=TODAY, at=LATER)


def changed(measure: Indicator) -> tuple[str, ...]:
    """What of a public measure is not as residents read it."""
    return next((one.parts for one in measures_behind(at=LATER, only=measure)), ())


def clicks(shown: str) -> list[str]:
    """The copies that the button of a page would renew."""
    return re.findall(r'type="hidden" name="thing" value="([^"]+)"', shown)


@pytest.mark.covers("S118")
def test_the_manager_is_told_what_residents_do_not_read_yet_and_renews_it_by_one_click(
    client: Client, manager: Person
) -> None:
    decision = make_decision(title="Light the underpass", is_public=True)
    assert told() == []
    board.say_what_came(decision, words="It is lit.", on=TODAY, by=manager, at=NOW)

    errand = told()[0]
    desk = page(client, "/desk/")

    words = f"Residents read an older copy of {decision.reference} Light the underpass"
    assert (errand.words, errand.note) == (words, "changed since: what came of it")
    assert words in desk and "changed since: what came of it" in desk
    own = page(client, reverse("decision", args=[decision.reference]))
    assert "Changed since: what came of it." in own
    assert clicks(desk) == clicks(own) == [f"decision {decision.reference}"]
    assert "It is lit." not in page(client, "/public/decisions/")  # by itself, never

    client.post("/publishing/", {"thing": clicks(desk)})

    assert "It is lit." in page(client, "/public/decisions/")
    assert told() == [] and "older copy" not in page(client, "/desk/")
    assert "older copy" not in page(client, f"/board/decisions/{decision.reference}/")


def test_several_of_a_kind_are_one_errand_that_names_them(
    client: Client, manager: Person
) -> None:
    strategy = make_public()
    for title in ("Relight the park", "Mend the gate"):
        action = publish_action(action_of(strategy, title), title, at=NOW)
        make_report(action)

    errand = told()[0]

    assert errand.words == "Residents read older copies of 2 actions"
    assert errand.note == "A-001: how it stands; A-002: how it stands"
    assert errand.renews == ("action A-001", "action A-002")
    assert "Changed since: how it stands." in page(client, "/plan/A-001/")
    shown = page(client, "/publishing/")
    assert shown.index("Older than what they show") < shown.index("Actions</h2>")
    assert shown.count("how it stands. <a") == 2


@pytest.mark.parametrize("role", ["chair", "board", "agency_lead", "analyst", ""])
def test_who_may_not_renew_a_copy_is_not_told_of_it(role: str) -> None:
    decision = make_decision(is_public=True)
    board.say_what_came(decision, words="It is lit.", on=TODAY, by=None, at=NOW)

    assert told() and told(role) == []


def test_others_see_no_button_on_the_thing_itself(client: Client) -> None:
    decision = make_decision(is_public=True)
    board.say_what_came(decision, words="It is lit.", on=TODAY, by=None, at=NOW)
    client.force_login(make_person("lead@example.org", role="agency_lead"))

    assert "older copy" not in page(client, f"/board/decisions/{decision.reference}/")


def test_a_plan_that_was_written_on_is_to_be_published_anew(manager: Person) -> None:
    strategy = make_public()
    assert told() == []
    priority = strategy.priorities.get(number=1)
    stream = steering.WorkstreamTold(
        title="Safer evenings",
        priorities=[priority],
        primary=priority,
        opened_on=strategy.period_start,
    )
    steering.open_workstream(strategy, stream, reason="Asked", by=manager, at=NOW)

    errand = told()[0]

    assert "residents read it as it was before it changed" in errand.words
    assert errand.href == reverse("publish_strategy", args=[strategy.key])
    assert not errand.renews  # a document is looked at before it is frozen


# ------------------------------------------------------------------------ measures


def test_a_measure_is_behind_once_a_board_has_had_newer_figures() -> None:
    measure = make_indicator()
    issue(*make_readings(measure, until=date(2026, 9, 1)))
    publish(measure)
    newer = make_readings(measure, [104.0], at=LATER)
    assert changed(measure) == ()  # what no board has had, residents do not miss

    issue(*newer, name="Board pack, December 2026", at=LATER)

    assert changed(measure) == ("newer figures, which a board has had",)
    publish(measure, at=LATER + timedelta(hours=1))
    assert changed(measure) == ()


@pytest.mark.parametrize(
    ("how", "part"),
    [
        ({"caveat": "Counted anew since May."}, "what is to be read with care"),
        ({"definition": "Thefts from vehicles."}, "its definition"),
        ({"polarity": "context"}, "which way is better"),
        ({"name": "Vehicle crime"}, "its name"),
    ],
)
def test_a_measure_is_behind_when_its_definition_says_something_else(
    how: dict[str, Any], part: str
) -> None:
    measure = public_measure()
    told_now = replace(IndicatorTold.of_standing(measure), **how)

    numbers.change_indicator(measure, told_now, reason="Asked", by=None, at=LATER)

    assert part in changed(measure)


def test_the_switch_shows_what_would_be_read_beside_what_is(
    client: Client, manager: Person
) -> None:
    measure = public_measure()
    care = "Counted anew since May."
    told_now = replace(IndicatorTold.of_standing(measure), caveat=care)
    numbers.change_indicator(measure, told_now, reason="Asked", by=None, at=LATER)

    shown = page(client, "/publishing/measure/V1/")

    reads, _, would = shown.partition("Bring it up to date</h2>")
    assert "Changed since: what is to be read with care." in reads
    assert care in would and care not in reads


def test_a_correction_of_a_figure_that_residents_read_is_behind_with_the_next_pack() -> (
    None
):
    measure = public_measure()
    reading = measure.readings.standing().along_time().last()
    made = numbers.revise_reading(
        reading, Figure(reading.period_start, value=437.0), reason="Late", by=None, at=LATER
    )  # fmt: skip
    assert changed(measure) == ()  # its pack showed the old one, and so do residents

    issue(made, name="Board pack, December 2026", at=LATER)

    assert "its figures" in changed(measure)


def test_what_moved_under_a_copy_is_judged_by_freezing_it_anew() -> None:
    measure = public_measure(values=[100.0] * 8 + [60.0] * 9)
    assert changed(measure) == ()
    numbers.mark_series(
        measure, kind="break", from_on=date(2026, 2, 1), words="A new system", by=None, at=LATER
    )  # fmt: skip

    assert changed(measure)[0] == "how it stands"


HAD_BASELINE = {
    "polarity": "up",
    "baseline_from": date(2025, 7, 1),
    "baseline_until": date(2026, 1, 1),
}


@pytest.mark.parametrize(
    ("measure", "how", "part"),
    [
        (
            {"basis": "records", "values": [*QUIET, 3.0]},
            {"basis": "recorded"},
            "its figures",
        ),
        (
            HAD_BASELINE,
            {"baseline_from": None, "baseline_until": None},
            "how it stands",
        ),
    ],
    ids=["basis", "baseline"],
)
def test_a_measure_is_behind_as_soon_as_its_basis_or_its_baseline_is_another(
    measure: dict[str, Any], how: dict[str, Any], part: str
) -> None:
    values = measure.pop("values", QUIET)
    made = make_indicator(**measure)
    rows = make_readings(made, values)
    numbers.set_target(made, kind="change", value=100.0, by=None, at=NOW)
    issue(*rows)
    publish(made)
    assert changed(made) == ()
    told_now = replace(IndicatorTold.of_standing(made), **how)

    numbers.change_indicator(made, told_now, reason="Asked", by=None, at=NOW)

    assert part in changed(made)
    publish(made, at=LATER)
    assert changed(made) == ()


def test_a_change_that_residents_would_not_see_makes_no_copy_older() -> None:
    measure = public_measure()
    told_now = replace(IndicatorTold.of_standing(measure), due_days=60)

    numbers.change_indicator(measure, told_now, reason="Asked", by=None, at=LATER)

    assert changed(measure) == ()


def test_a_mark_that_is_taken_back_is_seen_like_one_that_is_made() -> None:
    measure = make_indicator()
    rows = make_readings(measure, [100.0] * 8 + [60.0] * 9)
    numbers.mark_series(
        measure, kind="break", from_on=date(2026, 2, 1), words="A new system", by=None, at=NOW
    )  # fmt: skip
    issue(*rows)
    publish(measure)
    assert changed(measure) == ()

    numbers.remove_mark(measure, from_on=date(2026, 2, 1), by=None, at=NOW)

    assert changed(measure)[0] == "how it stands"


def test_every_part_of_a_copy_has_a_name_for_the_manager() -> None:
    from goldthread.delivery import published as plan
    from goldthread.governance import published as decided
    from goldthread.performance import ageing

    action = action_of(make_public())
    measure = make_indicator()
    issue(*make_readings(measure))

    assert set(plan.told_of(action, "Words")) == set(plan.PARTS)
    assert set(decided.told_of(make_decision())) == set(decided.PARTS)
    assert set(told_of(measure, at=NOW) or {}) == set(ageing.PARTS)


@pytest.mark.django_db(transaction=True)
def test_what_is_older_is_sought_once_until_something_changes(
    django_assert_max_num_queries: Any,
) -> None:
    measure = make_indicator()
    issue(*make_readings(measure, until=date(2026, 9, 1)))
    publish(measure)
    assert told() == []
    with django_assert_max_num_queries(6):
        assert told() == []

    issue(*make_readings(measure, [104.0], at=LATER), name="December", at=LATER)

    assert told()[0].renews == ("measure V1",)
    with django_assert_max_num_queries(6):
        assert told()[0].renews == ("measure V1",)
    publish(measure, at=LATER + timedelta(hours=1))
    assert told() == []


@pytest.mark.django_db(transaction=True)
def test_the_desk_tells_at_once_what_added_no_row_under_a_new_number() -> None:
    publish_action(action_of(make_public()), at=NOW)
    measure = make_indicator("V2")
    rows = make_readings(measure, [100.0] * 8 + [60.0] * 9)
    numbers.mark_series(
        measure, kind="break", from_on=date(2026, 2, 1), words="A new system", by=None, at=NOW
    )  # fmt: skip
    issue(*rows)
    publish(measure)
    assert told() == []

    numbers.remove_mark(measure, from_on=date(2026, 2, 1), by=None, at=NOW)
    assert [one.renews for one in told()] == [("measure V2",)]

    agency = make_agency()
    known = {name: getattr(agency, name) for name in ("short_name", "kind", "note", "from_on", "until_on")}  # fmt: skip
    partners.change_agency(agency, name="The city council", **known, by=None, at=NOW)
    assert "changed since: who leads it" in [one.note for one in told()]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="one writes at a time in SQLite"
)
def test_a_row_that_is_committed_late_under_a_lower_number_is_told_too() -> None:
    late, early = make_indicator("V1"), make_indicator("V2")
    for one in (late, early):
        issue(*make_readings(one, until=date(2026, 9, 1)), name=f"October {one.code}")
        publish(one)
    newer = {one.code: make_readings(one, [104.0], at=NOW) for one in (late, early)}
    written, go_on = Event(), Event()

    def issues_slowly() -> None:
        with transaction.atomic():
            issue(*newer["V1"], name="Slow", at=LATER)
            written.set()
            go_on.wait(20)
        connection.close()

    slow = Thread(target=issues_slowly)
    slow.start()
    assert written.wait(20)
    issue(*newer["V2"], name="Quick", at=LATER)
    assert told()[0].renews == ("measure V2",)

    go_on.set()
    slow.join(20)

    assert told()[0].renews == ("measure V1", "measure V2")


def test_looking_what_is_older_asks_few_questions_however_many_are_public(
    django_assert_max_num_queries: Any,
) -> None:
    strategy = make_public()
    for code in ("V1", "V2", "V3"):
        public_measure(code)
        make_report(publish_action(action_of(strategy, code), f"New lights {code}"))
    decision = make_decision(is_public=True)
    board.say_what_came(decision, words="It is lit.", on=TODAY, by=None, at=NOW)

    with django_assert_max_num_queries(25):
        assert len(told()) == 2

    assert Publication.objects.standing().count() == 7
