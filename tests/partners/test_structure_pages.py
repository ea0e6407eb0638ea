"""The partnership's pages: looked at by those who may read, changed by those who may."""

import os
from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.browser import NARROW, WIDE, OpenPage, enter, overflow, violations
from tests.partners.people import NOW, PASSWORD, make_person
from tests.partners.table import FOUNDED, make_partnership, merge_probation

from goldthread.audit.models import Event
from goldthread.partners import services
from goldthread.partners.models import Agency, Body, Interest, Membership, Seat
from goldthread.partners.services import BodyTold

# A folder to put pictures of the pages in, for whoever wants to look at them.
SHOTS = os.environ.get("GOLDTHREAD_PICTURES", "")


def day(on: date, name: str = "from_on") -> dict[str, Any]:
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


@pytest.mark.django_db
def test_a_manager_founds_an_agency_its_board_and_a_seat_on_the_pages(
    client: Client,
) -> None:
    by = make_person()
    client.login(email=by.email, password=PASSWORD)

    client.post(
        "/partnership/agencies/add/", {"name": "Saxonshire Police", "kind": "police"}
    )
    police = Agency.objects.get(name="Saxonshire Police")
    client.post(
        f"/partnership/agencies/{police.pk}/join/",
        {"tier": "responsible"} | day(FOUNDED),
    )
    client.post(
        f"/partnership/memberships/{police.memberships.get().pk}/facilitator/",
        {"person": by.pk},
    )
    client.post(
        "/partnership/bodies/add/",
        {"name": "The Board", "kind": "governance", "level": "local", "is_ours": "on"},
    )
    board = Body.objects.get()
    client.post(
        f"/partnership/bodies/{board.pk}/legal-roles/add/",
        {"name": "Community Safety Partnership"},
    )
    client.post(
        f"/partnership/bodies/{board.pk}/seats/add/",
        {"title": "Chair", "kind": "chair", "agency": police.pk, "votes": "on"},
    )
    seat = Seat.objects.get()
    client.post(f"/partnership/seats/{seat.pk}/take/", {"person": by.pk} | day(FOUNDED))

    page = client.get(f"/partnership/bodies/{board.pk}/").content.decode()
    assert "Amar Tolliver" in page
    assert "Community Safety Partnership" in page
    assert Membership.objects.get().facilitator == by
    verbs = Event.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs)[-7:] == [
        "agency.added",
        "agency.joined",
        "agency.facilitator_named",
        "body.added",
        "body.legal_role_added",
        "seat.added",
        "seat.taken",
    ]


@pytest.mark.django_db
def test_every_change_page_shows_what_is_there_and_keeps_what_is_sent(
    client: Client,
) -> None:
    table = make_partnership()
    client.login(email=table.by.email, password=PASSWORD)
    police = table.agencies["Saxonshire Police"]
    group = services.add_body(
        BodyTold("Task group", "delivery", "local"), by=None, at=NOW
    )
    seat = services.add_seat(group, title="Adviser", kind="adviser", by=None, at=NOW)
    held = services.take_seat(seat, person=table.by, from_on=FOUNDED, by=None, at=NOW)
    line = services.add_reporting(group, to=table.board, by=None, at=NOW)
    role = table.board.legal_roles.all()[0]
    interest = services.declare_interest(
        table.by, words="Landlord", from_on=FOUNDED, by=None, at=NOW
    )
    end = day(date(2026, 1, 1), "on")
    pages = {
        f"agencies/{police.pk}/change/": {
            "name": "Saxonshire Police Force",
            "kind": "police",
        },
        f"bodies/{group.pk}/change/": {
            "name": "Task group",
            "kind": "delivery",
            "level": "local",
            "is_ours": "on",
            "quorum": 3,
        },
        f"seats/{seat.pk}/change/": {"title": "Adviser on law", "kind": "adviser"},
        f"bodies/{group.pk}/lines/add/": {"kind": "linked", "to": table.board.pk},
        f"lines/{line.pk}/end/": end,
        f"legal-roles/{role.pk}/end/": end,
        f"interests/{interest.pk}/end/": end,
        f"people/{table.by.pk}/interests/add/": {"words": "Governor"} | day(FOUNDED),
        f"holdings/{held.pk}/end/": end,
        f"seats/{seat.pk}/end/": end,
        f"memberships/{police.memberships.get().pk}/end/": end,
    }

    answers = {}
    for address, sent in pages.items():
        assert client.get(f"/partnership/{address}").status_code == 200
        answers[address] = client.post(f"/partnership/{address}", sent).status_code

    # The second line between the same two bodies is refused: the first still runs.
    refused = [address for address, status in answers.items() if status != 302]
    assert refused == [f"bodies/{group.pk}/lines/add/"]
    police.refresh_from_db()
    seat.refresh_from_db()
    assert police.name == "Saxonshire Police Force"
    assert seat.until_on == date(2026, 1, 1)
    assert Interest.objects.filter(until_on__isnull=True).get().words == "Governor"


@pytest.mark.django_db
@pytest.mark.covers("C46")
def test_a_bodys_page_holds_its_whole_terms_of_reference(client: Client) -> None:
    table = make_partnership()
    client.login(email=table.by.email, password=PASSWORD)
    group = services.add_body(
        BodyTold(
            "Night-time group",
            "delivery",
            "local",
            purpose="Keeps the evening economy safe.",
            quorum=3,
            meets="every six weeks",
            chair_term_months=24,
            conflict_rule="Licensees leave the room for their own premises.",
            terms_review_on=date(2027, 4, 1),
        ),
        by=None,
        at=NOW,
    )
    services.add_seat(group, title="Licensing officer", kind="adviser", by=None, at=NOW)
    services.add_reporting(group, to=table.board, by=None, at=NOW)

    page = client.get(f"/partnership/bodies/{group.pk}/").content.decode()

    for words in (
        "Keeps the evening economy safe.",
        "Licensing officer",
        ">3</dd>",
        "every six weeks",
        "24 months",
        f'It reports to <a class="govuk-link" href="/partnership/bodies/{table.board.pk}/">',
        "Licensees leave the room for their own premises.",
        "1 April 2027",
    ):
        assert words in page, words


@pytest.mark.django_db
def test_a_successor_is_named_on_the_page_and_a_wrong_day_is_answered(
    client: Client,
) -> None:
    table = make_partnership()
    client.login(email=table.by.email, password=PASSWORD)
    old = table.agencies["Old National Probation"]
    new = services.add_agency(name="The Probation Service", by=None, at=NOW)
    address = f"/partnership/agencies/{old.pk}/successor/"

    wrong = client.post(
        address, {"successor": new.pk, "on_day": 31, "on_month": 2, "on_year": 2021}
    )
    client.post(address, {"successor": new.pk} | day(date(2021, 6, 26), "on"))

    assert "There is no 31/2/2021" in wrong.content.decode()
    assert new.memberships.get().tier == "responsible"
    page = client.get(
        "/partnership/", {"on_day": "1", "on_month": "4", "on_year": "2020"}
    ).content.decode()
    assert "Old National Probation" in page
    assert "The Probation Service" not in page


@pytest.mark.django_db
def test_readers_see_no_door_to_change_and_find_none(client: Client) -> None:
    table = make_partnership()
    reader = make_person("reader@example.org", role="board")
    client.login(email=reader.email, password=PASSWORD)
    key = table.board.pk

    page = client.get(f"/partnership/bodies/{key}/").content.decode()

    assert "Add a seat" not in page
    assert client.get(f"/partnership/bodies/{key}/seats/add/").status_code == 403
    assert client.post(f"/partnership/bodies/{key}/seats/add/").status_code == 403


@pytest.mark.django_db
def test_an_empty_partnership_says_what_to_do_next(client: Client) -> None:
    by = make_person()
    client.login(email=by.email, password=PASSWORD)

    assert (
        "Add your board first" in client.get("/partnership/structure/").content.decode()
    )
    assert (
        "No board is entered yet" in client.get("/partnership/bodies/").content.decode()
    )
    assert "No police authority" in client.get("/partnership/").content.decode()


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_pages_of_the_partnership_are_clean_at_both_widths(
    live_server: Any, open_page: OpenPage, width: int
) -> None:
    table = make_partnership()
    merge_probation(table)
    group = services.add_body(
        BodyTold(
            "Domestic abuse forum", "delivery", "local", purpose="To join up help."
        ),
        by=None,
        at=NOW,
    )
    services.add_reporting(group, to=table.board, by=None, at=NOW)
    seat = services.add_seat(table.board, title="Chair", kind="chair", by=None, at=NOW)
    services.take_seat(seat, person=table.by, from_on=FOUNDED, by=None, at=NOW)
    services.add_seat(
        table.board,
        title="Third sector seat 1",
        kind="voluntary",
        chosen_by="the forum",
        by=None,
        at=NOW,
    )
    services.declare_interest(
        table.by, words="Landlord", from_on=FOUNDED, by=None, at=NOW
    )
    services.load_starter_glossary(by=None, at=NOW)
    page = open_page(width=width)
    enter(page, live_server.url, email=table.by.email, password=PASSWORD)

    for address in (
        "partnership/",
        "partnership/structure/",
        "partnership/bodies/",
        f"partnership/bodies/{table.board.pk}/",
        f"partnership/agencies/{table.agencies['Saxonshire Police'].pk}/",
        f"partnership/bodies/{table.board.pk}/seats/add/",
        "partnership/who-sits-where/",
        "glossary/",
    ):
        page.goto(f"{live_server.url}/{address}")
        assert violations(page) == [], address
        assert overflow(page) <= 0, address
        if shots := SHOTS:
            name = address.strip("/").replace("/", "-")
            page.screenshot(path=f"{shots}/{name}-{width}.png", full_page=True)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_without_javascript_a_seat_is_taken(
    live_server: Any, open_page: OpenPage
) -> None:
    table = make_partnership()
    seat = services.add_seat(table.board, title="Chair", kind="chair", by=None, at=NOW)
    page = open_page(width=NARROW, script=False)
    enter(page, live_server.url, email=table.by.email, password=PASSWORD)

    page.goto(f"{live_server.url}/partnership/bodies/{table.board.pk}/")
    page.get_by_role("link", name="Seat somebody on Chair").click()
    page.get_by_label("Who", exact=True).select_option(label="Wilfreda Moss")
    for label, value in (("Day", "1"), ("Month", "4"), ("Year", "2024")):
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name="Seat them").click()

    assert "Wilfreda Moss" in page.locator("main").inner_text()
    assert seat.holdings.get().person == table.by
