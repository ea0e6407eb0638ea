"""People, agencies and the installation change only through services that refuse."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from tests.partners.people import (
    NOW,
    PASSWORD,
    make_demonstration,
    make_installation,
    make_person,
)

from goldthread.audit.models import Event
from goldthread.partners import demonstration, services
from goldthread.partners.models import Agency, Area, Installation, Person
from goldthread.partners.rules import Refused

pytestmark = pytest.mark.django_db


def verbs() -> list[str]:
    return list(Event.objects.order_by("id").values_list("verb", flat=True))


def test_the_first_set_up_names_the_area_and_makes_the_first_account() -> None:
    installation = make_installation()

    assert installation.area.code == "X22000001"
    assert not installation.is_demonstration
    assert Person.objects.get().check_password(PASSWORD)
    assert verbs() == [
        "glossary.loaded",
        "person.added",
        "agency.added",
        "person.appointed",
        "person.appointed",
        "installation.founded",
    ]
    roles = Person.objects.get().appointments.values_list("role", flat=True)
    assert set(roles) == {"manager", "sysadmin"}


def test_an_installation_is_set_up_once() -> None:
    make_installation()

    with pytest.raises(Refused, match="already set up for Safer Saxonbridge"):
        make_demonstration()

    assert Installation.objects.count() == 1


def test_a_refused_set_up_leaves_nothing_behind() -> None:
    with pytest.raises(Refused, match="too short"):
        services.found_installation(
            email="first@example.org",
            name="Wilfreda Moss",
            password="short",
            area_code="X22000001",
            area_name="Saxonbridge",
            by=None,
            at=NOW,
        )

    assert not Area.objects.exists()
    assert not Installation.objects.exists()
    assert not Event.objects.exists()


def test_the_database_holds_one_installation_at_most() -> None:
    first = make_installation()

    with pytest.raises(IntegrityError), transaction.atomic():
        Installation.objects.create(area=first.area, founded_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Installation.objects.create(area=first.area, founded_at=NOW, only=False)


def test_one_person_per_e_mail_whatever_its_capitals() -> None:
    make_person("amar@example.org")

    with pytest.raises(Refused, match=r"amar@example.org already belongs to Amar"):
        make_person(" AMAR@Example.org ")


def test_the_database_keeps_e_mails_in_small_letters() -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Person.objects.create(email="Amar@example.org", name="Amar", joined_at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        Person.objects.create(email="amar@example.org", name="", joined_at=NOW)


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"email": "amar at example"}, "Expected an e-mail address"),
        ({"email": "amar@example.org\nBcc: all@example.org"}, "Expected an e-mail"),
        ({"email": ""}, "Expected an e-mail address"),
        ({"name": "   "}, "Name"),
        ({"name": "x" * 201}, "Name"),
        ({"password": "fourteen chars"}, "at least 15 characters"),
        ({"password": "amar@example.org"}, "too similar"),
        ({"password": "passwordpassword"}, "repeats itself"),
        ({"password": "abababababababab"}, "repeats itself"),
        ({"password": "1111122222111112222"}, "repeats itself"),
        ({"password": "1q2w3e4r5t6y7u8i9o0p"}, "too common"),
    ],
)
def test_a_person_who_cannot_be_is_refused_in_a_sentence(
    told: dict[str, str], says: str
) -> None:
    email = told.pop("email", "amar@example.org")

    with pytest.raises(Refused, match=says):
        make_person(email, **told)

    assert not Person.objects.exists()
    assert not Event.objects.exists()


def test_a_password_is_kept_only_as_an_argon2_hash() -> None:
    person = make_person()

    assert person.password.startswith("argon2$argon2id$")
    assert PASSWORD not in str(list(Event.objects.values()))


def test_names_of_every_kind_are_kept_as_given() -> None:
    for name in ("O’Neil", "Null", "Ng", "李小龙", "Siân ap Gwilym", "x" * 200):
        person = make_person(f"p{len(name)}{ord(name[0])}@example.org", name=name)

        assert Person.objects.get(pk=person.pk).name == name


def test_an_act_names_the_person_and_the_agency() -> None:
    agency = services.add_agency(name="Saxonbridge City Council", by=None, at=NOW)
    person = make_person(agency=agency)
    services.add_agency(name="Saxonshire Fire", by=person, at=NOW)

    event = Event.objects.get(verb="agency.added", subject_label="Saxonshire Fire")
    assert event.actor_reference == f"person:{person.pk}"
    assert event.agency_label == "Saxonbridge City Council"


def test_an_agency_is_named_once() -> None:
    services.add_agency(name="Saxonshire Fire", by=None, at=NOW)

    with pytest.raises(Refused, match="already exists"):
        services.add_agency(name="Saxonshire Fire", by=None, at=NOW)


def test_demonstration_accounts_exist_only_where_figures_are_invented() -> None:
    with pytest.raises(Refused, match="everyone knows"):
        demonstration.add_demonstration_people(at=NOW)
    make_installation()

    with pytest.raises(Refused, match="everyone knows"):
        demonstration.add_demonstration_people(at=NOW)

    assert Person.objects.count() == 1


def test_demonstration_accounts_are_made_once() -> None:
    make_demonstration()

    demonstration.add_demonstration_people(at=NOW)
    demonstration.add_demonstration_people(at=NOW)

    assert Person.objects.count() == len(demonstration.ACCOUNTS)
    assert Agency.objects.count() == 3
    assert all(
        person.check_password(demonstration.PASSWORD) for person in Person.objects.all()
    )
    assert all(person.email.endswith(".example.org") for person in Person.objects.all())


def test_a_fresh_installation_has_no_account_at_all() -> None:
    assert not Person.objects.exists()
