"""The running text: gates, signatures, versions, and two who write at once."""

from datetime import date, timedelta
from typing import Any

import pytest
from tests.make import TODAY, make_manager, make_strategy
from tests.partners.people import NOW, make_person

from goldthread.audit.models import Event
from goldthread.notes.editing import Overtaken
from goldthread.partners.rules import Refused
from goldthread.strategy import services
from goldthread.strategy.models import Section, Strategy

pytestmark = pytest.mark.django_db
LATER = (date(2029, 4, 1), date(2032, 4, 1))
BY: dict[str, Any] = {"by": None, "at": NOW}


def section(strategy: Strategy, key: str) -> Section:
    return strategy.sections.get(key=key)


def write(
    strategy: Strategy, key: str, text: str = "Our words.", **how: Any
) -> Section:
    return services.write_section(
        section(strategy, key), text=text, on=TODAY, **(BY | how)
    )


@pytest.mark.covers("S58")
def test_every_version_of_a_section_is_kept_with_who_and_when() -> None:
    strategy, amar = make_strategy(), make_manager()
    write(strategy, "area", "One.", by=amar)
    write(strategy, "area", "Two.\r\nLines.", by=amar)

    kept = write(strategy, "area", "Two.\nLines.", by=amar)

    texts = list(kept.versions.order_by("version").values_list("text", flat=True))
    assert texts == ["One.", "Two.\nLines."]
    assert kept.versions.latest("version").by == amar
    assert Event.objects.filter(verb="section.written").count() == 2


def test_two_who_write_at_once_lose_nothing() -> None:
    strategy = make_strategy()
    bea = make_person("bea@example.org", role="lead", name="Bea Quillfeather")
    write(strategy, "area", "Bea's words.", seen=0, by=bea)

    with pytest.raises(Overtaken):
        write(strategy, "area", "Amar's words.", seen=0, by=make_manager())
    again = write(strategy, "area", "Bea's words.", seen=0, by=bea)

    assert again.text == "Bea's words."
    assert again.version == 1


@pytest.mark.covers("S24")
def test_the_summary_is_locked_until_people_were_asked_and_the_rest_is_finished() -> (
    None
):
    strategy = make_strategy()
    with pytest.raises(Refused, match="after the consultation has closed"):
        write(strategy, "summary")
    strategy = make_strategy("B", state="consulting", period=LATER)
    strategy = services.close_consultation(strategy, on=TODAY, **BY)

    with pytest.raises(
        Refused, match=r"it waits for them\. Not finished yet: The partnership"
    ):
        write(strategy, "summary")
    for one in strategy.sections.filter(gate=""):
        services.write_section(one, text="Words.", on=TODAY, **BY)
        services.finish_section(one, on=TODAY, **BY)

    assert write(strategy, "summary").version == 1
    services.reopen_section(section(strategy, "area"), **BY)
    with pytest.raises(Refused, match="Not finished yet: Our area on a page"):
        services.finish_section(section(strategy, "summary"), on=TODAY, **BY)


@pytest.mark.covers("S4", "S0.9")
def test_the_foreword_is_final_once_it_is_signed_and_a_new_word_takes_that_away() -> (
    None
):
    strategy = make_strategy()
    signing: dict[str, Any] = {
        "name": "Odette Farrow",
        "role": "Chair",
        "on": TODAY,
        **BY,
    }
    with pytest.raises(Refused, match="nobody signs an empty page"):
        services.sign_section(section(strategy, "foreword"), **signing)
    written = write(strategy, "foreword")

    with pytest.raises(Refused, match="final once it is signed"):
        services.finish_section(written, on=TODAY, **BY)
    with pytest.raises(Refused, match="a name and a role"):
        services.sign_section(written, **(signing | {"role": " "}))
    with pytest.raises(Overtaken, match="Read it again before you sign"):
        services.sign_section(written, seen=0, **signing)
    with pytest.raises(Refused, match="24 November 2026 is still to come"):
        services.sign_section(written, **(signing | {"on": TODAY + timedelta(days=1)}))
    with pytest.raises(Refused, match="needs no signature"):
        services.sign_section(section(strategy, "area"), **signing)
    signed = services.sign_section(written, seen=1, **signing)
    assert signed.is_finished

    changed = write(strategy, "foreword", "Other words.")
    assert (changed.signed_name, changed.signed_on, changed.is_finished) == (
        "",
        None,
        False,
    )
    event = Event.objects.filter(verb="section.written").latest("pk")
    assert event.detail["after"]["signature taken away"] == "Odette Farrow"


def test_an_empty_section_is_not_finished_unless_the_data_fill_it() -> None:
    strategy = make_strategy()

    with pytest.raises(Refused, match=r"is empty\. Write it first"):
        services.finish_section(section(strategy, "area"), on=TODAY, **BY)
    assert services.finish_section(
        section(strategy, "priorities"), on=TODAY, **BY
    ).is_finished


def test_the_contents_are_added_to_ordered_renamed_and_never_lose_words() -> None:
    strategy, amar = make_strategy(), make_manager()
    made = services.add_section(strategy, title="Our promise", author=amar, **BY)
    assert made.number == 12

    services.change_section(made, title="Our pledge", gate="signed", author=None, **BY)
    keys = list(strategy.sections.order_by("number").values_list("key", flat=True))
    services.order_sections(strategy, ["our-promise", *keys[:-1]], **BY)
    with pytest.raises(Refused, match="names everything once"):
        services.order_sections(strategy, keys[:2], **BY)
    write(strategy, "area")
    with pytest.raises(Refused, match="holds words"):
        services.remove_section(section(strategy, "area"), **BY)
    first = strategy.sections.order_by("number")[0]
    assert (first.title, first.gate, first.author) == ("Our pledge", "signed", None)
    services.remove_section(made, **BY)
    assert strategy.sections.count() == 11
