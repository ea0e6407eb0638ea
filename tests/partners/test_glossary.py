"""The words of the field: several meanings where use is ambiguous, told where they stand."""

from typing import Any

import pytest
from django.test import Client
from tests.partners.people import NOW, PASSWORD, make_installation, make_person

from goldthread.audit.models import Event
from goldthread.partners import glossary, services
from goldthread.partners.models import Term
from goldthread.partners.rules import Refused

pytestmark = pytest.mark.django_db


@pytest.mark.covers("S2")
def test_a_new_partnership_begins_with_the_words_of_the_field() -> None:
    make_installation()

    found = {word.term: word for word in glossary.words()}

    assert len(found) > 100
    assert found["MARAC"].expansions == ("multi-agency risk assessment conference",)
    assert {term for term, word in found.items() if word.is_ambiguous} >= {
        "CSA",
        "FTE",
        "IPV",
        "SA",
        "SAR",
        "SV",
    }
    assert Event.objects.get(verb="glossary.loaded").detail["terms"] == len(found)


def test_loading_the_starter_again_changes_nothing_that_was_changed() -> None:
    services.load_starter_glossary(by=None, at=NOW)
    term = Term.objects.get(term="PACT")
    services.change_term(
        term,
        expansions=["people acting together"],
        meaning="",
        avoid="",
        by=make_person(),
        at=NOW,
    )

    assert services.load_starter_glossary(by=None, at=NOW) == 0
    assert glossary.expansions()["PACT"] == ("people acting together",)


def test_a_word_stands_once_whatever_its_capitals_and_says_something() -> None:
    by = make_person()
    services.add_term(
        term="ZAP", expansions=["a first sense", "a second"], by=by, at=NOW
    )

    with pytest.raises(Refused, match="ZAP stands in the glossary already"):
        services.add_term(term="zap", expansions=["again"], by=by, at=NOW)
    with pytest.raises(Refused, match="says what it stands for"):
        services.add_term(term="ZIP", expansions=[" "], by=by, at=NOW)

    assert glossary.expansions()["ZAP"] == ("a first sense", "a second")


@pytest.mark.covers("S2")
def test_an_abbreviation_in_running_text_says_what_it_stands_for_once() -> None:
    services.load_starter_glossary(by=None, at=NOW)

    told = glossary.explained(
        "The MARAC and <b>the MARAC</b> heard SARs, a SAR, Prevent."
    )

    assert told == (
        'The <abbr title="multi-agency risk assessment conference">MARAC</abbr> and '
        "&lt;b&gt;the MARAC&lt;/b&gt; heard SARs, a "
        '<abbr title="subject access request or safeguarding adults review or sexual '
        'assault referral">SAR</abbr>, Prevent.'
    )


def test_the_explanation_follows_a_changed_word_at_once() -> None:
    by = make_person()
    term = services.add_term(term="QRX", expansions=["first"], by=by, at=NOW)
    assert 'title="first"' in glossary.explained("QRX")

    services.change_term(
        term, expansions=["second"], meaning="", avoid="", by=by, at=NOW
    )

    assert 'title="second"' in glossary.explained("QRX")
    services.remove_term(term, by=by, at=NOW)
    assert glossary.explained("QRX") == "QRX"


def test_the_glossary_page_finds_and_its_editor_is_the_partnership(
    client: Client,
) -> None:
    services.load_starter_glossary(by=None, at=NOW)
    reader = make_person("reader@example.org", role="board")
    client.login(email=reader.email, password=PASSWORD)

    page = client.get("/glossary/", {"q": "rehabilitation"}).content.decode()

    assert "CRC" in page
    assert "MARAC" not in page
    assert "Add a word" not in page
    assert client.get("/glossary/add/").status_code == 403
    assert "None of the" in client.get("/glossary/", {"q": "zzzz"}).content.decode()


def test_a_manager_adds_changes_and_removes_a_word_on_the_pages(client: Client) -> None:
    by = make_person()
    client.login(email=by.email, password=PASSWORD)

    client.post(
        "/glossary/add/", {"term": "ZAP", "expansions": "one\n\ntwo", "meaning": ""}
    )
    term = Term.objects.get(term="ZAP")
    again = client.post("/glossary/add/", {"term": "zap", "expansions": "x"})
    client.post(f"/glossary/{term.pk}/change/", {"expansions": "three", "meaning": "m"})

    assert "ZAP stands in the glossary already" in again.content.decode()
    assert glossary.expansions()["ZAP"] == ("three",)
    client.post(f"/glossary/{term.pk}/remove/")
    assert not Term.objects.exists()
    verbs: Any = Event.objects.filter(verb__startswith="term.").order_by("id")
    assert [event.verb for event in verbs] == [
        "term.added",
        "term.changed",
        "term.removed",
    ]
