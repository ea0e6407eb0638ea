"""Every broken thread is told in a sentence, with the form that mends it."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from tests.make import make_body, make_manager
from tests.make_numbers import make_indicator, make_readings
from tests.make_plan import make_action, make_report, make_strategy, make_workstream
from tests.partners.people import NOW, PASSWORD, make_agency, make_person
from tests.thread.fabric import TODAY, make_thread, state_effect

from goldthread.cli import main
from goldthread.delivery import services as planning
from goldthread.delivery.lacking import LACKS, lacked_by, why_not_counted
from goldthread.delivery.models import Action
from goldthread.delivery.rules import refusal_to_change
from goldthread.strategy import services as steering
from goldthread.thread.broken import KINDS, broken, count
from goldthread.thread.nouns import SYSTEM, reader_in

pytestmark = pytest.mark.django_db


def told() -> dict[str, list[str]]:
    """Every kind that is broken, with its sentences."""
    return {
        one.kind.key: [each.sentence for each in one.breaks]
        for one in broken(SYSTEM, on=TODAY)
    }


def mend() -> None:
    """Mend what the fixtures of the plan leave open."""
    made = make_thread()
    by = make_manager()
    for thread in made.strategy.threads.all():
        steering.write_statement(
            thread, made.workstream, text="It does.", by=by, at=NOW
        )
    second = made.strategy.priorities.get(number=2)
    steering.cite_finding(
        made.strategy,
        made.finding,
        steering.EvidenceTold(
            text="Theft rose.",
            kind="quantitative",
            category="assessment",
            priorities=[second],
        ),
        by=by,
        at=NOW,
    )
    work = make_workstream("Neighbours", priority=2)
    for thread in made.strategy.threads.all():
        steering.write_statement(thread, work, text="It does.", by=by, at=NOW)
    for number, stream in enumerate((made.workstream, work), start=1):
        outcomes = made.strategy.priorities.get(number=number).outcomes.all()
        measure = make_indicator(
            f"V{number}",
            workstream=stream,
            outcomes=list(outcomes),
            baseline_from=date(2025, 10, 1),
            baseline_until=date(2026, 10, 1),
        )
        make_readings(measure)


def test_a_thread_that_is_whole_says_so(capsys: Any, empty_home: Any) -> None:
    mend()

    assert told() == {}
    assert main(["thread", "--broken"]) == 0
    assert "The thread is whole." in capsys.readouterr().out


def test_a_priority_that_rests_on_nothing_is_broken() -> None:
    make_thread()

    assert told()["priority-without-evidence"] == [
        "“Neighbourhood crime” rests on no evidence: nobody can say why it is a priority."
    ]


def test_a_priority_that_nobody_works_on_is_broken() -> None:
    make_thread()

    (sentence,) = told()["priority-without-work"]
    assert sentence.startswith("No open workstream stands under “Neighbourhood crime”")


@pytest.mark.covers("S56")
def test_a_workstream_that_does_not_answer_a_thread_is_broken_once_for_each() -> None:
    make_thread()

    assert told()["thread-not-answered"] == [
        "“Safer evenings” does not say how it answers the thread “Earlier help”.",
        "“Safer evenings” does not say how it answers the thread “With communities”.",
    ]


@pytest.mark.covers("S48", "Z9")
def test_a_board_that_has_not_agreed_is_broken_until_it_has() -> None:
    made = make_thread()
    steering.name_body(made.strategy, make_body(), by=make_manager(), at=NOW)

    (sentence,) = told()["board-without-agreement"]
    assert "Safer Saxonbridge Board has not decided on" in sentence


@pytest.mark.parametrize(
    ("kind", "how"),
    [
        ("action-without-reason", {}),
        ("action-without-outcome", {}),
        ("action-without-owner", {}),
        ("action-without-effect", {}),
    ],
)
def test_an_action_lacks_what_nobody_gave_it(kind: str, how: dict[str, Any]) -> None:
    mend()
    make_action("Light the underpass", **how)

    (sentence,) = told()[kind]
    assert sentence.startswith("A-002 ")


@pytest.mark.covers("S111")
def test_a_concern_of_residents_that_no_action_answers_is_broken_until_one_does() -> (
    None
):
    mend()
    made = make_thread()
    second, by = made.strategy.priorities.get(number=2), make_manager()
    steering.add_evidence(
        made.strategy,
        steering.EvidenceTold(
            text="Motorbikes on the footpaths keep people in.",
            kind="qualitative",
            category="concerns",
            source="Ward forum, Kingsholm, May 2026",
            strength="fair",
            priorities=[second],
        ),
        by=by,
        at=NOW,
    )

    assert told()["concern-without-action"] == [
        "People say “Motorbikes on the footpaths keep people in”, and no action of the plan answers it."
    ]

    stream = second.workstreams.get()
    action = make_action("Gate the footpaths", workstream=stream)
    assert "concern-without-action" not in told()

    make_report(action, status="stopped", text="The gates were refused.")
    assert "concern-without-action" in told()


def test_what_is_done_or_taken_out_is_not_called_broken() -> None:
    mend()
    action = make_action("Light the underpass")
    assert "action-without-owner" in told()

    planning.delete_action(action, reason="Twice", by=make_manager(), at=NOW)

    assert told() == {}


def test_every_mend_opens_the_form_that_mends_it(client: Client) -> None:
    made = make_thread()
    make_action("Light the underpass")
    steering.name_body(made.strategy, make_body(), by=make_manager(), at=NOW)
    assert client.login(email="amar@example.org", password=PASSWORD)
    found = broken(SYSTEM, on=TODAY)

    assert {one.kind.key for one in found} >= {
        "priority-without-evidence",
        "priority-without-work",
        "thread-not-answered",
        "board-without-agreement",
        "action-without-reason",
        "action-without-outcome",
        "action-without-owner",
        "action-without-effect",
    }
    for one in found:
        for each in one.breaks:
            answer = client.get(each.mend.href)
            assert answer.status_code == 200, each.mend.href
            if each.mend.place:
                assert f'id="{each.mend.place}-asked"' in answer.content.decode()


def test_mended_it_is_gone() -> None:
    mend()
    action = make_action(
        "Light the underpass", why="Residents asked", owner=make_manager()
    )
    assert set(told()) == {"action-without-effect", "action-without-outcome"}

    state_effect(action)

    assert set(told()) == {"action-without-outcome"}


def test_a_draft_beside_a_strategy_in_force_is_told_on_its_own_page_only() -> None:
    make_strategy(title="In force", state="in_force")
    before = told()
    steering.start_strategy(
        steering.StrategyTold(
            title="The next one",
            partnership="Safer Saxonbridge Partnership",
            period_start=TODAY.replace(year=2029),
            period_end=TODAY.replace(year=2032),
        ),
        by=make_manager(),
        at=NOW,
    )

    assert told() == before


def test_who_may_not_see_a_thing_is_not_told_that_it_is_broken(client: Client) -> None:
    make_thread()
    make_action("Light the underpass")

    assert count(reader_in("sysadmin", None), on=TODAY) == 0
    planner = reader_in("agency_admin", None)
    acts = {one.kind.act for one in broken(planner, on=TODAY)}
    assert "read the plan" in acts and "read the strategy" not in acts


def test_the_page_lists_each_with_its_mend_and_the_command_ends_red(
    client: Client, capsys: Any, empty_home: Any
) -> None:
    make_thread()
    make_action("Light the underpass")
    assert client.login(email="amar@example.org", password=PASSWORD)

    page = client.get("/thread/").content.decode()
    one_kind = client.get("/thread/broken/action-without-owner/").content.decode()

    for kind in broken(SYSTEM, on=TODAY):
        for each in kind.breaks:
            assert each.mend.href in page
    assert (
        "A-002 has no owner" in one_kind
        and "/plan/A-002/change/#id_owner-asked" in one_kind
    )
    assert client.get("/thread/broken/nothing/").status_code == 404
    assert main(["thread", "--broken", "--json"]) == 1
    assert '"kind": "action-without-owner"' in capsys.readouterr().out


def test_a_reader_who_may_not_mend_sees_the_sentence_without_the_link(
    client: Client,
) -> None:
    make_thread()
    make_action("Light the underpass")
    scrutiny = make_person("ines@example.org", role="scrutiny", name="Ines Harrow")
    assert client.login(email=scrutiny.email, password=PASSWORD)

    page = client.get("/thread/").content.decode()

    assert "A-002 has no owner" in page
    assert "#id_owner" not in page


def test_the_questions_stay_as_many_however_much_is_broken() -> None:
    make_thread()

    def asked() -> int:
        with CaptureQueriesContext(connection) as asked:
            broken(SYSTEM, on=TODAY)
        return len(asked)

    few = asked()
    for number in range(10):
        make_action(f"Do {number}")

    assert asked() == few <= 2 * len(KINDS) + 1


@pytest.mark.parametrize(
    ("role", "is_told"),
    [("manager", True), ("chair", True), ("board", True), ("practitioner", False)],
)
def test_who_steers_is_told_on_their_first_page(
    client: Client, role: str, is_told: bool
) -> None:
    make_thread()
    person = make_person("odette@example.org", role=role, name="Odette Farrow")
    assert client.login(email=person.email, password=PASSWORD)

    page = client.get("/desk/").content.decode()

    total = count(reader_in(role, person), on=TODAY)
    assert (f"{total} places where the thread is broken" in page) == is_told


def test_who_may_not_mend_is_told_who_can_by_the_forms_own_rule(client: Client) -> None:
    made = make_thread()
    action = make_action("Light the underpass", workstream=made.workstream)
    other = make_person(
        "morwenna@example.org",
        role="agency_lead",
        name="Morwenna Adair",
        agency=make_agency("Saxonshire Police"),
    )
    assert client.login(email=other.email, password=PASSWORD)
    refused = refusal_to_change(action, by=other)
    assert refused is not None

    every = client.get("/thread/").content.decode()
    one = client.get(f"/thread/action/{action.reference}/").content.decode()

    for page in (every, one):
        assert f"{action.reference} has no owner" in page
        assert escape(refused) in page
        assert f"/plan/{action.reference}/change/" not in page
    assert "This is for the analyst or partnership manager." in every, "a measure"


def test_every_link_that_is_offered_opens_for_whoever_sees_it(client: Client) -> None:
    made = make_thread()
    make_action("Light the underpass", workstream=made.workstream)
    steering.name_body(made.strategy, make_body(), by=make_manager(), at=NOW)
    for role in ("lead", "agency_lead", "chair", "analyst", "board", "scrutiny"):
        person = make_person(f"{role}@example.org", role=role, name=f"A {role}")
        assert client.login(email=person.email, password=PASSWORD)
        for one in broken(reader_in(role, person), on=TODAY):
            for each in one.breaks:
                if not each.mend.refused:
                    answer = client.get(each.mend.href)
                    assert answer.status_code == 200, (role, each.mend.href)


def test_what_is_over_is_not_counted_and_says_what_it_lacked(client: Client) -> None:
    make_thread()
    done = make_action("Light the underpass", owner=make_manager())
    make_action("Light the square", owner=make_manager())
    make_report(done, status="complete", percent=100)
    assert client.login(email="amar@example.org", password=PASSWORD)

    (sentence,) = told()["action-without-outcome"]
    assert sentence.startswith("A-003")
    every = client.get("/thread/").content.decode()
    assert "1 that is over lacks this too." in every
    kind = client.get("/thread/broken/action-without-outcome/").content.decode()
    assert "1 that is over lacks this too." in kind
    words = (
        f"{done.reference} gave no reason, served no outcome and stated no expected "
        "effect. This is not counted as broken, because it is over."
    )
    for page in (f"/thread/action/{done.reference}/", f"/plan/{done.reference}/"):
        text = client.get(page).content.decode()
        assert words in text, page
        assert "the thread is broken here" not in text


@pytest.mark.parametrize("what", sorted(LACKS))
def test_the_action_s_page_and_the_list_mean_the_same_by_missing(what: str) -> None:
    whole = make_thread().action
    bare = make_action("Light the underpass")
    lacking = set(Action.objects.filter(LACKS[what].rows))

    for action in (whole, bare):
        assert (what in lacked_by(action)) == (action in lacking)


def test_an_action_of_a_strategy_that_is_given_up_is_not_counted() -> None:
    made = make_thread()
    action = make_action("Light the underpass", workstream=made.workstream)
    steering.withdraw_strategy(made.strategy, reason="Another", by=None, at=NOW)

    kept = Action.objects.get(pk=action.pk)
    assert why_not_counted(kept, on=TODAY) == "its strategy is withdrawn"
    assert "action-without-owner" not in told()


def test_a_draft_s_action_is_counted_only_while_no_strategy_stands() -> None:
    made = make_thread()
    assert why_not_counted(made.action, on=TODAY) == ""
    make_strategy(title="In force", state="in_force")

    assert why_not_counted(made.action, on=TODAY) == "its strategy is not agreed yet"
