"""Effects on the thread: what was expected, what was judged, and what nobody judged."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.delivery.test_effects import judge, series, stated
from tests.make import make_manager
from tests.make_numbers import make_indicator, make_readings
from tests.performance.test_effects import state, whole
from tests.thread.fabric import TODAY, above, below, page_of

from goldthread.core.units import tied
from goldthread.delivery.models import Action
from goldthread.thread.brief import brief
from goldthread.thread.broken import broken
from goldthread.thread.nouns import SYSTEM, Reader

pytestmark = pytest.mark.django_db


def unjudged() -> list[str]:
    return [
        each.sentence
        for one in broken(SYSTEM, on=TODAY)
        for each in one.breaks
        if one.kind.key == "effect-not-judged"
    ]


def test_down_from_an_action_stands_what_was_judged_in_its_own_words() -> None:
    action = stated()
    before = page_of(action.reference)
    effect = judge(action, series(60, 20))

    (line,) = page_of(action.reference).lines

    (open_line,) = before.lines
    assert open_line.knot.status and open_line.knot.status.words == "Not judged yet"
    assert line.knot.status and line.knot.status.words == effect.get_result_display()
    assert effect.sentence in line.knot.notes
    assert any(effect.strength in note for note in line.knot.notes)


def test_an_effect_whose_time_is_over_is_broken_until_it_is_judged() -> None:
    action = stated()
    (sentence,) = unjudged()
    assert sentence.startswith(f"{action.reference} was to have its effect by")

    judge(action, series(60, 60))

    assert unjudged() == []


def test_a_priority_in_brief_tells_what_was_judged_and_what_was_measured() -> None:
    action = stated()
    effect = judge(action, series(60, 20))
    priority = Action.objects.get(pk=action.pk).workstream.priorities.get()
    measure = make_indicator(outcomes=[priority.outcomes.get()], by=make_manager())

    empty = brief(priority, reader=SYSTEM, on=TODAY)
    make_readings(measure)
    page = brief(priority, reader=SYSTEM, on=TODAY)

    assert len(empty.changed) == 1  # a measure without a figure says nothing
    said = [words for _, words in page.changed]
    assert any(words.endswith(effect.sentence) for words in said)
    assert any(words.startswith(measure.name) for words in said)


def test_the_action_s_own_page_says_whether_it_worked(client: Client) -> None:
    action = stated()
    client.force_login(make_manager())
    before = client.get(f"/plan/{action.reference}/").content.decode()
    effect = judge(action, series(60, 20))

    after = client.get(f"/plan/{action.reference}/").content.decode()

    assert "Not judged yet" in before
    assert str(effect.get_result_display()) in after
    assert tied(effect.sentence) in after and effect.strength in after
    assert f'href="{reverse("effect", args=[action.reference])}"' in after


def test_an_effect_leads_up_to_the_measure_that_judges_it_and_the_measure_down() -> (
    None
):
    measure = whole()
    first, second = state(measure), state(measure, "Lights in the car parks")
    other = stated()

    up = page_of(f"effect/{first.reference}")
    down = page_of(measure.code)

    assert above(up)[-2:] == [f"indicator {measure.code}", f"action {first.reference}"]
    assert [each for each in below(down) if each.startswith("effect")] == [
        f"effect {first.reference}",
        f"effect {second.reference}",
    ]
    told = [line.knot for line in down.lines if line.knot.noun == "effect"]
    assert told[1].notes[0] == f"expected of {second.reference} Lights in the car parks"
    assert len({name for level in down.levels for name in level.knots}) == sum(
        len(level.knots) for level in down.levels
    )
    assert not any(
        "indicator" in each for each in above(page_of(f"effect/{other.reference}"))
    )


def test_who_may_not_read_measures_sees_the_effect_without_its_measure() -> None:
    measure = whole()
    action = state(measure)
    plan_only = Reader(None, lambda act: act == "read the plan")

    page = page_of(f"effect/{action.reference}", plan_only)

    assert above(page)[-1] == f"action {action.reference}"
    assert not any(each.startswith("indicator") for each in above(page))


def test_the_measures_own_thread_is_walked_on_the_pages(client: Client) -> None:
    measure = whole()
    action = state(measure)
    client.force_login(make_manager())

    effect = client.get(f"/thread/effect/{action.reference}/").content.decode()
    told = client.get(f"/thread/indicator/{measure.code}/").content.decode()

    assert f'href="/thread/indicator/{measure.code}/"' in effect
    assert f'href="/thread/effect/{action.reference}/"' in told
