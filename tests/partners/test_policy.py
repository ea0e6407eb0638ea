"""Who may see and do what is one file: it is whole, and it is enforced."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.template import Context, Engine, TemplateSyntaxError
from django.test import Client
from tests.partners.people import APPOINTED, NOW, PASSWORD, make_agency, make_person

from goldthread.audit.models import Event
from goldthread.config.gates import names_of_pages, refuse_an_incomplete_policy
from goldthread.partners import services
from goldthread.partners.models import Appointment, Person
from goldthread.partners.policy import faults, policy
from goldthread.partners.rules import Refused


def test_every_address_of_the_site_is_named_in_the_file_of_roles() -> None:
    assert faults(policy(), names_of_pages()) == []


def test_the_site_does_not_start_where_an_address_is_missing(
    settings: Any, tmp_path: Path
) -> None:
    text = Path(settings.ROLES_FILES[0]).read_text()
    broken = tmp_path / "roles.toml"
    broken.write_text(text.replace("take_back = ", "give_back = "))
    settings.ROLES_FILES = [broken]

    with pytest.raises(ImproperlyConfigured, match="'take_back' is not named") as told:
        refuse_an_incomplete_policy()

    assert "'give_back', which does not exist" in str(told.value)


def test_an_act_that_nobody_explained_stops_the_site(
    settings: Any, tmp_path: Path
) -> None:
    text = Path(settings.ROLES_FILES[0]).read_text()
    broken = tmp_path / "roles.toml"
    broken.write_text(
        text.replace('data = { look = "read data"', 'data = { look = "x"')
    )
    settings.ROLES_FILES = [broken]

    with pytest.raises(ImproperlyConfigured, match="the act 'x'"):
        refuse_an_incomplete_policy()


def signed_in(client: Client, person: Person) -> Client:
    assert client.login(email=person.email, password=PASSWORD)
    return client


@pytest.mark.django_db
def test_a_role_opens_what_the_file_says_and_nothing_else(client: Client) -> None:
    signed_in(client, make_person(role="board"))

    assert client.get("/assessments/").status_code == 200
    refused = client.get("/data/")

    assert refused.status_code == 403
    assert "You act as: Board member" in refused.content.decode()
    assert "Analyst" in refused.content.decode()
    assert client.post("/assessments/").status_code == 403


@pytest.mark.django_db
def test_without_an_appointment_only_the_account_is_open(client: Client) -> None:
    signed_in(client, make_person(role=None))

    assert client.get("/account/").status_code == 200
    assert client.get("/assessments/").status_code == 403


@pytest.mark.django_db
def test_an_ended_appointment_gives_nothing_at_the_very_next_click(
    client: Client,
) -> None:
    person = make_person(role="analyst")
    signed_in(client, person)
    assert client.get("/data/").status_code == 200

    services.end_appointment(
        person.appointments.get(), on=date(2025, 1, 1), by=None, at=NOW
    )

    assert client.get("/data/").status_code == 403
    assert Event.objects.filter(verb="person.appointment_ended").exists()


@pytest.mark.django_db
def test_one_person_acts_in_one_appointment_at_a_time_and_the_record_says_which(
    client: Client,
) -> None:
    person = make_person(role="board")
    police = make_agency("Saxonshire Police")
    second = services.appoint(
        person, agency=police, role="analyst", from_on=date(2025, 1, 1), by=None, at=NOW
    )
    signed_in(client, person)
    assert client.get("/data/").status_code == 403

    answer = client.post(f"/account/act-as/{second.pk}/", follow=True)

    assert "Saxonshire Police" in answer.content.decode().split("</header>")[0]
    assert client.get("/data/").status_code == 200
    event = Event.objects.get(verb="person.acts_as")
    assert event.detail["after"] == {"agency": "Saxonshire Police", "role": "analyst"}


@pytest.mark.django_db
def test_nobody_acts_in_an_appointment_that_is_not_theirs(client: Client) -> None:
    other = make_person(email="other@example.org", role="analyst")
    signed_in(client, make_person(role="board"))

    answer = client.post(f"/account/act-as/{other.appointments.get().pk}/")

    assert answer.status_code == 404
    assert client.get("/data/").status_code == 403


@pytest.mark.django_db
def test_nobody_appoints_themselves_or_to_a_role_that_is_not_in_the_file() -> None:
    person = make_person()

    with pytest.raises(Refused, match="Nobody appoints themselves"):
        services.appoint(
            person,
            agency=make_agency(),
            role="chair",
            from_on=APPOINTED,
            by=person,
            at=NOW,
        )
    with pytest.raises(Refused, match="Expected one of the roles"):
        services.appoint(
            person,
            agency=make_agency(),
            role="emperor",
            from_on=APPOINTED,
            by=None,
            at=NOW,
        )

    assert person.appointments.count() == 1


def test_a_page_asks_the_same_question_as_the_gate(rf: Any) -> None:
    request = rf.get("/")
    request.user = Person(name="Amar", email="amar@example.org")
    request.user.acting = Appointment(role="board")
    told = '{% may "load data" as can %}{{ can }} {% may "comment" as can %}{{ can }}'

    page = Engine.get_default().from_string(told)

    assert page.render(Context({"request": request})) == "False True"
    with pytest.raises(TemplateSyntaxError, match="no act 'load dat'"):
        Engine.get_default().from_string('{% may "load dat" as can %}').render(
            Context({"request": request})
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "lands"),
    [
        ("/assessments/?page=2", "/assessments/?page=2"),
        ("/data/", "/start/"),  # not for the role one changes to
        ("https://elsewhere.example.org/", "/start/"),
        ("//elsewhere.example.org/assessments/", "/start/"),
        ("javascript:alert(1)", "/start/"),
        ("/no/such/page", "/start/"),
        ("", "/start/"),
    ],
)
def test_after_the_change_one_is_where_one_was_if_that_is_still_open(
    client: Client, asked: str, lands: str
) -> None:
    person = make_person(role="analyst")
    second = services.appoint(
        person, agency=make_agency(), role="board", from_on=APPOINTED, by=None, at=NOW
    )
    signed_in(client, person)

    answer = client.post(f"/account/act-as/{second.pk}/", {"next": asked})

    assert answer["Location"] == lands


@pytest.mark.django_db
def test_who_may_do_what_is_a_page_that_says_what_the_file_says(client: Client) -> None:
    signed_in(client, make_person(role="board"))

    page = client.get("/roles/").content.decode()

    for act in policy().acts.values():
        assert act.replace("'", "&#x27;") in page
    for role in policy().roles.values():
        assert role.does in page
    assert "You act in this role now" in page


@pytest.mark.django_db
def test_doors_that_are_closed_to_somebody_are_not_shown_to_them(
    client: Client,
) -> None:
    signed_in(client, make_person(role="sysadmin"))

    page = client.get("/account/").content.decode().split("<main")[0]

    assert 'href="/people/"' in page
    assert 'href="/data/"' not in page
    assert client.get("/data/").status_code == 403


def test_a_role_that_brings_in_nobody_knows_whom_stops_the_site(
    settings: Any, tmp_path: Path
) -> None:
    text = Path(settings.ROLES_FILES[0]).read_text()
    broken = tmp_path / "roles.toml"
    broken.write_text(
        text.replace(
            'appoints = ["resident", "board", "practitioner"', 'appoints = ["emperor"'
        )
    )
    settings.ROLES_FILES = [broken]

    with pytest.raises(
        ImproperlyConfigured, match="lets 'agency_admin' appoint 'emperor'"
    ):
        refuse_an_incomplete_policy()


def test_every_role_says_what_it_is_for_and_no_act_is_for_nobody() -> None:
    found = policy()

    assert all(role.does for role in found.roles.values())
    assert all(found.who_may(act) for act in found.acts)


@pytest.mark.django_db
def test_a_method_that_an_address_does_not_have_is_answered_before_the_view(
    client: Client,
) -> None:
    signed_in(client, make_person(role="board"))

    for method, path in (
        ("PUT", "/account/"),
        ("POST", "/account/"),
        ("GET", "/account/act-as/1/"),
    ):
        answer = client.generic(method, path)
        assert answer.status_code == 405
        assert answer["Allow"]
