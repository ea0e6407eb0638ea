"""Measures on the thread: what an outcome is seen by, and what nobody measures."""

import pytest
from django.test import Client
from tests.make import make_manager
from tests.make_numbers import make_indicator, make_readings
from tests.partners.people import PASSWORD
from tests.thread.fabric import TODAY, above, below, make_thread, page_of

from goldthread.performance.models import Reading, Standing
from goldthread.thread.brief import brief
from goldthread.thread.broken import broken
from goldthread.thread.live import live_strategy
from goldthread.thread.nouns import SYSTEM, reader_in
from goldthread.thread.walk import knot_called

pytestmark = pytest.mark.django_db


def told() -> dict[str, list[str]]:
    """What is broken of the numbers, by its kind."""
    return {
        one.kind.key: [each.sentence for each in one.breaks]
        for one in broken(SYSTEM, on=TODAY)
        if "measure" in one.kind.key
    }


@pytest.mark.covers("S47")
def test_from_an_outcome_one_comes_down_to_its_measure_and_newest_figure() -> None:
    made = make_thread()
    measure = make_indicator(outcomes=[made.priority.outcomes.get()])
    make_readings(measure)

    page = page_of(f"outcome/{made.strategy.key}/violence/1")

    assert f"indicator {measure.code}" in below(page)
    newest = Standing.objects.get(indicator=measure).reading
    assert newest is not None
    assert [each for each in below(page) if each.startswith("reading")] == [
        f"reading {measure.code}/{newest.pk}"
    ]


def test_from_any_figure_one_comes_up_to_why_it_is_counted() -> None:
    made = make_thread()
    measure = make_indicator(outcomes=[made.priority.outcomes.get()])
    make_readings(measure)
    oldest = Reading.objects.order_by("period_start").first()
    assert oldest is not None

    page = page_of(f"reading/{measure.code}/{oldest.pk}")

    assert above(page)[-2:] == [
        f"outcome {made.strategy.key}/violence/1",
        f"indicator {measure.code}",
    ]
    assert made.finding.reference in " ".join(above(page))


def test_who_may_not_read_measures_meets_none() -> None:
    made = make_thread()
    measure = make_indicator(outcomes=[made.priority.outcomes.get()])
    make_readings(measure)
    sysadmin = reader_in("sysadmin", None)

    assert knot_called(measure.code, sysadmin) is None
    assert not [k for k in broken(sysadmin, on=TODAY) if "measure" in k.kind.key]


@pytest.mark.covers("S47")
def test_what_nobody_measures_is_broken_until_somebody_does() -> None:
    made = make_thread()
    before = told()
    assert "Nobody measures “Violence”" in before["priority-without-measure"][0]
    assert any("Violence" in each for each in before["outcome-without-measure"])
    assert "“Safer evenings” has no measure" in before["workstream-without-measure"][0]

    make_indicator(outcomes=[made.priority.outcomes.get()], workstream=made.workstream)

    after = told()
    assert not any("“Violence”" in each for each in after["priority-without-measure"])
    assert "workstream-without-measure" not in after


def test_a_measure_whose_figure_has_not_come_is_broken() -> None:
    measure = make_indicator()

    assert any(
        each.startswith(f"{measure.code} has no figure for")
        for each in told()["measure-without-fresh-reading"]
    )


def test_a_measure_without_baseline_is_broken() -> None:
    measure = make_indicator(baseline_from=None, baseline_until=None)

    assert told()["measure-without-baseline"] == [
        f"{measure.code} has no baseline: nothing says what it was before."
    ]


def test_a_hidden_crime_that_is_counted_alone_is_broken() -> None:
    measure = make_indicator(hidden_crime="Stalking", polarity="up")

    (sentence,) = told()["measure-without-companion"]
    assert sentence.startswith(f"{measure.code} counts reports of stalking")


def test_a_priority_in_brief_says_what_is_done_and_what_is_not_known(
    client: Client,
) -> None:
    made = make_thread()
    measure = make_indicator(outcomes=[made.priority.outcomes.get()])
    make_readings(measure)

    page = brief(made.priority, reader=SYSTEM, on=TODAY)

    assert len(page.numbers) == 2  # one measure, and the plan
    assert page.numbers[0].of.startswith(f"{measure.name}: {measure.unit}")
    assert page.numbers[-1].number == "0 of 1"
    assert page.reasons == ("Violence rose by a tenth.",)
    assert [(each.workstream.title, each.stands) for each in page.work] == [
        ("Safer evenings", "1 action")
    ]
    assert any("Earlier help" in each for each in page.unknown)
    assert client.login(email=make_manager().email, password=PASSWORD)
    shown = client.get(f"/thread/in-brief/{made.strategy.key}/violence/")
    assert shown.status_code == 200
    assert "What we do not know" in shown.content.decode()


def test_the_strategy_on_a_page_stands_as_everything_stands_today(
    client: Client,
) -> None:
    from tests.make_plan import make_action, make_strategy, make_workstream

    assert live_strategy(reader=SYSTEM, on=TODAY) is None
    strategy = make_strategy(state="in_force")
    stream = make_workstream("Safer evenings", strategy=strategy)
    make_action("Light the underpass", workstream=stream)
    measure = make_indicator(
        outcomes=list(strategy.priorities.get(number=1).outcomes.all())
    )
    make_readings(measure)

    page = live_strategy(reader=SYSTEM, on=TODAY)

    assert page is not None
    first = page.columns[0]
    assert first.outcomes[0].measures[0][0] == measure.code
    assert ("Safer evenings", "1 action") in first.work
    assert client.login(email=make_manager().email, password=PASSWORD)
    shown = client.get("/thread/strategy/")
    assert "Light" not in shown.content.decode()
    assert "1 action" in shown.content.decode()
