"""Who writes a section, who signs the foreword, and in whose name (S4, B5)."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests.make import TODAY, make_manager, make_strategy
from tests.partners.people import NOW, make_installation, make_person

from goldthread.audit.models import Event
from goldthread.documents.page import page
from goldthread.partners.rules import Refused
from goldthread.strategy import services
from goldthread.strategy.file.loading import load
from goldthread.strategy.file.telling import dump
from goldthread.strategy.files import reading_of
from goldthread.strategy.models import Section, Strategy

pytestmark = pytest.mark.django_db


def foreword(strategy: Strategy, text: str = "Dear all.") -> Section:
    one = strategy.sections.get(key="foreword")
    return services.write_section(one, text=text, on=TODAY, by=None, at=NOW)


def chair() -> Any:
    return make_person("odette@example.org", role="chair", name="Odette Farrow")


def sign(section: Section, *, by: Any, name: str = "Odette Farrow") -> Section:
    return services.sign_section(
        section, name=name, role="Chair", on=TODAY, by=by, at=NOW
    )


def reads(strategy: Strategy) -> str:
    return page(reading_of(strategy, on=TODAY).document, {})


@pytest.mark.covers("S4", "B5")
def test_who_signs_under_their_own_account_signs_themselves_whatever_the_capitals() -> (
    None
):
    signed = sign(foreword(make_strategy()), by=chair(), name=" odette  FARROW")

    assert (signed.signed_through, signed.signature_brought_by) == ("", "")
    event = Event.objects.get(verb="section.signed")
    assert event.actor_label == "Odette Farrow"
    assert "signed for them by" not in event.detail["after"]
    assert "signed for them by" not in dump(signed.strategy)
    assert "Signed for" not in reads(signed.strategy)


@pytest.mark.covers("S4", "B5")
def test_whoever_signs_for_somebody_else_is_named_on_page_document_and_file(
    client: Client,
) -> None:
    make_installation()
    amar = make_manager()
    client.force_login(amar)
    strategy = make_strategy()
    foreword(strategy)
    home = f"/strategies/{strategy.key}/sections/"

    asks = client.get(f"{home}foreword/sign/").content.decode()
    assert f"“Signed for that person by {amar.name}”" in asks
    sign(strategy.sections.get(key="foreword"), by=amar)

    words = f"Signed for Odette Farrow by {amar.name} on "
    assert words in client.get(f"{home}foreword/").content.decode()
    assert "Signed on their behalf" in client.get(home).content.decode()
    assert words in reads(strategy)
    assert f"signed for them by: {amar.name}\n" in dump(strategy)
    event = Event.objects.get(verb="section.signed")
    assert event.actor_label == amar.name
    assert event.detail["after"]["signed for them by"] == amar.name


@pytest.mark.covers("S4")
def test_a_new_word_takes_away_who_signed_for_whom_too() -> None:
    signed = sign(foreword(make_strategy()), by=make_manager())

    changed = foreword(signed.strategy, "Other words.")

    assert (changed.signed_name, changed.signed_through) == ("", "")
    with pytest.raises(IntegrityError, match="through_whom"), transaction.atomic():
        Section.objects.filter(pk=changed.pk).update(signed_through="Amar")


@pytest.mark.covers("S4")
def test_a_signature_that_comes_with_a_file_is_never_taken_for_one_given_here() -> None:
    text = dump(sign(foreword(make_strategy()), by=chair()).strategy)
    again = text.replace("\nkey: ", "\nkey: again-", 1)

    amar = make_manager()
    brought = load(again, on=TODAY, by=amar, at=NOW)

    assert dump(brought) == again
    assert f"says the file that {amar.name} brought in" in reads(brought)
    event = Event.objects.filter(verb="section.signed").latest("pk")
    assert event.detail["after"]["from a file of"] == amar.name


@pytest.mark.covers("S4")
def test_the_file_says_who_signed_for_whom_and_an_older_file_still_loads() -> None:
    amar = make_manager()
    text = dump(sign(foreword(make_strategy()), by=amar).strategy)
    new = text.replace("\nkey: ", "\nkey: new-", 1)
    old = text.replace("\nkey: ", "\nkey: old-", 1).replace(
        f"signed for them by: {amar.name}\n", ""
    )

    for given in (new, old):
        assert dump(load(given, on=TODAY, by=None, at=NOW)) == given
    assert f"Signed for Odette Farrow by {amar.name}" in reads(
        Strategy.objects.get(key__startswith="new-")
    )


def test_a_file_that_says_through_whom_and_not_who_signed_is_refused_by_line() -> None:
    from goldthread.strategy.file import Unreadable

    text = dump(sign(foreword(make_strategy()), by=make_manager()).strategy)
    wrong = text.replace("\nkey: ", "\nkey: wrong-", 1).replace(
        "signed by: Odette Farrow\n", ""
    )

    with pytest.raises(Unreadable) as said:
        load(wrong, on=TODAY, by=None, at=NOW)
    assert [fault.words for fault in said.value.faults] == [
        "“signed by: ...” is missing."
    ]


@pytest.mark.covers("S4")
def test_the_chair_who_is_named_its_author_writes_and_signs_the_foreword(
    client: Client,
) -> None:
    make_installation()
    odette, strategy = chair(), make_strategy()
    section = strategy.sections.get(key="foreword")
    services.change_section(
        section, title="Foreword", gate="signed", author=odette, by=None, at=NOW
    )
    client.force_login(odette)
    home = f"/strategies/{strategy.key}/"

    answer = client.post(
        f"{home}sections/foreword/", {"text": "Dear all.", "seen": "0"}
    )

    assert answer.status_code == 302
    section.refresh_from_db()
    assert section.text == "Dear all."
    assert f'href="{home}sections/foreword/sign/"' in client.get(home).content.decode()
    page = client.get(f"{home}sections/foreword/").content.decode()
    assert f'href="{home}sections/foreword/sign/">Sign it' in page


@pytest.mark.covers("S4")
def test_a_chair_writes_no_section_of_somebody_elses(client: Client) -> None:
    make_installation()
    odette, strategy = chair(), make_strategy()
    client.force_login(odette)
    area = f"/strategies/{strategy.key}/sections/area/"

    looked = client.get(area).content.decode()
    sent = client.post(area, {"text": "Mine now.", "seen": "0"}).content.decode()

    said = "You may read this. To write it is for: workstream lead, analyst, partnership manager."
    assert said in looked
    assert said in sent
    assert strategy.sections.get(key="area").text == ""
    odette.acting = odette.appointments.get()
    with pytest.raises(Refused, match="To write it is for"):
        services.write_section(
            strategy.sections.get(key="area"), text="M", on=TODAY, by=odette, at=NOW
        )
