"""Requirements, matrix and reading pages; who may look and who may send."""

import pytest
from django.test import Client
from tests.make import (
    TODAY,
    make_public,
)
from tests.partners.people import NOW, make_person
from tests.strategy.sent import send, text

from goldthread.partners.models import Person
from goldthread.strategy import services
from goldthread.strategy.models import Strategy

pytestmark = pytest.mark.django_db


@pytest.mark.covers("B2", "B5", "Z2")
def test_the_requirements_page_says_what_is_missing_and_leads_to_what_mends_it(
    amar: Client, strategy: Strategy
) -> None:
    page = text(amar.get(f"/strategies/{strategy.key}/requirements/"))

    assert "No priority answers to “reoffending”" in page
    assert f'href="/strategies/{strategy.key}/means/"' in page
    send(amar, strategy, "requirements/resources/waive/", reason="Not known yet.")
    page = text(amar.get(f"/strategies/{strategy.key}/requirements/"))
    assert "Not known yet." in page
    send(amar, strategy, "requirements/resources/ask-again/")
    assert not strategy.waivers.exists()


@pytest.mark.covers("S52")
def test_the_matrix_shows_each_link_and_counts_each_workstream_once(
    amar: Client, strategy: Strategy
) -> None:
    page = text(amar.get(f"/strategies/{strategy.key}/matrix/"))

    assert page.count("Main</span>") == 3
    assert page.count("Also</span>") == 2
    assert "3 workstreams in all" in page


@pytest.mark.covers("Z11")
def test_the_reading_page_marks_a_slip_and_leads_to_it(
    amar: Client, strategy: Strategy
) -> None:
    area = strategy.sections.get(key="area")
    words = "Innovative approaches are taken to reduce the risk of"
    services.write_section(area, text=words, on=TODAY, by=None, at=NOW)

    page = text(amar.get(f"/strategies/{strategy.key}/reading/"))

    assert "to reduce the risk of" in page
    assert f'href="/strategies/{strategy.key}/sections/area/"' in page
    assert "which the text never uses" not in page


def someone(role: str) -> Person:
    return make_person(f"{role}@example.org", role=role, name=role.title())


@pytest.mark.parametrize(
    ("role", "page", "status"),
    [
        ("resident", "", 200),
        ("resident", "add-priority/", 403),
        ("board", "move/propose/", 403),
        ("lead", "add-priority/", 200),
        ("lead", "move/propose/", 403),
        ("analyst", "requirements/resources/waive/", 403),
        ("agency_admin", "", 403),
    ],
)
def test_a_role_sends_what_the_file_of_roles_says(
    client: Client, strategy: Strategy, role: str, page: str, status: int
) -> None:
    client.force_login(someone(role))

    if page:
        answer = send(client, strategy, page)
    else:
        answer = client.get(f"/strategies/{strategy.key}/")

    assert answer.status_code == status


def test_who_may_look_and_not_send_reads_why_and_sees_no_button(
    client: Client, strategy: Strategy
) -> None:
    client.force_login(someone("practitioner"))

    page = text(
        client.get(f"/strategies/{strategy.key}/priorities/reduce-harm/change/")
    )

    assert "You may read this. To change it is for:" in page
    assert "Save</button>" not in page
    assert "Add a priority" not in text(
        client.get(f"/strategies/{strategy.key}/priorities/")
    )


def test_a_draft_asks_strangers_to_sign_in_and_stays_closed_to_those_without_the_right(
    client: Client, strategy: Strategy
) -> None:
    for page in ("public/", "on-a-page/", "files/pdf/", ""):
        answer = client.get(f"/strategies/{strategy.key}/{page}")
        assert answer.status_code == 302
        assert "/account/login/" in answer["Location"]
    client.force_login(someone("agency_admin"))
    assert (
        client.get(f"/strategies/{strategy.key}/public/", follow=True).status_code
        == 403
    )
    assert Client().get("/strategy/").status_code == 404


@pytest.mark.covers("S118", "S25")
def test_a_published_strategy_opens_for_anybody_with_its_thread(client: Client) -> None:
    strategy = make_public()

    front = client.get("/strategy/", follow=True)

    page = text(front)
    assert front.status_code == 200
    assert "The gold thread" in page
    assert "Sooner, nearer, together" in page
    for words in (
        "Violence rose by a tenth.",
        "Prevent violence",
        "Fewer young people hurt",
    ):
        assert words in page
    assert "how we know" in page
    assert client.get(f"/strategies/{strategy.key}/on-a-page/").status_code == 200
    assert client.get(f"/strategies/{strategy.key}/").status_code == 302


@pytest.mark.covers("S58")
def test_what_was_written_since_the_last_version_is_compared_with_it(
    amar: Client, strategy: Strategy
) -> None:
    area = strategy.sections.get(key="area")
    services.write_section(area, text="A city of rivers.", on=TODAY, by=None, at=NOW)
    kept = services.save_version(strategy, by=None, at=NOW)
    assert "with changes since" not in text(amar.get(f"/strategies/{strategy.key}/"))
    services.write_section(
        area, text="A city of two rivers.", on=TODAY, by=None, at=NOW
    )

    front = text(amar.get(f"/strategies/{strategy.key}/"))
    page = text(amar.get(f"/strategies/{strategy.key}/versions/"))

    assert f"{kept.label}, with changes since" in front
    assert f"From {kept.label} to as it stands now: 1 word added." in page
    newest = services.save_version(strategy, by=None, at=NOW)
    assert "\nversion: 0.2\n" in newest.text  # the text carries its own number


def test_hostile_words_are_shown_as_words(amar: Client, strategy: Strategy) -> None:
    hostile = "<script>alert(1)</script> {{ 7|add:7 }} ${7*7}"
    area = strategy.sections.get(key="area")
    services.write_section(area, text=hostile, on=TODAY, by=None, at=NOW)
    services.save_version(strategy, by=None, at=NOW)
    services.write_section(area, text=f"{hostile} more", on=TODAY, by=None, at=NOW)
    services.save_version(strategy, by=None, at=NOW)

    for page in (
        "public/",
        "versions/",
        "sections/area/",
        "sections/area/history/",
        "reading/",
    ):
        assert "<script>alert" not in text(
            amar.get(f"/strategies/{strategy.key}/{page}")
        )
    for words in ("\u202eevil", "a\x00b", "x" * 40_001):
        answer = send(amar, strategy, "sections/area/", text=words, seen=2)
        assert answer.status_code == 200
        area.refresh_from_db()
        assert area.version == 2
