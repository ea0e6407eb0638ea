"""What anybody may read, without signing in: only what was published, and quickly."""

import csv
import io
import re
import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.make import make_body, make_manager, make_public, make_strategy
from tests.partners.people import NOW, make_installation
from tests.public.readable import prose, reading_age, syllables

from goldthread.public.keeping import PAGES, as_csv
from goldthread.strategy import services
from goldthread.web.kit import Column, Table

pytestmark = pytest.mark.django_db
ADDRESSES = (
    "/public/",
    "/public/strategy/",
    "/public/priorities/",
    "/public/priorities/prevent-violence/",
    "/public/what-we-do/",
    "/public/measures/",
    "/public/decisions/",
    "/public/who-we-are/",
    "/public/get-involved/",
)
OLDEST = 13  # years: what the pages' own words ask of a reader


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


@pytest.mark.covers("S118")
def test_anybody_reads_why_what_for_and_what_is_done(client: Client) -> None:
    make_installation()
    make_public()

    page = shown(client, "/public/priorities/prevent-violence/")

    order = [
        "Why we chose it",
        "Violence rose by a tenth.",
        "What you should see",
        "Fewer young people hurt",
        "What we do</h2>",
        "Night-time economy",
    ]
    places = [page.index(words) for words in order]
    assert places == sorted(places)


def test_every_page_opens_without_an_account_and_leads_to_the_others(
    client: Client,
) -> None:
    make_public()

    for address in ADDRESSES:
        page = shown(client, address)
        for words, _ in PAGES:
            assert f">{words}</a>" in page
        for href in re.findall(r'href="(/public/[^"#]*)"', page):
            assert client.get(href).status_code == 200, href


def test_before_anything_is_published_every_page_says_so(client: Client) -> None:
    make_strategy(state="in_force")  # agreed and in force, and not published

    assert "Nothing is published yet" in shown(client, "/public/")
    assert "Nothing is published yet" in shown(client, "/public/strategy/")
    assert "Nothing is published yet" in shown(client, "/public/priorities/")
    assert client.get("/public/priorities/prevent-violence/").status_code == 404


def test_what_is_written_after_publication_stays_inside(client: Client) -> None:
    kept = make_public()
    services.open_workstream(
        kept,
        services.WorkstreamTold(
            title="Not for the public yet",
            priorities=[kept.priorities.get(number=1)],
            primary=kept.priorities.get(number=1),
            opened_on=kept.period_start,
        ),
        reason="Asked for by the board",
        by=make_manager(),
        at=NOW,
    )

    for address in ADDRESSES:
        assert "Not for the public yet" not in shown(client, address)


def test_no_page_opens_a_session_or_names_a_person(client: Client) -> None:
    make_public()

    for address in ADDRESSES:
        answer = client.get(address)
        assert not answer.cookies
        # But who brought the chair's signature: the foreword says that on purpose.
        page = answer.content.decode().replace("by Amar Tolliver on", "")
        assert "Tolliver" not in page


def test_a_page_is_kept_and_told_apart_by_its_content(client: Client) -> None:
    kept = make_public()
    first = client.get("/public/")
    assert re.fullmatch(r"public, max-age=[0-9]{1,3}", first["Cache-Control"])

    with CaptureQueriesContext(connection) as asked:
        again = client.get("/public/", headers={"if-none-match": first["ETag"]})

    assert again.status_code == 304 and not again.content
    assert len(asked) <= 2  # which strategy stands today, and no more
    assert first["ETag"] != client.get("/public/priorities/")["ETag"]
    assert kept.key


def test_a_table_is_taken_away_as_it_is_shown(client: Client) -> None:
    make_public()

    answer = client.get("/public/priorities.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode())))

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="priorities.csv"'
    assert rows[0] == ["Priority", "What you should see", "What is done"]
    assert rows[1][:2] == ["Prevent violence", "Fewer young people hurt"]
    page = shown(client, "/public/priorities/")
    assert all(row[0] in page for row in rows[1:])


def test_a_cell_that_a_spreadsheet_would_run_is_text() -> None:
    table = Table("T", (Column("A"),), (("=1+1",), ("@x",), (3,)))

    assert as_csv(table).split("\r\n")[1:4] == ["'=1+1", "'@x", "3"]


@pytest.mark.covers("S113")
def test_who_we_are_names_agencies_and_boards(client: Client) -> None:
    make_public()
    make_body("Neighbourhood Panel")

    page = shown(client, "/public/who-we-are/")
    rows = client.get("/public/who-we-are.csv").content.decode()

    assert "Saxonshire Police" in page and "Must be here by law" in page
    assert "Neighbourhood Panel" in page and "Safer Saxonbridge Board" in page
    assert "Saxonshire Police,Must be here by law" in rows


@pytest.mark.covers("S118")
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_is_read_with_ease_at_thirteen(client: Client, address: str) -> None:
    make_public()

    text = prose(shown(client, address))

    assert len(text.split()) > 8
    assert reading_age(text) <= OLDEST, f"{reading_age(text):.1f}: {text}"


def test_the_formula_tells_plain_words_from_official_ones() -> None:
    assert syllables("strategy") == 3 and syllables("police") == 2
    plain = "We meet each month. You can come. Tell us what you see in your street."
    official = (
        "The partnership's strategic governance arrangements facilitate "
        "collaborative multi-agency prioritisation of community safety interventions."
    )
    assert reading_age(plain) < 9
    assert reading_age(official) > 20


def test_a_page_that_was_kept_costs_little(client: Client) -> None:
    make_public()
    client.get("/public/strategy/")

    before = time.process_time()
    for _ in range(20):
        client.get("/public/strategy/")
    spent = (time.process_time() - before) / 20 * 1000

    assert spent < 20, f"{spent:.1f} ms"
