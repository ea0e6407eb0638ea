"""Agencies, bodies and seats are true on any day, and the law's gaps are named."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.partners.people import NOW, make_agency, make_person
from tests.partners.table import (
    FOUNDED,
    MERGED,
    TODAY,
    make_partnership,
    merge_probation,
)

from goldthread.audit.models import Event
from goldthread.documents.diagrams.structure import as_list
from goldthread.partners import services
from goldthread.partners.models import Area, Body, Holding, Membership, Seat
from goldthread.partners.queries.bodies import body_page, cross_members, months_later
from goldthread.partners.queries.partnership import (
    bodies_with_seats,
    partnership_page,
    terms_over,
)
from goldthread.partners.queries.structure import structure
from goldthread.partners.rules import Refused
from goldthread.partners.services import BodyTold

pytestmark = pytest.mark.django_db


def names(on: date) -> list[str]:
    page = partnership_page(on)
    return [partner.name for partner in page.tiers[0].partners]


def last() -> Event:
    return Event.objects.order_by("-id")[0]


@pytest.mark.covers("S28", "Z5")
def test_the_list_of_2020_and_the_list_of_today_both_print_as_they_were() -> None:
    table = make_partnership()

    merge_probation(table)

    assert names(date(2020, 4, 1)) == [
        "Saxonbridge City Council",
        "Saxonshire Police",
        "Saxonshire Fire and Rescue",
        "Old National Probation",
        "Saxonshire Rehabilitation Company",
        "Saxonshire Integrated Care Board",
    ]
    assert names(TODAY) == [
        "Saxonbridge City Council",
        "Saxonshire Police",
        "Saxonshire Fire and Rescue",
        "The Probation Service",
        "Saxonshire Integrated Care Board",
    ]
    service = partnership_page(TODAY).tiers[0].partners[3]
    assert service.follows == (
        "Old National Probation",
        "Saxonshire Rehabilitation Company",
    )
    assert last().verb == "agency.succeeded"
    assert last().actor_label == "Wilfreda Moss"


def test_an_agency_cannot_follow_itself_or_end_before_it_began() -> None:
    table = make_partnership()
    police = table.agencies["Saxonshire Police"]

    with pytest.raises(Refused, match="cannot follow itself"):
        services.succeed(police, successor=police, on=MERGED, by=table.by, at=NOW)
    with pytest.raises(Refused, match="The last day must come after the first"):
        services.change_agency(
            police,
            name=police.name,
            short_name="",
            kind="police",
            note="",
            from_on=date(2020, 1, 1),
            until_on=date(2019, 1, 1),
            by=table.by,
            at=NOW,
        )


def test_an_agency_is_one_thing_at_a_time() -> None:
    table = make_partnership()
    police = table.agencies["Saxonshire Police"]

    with pytest.raises(Refused, match="is responsible authority already in that time"):
        services.add_membership(
            police, tier="invited", from_on=date(2022, 1, 1), by=table.by, at=NOW
        )

    services.end_membership(
        police.memberships.get(), on=date(2022, 1, 1), by=table.by, at=NOW
    )
    services.add_membership(
        police, tier="invited", from_on=date(2022, 1, 1), by=table.by, at=NOW
    )
    assert police.memberships.count() == 2


@pytest.mark.covers("S27", "B1", "B7")
def test_what_the_law_asks_and_is_missing_is_listed_with_the_law() -> None:
    table = make_partnership()
    fire = table.agencies["Saxonshire Fire and Rescue"]
    services.end_membership(fire.memberships.get(), on=MERGED, by=table.by, at=NOW)
    police = Membership.objects.get(agency=table.agencies["Saxonshire Police"])
    services.nominate_facilitator(police, person=table.by, by=table.by, at=NOW)

    found = partnership_page(TODAY).gaps
    said = [gap.words for gap in found]

    assert "No fire and rescue authority is named as a responsible authority." in said
    assert "Saxonshire Police has named nobody who makes information flow." not in said
    assert (
        "Saxonbridge City Council has named nobody who makes information flow." in said
    )
    assert "Fewer than two people sit on Safer Saxonbridge Board." in said
    assert {gap.law for gap in found} >= {
        "Crime and Disorder Act 1998, s5",
        "2007 Regulations, reg 4",
    }
    assert all(
        "fire" not in gap.words.casefold()
        for gap in partnership_page(date(2020, 1, 1)).gaps
        if "No " in gap.words
    )


def test_a_member_that_no_longer_exists_is_a_gap() -> None:
    table = make_partnership()
    police = table.agencies["Saxonshire Police"]
    services.change_agency(
        police,
        name=police.name,
        short_name="",
        kind="police",
        note="",
        from_on=None,
        until_on=MERGED,
        by=table.by,
        at=NOW,
    )

    said = [gap.words for gap in partnership_page(TODAY).gaps]

    assert any(words.startswith("Saxonshire Police has ended") for words in said)


@pytest.mark.covers("B11")
def test_without_a_body_that_is_the_partnership_in_law_that_is_the_gap() -> None:
    table = make_partnership()
    for role in table.board.legal_roles.all():
        services.end_legal_role(role, on=MERGED, by=table.by, at=NOW)

    said = [gap.words for gap in partnership_page(TODAY).gaps]

    assert "No body has the legal role of community safety partnership." in said


@pytest.mark.covers("S26")
def test_one_body_is_several_things_in_law_and_reports_to_several() -> None:
    table = make_partnership()
    add = services.add_body
    council = add(BodyTold("City cabinet", "governance", "local"), by=table.by, at=NOW)
    mayor = add(
        BodyTold(
            "Regional police and crime board", "governance", "regional", is_ours=False
        ),
        by=table.by,
        at=NOW,
    )
    for to in (council, mayor):
        services.add_reporting(table.board, to=to, by=table.by, at=NOW)

    page = body_page(table.board, TODAY)

    assert [role.name for role in page.legal_roles] == [
        "Community Safety Partnership",
        "Local Police and Crime Board",
    ]
    assert [line.to.name for line in page.reports_to] == [council.name, mayor.name]


def test_no_body_reports_to_itself_twice_or_in_a_circle() -> None:
    table = make_partnership()
    group = services.add_body(
        BodyTold("Delivery group", "delivery", "local"), by=table.by, at=NOW
    )
    task = services.add_body(
        BodyTold("Task group", "operational", "local"), by=table.by, at=NOW
    )
    services.add_reporting(group, to=table.board, by=table.by, at=NOW)
    services.add_reporting(task, to=group, by=table.by, at=NOW)

    for body, to, words in (
        (group, group, "cannot report to itself"),
        (group, table.board, "There is a line from"),
        (table.board, task, "A circle has no top"),
    ):
        with pytest.raises(Refused, match=words):
            services.add_reporting(body, to=to, by=table.by, at=NOW)
    services.add_reporting(table.board, to=task, kind="linked", by=table.by, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        table.board.reports.create(to=table.board)


@pytest.mark.covers("S29")
def test_seats_stand_apart_from_people_and_vacant_ones_are_reported() -> None:
    table = make_partnership()
    seats = [
        services.add_seat(
            table.board,
            title=f"Third sector seat {number}",
            kind="voluntary",
            chosen_by="the third sector forum",
            term_months=24,
            by=table.by,
            at=NOW,
        )
        for number in range(1, 6)
    ]
    holder = make_person("orla@example.org", name="Orla Penhallow", role=None)
    deputy = make_person("cyprian@example.org", name="Cyprian Oduya", role=None)
    services.take_seat(
        seats[0], person=holder, from_on=date(2025, 1, 31), by=table.by, at=NOW
    )
    services.take_seat(
        seats[1],
        person=deputy,
        from_on=date(2025, 1, 31),
        is_deputy=True,
        by=table.by,
        at=NOW,
    )

    page = body_page(table.board, TODAY)

    assert len(page.seats) == 5
    assert [seat.title for seat in page.vacant] == [
        "Third sector seat 2",
        "Third sector seat 3",
        "Third sector seat 4",
        "Third sector seat 5",
    ]
    first = page.seats[-1]
    assert first.holder is not None
    assert first.holder.name == "Orla Penhallow"
    assert first.holder.term_ends == date(2027, 1, 31)
    assert not first.is_over and not page.over
    later = date(2027, 1, 31)
    assert [seat.title for seat in body_page(table.board, later).over] == [first.title]
    over = terms_over(bodies_with_seats(later), later)
    assert [(one.name, one.ended) for one in over] == [("Orla Penhallow", later)]
    assert terms_over(bodies_with_seats(TODAY), TODAY) == []
    assert page.seats[0].deputies[0].name == "Cyprian Oduya"
    assert len(partnership_page(TODAY).vacancies) == 4
    assert body_page(table.board, date(2024, 1, 1)).vacant[0].holder is None


def test_whoever_takes_a_seat_relieves_whoever_held_it() -> None:
    table = make_partnership()
    seat = services.add_seat(
        table.board, title="Chair", kind="chair", by=table.by, at=NOW
    )
    old = make_person("old@example.org", name="Hesper Quill", role=None)
    new = make_person("new@example.org", name="Isolde Brannock", role=None)
    services.take_seat(seat, person=old, from_on=FOUNDED, by=table.by, at=NOW)

    services.take_seat(seat, person=new, from_on=date(2024, 5, 1), by=table.by, at=NOW)

    assert body_page(table.board, date(2024, 4, 30)).chair == "Hesper Quill"
    assert body_page(table.board, date(2024, 5, 1)).chair == "Isolde Brannock"
    assert last().verb == "seat.taken"
    with pytest.raises(IntegrityError), transaction.atomic():
        Holding.objects.create(seat=seat, person=old, from_on=TODAY)


def test_a_seat_that_is_gone_cannot_be_taken_and_its_holder_left_with_it() -> None:
    table = make_partnership()
    seat = services.add_seat(
        table.board, title="Business", kind="business", by=table.by, at=NOW
    )
    person = make_person("hob@example.org", name="Hob Tarrant", role=None)
    services.take_seat(seat, person=person, from_on=FOUNDED, by=table.by, at=NOW)

    services.end_seat(seat, on=MERGED, by=table.by, at=NOW)

    assert Holding.objects.get().until_on == MERGED
    with pytest.raises(Refused, match="does not stand at the table on that day"):
        services.take_seat(seat, person=person, from_on=TODAY, by=table.by, at=NOW)


def test_somebody_who_leaves_on_the_day_they_came_never_sat_there() -> None:
    table = make_partnership()
    seat = services.add_seat(
        table.board, title="Business", kind="business", by=table.by, at=NOW
    )
    held = services.take_seat(seat, person=table.by, from_on=TODAY, by=table.by, at=NOW)

    services.leave_seat(held, on=TODAY, by=table.by, at=NOW)

    assert not Holding.objects.exists()
    assert last().verb == "seat.left"


def test_a_seat_and_a_body_are_corrected_and_the_record_says_what_changed() -> None:
    table = make_partnership()
    ward = services.add_area(
        code="X14000001", name="Saxonbridge North", kind="constituency", by=None, at=NOW
    )
    seat = services.add_seat(
        table.board, title="Resident", kind="resident", by=table.by, at=NOW
    )

    services.change_seat(
        seat,
        title="Resident representative, north",
        kind="resident",
        agency=None,
        area=ward,
        chosen_by="residents' assembly",
        term_months=12,
        votes=True,
        from_on=None,
        by=table.by,
        at=NOW,
    )
    assert last().detail["after"]["area"] == "Saxonbridge North"
    services.change_body(
        table.board,
        BodyTold(
            "Safer Saxonbridge Board", "governance", "local", quorum=7, from_on=FOUNDED
        ),
        by=table.by,
        at=NOW,
    )

    assert last().detail == {"before": {"quorum": ""}, "after": {"quorum": "7"}}
    assert body_page(table.board, TODAY).seats[0].area == "Saxonbridge North"


@pytest.mark.covers("S113")
def test_the_structure_of_a_past_day_is_drawn_and_told_from_the_same_data() -> None:
    table = make_partnership()
    group = services.add_body(
        BodyTold("Domestic abuse forum", "delivery", "local", from_on=FOUNDED),
        by=table.by,
        at=NOW,
    )
    network = services.add_body(
        BodyTold(
            "Regional hate crime group",
            "network",
            "regional",
            is_ours=False,
            from_on=date(2022, 1, 1),
        ),
        by=table.by,
        at=NOW,
    )
    line = services.add_reporting(
        group, to=table.board, from_on=FOUNDED, by=table.by, at=NOW
    )
    services.add_reporting(
        network,
        to=table.board,
        kind="linked",
        from_on=date(2022, 1, 1),
        by=None,
        at=NOW,
    )

    then, now = structure(date(2020, 1, 1)), structure(TODAY)

    assert {body.label for body in now.bodies} - {
        body.label for body in then.bodies
    } == {"Regional hate crime group"}
    assert [tie.how for tie in now.ties] == ["reports to", "linked to"]
    top = as_list(now)[0]
    assert top.body.label == "Safer Saxonbridge Board"
    assert {item.body.label for item in top.items} == {
        "Domestic abuse forum",
        "Regional hate crime group",
    }
    services.end_reporting(line, on=date(2025, 1, 1), by=table.by, at=NOW)
    assert [tie.how for tie in structure(TODAY).ties] == ["linked to"]


@pytest.mark.covers("S36")
def test_who_sits_at_two_tables_and_what_they_declared_is_one_list() -> None:
    table = make_partnership()
    group = services.add_body(
        BodyTold("Commissioning group", "delivery", "local"), by=table.by, at=NOW
    )
    person = make_person("orla@example.org", name="Orla Penhallow", role=None)
    for body in (table.board, group):
        seat = services.add_seat(
            body, title="Third sector", kind="voluntary", by=table.by, at=NOW
        )
        services.take_seat(
            seat, person=person, from_on=FOUNDED, is_deputy=False, by=table.by, at=NOW
        )
    interest = services.declare_interest(
        person,
        words="Trustee of a charity that may bid",
        agency=make_agency("Saxonbridge Community Trust"),
        from_on=FOUNDED,
        by=table.by,
        at=NOW,
    )

    found = cross_members(TODAY)

    assert [one.name for one in found] == ["Orla Penhallow"]
    assert [body for body, _, _ in found[0].seats] == [
        "Commissioning group",
        "Safer Saxonbridge Board",
    ]
    assert found[0].interests == ("Trustee of a charity that may bid",)
    assert body_page(group, TODAY).seats[0].holder is not None
    services.end_interest(interest, on=date(2026, 1, 1), by=table.by, at=NOW)
    assert cross_members(TODAY)[0].interests == ()
    assert last().verb == "interest.ended"


def test_terms_end_on_the_same_day_of_a_later_month_or_on_its_last() -> None:
    assert months_later(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert months_later(date(2025, 11, 30), 14) == date(2027, 1, 30)
    assert months_later(None, 12) is None
    assert months_later(date(2025, 1, 1), None) is None


def test_forty_seats_cost_no_more_questions_than_four(
    django_assert_max_num_queries: Any,
) -> None:
    table = make_partnership()
    for number in range(40):
        seat = services.add_seat(
            table.board, title=f"Seat {number}", kind="co_opted", by=None, at=NOW
        )
        person = make_person(f"p{number}@example.org", name=f"P {number}", role=None)
        services.take_seat(seat, person=person, from_on=FOUNDED, by=None, at=NOW)

    with django_assert_max_num_queries(8):
        assert len(body_page(table.board, TODAY).seats) == 40
    with django_assert_max_num_queries(9):
        partnership_page(TODAY)
    with django_assert_max_num_queries(2):
        cross_members(TODAY)


def test_what_must_never_be_false_stands_in_the_database() -> None:
    table = make_partnership()
    wrong = {"from_on": date(2024, 1, 1), "until_on": date(2023, 1, 1)}

    for make in (
        lambda: Seat.objects.create(body=table.board, title="x", kind="chair", **wrong),
        lambda: Membership.objects.create(
            agency=make_agency("Elsewhere"), tier="invited", **wrong
        ),
        lambda: Area.objects.create(code="X1", name="x", **wrong),
        lambda: Body.objects.create(name="x", kind="network", level="local", **wrong),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make()
