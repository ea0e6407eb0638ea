"""Effects on the thread: what was expected, what was judged, and what nobody judged."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.delivery.test_effects import judge, series, stated
from tests.make import make_manager
from tests.make_numbers import make_indicator, make_readings
from tests.thread.fabric import TODAY, page_of

from goldthread.delivery.models import Action
from goldthread.thread.brief import brief
from goldthread.thread.broken import broken
from goldthread.thread.nouns import SYSTEM

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
    assert effect.sentence in after and effect.strength in after
    assert f'href="{reverse("effect", args=[action.reference])}"' in after
