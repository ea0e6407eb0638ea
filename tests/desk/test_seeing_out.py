"""Whoever sees somebody out reads first what they have to do, and the record tells it right."""

import pytest
from django.test import Client
from tests.desk.made import colleague, make_owner, now, owned
from tests.desk.shown import shown, signed_in
from tests.make import make_body, make_manager
from tests.make_plan import make_strategy, make_workstream
from tests.partners.people import make_person

from goldthread.audit.models import Event
from goldthread.delivery.models import Action, Change
from goldthread.desk import services
from goldthread.partners.models import Person
from goldthread.partners.services import add_seat, end_person, take_seat
from goldthread.strategy import services as strategies

pytestmark = pytest.mark.django_db


@pytest.fixture
def noor() -> Person:
    """She owns two actions, leads a workstream, sits on the board and writes a section."""
    amar, noor = make_manager(), make_owner()
    owned(noor, "Open the gate", "Cut the key", at=now())
    make_workstream("Safer homes", lead=noor)
    seat = add_seat(make_body(), title="Council", kind="statutory", by=None, at=now())
    take_seat(seat, person=noor, from_on=amar.joined_at.date(), by=None, at=now())
    draft = make_strategy(title="The next plan")
    area = draft.sections.get(key="area")
    strategies.change_section(
        area, title=area.title, gate=area.gate, author=noor, by=amar, at=now()
    )
    return noor


def log() -> list[str]:
    rows = Change.objects.filter(reason__contains="Noor")
    return sorted({row.reason for row in rows})


def test_what_somebody_has_to_do_is_listed_before_they_leave(
    client: Client, noor: Person
) -> None:
    signed_in(client, make_manager())

    page = shown(client, f"/people/{noor.pk}/leave/")

    for words in (
        "2 open actions",
        "A-001 Open the gate",
        "1 workstream they lead",
        "Safer homes (",
        "1 seat",
        "Safer Saxonbridge Board",
        "1 section to write",
        "Our area on a page (The next plan)",
    ):
        assert words in page, words
    assert "Safer homes (" in shown(client, f"/people/{noor.pk}/hand-over/")


def test_whoever_sees_them_out_must_choose_or_say_that_nobody_takes_over(
    client: Client, noor: Person
) -> None:
    signed_in(client, make_manager())
    where = f"/people/{noor.pk}/leave/"

    asked = client.post(where, {"hand_to": ""}).content.decode()
    assert "Choose who takes over, or say that nobody does yet." in asked
    noor.refresh_from_db()
    assert noor.is_active

    said = client.post(where, {"hand_to": "nobody"}, follow=True).content.decode()
    assert "Nobody takes over what they had to do yet" in said
    noor.refresh_from_db()
    assert not noor.is_active and noor.handed_to is None
    owed = "Hand over 2 actions and 1 workstream that Noor Ashby left behind"
    assert owed in shown(client)


def test_the_work_goes_at_once_and_the_log_names_who_decided_it(
    client: Client, noor: Person
) -> None:
    amar, other = make_manager(), colleague()
    signed_in(client, amar)

    said = client.post(
        f"/people/{noor.pk}/leave/", {"hand_to": str(other.pk)}, follow=True
    ).content.decode()

    assert "Morwenna Adair takes over: 2 actions and 1 workstream handed over." in said
    assert set(Action.objects.values_list("owner__name", flat=True)) == {other.name}
    assert log() == [f"Noor Ashby left; handed over by {amar.name}"]
    event = Event.objects.get(verb="person.handed_over")
    assert event.actor_label == amar.name


def test_an_agencys_administrator_decides_and_is_named_though_they_run_no_plan(
    noor: Person,
) -> None:
    admin = make_person("admin@example.org", role="agency_admin", name="Una Marsh")
    other = colleague()

    gone = services.see_out(noor, hand_to=other, on=now().date(), by=admin, at=now())

    assert gone.over is not None and gone.over.actions == 2
    assert log() == ["Noor Ashby left; handed over by Una Marsh"]


def test_what_the_worker_hands_over_is_not_said_to_be_handed_over_by_the_leaver(
    noor: Person,
) -> None:
    day, other = now().date(), colleague()
    end_person(noor, hand_to=other, on=day, by=None, at=now())

    services.hand_over_leavers(on=day, at=now())

    assert log() == ["Noor Ashby left; Morwenna Adair takes over"]


def test_an_appointment_is_said_to_end_on_the_day_on_which_they_left(
    client: Client, noor: Person
) -> None:
    signed_in(client, make_manager())
    client.post(f"/people/{noor.pk}/leave/", {"hand_to": "nobody"})

    page = shown(client, f"/people/{noor.pk}/")

    noor.refresh_from_db()
    assert noor.left_on is not None
    left = f"{noor.left_on.day} {noor.left_on:%B %Y}"
    assert f"to {left}, when they left" in page


def test_whoever_gets_actions_alone_hears_of_no_workstreams() -> None:
    someone = make_owner()
    owned(someone, "Open the gate", at=now())

    told = services.hand_over_actions(
        someone, to=colleague(), on=now().date(), by=make_manager(), at=now()
    )

    assert told.sentence == "1 action handed over."
