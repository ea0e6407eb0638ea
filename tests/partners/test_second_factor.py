"""A second factor: set up, needed, used once, lost and given back; always told of."""

import re
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.test import Client
from django.urls import reverse
from tests.partners.people import (
    NOW,
    PASSWORD,
    make_agency,
    make_demonstration,
    make_person,
)

from goldthread.audit.models import Event
from goldthread.partners import second_factor, services
from goldthread.partners.models import Person
from goldthread.partners.policy import policy
from goldthread.partners.rules import Refused

pytestmark = pytest.mark.django_db
ENTRY = "/account/login/"
NEEDED = "manager,sysadmin,agency_admin,governance"


def code_of(secret: str, *, ahead: int = 0) -> str:
    """What an app would show now, or so many half minutes later."""
    return totp.format_hotp_value(
        totp.hotp_value(secret, int(time.time()) // 30 + ahead)
    )


def enter(person: Person, client: Client | None = None) -> Client:
    client = client or Client()
    client.post(ENTRY, {"login": person.email, "password": PASSWORD})
    return client


def set_up(client: Client) -> str:
    """Set an app up through the page; the secret it keeps."""
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    found = re.search(r'<code class="gt-key">(\w+)</code>', page)
    assert found, page
    answer = client.post(
        reverse("mfa_activate_totp"), {"code": code_of(found.group(1))}
    )
    assert answer.status_code == 302, answer.content.decode()
    return found.group(1)


@pytest.fixture
def amar() -> Person:
    return make_person(role="manager")


@pytest.fixture
def needed(settings: Any) -> None:
    settings.SECOND_FACTOR = NEEDED


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_with_a_second_factor_the_password_alone_lets_nobody_in(amar: Person) -> None:
    secret = set_up(enter(amar))

    client = enter(amar)
    assert not is_in(client)
    assert (
        "Now show that it is you"
        in client.get(reverse("mfa_authenticate")).content.decode()
    )
    answer = client.post(
        reverse("mfa_authenticate"), {"code": code_of(secret, ahead=1)}
    )

    assert answer["Location"] == "/start/"
    assert is_in(client)
    assert Event.objects.filter(verb="person.second_factor_used").count() == 1
    assert (
        Event.objects.filter(verb="person.signed_in").latest("id").detail["with"]
        == "password, second factor"
    )


def test_a_code_is_good_once_in_every_process(amar: Person) -> None:
    from django.core.cache import cache

    secret = set_up(enter(amar))
    code = code_of(secret, ahead=1)
    first, second = enter(amar), enter(amar)
    first.post(reverse("mfa_authenticate"), {"code": code})
    cache.clear()  # another process has another memory

    answer = second.post(reverse("mfa_authenticate"), {"code": code})

    assert is_in(first)
    assert not is_in(second)
    assert "was used already" in answer.content.decode()
    refused = Event.objects.filter(verb="person.second_factor_refused")
    assert refused.get().detail == {"why": "a code that was used before"}


def test_the_code_that_set_the_app_up_opens_nothing_more(amar: Person) -> None:
    secret = set_up(enter(amar))
    client = enter(amar)

    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert not is_in(client)


def test_guessing_codes_is_stopped_after_ten(amar: Person) -> None:
    secret = set_up(enter(amar))
    client = enter(amar)
    for _ in range(10):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})

    answer = client.post(
        reverse("mfa_authenticate"), {"code": code_of(secret, ahead=1)}
    )

    assert "too many attempts" in answer.content.decode()
    assert not is_in(client)


@pytest.mark.parametrize(
    "code", ["", " ", "12\x003456", "٠١٢٣٤٥", "1" * 5000, "' or 1=1", "²²²²²²"]
)
def test_a_hostile_code_is_a_wrong_code(amar: Person, code: str) -> None:
    set_up(enter(amar))
    client = enter(amar)

    answer = client.post(reverse("mfa_authenticate"), {"code": code})

    assert answer.status_code == 200
    assert not is_in(client)


def test_what_is_stored_gives_no_code_away(amar: Person) -> None:
    secret = set_up(enter(amar))

    stored = str(list(Authenticator.objects.values()))

    assert secret not in stored
    codes = Authenticator.objects.get(type="recovery_codes").wrap().generate_codes()
    assert len(set(codes)) == 10
    assert not any(code in stored for code in codes)
    assert second_factor.Adapter().encrypt("a") != second_factor.Adapter().encrypt("a")


def recovery(client: Client) -> list[str]:
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    return re.findall(r'<code class="gt-key">(\d{10})</code>', page)


def test_recovery_codes_are_shown_once_work_once_and_tell_their_owner(
    amar: Person, django_capture_on_commit_callbacks: Any
) -> None:
    client = enter(amar)
    set_up(client)
    codes = recovery(client)
    assert len(codes) == 10
    assert recovery(client) == []
    first, second = enter(amar), enter(amar)

    with django_capture_on_commit_callbacks(execute=True):
        first.post(reverse("mfa_authenticate"), {"code": codes[3]})
    second.post(reverse("mfa_authenticate"), {"code": codes[3]})

    assert is_in(first)
    assert not is_in(second)
    assert "A recovery code was used to sign in. You have 9 left." in str(
        mail.outbox[-1].body
    )
    assert Event.objects.get(verb="person.recovery_code_used").detail["after"] == {
        "codes left": 9
    }


def test_new_recovery_codes_end_the_old_ones(amar: Person) -> None:
    client = enter(amar)
    set_up(client)
    old = recovery(client)

    client.post(reverse("mfa_generate_recovery_codes"))

    assert not set(recovery(client)) & set(old)
    other = enter(amar)
    other.post(reverse("mfa_authenticate"), {"code": old[0]})
    assert not is_in(other)
    assert Event.objects.filter(verb="person.recovery_codes_made").exists()


def test_setting_up_and_taking_away_end_other_sessions_are_recorded_and_mailed(
    amar: Person, django_capture_on_commit_callbacks: Any
) -> None:
    here, elsewhere = enter(amar), enter(amar)
    assert is_in(elsewhere)

    with django_capture_on_commit_callbacks(execute=True):
        set_up(here)
    assert is_in(here)
    assert not is_in(elsewhere)
    assert "A second factor was added: an app that shows codes." in str(
        mail.outbox[-1].body
    )

    with django_capture_on_commit_callbacks(execute=True):
        here.post(reverse("mfa_deactivate_totp"))
    assert "taken away: an app" in str(mail.outbox[-1].body)
    assert not Authenticator.objects.exists()
    assert [
        Event.objects.filter(verb=f"person.second_factor_{what}").count()
        for what in ("added", "removed")
    ] == [1, 1]


def test_changing_a_factor_long_after_sign_in_asks_again_who_one_is(
    amar: Person,
) -> None:
    client = enter(amar)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time() - 400}
    ]
    session.save()

    asked = client.get(reverse("mfa_activate_totp"))
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    page = client.get(asked["Location"])
    assert "Is it you?" in page.content.decode()
    wrong = client.post(asked["Location"], {"password": "not it at all, no"})
    assert wrong.status_code == 200
    client.post(asked["Location"], {"password": PASSWORD})

    assert client.get(reverse("mfa_activate_totp")).status_code == 200


# -------------------------------------------------------------------- who must


@pytest.mark.usefixtures("needed")
def test_where_the_role_needs_it_nothing_opens_before_it_is_set_up(
    amar: Person,
) -> None:
    client = enter(amar)

    for path in ("/start/", "/data/", "/people/", "/roles/", "/assessments/"):
        assert client.get(path)["Location"] == reverse("mfa_index")
    assert client.post(reverse("invite"))["Location"] == reverse("mfa_index")
    assert (
        "a password alone is not enough"
        in client.get(reverse("mfa_index")).content.decode()
    )
    set_up(client)

    assert client.get("/data/").status_code == 200


@pytest.mark.usefixtures("needed")
def test_other_roles_may_do_without(amar: Person) -> None:
    client = enter(make_person(email="b@example.org", role="board"))

    assert client.get("/assessments/").status_code == 200


@pytest.mark.usefixtures("needed")
def test_it_is_asked_of_the_role_acted_in_from_that_click_on() -> None:
    person = make_person(role="board")
    second = services.appoint(
        person,
        agency=make_agency(),
        role="manager",
        from_on=NOW.date(),
        by=None,
        at=NOW,
    )
    client = enter(person)
    assert client.get("/assessments/").status_code == 200

    client.post(reverse("act_as", args=[second.pk]))

    assert client.get("/assessments/")["Location"] == reverse("mfa_index")


def test_all_means_all_and_a_demonstration_asks_nobody(settings: Any) -> None:
    settings.SECOND_FACTOR = "all"
    client = enter(make_person(role="board"))
    assert client.get("/assessments/").status_code == 302
    make_demonstration()

    assert client.get("/assessments/").status_code == 200
    page = client.get(reverse("mfa_index")).content.decode()
    assert "nobody is asked for a second factor here" in page


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [("all,manager", "Choose one"), ("managr", "names the role 'managr'")],
)
def test_a_setting_that_means_nothing_stops_the_site(
    settings: Any, asked: str, sentence: str
) -> None:
    settings.SECOND_FACTOR = asked

    assert sentence in second_factor.faults(policy())[0]


def test_the_setting_of_the_documentation_is_understood(settings: Any) -> None:
    for asked in (NEEDED, "all", "optional"):
        settings.SECOND_FACTOR = asked
        assert second_factor.faults(policy()) == []


@pytest.mark.usefixtures("needed")
def test_resetting_the_password_keeps_the_second_factor(
    amar: Person, client: Client
) -> None:
    set_up(enter(amar))
    client.post(reverse("account_reset_password"), {"email": amar.email})
    link = re.search(r"http://\S+", str(mail.outbox[-1].body)).group()  # type: ignore[union-attr]
    page = client.get(link, follow=True)
    new = "nine lanterns along the canal"
    client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})

    client.post(ENTRY, {"login": amar.email, "password": new})

    assert Person.objects.get(pk=amar.pk).check_password(new)
    assert not is_in(client)
    assert client.get(reverse("mfa_authenticate")).status_code == 200


# ------------------------------------------------------------------- it was lost


@pytest.mark.usefixtures("needed")
def test_who_lost_it_gets_a_way_back_through_a_second_person(
    amar: Person, django_capture_on_commit_callbacks: Any
) -> None:
    lost = enter(amar)
    set_up(lost)
    assert is_in(lost)
    admin = make_person(email="admin@example.org", role="sysadmin")
    helper = enter(admin)
    set_up(helper)

    with django_capture_on_commit_callbacks(execute=True):
        helper.post(reverse("reset_second_factor", args=[amar.pk]))

    assert not Authenticator.objects.filter(user=amar).exists()
    assert not is_in(lost)
    back = enter(amar)
    assert is_in(back)
    assert back.get("/data/")["Location"] == reverse("mfa_index")
    event = Event.objects.get(verb="person.second_factor_reset")
    assert event.actor_reference == f"person:{admin.pk}"
    assert mail.outbox[-1].to == [amar.email]
    assert "was taken away by somebody who looks after accounts" in str(
        mail.outbox[-1].body
    )


def test_nobody_takes_their_own_away_so_or_that_of_somebody_above_them(
    amar: Person,
) -> None:
    set_up(enter(amar))
    lower = make_person(email="lower@example.org", role="agency_admin")
    for by, sentence in (
        (amar, "Nobody does this for themselves"),
        (lower, "you cannot make anybody partnership manager"),
        (
            make_person(email="b@example.org", role="board"),
            "You do not bring people in",
        ),
    ):
        with pytest.raises(Refused, match=sentence):
            services.reset_second_factor(amar, by=by, at=NOW)

    assert Authenticator.objects.filter(user=amar).exists()


def test_there_must_be_one_to_take_away(amar: Person) -> None:
    with pytest.raises(Refused, match="no second factor to take away"):
        services.reset_second_factor(amar, by=None, at=datetime.now(UTC))
