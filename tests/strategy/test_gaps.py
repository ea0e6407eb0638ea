"""A gap is called one until somebody fills it: it is not finished, and nobody signs it."""

import pytest
from django.test import Client
from tests.make import TODAY, make_manager, make_strategy
from tests.partners.people import NOW

from goldthread.audit.models import Event
from goldthread.partners.rules import Refused
from goldthread.strategy import services
from goldthread.strategy.models import Section
from goldthread.strategy.sections import gap_in

pytestmark = pytest.mark.django_db
OWED = "Gap: what was achieved under the priorities before these, and what was not, each with its measure or called an anecdote."


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("", ""),
        ("We met on Monday.", ""),
        ("Mind the gap: it closes.", ""),
        ("Gap: the chair's words.", "Gap: the chair's words."),
        ("Four of them stand. Gap: the threads.\nMore.", "Gap: the threads."),
    ],
)
def test_a_gap_is_found_where_a_text_says_so(text: str, gap: str) -> None:
    assert gap_in(text) == gap


def written(key: str, text: str) -> Section:
    strategy = make_strategy()
    one = strategy.sections.get(key=key)
    return services.write_section(one, text=text, on=TODAY, by=None, at=NOW)


def test_a_section_with_a_gap_is_not_finished() -> None:
    one = written("area", OWED)

    with pytest.raises(Refused, match="itself says that something is missing") as said:
        services.finish_section(one, on=TODAY, by=None, at=NOW)

    assert "…" in str(said.value), "a long one is told in its beginning"
    assert not Event.objects.filter(verb="section.finished").exists()
    assert not Section.objects.get(pk=one.pk).is_finished


def test_nobody_signs_a_gap() -> None:
    one = written("foreword", "Gap: the chair's words.")

    with pytest.raises(Refused, match="Gap: the chair's words"):
        services.sign_section(
            one, name="Odette Farrow", role="Chair", on=TODAY, by=None, at=NOW
        )


def test_the_contents_say_which_section_is_still_a_gap(client: Client) -> None:
    one = written("area", OWED)
    client.force_login(make_manager())

    page = client.get(f"/strategies/{one.strategy.key}/sections/").content.decode()

    assert "Still a gap" in page
